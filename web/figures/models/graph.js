// A graph of small operations: numbers forwards, slopes backwards by the four rules, and a check of these by nudges.
import { ACTIVATIONS } from './activations.js';

const STEP = Number.EPSILON ** (1 / 3);
const ALLOWED = 1e-7;

/** Each operation: its value, and what each of its inputs gets of `back`, the slope that comes back. */
const OPERATIONS = {
  plus: {
    value: (...terms) => terms.reduce((sum, term) => sum + term),
    back: (back, ...terms) => terms.map(() => back),
  },
  times: { value: (u, v) => u * v, back: (back, u, v) => [back * v, back * u] },
  minus: { value: (u, v) => u - v, back: (back) => [back, -back] },
  'half the square': { value: (u) => u ** 2 / 2, back: (back, u) => [back * u] },
};

/** What goes wrong in one operation, instead of its rule. */
const WRONG = {
  unswapped: { times: (back, u, v) => [back * u, back * v] },
  sign: { minus: (back) => [back, back] },
  flat: { activation: (back) => [back] },
  output: { activation: (back, z, f) => [back * f(f(z)[0])[1]] },
};

/** A neuron and its cost: each step with its operation and where its numbers come from. */
export const NEURON = {
  given: ['w', 'x', 'b', 'y'],
  steps: [
    ['wx', 'times', 'w', 'x'],
    ['z', 'plus', 'wx', 'b'],
    ['a', 'activation', 'z'],
    ['error', 'minus', 'a', 'y'],
    ['E', 'half the square', 'error'],
  ],
};

/** Two inputs, two hidden units, one output: W1_pj leads from input p to hidden unit j. */
export const TWO_LAYERS = {
  given: ['X_1', 'X_2', 'W1_11', 'W1_12', 'W1_21', 'W1_22', 'b1_1', 'b1_2', 'W2_1', 'W2_2', 'b2', 'Y'],
  steps: [
    ...[1, 2].flatMap((j) => [
      [`X_1W1_1${j}`, 'times', 'X_1', `W1_1${j}`],
      [`X_2W1_2${j}`, 'times', 'X_2', `W1_2${j}`],
      [`Z1_${j}`, 'plus', `X_1W1_1${j}`, `X_2W1_2${j}`, `b1_${j}`],
      [`A1_${j}`, 'activation', `Z1_${j}`],
    ]),
    ['A1_1W2_1', 'times', 'A1_1', 'W2_1'],
    ['A1_2W2_2', 'times', 'A1_2', 'W2_2'],
    ['Z2', 'plus', 'A1_1W2_1', 'A1_2W2_2', 'b2'],
    ['A2', 'activation', 'Z2'],
    ['error', 'minus', 'A2', 'Y'],
    ['E', 'half the square', 'error'],
  ],
};

const GRAPHS = { neuron: NEURON, 'two layers': TWO_LAYERS };

/** The number at each step, by name, from those that are given. */
export function forwards(graph, given, activation) {
  const values = { ...given };
  for (const [name, operation, ...from] of GRAPHS[graph].steps) {
    const taken = from.map((one) => values[one]);
    values[name] =
      operation === 'activation' ? ACTIVATIONS[activation](...taken)[0] : OPERATIONS[operation].value(...taken);
  }
  return values;
}

/** How fast the last step changes with each number; `wrong` names a mistake to make on the way, or is ''. */
export function backwards(graph, values, activation, wrong = '') {
  const { given, steps } = GRAPHS[graph];
  const slopes = Object.fromEntries([...given, ...steps.map(([name]) => name)].map((name) => [name, 0]));
  slopes[steps.at(-1)[0]] = 1;
  const f = ACTIVATIONS[activation];
  for (const [name, operation, ...from] of steps.toReversed()) {
    const taken = from.map((one) => values[one]);
    const mistake = WRONG[wrong]?.[operation];
    let parts;
    if (operation === 'activation')
      parts = mistake ? mistake(slopes[name], ...taken, f) : [slopes[name] * f(...taken)[1]];
    else parts = (mistake ?? OPERATIONS[operation].back)(slopes[name], ...taken);
    from.forEach((one, i) => (slopes[one] = wrong === 'overwrite' ? parts[i] : slopes[one] + parts[i]));
  }
  return slopes;
}

/** For each number that is given: its slope by the rules, the one by nudging it, and whether they agree. */
export function check(graph, given, activation, wrong = '') {
  const { steps } = GRAPHS[graph];
  const slopes = backwards(graph, forwards(graph, given, activation), activation, wrong);
  const cost = (name, by) => forwards(graph, { ...given, [name]: given[name] + by }, activation)[steps.at(-1)[0]];
  return Object.keys(given).map((name) => {
    const h = STEP * Math.max(1, Math.abs(given[name]));
    const nudged = (cost(name, h) - cost(name, -h)) / (2 * h);
    return {
      name,
      slope: slopes[name],
      nudged,
      agrees: Math.abs(slopes[name] - nudged) <= ALLOWED * Math.max(1, Math.abs(nudged)),
    };
  });
}
