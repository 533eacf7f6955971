"""Sigmoid with cross-entropy: one unit of the sum, a column, and a batch (S1.8 and S1.9, chapter 6).

Beside it stand half the squared error with the same output, and with a linear one.
"""

from sympy import exp, log

from backprop.proving import Index, Model, claim, column, matrix, model, scalar, size, times, total

m, n, k = size("m"), size("n"), size("k")


def logistic(u):
    """1 / (1 + exp(-u)), the sigmoid written out."""
    return 1 / (1 + exp(-u))


def cross_entropy(a, y):
    """-(y ln a + (1 - y) ln(1 - a)), for one output a and its label y."""
    return -(y * log(a) + (1 - y) * log(1 - a))


i, p, q = Index("i", m), Index("p", n), Index("q", k)
z, y, a, E = column("z", k), column("y", k), column("a", k), scalar("E")
units = Model((z, y), {a[q]: logistic(z[q]), E: total(cross_entropy(a[q], y[q]), q)})
"""a = sigma(z) and E = sum_q CE(a_q, y_q): one example, k outputs, everything below the last pre-activation given."""

UNITS = {
    "a by z": claim(units, "da_q/dz_q = a_q (1 - a_q)"),
    "E by a": claim(units, "dE/da_q = (a_q - y_q)/((1 - a_q) a_q)"),
    "E by z": claim(units, "dE/dz_q = a_q - y_q"),
}

squared = model("""
    given z (k), y (k)
    a_q = 1/(1 + exp(-z_q))
    E = 1/2 sum_q (a_q - y_q)^2
""")
"""A sigmoid with half the squared error: no pair."""

linear = model("""
    given z (k), y (k)
    a_q = z_q
    E = 1/2 sum_q (a_q - y_q)^2
""")
"""A linear output with half the squared error: a pair."""

PAIRS = {
    "squared": claim(squared, "dE/dz_q = (a_q - y_q) a_q (1 - a_q)"),
    "linear": claim(linear, "dE/dz_q = a_q - y_q"),
}

X, W, b, Y = matrix("X", m, n), matrix("W", n, k), column("b", k), matrix("Y", m, k)
Z, A = matrix("Z", m, k), matrix("A", m, k)
batch = Model(
    (X, W, b, Y),
    {
        Z[i, q]: total(times(X[i, p], W[p, q]), p) + b[q],
        A[i, q]: logistic(Z[i, q]),
        E: times(1 / m, total(cross_entropy(A[i, q], Y[i, q]), q, i)),
    },
)
"""A = sigma(XW + 1 b^T) and E = 1/m sum_iq CE(A_iq, Y_iq), for a batch with its examples in rows."""

BATCH = {
    "Z": claim(batch, "dE/dZ = 1/m (A - Y)"),
    "W": claim(batch, "dE/dW = 1/m X^T (A - Y)"),
    "b": claim(batch, "dE/db = 1/m (A - Y)^T 1_m"),
    "X": claim(batch, "dE/dX = 1/m (A - Y) W^T"),
}
