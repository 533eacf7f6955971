// Chapters 5 and 8: how long the deltas are, layer by layer. To find: a factor at each layer is a power of the depth.
import { html, svg } from 'lit-html';
import { lengths, normal, spread } from './models/depth.js';
import { choice, letter, slider } from './parts/controls.js';
import { powerOfTen, written } from './parts/numbers.js';
import { axes, dot, line, picture } from './parts/plot.js';

const [WIDTH, CLASSES, SEED] = [64, 10, 1];
const HEIGHT = 320;
const NAMES = { relu: 'ReLU', sigmoid: 'sigmoid', tanh: 'tanh', identity: 'none (the identity)' };

const VARIANTS = {
  hundred: {
    start: { activation: 'relu', scale: 1, bias: 0, depth: 100 },
    scales: { min: 0.5, max: 1.5, step: 0.05 },
    decades: [-16, 16],
    most: 100,
    question: html`Make every weight larger by a tenth. In a hundred layers, how much longer does the delta of the
      first layer become: ten times, a hundred times, or more?`,
    answer: html`More than ten thousand times as long as the grey one: what comes back passes through the weights of 99
      layers, and 1.1⁹⁹ is about 12,500. (The softmax at the end changes a little too.) With weights smaller by a
      tenth, 0.9⁹⁹ is left, 3 parts in 100,000.`,
  },
  digits: {
    start: { activation: 'sigmoid', scale: 1, bias: 0, depth: 6 },
    scales: { min: 0.5, max: 20, step: 0.5 },
    decades: [-12, 4],
    most: 30,
    question: html`With sigmoids a layer keeps about a quarter of the delta. So, with weights four times as large,
      does it keep all?`,
    answer: html`No. With larger weights the pre-activations are larger too, and the slopes smaller: it takes weights
      about ten times as large. ReLU keeps the length without that. And a bias of 5 saturates every unit.`,
  },
};

const drawn = new Map();

/** Layers with standard normal weights, drawn once; the first `depth` − 1 of them, and a last one with ten classes. */
function layers({ activation, scale, bias, depth }) {
  const kept = (seed, rows, columns) => {
    if (!drawn.has(seed)) drawn.set(seed, normal(seed, rows * columns));
    const factor = scale * spread(activation, rows, columns);
    const numbers = drawn.get(seed);
    return Array.from({ length: rows }, (_, p) =>
      Array.from({ length: columns }, (_, q) => factor * numbers[p * columns + q]),
    );
  };
  const hidden = Array.from({ length: depth - 1 }, (_, l) => ({
    W: kept(SEED + l, WIDTH, WIDTH),
    b: Array(WIDTH).fill(bias),
  }));
  return [...hidden, { W: kept(SEED - 1, WIDTH, CLASSES), b: Array(CLASSES).fill(0) }];
}

const known = new Map();

/** The lengths of the deltas, the last one taken as 1. */
function relative(state) {
  const key = JSON.stringify(state);
  if (!known.has(key)) {
    const found = lengths(normal(SEED - 2, WIDTH), layers(state), state.activation);
    known.set(
      key,
      found.map((length) => length / found.at(-1)),
    );
  }
  return known.get(key);
}

const says = (start) => (state) => {
  const [[first], [before]] = [relative(state), relative({ ...start, depth: state.depth })];
  const factor = first ** (1 / (state.depth - 1));
  return (
    `The delta of layer 1 is ${written(first)} times as long as that of layer ${state.depth}. ` +
    `On average, each layer on the way back makes it ${written(factor)} times as long. ` +
    `Grey: ${written(before)} times.`
  );
};

const view =
  ({ decades, start }) =>
  (state, width) => {
    const yTicks = Array.from({ length: 5 }, (_, i) => decades[0] + (i * (decades[1] - decades[0])) / 4).map(
      (exponent) => [exponent, powerOfTen(exponent)],
    );
    const apart = Math.ceil((state.depth - 1) / 8);
    const xTicks = Array.from({ length: Math.ceil(state.depth / apart) }, (_, i) => [1 + i * apart, 1 + i * apart]);
    const labels = { xTicks, xLabel: 'layer', yLabel: 'length of delta' };
    const plot = axes({ width, height: HEIGHT, x: [1, state.depth], y: decades, yTicks, ...labels, margin: 66 });
    const at = (length, l) => [plot.x(l + 1), plot.y(Math.log10(Math.max(length, 1e-300)))];
    const before = relative({ ...start, depth: state.depth });
    const now = relative(state);
    return picture(
      width,
      HEIGHT,
      'The length of the delta at each layer, in powers of ten; the last one is 1.',
      svg`
    ${plot.drawn}
    <clipPath id="depth-inside">
      <rect x=${plot.left} y=${plot.high} width=${plot.right - plot.left + 6} height=${plot.low - plot.high} />
    </clipPath>
    <g clip-path="url(#depth-inside)">
      ${line(before.map(at), 'faint')}
      ${line(now.map(at), 'backward thick')}
      ${state.depth > 30 ? '' : now.map((length, l) => dot(at(length, l), 'backward', 3.5))}
    </g>
  `,
    );
  };

const controls =
  ({ scales, most }) =>
  (state, set) => html`
  ${slider({ label: 'weights times', value: state.scale, ...scales, change: (scale) => set({ scale }) })}
  ${slider({ label: 'layers', value: state.depth, min: 2, max: most, step: 1, change: (depth) => set({ depth }) })}
  ${choice({
    label: 'activation',
    value: state.activation,
    options: Object.entries(NAMES),
    change: (activation) => set({ activation }),
  })}
  ${slider({
    label: html`every bias ${letter('b')}`,
    value: state.bias,
    min: -5,
    max: 5,
    step: 0.5,
    change: (bias) => set({ bias }),
  })}
`;

export default (variant) => {
  const { question, answer, start } = VARIANTS[variant];
  return {
    question,
    answer,
    start,
    controls: controls(VARIANTS[variant]),
    picture: view(VARIANTS[variant]),
    says: says(start),
  };
};
