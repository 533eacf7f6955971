// Chapter 3: a row times a column in a batch. To find: what is summed over, and when sizes hide a mistake.
import { html, svg } from 'lit-html';
import { entry, factors, fits, pairs, product } from './models/shapes.js';
import { choice, letter, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { letter as sign, picture, text } from './parts/plot.js';

// The examples of figure 3.4, and a few numbers more.
const X = [
  [2, 0, 4, 1],
  [1, 1, -1, 0],
  [0, 2, 1, -2],
  [-1, 1, 0, 3],
];
const W = [
  [1, -1, 2, 0],
  [0, 2, 1, -1],
  [3, 1, -2, 1],
  [-1, 0, 1, 2],
];
const DELTA = [
  [0.5, -1, 0.25, 1],
  [1, 0.25, -0.5, 0],
  [-0.5, 0.5, 1, -1],
  [0.25, 0, -1, 0.5],
];
const MOST = 4;
const [GAP, NAME, EDGE, LARGEST] = [16, 22, 6, 46];

/** Each product: what it is called, its factors by name, and whether the right factor and the result go backwards. */
const PRODUCTS = {
  Z: { text: 'X W: the pre-activations', left: 'X', right: 'W', colors: ['forward', 'forward', 'forward'] },
  dW: {
    text: 'Xᵀ Δ: the gradient of W',
    left: 'Xᵀ',
    right: 'Δ',
    colors: ['forward', 'backward', 'backward'],
  },
  dX: {
    text: 'Δ Wᵀ: the gradient of X',
    left: 'Δ',
    right: 'Wᵀ',
    colors: ['backward', 'forward', 'backward'],
  },
  wrong: { text: 'Δ W, not transposed', left: 'Δ', right: 'W', colors: ['backward', 'forward', 'wrong'] },
};

const VARIANTS = {
  weights: {
    start: { name: 'dW', m: 3, n: 3, k: 2, row: 0, column: 0 },
    question: html`Take one entry of the gradient of ${letter('W')}. From how many examples does it hear: from one, or
      from all? And an entry of the gradient of ${letter('X')}?`,
    answer: html`From all: a row of ${letter('X')}ᵀ runs over the examples, and so does a column of Δ. The sum over the
      examples is in the product. An entry of the gradient of ${letter('X')} hears from its own example alone: its sum
      runs over the outputs.`,
  },
  orders: {
    start: { name: 'wrong', m: 4, n: 3, k: 2, row: 0, column: 0 },
    question: html`Someone forgot to transpose ${letter('W')}, and the shapes say so. With which sizes would they have
      kept silent? And would it have been right then?`,
    answer: html`With as many inputs as outputs, ${letter('n')} = ${letter('k')}: each row finds a column of its length.
      But it adds along the wrong side of ${letter('W')}, and nothing complains. So test with sizes that all differ.`,
  },
};

/** The factors, at their sizes, and a marked entry that lies inside the result. */
function chosen({ name, m, n, k, row, column }) {
  const cut = (matrix, rows, columns) => matrix.slice(0, rows).map((one) => one.slice(0, columns));
  const arrays = [cut(X, m, n), cut(W, n, k), cut(DELTA, m, k)];
  const [A, B] = factors(name, ...arrays);
  const right = name === 'wrong' && fits(A, B) ? product(...factors('dX', ...arrays)) : null;
  return { A, B, right, row: Math.min(row, A.length - 1), column: Math.min(column, B[0].length - 1) };
}

const size = (matrix) => `${matrix.length} by ${matrix[0].length}`;
const bracketed = (number) => (number < 0 ? `(${written(number)})` : written(number));

function says(state) {
  const { A, B, right, row, column } = chosen(state);
  const { left, right: name } = PRODUCTS[state.name];
  if (!fits(A, B)) {
    return (
      `${left} is ${size(A)} and ${name} is ${size(B)}: a row with ${A[0].length} numbers and a column with ` +
      `${B.length} do not fit.`
    );
  }
  const sum = pairs(A, B, row, column).map((pair) => pair.map(bracketed).join(' · '));
  const found =
    `Row ${row + 1} of ${left} times column ${column + 1} of ${name}: ` +
    `${sum.join(' + ')} = ${written(entry(A, B, row, column))}.`;
  if (!right) return found;
  return `It fits, and is wrong. ${found} The gradient has ${written(right[row][column])} there.`;
}

/** An array of cells; `marked` says which stand out, and `marks` is told of a cell under the pointer. */
function array(matrix, [x, y], cell, color, marked, marks) {
  const look = cell < 40 ? `${color} tiny-text` : color;
  return matrix.map((numbers, r) =>
    numbers.map(
      (number, c) => svg`<g @pointerenter=${() => marks?.(r, c)}>
        <rect class=${`${color} ${marked(r, c) ? 'marked' : 'cell'}`}
          x=${x + c * cell} y=${y + r * cell} width=${cell} height=${cell} />
        ${text(x + (c + 0.5) * cell, y + (r + 0.5) * cell + 5, written(number), look)}
      </g>`,
    ),
  );
}

const view = (state, width, set) => {
  const { A, B, row, column } = chosen(state);
  const { left, right: name, colors } = PRODUCTS[state.name];
  const fit = fits(A, B);
  const cell = Math.min(LARGEST, (width - GAP - NAME - EDGE) / (2 * MOST));
  // The right factor stands above the result, the left one beside it: row and column cross in their entry.
  const corner = [(width + NAME + GAP) / 2, EDGE + MOST * cell + GAP];
  const places = [
    [corner[0] - GAP - A[0].length * cell, corner[1]],
    [corner[0], corner[1] - GAP - B.length * cell],
  ];
  const height = corner[1] + MOST * cell + EDGE;
  const thick = ([x, y], length, down) =>
    svg`<path class=${fit ? 'walk side' : 'wrong side'} d=${`M${x} ${y}${down ? 'v' : 'h'}${length * cell}`} />`;
  const mark = ([x, y], content) => text(x - 14, y + cell / 2 + 5, content);
  return picture(width, height, `${left} beside and ${name} above their product, entry by entry.`, [
    array(A, places[0], cell, colors[0], (r) => fit && r === row),
    array(B, places[1], cell, colors[1], (r, c) => fit && c === column),
    fit &&
      array(
        product(A, B),
        corner,
        cell,
        colors[2],
        (r, c) => r === row && c === column,
        (row, column) => set({ row, column }, false), // a pointer that passes by has not guessed yet
      ),
    thick([places[0][0], places[0][1] - 4], A[0].length, false),
    thick([places[1][0] - 4, places[1][1]], B.length, true),
    mark(places[0], named(left)),
    mark([places[1][0] - 4, places[1][1]], named(name)),
  ]);
};

const named = ([letter, ...turned]) => (letter === 'Δ' ? letter : svg`${sign(letter)}${turned}`);

const controls = (state, set) => {
  const { A, B, row, column } = chosen(state);
  const place = (label, value, count, change) =>
    slider({ label, look: 'brief', value: value + 1, min: 1, max: count, step: 1, change: (at) => change(at - 1) });
  const sized = (name, what) =>
    slider({
      label: html`${letter(name)} ${what}`,
      look: 'brief',
      value: state[name],
      min: 1,
      max: MOST,
      step: 1,
      change: (count) => set({ [name]: count }),
    });
  return html`
    ${choice({
      label: 'product',
      look: 'wide',
      value: state.name,
      options: Object.entries(PRODUCTS).map(([key, { text }]) => [key, text]),
      change: (name) => set({ name }),
    })}
    ${place('row', row, A.length, (row) => set({ row }))}
    ${place('column', column, B[0].length, (column) => set({ column }))}
    ${sized('m', 'examples')}${sized('n', 'inputs')}${sized('k', 'outputs')}
  `;
};

export default (variant) => ({ ...VARIANTS[variant], controls, picture: view, says });
