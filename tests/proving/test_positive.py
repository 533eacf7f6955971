"""What a line may divide by: proved positive for every size and every number, and never more than that."""

import pytest
from sympy import Integer, Rational, Sum, Symbol, exp, log

from backprop.proving import Index, column, scalar, sigma, size, total
from backprop.proving.language import absolute, relu
from backprop.proving.meaning.positive import positive

m, n = size("m"), size("n")
i, j = Index("i", m), Index("j", m)
z, t = column("z", m), scalar("t")
partition = total(exp(z[j]), j)
a = 1 / (1 + exp(-t))

POSITIVE = {
    "a number": Rational(1, 7),
    "a size": m * n,
    "an exponential": exp(-t),
    "one and an exponential": 1 + exp(-t),
    "a sum of exponentials": partition,
    "a sum over a part that is never empty": Sum(exp(z[1]), (j, 1, n + 2)),
    "an exponential divided by their sum": exp(z[i]) / partition,
    "a difference, over one denominator": 1 - a,
    "a difference of the argument of an exponential": 1 - 1 / (1 + exp(-total(z[j] * t, j))),
    "a product of such": a * (1 - a),
    "a logarithm of a number above 1": log(2),
    "a logarithm of what is above 1": log(1 + exp(t)),
    "an even power of what is not 0": Symbol("c", real=True, nonzero=True) ** 2,
    "a sum of nothing beside one": 1 + Sum(0, (j, 1, n)),
    "the absolute value of what is positive": absolute(1 + t**2),
    "relu of what is positive": relu(1 + t**2),
    "the absolute value of what is negative": absolute(-1 - t**2),
}
NOT = {
    "zero": Integer(0),
    "a negative number": Integer(-2),
    "a real number": t,
    "an even power of what may be 0": t**2,
    "an entry": z[i],
    "an activation": sigma(t),
    "a logarithm of what may be 1": log(1 + t**2),
    "a logarithm of what is less than 1": log(Rational(1, 2)),
    "the absolute value of what may be 0": absolute(t),
    "relu of what may be negative": relu(t),
    "one less an exponential": 1 - exp(-t),
    "the difference the wrong way round": a - 1,
    "a difference that is 0": exp(t) - exp(t + 1 - 1),
    "one term that may be negative": exp(t) + z[i],
    "a sum with an empty range for m = 1": Sum(exp(z[j]), (j, 2, m)),
    "two sums of nothing": Sum(0, (j, 1, n)) + Sum(0, (j, 1, m)),
    "an odd power of what may be negative": Symbol("c", real=True, nonzero=True) ** 3,
    "a softmax's rest, which is 0 for one class": 1 - exp(z[i]) / partition,
}


@pytest.mark.parametrize("expr", POSITIVE.values(), ids=POSITIVE)
def test_what_is_positive_is_seen(expr):
    assert positive(expr) is True


@pytest.mark.parametrize("expr", NOT.values(), ids=NOT)
def test_what_may_be_zero_or_negative_is_not_taken_for_positive(expr):
    assert positive(expr) is False


def test_a_bound_index_has_the_range_of_its_sum():
    inner = Sum(exp(z[j]), (j, 2, m))
    assert not positive(inner, {})
    assert positive(Sum(exp(z[j]), (j, 1, m)), {})
    outer = Symbol("p", integer=True)
    assert positive(Sum(exp(z[j]), (j, 1, n)), {outer: (Integer(1), m)})
