"""Is this array the gradient of that function? Asked of the function alone, by two kinds of small steps.

`check_gradient` compares, and fails with the worst entry, both values and the likely cause. The numerical gradients
are `central_difference` and `complex_step` of `numerical_gradient`. Where the array is large, `check_directions` of
`random_directions` asks the same along a few directions.

A central difference that straddles a kink (ReLU at 0) is the slope of neither side. Such entries are found, because
there the slopes left and right do not approach each other as the step shrinks, and reported as kinks: no verdict,
and no pass either.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from backprop.checking.likely_cause import cause_of_shape, cause_of_values
from backprop.checking.numerical_gradient import (
    CENTRAL_STEP,
    EPS,
    GradientError,
    central_difference,
    complex_step,
    moved,
    point,
    value,
)
from backprop.numeric.arguments import numbers

__all__ = ["GradientError", "central_difference", "check_gradient", "complex_step"]

CENTRAL_TOLERANCE = 1e-7
COMPLEX_TOLERANCE = 1e-14
VISIBLE = 1e-3  # central differences must know the gradient to at least this


def check_gradient(
    f: Callable,
    gradient: ArrayLike,
    at: ArrayLike,
    *,
    analytic: bool = False,
    tolerance: float | None = None,
    name: str = "the array given",
) -> float:
    """Fail unless `gradient` is the gradient of f at `at`; return the largest relative error.

    Relative means: to the largest entry. Central differences are allowed a few rounding errors of f besides; a
    gradient so small that these could hide it is refused, not passed.

    Parameters
    ----------
    f
        A function of one array that returns one number: `lambda w: cost(forward(w, x, b, sigmoid).a, y)`.
    gradient, at
        The array to check and the point, of exactly the same shape.
    analytic
        Whether f is analytic, for instance `sigmoid.analytic`: then by complex step, to 1e-14; otherwise by central
        differences, to 1e-7.
    tolerance
        Another bound for the relative error, where sums are long.
    name
        The gradient's name in the message: "dE_dw".

    Raises
    ------
    GradientError
        The shape differs; the values differ; f has a kink within the step; f is not what it was declared to be.
    TypeError, ValueError
        `gradient` or `at` is not an array of numbers in float64.

    Source: chapter 9.
    """
    at, gradient = point(at), numbers(name, gradient)
    numerical = complex_step(f, at) if analytic else central_difference(f, at)
    refuse_misfits(name, gradient, numerical)
    scale = max(np.abs(gradient).max(), np.abs(numerical).max())
    noise = 0.0 if analytic else 10 * EPS * abs(value(f, at)) / CENTRAL_STEP
    if noise > VISIBLE * scale and gradient.any():
        raise GradientError(
            f"{name} is at most {np.abs(gradient).max():.1e}, too small for central differences, which rounding blurs "
            f"by {noise:.1e} here. Pass analytic=True if f is analytic, or choose another point."
        )
    if tolerance is None:
        tolerance = COMPLEX_TOLERANCE if analytic else CENTRAL_TOLERANCE
    error = np.abs(gradient - numerical)
    bound = tolerance * scale + noise
    wrong = error > bound
    if wrong.any():
        kinks = [] if analytic else _kinks(f, at, wrong, error)
        for i in kinks:
            wrong[i] = False
        if not wrong.any():
            raise GradientError(_kink_message(f, at, kinks, name))
        worst = tuple(int(i) for i in np.unravel_index(np.argmax(wrong * error), at.shape))
        # six digits differ between no two machines; the others are shown where the error hides in them
        digits = 6 if error[worst] > 1e-4 * scale else 15
        given, expected = (rounded(values[worst], scale, digits) for values in (gradient, numerical))
        raise GradientError(
            f"{name} is not the gradient: {wrong.sum()} of {wrong.size} entries are wrong. "
            f"The worst is {list(worst)}:\n"
            f"  given      {given}\n"
            f"  numerical  {expected}  by {'complex step' if analytic else 'central difference'}\n"
            f"  error      {error[worst] / scale:.1e} of the largest entry; allowed {bound / scale:.1e}\n"
            f"  likely cause: {cause_of_values(gradient, numerical)}"
        )
    return float(error.max() / scale) if scale else 0.0


def refuse_misfits(name: str, gradient: np.ndarray, numerical: np.ndarray) -> None:
    """Refuse another shape, even one that would broadcast; another dtype; nan and infinity.

    Raises
    ------
    GradientError
        `gradient` has not the shape of its variable, or is not finite, or not in float64.
    """
    if gradient.shape != numerical.shape:
        raise GradientError(
            f"{name} has shape {gradient.shape}; expected {numerical.shape}, the shape of its variable.\n"
            f"  likely cause: {cause_of_shape(gradient, numerical)}"
        )
    if gradient.dtype != np.float64:
        raise GradientError(f"{name} has dtype {gradient.dtype}; expected float64, like the point it is checked at.")
    if not np.isfinite(gradient).all():
        first = tuple(np.argwhere(~np.isfinite(gradient))[0].tolist())
        raise GradientError(f"{name}{list(first)} is {gradient[first]}; expected finite numbers.")


def _side_slopes(f: Callable, at: np.ndarray, i: tuple[int, ...], step: float) -> tuple[float, float]:
    """Return the slopes of f over one step to the left and one to the right of entry i."""
    h = step * max(1, abs(at[i]))
    left, here, right = (value(f, moved(at, i, by)) for by in (-h, 0, h))
    return (here - left) / h, (right - here) / h


def rounded(number: float, scale: float, digits: int) -> str:
    """Write a number with as many decimals as the largest one, of size `scale`, needs for so many digits."""
    decimals = digits - 1 - int(np.floor(np.log10(scale)))
    return f"{round(float(number), decimals) + 0.0: .15g}"


def _kinks(f: Callable, at: np.ndarray, wrong: np.ndarray, error: np.ndarray) -> list[tuple[int, ...]]:
    """Return the wrong entries where the slopes left and right stay apart, and by enough, as the step shrinks.

    The steps are 10 and 100 times the one in use, so that a kink anywhere within it looks central: the gap then stays
    what it is, and where f is smooth it shrinks to a tenth.
    """
    found = []
    for i in map(tuple, np.argwhere(wrong)):
        near, far = (abs(np.subtract(*_side_slopes(f, at, i, times * CENTRAL_STEP))) for times in (10, 100))
        if near >= error[i] and near > far / 2:
            found.append(i)
    return found


def _kink_message(f: Callable, at: np.ndarray, kinks: list[tuple[int, ...]], name: str) -> str:
    """Say where the kink is and how f goes on from it to either side."""
    first = tuple(int(i) for i in kinks[0])
    left, right = _side_slopes(f, at, first, 10 * CENTRAL_STEP)
    return (
        f"no verdict on {name}: f has a kink within the step at entry {list(first)} ({len(kinks)} in all). To its left "
        f"the slope is {left:.6g}, to its right {right:.6g}. Choose a point that is farther from it."
    )
