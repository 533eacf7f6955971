"""Attacks on the two referees: each false line fooled a version of one of them, or a mutant of it.

A line whose name holds "unseen" is put before the first referee alone: the second is blind to it.
"""

import pytest
import sympy as sp
from sympy import (
    Function,
    Identity,
    Integer,
    Lambda,
    OneMatrix,
    Rational,
    Sum,
    Symbol,
    Trace,
    ZeroMatrix,
    exp,
    log,
)
from sympy import KroneckerDelta as Delta
from sympy.matrices.expressions import DiagMatrix
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving import Derivation, DerivationError, Model, NotProved
from backprop.proving import Partial as P
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Jacobian,
    Pullback,
    column,
    diagonal,
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
from backprop.proving.reasons import as_written

m, n, K, r, N = map(size, ("m", "n", "k", "r", "N"))
i, j, l, i2 = (Index(a, m) for a in ("i", "j", "l", "i2"))
k, p = Index("k", n), Index("p", n)
a, c = Index("a", K), Index("c", K)
e, f = Index("e", r), Index("f", r)
t, s, C, E = map(scalar, "tsCE")
x, y, g, u, v = column("x", n), column("y", m), column("g", m), column("u", m), column("v", m)
w, q, b = matrix("w", m, n), matrix("q", m, m), column("b", m)
z, yhat = column("z", m), column("yhat", m)

plain = Model((x, y, g, u, v, w, q, b, t, s), {})
layer = Model(
    (w, x, b, y, g, q, t),
    {z[j]: total(w[j, k] * x[k], k) + b[j], yhat[j]: sigma(z[j]), C: total((yhat[j] - y[j]) ** 2, j) / 2},
)
skip = Model(
    (w, x, b, y),
    {z[j]: total(w[j, k] * x[k], k) + b[j], yhat[j]: sigma(z[j]) + z[j], C: total((yhat[j] - y[j]) ** 2, j) / 2},
)
X, W, bk, Y = matrix("X", m, n), matrix("W", n, K), row("b", K), matrix("Y", m, K)
Z, H, G = matrix("Z", m, K), matrix("H", m, K), matrix("G", m, K)
batch = Model(
    (X, W, bk, Y, G),
    {
        Z[i, a]: total(X[i, k] * W[k, a], k) + bk[a],
        H[i, a]: sigma(Z[i, a]),
        E: total((H[i, a] - Y[i, a]) ** 2, i, a) / m,
    },
)
D = hadamard(H - Y, dsigma(Z))
W1, b1, W2, b2 = matrix("W1", n, r), row("b1", r), matrix("W2", r, K), row("b2", K)
Z1, A1, Z2, A2 = matrix("Z1", m, r), matrix("A1", m, r), matrix("Z2", m, K), matrix("A2", m, K)
two = Model(
    (X, W1, b1, W2, b2, Y),
    {
        Z1[i, e]: total(X[i, k] * W1[k, e], k) + b1[e],
        A1[i, e]: sigma(Z1[i, e]),
        Z2[i, a]: total(A1[i, e] * W2[e, a], e) + b2[a],
        A2[i, a]: sigma(Z2[i, a]),
        E: total((A2[i, a] - Y[i, a]) ** 2, i, a) / 2,
    },
)
D2 = hadamard(A2 - Y, dsigma(Z2))
D1 = hadamard(times(D2, W2.T), dsigma(Z1))
pr = column("p", m)
soft = Model(
    (u, y, g, t), {pr[j]: exp(u[j]) / total(exp(u[l]), l), C: total(y[j] * (log(total(exp(u[l]), l)) - u[j]), j)}
)
cross = Model((u, y), {pr[j]: 1 / (1 + exp(-u[j])), C: total(log(1 + exp(u[j])) - y[j] * u[j], j)})
S, PB = matrix("S", m, K), matrix("P", m, K)
softrows = Model((S, Y, G), {PB[i, a]: exp(S[i, a]) / total(exp(S[i, c]), c)})
xN = column("x", N)
kN, iN, rN = (Index(name, N) for name in "kir")
capital = Model((xN,), {})
DEN = total(exp(xN[rN]), rN)
S1, S2 = Sum(xN[iN], (iN, 1, kN), (kN, 1, N)), Sum(Delta(kN, 1) * xN[iN], (iN, 1, kN), (kN, 1, N))
shadowE = Model((u, t), {E: total(u[j] ** 2, j)})
Em = Index("E", m)
kM = Index("k", m)
sq = total(u[j], j)


