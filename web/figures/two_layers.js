// Chapter 4: two layers with a number in each unit, forwards and backwards. To find: what the way back goes through.
import { html, svg } from 'lit-html';
import { backwards, check, forwards } from './models/graph.js';
import { choice, letter as italic, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { arrow, letter as sign, picture, text } from './parts/plot.js';
import { ACTIVATIONS, RULES, checked, verdict } from './parts/rules.js';

const GRAPH = 'two layers';
const START = {
  X_1: 1,
  X_2: 2,
  W1_11: 2,
  W1_12: -2,
  W1_21: -1,
  W1_22: 1,
  b1_1: 0,
  b1_2: Math.log(3),
  W2_1: 2,
  W2_2: -4,
  b2: 2,
  Y: 1,
};
const NAMES = Object.keys(START);
const RULES_HERE = [...RULES, ['overwrite', 'a copy keeps one slope instead of adding']];
const NARROW = 560;
const HALF = 50; // of a unit's box
const RADIUS = 20;
const LARGE = 26; // the circle of the cost

/** Where units stand: the layer, and how far beside the middle, from −1 to 1. */
const PLACES = { X_1: [0, -1], X_2: [0, 1], h1: [1, -1], h2: [1, 1], out: [2, 0], E: [3, 0] };
/** The edges between units, and their weights. */
const EDGES = [
  ...[1, 2].flatMap((p) => [1, 2].map((j) => [`X_${p}`, `h${j}`, `W1_${p}${j}`])),
  ...[1, 2].map((j) => [`h${j}`, 'out', `W2_${j}`]),
  ['out', 'E', ''],
];
const BOXES = { h1: ['Z1_1', 'A1_1', 'b1_1'], h2: ['Z1_2', 'A1_2', 'b1_2'], out: ['Z2', 'A2', 'b2'] };

/** W1_21 as people say it: W(1) 21. */
const spoken = (name) =>
  name.replace(/^([AWbXY])(\d?)_?(\d*)$/, (_, letter, layer, index) =>
    `${letter}${layer && `(${layer})`} ${index}`.trim(),
  );

function named(name) {
  const [, letter, layer, index] = name.match(/^([AWbXY])(\d?)_?(\d*)$/);
  return html`${italic(letter)}${layer && html`<sup>(${layer})</sup>`}${index && html`<sub>${index}</sub>`}`;
}

function numbers(state) {
  const values = forwards(GRAPH, state.given, state.activation);
  return { values, slopes: backwards(GRAPH, values, state.activation, state.wrong) };
}

function says(state) {
  const { values, slopes } = numbers(state);
  const at = spoken(state.chosen);
  const kink = state.activation === 'relu' && [values.Z1_1, values.Z1_2, values.Z2].includes(0);
  return (
    `E is ${written(values.E)}. ${at} is ${written(state.given[state.chosen])}, ` +
    `and its slope ${written(slopes[state.chosen])}. ` +
    verdict(check(GRAPH, state.given, state.activation, state.wrong), spoken) +
    (kink ? ' Where a pre-activation is 0 ReLU has a kink, and no slope.' : '')
  );
}

function view(state, width) {
  const { values, slopes } = numbers(state);
  const narrow = width < NARROW;
  const height = narrow ? 520 : 300;
  const across = (layer) => 30 + (layer / 3) * (width - 60);
  const place = (name) => {
    const [layer, beside] = PLACES[name];
    return narrow
      ? [width / 2 + beside * (width / 4), 30 + layer * 150]
      : [across(layer), height / 2 + 8 + beside * 84];
  };
  const half = (name) => (name in BOXES && !narrow ? HALF : name === 'E' ? LARGE : RADIUS);
  const ends = (from, to) => {
    const [a, b] = [place(from), place(to)];
    const out = narrow ? [0, half(from) + (from in BOXES ? 22 : 0)] : [half(from), 0];
    const into = narrow ? [0, half(to) + 2] : [half(to) + 2, 0];
    return [
      [a[0] + out[0], a[1] + out[1]],
      [b[0] - into[0], b[1] - into[1]],
    ];
  };
  const edge = ([from, to, weight]) => {
    const [start, end] = ends(from, to);
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
    const aside = [(4 * (end[1] - start[1])) / length, (-4 * (end[0] - start[0])) / length];
    const [left, right] = [1, -1].map((by) => [start, end].map(([x, y]) => [x + by * aside[0], y + by * aside[1]]));
    const share = narrow ? 0.28 : 0.3;
    const [x, y] = [start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])];
    const number = weight && written(state.given[weight]);
    const wide = 8 * number.length + 8;
    const paper = svg`<rect class="paper" x=${x - wide / 2} y=${y - 10} width=${wide} height="20" />`;
    return svg`${arrow(...left, 'forward')}${from.startsWith('X') ? '' : arrow(right[1], right[0], 'backward')}
      ${number && [paper, text(x, y + 5, number)]}`;
  };
  const box = ([name, [Z, A, b]]) => {
    const [x, y] = place(name);
    const foot = y + RADIUS + 15;
    const size = [2 * HALF, 2 * RADIUS];
    return svg`<rect class="forward" x=${x - HALF} y=${y - RADIUS} width=${size[0]} height=${size[1]} rx=${RADIUS} />
      <path class="forward" d=${`M${x} ${y - RADIUS}v${2 * RADIUS}`} />
      ${text(x - HALF / 2, y + 5, written(values[Z]), 'forward')}
      ${text(x + HALF / 2, y + 5, written(values[A]), 'forward')}
      ${text(x - 5, foot, written(slopes[Z]), 'backward', 'end')}
      ${text(x + 5, foot, written(slopes[A]), 'backward', 'start')}
      ${text(x - HALF / 2, y - RADIUS - 7, svg`+ ${written(state.given[b])}`, '', narrow ? 'end' : 'middle')}`;
  };
  const circle = (name, number) => {
    const [x, y] = place(name);
    return svg`<circle class="forward open" cx=${x} cy=${y} r=${half(name)} />${text(x, y + 5, number, 'forward')}`;
  };
  const [endX, endY] = place('E');
  const heads = narrow
    ? ''
    : [
        svg`${sign('X')}`,
        ...['⁽¹⁾', '⁽²⁾'].map((layer) => svg`${sign('Z')}${layer}  ${sign('A')}${layer}`),
        svg`${sign('E')}`,
      ].map((head, layer) => text(across(layer), 16, head));
  const words =
    'Two inputs, two hidden units and an output, each unit with its pre-activation and its output; then the cost.';
  return html`
    ${picture(width, height, words, [
      heads,
      EDGES.map(edge),
      Object.entries(BOXES).map(box),
      ['X_1', 'X_2'].map((name) => circle(name, written(state.given[name]))),
      circle('E', ''),
      text(endX, endY + 5, written(values.E, 2), 'forward small-text'),
      text(endX, endY + 42, svg`${sign('Y')} = ${written(state.given.Y)}`),
    ])}
    ${checked(check(GRAPH, state.given, state.activation, state.wrong), named)}
  `;
}

