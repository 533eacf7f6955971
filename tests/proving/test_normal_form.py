"""What single rules of the first referee are for: each line here needs one of them, and no other."""

from fractions import Fraction
from math import prod

import pytest
from sympy import Integer, KroneckerDelta, Rational, Sum, exp, log, sin, sqrt

from backprop.proving import Index, Model, NotUnderstood, column, matrix, scalar, size, total
from backprop.proving.any_size.apart import surely_apart
from backprop.proving.any_size.equal import FEW, equal, vanishes
from backprop.proving.any_size.forms import ZERO, Atom, constant, sign_of
from backprop.proving.any_size.functions import FEW_FACTORS, logarithm
from backprop.proving.any_size.levels import _derivative, proved
from backprop.proving.any_size.normal_form import normal_form
from backprop.proving.any_size.powers import FEW_STEPS, is_positive, on_either_side, power_of_number
from backprop.proving.any_size.slopes import slope
from backprop.proving.language import absolute, drelu, relu
from backprop.proving.meaning.positive import seen_positive
from backprop.proving.rewriting.lines import same

m, n = size("m"), size("n")
i, j = Index("i", m), Index("j", m)
long = Index("l", m + n)
t = scalar("t")
a, z, wide, W = column("a", m), column("z", m), column("wide", m + n), matrix("W", m, n)


def over(index):
    return 1 + a[index] ** 2


EQUAL = {
    "a sum over a square of sizes": (Sum(t, (j, 1, m**2)), m**2 * t),
    "a sum that ends two before its size": (
        Sum(wide[long], (long, 1, m + n - 2)) + wide[m + n - 1] + wide[m + n], total(wide[long], long)),
    "a delta that turns an index round": (KroneckerDelta(m + 1 - i, i) * a[i], a[i] * KroneckerDelta(i, m + 1 - i)),
    "a fraction under a sum": (total(a[j] ** 3 / over(j), j), total(a[j], j) - total(a[j] / over(j), j)),
    "a delta before its range": (KroneckerDelta(i, 0) * a[i], Integer(0)),
    "a delta after its range": (KroneckerDelta(i, m + 1) * a[i], Integer(0)),
    "relu of what a delta switches on": (relu(KroneckerDelta(i, j) * a[j]), KroneckerDelta(i, j) * relu(a[i])),
    "a delta whose index is left in its value": (
        total(KroneckerDelta(j**2 + j, i) * a[j], j), total(a[j] * KroneckerDelta(i, j + j**2), j)),
}  # fmt: skip
UNEQUAL = {
    "a fraction under a sum, sign": (total(a[j] ** 3 / over(j), j), total(a[j], j) + total(a[j] / over(j), j)),
    "the square of a sum of fractions": (total(1 / over(j), j) ** 2, total(1 / over(j), j)),
    "a product of sums of fractions, the first": (
        total(a[j] / over(j), j) * total(1 / over(j), j), total(a[j] / over(j), j)),
    "a product of sums of fractions, the second": (
        total(a[j] / over(j), j) * total(1 / over(j), j), total(1 / over(j), j)),
    "a product of sums of fractions": (total(a[j] / over(j), j) * total(1 / over(j), j), total(a[j] / over(j) ** 2, j)),
    "a sum of reals, taken for positive": (relu(total(a[j], j)), total(a[j], j)),
    "a sum that ends two before its size, one entry": (
        Sum(wide[long], (long, 1, m + n - 2)) + 2 * wide[m + n], total(wide[long], long)),
}  # fmt: skip


@pytest.mark.parametrize("sides", EQUAL.values(), ids=EQUAL)
def test_equal(sides):
    assert equal(*sides)


@pytest.mark.parametrize("sides", UNEQUAL.values(), ids=UNEQUAL)
def test_unequal(sides):
    assert not equal(*sides)


def test_an_index_of_few_values_is_put_in_value_by_value():
    def any_of(index):
        return sum(KroneckerDelta(index, value) for value in range(1, int(index.size) + 1))

    assert equal(any_of(Index("i", FEW)), Integer(1))
    assert not equal(any_of(Index("i", FEW + 1)), Integer(1))
    assert FEW == 12


def test_a_form_that_only_the_names_of_its_indices_turn_round_has_no_sign():
    def softplus(index):
        return log(1 + exp(a[index]))

    assert sign_of(normal_form(softplus(i) - softplus(j))) == 0


by_place = Model((a, t), {z[j]: a[j] / (m + 1 - j)})


def test_what_is_divided_by_a_place_is_replaced_within_its_range():
    assert proved(by_place, z[i], a[i] / (m + 1 - i))
    assert not proved(by_place, z[i], a[i] / (m + 2 - i))
    with pytest.raises(NotUnderstood, match="positive only within its range, which it may leave"):
        proved(by_place, Sum(z[j] * z[j + 1], (j, 1, m - 1)), Rational(1, 2) * t)


