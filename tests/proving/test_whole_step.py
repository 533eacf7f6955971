"""A reason accounts for all that changes: a rule and another true change on one line are refused."""

import pytest
from sympy import KroneckerDelta

from backprop.proving import (
    Claim,
    Derivation,
    DerivationError,
    Gradient,
    Index,
    Model,
    column,
    matrix,
    scalar,
    total,
)
from backprop.proving import Partial as P
from backprop.proving.language import dsigma, sigma, times
from backprop.proving.reasons import (
    algebra,
    as_written,
    chain_rule,
    collapse,
    definition,
    derivative_of,
    entries,
    linearity,
    result,
)

from .one_layer import C, b, i, j, k, layer, m, n, r, w, x, y, yhat, z

residual = yhat[j] - y[j]
by_b = times(residual, dsigma(z[j]))
by_output = (
    Derivation(P(C, yhat[j]), layer).step(residual, derivative_of(C)).concludes(Claim(P(C, yhat[j]), residual, layer))
)

TWO_CHANGES = {
    "algebra": (yhat[j] + z[j], sigma(z[j]) + z[j], algebra()),
    "collapse, and a definition": (total(KroneckerDelta(i, j) * yhat[j], j), sigma(z[i]), collapse()),
    "collapse, and a derivative": (
        total(KroneckerDelta(i, j) * y[j], j) + P(z[j], b[j]), y[i] + 1, collapse()),
    "entries, and a definition": (yhat + y, sigma(z) + y, entries()),
    "definition, and a derivative": (yhat[j] + P(z[j], b[j]), sigma(z[j]) + 1, definition(yhat)),
    "definition, and another": (yhat[j] + z[i], sigma(z[j]) + total(w[i, k] * x[k], k) + b[i], definition(yhat)),
    "derivative, and a definition": (
        P(C, yhat[j]) + yhat[i], residual + sigma(z[i]), derivative_of(C)),
    "derivative, and its own definition": (
        P(C, yhat[j]) + C, residual + total((yhat[i] - y[i]) ** 2, i) / 2, derivative_of(C)),
    "derivative, and its own definition, where both are named": (
        P(yhat[j], b[j]) + yhat[i], dsigma(z[j]) + sigma(z[i]), derivative_of(yhat, z)),
    "derivative, and another": (P(C, yhat[j]) + P(z[i], b[i]), residual + 1, derivative_of(C)),
    "linearity, and a definition": (P(2 * z[j], b[j]) + yhat[i], 2 * P(z[j], b[j]) + sigma(z[i]), linearity()),
    "linearity, and a derivative": (P(2 * z[j], b[j]) + P(z[i], b[i]), 2 * P(z[j], b[j]) + 1, linearity()),
    "chain rule, and a definition": (
        P(C, b[j]) + yhat[i], times(P(C, z[j]), P(z[j], b[j])) + sigma(z[i]), chain_rule()),
    "chain rule, and a definition beside it": (
        times(yhat[i], P(C, b[j])), times(sigma(z[i]), P(C, z[j]), P(z[j], b[j])), chain_rule()),
    "chain rule, and a derivative": (
        P(C, b[j]) + P(z[i], b[i]), times(P(C, z[j]), P(z[j], b[j])) + 1, chain_rule()),
    "chain rule, and one path taken": (
        P(C, b[j]) + P(C, b[i]), times(P(C, z[j]), P(z[j], b[j])) + (yhat[i] - y[i]) * dsigma(z[i]), chain_rule()),
    "chain rule through, and a definition": (
        P(C, b[j]) + yhat[i], P(C, z[j]) + sigma(z[i]), chain_rule(z)),
    "a result, and a definition": (P(C, yhat[1]) + yhat[i], yhat[1] - y[1] + sigma(z[i]), result(by_output)),
    "a result, and a derivative": (P(C, yhat[1]) + P(z[i], b[i]), yhat[1] - y[1] + 1, result(by_output)),
}  # fmt: skip


