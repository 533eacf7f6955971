// How fast each output changes with each pre-activation: a diagonal for an activation, a full matrix for softmax.
import { ACTIVATIONS } from './activations.js';

export function softmax(z) {
  const largest = Math.max(...z);
  const e = z.map((one) => Math.exp(one - largest));
  const sum = e.reduce((total, one) => total + one);
  return e.map((one) => one / sum);
}

export const outputs = (name, z) => (name === 'softmax' ? softmax(z) : z.map((one) => ACTIVATIONS[name](one)[0]));

/** The entry in row q and column t is the derivative of output q by pre-activation t. */
export function jacobian(name, z) {
  const a = outputs(name, z);
  const entry = (q, t) => {
    if (name === 'softmax') return a[q] * ((q === t) - a[t]);
    return q === t ? ACTIVATIONS[name](z[q])[1] : 0;
  };
  return z.map((_, q) => z.map((_, t) => entry(q, t)));
}
