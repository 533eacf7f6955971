// One weight and one input, z = w x, a = z, E = 1/2 (a - y)^2: the cost, its slope, and the walk down.

export const cost = (w, x, y) => (w * x - y) ** 2 / 2;

export const slope = (w, x, y) => (w * x - y) * x;

/** The weights of `steps` steps with this learning rate, the first one included. */
export function walk(w, x, y, rate, steps) {
  const path = [w];
  for (let step = 0; step < steps; step++) path.push(path.at(-1) - rate * slope(path.at(-1), x, y));
  return path;
}
