// Makes what is too wide for a slide smaller, and pictures as large as their slide lets them be.
const [LARGE, LEAST] = [0.8, 0.66]; // of the size of the text, for code: longer lines wrap; smaller on a full slide alone
const LARGEST = 1.625; // how much larger than on the page a picture may be: as much as the text

const natural = (image) => [image.getAttribute('width'), image.getAttribute('height')].map(Number);

function scale(image, by) {
  const [width, height] = natural(image);
  image.style.width = `${by * width}px`;
  image.style.height = `${by * height}px`;
}

/** The room above and below a row of a table, in pixels, and how much of it a full slide may take. */
const ROW = { room: 5, give: 4 };

/** A picture that is not wide has its caption beside it. */
const BESIDE = { ratio: 2, width: 760, height: 560 };

function place(image, width) {
  const [own, high] = natural(image);
  const beside = own / high < BESIDE.ratio && own <= BESIDE.width && image.nextElementSibling?.matches('p:last-child');
  if (!beside) return scale(image, Math.min(LARGEST, width / own));
  image.parentElement.classList.add('beside');
  scale(image, Math.min(LARGEST, BESIDE.width / own, BESIDE.height / high));
}

/** How many letters of code go into a line: the longest lines may wrap, one in six of all. */
function columns(pre) {
  const lengths = pre.textContent.trimEnd().split('\n').map((line) => line.length).sort((one, other) => one - other);
  return [lengths[Math.ceil((lengths.length * 5) / 6) - 1], lengths.at(-1)];
}

/** Fit tables, code, formulas and pictures to the width of `column`. */
export function fit(column) {
  const { clientWidth } = column;
  for (const image of column.querySelectorAll('.cell_output img')) place(image, clientWidth);
  const boxes = [...column.querySelectorAll('pre, .pst-scrollable-table-container, div.math')].filter((box) => box.clientWidth);
  const sizes = new Map(boxes.map((box) => [box, 1]));
  for (let round = 0; round < 3; round++) {
    const shares = boxes.map((box) => box.clientWidth / box.scrollWidth); // all are read before any is written
    boxes.forEach((box, at) => {
      if (shares[at] >= 1) return;
      const [wanted, longest] = box.matches('pre') ? columns(box) : [1, 1];
      const size = Math.min(1, (sizes.get(box) * shares[at] * longest) / wanted);
      sizes.set(box, box.matches('pre') ? Math.max(LARGE, size) : size);
      box.style.fontSize = `${sizes.get(box)}rem`;
      box.classList.toggle('wraps', box.matches('pre'));
    });
  }
}

/** What of a piece may be made lower, how high that is, and by how much: code, a row, and a picture, but not below its size on the page. */
function yielding(node) {
  if (node.matches('tr')) return [node, node.offsetHeight, 2 * ROW.give];
  const part = node.matches('img, pre') ? node : node.querySelector('pre, img');
  if (!part?.checkVisibility()) return [part, 1, 0]; // none, or folded
  if (part.matches('pre')) {
    const { paddingTop, paddingBottom } = getComputedStyle(part);
    const lines = part.offsetHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
    return [part, lines, lines * (1 - LEAST / sizeOf(part))];
  }
  const caption = node === part ? 0 : node.querySelector('p').scrollHeight;
  return [part, part.offsetHeight, Math.max(0, part.offsetHeight - Math.max(natural(part)[1], caption))];
}

const sizeOf = (pre) => parseFloat(pre.style.fontSize) || 1;

export const give = (node) => yielding(node)[2];

/** Make the pictures and the code among the `pieces` of a slide lower by `over` pixels in all. */
export function shrink(pieces, over) {
  const share = Math.min(1, over / pieces.reduce((sum, piece) => sum + piece.give, 0));
  for (const [part, height, by] of pieces.map(({ node }) => yielding(node))) {
    const left = 1 - (by * share) / height;
    if (part?.matches('tr')) part.style.setProperty('--room', `${ROW.room - ROW.give * share}px`);
    else if (by && part.matches('pre')) part.style.fontSize = `${left * sizeOf(part)}rem`;
    else if (by) scale(part, (left * height) / natural(part)[1]);
  }
}

/** Let all code on a slide be of one size, where the sizes differ little. */
export function even(pieces) {
  const code = pieces.map(({ node }) => (node.matches('pre') ? node : node.querySelector('pre'))).filter((pre) => pre?.checkVisibility());
  const least = Math.min(...code.map(sizeOf));
  for (const pre of code) if (sizeOf(pre) < 1.3 * least) pre.style.fontSize = `${least}rem`;
}

/** Undo what `fit`, `shrink` and `even` have set. */
export function unfit(places) {
  for (const place of places) {
    for (const box of place.querySelectorAll('.wraps, .beside')) box.classList.remove('wraps', 'beside');
    for (const box of place.querySelectorAll('img, pre, tr, .pst-scrollable-table-container, div.math')) box.removeAttribute('style');
  }
}
