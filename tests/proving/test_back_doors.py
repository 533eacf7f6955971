"""Ways around the line-by-line judgement: claims, the models given to the recursion, expansions, and kinds of step.

Each was open once. A factor such as `ONCE` or 10x - 7 is 0 wherever a referee tries numbers.
"""

import pytest
from sympy import I, Integer, KroneckerDelta, Mul, OneMatrix, Pow, Rational, Sum, Symbol, Trace, exp, expand, oo

from backprop.proving import Claim, Derivation, DerivationError, Model, Recursion, Translation, adjoint
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    NotUnderstood,
    Partial,
    column,
    diagonal,
    hadamard,
    matrix,
    row,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.methods.expansion import Expansion, Im, O, at, f, h, over, plus
from backprop.proving.methods.expansion import i as unit
from backprop.proving.methods.expansion import x as point
from backprop.proving.reasons import as_written, chain_rule, collapse, derivative_of, linearity, result
from backprop.results.batch import Z, batch
from backprop.results.columns import COLUMNS, TO_ROWS, a, columns

from .one_layer import C, b, j, k, layer, w, x, y, yhat, z

m, n = size("m"), size("n")
N = size("N")
i, l = Index("i", m), Index("l", m)
s, t, T, E = scalar("s"), scalar("t"), scalar("T"), scalar("E")
v, u, q = column("v", m), matrix("u", m, n), matrix("q", m, m)
plain = Model((v, u, q, t), {T: total(v[i] * u[i, Index("k", n)], Index("k", n), i)})
ONCE = expand(Mul(*[m - a for a in range(1, 9)]))


FALSE_CLAIMS = {
    "another shape": (Gradient(T, u), times(v, OneMatrix(1, n)), v),
    "a number for a matrix": (times(v, OneMatrix(1, n)), times(v, OneMatrix(1, n)), Integer(1)),
    "a dependent range": (t, t, t + Sum(m * KroneckerDelta(l, 1) * v[i] - v[i], (i, 1, l), (l, 1, m))),
    "no range for small sizes": ((m - 4) * t, (m - 4) * t, Sum(t, (i, 5, m))),
    "0/0": (t, t, times(t, v[1], 1 / v[1])),
    "an undefined name": (t, t, plus(t, Mul(0, scalar("zz"), evaluate=False))),
    "an index outside": (t, t, plus(t, Mul(0, v[m + 7], evaluate=False))),
    "the trace of a column": (total(v[i], i), total(v[i], i), Trace(v)),
}


@pytest.mark.parametrize(("start", "line", "right"), FALSE_CLAIMS.values(), ids=FALSE_CLAIMS)
def test_a_claim_is_judged_like_a_line(start, line, right):
    derivation = Derivation(start, plain)
    if line != start:
        derivation.step(line, as_written())
    with pytest.raises(DerivationError):
        derivation.concludes(Claim(start, right, plain))
    assert derivation.claim is None


def test_only_a_claim_is_concluded():
    with pytest.raises(TypeError, match="concludes a Claim; got a One"):
        Derivation(t, plain).concludes(Integer(1))


def test_an_equal_claim_in_other_words_is_still_concluded():
    assert Derivation(total(v[i], i), plain).concludes(Claim(total(v[l], l), total(v[l], l), plain)).claim


def test_the_row_that_stands_for_any_cannot_be_named():
    own = Index("row", m)
    with pytest.raises(DerivationError, match="row"):
        Derivation(times(v[own], q), plain)


def test_an_array_is_a_column_or_a_row():
    with pytest.raises(DerivationError, match="has v as a column and as a row"):
        Derivation(times(v, v.T), plain).step(times(v, row("v", m)), as_written())


@pytest.mark.parametrize(
    "low, high", [(1, m - Rational(1, 2)), (Rational(1, 2), 3), (1, m / 2)], ids=["high", "low", "half"]
)
def test_limits_are_whole_numbers(low, high):
    with pytest.raises(DerivationError, match="limits are whole numbers"):
        Derivation(ONCE * Sum(t, (i, low, high)), plain)


def test_sizes_are_whole_numbers():
    with pytest.raises(NotUnderstood, match="a size is a whole number; got m/2"):
        Model((column("r", m / 2),), {})
    with pytest.raises(DerivationError):
        Derivation((m - 1) * total(t, Index("h", m / 2)), plain)


