"""Examples in columns and weights on the left, as in many other books: models and claims (appendix B).

The sizes are those of chapter 3. A single example is a batch of one column.
"""

from sympy import OneMatrix, Rational

from backprop.proving import Claim, Model, Translation
from backprop.proving.language import (
    Gradient,
    Pullback,
    column,
    dsigma,
    hadamard,
    matrix,
    scalar,
    sigma,
    times,
    total,
)
from backprop.results import batch, network
from backprop.results.batch import i, k, m, n, p, q
from backprop.results.network import j, n_1, n_2
from backprop.results.network import q as q_2

x, w, β, y = matrix("x", n, m), matrix("w", k, n), column("β", k), matrix("y", k, m)
z, a, C = matrix("z", k, m), matrix("a", k, m), scalar("C")
ONES = OneMatrix(m, 1)

columns = Model(
    (x, w, β, y),
    {
        z[q, i]: total(times(w[q, p], x[p, i]), p) + β[q],
        a[q, i]: sigma(z[q, i]),
        C: Rational(1, 2) * total((a[q, i] - y[q, i]) ** 2, q, i),
    },
)
"""z = wx + β 1^T, a = sigma(z), C = 1/2 sum of squares: columns, and a sum over the examples."""

COLUMNS = {
    "a": Claim(Gradient(C, a), a - y, columns),
    "z": Claim(Gradient(C, z), hadamard(Gradient(C, a), dsigma(z)), columns),
    "w": Claim(Gradient(C, w), times(Gradient(C, z), x.T), columns),
    "β": Claim(Gradient(C, β), times(Gradient(C, z), ONES), columns),
    "x": Claim(Gradient(C, x), times(w.T, Gradient(C, z)), columns),
}

TO_ROWS = {x: batch.X.T, w: batch.W.T, β: batch.b, y: batch.Y.T, z: batch.Z.T, a: batch.A.T, C: times(m, batch.E)}
"""What the symbols are in chapter 3, which has rows and a mean; a bias is a column in both."""

to_rows = Translation(columns, TO_ROWS, batch.batch)

z_l, a_l, w2, β2 = matrix("z", n_1, m), matrix("a", n_1, m), matrix("w", n_2, n_1), column("β", n_2)
v, δ = matrix("v", n_2, m), matrix("δ", n_2, m)
two_columns = Model(
    (z_l, w2, β2, δ), {a_l[j, i]: sigma(z_l[j, i]), v[q_2, i]: total(times(w2[q_2, j], a_l[j, i]), j) + β2[q_2]}
)
"""From one pre-activation z to the next, v, and δ: the gradient by v of a cost that nothing is known of."""

BP2 = Claim(Pullback(δ, v, z_l), hadamard(times(w2.T, δ), dsigma(z_l)), two_columns)
"""The error of a layer from the error of the next one."""

to_network = Translation(
    two_columns,
    {z_l: network.Z1.T, a_l: network.A1.T, w2: network.W2.T, β2: network.b2, v: network.Z2.T, δ: network.G2.T},
    network.neighbours,
)
"""Into the two neighbouring layers of chapter 5."""
