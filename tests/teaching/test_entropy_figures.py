"""The figures of chapters 6 and 7 show the numbers that they are given."""

import numpy as np
import pytest
from sympy import Matrix, Rational, log

from backprop.teaching import (
    endings,
    entropy_figures,
    floor,
    given_to_labels,
    jacobian_with_sums,
    near_one,
    shares,
    sure_and_wrong,
    two_costs,
)
from backprop.teaching.numbers import written

HALF, QUARTER = Rational(1, 2), Rational(1, 4)
AT = np.linspace(-8, 8, 33)
TABLE = Matrix([[2, -2], [-1, 1]])
LEAD = np.linspace(0, 4, 9)


def one_ending(z=HALF, slope=QUARTER, bend=3):
    return endings({"a cost": [(z, slope), (3, 4), (5, 1)]}, bend)


def costs(z=AT, shift=0.0, tilt=0.0, mark=-6):
    return two_costs(z, {"one": z + shift, "other": 2 * z}, {"one": 0 * z + 1 + tilt, "other": 0 * z + 2}, mark)


def bars(second=QUARTER, nudged=None, after=None):
    return shares([HALF, second, QUARTER], ["x", "y", "z"], nudged=nudged, after=after)


FIGURES = {
    "unit": (lambda: sure_and_wrong(-6.0, 0.1, 1), lambda: sure_and_wrong(-5.0, 0.1, 1)),
    "output": (lambda: sure_and_wrong(-6.0, 0.1, 1), lambda: sure_and_wrong(-6.0, 0.2, 1)),
    "label": (lambda: given_to_labels([HALF, QUARTER], [1, 0]), lambda: given_to_labels([HALF, QUARTER], [1, 1])),
    "given": (lambda: given_to_labels([HALF, QUARTER], [1, 0]), lambda: given_to_labels([HALF, HALF], [1, 0])),
    "cost": (costs, lambda: costs(shift=1.0)),
    "slope": (costs, lambda: costs(tilt=1.0)),
    "mark": (costs, lambda: costs(mark=-5)),
    "forwards": (one_ending, lambda: one_ending(z=QUARTER)),
    "backwards": (one_ending, lambda: one_ending(slope=HALF)),
    "slope of the sigmoid": (one_ending, lambda: one_ending(bend=QUARTER)),
    "sums": (
        lambda: near_one(2.0**-53, 2.0**-52, {"a": 2.0**-54}),
        lambda: near_one(2.0**-53, 2.0**-52, {"a": 2.0**-52}),
    ),
    "share": (bars, lambda: bars(second=HALF)),
    "nudged": (bars, lambda: bars(nudged=1)),
    "after": (lambda: bars(after=[0.4, 0.35, 0.25]), lambda: bars(after=[0.3, 0.45, 0.25])),
    "entry": (lambda: jacobian_with_sums(TABLE), lambda: jacobian_with_sums(2 * TABLE)),
    "once": (lambda: floor(LEAD, 4 - LEAD, 4 - LEAD / 2), lambda: floor(LEAD, 3 - LEAD, 4 - LEAD / 2)),
    "twice": (lambda: floor(LEAD, 4 - LEAD, 4 - LEAD / 2), lambda: floor(LEAD, 4 - LEAD, 4 - LEAD / 3)),
}


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()) != repr(draw_other())
    assert repr(draw()).endswith(".")


@pytest.fixture
def drawn(monkeypatch):
    """Draws, and hands out the panels in place of the image."""
    monkeypatch.setattr(entropy_figures, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data, **named: draw(*data, **named)


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_the_part_of_the_label_is_the_dark_one(drawn):
    (axes,) = drawn(given_to_labels, [HALF, QUARTER], [1, 0])
    dark = [bar for bar in axes.patches if bar.get_facecolor()[0] < 0.1]
    assert [(bar.get_x(), bar.get_width()) for bar in dark] == [(0, 0.5), (0.25, 0.75)]
    assert texts(axes) == ["1: 1/2", "0: 1/2", "1: 1/4", "0: 3/4"]


def test_both_costs_have_their_curve_their_slope_and_their_mark(drawn):
    above, below = drawn(two_costs, AT, {"one": AT**2, "other": AT}, {"one": 2 * AT, "other": 0 * AT + 1}, -6)
    curves = [line.get_ydata() for line in (*above.lines, *below.lines)]
    assert all(np.array_equal(*pair) for pair in zip(curves[::2][:2], (AT**2, AT), strict=True))
    assert (curves[1][0], curves[3][0]) == (36, -6)
    assert texts(below) == ["−12", "1"]


def test_a_sum_is_drawn_where_it_lies_and_its_arrow_ends_where_it_is_rounded_to(drawn):
    (axes,) = drawn(near_one, 2.0**-53, 2.0**-52, {"small": 2.0**-54, "large": 1.25 * 2.0**-52})
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
    ends = [note.xy[0] for note in axes.texts if hasattr(note, "xy")]
    assert (dots, ends) == ([0.25, 1.25], [0, 1])


def test_numbers_that_are_not_the_next_to_one_are_refused():
    with pytest.raises(AssertionError):
        near_one(2.0**-52, 2.0**-52, {})


def test_the_bars_and_their_changes(drawn):
    above, below = drawn(shares, [0.5, 0.25, 0.25], ["x", "y", "z"], nudged=1, after=[0.4, 0.4, 0.2])
    assert [bar.get_height() for bar in above.patches] == [0.5, 0.25, 0.25]
    assert np.allclose([bar.get_height() for bar in below.patches], [-0.1, 0.15, -0.05])
    assert texts(above) == ["0.5", "0.25", "0.25"]
    assert texts(below) == ["−0.1000", "+0.1500", "−0.0500"]


def test_the_table_has_its_sums_at_its_edges(drawn):
    (axes,) = drawn(jacobian_with_sums, TABLE)
    assert texts(axes) == ["2", "−2", "−1", "1", "0", "1", "0", "−1", "sums"]


@pytest.mark.parametrize("value, text", [(Rational(-3, 4), "−3/4"), (-log(3), "−ln 3"), (0.00247, "0.00247"), (7, "7")])
def test_numbers_are_written_as_on_a_board(value, text):
    assert written(value) == text