X, W, Z1, A1 = matrix("X", m, n), matrix("W", n, N), matrix("Z", m, N), matrix("A", m, N)
H, Q, V = matrix("H", m, n), matrix("Q", n, n), matrix("V", m, n)
BAD_MODELS = {
    "turned": ({matrix("Z", N, m): times(X, W)}, "Z has the shape"),
    "column": ({column("Z", m): times(X, W)}, "Z has the shape"),
    "by itself": ({Z1: Z1 + times(X, W), A1: sigma(Z1)}, "Z is computed after it has been used"),
    "given and computed": ({Z1: times(X, W), X: sigma(X)}, "X is computed after it has been used"),
    "circular": ({H: sigma(times(H, Q)), V: times(H, Q)}, "H is computed after it has been used"),
    "one name": ({Z1: times(X, W), V: times(Z1, matrix("W", N, n))}, "two different arrays are called W"),
    "out of order": ({A1: sigma(Z1), Z1: times(X, W)}, "Z is computed after it has been used"),
    "of no use": ({Z1: times(X, W), A1: times(X, W)}, "Z reaches nothing"),
    "entries": ({A1: Entries(sigma(Z1[i, Index("p", N)]), i, Index("p", N))}, "each by a matrix expression"),
    "a number": ({E: times(X, W)}, "the recursion takes arrays"),
}