@pytest.mark.parametrize("name", TWO_CHANGES)
def test_another_true_change_on_the_line_is_refused(name):
    above, here, reason = TWO_CHANGES[name]
    Derivation(above, layer).step(here, as_written())  # the line is true
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above, layer).step(here, reason)


ONE_CHANGE = {
    "definition": (yhat[j] + P(z[j], b[j]), sigma(z[j]) + P(z[j], b[j]), definition(yhat)),
    "derivative": (P(C, yhat[j]) + yhat[i], residual + yhat[i], derivative_of(C)),
    "chain rule beside a factor": (
        times(yhat[i], P(C, b[j])), times(yhat[i], P(C, z[j]), P(z[j], b[j])), chain_rule()),
    "chain rule in one term": (
        P(C, b[j]) + P(z[i], b[i]), times(P(C, z[j]), P(z[j], b[j])) + P(z[i], b[i]), chain_rule()),
    "chain rule, every path": (
        2 * P(C, x[k]) + y[j], total(times(2, P(C, z[i]), P(z[i], x[k])), i) + y[j], chain_rule()),
    "chain rule under a sum": (
        total(y[j] * P(yhat[j], b[i]), j), total(times(y[j], P(yhat[j], z[j]), P(z[j], b[i])), j), chain_rule()),
    "a result": (P(C, yhat[1]) + yhat[i], yhat[1] - y[1] + yhat[i], result(by_output)),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_CHANGE)
def test_one_change_is_accepted_whatever_stands_beside_it(name):
    above, here, reason = ONE_CHANGE[name]
    assert Derivation(above, layer).step(here, reason).result == here


def test_paths_through_two_arrays_are_put_together():
    u, v, out, s = column("u", n), column("v", n), column("q", n), scalar("S")
    at = Index("e", n)
    model = Model((u,), {v[at]: sigma(u[at]), out[at]: v[at] ** 2 + u[at] * 3, s: total(out[at], at)})
    above = P(s, u[at])
    one = times(P(s, out[at]), P(out[at], u[at]))
    assert Derivation(above, model).step(one, chain_rule()).result == one


def concluded(left, right, model=layer):
    return Derivation(left, model).step(right, as_written()).concludes(Claim(left, right, model))


def test_a_result_for_one_entry_is_not_put_in_for_another():
    one = concluded(P(C, b[1]), (yhat[1] - y[1]) * dsigma(z[1]))
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(P(C, b[j]), layer).step(by_b, result(one))
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(P(C, b[m]), layer).step((yhat[m] - y[m]) * dsigma(z[m]), result(one))
    Derivation(P(C, b[1]) + y[j], layer).step((yhat[1] - y[1]) * dsigma(z[1]) + y[j], result(one))


def test_a_result_where_two_indices_coincide_is_not_put_in_where_they_differ():
    q, T = matrix("q", m, m), scalar("T")
    square = Model((q,), {T: total(q[i, j] ** 2, i, j)})
    known = concluded(P(T, q[j, j]), 2 * q[j, j], square)
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(P(T, q[i, j]), square).step(2 * q[i, j], result(known))
    Derivation(P(T, q[i, i]), square).step(2 * q[i, i], result(known))
    any_two = concluded(P(T, q[i, j]), 2 * q[i, j], square)
    Derivation(P(T, q[r, r]), square).step(2 * q[r, r], result(any_two))
    Derivation(P(T, q[j, i]), square).step(2 * q[j, i], result(any_two))


def test_a_result_for_part_of_a_range_stays_there():
    first = Index("f", 1)
    known = concluded(P(C, b[first]), (yhat[first] - y[first]) * dsigma(z[first]))
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(P(C, b[j]), layer).step(by_b, result(known))


