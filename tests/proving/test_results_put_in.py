"""A result is put in for any part of a line: a name, a sum, an entry of a matrix; with other indices where they stand
for any.
"""

import pytest
from sympy import Integer, OneMatrix, exp, log

from backprop.proving import Claim, Derivation, DerivationError, Model, Partial, result
from backprop.proving.language import (
    Entry,
    Index,
    column,
    dsigma,
    hadamard,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.reasons import as_written
from backprop.results import every_layer

m, n, k = size("m"), size("n"), size("k")
i, j, r = (Index(letter, m) for letter in "ijr")
p, q = Index("p", n), Index("q", n)
W, V, x, b, E, S = matrix("W", m, n), matrix("V", m, m), column("x", n), column("b", m), scalar("E"), scalar("S")
z, a, prob, delta = (column(name, m) for name in ("z", "a", "prob", "delta"))
layer = Model(
    (W, V, x, b),
    {
        z[j]: total(W[j, p] * x[p], p) + b[j],
        prob[j]: exp(z[j]) / total(exp(z[i]), i),
        a[j]: sigma(z[j]),
        S: total(a[j] ** 2, j) / 2,
        delta[j]: Partial(S, z[j]),
    },
)


def concluded(left, right, model=layer):
    return result(Derivation(left, model).step(right, as_written()).concludes(Claim(left, right, model)))


one = concluded(total(prob[j], j), Integer(1))
slope = concluded(delta[j], a[j] * dsigma(z[j]))
logits = concluded(z, times(W, x) + b)
squares = concluded(S, Entry(times(a.T, a)) / 2)

PUT_IN = {
    "a name": (delta[j] * x[p], a[j] * dsigma(z[j]) * x[p], slope),
    "a name, at another index": (delta[i], a[i] * dsigma(z[i]), slope),
    "a name, at a number": (delta[1] + delta[m], a[1] * dsigma(z[1]) + a[m] * dsigma(z[m]), slope),
    "a name, under a sum": (total(delta[j] * b[j], j), total(a[j] * dsigma(z[j]) * b[j], j), slope),
    "a name, in a matrix": (times(delta, x.T), times(hadamard(a, dsigma(z)), x.T), slope),
    "a name, the other way round": (a[j] * dsigma(z[j]) + b[j], delta[j] + b[j], slope),
    "a sum": (x[p] * total(prob[i], i), x[p], one),
    "a sum, a factor under it": (total(x[p] * prob[i], i), x[p], one),
    "a sum of a sum": (total(V[i, j] * total(prob[r], r), i, j), total(V[i, j], i, j), one),
    "a sum, as a product of matrices": (times(OneMatrix(1, m), prob, x.T), x.T, one),
    "a sum under a logarithm": (log(total(prob[i], i) + 1), log(Integer(2)), one),
    "a matrix, in a matrix": (hadamard(z, a), hadamard(times(W, x) + b, a), logits),
    "a matrix, at an entry": (z[2 - 1], total(W[1, p] * x[p], p) + b[1], logits),
    "a number": (3 * S + b[j], 3 * Entry(times(a.T, a)) / 2 + b[j], squares),
}  # fmt: skip


@pytest.mark.parametrize("name", PUT_IN)
def test_a_result_is_put_in_for_a_part_of_a_line(name):
    above, here, reason = PUT_IN[name]
    assert Derivation(above, layer).step(here, reason).lines[1].reason is reason


@pytest.mark.parametrize("name", PUT_IN)
def test_another_change_beside_a_result_is_refused(name):
    above, here, reason = PUT_IN[name]
    ones = OneMatrix(*here.shape) if here.is_Matrix else Integer(1)
    beside, opened = prob[1] * ones, exp(z[1]) / total(exp(z[i]), i) * ones
    if reason in (one, logits):
        beside, opened = a[1] * ones, sigma(z[1]) * ones
    Derivation(above + beside, layer).step(here + beside, reason)
    Derivation(above + beside, layer).step(here + opened, as_written())
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(above + beside, layer).step(here + opened, reason)


NOT_THAT = {
    "one entry, for another": (delta[j], a[j] * dsigma(z[j]), concluded(delta[1], a[1] * dsigma(z[1]))),
    "part of a range": (
        delta[j], a[j] * dsigma(z[j]), concluded(delta[(f := Index("f", 1))], a[f] * dsigma(z[f]))),
    "a name inside a derivative": (
        Partial(a[j], z[i]), Partial(sigma(z[j]), z[i]), concluded(a[j], sigma(z[j]))),
    "two indices that coincided": (
        V[i, j] * delta[1], V[i, j] * a[1] * dsigma(z[1]), concluded(V[i, i] * delta[1], V[i, i] * a[1] * dsigma(z[1]))),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_THAT)
def test_what_is_not_the_result_is_refused(name):
    above, here, reason = NOT_THAT[name]
    Derivation(above, layer).step(here, as_written())
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(above, layer).step(here, reason)


def test_an_index_of_the_pattern_is_not_one_that_the_part_binds():
    """What is summed by one index is not what is summed with that index in two places."""
    by_row = concluded(total(V[i, j] * a[j], j), total(V[i, j] * sigma(z[j]), j))
    Derivation(total(V[i, j] * a[j], i, j), layer).step(total(V[i, j] * sigma(z[j]), i, j), by_row)
    with pytest.raises(DerivationError, match="only that result"):
        Derivation(total(V[j, j] * a[j], j), layer).step(total(V[j, j] * sigma(z[j]), j), by_row)


def test_factors_and_terms_may_stand_in_any_order():
    known = concluded(total(V[i, j] * prob[j], j), total(V[i, j] * exp(z[j]), j) / total(exp(z[j]), j))
    Derivation(x[1] * total(prob[i] * V[r, i], i), layer).step(
        x[1] * total(V[r, j] * exp(z[j]), j) / total(exp(z[j]), j), known
    )


def test_the_equation_of_every_layer_is_put_in():
    claim, at, below = (
        every_layer.ENTRIES["delta"],
        every_layer.delta[every_layer.j],
        every_layer.a_below[every_layer.p],
    )
    proof = Derivation(at, every_layer.layer).step(claim.right, as_written()).concludes(claim)
    Derivation(at * below, every_layer.layer).step(claim.right * below, result(proof))