class softplus(Function):
    """A function whose derivative is given wrongly: the referees must not take its word."""

    def fdiff(self, argindex=1):
        return 2 / (1 + exp(-self.args[0]))


class other(type(sigma(t))):
    """Not sigma, though derived from it."""


FALSE = [
    # the first referee alone (each is one bug found, or a mutant's)
    ("square of a sum", lambda: (sq**2, total(u[j] ** 2, j)), plain, "wrong"),
    ("square of a sum, unseen", lambda: (sq**2, total(u[j] ** 2, j)), plain, "not proved"),
    ("cube of a sum, unseen", lambda: (sq**3, total(u[j] ** 2, j) * sq), plain, "not proved"),
    ("two deltas as one", lambda: (Delta(i, j) * Delta(j, l), Delta(i, j)), plain, "wrong"),
    ("two deltas as one, unseen", lambda: (Delta(i, j) * Delta(j, l), Delta(i, j)), plain, "not proved"),
    ("exponential overwrites", lambda: (t * exp(log(t) * total(Delta(j, l), j)), t), plain, "no meaning"),
    ("dependent range under division", lambda: (S1 / DEN, N * S2 / DEN), capital, "no meaning"),
    (
        "dependent range under division, unseen",
        lambda: (S1 / DEN, N * S2 / DEN),
        capital,
        "no meaning",
    ),
    ("unseen: zero", lambda: (t, Integer(0)), plain, "not proved"),
    ("index named like a quantity", lambda: (total(times(Em, u[Em]), Em), E * total(u[j], j)), shadowE, "no meaning"),
    ("delta of diagonal and its square", lambda: (total(q[j, j], j), total(q[i, j], i, j)), plain, "wrong"),
    ("unseen: diagonal", lambda: (total(q[j, j], j), total(q[i, j], i, j)), plain, "not proved"),
    (
        "unseen: transpose",
        lambda: (total(q[i, j] * y[i], i), total(q[j, i] * y[i], i)),
        plain,
        "not proved",
    ),
    ("unseen: range from 2", lambda: (Sum(y[j], (j, 2, m)), total(y[j], j)), plain, "not proved"),
    (
        "unseen: prefix",
        lambda: (Sum(y[j] * g[l], (j, 1, l), (l, 1, m)), Sum(y[j] * g[l], (j, l, m), (l, 1, m))),
        plain,
        "no meaning",
    ),
    ("unseen: sum of 1", lambda: (total(t, j), t), plain, "not proved"),
    ("unseen: m for n", lambda: (total(t, j), n * t), plain, "not proved"),
    (
        "unseen: function argument",
        lambda: (sigma(total(u[j], j)), sigma(total(v[j], j))),
        plain,
        "not proved",
    ),
    ("unseen: exp of a sum", lambda: (exp(sq), exp(2 * sq)), plain, "not proved"),
    (
        "unseen: power of the denominator",
        lambda: (1 / total(exp(u[j]), j), 1 / total(exp(u[j]), j) ** 2),
        plain,
        "not proved",
    ),
    ("unseen: denominators", lambda: (1 / total(exp(u[j]), j), 1 / total(exp(2 * u[j]), j)), plain, "not proved"),
    # an index kept in its range
    ("delta out of range", lambda: (Sum(Delta(j, l) * y[j], (j, 2, m)), y[l]), plain, "wrong"),
    (
        "delta of another range",
        lambda: (total(Delta(j, k) * y[j], j) * x[k], x[k] * total(Delta(j, k) * y[j], j) + x[k]),
        plain,
        "wrong",
    ),
    ("sum over a delta of another range is 1", lambda: (total(Delta(j, k), j), Integer(1)), plain, "wrong"),
    ("shifted delta", lambda: (total(Delta(j + 1, l) * y[l], l), total(Delta(j, l) * y[l], l)), plain, "wrong"),
    ("delta squared is 2 deltas", lambda: (Delta(i, j) ** 2, 2 * Delta(i, j)), plain, "wrong"),
    ("free indices as equal", lambda: (Delta(i, j), Integer(1)), plain, "wrong"),
    ("delta as a number", lambda: (Delta(t, s) * t, Delta(t, s) * s), plain, "no meaning"),
    # wrong sums
    ("captured index", lambda: (z[j], total(w[k and j, k] * x[k], k) + b[i]), layer, "wrong"),
    (
        "product of sums as sum of products",
        lambda: (total(y[j], j) * total(g[j], j), total(y[j] * g[j], j)),
        plain,
        "wrong",
    ),
    (
        "order of dependent limits",
        lambda: (Sum(q[l, j], (j, 1, l), (l, 1, m)), Sum(q[l, j], (l, 1, j), (j, 1, m))),
        plain,
        "no meaning",
    ),
    ("index counted as 1", lambda: (total(j * y[j], j), total(y[j], j)), plain, "wrong"),
    ("twice the same limit", lambda: (Sum(y[j], (j, 1, m), (j, 1, m)), total(y[j], j)), plain, "wrong"),
    # single layer
    ("other row", lambda: (P(C, w[j, k]), times(yhat[i] - y[i], dsigma(z[i]), x[k])), layer, "wrong"),
    ("sign", lambda: (P(C, w[j, k]), times(y[j] - yhat[j], dsigma(z[j]), x[k])), layer, "wrong"),
    ("no sigma'", lambda: (P(C, w[j, k]), times(yhat[j] - y[j], x[k])), layer, "wrong"),
    ("sigma' at yhat", lambda: (P(C, b[j]), times(yhat[j] - y[j], dsigma(yhat[j]))), layer, "wrong"),
    ("sigma for sigma'", lambda: (P(C, b[j]), times(yhat[j] - y[j], sigma(z[j]))), layer, "wrong"),
    ("logistic sigma'", lambda: (P(yhat[j], z[j]), yhat[j] * (1 - yhat[j])), layer, "wrong"),
    ("chain without the sum", lambda: (P(C, x[k]), times(P(C, z[j]), P(z[j], x[k]))), layer, "wrong"),
    (
        "chain of twice a path",
        lambda: (P(C, w[j, k]), total(P(C, yhat[i]) * P(yhat[i], z[i]) * P(z[i], w[j, k]), i) * 2),
        layer,
        "wrong",
    ),
    (
        "outer product turned",
        lambda: (Gradient(C, w), times(x, (hadamard(yhat - y, dsigma(z))).T)),
        layer,
        "no meaning",
    ),
    ("matrix without sigma'", lambda: (Gradient(C, w), times(yhat - y, x.T)), layer, "wrong"),
    ("x without w", lambda: (Gradient(C, x), times(w.T, yhat - y)), layer, "wrong"),
    ("diagonal of the wrong column", lambda: (Gradient(C, b), times(diagonal(yhat - y), yhat - y)), layer, "wrong"),
    ("other row is 0", lambda: (P(C, yhat[j]), Integer(0)), layer, "wrong"),
    ("delta left out", lambda: (P(z[i], w[j, k]), x[k]), layer, "wrong"),
    ("skip connection forgotten", lambda: (P(C, b[j]), times(yhat[j] - y[j], dsigma(z[j]))), skip, "wrong"),
    # batches and layers
    ("mean as sum", lambda: (Gradient(E, W), times(2, X.T, D)), batch, "wrong"),
    ("bias of one row", lambda: (P(E, bk[a]), 2 * (H[1, a] - Y[1, a]) * dsigma(Z[1, a]) / m), batch, "wrong"),
    ("bias over columns", lambda: (Gradient(E, X), times(2 / m, D, OneMatrix(K, n))), batch, "wrong"),
    (
        "gate after the layer",
        lambda: (Gradient(E, W1), times(X.T, hadamard(times(D2, W2.T), dsigma(A1)))),
        two,
        "wrong",
    ),
    ("no gate", lambda: (Gradient(E, W1), times(X.T, D2, W2.T)), two, "wrong"),
    (
        "W1's gradient for W2",
        lambda: (P(E, W2[e, a]), total(times(Z1[i, e], A2[i, a] - Y[i, a], dsigma(Z2[i, a])), i)),
        two,
        "wrong",
    ),
    ("softmax without delta", lambda: (P(pr[j], u[l]), -pr[j] * pr[l]), soft, "wrong"),
    ("softmax of p_j twice", lambda: (P(pr[j], u[l]), pr[j] * (Delta(j, l) - pr[j])), soft, "wrong"),
    ("softmax as sigmoid", lambda: (P(pr[j], u[j]), Delta(j, j) * pr[j]), soft, "wrong"),
    ("cross-entropy, y not adding up to 1", lambda: (P(C, u[l]), pr[l] - y[l]), soft, "wrong"),
    (
        "contraction over the columns",
        lambda: (Pullback(G, PB, S), hadamard(PB, G - times(OneMatrix(m, m), hadamard(G, PB)))),
        softrows,
        "wrong",
    ),
    ("sigmoid's sign", lambda: (P(C, u[j]), y[j] - pr[j]), cross, "wrong"),
    ("sum of softmax is m", lambda: (total(pr[j], j), m), soft, "wrong"),
    # without meaning
    ("index outside", lambda: (y[j + 1], y[j + 1]), plain, "no meaning"),
    ("fractional index", lambda: (y[(m + 1) / 2], y[1 + (m - 1) / 2]), plain, "no meaning"),
    ("fractional bound index", lambda: (total(y[(j + 1) / 2], j), total(y[(i + 1) / 2], i)), plain, "no meaning"),
    ("index of the other size", lambda: (w[k, j], w[k, j]), plain, "no meaning"),
    ("free plain symbol", lambda: (y[Symbol("j", integer=True)],) * 2, plain, "no meaning"),
    ("sum that may be empty", lambda: (Sum(y[j], (j, 2, m - 1)), total(y[j], j) - y[1] - y[m]), plain, "no meaning"),
    ("a range turned", lambda: (Sum(y[j], (j, m, 1)), -Sum(y[j], (j, 1, m))), plain, "no meaning"),
    ("0/0 cancelled", lambda: (times(y[j], 1 / y[j]), Integer(1)), plain, "no meaning"),
    ("0 times 1/t", lambda: (times(0, 1 / t), Integer(0)), plain, "no meaning"),
    (
        "1/0",
        lambda: (1 / (total(u[j], j) - total(u[i], i)), 2 / (total(u[j], j) - total(u[i], i))),
        plain,
        "no meaning",
    ),
    ("1/t = 2/t", lambda: (1 / t, 2 / t), plain, "no meaning"),
    ("log of what may be negative", lambda: (log(t**2), 2 * log(t)), plain, "no meaning"),
    ("root", lambda: (sp.sqrt(t) ** 2 * sp.sqrt(s), sp.sqrt(s) * t), plain, "no meaning"),
    ("division by sigma'", lambda: (P(C, yhat[j]), P(C, z[j]) / P(yhat[j], z[j])), layer, "no meaning"),
    ("second derivative", lambda: (P(P(C, yhat[j]), yhat[j]), Integer(1)), layer, "no meaning"),
    ("reverse derivative", lambda: (P(z[i], yhat[j]), Integer(0)), layer, "no meaning"),
    ("derivative by an expression", lambda: (P(C, yhat[j] ** 2), Integer(0)), layer, "no meaning"),
    ("derivative by a size", lambda: (P(m * t, m), t), layer, "no meaning"),
    ("derivative by an index", lambda: (P(t * j, j), t), layer, "no meaning"),
    ("undefined quantity", lambda: (scalar("J"), Integer(0)), layer, "no meaning"),
    ("own function, wrong derivative", lambda: (P(softplus(t), t), 2 / (1 + exp(-t))), plain, "no meaning"),
    ("another sigma", lambda: (P(other(t), t), dsigma(t)), plain, "wrong"),
    ("undefined function named sigma", lambda: (Function("sigma")(t), sigma(t)), plain, "no meaning"),
    (
        "two indices of one name",
        lambda: (total(times(y[kM], x[k]), k, kM), times(total(y[kM], kM), total(x[k], k))),
        plain,
        "no meaning",
    ),
    ("rows and columns of one index", lambda: (Entries(y[j], j, j), times(OneMatrix(m, 1), y.T)), plain, "no meaning"),
    ("entries turned", lambda: (Entries(q[i, j], j, i), q), plain, "wrong"),
    ("free index in a matrix", lambda: (times(y[i], q), times(y[i], q)), plain, "no meaning"),
    (
        "an index of no size",
        lambda: (Delta(Index("g", size("h")), Index("i", size("h"))), Integer(1)),
        plain,
        "no meaning",
    ),
    ("diagonal of a matrix", lambda: (DiagMatrix(w), DiagMatrix(w) + 0 * q), plain, "no meaning"),
    ("diagonal of a row", lambda: (DiagMatrix(bk), times(bk[1], Identity(K))), batch, "no meaning"),
    ("shapes differ", lambda: (q * y, y.T * q), plain, "no meaning"),
    ("trace of what is not square", lambda: (Trace(q), total(q[j, j], j) * 2), plain, "wrong"),
    ("cancelled under a sum", lambda: (total(times(y[j], 1 / y[j]), j), m), plain, "no meaning"),
    ("cancelled in entries", lambda: (Entries(times(y[j], 1 / y[j]), j), OneMatrix(m, 1)), plain, "no meaning"),
    ("cancelled before a matrix", lambda: (times(times(t, 1 / t), y), y), plain, "no meaning"),
    (
        "cancelled by an unnamed function",
        lambda: (hadamard(y.applyfunc(Lambda(t, 1 / t)), y), OneMatrix(m, 1)),
        plain,
        "no meaning",
    ),
    (
        "unnamed function, printed as sigma",
        lambda: (ElementwiseApplyFunction(Lambda(t, sigma(2 * t)), y), Entries(sigma(2 * y[j]), j)),
        plain,
        "no meaning",
    ),
    ("entries by another size's index", lambda: (Entries(y[j], k), y), plain, "no meaning"),
    ("telescope one off", lambda: (Sum(y[j + 1] - y[j], (j, 1, m - 1)), y[m] - 2 * y[1]), plain, "wrong"),
    ("delta up to m - 1", lambda: (Sum(Delta(j, l), (j, 1, m - 1)), Integer(1)), plain, "wrong"),
    ("delta up to m - 1, unseen", lambda: (Sum(Delta(j, l), (j, 1, m - 1)), Integer(1)), plain, "not proved"),
    ("delta from 2, unseen", lambda: (Sum(Delta(j, l) * y[j], (j, 2, m)), y[l]), plain, "not proved"),
    ("softplus' is not sigma'", lambda: (P(sigma(t), t) * 2, dsigma(t)), plain, "wrong"),
    (
        "unseen: index captured in a function",
        lambda: (
            total(y[j] * sigma(total(q[j, i] * u[i], i)), j),
            total(y[j] * sigma(total(q[i, i] * u[i], i)), j),
        ),
        plain,
        "not proved",
    ),
    (
        "unseen: index captured in exp",
        lambda: (total(y[j] * exp(total(q[j, i], i)), j), total(y[j] * exp(total(q[i, i], i)), j)),
        plain,
        "not proved",
    ),
    (
        "unseen: index captured in a division",
        lambda: (total(y[j] / total(exp(q[j, i]), i), j), total(y[j] / total(exp(q[i, i]), i), j)),
        plain,
        "not proved",
    ),
    (
        "unseen: delta and two factors",
        lambda: (Delta(i, j) * y[i] * y[j], Delta(i, j) * y[i]),
        plain,
        "not proved",
    ),
    (
        "unseen: exponential gathered to a factor",
        lambda: (m * exp(log(m) * total(Delta(j, l), j)), m),
        plain,
        "not proved",
    ),
    ("division by a difference", lambda: (1 / (exp(t) - exp(s)), 1 / (exp(t) - exp(s))), plain, "no meaning"),
    ("division by a square", lambda: (1 / t**2, 1 / t**2), plain, "no meaning"),
    ("division by two squares", lambda: (1 / (t**2 + s**2), 1 / (t**2 + s**2)), plain, "no meaning"),
    (
        "division by an empty sum",
        lambda: (1 / Sum(exp(y[j]), (j, 1, m - 1)), 1 / Sum(exp(y[j]), (j, 1, m - 1))),
        plain,
        "no meaning",
    ),
    ("division by a sum that may be 0", lambda: (1 / (m - 1), 1 / (m - 1)), plain, "no meaning"),
    (
        "pullback by entries as 0",
        lambda: (Pullback(g, Entries(yhat[j] ** 2, j), yhat), ZeroMatrix(m, 1)),
        layer,
        "wrong",
    ),
]

