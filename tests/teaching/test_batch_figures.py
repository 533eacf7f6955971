"""The figures of chapter 3 show the numbers and the sizes that they are given."""

import numpy as np
import pytest
from sympy import Rational

from backprop.teaching import batch_figures, lying_down, orders, sheets, two_examples, with_gradients, with_zeros
from backprop.teaching.batch_figures import PLACES

VALUES = {label: Rational(place, 7) for place, label in enumerate(PLACES, 1)}
GRADIENTS = {label: Rational(-place, 11) for place, label in enumerate(PLACES, 1)}
SLOPES = {label: Rational(place, 13) for place, label in enumerate(PLACES, 1) if label not in ("$b$", "$E$")}
INPUTS, DELTAS = [[2, 0, 4], [1, 1, -1]], [[Rational(1, 2), -1], [1, Rational(1, 4)]]
JACOBIAN = np.kron(np.array([[1, 3], [4, 5]]), np.eye(2, dtype=int))
NAMES = [f"$z_{row}$" for row in range(4)], [f"$w_{column}$" for column in range(4)]

FIGURES = {
    "boxes": (lambda: with_gradients(5, 3, 2), lambda: with_gradients(4, 3, 2)),
    "boxes, outputs": (lambda: with_gradients(5, 3, 2), lambda: with_gradients(5, 3, 4)),
    "lying down": (lambda: lying_down(4, 2, 3), lambda: lying_down(4, 3, 3)),
    "lying down, examples": (lambda: lying_down(4, 2, 3), lambda: lying_down(5, 2, 3)),
    "input of a sheet": (lambda: sheets(INPUTS, DELTAS), lambda: sheets([[2, 0, 4], [1, 1, 1]], DELTAS)),
    "delta of a sheet": (lambda: sheets(INPUTS, DELTAS), lambda: sheets(INPUTS, [[1, -1], [1, 2]])),
    "order": (lambda: orders(4, 3, 2), lambda: orders(4, 5, 2)),
    "zeros": (lambda: with_zeros(JACOBIAN, *NAMES), lambda: with_zeros(2 * JACOBIAN, *NAMES)),
    "names": (lambda: with_zeros(JACOBIAN, *NAMES), lambda: with_zeros(JACOBIAN, *NAMES[::-1])),
}


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()).endswith(".")


@pytest.mark.parametrize("label", PLACES)
def test_every_number_of_the_two_examples_is_shown(label):
    drawn = two_examples(VALUES, GRADIENTS, SLOPES)
    others = [two_examples(VALUES | {label: 100}, GRADIENTS, SLOPES)]
    others.append(two_examples(VALUES, GRADIENTS | {label: 100}, SLOPES))
    if label in SLOPES:
        others.append(two_examples(VALUES, GRADIENTS, SLOPES | {label: 100}))
    for other in others:
        assert other._repr_svg_() != drawn._repr_svg_()
        assert "100" in repr(other)


def test_the_sheets_add_up_to_the_product():
    assert repr(sheets(INPUTS, DELTAS)).endswith("row by row: 2, −7/4; 1, 1/4; 1, −17/4.")


@pytest.fixture
def drawn(monkeypatch):
    """Draws, and hands out the panels in place of the image."""
    monkeypatch.setattr(batch_figures, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data: draw(*data)


def said(axes):
    return [text.get_text() for text in axes.texts]


def test_what_fits_is_said_of_each_order(drawn):
    words = [said(axes)[-1] for axes in drawn(orders, 4, 3, 2)]
    assert words == [
        "2 and 2: fits", "2 and 2: fits, and is right", "2 and 3: does not fit", "2 and 2: fits, and is wrong",
    ]  # fmt: skip


def test_a_box_has_a_line_for_each_row_and_column(drawn):
    (axes,) = drawn(with_gradients, 5, 3, 2)
    ruled = 2 * ((4 + 2) + (2 + 1) + (1 + 0))
    assert len(axes.lines) == ruled
    assert said(axes).count("$m$") == 2


def test_every_entry_of_a_matrix_is_shown_and_the_zeros_are_counted(drawn):
    (axes,) = drawn(with_zeros, JACOBIAN, *NAMES)
    numbers = [text for text in said(axes) if text.isdigit()]
    assert sorted(map(int, numbers)) == sorted(JACOBIAN.ravel().tolist())


def test_the_text_counts_the_zeros():
    assert "of which 8 entries are 0" in repr(with_zeros(JACOBIAN, *NAMES))
