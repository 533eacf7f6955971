// What fills a page: the pixels of its height that go to code, prose, pictures, derivations, tables and the rest.
// What stands between two things belongs to the upper one.
const article = document.querySelector('article');
const blocks = [];
const add = (kind, element) => {
  const box = element.getBoundingClientRect();
  if (box.height > 0) blocks.push([box.top, kind]);
};
const shown = element => {
  if (element.matches('img') || element.querySelector('img')) return 'pictures';
  if (element.matches('p, ul, ol')) return 'prose';
  if (element.matches('.math') || element.querySelector('.mrel')) return 'derivations';
  if (element.matches('table') || element.querySelector('table')) return 'tables';
  return element.matches('.highlight-python') ? 'code' : 'output';
};
const cell = element => {
  for (const part of element.querySelectorAll(':scope > .cell_input, :scope > details')) {
    add(part.matches('details:not([open])') ? 'folded' : 'code', part);
  }
  for (const output of element.querySelectorAll(':scope > .cell_output')) {
    for (const part of output.children) add(shown(part), part);
  }
};
const walk = element => {
  for (const part of element.children) {
    if (part.matches('section')) walk(part);
    else if (part.matches('div.cell')) cell(part);
    else add(part.matches('[class*=highlight-]') ? 'code' : 'prose', part);
  }
};
walk(article);
blocks.sort((one, other) => one[0] - other[0]);
const pixels = {};
blocks.forEach(([top, kind], place) => {
  const next = place + 1 < blocks.length ? blocks[place + 1][0] : article.getBoundingClientRect().bottom;
  pixels[kind] = (pixels[kind] ?? 0) + next - top;
});
const figures = [...article.querySelectorAll('.cell_output img')].map(image => image.getBoundingClientRect().height);
return {pixels, height: document.documentElement.scrollHeight, figures};
