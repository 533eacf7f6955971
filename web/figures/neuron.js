// Chapter 0: a neuron and its cost, edge by edge, forwards and backwards. To find: what times does with a zero.
import { html, svg } from 'lit-html';
import { backwards, check, forwards } from './models/graph.js';
import { choice, letter, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { arrow, letter as sign, picture, text } from './parts/plot.js';
import { ACTIVATIONS, RULES, checked, verdict } from './parts/rules.js';

const GIVEN = ['w', 'x', 'b', 'y'];
const PLACES = { w: [0, 0], x: [1.5, 1.4], b: [3, 1.4], y: [6, 1.4], E: [9, 0] };
const OPERATIONS = { '×': [1.5, 0], '+': [3, 0], σ: [4.5, 0], '−': [6, 0], '½( )²': [7.5, 0] };
/** Each edge, in the order forwards: from where to where, and the operation that it leaves or, for a letter, enters. */
const EDGES = [
  ['w', PLACES.w, OPERATIONS['×']],
  ['x', PLACES.x, OPERATIONS['×']],
  ['wx', OPERATIONS['×'], OPERATIONS['+']],
  ['b', PLACES.b, OPERATIONS['+']],
  ['z', OPERATIONS['+'], OPERATIONS['σ']],
  ['a', OPERATIONS['σ'], OPERATIONS['−']],
  ['y', PLACES.y, OPERATIONS['−']],
  ['error', OPERATIONS['−'], OPERATIONS['½( )²']],
  ['E', OPERATIONS['½( )²'], PLACES.E],
];
const NAMES = EDGES.map(([name]) => name);
const BACK = NAMES.toReversed();
const ALL = 2 * NAMES.length;
const NARROW = 560;
const RADIUS = 17;
const WIDE = 27; // half the width of the one sign that needs it

const given = (state) => Object.fromEntries(GIVEN.map((name) => [name, state[name]]));

function numbers(state) {
  const values = forwards('neuron', given(state), state.activation);
  return { values, slopes: backwards('neuron', values, state.activation, state.wrong) };
}

/** What happens on the last edge that is shown. */
function told(state) {
  const { values, slopes } = numbers(state);
  const [value, slope] = [values, slopes].map((all) => (name) => written(all[name]));
  if (state.shown <= NAMES.length) {
    const name = NAMES[state.shown - 1];
    const made = {
      wx: `w times x is ${value('wx')}.`,
      z: `wx plus b is z = ${value('z')}.`,
      a: `The activation makes a = ${value('a')} of it.`,
      error: `a minus y is ${value('error')}.`,
      E: `Half the square is the cost, E = ${value('E')}.`,
    };
    return `Forwards: ${made[name] ?? `${name} is ${value(name)}.`}`;
  }
  const name = BACK[state.shown - NAMES.length - 1];
  const came = {
    E: 'the cost changes as fast as itself, 1.',
    error: `the slope of half a square is the number itself, ${slope('error')}.`,
    y: `minus turns the sign: y gets ${slope('y')}.`,
    a: `minus hands on what comes back: a gets ${slope('a')}.`,
    z: `times the slope of the activation, z gets ${slope('z')}.`,
    b: `plus copies: b gets ${slope('b')}.`,
    wx: `plus copies: the product gets ${slope('wx')}.`,
    x: `times swaps: x gets what comes back times w, ${slope('x')}.`,
    w: `times swaps: w gets what comes back times x, ${slope('w')}.`,
  };
  return `Backwards: ${state.wrong ? `${name} gets ${slope(name)}.` : came[name]}`;
}

function says(state) {
  if (state.shown < ALL) return told(state);
  const { values, slopes } = numbers(state);
  const kink = state.activation === 'relu' && values.z === 0 ? ' At z = 0 ReLU has a kink, and no slope.' : '';
  const rows = check('neuron', given(state), state.activation, state.wrong);
  const each = GIVEN.map((name) => `${written(slopes[name])} at ${name}`).join(', ');
  return `E is ${written(values.E)}, and its slopes are ${each}. ${verdict(rows)}${kink}`;
}

/** An edge with its number on the left, seen forwards, and its slope on the right. */
function edge(from, to, number, slope, gaps) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const along = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const beside = ([x, y], by) => [x + by * along[1], y - by * along[0]];
  const start = [from[0] + gaps[0] * along[0], from[1] + gaps[0] * along[1]];
  const end = [to[0] - gaps[1] * along[0], to[1] - gaps[1] * along[1]];
  const middle = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  const label = (by, content, name) => {
    const [x, y] = beside(middle, by);
    const anchor = Math.abs(along[0]) > 0.5 ? 'middle' : x > middle[0] ? 'start' : 'end';
    const drop = Math.abs(along[0]) < 0.5 ? 5 : y > middle[1] ? 12 : 0;
    return text(x, y + drop, content, name, anchor);
  };
  return svg`
    ${number && svg`${arrow(beside(start, 3), beside(end, 3), 'forward')}${label(9, number, 'forward')}`}
    ${slope && svg`${arrow(beside(end, -3), beside(start, -3), 'backward')}${label(-9, slope, 'backward')}`}
  `;
}

