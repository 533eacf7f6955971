// Products of matrices, a list of rows each, and the four products of a layer for a batch.

export const transposed = (A) => A[0].map((_, c) => A.map((row) => row[c]));

/** The products whose sum is one entry, as pairs: a row of A beside a column of B. */
export const pairs = (A, B, row, column) => A[row].map((left, i) => [left, B[i][column]]);

export const entry = (A, B, row, column) =>
  pairs(A, B, row, column).reduce((sum, [left, right]) => sum + left * right, 0);

export const fits = (A, B) => A[0].length === B.length;

export const product = (A, B) => A.map((_, row) => B[0].map((_, column) => entry(A, B, row, column)));

/** The two factors of a product, by its name, for examples X (m, n), weights W (n, k) and Delta (m, k). */
export function factors(name, X, W, Delta) {
  return { Z: [X, W], dW: [transposed(X), Delta], dX: [Delta, transposed(W)], wrong: [Delta, W] }[name];
}

/** That product, or null where the factors do not fit. */
export function multiplied(name, X, W, Delta) {
  const [A, B] = factors(name, X, W, Delta);
  return fits(A, B) ? product(A, B) : null;
}
