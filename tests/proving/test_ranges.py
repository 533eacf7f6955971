"""Whether an index stays in its range: proved for every size, or not claimed."""

import pytest
from sympy import Integer, Rational, Symbol

from backprop.proving.language import Index, size
from backprop.proving.meaning.ranges import in_range, never_negative

m, n = size("m"), size("n")
i, j = Index("i", m), Index("j", n)
bound = Symbol("b", integer=True)

NEVER = {
    "a number": Integer(0),
    "a size less one": m - 1,
    "an index less one": i - 1,
    "its size less an index": m - i,
    "two sizes less two": m + n - 2,
    "a sum of two indices less two": i + j - 2,
    "half a size": m / 2,
}
SOMETIMES = {
    "a negative number": Integer(-1),
    "a size less two": m - 2,
    "an index less two": i - 2,
    "another size less an index": n - i,
    "one size less another": m - n,
    "a product of indices, at 1 and 1": i * j - 2,
    "an index in a square, at 2 of 3": (i - 2) ** 2 - 1,
    "a square that is never negative, which nobody needs": (i - 2) ** 2,
    "an index times a size": i * m - 2,
    "a product of sizes": m * n - 2,
    "a size less a product of sizes": m - m * n,
    "a multiple of a size less its square": 3 * m - m**2,
    "a symbol of any value": Symbol("t", real=True),
    "a whole number of any value": Symbol("k", integer=True),
    "an index less another, whose size is of any value": i - Index("p", Symbol("k", integer=True)),
}


@pytest.mark.parametrize("expr", NEVER.values(), ids=NEVER)
def test_what_is_never_negative_is_seen(expr):
    assert never_negative(expr, {}) is True


@pytest.mark.parametrize("expr", SOMETIMES.values(), ids=SOMETIMES)
def test_what_may_be_negative_or_is_not_affine_is_not_claimed(expr):
    assert never_negative(expr, {}) is False


def test_a_bound_index_brings_the_range_of_its_sum():
    assert never_negative(bound - 2, {bound: (Integer(2), m)})
    assert not never_negative(bound - 2, {bound: (Integer(1), m)})
    assert not never_negative(m - bound, {bound: (Integer(1), m + 1)})
    assert not never_negative(bound**2 - 4, {bound: (Integer(2), m)})


@pytest.mark.parametrize(
    ("index", "low", "high", "expected"),
    [
        (i, Integer(1), m, True),
        (j, Integer(1), m, False),
        (Integer(1), Integer(1), m, True),
        (Integer(2), Integer(1), m, False),
        (m, Integer(1), m, True),
        (m + 1, Integer(1), m, False),
        (i + 1, Integer(1), m, False),
        (i + 1, Integer(1), m + 1, True),
        (i, Integer(2), m, False),
        (Rational(3, 2), Integer(1), Integer(2), False),
    ],
)
def test_an_index_is_in_a_range_or_not_proved_to_be(index, low, high, expected):
    assert in_range(index, low, high, {}) is expected
