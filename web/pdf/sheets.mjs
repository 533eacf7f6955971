// What becomes of a page on paper. It is run in the page.
const EXERCISE = /^([A-Z\d]+\.\d+) *(\w+)/;
const ANSWER = 'details:not(.hide, .notes), div.cell.tag_hide-cell';
const UNANSWERED = /^\s*not answered yet/;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** What a part of a page asks, exercises or a project: where it begins, its number and kind, its hints and answers. */
function asked(article) {
  const found = [];
  for (const section of article.querySelectorAll('section:has(> div.cell.tag_hide-cell)')) {
    found.push({ begin: section.querySelector('h2'), parts: [] }); // a project; exercises are begun below
    for (const part of section.children) {
      const [, number, kind] = (part.matches('p') && EXERCISE.exec(part.textContent)) || [];
      if (number) found.push({ begin: part, number, kind, parts: [] });
      if (part.matches(ANSWER)) found.at(-1).parts.push(part);
    }
  }
  return found.filter(({ parts }) => parts.length);
}

/** Unfold hints and answers. Code is part of an answer where it is asked for, and where it shows nothing. */
function unfold({ kind, parts }) {
  const cells = parts.filter((part) => part.matches('.cell'));
  const project = kind === undefined; // whose text names the parts of its solution
  let told = parts.some((part) => /^\s*Answer/.test(part.textContent));
  for (const part of parts) {
    const folded = part.matches('details') ? part : part.querySelector('details');
    folded.open = true;
    if (folded === part) continue;
    const summary = folded.querySelector('summary');
    if (project) summary.textContent = `(${String.fromCharCode(97 + cells.indexOf(part))})`;
    else if (told) summary.hidden = true;
    else summary.textContent = 'Answer';
    told = true;
    const [code, output] = ['.cell_input', '.cell_output'].map((name) => folded.querySelector(name));
    const wanted = kind === 'code' || !output || (project && output.querySelector('pre'));
    if (!wanted || !withoutWords(code.querySelector('pre'))) code.remove();
  }
}

/** Leave out of a listing the lines at its end that only make the words which stand below it, and tell whether any are left. */
function withoutWords(pre) {
  const at = pre.textContent.split('\n').findIndex((line) => line.startsWith('Prose('));
  if (at > 0) pre.innerHTML = pre.innerHTML.split('\n').slice(0, at).join('\n').trimEnd();
  return at !== 0;
}

function prepare(article) {
  for (const gone of article.querySelectorAll('script, a.headerlink, a.save, :has(+ a.save), details.notes, button')) gone.remove();
  for (const output of article.querySelectorAll('.cell_output')) if (UNANSWERED.test(output.textContent)) output.remove();
  for (const { begin } of asked(article)) begin.classList.add('asked');
  for (const said of article.querySelectorAll('section > p')) said.classList.toggle('announces', /:\s*$/.test(said.textContent));
}

/** The chapter as it is handed out: exercises without hints and answers, everything else unfolded. */
export function handout() {
  const article = document.querySelector('.bd-article');
  prepare(article);
  for (const { parts } of asked(article)) for (const part of parts) part.remove();
  for (const folded of article.querySelectorAll('details:not(.hide)')) folded.open = true;
}

/** The exercises alone; their hints and answers unfolded, or taken away. */
export function exercises(answered) {
  const article = document.querySelector('.bd-article');
  prepare(article);
  const sheet = article.querySelector('#exercises');
  for (const one of asked(article)) answered ? unfold(one) : one.parts.forEach((part) => part.remove());
  const heading = sheet.querySelector('h2');
  heading.textContent = answered ? 'Exercises with hints and answers' : 'Exercises';
  heading.after(make('p', { textContent: 'Figures and results that are not on this sheet are in the chapter.' }));
  article.replaceChildren(article.querySelector('h1'), sheet);
}

/** Links lead to what is on the same paper, or to the site where its address is known; others are words like any. */
export function links() {
  const site = document.querySelector('link[rel=canonical]')?.href;
  for (const link of document.querySelectorAll('.bd-article a[href]:not(.save)')) {
    const to = link.getAttribute('href');
    if (/^https?:/.test(to) || (to.startsWith('#') && document.getElementById(decodeURIComponent(to.slice(1))))) continue;
    if (site) link.href = new URL(to, site).href;
    else link.replaceWith(...link.childNodes);
  }
}

/**
 * The pages as one: a cover, the contents, the pages, and the hints and answers of all exercises and projects.
 * Each of `pages` has an address and its HTML; links among them lead to their new places.
 */
export function book(pages, root) {
  const names = new Map(pages.map(({ address }, at) => [address, `page-${at}`]));
  const place = (address) => {
    const [file, part] = address.split('#');
    return names.has(file) && `#${names.get(file)}${part ? `--${decodeURIComponent(part)}` : ''}`;
  };
  const contents = make('ul', { className: 'contents' });
  const answers = make('section', { id: 'answers', className: 'sheet' }, make('h1', { textContent: 'Hints and answers' }));
  const sheets = pages.map(({ address, html }, at) => {
    const article = new DOMParser().parseFromString(html, 'text/html').querySelector('article');
    prepare(article);
    for (const image of article.querySelectorAll('img')) {
      image.src = new URL(image.getAttribute('src'), address).href;
      image.loading = 'eager';
    }
    for (const link of article.querySelectorAll('a[href]')) {
      const target = new URL(link.getAttribute('href'), address).href;
      const here = place(target);
      if (here) link.setAttribute('href', here);
      else if (!/^https?:/.test(link.getAttribute('href'))) link.setAttribute('href', target.slice(root.length));
    }
    for (const named of article.querySelectorAll('[id]')) named.id = `page-${at}--${named.id}`;
    for (const name of ['for', 'aria-labelledby', 'aria-describedby'])
      for (const naming of article.querySelectorAll(`[${name}]`)) naming.removeAttribute(name);

    const title = article.querySelector('h1')?.textContent.trim();
    const solved = asked(article).map((one) => {
      unfold(one);
      const label = one.number ?? one.begin.textContent.trim();
      one.begin.id ||= `page-${at}--asked-${label}`;
      const back = make('a', { href: `#${one.begin.id}` }, make('strong', { textContent: label }));
      const before = one.parts.map((part) => part.previousElementSibling).filter((said) => /^Solution/.test(said.textContent));
      return make('section', {}, make('p', { className: 'number' }, back), ...before, ...one.parts);
    });
    if (solved.length) answers.append(make('section', {}, make('h2', { textContent: title }), ...solved));
    for (const folded of article.querySelectorAll('details:not(.hide)')) folded.open = true;
    if (at) {
      const entry = (heading, id) => make('li', {}, make('a', { href: `#${id}`, textContent: heading.textContent.trim() }));
      const own = entry(article.querySelector('h1'), `page-${at}`);
      const inside = [...article.querySelectorAll('h2')].map((heading) => entry(heading, heading.parentElement.id));
      if (/chapters\/\d/.test(address)) own.append(make('ul', {}, ...inside));
      contents.append(own);
    }
    return make('section', { id: `page-${at}`, className: 'sheet' }, ...article.childNodes);
  });
  contents.append(make('li', {}, make('a', { href: '#answers', textContent: 'Hints and answers' })));
  document.getElementById('jb-print-docs-body')?.remove(); // the title of one page
  const [cover, ...rest] = sheets;
  const index = make('section', { className: 'sheet' }, make('h1', { textContent: 'Contents' }), contents);
  document.querySelector('.bd-article').replaceChildren(cover, index, ...rest, answers);
}
