// The slides of a chapter: its blocks in one long column, measured, and dealt out.
import { borrow, cut, giveBack } from './cut.js';
import { fit, shrink, unfit } from './fitting.js';
import { reveal, unveil } from './fragments.js';
import { pack } from './packing.js';
import { blocks, measured } from './pieces.js';

const make = (tag, className, ...children) => {
  const element = Object.assign(document.createElement(tag), { className });
  element.append(...children);
  return element;
};

const title = (heading) => heading.firstChild.textContent.trim();

/** Fill `slides` with the sections of `article`. Returns what undoes it. */
export async function fill(slides, article) {
  const column = make('div', 'content');
  const measuring = make('section', 'slide measuring', column);
  const found = [...blocks(article.querySelector('section'))];
  const notes = new Map();
  for (const note of article.querySelectorAll('details.notes')) {
    notes.set(title(note.closest('section:has(> h1, > h2)').querySelector('h1, h2')), note);
  }
  slides.append(measuring);
  borrow(found, column);
  await document.fonts.ready;
  fit(column);
  const { paddingTop, paddingBottom } = getComputedStyle(measuring);
  const room = measuring.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  const pieces = measured(found);
const starts = pack(pieces, room);
  starts.forEach((start, at) => {
    const shown = pieces.slice(start, starts[at + 1]);
    const over = shown.at(-1).bottom - shown[0].top + (shown[0].again ?? 0) - room;
    if (over > 0) shrink(shown, over);
  });
  const firsts = starts.map((at) => {
    const { node, block } = pieces[at];
    return node === block || at === 0 || pieces[at - 1].block !== block ? block : cut(topmost(node, column), node);
  });

  const contents = firsts.map((first, at) => {
    const nodes = [];
    for (let node = first; node && node !== firsts[at + 1]; node = node.nextSibling) nodes.push(node);
    return nodes;
  });
  let [part, chapter] = [null, title(found[0])];
  let [of, under] = ['', ''];
  const places = contents.map((nodes, at) => {
    const content = make('div', 'content', ...nodes);
    for (const heading of content.querySelectorAll('h2, h3')) {
      if (heading.tagName === 'H2') [of, under] = [title(heading), ''];
      else under = title(heading);
    }
    if (!part || nodes[0].tagName === 'H2') slides.append((part = make('section', 'stack')));
    const place = [chapter, of, under].filter(Boolean);
    const foot = make('p', 'foot', place.join(' · '));
    foot.setAttribute('aria-hidden', 'true');
    const slide = make('section', 'slide', content, foot);
    slide.setAttribute('aria-label', `${place.at(-1)}, slide ${at + 1}`);
    const said = notes.get(of || chapter);
    if (said) slide.append(make('aside', 'notes', ...said.cloneNode(true).childNodes));
    slide.minutes = said?.textContent.match(/(\d+) minutes?/)?.[1];
    part.append(slide);
    reveal(content);
    return content;
  });
  measuring.remove();
  for (const part of slides.children) pace(part.children);
  return () => {
    places.forEach(unveil);
    unfit(places);
    giveBack(places);
  };
}

/** Tell the clock of the speaker how many seconds a slide has, if the notes say how many minutes its part has. */
function pace(slides) {
  for (const slide of slides) {
    if (slide.minutes) slide.dataset.timing = Math.round((60 * slide.minutes) / slides.length);
  }
}

function topmost(node, column) {
  while (node.parentNode !== column) node = node.parentNode;
  return node;
}
