// The slides of a chapter: its blocks in one long column, measured, and dealt out.
import { borrow, divide, giveBack } from './cut.js';
import { even, fit, shrink, unfit } from './fitting.js';
import { reveal, unveil } from './fragments.js';
import { pack } from './packing.js';
import { blocks, measured } from './pieces.js';

const make = (tag, className, ...children) => {
  const element = Object.assign(document.createElement(tag), { className });
  element.append(...children);
  return element;
};

function title(heading) {
  const copy = heading.cloneNode(true);
  for (const part of copy.querySelectorAll('.headerlink, .katex-html, annotation')) part.remove();
  return copy.textContent.trim();
}

/** Divide what stands in `column` among slides, as lists of nodes. */
async function dealt(found, column) {
  const { paddingTop, paddingBottom } = getComputedStyle(column.parentNode);
  const room = column.parentNode.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  await document.fonts.ready;
  fit(column);
  const pieces = measured(found);
  const starts = pack(pieces, room);
  starts.forEach((start, at) => {
    const shown = pieces.slice(start, starts[at + 1]);
    const over = shown.at(-1).bottom - shown[0].top + (shown[0].again ?? 0) - room;
    if (over > 0) shrink(shown, over);
    even(shown);
  });
  const firsts = starts.map((at) => divide(column, pieces[at].node, pieces[at - 1]?.node));
  return firsts.map((first, at) => {
    const nodes = [];
    for (let node = first; node && node !== firsts[at + 1]; node = node.nextSibling) nodes.push(node);
    return nodes;
  });
}

/** The note for the speaker that each heading has: the next in its part, which stands where all that it is about is over. */
function notesOf(article) {
  const found = new Map();
  let waiting = [];
  for (const one of article.querySelectorAll('h1, h2, h3, details.notes')) {
    if (one.matches('details')) {
      for (const heading of waiting) found.set(heading, one);
      waiting = [];
    } else waiting = one.matches('h2') ? [one] : [...waiting, one];
  }
  return found;
}

/** Tell the speaker's clock how many seconds a slide has: the minutes of a note are for all slides that have it. */
function pace(slides, note) {
  const [, minutes] = note.querySelector('summary').textContent.match(/(\d+) minutes?/) ?? [];
  for (const slide of minutes ? slides : []) {
    const { timing = 0 } = slide.dataset;
    slide.dataset.timing = Number(timing) + Math.round((60 * minutes) / slides.length);
  }
}

/** Fill `slides` with the sections of `article`. Returns what undoes it; if it fails, it has been undone. */
export async function fill(slides, article) {
  const contents = [];
  const undo = () => {
    contents.forEach(unveil);
    unfit(contents);
    giveBack(contents);
  };
  try {
    await divided(slides, article, contents);
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

/** Make slides of the sections of `article`; what holds its parts meanwhile is in `contents`. */
async function divided(slides, article, contents) {
  const notes = notesOf(article);
  const column = make('div', 'content');
  contents.push(column);
  const measuring = make('section', 'slide measuring', column);
  slides.append(measuring);
  const found = borrow([...blocks(article.querySelector('section'))], column);
  const where = { H1: '', H2: '', H3: '' };
  const noted = new Map();
  let told = []; // the notes of the sections that stand on a slide
  for (const nodes of await dealt(found, column)) {
    const headings = nodes.filter((node) => node.tagName in where);
    if (headings[0] === nodes[0]) told = [];
    for (const heading of headings) {
      if (heading.tagName !== 'H3') {
        where.H3 = '';
        slides.append(make('section', 'stack'));
      }
      where[heading.tagName] = title(heading);
    }
    told = [...new Set([...told.slice(-1), ...headings.map((heading) => notes.get(heading))])].filter(Boolean);
    const place = Object.values(where).filter(Boolean);
    const foot = make('p', 'foot', place.join(' · '));
    foot.setAttribute('aria-hidden', 'true');
    const content = make('div', 'content', ...nodes);
    const slide = make('section', 'slide', content, foot);
    contents.push(content);
    slide.setAttribute('aria-label', `${place.at(-1)}, slide ${contents.length - 1}`);
    if (told.length) slide.append(make('aside', 'notes', ...told.map((note) => make('div', 'note', ...note.cloneNode(true).childNodes))));
    for (const note of told) noted.set(note, [...(noted.get(note) ?? []), slide]);
    slides.lastElementChild.append(slide);
    reveal(content);
  }
  measuring.remove();
  for (const [one, its] of noted) pace(its, one);
}
