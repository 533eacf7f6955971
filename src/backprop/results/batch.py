"""One layer and a batch of examples in rows: models and claims (S2, chapter 3)."""

from sympy import KroneckerDelta, OneMatrix

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Gradient,
    Index,
    Partial,
    dsigma,
    hadamard,
    matrix,
    row,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n, k = size("m"), size("n"), size("k")
i, r = Index("i", m), Index("r", m)
p, s = Index("p", n), Index("s", n)
q, t = Index("q", k), Index("t", k)
X, W, b, Y = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("Y", m, k)
Z, A, E = matrix("Z", m, k), matrix("A", m, k), scalar("E")
ONES = OneMatrix(m, 1)

batch = Model(
    (X, W, b, Y),
    {
        Z[i, q]: total(times(X[i, p], W[p, q]), p) + b[q],
        A[i, q]: sigma(Z[i, q]),
        E: times(1 / m, total((A[i, q] - Y[i, q]) ** 2, q, i)),
    },
)
"""Z = XW + 1b, A = sigma(Z), E = 1/m sum_i |A_i - Y_i|^2, for any number of examples, inputs and neurons."""

JACOBIANS = {
    "A by Z": Claim(
        Partial(A[i, q], Z[r, t]),
        times(KroneckerDelta(i, r), KroneckerDelta(q, t), dsigma(Z[i, q])),
        batch,
        "S2.10, corrected",
    ),
    "Z by X": Claim(Partial(Z[i, q], X[r, s]), times(KroneckerDelta(i, r), W[s, q]), batch, "S2.12, corrected"),
    "Z by W": Claim(Partial(Z[i, q], W[s, t]), times(X[i, s], KroneckerDelta(q, t)), batch, "S2.13, corrected"),
    "Z by b": Claim(Partial(Z[i, q], b[t]), KroneckerDelta(q, t), batch, "S2.14, corrected"),
}
"""The four Jacobians, entry by entry: four indices each, for b three."""

GRADIENTS = {
    "A": Claim(Gradient(E, A), times(2 / m, A - Y), batch, "S2.9"),
    "Z": Claim(Gradient(E, Z), hadamard(dsigma(Z), Gradient(E, A)), batch),
    "W": Claim(Gradient(E, W), times(X.T, Gradient(E, Z)), batch, "S2.18, corrected"),
    "each b": Claim(Partial(E, b[t]), total(Partial(E, Z[i, t]), i), batch, "S2.21, corrected"),
    "b": Claim(Gradient(E, b), times(ONES.T, Gradient(E, Z)), batch, "S2.19, corrected"),
    "X": Claim(Gradient(E, X), times(Gradient(E, Z), W.T), batch, "S2.17, corrected"),
}
"""The gradients of the batch as matrices."""
