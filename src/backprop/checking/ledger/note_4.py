"""Note 4: one layer, one example in a column, half the sum of squares (S4.1 to S4.11)."""

from functools import partial

from sympy import I, Integer, KroneckerDelta, Rational, S, Symbol, exp, solveset

from backprop.checking.ledger.entry import Entry
from backprop.proving import Model
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Jacobian,
    Partial,
    column,
    diagonal,
    dsigma,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n = size("m"), size("n")
i, j, k = Index("i", m), Index("j", m), Index("k", n)
w, x, b, y = matrix("w", m, n), column("x", n), column("b", m), column("y", m)
z, yhat, C = column("z", m), column("yhat", m), scalar("C")


def _layer(activation):
    return Model(
        (w, x, b, y),
        {
            z[j]: total(times(w[j, k], x[k]), k) + b[j],
            yhat[j]: activation,
            C: Rational(1, 2) * total((yhat[j] - y[j]) ** 2, j),
        },
    )


layer, softmax_layer = _layer(sigma(z[j])), _layer(exp(z[j]) / total(exp(z[i]), i))

_three = Index("j", 3)
w3, z3 = matrix("w", 3, n), column("z", 3)
by_rows = Model((w3, x), {z3[_three]: total(times(w3[_three, k], x[k]), k)})
"""wx alone, for three outputs."""

_line = partial(Entry, model=layer)
_slope = diagonal(dsigma(z))
_residual = yhat - y
_own_slope = Entries(times(KroneckerDelta(i, j), Partial(yhat[i], z[i])), i, j)
_every_slope = Entries(Partial(yhat[j], z[i]), i, j)


def _if_diagonal(left, right):
    """With `right` of all slopes the line holds for softmax too; with those on the diagonal alone it does not."""
    general = left, right(_every_slope)
    return {"proved": ((general, softmax_layer),), "refused": (((left, right(_own_slope)), softmax_layer),)}


def _zero_only_at_zero():
    """A sum of squares is 0 only if every term is, over the real numbers; over the complex ones 1 + i^2 = 0."""
    r = Symbol("r", real=True)
    return bool((r**2).is_nonnegative) and solveset(r**2, r, S.Reals) == {Integer(0)} and 1 + I**2 == 0


NOTE = (
    _line("S4.1", (z, times(w, x) + b), "correct", r"the shapes fit: $w x + b$ is $m \times 1$"),
    _line("S4.2", (z3[2], total(times(w3[1, k], x[k]), k)), "typo",
          "the second row of $w$ is printed with the indices of the first; the line is about $wx$, before the bias",
          (z3[2], total(times(w3[2, k], x[k]), k)), model=by_rows),
    _line("S4.3", (yhat, sigma(times(w, x) + b)), "correct", r"$\sigma$ acts entry by entry"),
    _line("S4.4", (C, Rational(1, 2) * total((yhat[j] - y[j]) ** 2, j)), "definition",
          r"for real numbers $C = 0$ means $\hat{y} = y$; for complex ones it does not", besides=_zero_only_at_zero),
    _line("S4.5", (Partial(C, w[j, k]),
                   times(Partial(z[j], w[j, k]), Partial(yhat[j], z[j]), Partial(C, yhat[j])),
                   times(x[k], dsigma(z[j]), yhat[j] - y[j])),
          "correct if", "the activation acts entry by entry; softmax does not", otherwise=softmax_layer),
    _line("S4.6", (Partial(C, b[j]),
                   times(Partial(z[j], b[j]), Partial(b[j], z[j]), Partial(C, yhat[j])),
                   times(dsigma(z[j]), yhat[j] - y[j])),
          "typo", "the middle factor must be the derivative of the activation; the end of the line is right",
          (Partial(C, b[j]),
           times(Partial(z[j], b[j]), Partial(yhat[j], z[j]), Partial(C, yhat[j])),
           times(dsigma(z[j]), yhat[j] - y[j]))),
    _line("S4.7", (Partial(C, x[k]),
                   total(times(Partial(z[j], x[k]), Partial(yhat[j], z[j]), Partial(C, yhat[j])), j),
                   total(times(w[j, k], Partial(yhat[j], z[j]), Partial(C, yhat[j])), j),
                   total(times(w[j, k], dsigma(z[j]), yhat[j] - y[j]), j)),
          "correct if", "the activation acts entry by entry", otherwise=softmax_layer),
    _line("S4.8", (Gradient(C, w), Entries(Partial(C, w[j, k]), j, k),
                   Entries(times(x[k], dsigma(z[j]), yhat[j] - y[j]), j, k), times(_slope, _residual, x.T)),
          "correct if", "the activation acts entry by entry",
          **_if_diagonal(Gradient(C, w), lambda slope: times(slope, _residual, x.T))),
    _line("S4.9", (Gradient(C, b), Entries(times(dsigma(z[j]), yhat[j] - y[j]), j), times(_slope, _residual)),
          "correct if", "the activation acts entry by entry",
          **_if_diagonal(Gradient(C, b), lambda slope: times(slope, _residual))),
    _line("S4.10", (Gradient(C, x), Entries(total(times(w[j, k], dsigma(z[j]), yhat[j] - y[j]), j), k),
                    times(w.T, _slope, _residual)),
          "correct if", "the activation acts entry by entry",
          **_if_diagonal(Gradient(C, x), lambda slope: times(w.T, slope, _residual))),
    _line("S4.11", (Jacobian(yhat, z), _slope), "correct if",
          "the activation acts entry by entry; with softmax the other entries are not 0",
          proved=(((Jacobian(yhat, z), Entries(Partial(yhat[i], z[j]), i, j)), softmax_layer),),
          refused=(((Jacobian(yhat, z), _own_slope), softmax_layer),)),
)  # fmt: skip
