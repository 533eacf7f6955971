// What is wrong with the slides of the deck that is shown, each with all that appears on it step by step.
const { shown } = window.deck;
const [BODY, DENSE] = [28, 42]; // how many letters of text, and of code, tables and wide formulas, a slide is high at most
const DENSER = 'pre, table, div.math';
const EXCEPT = '.katex-mathml, .mtight, .vlist-s, .visually-hidden, svg, thead, aside, .foot, .moving .picture';
const BLOCKS = 'h1, h2, h3, p, li, tr, pre, img, div.math, summary';
const faults = [];
const smallest = {};

const name = (element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });

function check(slide, number) {
  const fault = (what) => faults.push(`slide ${number}: ${what}`);
  const content = slide.querySelector('.content');
  const box = slide.getBoundingClientRect();
  const scale = box.width / slide.offsetWidth;
  const floor = slide.querySelector('.foot').getBoundingClientRect().top;

  // Letters large enough, and none out of the slide's box.
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (!/[^\s\u200b]/.test(text.data) || parent.closest(EXCEPT) || !visible(parent)) continue;
    const kind = parent.closest(DENSER) && !parent.closest('.derivation') ? 'dense' : 'body';
    const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
    if (!size) continue; // other words stand there, by the style sheet
    smallest[kind] = Math.min(smallest[kind] ?? Infinity, size / box.height);
    if (size * (kind === 'body' ? BODY : DENSE) < box.height - 0.1) fault(`${size.toFixed(1)} px of ${box.height}: ${name(parent)}`);
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > floor + 6) {
        fault(`out of the slide: ${name(parent)}`);
        break;
      }
    }
  }

  // Nothing cut off.
  for (const element of [slide, content, ...content.querySelectorAll('*')]) {
    if (element.closest('.katex-mathml, .visually-hidden, svg, thead')) continue;
    if (getComputedStyle(element).overflow === 'visible' || !element.clientWidth || !visible(element)) continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) fault(`cut off: ${name(element)}`);
  }

  // No two things in one place.
  const blocks = [...content.querySelectorAll(BLOCKS)].filter((one) => visible(one) && !one.closest('thead'));
  const boxes = blocks.map((one) => one.getBoundingClientRect());
  boxes.forEach((one, at) => {
    if (one.height && one.bottom > floor + 6) fault(`over the foot: ${name(blocks[at])}`);
    for (let next = at + 1; next < boxes.length; next++) {
      if (blocks[at].contains(blocks[next])) continue;
      const other = boxes[next];
      const [wide, high] = [
        Math.min(one.right, other.right) - Math.max(one.left, other.left),
        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
      ];
      if (wide > 2 && high > 2) fault(`overlap: ${name(blocks[at])} and ${name(blocks[next])}`);
    }
  });
  if (!blocks.some((one) => !one.matches('h1, h2, h3'))) fault(`nothing but a heading: ${content.textContent.trim().slice(0,60)}`);

  // A derivation line by line, in order, and what stands below it after that.
  const steps = [...content.querySelectorAll('.fragment')].map((one) => Number(one.dataset.fragmentIndex));
  if (steps.some((step, at) => step < (steps[at - 1] ?? 0) || step > (steps[at - 1] ?? -1) + 1)) fault(`appear in the order ${steps}`);
  for (const table of content.querySelectorAll('table.derivation')) {
    if (!table.checkVisibility()) continue; // an answer, folded
    const [first, ...rows] = table.tBodies[0].rows;
    if (rows.some((row) => !row.matches('.fragment'))) fault(`a line that does not appear: ${name(table)}`);
    if (table.matches('.continued') !== first.matches('.repeated')) fault(`no line is repeated: ${name(table)}`);
    if (first.matches('.repeated')) {
      const parts = [...document.querySelectorAll(`table[data-derivation="${table.dataset.derivation}"]`)];
      const last = parts[parts.indexOf(table) - 1].tBodies[0].rows;
      if (first.cells[0].textContent !== [...last].at(-1).cells[0].textContent) fault(`another line is repeated: ${name(first)}`);
    }
  }
}

shown.getSlides().forEach((slide, at) => {
  const { h, v } = shown.getIndices(slide);
  shown.slide(h, v, Infinity);
  check(slide, at + 1);
});
return { faults, smallest, slides: shown.getTotalSlides() };
