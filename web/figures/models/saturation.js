// One unit and its label: how hard each cost pushes the pre-activation.
import { ACTIVATIONS } from './activations.js';

const softplus = (z) => ACTIVATIONS.softplus(z)[0];

/** Output and slope at z, and for each cost its value and its derivative by z; cross-entropy needs the sigmoid. */
export function unit(z, y, activation) {
  const [a, slope] = ACTIVATIONS[activation](z);
  const squared = { cost: (a - y) ** 2 / 2, push: slope * (a - y) };
  if (activation !== 'sigmoid') return { a, slope, squared };
  return { a, slope, squared, entropy: { cost: y * softplus(-z) + (1 - y) * softplus(z), push: a - y } };
}
