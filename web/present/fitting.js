// Makes what is too wide for a slide smaller, and pictures as large as their slide lets them be.
const LEAST = 0.7; // of the size of the text, for code: longer lines wrap
const LARGEST = 1.625; // how much larger than on the page a picture may be: as much as the text

const natural = (image) => [image.getAttribute('width'), image.getAttribute('height')].map(Number);

function scale(image, by) {
  const [width, height] = natural(image);
  image.style.width = `${by * width}px`;
  image.style.height = `${by * height}px`;
}

/** A picture that is not wide has its caption beside it. */
const BESIDE = { ratio: 2, width: 760, height: 560 };

function place(image, width) {
  const [own, high] = natural(image);
  const beside = own / high < BESIDE.ratio && own <= BESIDE.width && image.nextElementSibling?.matches('p:last-child');
  if (!beside) return scale(image, Math.min(LARGEST, width / own));
  image.parentElement.classList.add('beside');
  scale(image, Math.min(LARGEST, BESIDE.width / own, BESIDE.height / high));
}

/** Fit tables, code, formulas and pictures to the width of `column`. */
export function fit(column) {
  const { clientWidth } = column;
  for (const image of column.querySelectorAll('.cell_output img')) {
    place(image, clientWidth);
  }
  const wide = [...column.querySelectorAll('pre, .pst-scrollable-table-container, div.math')].filter((box) => box.clientWidth);
  const sizes = new Map(wide.map((box) => [box, 1]));
  for (let round = 0; round < 3; round++) {
    const shares = wide.map((box) => box.clientWidth / box.scrollWidth); // all are read before any is written
    wide.forEach((box, at) => {
      if (shares[at] >= 1) return;
      const size = sizes.get(box) * shares[at];
      sizes.set(box, size);
      box.style.fontSize = `${Math.max(size, box.matches('pre') ? LEAST : 0)}rem`;
      if (size < LEAST) box.classList.add('wraps');
    });
  }
}

const pictured = (node) => (node.matches('.beside') ? node.querySelector('img') : node);

/** By how much a piece may be made lower: a picture is at least as large as on the page. */
export function give(node) {
  const image = pictured(node);
  return image.matches('img') ? Math.max(0, node.offsetHeight - Math.max(natural(image)[1], captioned(image))) : 0;
}

const captioned = (image) => (image.parentElement.matches('.beside') ? image.nextElementSibling.scrollHeight : 0);

/** Make the pictures among the `pieces` of a slide lower by `over` pixels in all. */
export function shrink(pieces, over) {
  const whole = pieces.reduce((sum, piece) => sum + piece.give, 0);
  for (const { node, give: own } of pieces) {
    const image = pictured(node);
    if (own) scale(image, (image.offsetHeight - own * Math.min(1, over / whole)) / natural(image)[1]);
  }
}

/** Undo what `fit` and `shrink` have set. */
export function unfit(places) {
  for (const place of places) {
    for (const box of place.querySelectorAll('.wraps, .beside')) box.classList.remove('wraps', 'beside');
    for (const box of place.querySelectorAll('img, pre, .pst-scrollable-table-container, div.math')) box.removeAttribute('style');
  }
}
