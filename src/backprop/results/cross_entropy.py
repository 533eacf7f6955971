"""Sigmoid with cross-entropy: one unit of the sum, a column, and a batch (S1.8 and S1.9, chapter 6)."""

from sympy import exp, log

from backprop.proving import Index, Model, claim, column, matrix, row, scalar, size, times, total

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
    "a by z": claim(units, "da_i/dz_i = a_i (1 - a_i)"),
    "J by a": claim(units, "dJ/da_i = (a_i - y_i)/((1 - a_i) a_i)"),
    "J by z": claim(units, "dJ/dz_i = a_i - y_i", "S1.9, corrected"),
}

e, s, q = Index("e", m), Index("s", n), Index("q", k)
X, W, b, Y = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("Y", m, k)
Z, A, E = matrix("Z", m, k), matrix("A", m, k), scalar("E")
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
    "Z": claim(batch, "dE/dZ = 1/m (A - Y)"),
    "W": claim(batch, "dE/dW = 1/m X^T (A - Y)"),
    "b": claim(batch, "dE/db = 1/m 1_m^T (A - Y)"),
    "X": claim(batch, "dE/dX = 1/m (A - Y) W^T"),
}
