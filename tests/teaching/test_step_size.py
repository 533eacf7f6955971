"""The figures of chapter 9 show the numbers that they are given."""

import numpy as np
import pytest

from backprop.teaching import across_a_kink, error_against_step
from tests.teaching.pixels import pixels

STEPS = 2.0 ** -np.arange(1, 20)


def of_errors(errors, bounds=(), best=()):
    return error_against_step({"central": (STEPS, errors)}, bounds, best)


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
        of_errors(STEPS**2, [(STEPS, STEPS)]),
        of_errors(STEPS**2, [(STEPS, STEPS)], [(1e-3, 1e-3)]),
    ]
    assert len({p._repr_svg_() for p in pictures}) == len(pictures)


def test_an_error_of_0_is_drawn_at_the_foot():
    errors = np.where(STEPS < 1e-3, 0, STEPS)
    lowest = np.where(STEPS < 1e-3, 1e-18, STEPS)
    assert of_errors(errors)._repr_svg_() == of_errors(lowest)._repr_svg_()


def test_the_quotient_across_the_kink_is_drawn():
    assert across_a_kink(relu_quotient)._repr_svg_() != across_a_kink(lambda z: 0 * z)._repr_svg_()
