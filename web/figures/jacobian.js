// Chapters 2 and 7: a Jacobian of three by three. To find: whom a pre-activation reaches, and when it reaches nobody.
import { html, svg } from 'lit-html';
import { jacobian, outputs } from './models/jacobian.js';
import { choice, letter, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { letter as sign, picture, text } from './parts/plot.js';

const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU', softplus: 'softplus', softmax: 'softmax' };
const [HEAD, CELL, FOOT] = [34, 62, 34];
const HEIGHT = HEAD + 3 * CELL + FOOT;
const SIDE = 104;

const VARIANTS = {
  sigmoid: {
    question: html`Raise ${letter('z', '1')}. How many of the nine numbers change: one,
      three, or all? And how many with softmax?`,
    answer: html`With an activation that works entry by entry, one: the slope at ${letter('z', '1')}. With softmax all
      nine, since every output depends on every pre-activation.`,
  },
  softmax: {
    question: html`Raise ${letter('z', '2')} until the second class has nearly all of the probability. What becomes of
      the nine numbers?`,
    answer: html`All of them go to 0. A softmax that is sure listens to nobody, not even to ${letter('z', '2')}. On the
      way each column adds up to 0: what one output gains the others lose.`,
  },
};

function says({ f, z, moved }) {
  const moves = (slope, q) => {
    const by = written(0.01 * Math.abs(slope), 2);
    return `a${q + 1} ${slope === 0 ? 'stays' : `${slope < 0 ? 'falls' : 'rises'} by about ${by}`}`;
  };
  const column = jacobian(f, z).map((row) => row[moved]);
  return `z${moved + 1} is ${written(z[moved])}. Raise it by 0.01, and ${column.map(moves).join(', ')}.`;
}

function view({ f, z, moved }, width) {
  const [a, matrix] = [outputs(f, z), jacobian(f, z)];
  const wide = Math.min(120, (width - SIDE) / 3);
  const left = (width - SIDE - 3 * wide) / 2 + SIDE;
  const at = (q, t) => [left + t * wide, HEAD + q * CELL];
  const largest = Math.max(...matrix.flat().map(Math.abs), 0.25);
  const cell = (entry, q, t) => {
    const [x, y] = at(q, t);
    const shade = svg`<rect
      class=${entry < 0 ? 'negative' : 'positive'} x=${x} y=${y} width=${wide} height=${CELL}
      fill-opacity=${(0.55 * Math.abs(entry)) / largest} />`;
    return [shade, text(x + wide / 2, y + CELL / 2 + 5, written(entry))];
  };
  const middle = (t) => left + (t + 0.5) * wide;
  const sum = (t) => matrix.reduce((total, row) => total + row[t], 0);
  return picture(width, HEIGHT, 'A table of nine numbers: a row for each output, a column for each pre-activation.', [
    z.map((one, t) => text(middle(t), HEAD - 12, svg`${sign('z', t + 1)}<tspan dy="-4"> = ${written(one, 2)}</tspan>`)),
    a.map((one, q) =>
      text(
        left - 10,
        HEAD + (q + 0.5) * CELL + 5,
        svg`${sign('a', q + 1)}<tspan dy="-4"> = ${written(one)}</tspan>`,
        '',
        'end',
      ),
    ),
    matrix.map((row, q) => row.map((entry, t) => cell(entry, q, t))),
    text(left - 10, HEIGHT - 10, 'sum', 'muted', 'end'),
    z.map((_, t) => text(middle(t), HEIGHT - 10, written(Math.round(sum(t) * 1e12) / 1e12), 'muted')),
    svg`<rect class="chosen" x=${at(0, moved)[0]} y=${HEAD} width=${wide} height=${3 * CELL} />`,
  ]);
}

const controls = (state, set) => html`
  ${state.z.map((value, t) =>
    slider({
      label: letter('z', t + 1),
      look: 'brief',
      value,
      min: -8,
      max: 8,
      step: 0.1,
      change: (number) => set({ z: state.z.with(t, number), moved: t }),
    }),
  )}
  ${choice({ label: 'function', value: state.f, options: Object.entries(NAMES), change: (f) => set({ f }) })}
`;

export default (variant) => ({
  ...VARIANTS[variant],
  start: { f: variant, z: [0, Math.log(2), Math.log(5)], moved: 0 },
  controls,
  picture: view,
  says,
});
