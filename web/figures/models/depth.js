// The lengths of the deltas of a network, layer by layer, for one example; its last layer is a softmax.
import { ACTIVATIONS } from './activations.js';
import { softmax } from './jacobian.js';

/** Numbers between 0 and 1, the same ones for the same seed: mulberry32. */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers, the same ones for the same seed: Box and Muller. */
export function normal(seed, count) {
  const draw = uniform(seed);
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));
}

/** The standard deviation with which weights begin. */
export const spread = (activation, rows, columns) => Math.sqrt(activation === 'relu' ? 2 / rows : 2 / (rows + columns));

/** z = a W + b, for W a list of rows. */
function mixed(a, W, b) {
  const z = [...b];
  a.forEach((one, p) => W[p].forEach((weight, q) => (z[q] += one * weight)));
  return z;
}

/** What comes back through W, for W a list of rows. */
const throughWeights = (delta, W) => W.map((row) => row.reduce((sum, weight, q) => sum + weight * delta[q], 0));

/**
 * The length of delta at each layer, for layers [{ W, b }, ...] with this activation in all but the last.
 *
 * The last one is a softmax, and its label the class `label`; without it, the class that gets least.
 */
export function lengths(x, layers, activation, label) {
  let a = x;
  const slopes = layers.slice(0, -1).map(({ W, b }) => {
    const both = mixed(a, W, b).map(ACTIVATIONS[activation]);
    a = both.map(([value]) => value);
    return both.map(([, slope]) => slope);
  });
  const { W, b } = layers.at(-1);
  const shares = softmax(mixed(a, W, b));
  const right = label ?? shares.indexOf(Math.min(...shares));
  let delta = shares.map((share, q) => share - (q === right));
  const found = [Math.hypot(...delta)];
  for (let l = layers.length - 1; l > 0; l--) {
    delta = throughWeights(delta, layers[l].W).map((back, j) => slopes[l - 1][j] * back);
    found.unshift(Math.hypot(...delta));
  }
  return found;
}
