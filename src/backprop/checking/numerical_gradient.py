"""Numerical gradients of a function of one array, by small steps; nothing is known of the function but its values.

`central_difference` is good to about 7 digits. `complex_step` is good to the last digits, but only where f is analytic
and takes complex numbers. `directional_derivative` is either along one direction, for the price of one entry.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.arguments import array, numbers

EPS = float(np.finfo(np.float64).eps)
CENTRAL_STEP = EPS ** (1 / 3)  # balances the truncation, h^2, against the rounding, EPS / h
COMPLEX_STEP = 1e-30  # nothing is subtracted, so h may be so small that h^2 vanishes beside 1


class GradientError(AssertionError):
    """The array is not the gradient, or the function does not allow an answer."""


def central_difference(f: Callable, at: ArrayLike, *, step: float = CENTRAL_STEP) -> np.ndarray:
    """(f(x + h) - f(x - h)) / 2h for each entry x of `at`; h is `step` times max(1, abs(x)).

    Parameters
    ----------
    f
        A function of one float64 array that returns one real number.
    at
        The point, of any shape; the result has the same.
    step
        The step where abs(x) is at most 1.

    Raises
    ------
    GradientError
        f does not return one finite real number in float64.
    TypeError, ValueError
        `at` is not a non-empty array of finite real numbers in float64.

    Source: chapter 9.
    """
    at = point(at)
    slopes = np.empty_like(at)
    for i in np.ndindex(at.shape):
        h = step * max(1, abs(at[i]))
        slopes[i] = (value(f, moved(at, i, h)) - value(f, moved(at, i, -h))) / (2 * h)
    return slopes


def complex_step(f: Callable, at: ArrayLike) -> np.ndarray:
    """Im f(x + ih) / h for each entry x of `at`; h is 1e-30.

    That f is analytic is not taken on trust: along one direction the result must agree with real differences.

    Parameters
    ----------
    f
        An analytic function of one complex array, real for real arrays, that returns one number.
    at
        The point, of any shape; the result has the same.

    Raises
    ------
    GradientError
        f is not analytic: it refuses complex numbers, drops the imaginary part (abs, float, .real) or conjugates.
    TypeError, ValueError
        `at` is not a non-empty array of finite real numbers in float64.

    Source: chapter 9.
    """
    at = point(at)
    value(f, at)  # what fails for a real argument is not the complex step's fault
    slopes = np.empty_like(at)
    for i in np.ndindex(at.shape):
        slopes[i] = _complex_value(f, moved(at.astype(np.complex128), i, 1j * COMPLEX_STEP)).imag / COMPLEX_STEP
    direction = np.random.default_rng(0).standard_normal(at.shape)
    parts = slopes * direction
    refuse_unless_analytic(f, at, direction, np.sum(parts), np.sum(np.abs(parts)))
    return slopes


def directional_derivative(
    f: Callable, at: ArrayLike, direction: ArrayLike, *, analytic: bool = False, step: float | None = None
) -> float:
    """(f(x + hD) - f(x - hD)) / 2h, or Im f(x + ihD) / h if f is analytic: the slope at x = `at` along D, a number.

    Parameters
    ----------
    f
        A function of one array that returns one number.
    at, direction
        The point x and the direction D, of exactly the same shape.
    analytic
        Whether f is analytic. It is taken on trust; `refuse_unless_analytic` compares the two ways.
    step
        h; by default `directional_step(at)`, made for a D with entries of about the size of 1, or 1e-30 if analytic.

    Raises
    ------
    GradientError
        f does not return one finite real number in float64 for real arrays, or is seen not to be analytic.
    TypeError, ValueError
        `at` or `direction` is not a non-empty array of finite real numbers in float64, or their shapes differ.

    Source: chapter 9.
    """
    at = point(at)
    direction = array("direction", direction, at.shape, because=lambda: f"at has shape {at.shape}")
    if analytic:
        h = step or COMPLEX_STEP
        return float(_complex_value(f, at + 1j * h * direction).imag / h)
    h = step or directional_step(at)
    return (value(f, at + h * direction) - value(f, at - h * direction)) / (2 * h)


def directional_step(at: np.ndarray) -> float:
    """CENTRAL_STEP / N^(1/4) times the largest size of the N entries of `at`, at least 1.

    All entries move at once, and a pre-activation by the length of its inputs: about sqrt(n) where N = n * n.
    """
    return CENTRAL_STEP / at.size**0.25 * max(1, np.abs(at).max())


def point(at: ArrayLike) -> np.ndarray:
    """Return the point as a finite array in double precision."""
    at = numbers("at", at)
    if at.dtype != np.float64:
        raise TypeError(
            f"at has dtype {at.dtype}; expected float64: in less, rounding hides mistakes. "
            f"Pass real arrays converted by np.float64 to the code and to the check."
        )
    return array("at", at, at.shape)


def moved(at: np.ndarray, i: tuple[int, ...], by: complex) -> np.ndarray:
    """Return a copy of `at` with `by` added to entry i."""
    moved = at.copy()
    moved[i] += by
    return moved


def value(f: Callable, at: np.ndarray) -> float:
    """Return f at a real point, refusing all but one finite real number in double precision."""
    result = f(at.copy())
    if np.shape(result) != ():
        raise GradientError(f"f returned an array of shape {np.shape(result)}; expected one number. Is a sum missing?")
    if numbers("f(at)", result).dtype != np.float64 or not np.isfinite(result):
        raise GradientError(f"f returned {result!r}; expected a finite real number in float64.")
    return float(result)


def _complex_value(f: Callable, at: np.ndarray) -> complex:
    """Return f at a complex point, refusing an f that cannot be analytic."""
    needs = "the complex step needs an analytic f"
    mend = "Write f without abs, float, .real and conj, or pass analytic=False for central differences."
    try:
        result = f(at)
    except TypeError as refusal:
        raise GradientError(f"{needs}, and f refuses a complex argument: {refusal}\n{mend}") from refusal
    if not np.iscomplexobj(result):
        raise GradientError(
            f"{needs}, and f returned the real number {result:.6g} for a complex argument: it drops the "
            f"imaginary part, or does not use its argument.\n{mend}"
        )
    return result


def refuse_unless_analytic(f: Callable, at: np.ndarray, direction: np.ndarray, expected: float, size: float) -> None:
    """Refuse f if its real difference along a direction is not what the complex step says; `size` is that of its parts.

    Raises
    ------
    GradientError
        f is not analytic.
    """
    h = directional_step(at)
    found, coarse = (directional_derivative(f, at, direction, step=step) for step in (h, 2 * h))
    blur = 10 * abs(found - coarse) + 100 * EPS * abs(value(f, at)) / h
    if abs(found - expected) > 1e-7 * size + blur:
        raise GradientError(
            f"the complex step needs an analytic f; along one direction it gives {expected:.6g} where real differences "
            f"give {found:.6g}. A part of f drops the imaginary part or conjugates it.\n"
            f"Write f without abs, .real and conj, or pass analytic=False for central differences."
        )