def test_a_result_is_put_in_under_a_sum_and_in_a_matrix():
    known = concluded(P(C, yhat[j]), residual)
    Derivation(total(y[i] * P(C, yhat[i]), i), layer).step(total(y[i] * (yhat[i] - y[i]), i), result(known))
    Derivation(P(C, yhat[m]), layer).step(yhat[m] - y[m], result(known))
    Derivation(Gradient(C, yhat), layer).step(yhat - y, result(known))


PAST = {
    "a size": (m * z[j], m * P(z[j], b[i])),
    "one over a size": (z[j] / n, P(z[j], b[i]) / n),
    "an index": (j * z[j], j * P(z[j], b[i])),
    "another thing given": (times(y[j], z[j]), times(y[j], P(z[j], b[i]))),
    "a sum of such": (times(total(y[r], r), z[j]), times(total(y[r], r), P(z[j], b[i]))),
    "a delta": (times(KroneckerDelta(j, 1), z[j]), times(KroneckerDelta(j, 1), P(z[j], b[i]))),
    "under a sum": (total(times(y[j], z[j]), j), total(times(y[j], P(z[j], b[i])), j)),
    "a function of such": (times(sigma(y[j]), z[j]), times(sigma(y[j]), P(z[j], b[i]))),
    "two": (times(y[j], x[k], z[j]) / m, times(y[j], x[k], P(z[j], b[i])) / m),
}


@pytest.mark.parametrize("name", PAST)
def test_a_derivative_passes_any_constant(name):
    inside, outside = PAST[name]
    assert Derivation(P(inside, b[i]), layer).step(outside, linearity()).result == outside


def test_what_depends_on_the_variable_is_no_constant():
    two = times(yhat[j], z[j])
    product = times(yhat[j], P(z[j], b[j])) + times(z[j], P(yhat[j], b[j]))
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(P(two, b[j]), layer).step(product, linearity())
    own = times(b[i], z[j])
    with pytest.raises(DerivationError):
        Derivation(P(own, b[j]), layer).step(times(b[i], P(z[j], b[j])), linearity())


MISUSED = {
    "chain rule through what is given": (lambda: chain_rule(w), "w has no definition here"),
    "chain rule through a size": (lambda: chain_rule(m), "leads through an array or a number"),
    "definition of a word": (lambda: definition("z"), "definition names quantities"),
    "definition of nothing": (lambda: definition(), "definition names the quantities"),
    "definition of what is given": (lambda: definition(w), "w has no definition here"),
    "definition of an index": (lambda: definition(j), "definition names quantities"),
    "derivative of a word": (lambda: derivative_of("C"), "derivative_of names quantities"),
    "derivative of a stranger": (lambda: derivative_of(scalar("J")), "J has no definition here"),
    "the result of nothing": (lambda: result(None), "only a derivation that concludes a claim"),
    "the result of a word": (lambda: result("C"), "only a derivation that concludes a claim"),
}


@pytest.mark.parametrize("name", MISUSED)
def test_a_reason_that_is_misused_says_so(name):
    make, sentence = MISUSED[name]
    with pytest.raises((TypeError, ValueError, DerivationError), match=sentence):
        Derivation(P(C, w[j, k]), layer).step(P(C, w[j, k]), make())


def test_a_step_without_a_reason_is_given_the_first_that_does():
    steps = Derivation(P(C, z[j]), layer).step(P(C, yhat[j]) * P(yhat[j], z[j])).step(P(C, yhat[j]) * dsigma(z[j]))
    assert [str(line.reason) for line in steps.lines[1:]] == ["chain rule", "derivative of ŷ"]
    assert str(Derivation(C, layer).step(C).lines[1].reason) == "algebra"
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(C, layer).step(2 * C)


def test_a_result_for_equal_indices_is_not_one_for_any_two():
    known = concluded(P(z[j], b[j]), 1 + 0 * b[j])
    with pytest.raises(DerivationError):
        Derivation(P(z[j], b[i]), layer).step(KroneckerDelta(i, j), result(known))
