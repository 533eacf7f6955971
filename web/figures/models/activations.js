// Activations and their slopes, [value, slope] of a number, as stable as those of numeric.

const FAR = 80; // from here on 1 + exp(z) is exp(z), to the last digit

export const ACTIVATIONS = {
  identity: (z) => [z, 1],
  sigmoid: (z) => {
    const e = Math.exp(-z);
    if (z < -FAR) return [1 / e, 1 / e];
    const a = 1 / (1 + e);
    return [a, e * a * a];
  },
  tanh: (z) => [Math.tanh(z), (1 / Math.cosh(z)) ** 2],
  relu: (z) => [Math.max(z, 0), z > 0 ? 1 : 0],
  softplus: (z) => {
    const e = Math.exp(z);
    return z > FAR ? [z, 1] : [Math.log1p(e), e / (1 + e)];
  },
};

export const activated = (name, z) => ACTIVATIONS[name](z);
