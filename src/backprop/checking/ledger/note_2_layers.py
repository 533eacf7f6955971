"""Note 2, where it speaks of any layer: l = 1 below L = 2, examples in rows (S2.15 to S2.18, S2.20, S2.21).

With different widths, a mix-up of [l] and [L] has no meaning; with equal ones it is silent, and wrong in numbers.
"""

from collections import namedtuple
from functools import partial

from sympy import OneMatrix, Sum
from sympy.matrices.expressions import HadamardProduct, MatAdd, MatMul

from backprop.checking.ledger.entry import Entry, unchecked
from backprop.proving import Model
from backprop.proving.language import (
    Entries,
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

m, n, h, k = size("m"), size("n"), size("h"), size("k")
E, alpha = scalar("E"), scalar("α")
ONES = OneMatrix(m, 1)

TwoLayers = namedtuple("TwoLayers", "network i g q A0 W1 b1 Z1 A1 W2 b2 Z2 A2 Y W_new b_new")
"""A model and its letters."""


def _network(n, h, k):
    """Two layers on a batch, and one step of gradient descent in the first: W' and b', written out by hand."""
    i, p, g, q = Index("i", m), Index("p", n), Index("g", h), Index("q", k)
    A0, W1, b1, Z1, A1 = matrix("A0", m, n), matrix("W1", n, h), row("b1", h), matrix("Z1", m, h), matrix("A1", m, h)
    W2, b2, Z2, A2, Y = matrix("W2", h, k), row("b2", k), matrix("Z2", m, k), matrix("A2", m, k), matrix("Y", m, k)
    W_new, b_new = matrix("W'", n, h), row("b'", h)
    down = total(times(2 / m, A2[i, q] - Y[i, q], dsigma(Z2[i, q]), W2[g, q]), q)
    forward = {
        Z1[i, g]: total(times(A0[i, p], W1[p, g]), p) + b1[g],
        A1[i, g]: sigma(Z1[i, g]),
        Z2[i, q]: total(times(A1[i, g], W2[g, q]), g) + b2[q],
        A2[i, q]: sigma(Z2[i, q]),
        E: times(1 / m, total((A2[i, q] - Y[i, q]) ** 2, q, i)),
        W_new[p, g]: W1[p, g] - alpha * total(times(A0[i, p], dsigma(Z1[i, g]), down), i),
        b_new[g]: b1[g] - alpha * total(times(dsigma(Z1[i, g]), down), i),
    }
    network = Model((A0, W1, b1, W2, b2, Y, alpha), forward)
    return TwoLayers(network, i, g, q, A0, W1, b1, Z1, A1, W2, b2, Z2, A2, Y, W_new, b_new)


same, free = _network(n, n, n), _network(n, h, k)
_line = partial(Entry, model=free.network)


def _to_the_layer_below(N, Z, W):
    slope = unchecked(HadamardProduct, dsigma(Z), Gradient(E, N.A1))
    return Gradient(E, N.A0), unchecked(MatMul, slope, W.T)


def _weights(N, W, A, Z):
    return Gradient(E, W), unchecked(MatMul, A.T, unchecked(HadamardProduct, dsigma(Z), Gradient(E, N.A1)))


def _new_weights(N, W):
    return N.W_new, unchecked(MatAdd, N.W1, times(-alpha, Gradient(E, W)))


def _row_of_bias(Z, A, i, g):
    return times(dsigma(Z[i, g]), Partial(E, A[i, g]))


def _new_bias(N, step, limits):
    return N.b_new[N.g], N.b1[N.g] - alpha * Sum(step, limits)


_last, _this = (_row_of_bias(Z, A, free.i, free.g) for Z, A in ((free.Z2, free.A2), (free.Z1, free.A1)))
_last_same = _row_of_bias(same.Z2, same.A2, same.i, same.g)

NOTE = (
    _line("S2.15", (Gradient(E, free.A1), Entries(Partial(E, free.A1[free.i, free.g]), free.i, free.g)), "definition",
          r"the gradient with respect to the activation. The $\delta^{(l)}$ of note 1 is the one with respect to "
          "the pre-activation: it has the slope as a further factor",
          proved=(((Gradient(E, free.Z1), hadamard(dsigma(free.Z1), Gradient(E, free.A1))), free.network),),
          refused=(((Gradient(E, free.A1), Gradient(E, free.Z1)), free.network),)),
    _line("S2.16", (Gradient(E, free.A2), times(2 / m, free.A2 - free.Y)), "correct", "the last layer's"),
    _line("S2.17", _to_the_layer_below(free, free.Z2, free.W2), "typo",
          r"$[L]$ must be $[l]$: the slope and the weights of this layer, not of the last; $\times$ is $\odot$",
          _to_the_layer_below(free, free.Z1, free.W1),
          refused=((_to_the_layer_below(same, same.Z2, same.W2), same.network),)),
    _line("S2.18", _weights(free, free.W2, free.A1, free.Z2), "typo",
          "$[L]$ stands beside $(l)$: all must be the same layer", _weights(free, free.W1, free.A0, free.Z1),
          refused=((_weights(same, same.W2, same.A1, same.Z2), same.network),)),
    _line("S2.20", _new_weights(free, free.W2), "typo",
          "$[L]$ must be $[l]$; the prime means updated here, and a derivative elsewhere", _new_weights(free, free.W1),
          refused=((_new_weights(same, same.W2), same.network),)),
    _line("S2.21", _new_bias(free, _last, (free.i, 0, m)), "typo",
          "$[L]$ must be $[l]$, and the sum must start at 1; it runs over examples, not neurons",
          _new_bias(free, _this, (free.i, 1, m)),
          refused=((_new_bias(same, _last_same, (same.i, 1, m)), same.network),
                   (_new_bias(same, Partial(E, same.b1[same.q]), (same.q, 1, n)), same.network))),
)  # fmt: skip
