"""What is built on derivations is judged too: each attack here was once accepted and is false, or ended in a traceback.

Beside the refused stands its neighbour that is true, and differs in the one condition.
"""

import pytest
from sympy import Inverse, OneMatrix, Symbol, Trace
from sympy.matrices.expressions import HadamardPower, MatMul

from backprop.proving import Derivation, DerivationError, Model, Recursion, adjoint
from backprop.proving.language import (
    Gradient,
    Index,
    NotUnderstood,
    Partial,
    Pullback,
    dsigma,
    hadamard,
    matrix,
    plain,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.language.notation import Activation
from backprop.proving.methods import recursion
from backprop.proving.reasons import as_written

m, n = size("m"), size("n")
i, k, p, q = Index("i", m), Index("k", n), Index("p", n), Index("q", n)
W, Z, V, X, G = matrix("W", n, n), matrix("Z", m, n), matrix("V", m, n), matrix("X", m, n), matrix("G", m, n)
C, E, t = scalar("C"), scalar("E"), scalar("t")
ONES = OneMatrix(m, n)

LOST_PATHS = {
    "an entry": (times(W[1, 1], ONES), "the scalar factor of W_11 1 holds W"),
    "a trace": (times(Trace(W), ONES), r"the scalar factor of tr\(W\) 1 holds W"),
    "a trace of a product": (times(1 + Trace(times(W.T, W)) ** 2, X), "the scalar factor of .* holds W"),
    "an entry inside": (sigma(X + times(W[1, 1] ** 2, X)), "the scalar factor of .* holds W"),
    "an entry of the array before": (times(X[1, 1], X, W), "the scalar factor of .* holds X"),
}


@pytest.mark.parametrize(("definition", "sentence"), LOST_PATHS.values(), ids=LOST_PATHS)
def test_no_path_of_a_recursion_is_lost(definition, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Recursion({Z: definition, V: times(Z, W)}, E)


def test_the_referees_see_a_path_that_the_recursion_does_not(monkeypatch):
    """The line without the path through W_11 is put before them as it stands."""
    monkeypatch.setattr(recursion, "holds", lambda right, array: array in recursion.arrays_in(right))
    with pytest.raises(DerivationError, match="is wrong: the two sides differ"):
        Recursion({Z: times(W[1, 1], ONES), V: times(Z, W)}, E)


def test_a_lost_term_of_a_sum_is_seen_by_the_referees(monkeypatch):
    whole = recursion.gathered
    monkeypatch.setattr(recursion, "gathered", lambda t, var: whole(t if isinstance(t[0], Pullback) else t[:1], var))
    with pytest.raises(DerivationError, match="is wrong: the two sides differ"):
        Recursion({Z: sigma(X), V: Z + X}, E)


NO_COSTS = [None, 0, "E", Trace(W), E + 1, E**2, Symbol("E"), m, Index("E", m), W, W[1, 1], Partial(E, t)]


@pytest.mark.parametrize("cost", NO_COSTS, ids=str)
def test_a_cost_is_a_number_of_which_nothing_is_known(cost):
    with pytest.raises(NotUnderstood, match="the cost of a recursion is a number of which nothing is known"):
        Recursion({Z: times(X, W)}, cost)


@pytest.mark.parametrize("name", ["W", "X", "Z", "t", "m", "n"])
def test_a_cost_has_a_name_of_its_own(name):
    with pytest.raises(NotUnderstood, match=f"the cost is called {name}, and so is something in the recursion"):
        Recursion({Z: times(t, X, W)}, scalar(name))


NO_FORWARDS = {
    "nothing": ({}, "takes arrays in order"),
    "no dictionary": (None, "takes arrays in order"),
    "an entry of no array": ({Z: times(matrix("Q", n, n)[1, 1], X)}, "mentions Q.1, 1., which is not defined"),
    "a derivative": ({Z: hadamard(Gradient(E, X), X)}, "holds no derivative"),
    "a derivative by an entry": ({Z: times(Partial(C, X[1, 1]), X)}, "holds no derivative"),
    "a number called like an array": ({Z: times(scalar("X"), X)}, "same name"),
    "shapes that fit by chance": ({Z: MatMul(X, matrix("W", m, n))}, "the shapes do not fit"),
    "an index": ({Z: times(i, X)}, "the index i stands free"),
}


@pytest.mark.parametrize(("forward", "sentence"), NO_FORWARDS.values(), ids=NO_FORWARDS)
def test_a_recursion_takes_arrays_that_are_defined(forward, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Recursion(forward, E)


def test_numbers_and_powers_take_part_in_a_recursion():
    found = Recursion({Z: times(t, X, W), V: times(HadamardPower(Z, 2), W**2)}, E)
    where = {
        Z[i, k]: total(times(t, X[i, p], W[p, k]), p),
        V[i, k]: total(Z[i, p] ** 2 * total(W[p, q] * W[q, k], q), p),
        E: total(V[i, k] ** 2, i, k),
    }
    model = Model((t, X, W), where)
    for array in (X, W, Z):
        Derivation(Gradient(E, array), model).step(found.closed(array), as_written())


def test_a_recursion_cannot_be_changed_once_it_is_judged():
    found = Recursion({Z: times(X, W)}, E)
    with pytest.raises(TypeError):
        found.lines[W] = times(2, found.lines[W])
    with pytest.raises(NotUnderstood, match="the recursion has no line for Z; it has one for W, X"):
        found.closed(Z)


twice = type("twice", (Activation,), {"fdiff": lambda self, argindex=1: 2 * dsigma(self.args[0])})
stolen = type("stolen", (Activation,), {"fdiff": lambda self, argindex=1: dsigma(self.args[0])})

NO_ADJOINTS = {
    "a slope without a name": (G, twice(X), X, NotUnderstood, "the slope of twice has no name of its own"),
    "the slope of another": (G, stolen(X), X, DerivationError, "is wrong|not proved"),
    "a slope of a slope": (G, dsigma(X), X, NotUnderstood, "the slope of dsigma has no name of its own"),
    "a derivative held fixed": (G, hadamard(Gradient(E, Z), X), X, NotUnderstood, "holds no derivative"),
    "an inverse": (W, Inverse(W), W, NotUnderstood, "only whole positive powers"),
    "a number": (G, t, X, NotUnderstood, "a matrix expression is pulled back to an array; got t"),
    "by a number": (G, times(t, X), t, NotUnderstood, "a matrix expression is pulled back to an array"),
    "by an entry": (G, X, X[1, 1], NotUnderstood, "a matrix expression is pulled back to an array"),
    "no cotangent": (None, X, X, NotUnderstood, "a cotangent is a matrix; got None"),
    "another shape": (G.T, X, X, NotUnderstood, "the cotangent has the shape"),
    "two shapes of one name": (G, times(X, matrix("X", n, n)), X, NotUnderstood, "same name"),
    "a negative power": (W, HadamardPower(W, -1), W, NotUnderstood, "whole positive powers"),
}


@pytest.mark.parametrize(("G", "expr", "var", "kind", "sentence"), NO_ADJOINTS.values(), ids=NO_ADJOINTS)
def test_adjoint_returns_nothing_that_was_not_judged(G, expr, var, kind, sentence):
    with pytest.raises(kind, match=sentence):
        adjoint(G, expr, var)


def test_adjoint_puts_any_cotangent_in():
    """The cotangent may be a derivative, or hold the variable: it is held fixed."""
    assert plain(adjoint(Gradient(E, Z), times(X, W), W)) == "Xᵀ ∂E/∂Z"
    assert adjoint(X, hadamard(X, X), X).has(X)
    assert adjoint(G, X, X) == G
    assert plain(adjoint(X.T, times(W, Z.T), W)) == "Xᵀ Z"
    assert adjoint(G, times(t, X), X) == times(t, G)
