"""Softmax with cross-entropy: one example and k classes, a shift, two classes, and a batch (chapter 7).

The derivations that conclude the claims stand in the chapter.
"""

from sympy import Integer, KroneckerDelta, exp, log

from backprop.proving import Index, Model, claim, column, model, scalar, size, total
from backprop.results.cross_entropy import cross_entropy, logistic

k = size("k")
q, t = Index("q", k), Index("t", k)
z, y, a = (column(name, k) for name in "zya")
c, lse, E = scalar("c"), scalar("lse"), scalar("E")

classes = model("""
    given z (k), y (k)
    a_q = exp(z_q)/(sum_t exp(z_t))
    E = -sum_q y_q ln(a_q)
""")
"""One example and labels with any sum."""

labelled = model("""
    given z (k), v (k)
    y_q = (1 - sum_t v_t) I_1q + v_q
    a_q = exp(z_q)/(sum_t exp(z_t))
    E = -sum_q y_q ln(a_q)
    lse = ln(sum_t exp(z_t))
""")
"""The same for labels that sum to 1: any numbers v, and what they lack to 1 is added to the first."""

CLASSES = {
    "a by z": claim(classes, "da/dz = diag(a) - a a^T"),
    "E by a": claim(classes, "dE/da_q = -y_q/a_q"),
    "E by z": claim(classes, "dE/dz_q = a_q sum_t y_t - y_q"),
    "sum of y": claim(labelled, "sum_q y_q = 1"),
    "E by z, labelled": claim(labelled, "dE/dz_q = a_q - y_q"),
}

rho = column("ρ", k)
shifted = model("""
    given z (k), c
    a_q = exp(z_q)/(sum_t exp(z_t))
    rho_q = exp(z_q - c)/(sum_t exp(z_t - c))
    lse = ln(sum_t exp(z_t - c)) + c
""")
"""The softmax rho of z - c, and the log-sum-exp of z, for any number c."""

LOG_SUM_EXP = {
    "shift": claim(shifted, "rho_q = a_q"),
    "exp lse": claim(shifted, "exp(lse) = sum_t exp(z_t)"),
    "a": claim(shifted, "exp(z_q - lse) = a_q"),
    "lse by z": claim(shifted, "dlse/dz_q = a_q"),
    "cost": claim(labelled, "sum_q y_q (lse - z_q) = lse - sum_q y_q z_q"),
}

_q, _t = Index("q", 2), Index("t", 2)
z2, a2, u, label = column("z", 2), column("a", 2), scalar("u"), scalar("y")
a_sigmoid, E_sigmoid = scalar("a_sigmoid"), scalar("E_sigmoid")


def _two_classes(given, first_logit):
    return Model(
        given,
        {
            z2[_q]: KroneckerDelta(_q, 1) * first_logit,
            a2[_q]: exp(z2[_q]) / total(exp(z2[_t]), _t),
            E: -(label * log(a2[1]) + (1 - label) * log(a2[2])),
            a_sigmoid: logistic(first_logit),
            E_sigmoid: cross_entropy(a_sigmoid, label),
        },
    )


two_classes = _two_classes((u, label), u)
"""z = (u, 0) and labels (y, 1 - y): a and E by softmax; and those of chapter 6, sigma(u) and its cross-entropy."""

two_at_zero = _two_classes((label,), Integer(0))
"""The same at u = 0."""

TWO_CLASSES = {
    "a_1": claim(two_classes, "a_1 = a_sigmoid"),
    "a_2": claim(two_classes, "a_2 = 1 - a_sigmoid"),
    "E by u": claim(two_classes, "dE/du = dE_sigmoid/du"),
    "E at 0": claim(two_at_zero, "E = E_sigmoid"),
}
"""Two functions of u with one slope everywhere, and one value at u = 0, are the same: the costs are equal."""

batch = model("""
    given X (m, n), W (n, k), b (k), Y (m, k)
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = exp(Z_iq)/(sum_t exp(Z_it))
    lse_i = ln(sum_t exp(Z_it))
    E = (sum_i (lse_i - sum_q Y_iq Z_iq))/m
""")
"""E is the cross-entropy where the labels of each row sum to 1."""

BATCH = {
    "Z": claim(batch, "dE/dZ = 1/m (A - Y)"),
    "W": claim(batch, "dE/dW = 1/m X^T (A - Y)"),
    "b": claim(batch, "dE/db = 1/m (A - Y)^T 1_m"),
    "X": claim(batch, "dE/dX = 1/m (A - Y) W^T"),
}

taught = model("""
    given X (m, n), W (n, k), b (k), U (m, k)
    Y_iq = exp(U_iq)/(sum_t exp(U_it))
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = exp(Z_iq)/(sum_t exp(Z_it))
    E = -(sum_i sum_q Y_iq ln(A_iq))/m
""")
"""The cross-entropy, logarithms and all, with labels softmax(U) for any U: what the code is compared with."""
