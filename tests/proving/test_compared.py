"""Both sides of a line in numbers, at sizes and values of the reader's choice."""

from math import exp

import pytest
from sympy import Rational

from backprop.proving.at_points.compared import TooMany, compared
from backprop.proving.language.reading import read
from backprop.proving.text.models import model as read_model
from backprop.proving.text.names import vocabulary

LAYER = read_model("given w (k, n), x (n), y (k)\nz_q = sum_p w_qp x_p\nE = 1/2 sum_q (z_q - y_q)^2")
SQUASHED = read_model("given z (k), y (k)\na_q = sigma(z_q)\nE = 1/2 sum_q (a_q - y_q)^2")
GIVEN = {
    **{("w", (1, 1)): Rational(1), ("w", (1, 2)): Rational(2), ("w", (2, 1)): Rational(-1), ("w", (2, 2)): Rational(0)},
    **{("x", (1,)): Rational(1, 2), ("x", (2,)): Rational(3), ("y", (1,)): Rational(0), ("y", (2,)): Rational(1)},
}


def sides(model, before, after, given=None, **lengths):
    names = vocabulary(model)
    exprs = [read(text, names, 0, len(text)) for text in (before, after)]
    return compared(model, *exprs, {size: lengths[str(size)] for size in model.sizes}, given)


def test_every_place_has_both_values_by_hand():
    found = sides(LAYER, "dE/dw_qp", "x_p (z_q - y_q)", GIVEN, k=2, n=2)
    errors = {1: Rational(13, 2), 2: Rational(-3, 2)}
    expected = {(q, p): errors[q] * x for q in (1, 2) for p, x in ((1, Rational(1, 2)), (2, 3))}
    assert {(where["q"], where["p"]): (a, b, equal) for where, a, b, equal in found.places} == {
        place: (value, value, True) for place, value in expected.items()
    }
    assert found.given == GIVEN


def test_a_difference_is_shown_where_it_is():
    found = sides(LAYER, "dE/dw", "(z - y) x^T", GIVEN, k=2, n=2)
    assert all(equal for *_, equal in found.places)
    swapped = sides(LAYER, "dE/dw", "x (z - y)^T", GIVEN, k=2, n=2)
    assert [equal for *_, equal in swapped.places] == [True, False, False, True]


def test_an_unnamed_function_is_named_and_has_digits():
    given = {("z", (1,)): Rational(2), ("y", (1,)): Rational(1)}
    found = sides(SQUASHED, "dE/dz_q", "(a_q - y_q) sigma'(z_q)", given, k=1)
    a = 1 / (1 + exp(-2))
    ((_, above, here, equal),) = found.places
    assert equal
    assert float(above) == pytest.approx((a - 1) * a * (1 - a), rel=1e-5)
    assert above == here
    assert found.functions == ("every activation the logistic sigmoid",)


def test_what_is_not_given_is_drawn_the_same_each_time():
    first, second = (sides(LAYER, "dE/dx_p", "sum_q w_qp (z_q - y_q)", k=3, n=2) for _ in range(2))
    assert first == second
    assert all(equal for *_, equal in first.places)
    assert len(first.given) == 6 + 2 + 3


def test_more_numbers_than_a_reader_can_look_at_are_refused():
    with pytest.raises(TooMany, match="more than 400 numbers; take smaller ones"):
        sides(LAYER, "dE/dx_p", "0", k=20, n=20)
