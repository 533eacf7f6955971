// Moves parts of the page away and back again, and cuts a part in two where a slide ends.
const homes = new Map(); // what was moved -> the comment that keeps its place in the page
const heads = new Map(); // the second half of what was cut -> its first half

/** Move `nodes` to the end of `place`. */
export function borrow(nodes, place) {
  for (const node of nodes) {
    const home = document.createComment('');
    node.replaceWith(home);
    homes.set(node, home);
  }
  place.append(...nodes);
}

/** Cut `block` before `at`, which is inside of it: what follows goes into a copy of its boxes, which is returned. */
export function cut(block, at) {
  let child = at;
  while (child.parentNode !== block) child = child.parentNode;
  const after = [];
  for (let node = child.nextSibling; node; node = node.nextSibling) after.push(node);
  const tail = block.cloneNode(false);
  tail.removeAttribute('id');
  tail.classList.add('continued');
  heads.set(tail, block);
  if (block.tHead) tail.append(block.tHead.cloneNode(true));
  if (at.matches('.derivation tr') && child === at) tail.append(repeated(at));
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
