"""Softmax with cross-entropy: one example and k classes, a shift, two classes, and a batch (chapter 7).

The derivations that conclude the claims stand in the chapter.
"""

from sympy import Integer, KroneckerDelta, OneMatrix, exp, log

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Gradient,
    Index,
    Jacobian,
    Partial,
    column,
    diagonal,
    matrix,
    row,
    scalar,
    size,
    times,
    total,
)
from backprop.results.cross_entropy import cross_entropy, logistic

m, n, k = size("m"), size("n"), size("k")
i, j, r = (Index(name, k) for name in "ijr")
z, p, q, y, t = (column(name, k) for name in "zpqyt")
c, L, J = scalar("c"), scalar("L"), scalar("J")

SOFTMAX = {p[i]: exp(z[i]) / total(exp(z[j]), j)}
COST = {J: -total(times(y[i], log(p[i])), i)}

classes = Model((z, y), {**SOFTMAX, **COST})
"""p_i = exp(z_i) / sum_j exp(z_j) and J = -sum_i y_i ln p_i, for labels with any sum."""

labelled = Model(
    (z, t),
    {
        y[i]: t[i] + KroneckerDelta(i, 1) * (1 - total(t[j], j)),
        **SOFTMAX,
        **COST,
        L: log(total(exp(z[j]), j)),
    },
)
"""The same for labels that sum to 1: any numbers t, and what they lack to 1 is added to the first."""

CLASSES = {
    "p by z": Claim(Jacobian(p, z), diagonal(p) - times(p, p.T), classes),
    "J by p": Claim(Partial(J, p[i]), -y[i] / p[i], classes),
    "J by z": Claim(Partial(J, z[j]), times(p[j], total(y[i], i)) - y[j], classes),
    "sum of y": Claim(total(y[i], i), Integer(1), labelled),
    "J by z, labelled": Claim(Partial(J, z[j]), p[j] - y[j], labelled),
}

shifted = Model(
    (z, c),
    {**SOFTMAX, q[i]: exp(z[i] - c) / total(exp(z[j] - c), j), L: c + log(total(exp(z[j] - c), j))},
)
"""The softmax q of z - c, and L = c + ln sum_j exp(z_j - c), for any number c."""

LOG_SUM_EXP = {
    "q": Claim(q[i], p[i], shifted),
    "exp L": Claim(exp(L), total(exp(z[j]), j), shifted),
    "p": Claim(exp(z[i] - L), p[i], shifted),
    "L by z": Claim(Partial(L, z[i]), p[i], shifted),
    "cost": Claim(total(times(y[i], L - z[i]), i), L - total(times(y[i], z[i]), i), labelled),
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
"""z = (u, 0) and labels (y, 1 - y): J by softmax; and a = sigma(u), C = CE(a, y), which is chapter 5."""

two_at_zero = _two_classes((label,), Integer(0))
"""The same at u = 0."""

TWO_CLASSES = {
    "p1": Claim(p2[1], a, two_classes),
    "p2": Claim(p2[2], 1 - a, two_classes),
    "J by u": Claim(Partial(J, u), Partial(C, u), two_classes),
    "J at 0": Claim(J, C, two_at_zero),
}
"""Two functions of u with one slope everywhere, and one value at u = 0, are the same: J = C."""

e, s, f, g = Index("i", m), Index("s", n), Index("q", k), Index("r", k)
X, W, b, V = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("V", m, k)
Y, Z, P, R, E = matrix("Y", m, k), matrix("Z", m, k), matrix("P", m, k), column("L", m), scalar("E")
ONES = OneMatrix(m, 1)

FORWARD = {
    Z[e, f]: total(times(X[e, s], W[s, f]), s) + b[f],
    P[e, f]: exp(Z[e, f]) / total(exp(Z[e, g]), g),
}

batch = Model(
    (X, W, b, Y),
    {
        **FORWARD,
        R[e]: log(total(exp(Z[e, g]), g)),
        E: times(1 / m, total(R[e] - total(times(Y[e, f], Z[e, f]), f), e)),
    },
)
"""E = 1/m sum_i (L_i - sum_q Y_iq Z_iq), which is the cross-entropy where the labels of each row sum to 1."""

BATCH = {
    "Z": Claim(Gradient(E, Z), times(1 / m, P - Y), batch),
    "W": Claim(Gradient(E, W), times(1 / m, X.T, P - Y), batch),
    "b": Claim(Gradient(E, b), times(1 / m, ONES.T, P - Y), batch),
    "X": Claim(Gradient(E, X), times(1 / m, P - Y, W.T), batch),
}

taught = Model(
    (X, W, b, V),
    {
        Y[e, f]: exp(V[e, f]) / total(exp(V[e, g]), g),
        **FORWARD,
        E: -times(1 / m, total(times(Y[e, f], log(P[e, f])), f, e)),
    },
)
"""E = -1/m sum of Y ln P, logarithms and all, with labels softmax(V) for any V: what the code is compared with."""