def test_a_derivative_by_what_is_out_of_range_is_0():
    E = scalar("E")
    model = Model((a,), {E: total(a[j] ** 2, j)})
    whole = normal_form(E)

    def by(place):
        return _derivative(model, Atom("partial", whole, a[place]), {})

    assert by(i) == normal_form(2 * a[i]) and by(m) == normal_form(2 * a[m]) and by(m + 1) == ZERO


def test_a_sine_is_squared_in_one_way():
    terms = normal_form(sin(t) ** 5 * a[i]).terms
    assert sorted(e for term in terms for atom, e in term if sin in atom.parts) == [1, 1, 1]


p, q, D, g = column("p", m), column("q", m), scalar("D"), column("g", m, positive=True)
computed = Model(
    (a, t, g), {p[i]: exp(a[i]) / total(exp(a[j]), j), q[i]: g[i] * p[i], z[i]: p[i] - q[i], D: total(q[j], j)}
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (log(p[i] / q[j]), log(p[i]) - log(q[j])),
        (sqrt(D * (1 + t**2)), sqrt(D) * sqrt(1 + t**2)),
        (relu(t * p[i]), p[i] * relu(t)),
    ],
)
def test_what_is_computed_as_something_positive_is_positive_to_algebra(line, expected):
    assert same(line, expected, computed) and not same(line, 2 * expected, computed)


def test_what_is_not_seen_to_be_positive_is_not():
    assert set(seen_positive(computed)) == {p.base, q.base, D}
    assert not same(relu(t * z[i]), z[i] * relu(t), computed)
    assert not same(relu(t * p[i]), p[i] * relu(t))


def test_what_does_not_depend_on_the_variable_has_a_slope_at_any_joint():
    v, w = Index("v", n), Index("w", n)
    form = normal_form(relu(W[1, v] - W[1, w]))
    assert slope(form, W[2, 1]) == ZERO
    with pytest.raises(NotUnderstood, match="may always be at a joint"):
        slope(form, W[1, 1])


@pytest.mark.parametrize(
    ("line", "expected"),
    [(2 + drelu(t), True), (1 + relu(t), False), (1 - relu(-t), False), (1 + t**2, False)],
    ids=["both positive", "off alone", "on alone", "no step"],
)
def test_what_is_not_positive_on_either_side_is_not_taken_apart(line, expected):
    assert (on_either_side(lambda side: side, normal_form(line), is_positive) is not None) is expected


def test_many_steps_are_not_taken_apart():
    for count in range(1, FEW_STEPS + 2):
        form = normal_form(sum(relu(a[at]) for at in range(1, count + 1)))
        assert (on_either_side(lambda side: side, form, lambda _: True) == form) is (count <= FEW_STEPS)


def test_the_sign_of_many_factors_is_not_taken_apart():
    def product_of(count):
        return prod(a[at] for at in range(1, count + 1)), prod(absolute(a[at]) for at in range(1, count + 1))

    for count in (1, FEW_FACTORS):
        one, other = product_of(count)
        assert equal(absolute(one), other)
    one, other = product_of(FEW_FACTORS + 1)
    assert not equal(absolute(one), other) and equal(relu(one) - relu(-one), one)


def test_what_is_seen_apart_in_numbers_is_not_multiplied_out(monkeypatch):
    """A short cut: it never sees a difference where there is none, and saves the multiplying out where there is one."""
    one, two = exp(t) / (1 + exp(t)), 1 / (1 + exp(-t))
    for same_line in (one - two, KroneckerDelta(i, j) * (one - two), sqrt(1 + t**2) / (1 + t**2) - 1 / sqrt(1 + t**2)):
        assert not surely_apart(normal_form(same_line))
    for other in (
        one - 2 * two,
        KroneckerDelta(i, j) * (one + two),
        KroneckerDelta(i, j) * one - two,
        1 / sqrt(1 + t**2) - sqrt(1 + t**2),
    ):
        assert surely_apart(normal_form(other))
    monkeypatch.setattr("backprop.proving.any_size.equal._cleared", lambda form: pytest.fail("multiplied out"))
    assert not vanishes(normal_form(one - 2 * two))


def test_a_root_of_a_square_number_is_a_number():
    assert power_of_number(4, Fraction(1, 2)) == constant(2)
    assert power_of_number(8, Fraction(1, 2)) == constant(2) * power_of_number(2, Fraction(1, 2))


def test_what_has_no_normal_form_is_refused():
    with pytest.raises(NotUnderstood, match="logarithm of what is 0"):
        logarithm(ZERO)
    with pytest.raises(NotUnderstood, match="limits hold sizes and numbers only"):
        normal_form(Sum(Sum(a[j], (j, 1, i)), (i, 1, m)))
