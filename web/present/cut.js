// Moves parts of the page away and back again, and cuts a part in two where a slide ends.
const homes = new Map(); // what was moved -> the comment that keeps its place in the page
const heads = new Map(); // the second half of what was cut -> its first half
const sections = new Map(); // a box -> the section that it stands for: to reveal.js every section is a slide

/** Move `nodes` to `place`, and return what stands there. */
export function borrow(nodes, place) {
  for (const node of nodes) {
    const home = document.createComment('');
    node.replaceWith(home);
    homes.set(node, home);
  }
  place.append(...nodes);
  for (const section of place.querySelectorAll('section')) {
    const box = document.createElement('div');
    box.className = section.className;
    section.replaceWith(box);
    box.append(...section.childNodes);
    sections.set(box, section);
  }
  return [...place.children];
}

/** Cut what stands in `column` between two pieces, `before` and `node`, and return what begins with `node`. */
export function divide(column, node, before) {
  let block = node;
  while (block.parentNode !== column) block = block.parentNode;
  return before && block.contains(before) ? cut(block, node) : block;
}

/** Cut `block` before `at`, which is inside of it: what follows goes into a copy of its boxes, which is returned. */
function cut(block, at) {
  let child = at;
  while (child.parentNode !== block) child = child.parentNode;
  const after = [];
  for (let node = child.nextSibling; node; node = node.nextSibling) after.push(node);
  const tail = block.cloneNode(false);
  tail.removeAttribute('id');
  tail.classList.add('continued');
  heads.set(tail, block);
  if (block.tHead) tail.append(block.tHead.cloneNode(true));
  if (child === at && at.matches('.derivation tr')) tail.append(repeated(at));
  tail.append(child === at ? at : cut(child, at), ...after);
  block.after(tail);
  return tail;
}

const lineBefore = (row) => {
  let before = row.previousElementSibling;
  while (before.matches('.change, .sorry')) before = before.previousElementSibling;
  return before;
};

/** The line above `row`, to stand above it once more, where a derivation goes on. */
function repeated(row) {
  const copy = document.createElement('tr');
  copy.className = 'repeated';
  copy.line = lineBefore(row);
  refresh(copy);
  return copy;
}

/** Show in a repeated line what the line has become, since a reader may change it. */
export function refresh(copy) {
  copy.replaceChildren(...copy.line.cloneNode(true).children);
  copy.querySelector('button.pencil')?.remove();
}

/** Undo every cut, the last one first, and put what was moved back, with what was put after it meanwhile. */
export function giveBack(places) {
  for (const [tail, block] of [...heads].reverse()) {
    for (const node of [...tail.childNodes]) if (!copied(node)) block.append(node);
    tail.remove();
  }
  heads.clear();
  for (const [box, section] of sections) {
    section.append(...box.childNodes);
    box.replaceWith(section);
  }
  sections.clear();
  for (const place of places) {
    let last;
    for (const node of [...place.children]) {
      if (homes.has(node)) homes.get(node).replaceWith(node);
      else last.after(node);
      last = node;
    }
  }
  homes.clear();
}

const copied = (node) => node.nodeName === 'THEAD' || node.classList?.contains('repeated');