const controls = (state, set) => html`
  ${choice({
    label: 'a number to change',
    value: state.chosen,
    options: NAMES.map((name) => [name, spoken(name)]),
    change: (chosen) => set({ chosen }),
  })}
  ${slider({
    label: named(state.chosen),
    value: state.given[state.chosen],
    min: -4,
    max: 4,
    step: 0.1,
    change: (number) => set({ given: { ...state.given, [state.chosen]: number } }),
  })}
  ${choice({
    label: 'activation of both layers',
    value: state.activation,
    options: ACTIVATIONS,
    change: (activation) => set({ activation }),
  })}
  ${choice({ label: 'rules backwards', value: state.wrong, options: RULES_HERE, change: (wrong) => set({ wrong }) })}
`;

export default () => ({
  question: html`Make the weight ${named('W2_2')} zero: hidden unit 2 says nothing to the output. Which slopes become 0,
    those of the weights into unit 2, that of ${named('W2_2')} itself, or both?`,
  answer: html`Those of the weights and the bias into unit 2: what comes back to it passes through ${named('W2_2')}. But
    ${named('W2_2')} itself gets ${named('A1_2')} times what comes back to the output, which is not 0. So the next step
    wakes it, and from then on unit 2 learns too.`,
  start: { given: START, chosen: 'W2_2', activation: 'sigmoid', wrong: '' },
  controls,
  picture: view,
  says,
});