@pytest.mark.parametrize(("forward", "sentence"), BAD_MODELS.values(), ids=BAD_MODELS)
def test_the_recursion_refuses_a_model_out_of_order(forward, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Recursion(forward, E)


def test_an_entry_of_the_variable_is_not_overlooked_by_the_adjoint():
    g = matrix("g", m, m)
    with pytest.raises(NotUnderstood, match="no adjoint rule for a Entries"):
        adjoint(g, Entries(q[i, l] ** 2, i, l), q)
    with pytest.raises(NotUnderstood, match="the scalar factor"):
        adjoint(g, times(q[1, 1], q), q)


def test_a_dictionary_is_proved_for_what_both_models_compute():
    with pytest.raises(DerivationError, match="wrong"):
        Translation(columns, {**TO_ROWS, a: Z.T}, batch).equality(COLUMNS["w"])


BLIND = 10 * point - 7
FALSE_EXPANSIONS = {
    "f far away": (times(h, f()(-1 / h**2)), O(h), "no polynomial in the step"),
    "f at 1/h": (times(BLIND, h, f()(1 / h)), O(h), "no polynomial in the step"),
    "a second h": (over(h, Symbol("h")), O(h), "not x, h, i or the name of a positive number"),
    "a second x": (times(h, Symbol("x")), O(h), "not x, h, i or the name of a positive number"),
    "f divided by f": (over(times(h, f()(point)), f()(point)), h, "a division by f"),
    "SymPy's i": (over(Im(f()(at(times(I, h)))), h), plus(f(1)(point), O(h**2)), "SymPy's I"),
    "a root of -1": (Im(times(BLIND, Pow(-1, Rational(1, 3)))), Integer(0), "only positive numbers"),
    "a slope by i": (times(BLIND, Partial(times(unit, h), unit)), Integer(0), "a derivative by i"),
}


@pytest.mark.parametrize(("above", "here", "sentence"), FALSE_EXPANSIONS.values(), ids=FALSE_EXPANSIONS)
def test_false_expansions_are_refused(above, here, sentence):
    with pytest.raises(DerivationError, match=sentence):
        Expansion(above).step(here, as_written())


def test_one_point_is_not_enough_to_try_an_expansion_at():
    with pytest.raises(DerivationError, match="is wrong"):
        Expansion(times(BLIND, h)).step(times(2, BLIND, h), as_written())


def test_the_scope_counts_the_derivatives_that_were_taken():
    proof = Expansion(Partial(f()(at(h)), h)).step(plus(f(1)(point), O(h)), as_written())
    assert "2 continuous derivatives" in proof.scope


far = column("far", m)
deeper = Model((far, b, y), {z[j]: far[j] + b[j], yhat[j]: sigma(z[j]), C: total((yhat[j] - y[j]) ** 2, j)})
OTHER_KINDS = {
    "no path": (Partial(C, b[j]), Partial(C, b[j]) + Partial(x[1], w[1, 1]), chain_rule(), layer),
    "a factor of 1": (t, times(t, Partial(v[i], v[i])), chain_rule(), plain),
    "linearity": (Partial(2 * z[j] + y[j], b[j]), 2 * Partial(z[j], b[j]), chain_rule(), layer),
    "a power": (Partial(C, b[j]), times(Partial(C, z[j]), Partial(z[j], b[j]) ** 3), chain_rule(), layer),
    "another end": (Partial(C, b[j]), times(Partial(C, z[j]), Partial(z[j], far[j])), chain_rule(), deeper),
    "no sum": (v[i] * KroneckerDelta(i, l) + t * KroneckerDelta(i, l), (v[i] + t) * KroneckerDelta(i, l), collapse(),
               plain),
    "no derivative": (yhat[j], sigma(z[j]), derivative_of(yhat[j]), layer),
}  # fmt: skip


@pytest.mark.parametrize(("above", "here", "reason", "model"), OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_a_step_of_another_kind_is_refused(above, here, reason, model):
    Derivation(above, model).step(here, as_written())  # the line is true
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above, model).step(here, reason)


def test_a_constant_with_a_name_stands_outside_too():
    outside = total(Partial(z[j], b[1]), j) / layer.sizes[0]
    moved = Derivation(Partial(total(z[j], j) / layer.sizes[0], b[1]), layer).step(outside, linearity())
    assert moved.result == outside
    with pytest.raises(DerivationError, match="not by this reason"):  # z is no constant
        Derivation(Partial(z[1] * total(z[j], j), b[1]), layer).step(
            z[1] * total(Partial(z[j], b[1]), j) + total(z[j], j) * Partial(z[1], b[1]), linearity()
        )


def test_a_chain_can_be_made_longer():
    two = times(Partial(C, yhat[j]), Partial(yhat[j], w[j, k]))
    three = times(Partial(C, yhat[j]), Partial(yhat[j], z[j]), Partial(z[j], w[j, k]))
    assert Derivation(two, layer).step(three, chain_rule()).result == three


def test_the_number_e_stops_no_referee():
    """Written out, the exponential of a sum over a delta is a number, and no polynomial."""
    once = times(t, exp(total(KroneckerDelta(i, l), i)))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(once, plain).step(2 * t, as_written())
    twice = times(t, exp(times(total(KroneckerDelta(i, l), i), total(KroneckerDelta(i, l), i))))
    assert Derivation(once, plain).step(twice, as_written()).result == twice


def test_what_is_no_array_is_no_way_through():
    for through in (z[j], m, "z"):
        with pytest.raises(TypeError, match="leads through an array"):
            chain_rule(through)


def test_a_result_leaves_other_derivatives_alone():
    known = Derivation(Partial(z[j], x[k]), layer).step(w[j, k], derivative_of(z[j]))
    known.concludes(Claim(Partial(z[j], x[k]), w[j, k], layer))
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(Partial(2 * z[j] + z[1], x[k]), layer).step(2 * w[j, k] + w[1, k], result(known))


def test_a_sum_runs_over_an_index():
    with pytest.raises(TypeError, match="a sum runs over an Index"):
        total(v[i], m)
    with pytest.raises(DerivationError, match="holds oo, which is no number"):
        Derivation(t, plain).step(Sum(t, (i, 1, oo)), as_written())
    with pytest.raises(DerivationError):
        Derivation(hadamard(v, v), plain).step(times(diagonal(v), q), as_written())


def test_powers_that_sympy_makes_of_products_are_understood():
    """The slope of a sigmoid is a - a (.) a, and SymPy writes a power for the product."""
    gate = Model((v, q), {})
    slope = v - hadamard(v, v)
    Derivation(slope, gate).step(Entries(v[i] * (1 - v[i]), i), as_written())
    assert "v ⊙ v" in repr(Derivation(slope, gate))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(slope, gate).step(Entries(v[i] * (2 - v[i]), i), as_written())
    square = q + q * q
    Derivation(square, gate).step(q + times(q, q), as_written())
    assert "q q" in repr(Derivation(square, gate))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(square, gate).step(q + times(q, q.T), as_written())
    with pytest.raises(DerivationError, match="whole positive powers"):
        Derivation(q**-1, gate)


def test_an_array_of_a_model_may_be_called_as_the_cotangent_is():
    gate, out = matrix("G", m, n), matrix("V", m, n)
    found = Recursion({gate: sigma(X), out: hadamard(gate, X)}, E)
    assert found.lines[X].has(Gradient(E, gate)) and found.lines[X].has(Gradient(E, out))
    assert found.lines[gate] == hadamard(Gradient(E, out), X)
