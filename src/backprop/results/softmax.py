"""Softmax with cross-entropy: one example and k classes, a shift, two classes, and a batch (chapter 7).

The derivations that conclude the claims stand in the chapter.
"""

from sympy import Integer, KroneckerDelta, exp, log

from backprop.proving import Index, Model, claim, column, model, scalar, size, total
from backprop.results.cross_entropy import cross_entropy, logistic

k = size("k")
i, j = Index("i", k), Index("j", k)
z, p, q, y = (column(name, k) for name in "zpqy")
c, L, J, E = scalar("c"), scalar("L"), scalar("J"), scalar("E")

classes = model("""
    given z (k), y (k)
    p_i = exp(z_i)/(sum_j exp(z_j))
    J = -sum_i y_i ln(p_i)
""")
"""One example and labels with any sum."""

labelled = model("""
    given z (k), t (k)
    y_i = (1 - sum_j t_j) I_1i + t_i
    p_i = exp(z_i)/(sum_j exp(z_j))
    J = -sum_i y_i ln(p_i)
    L = ln(sum_j exp(z_j))
""")
"""The same for labels that sum to 1: any numbers t, and what they lack to 1 is added to the first."""

CLASSES = {
    "p by z": claim(classes, "dp/dz = diag(p) - p p^T"),
    "J by p": claim(classes, "dJ/dp_i = -y_i/p_i"),
    "J by z": claim(classes, "dJ/dz_j = p_j sum_i y_i - y_j"),
    "sum of y": claim(labelled, "sum_i y_i = 1"),
    "J by z, labelled": claim(labelled, "dJ/dz_j = p_j - y_j"),
}

shifted = model("""
    given z (k), c
    p_i = exp(z_i)/(sum_j exp(z_j))
    q_i = exp(z_i - c)/(sum_j exp(z_j - c))
    L = ln(sum_j exp(z_j - c)) + c
""")
"""The softmax q of z - c, and the log-sum-exp L of z, for any number c."""

LOG_SUM_EXP = {
    "q": claim(shifted, "q_i = p_i"),
    "exp L": claim(shifted, "exp(L) = sum_j exp(z_j)"),
    "p": claim(shifted, "exp(z_i - L) = p_i"),
    "L by z": claim(shifted, "dL/dz_i = p_i"),
    "cost": claim(labelled, "sum_i y_i (L - z_i) = L - sum_i y_i z_i"),
}

_i, _j = Index("i", 2), Index("j", 2)
z2, p2, u, a, label, C = column("z", 2), column("p", 2), scalar("u"), scalar("a"), scalar("y"), scalar("C")


def _two_classes(given, first_logit):
    return Model(
        given,
        {
            z2[_i]: KroneckerDelta(_i, 1) * first_logit,
            p2[_i]: exp(z2[_i]) / total(exp(z2[_j]), _j),
            J: -(label * log(p2[1]) + (1 - label) * log(p2[2])),
            a: logistic(first_logit),
            C: cross_entropy(a, label),
        },
    )


two_classes = _two_classes((u, label), u)
"""z = (u, 0) and labels (y, 1 - y): J by softmax; and a = sigma(u), C = CE(a, y), which is chapter 6."""

two_at_zero = _two_classes((label,), Integer(0))
"""The same at u = 0."""

TWO_CLASSES = {
    "p1": claim(two_classes, "p_1 = a"),
    "p2": claim(two_classes, "p_2 = 1 - a"),
    "J by u": claim(two_classes, "dJ/du = dC/du"),
    "J at 0": claim(two_at_zero, "J = C"),
}
"""Two functions of u with one slope everywhere, and one value at u = 0, are the same: J = C."""

batch = model("""
    given X (m, n), W (n, k), b (1, k), Y (m, k)
    Z_iq = sum_s X_is W_sq + b_q
    P_iq = exp(Z_iq)/(sum_r exp(Z_ir))
    L_i = ln(sum_r exp(Z_ir))
    E = (sum_i (L_i - sum_q Y_iq Z_iq))/m
""")
"""E is the cross-entropy where the labels of each row sum to 1."""

BATCH = {
    "Z": claim(batch, "dE/dZ = 1/m (P - Y)"),
    "W": claim(batch, "dE/dW = 1/m X^T (P - Y)"),
    "b": claim(batch, "dE/db = 1/m 1_m^T (P - Y)"),
    "X": claim(batch, "dE/dX = 1/m (P - Y) W^T"),
}

taught = model("""
    given X (m, n), W (n, k), b (1, k), V (m, k)
    Y_iq = exp(V_iq)/(sum_r exp(V_ir))
    Z_iq = sum_s X_is W_sq + b_q
    P_iq = exp(Z_iq)/(sum_r exp(Z_ir))
    E = -(sum_i sum_q Y_iq ln(P_iq))/m
""")
"""The cross-entropy, logarithms and all, with labels softmax(V) for any V: what the code is compared with."""
