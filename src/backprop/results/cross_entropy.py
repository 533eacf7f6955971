"""Sigmoid with cross-entropy: one unit of the sum, a column, and a batch (S1.8 and S1.9, chapter 5)."""

from sympy import OneMatrix, exp, log

from backprop.proving import Claim, Gradient, Index, Model, Partial, column, matrix, row, scalar, size, times, total

m, n, k = size("m"), size("n"), size("k")


def logistic(u):
    """1 / (1 + exp(-u)), the sigmoid written out."""
    return 1 / (1 + exp(-u))


def cross_entropy(a, y):
    """-(y ln a + (1 - y) ln(1 - a)), for one output a and its label y."""
    return -(y * log(a) + (1 - y) * log(1 - a))


i = Index("i", m)
z, a, y, J = column("z", m), column("a", m), column("y", m), scalar("J")
units = Model((z, y), {a[i]: logistic(z[i]), J: total(cross_entropy(a[i], y[i]), i)})
"""a = sigma(z) and J = sum_i CE(a_i, y_i): one example, m outputs, everything below the last pre-activation given."""

UNITS = {
    "a by z": Claim(Partial(a[i], z[i]), times(a[i], 1 - a[i]), units),
    "J by a": Claim(Partial(J, a[i]), (a[i] - y[i]) / times(a[i], 1 - a[i]), units),
    "J by z": Claim(Partial(J, z[i]), a[i] - y[i], units, "S1.9, corrected"),
}

e, s, q = Index("e", m), Index("s", n), Index("q", k)
X, W, b, Y = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("Y", m, k)
Z, A, E = matrix("Z", m, k), matrix("A", m, k), scalar("E")
ONES = OneMatrix(m, 1)
batch = Model(
    (X, W, b, Y),
    {
        Z[e, q]: total(times(X[e, s], W[s, q]), s) + b[q],
        A[e, q]: logistic(Z[e, q]),
        E: times(1 / m, total(cross_entropy(A[e, q], Y[e, q]), q, e)),
    },
)
"""A = sigma(XW + 1b) and E = 1/m sum CE, for a batch with its examples in rows."""

BATCH = {
    "Z": Claim(Gradient(E, Z), times(1 / m, A - Y), batch),
    "W": Claim(Gradient(E, W), times(1 / m, X.T, A - Y), batch),
    "b": Claim(Gradient(E, b), times(1 / m, ONES.T, A - Y), batch),
    "X": Claim(Gradient(E, X), times(1 / m, A - Y, W.T), batch),
}
