"""Note 1: two layers of 3 units, one example in a column, cross-entropy, no biases (S1.0 to S1.11).

Cross-entropy is y f_1(a) + (1 - y) f_2(a) with f_1 = -ln(a) and f_2 = -ln(1 - a). What holds for any f_1 and f_2 is
proved so; the counterexamples and S1.9 are about the logarithms. The note's delta^(l) is the gradient by the
pre-activation z^(l); its columns carry a second index 1, left out here.
"""

from functools import partial

import numpy as np
from sympy import KroneckerDelta, MatMul, Symbol, exp, log, nsolve

from backprop.checking.ledger.entry import Entry, refusal, unchecked
from backprop.proving import Model
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Partial,
    column,
    dsigma,
    f1,
    f2,
    hadamard,
    matrix,
    scalar,
    sigma,
    times,
    total,
)

a0, W1, z1, a1 = column("a0", 2), matrix("W1", 3, 2), column("z1", 3), column("a1", 3)
p, g = Index("p", 2), Index("g", 3)
J = scalar("J")


def logistic(u):
    """1 / (1 + exp(-u)), the sigmoid written out."""
    return 1 / (1 + exp(-u))


def cross_entropy(a, y):
    """-(y ln a + (1 - y) ln(1 - a))."""
    return -(y * log(a) + (1 - y) * log(1 - a))


def _any_cost(a, y):
    return y * f1(a) + (1 - y) * f2(a)


def _network(outputs, cost=_any_cost, last=sigma):
    """Layer 2 with this many units on top of layer 1: its index, its arrays and the model."""
    q = Index("q", outputs)
    W2, z2, a2, y = matrix("W2", outputs, 3), column("z2", outputs), column("a2", outputs), column("y", outputs)
    model = Model(
        (a0, W1, W2, y),
        {
            z1[g]: total(times(W1[g, p], a0[p]), p),
            a1[g]: sigma(z1[g]),
            z2[q]: total(times(W2[q, g], a1[g]), g),
            a2[q]: last(z2[q]),
            J: total(cost(a2[q], y[q]), q),
        },
    )
    return q, W2, z2, a2, y, model


q, W2, z2, a2, y, network = _network(3)
*_, with_logarithms = _network(3, cross_entropy, logistic)
_, W2_single, z2_single, a2_single, y_single, one_output = _network(1)
last_layer = Model((z2, y), {a2[q]: logistic(z2[q]), J: total(cross_entropy(a2[q], y[q]), q)})
delta1, delta2 = Gradient(J, z1), Gradient(J, z2)
_line = partial(Entry, model=network)


def _one_path(a2, z2):
    return (
        Partial(J, W1[1, 1]),
        times(Partial(J, a2[1]), Partial(a2[1], z2[1]), Partial(z2[1], a1[1]), Partial(a1[1], z1[1]),
              Partial(z1[1], W1[1, 1])),
    )  # fmt: skip


def _one_unit_has_one_path():
    """That S1.2 is right as it stands if layer 2 has one unit"""
    return refusal(_one_path(a2_single, z2_single), one_output) is None


def _last_factor(z, a):
    """The three equations of S1.3 with this pre-activation and this input."""
    return (
        (Partial(z[1], W1[1, 1]), a[1]),
        (Partial(z[2], W1[1, 1]), 0 * a[1]),
        (Partial(z[1], W1[1, 2]), a[2]),
    )


_back_to_a1 = total(times(Partial(J, z2[q]), W2[q, 1]), q)
_back_by_chain = total(times(Partial(J, z2[q]), Partial(z2[q], a1[1])), q)


def _layout_only():
    """That W^(1) and delta^(1) side by side are no product"""
    return refusal((unchecked(MatMul, W1, delta1),), network) is not None


def _star_is_no_product():
    """That NumPy's * of W2.T and a column of delta silently gives a 3 x 3 array"""
    weights, delta = np.arange(9.0).reshape(3, 3), np.ones((3, 1))
    return (weights.T * delta).shape == (3, 3) and (weights.T @ delta).shape == (3, 1)


def _agrees_where_z_is_its_own_sigmoid():
    """That sigma(a)(1 - sigma(a)) is 0.235 at z = 0 instead of 1/4, and agrees with sigma'(z) only at |z| = sigma(z)"""
    u = Symbol("u", real=True)
    a = logistic(u)
    excess = logistic(a) * (1 - logistic(a)) - a * (1 - a)
    roots = [float(nsolve(sign * u - a, u, start)) for sign, start in ((1, 0.6), (-1, -0.4))]
    return (
        abs(float(excess.subs(u, 0)) - (0.23500371 - 0.25)) < 1e-8
        and np.allclose(roots, [0.659046, -0.401058], atol=1e-6)
        and all(abs(float(excess.subs(u, r))) < 1e-12 for r in roots)
    )