function view(state, width) {
  const { values, slopes } = numbers(state);
  const narrow = width < NARROW;
  const unit = narrow ? 62 : (width - 2 * RADIUS - 4) / 9;
  const height = narrow ? 9 * unit + 2 * RADIUS + 4 : 1.4 * unit + 2 * RADIUS + 34;
  const place = ([x, y]) =>
    narrow
      ? [width / 2 - 20 + y * unit * 1.3, x * unit + RADIUS + 2]
      : [x * unit + RADIUS + 2, (1.4 - y) * unit + RADIUS + 2];
  const gap = (at) => (at === OPERATIONS['½( )²'] && !narrow ? WIDE : RADIUS);
  const edges = EDGES.map(([name, from, to]) => {
    const known = name === 'z' || name === 'a' ? svg`${sign(name)} = ` : '';
    const number = NAMES.indexOf(name) < state.shown && svg`${known}${written(values[name])}`;
    const slope = BACK.indexOf(name) < state.shown - NAMES.length && written(slopes[name]);
    return edge(place(from), place(to), number, slope, [gap(from), gap(to)]);
  });
  const node = (at, content, name) => {
    const [x, y] = place(at);
    const half = at === OPERATIONS['½( )²'] ? WIDE : RADIUS;
    return svg`<rect class=${name} x=${x - half} y=${y - RADIUS} width=${2 * half} height=${2 * RADIUS} rx=${RADIUS} />
      ${text(x, y + 5, content)}`;
  };
  const words = 'A graph: w times x, plus b, through the activation, minus y, half the square, E.';
  return html`
    ${picture(width, height, words, [
      edges,
      Object.entries(PLACES).map(([name, at]) => node(at, sign(name), 'faint')),
      Object.entries(OPERATIONS).map(([name, at]) => node(at, name, '')),
    ])}
    ${checked(check('neuron', given(state), state.activation, state.wrong), letter, state.shown < ALL)}
  `;
}

const controls = (state, set) => html`
  ${slider({
    label: 'the walk, edge by edge',
    look: 'wide',
    value: state.shown,
    min: 1,
    max: ALL,
    step: 1,
    said: `${state.shown} of ${ALL}`,
    change: (shown) => set({ shown }),
  })}
  ${GIVEN.map((name) =>
    slider({
      label: letter(name),
      look: 'brief',
      value: state[name],
      min: -3,
      max: 3,
      step: 0.1,
      change: (number) => set({ [name]: number }),
    }),
  )}
  ${choice({
    label: html`activation ${letter('σ')}`,
    value: state.activation,
    options: ACTIVATIONS,
    change: (activation) => set({ activation }),
  })}
  ${choice({ label: 'rules backwards', value: state.wrong, options: RULES, change: (wrong) => set({ wrong }) })}
`;

export default () => ({
  question: html`Make the input ${letter('x')} zero. Which of the orange numbers become 0?`,
  answer: html`Only that of ${letter('w')}: times swaps, so ${letter('w')} gets what comes back times ${letter('x')}. A
    weight whose input is silent learns nothing. The others only take other values: ${letter('b')} can still learn. Now
    choose a wrong rule. How many numbers does it spoil?`,
  start: { w: 1, x: 2, b: Math.log(3) - 2, y: 1, activation: 'sigmoid', wrong: '', shown: ALL },
  controls,
  picture: view,
  says,
});
