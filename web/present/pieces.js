// What stands on a page, in pieces that a slide may begin with.
import { give } from './fitting.js';

const PREDICT = /^Predict\./;
const EXERCISE = /^\d+\.\d+ /;
const ABSENT = '.folded-cells, .notes, .tag_hide-input:not(:has(> .cell_output > *))';
const FOLDED = 'details, .tag_hide-cell, .cell:has(> .cell_output > details)'; // nor on paper, where nothing can be opened
const onPaper = () => new URLSearchParams(location.search).get('present') === 'paper';
const CHECK = /^your_turn\(/m; // of an answer in the notebook
const PARTS = '.cell > .cell_input, .cell > .cell_output:not(.beside) > *, .cell > .cell_output.beside';
const NEVER = Infinity;
// What it costs to part two things, beside SLIDE in packing.js. A section is begun on a slide of its own if both are half full.
const [RATHER, EASILY, RATHER_NOT, HARDLY] = [-1.3, 0.2, 0.6, 0.9];

const isCheck = (cell) => !cell.matches('.tag_hide-cell') && CHECK.test(cell.textContent); // and no answer, which it checks
const isExercise = (node) => node.matches('p') && EXERCISE.test(node.textContent.trim());
const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.matches('.change, .sorry'));

/** The blocks of a section and of the sections in it, without what has no place on a slide. */
export function* blocks(section) {
  const absent = onPaper() ? `${ABSENT}, ${FOLDED}` : ABSENT;
  for (const child of section.children) {
    if (child.matches('section:has(> h1, > h2, > h3)')) yield* blocks(child);
    else if (child.offsetParent && !child.matches(absent) && !isCheck(child)) yield child;
  }
}

/** The pieces of a block, outermost first; those of a table are its rows. */
function inside(block) {
  if (block.matches('ol, ul')) return [...block.children];
  const parts = [...block.querySelectorAll(PARTS)].filter((part) => part.checkVisibility());
  return (parts.length ? parts : [block]).flatMap((part) => {
    const table = part.querySelector('table');
    return table?.checkVisibility() ? rowsOf(table) : part; // an answer is folded
  });
}

/** What it costs to begin a slide with `node`, where `before` is the piece before it. */
function tie(node, before) {
  if (before.matches('h1, h2, h3') || node.matches('p:has(.save)')) return NEVER; // a heading, or a picture and its caption
  if (before.matches('tr')) {
    if (!node.matches('tr')) return node.parentElement === before.closest('.cell_output') ? NEVER : 0;
    const alone = !before.previousElementSibling || !node.nextElementSibling;
    return alone ? 2 * HARDLY : node.closest('.derivation') && before.sectionRowIndex > 1 ? RATHER_NOT : HARDLY;
  }
  if (node.matches('h3') || (onPaper() && isExercise(node))) return RATHER;
  if (/:\s*$/.test(before.textContent) || node.matches('details, .tag_hide-cell')) return HARDLY;
  if (before.matches('p') && node.matches('tr')) return HARDLY; // what says what is derived
  if (before.matches('.math')) return EASILY; // a result stays under its proof, rather than with what is said of it
  return node.matches('p') && !before.matches('pre') ? 0 : RATHER_NOT;
}

/** All pieces of `blocks`, which stand under each other, with what `pack` asks of them. */
export function measured(blocks) {
  const found = [];
  let [asked, question] = [false, false]; // after a prediction, until its choices are over, comes what answers it
  for (const block of blocks) {
    for (const node of inside(block)) {
      const text = node.textContent.trim();
      const before = found.at(-1)?.node;
      const choice = node.matches('li') && before?.matches('p, li');
      const wall = node.matches('h1, h2') || (isExercise(node) && !onPaper()) || (asked && !choice);
      const { top } = (node.matches('table > tbody > :first-child') ? node.closest('table') : node).getBoundingClientRect();
      const { bottom } = last(node).getBoundingClientRect();
      const piece = { node, block, top, bottom, wall, tie: before && tie(node, before), give: give(node) };
      if (before?.matches('h2')) piece.wall = false;
      if (node.matches('tr') && before?.matches('tr')) piece.again = again(node, found.at(-1));
      found.push(piece);
      if (node.matches('h2')) question = text.startsWith('Question');
      asked = (PREDICT.test(text) && !question) || (asked && choice);
    }
  }
  return found;
}

/** What ends a piece: under a line its field and its verdict, where a reader has changed it. */
const last = (node) => (node.nextElementSibling?.matches('.change, .sorry') ? node.nextElementSibling : node);

/** How high that is which stands again above a row when it begins a slide: the line before it, or the head. */
function again(row, before) {
  if (row.closest('.derivation')) return before.node.offsetHeight;
  const { tHead } = row.closest('table');
  return tHead ? tHead.getBoundingClientRect().height : 0;
}