def _outer_in_one_dimension():
    """That delta @ a.T is no outer product of 1-D arrays, and np.outer is"""
    delta, a = np.ones(3), np.ones(3)
    return np.ndim(delta @ a.T) == 0 and np.outer(delta, np.ones(2)).shape == (3, 2)


NOTE = (
    _line("S1.0", (a1, Entries(a1[g], g)), "correct", "a column of 3; the layer is not stated"),
    _line("S1.1", (Gradient(J, W1), Entries(Partial(J, W1[g, p]), g, p), delta1), "wrong",
          r"a $3 \times 2$ matrix is not a column of 3: the input is missing",
          (Gradient(J, W1), Entries(Partial(J, W1[g, p]), g, p), times(delta1, a0.T))),
    _line("S1.2", _one_path(a2, z2), "wrong", "one path of three: the sum over the units of layer 2 is missing. "
          "With one such unit the line is right",
          (Partial(J, W1[1, 1]),
           times(total(times(Partial(J, a2[q]), Partial(a2[q], z2[q]), Partial(z2[q], a1[1])), q),
                 Partial(a1[1], z1[1]), Partial(z1[1], W1[1, 1]))),
          besides=_one_unit_has_one_path, refused=((_one_path(a2, z2), with_logarithms),)),
    _line("S1.3", _last_factor(z2, a0), "typo",
          "the layers are numbered otherwise than in the rest of the note, which needs $z^{(1)}$ and $a^{(0)}$; and it "
          "is the last factor of the chain, not all of it", _last_factor(z1, a0), reading="reconstructed"),
    _line("S1.4", (Partial(z1[1], W1[g, p]), times(KroneckerDelta(g, 1), a0[p])), "correct",
          "row 1 of the weights, and no other"),
    _line("S1.5", (Entries(times(a0[p], Partial(J, z1[g])), g, p), times(delta1, a0.T)), "ambiguous",
          "an outer product where $a_1$ is the layer's input; read as the layer's own activation, the shapes differ. "
          "A label under the brace is unreadable",
          reading="reconstructed", besides=_layout_only, refused=(
              ((Entries(times(a0[p], Partial(J, z1[g])), g, p), times(delta1, a1.T)), network),)),
    _line("S1.6", (Partial(J, z1[1]), _back_by_chain, _back_to_a1), "wrong",
          "the right side is the derivative with respect to the activation: the factor $\\sigma'$ is missing",
          ((Partial(J, z1[1]), times(_back_by_chain, dsigma(z1[1])), times(_back_to_a1, dsigma(z1[1]))),
           (Partial(J, a1[1]), _back_by_chain, _back_to_a1)),
          refused=(((Partial(J, z1[1]), _back_to_a1), with_logarithms),)),
    _line("S1.7", (Gradient(J, a1), times(W2.T, delta2)), "correct",
          "with a matrix product, as the note says; `W2.T * delta` in NumPy is something else",
          besides=_star_is_no_product),
    _line("S1.8", ((z1, times(W1, a0)), (z2, times(W2, a1))), "definition",
          "one matrix of weights for each layer; $a^{(0)}$ is the input"),
    _line("S1.9", (Partial(J, z2[q]), times(Partial(J, a2[q]), logistic(a2[q]), 1 - logistic(a2[q]))), "wrong",
          "the sigmoid is taken of the activation, a second time; it must be taken of the pre-activation",
          (Partial(J, z2[q]), times(Partial(J, a2[q]), logistic(z2[q]), 1 - logistic(z2[q])),
           times(Partial(J, a2[q]), a2[q], 1 - a2[q]), a2[q] - y[q]),
          model=last_layer, besides=_agrees_where_z_is_its_own_sigmoid),
    _line("S1.10", ((Gradient(J, W2), times(delta2, a1.T)), (Gradient(J, W1), times(delta1, a0.T))), "correct",
          "as the gradient; the update is minus the learning rate times this", besides=_outer_in_one_dimension),
    _line("S1.11", (delta1, hadamard(times(W2.T, delta2), dsigma(z1))), "correct if",
          r"the first $\times$ is a matrix product and the second is taken entry by entry; the note writes both alike",
          refused=(((delta1, unchecked(MatMul, W2.T, delta2, dsigma(z1))), network),)),
)  # fmt: skip