TRUE = [
    ("square of a sum", lambda: (sq**2, total(u[j] * u[i], j, i)), plain),
    ("cube of a sum", lambda: (sq**3, total(u[j] * u[i] * u[l], j, i, l)), plain),
    ("two deltas", lambda: (Delta(i, j) * Delta(j, l) * y[l], Delta(i, j) * Delta(i, l) * y[j]), plain),
    (
        "three deltas",
        lambda: (Delta(i, j) * Delta(j, l) * Delta(l, i2), Delta(i, i2) * Delta(i, l) * Delta(j, i2)),
        plain,
    ),
    ("delta squared", lambda: (Delta(i, j) ** 2, Delta(i, j)), plain),
    ("delta and two factors", lambda: (Delta(i, j) * y[i] * y[j], Delta(i, j) * y[j] ** 2), plain),
    ("three deltas round", lambda: (Delta(i, j) * Delta(j, l) * Delta(i, l), Delta(i, j) * Delta(i, l)), plain),
    (
        "two powers of a denominator",
        lambda: (
            1 / total(exp(u[j]), j) + 1 / total(exp(u[j]), j) ** 2,
            (1 + total(exp(u[i]), i)) / total(exp(u[l]), l) ** 2,
        ),
        plain,
    ),
    ("exponential gathered to a factor", lambda: (m * exp(log(m) * total(Delta(j, l), j)), m**2), plain),
    (
        "a sum in a function in a sum",
        lambda: (total(y[j] * sigma(total(q[j, i] * u[i], i)), j), total(y[l] * sigma(total(q[l, j] * u[j], j)), l)),
        plain,
    ),
    ("sum of a delta", lambda: (total(Delta(j, l), j), Integer(1)), plain),
    (
        "affine delta",
        lambda: (
            Sum(Delta(j, l + 1) * y[j], (j, 1, m), (l, 1, m - 1)) if False else total(Delta(j, 1) * y[j], j),
            y[1],
        ),
        plain,
    ),
    ("sum of 1", lambda: (total(t, j, i), m**2 * t), plain),
    ("order of summation", lambda: (Sum(q[i, j], (i, 1, m), (j, 1, m)), Sum(q[i, j], (j, 1, m), (i, 1, m))), plain),
    ("nested", lambda: (total(y[j] * total(w[j, k] * x[k], k), j), total(w[j, k] * x[k] * y[j], j, k)), plain),
    ("split a sum", lambda: (total(y[j] + g[j], j), total(y[l], l) + total(g[j], j)), plain),
    ("first term out", lambda: (total(y[j], j), y[1] + Sum(y[j], (j, 2, m))), plain),
    ("shift", lambda: (total(y[j], j), Sum(y[j + 1], (j, 0, m - 1))), plain),
    ("delta up to m - 1", lambda: (Sum(Delta(j, l), (j, 1, m - 1)), 1 - Delta(l, m)), plain),
    ("from -1", lambda: (Sum(j, (j, -1, m - 1)), total(j, j) - m - 1), plain),
    ("delta shifted", lambda: (Sum(Delta(j + 1, l) * y[j + 1], (j, 0, m - 1)), y[l]), plain),
    ("in a function", lambda: (sigma(2 * total(u[j], j)), sigma(total(u[i] + u[i], i))), plain),
    ("exponentials", lambda: (exp(sq) * exp(t), exp(t + total(u[i], i))), plain),
    ("exponential squared", lambda: (exp(total(2 * u[j], j)), exp(sq) ** 2), plain),
    (
        "denominators together",
        lambda: (1 / total(exp(u[j]), j) + 1 / total(2 * exp(u[i]), i), Rational(3, 2) / total(exp(u[l]), l)),
        plain,
    ),
    ("logistic two ways", lambda: (1 / (1 + exp(-t)), exp(t) / (1 + exp(t))), plain),
    ("square of a denominator", lambda: (1 / (1 + exp(t)) ** 2, 1 / (1 + 2 * exp(t) + exp(2 * t))), plain),
    ("trace", lambda: (Trace(q * q.T), total(q[i, j] ** 2, i, j)), plain),
    ("entries turned", lambda: (Entries(q[i, j], j, i), q.T), plain),
    ("entries with a sum", lambda: (Entries(total(q[i, j] * y[j], j), i), q * y), plain),
    ("S4.7", lambda: (P(C, w[j, k]), times(yhat[j] - y[j], dsigma(z[j]), x[k])), layer),
    ("S4 chain", lambda: (P(C, w[j, k]), total(times(P(C, yhat[i]), P(yhat[i], z[i]), P(z[i], w[j, k])), i)), layer),
    (
        "S4 double chain",
        lambda: (P(C, x[k]), total(times(P(C, yhat[i]), P(yhat[i], z[j]), P(z[j], x[k])), i, j)),
        layer,
    ),
    ("S4 matrix", lambda: (Gradient(C, w), times(diagonal(dsigma(z)), yhat - y, x.T)), layer),
    ("S4 Hadamard", lambda: (Gradient(C, w), times(hadamard(dsigma(z), yhat - y), x.T)), layer),
    ("S4 inputs", lambda: (Gradient(C, x), times(w.T, diagonal(dsigma(z)), yhat - y)), layer),
    ("S4 bias", lambda: (Gradient(C, b), hadamard(yhat - y, dsigma(z))), layer),
    ("a_jj", lambda: (P(z[j], w[j, k]), x[k]), layer),
    (
        "repeated indices",
        lambda: (P(total(q[i, l] * y[i] * y[l], i, l), y[j]), total((q[i, j] + q[j, i]) * y[i], i)),
        plain,
    ),
    ("skip connection", lambda: (P(C, b[j]), times(yhat[j] - y[j], dsigma(z[j]) + 1)), skip),
    ("cost as a trace", lambda: (C, Trace((yhat - y).T * (yhat - y)) / 2), layer),
    ("Jacobian", lambda: (Jacobian(yhat, z), diagonal(dsigma(z))), layer),
    ("Jacobian of an expression", lambda: (Jacobian(sigma(z), z), diagonal(dsigma(z))), layer),
    ("Jacobian of a product", lambda: (Jacobian(w * x, x), w), layer),
    ("pullback of entries", lambda: (Pullback(g, Entries(yhat[j] ** 2, j), yhat), hadamard(2 * g, yhat)), layer),
    ("pullback, cotangent held", lambda: (Pullback(yhat, yhat + g, yhat), yhat), layer),
    ("gradient 0", lambda: (P(C, w[j, k]) * 0, 0), layer),
    ("batch W", lambda: (Gradient(E, W), times(2 / m, X.T, D)), batch),
    ("batch b", lambda: (Gradient(E, bk), times(2 / m, OneMatrix(1, m), D)), batch),
    ("batch X", lambda: (Gradient(E, X), times(2 / m, D, W.T)), batch),
    ("batch Z", lambda: (Z, X * W + OneMatrix(m, 1) * bk), batch),
    (
        "batch by pullback",
        lambda: (Gradient(E, W), Pullback(times(2 / m, H - Y), sigma(X * W + OneMatrix(m, 1) * bk), W)),
        batch,
    ),
    (
        "batch entry",
        lambda: (P(E, W[k, a]), 2 * total(times(X[i, k], H[i, a] - Y[i, a], dsigma(Z[i, a])), i) / m),
        batch,
    ),
    ("two layers W2", lambda: (Gradient(E, W2), times(A1.T, D2)), two),
    ("two layers b1", lambda: (Gradient(E, b1), times(OneMatrix(1, m), D1)), two),
    ("two layers W1 by Z1", lambda: (Gradient(E, W1), times(X.T, Gradient(E, Z1))), two),
    ("two layers Z1 by Z2", lambda: (Gradient(E, Z1), hadamard(times(Gradient(E, Z2), W2.T), dsigma(Z1))), two),
    (
        "two layers chain",
        lambda: (P(E, W1[k, e]), total(times(P(E, A1[i, f]), P(A1[i, f], Z1[i, e]), P(Z1[i, e], W1[k, e])), i, f)),
        two,
    ),
    ("softmax Jacobian", lambda: (P(pr[j], u[l]), pr[j] * (Delta(j, l) - pr[l])), soft),
    ("softmax adds up to 1", lambda: (total(pr[j], j), Integer(1)), soft),
    ("softmax matrix", lambda: (Jacobian(pr, u), diagonal(pr) - pr * pr.T), soft),
    ("softmax contracted", lambda: (total(g[j] * P(pr[j], u[l]), j), pr[l] * (g[l] - total(g[j] * pr[j], j))), soft),
    ("softmax pullback", lambda: (Pullback(g, pr, u), hadamard(pr, g - OneMatrix(m, 1) * (g.T * pr))), soft),
    ("softmax cross-entropy", lambda: (P(C, u[l]), pr[l] * total(y[j], j) - y[l]), soft),
    ("softmax shift", lambda: (exp(u[j] - u[1]) / total(exp(u[l] - u[1]), l), pr[j]), soft),
    ("softmax rows", lambda: (Pullback(G, PB, S), hadamard(PB, G - times(hadamard(G, PB), OneMatrix(K, K)))), softrows),
    ("sigmoid", lambda: (P(pr[j], u[l]), Delta(j, l) * pr[j] * (1 - pr[j])), cross),
    ("sigmoid cross-entropy", lambda: (P(C, u[j]), pr[j] - y[j]), cross),
    ("sigmoid cross-entropy, matrix", lambda: (Gradient(C, u), pr - y), cross),
]


def judged(pair, model):
    """The referees' verdict; a start or a line that cannot even be built has no meaning."""
    try:
        start, line = pair()
    except (TypeError, ValueError):
        return "no meaning"
    try:
        Derivation(start, model).step(line, as_written())
    except NotProved:
        return "not proved"
    except DerivationError as error:
        return "wrong" if error.counterexample else "no meaning"
    return "accepted"


@pytest.mark.parametrize(("name", "pair", "model", "verdict"), FALSE, ids=[c[0] for c in FALSE])
def test_false_lines_get_the_verdict_they_deserve(monkeypatch, name, pair, model, verdict):
    if "unseen" in name:
        monkeypatch.setattr("backprop.proving.derivation.referee", lambda *_: None)
    assert judged(pair, model) == verdict


@pytest.mark.parametrize(("pair", "model"), [c[1:] for c in TRUE], ids=[c[0] for c in TRUE])
def test_true_lines_are_accepted(pair, model):
    assert judged(pair, model) == "accepted"
