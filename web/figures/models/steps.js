// The error of a derivative by steps, for f(u) = 1 / (1 + u^2), in double and in single precision.

const bell = (u) => 1 / (1 + u * u);

/** 1 / (1 + u^2) where every operation rounds to single precision. */
const single = (u) => {
  const round = Math.fround;
  return round(1 / round(1 + round(u * u)));
};

/** The imaginary part of 1 / (1 + (x + ih)^2). */
function imaginary(x, h) {
  const [real, imaginary] = [1 + (x * x - h * h), 2 * x * h];
  return -imaginary / (real * real + imaginary * imaginary);
}

export const slope = (x) => (-2 * x) / (1 + x * x) ** 2;

/** The two values that a difference takes, and the quotient; h is a power of 2, so that x + h is what is meant. */
export function quotient(way, x, h) {
  if (way === 'complex') return { quotient: imaginary(x, h) / h };
  if (way === 'one-sided') return { above: bell(x + h), below: bell(x), quotient: (bell(x + h) - bell(x)) / h };
  if (way === 'central') {
    return { above: bell(x + h), below: bell(x - h), quotient: (bell(x + h) - bell(x - h)) / (2 * h) };
  }
  const round = Math.fround;
  const [above, below] = [single(round(x + h)), single(round(x - h))];
  return { above, below, quotient: round(round(above - below) / round(2 * h)) };
}

/** How far the quotient is from the slope. */
export const error = (way, x, h) => Math.abs(quotient(way, x, h).quotient - slope(x));
