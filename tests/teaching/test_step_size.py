"""The figures of chapter 9 show the numbers that they are given."""

import numpy as np
import pytest

from backprop.teaching import across_a_kink, chords, error_against_step, falling
from tests.teaching.pixels import pixels

STEPS = 2.0 ** -np.arange(1, 20)


def of_errors(errors, bound=None, best=None):
    bounds, lowest = ({"central": it} if it else {} for it in (bound, best))
    return error_against_step({"central": (STEPS, errors)}, bounds, lowest)


def relu_quotient(z):
    return (np.maximum(z + 1, 0) - np.maximum(z - 1, 0)) / 2


@pytest.mark.parametrize("draw", [lambda: of_errors(STEPS**2), lambda: across_a_kink(relu_quotient)])
def test_figures_are_the_same_each_time_and_not_blank(draw):
    first, second = draw(), draw()
    assert first._repr_svg_() == second._repr_svg_()
    assert pixels(first).std() > 0.01
    assert repr(first).endswith(".")


def test_the_errors_the_bounds_and_their_lowest_points_are_drawn():
    pictures = [
        of_errors(STEPS**2),
        of_errors(STEPS),
        of_errors(STEPS**2, (STEPS, STEPS)),
        of_errors(STEPS**2, (STEPS, STEPS), (1e-3, 1e-3)),
    ]
    assert len({p._repr_svg_() for p in pictures}) == len(pictures)


def test_an_error_of_0_is_drawn_at_the_foot():
    errors = np.where(STEPS < 1e-3, 0, STEPS)
    lowest = np.where(STEPS < 1e-3, 1e-18, STEPS)
    assert of_errors(errors)._repr_svg_() == of_errors(lowest)._repr_svg_()


def test_the_quotient_across_the_kink_is_drawn():
    assert across_a_kink(relu_quotient)._repr_svg_() != across_a_kink(lambda z: 0 * z)._repr_svg_()


@pytest.mark.parametrize(
    "draw, other",
    [
        (lambda: falling({"one": [3, 1], "two": [2, 1]}), lambda: falling({"one": [3, 1], "two": [2, 0.7]})),
        (lambda: chords(np.square, 1, 0.5, (2, 2.5, 2)), lambda: chords(np.square, 1, 0.5, (2, 2.5, 3))),
        (lambda: chords(np.square, 1, 0.5, (2, 2.5, 2)), lambda: chords(np.square, 2, 0.5, (2, 2.5, 2))),
        (lambda: chords(np.square, 1, 0.5, (2, 2.5, 2)), lambda: chords(np.exp, 1, 0.5, (2, 2.5, 2))),
    ],
)
def test_curves_and_chords_are_the_same_each_time_and_show_their_data(draw, other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != other()._repr_svg_()


def test_the_texts_say_the_numbers():
    assert "one from 3.000 to 1.000; two from 2.000 to 0.500" in repr(falling({"one": [3, 2, 1], "two": [2, 1, 0.5]}))
    assert "tangent 2, to the right 2.5, either side 2" in repr(chords(np.square, 1, 0.5, (2, 2.5, 2)))
