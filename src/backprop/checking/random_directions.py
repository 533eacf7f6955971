"""Is this large array the gradient of that function? Asked along a few random directions, two values of f for each.

Along a direction v the slope of f is the sum of the gradient times v, entry by entry. An error e in the gradient shows
there as the sum of e times v, which for random v is as large as e is long, on average. So it is seen, but not where.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from backprop.checking.gradient_check import CENTRAL_TOLERANCE, VISIBLE, refuse_misfits, rounded
from backprop.checking.numerical_gradient import (
    EPS,
    GradientError,
    directional_derivative,
    directional_step,
    point,
    refuse_unless_analytic,
    value,
)
from backprop.numeric.arguments import numbers

ANALYTIC_TOLERANCE = 1e-12  # sums over many entries lose more digits than one entry does
FIT = 1e-5  # a common factor must leave no more than this


def check_directions(
    f: Callable,
    gradient: ArrayLike,
    at: ArrayLike,
    *,
    directions: int = 4,
    seed: int = 0,
    analytic: bool = False,
    tolerance: float | None = None,
    name: str = "the array given",
) -> float:
    """Fail unless <gradient, v> is the slope of f along random directions v; return the largest relative error.

    Relative means: to the length of the gradient. Central differences are allowed a few rounding errors of f besides;
    a gradient so small that these could hide it is refused, not passed.

    Parameters
    ----------
    f, gradient, at, name
        As for `check_gradient`.
    directions
        How many; the entries of each are normal random numbers. An error 100 times the tolerance is missed by one
        direction with the probability 0.008, by four with 4e-9.
    seed
        Of the directions. Another one is another check.
    analytic
        Whether f is analytic: then by complex step, to 1e-12; otherwise by central differences, to 1e-7.
    tolerance
        Another bound for the relative error.

    Raises
    ------
    GradientError
        The shape differs; a slope differs; f has a kink within the step; f is not what it was declared to be.
    TypeError, ValueError
        `gradient` or `at` is not an array of numbers in float64, or `directions` is less than 1.

    Source: chapter 9.
    """
    at, gradient = point(at), numbers(name, gradient)
    if directions < 1:
        raise ValueError(f"directions is {directions}; expected 1 or more, or nothing is checked.")
    if gradient.shape != at.shape:
        raise GradientError(
            f"{name} has shape {gradient.shape}; expected {at.shape}, the shape of its variable. "
            f"On a small model check_gradient says which mistake it is."
        )
    refuse_misfits(name, gradient, at)
    chosen = np.random.default_rng(seed).standard_normal((directions, *at.shape))
    here, length = value(f, at), float(np.linalg.norm(gradient))
    blur = 0.0 if analytic else 10 * EPS * abs(here) / directional_step(at)
    if blur > VISIBLE * length and gradient.any():
        raise GradientError(
            f"{name} has the length {length:.1e}, too small for central differences, which rounding blurs by "
            f"{blur:.1e} here. Pass analytic=True if f is analytic, or choose another point."
        )
    numerical = np.array([directional_derivative(f, at, v, analytic=analytic) for v in chosen])
    if analytic:
        refuse_unless_analytic(f, at, chosen[0], numerical[0], abs(numerical[0]))
    given = np.array([np.sum(gradient * v) for v in chosen])
    error = np.abs(given - numerical)
    bound = (tolerance if tolerance is not None else ANALYTIC_TOLERANCE if analytic else CENTRAL_TOLERANCE) * length
    bound += blur
    if (error > bound).any():
        worst = int(np.argmax(error))
        if not analytic:
            _refuse_kink(f, at, chosen[worst], given[worst], bound, name)
        # six digits differ between no two machines; the others are shown where the error hides in them
        digits = 6 if error[worst] > 1e-4 * length else 15
        shown = [rounded(slopes[worst], np.abs(numerical).max() or 1, digits) for slopes in (given, numerical)]
        raise GradientError(
            f"{name} is not the gradient: along {np.sum(error > bound)} of {directions} random directions the slope of "
            f"f is another. The worst is number {worst + 1}:\n"
            f"  given      {shown[0]}  the sum of gradient times direction\n"
            f"  numerical  {shown[1]}  by {'complex step' if analytic else 'central difference'}\n"
            f"  error      {error[worst] / length if length else np.inf:.1e} of the gradient's length; "
            f"allowed {bound / length if length else 0:.1e}\n"
            f"  likely cause: {_cause(given, numerical, length)}"
        )
    return float(error.max() / length) if length else 0.0


def _refuse_kink(f: Callable, at: np.ndarray, direction: np.ndarray, given: float, bound: float, name: str) -> None:
    """Give no verdict where the slope given lies between those left and right of the point, and f is not smooth.

    Where f is smooth, the gap between the two halves with the step, twice.
    """
    h, here = directional_step(at), value(f, at)
    sides = [[(value(f, at + by * direction) - here) / by for by in (-step, step)] for step in (h, h / 2, h / 4)]
    gaps = [abs(right - left) for left, right in sides]
    smooth = all(abs(gap - 2 * half) < gap / 10 for gap, half in pairwise(gaps))
    left, right = sides[0]
    if not smooth and min(left, right) - bound <= given <= max(left, right) + bound:
        raise GradientError(
            f"no verdict on {name}: f has a kink within the step. Along one direction its slope is {left:.6g} to the "
            f"left and {right:.6g} to the right, and the gradient gives {given:.6g}, which lies between. "
            f"Choose another seed or another point."
        )


def _cause(given: np.ndarray, numerical: np.ndarray, length: float) -> str:
    """Say what all directions have in common: a factor, or the length of the error."""
    if not numerical.any():
        return "f does not change with its argument; does it use it, or another variable of the same value?"
    if not length:
        return "every entry is 0."
    factor = float(given @ numerical / (numerical @ numerical))
    if (
        len(given) > 1
        and abs(factor - 1) > FIT
        and np.abs(given - factor * numerical).max() <= FIT * np.abs(given).max()
    ):
        return "the sign is flipped." if abs(factor + 1) <= FIT else f"it is {factor:.6g} times the gradient."
    share = float(np.sqrt(np.mean((given - numerical) ** 2)) / length)
    return (
        f"together the errors are about {share:.2g} times as long as the gradient; "
        f"check_gradient on a small model says in which entries."
    )
