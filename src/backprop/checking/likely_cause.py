"""What went wrong with a gradient: the usual mistakes, undone one at a time until the numbers fit."""

from fractions import Fraction

import numpy as np

FIT = 1e-5  # a mistake undone must leave no more than this, of the largest entry


def cause_of_shape(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Say which usual mistake gives `gradient` another shape than `numerical`, the gradient by small steps."""
    if _fits(gradient.T, numerical):
        return "it is the transpose of the gradient."
    if _fits(gradient.ravel(), numerical.ravel()):
        return f"the numbers are right; pass them in the shape {numerical.shape}."
    if gradient.ndim == 2 and _fits(np.diagonal(gradient), numerical):
        return "its diagonal is the gradient: a diagonal matrix was not multiplied out."
    for axis in range(gradient.ndim):
        if _fits(gradient.sum(axis).ravel(), numerical.ravel()):
            return f"a sum is missing: summed over axis {axis} it is the gradient."
    for axis in range(numerical.ndim):
        if _fits(gradient.ravel(), numerical.sum(axis).ravel()):
            return f"it is the gradient summed over axis {axis}, which must stay."
    return "not a transpose, a reshape, a diagonal, or a sum too many or too few; look for a broadcast product."


def cause_of_values(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Say which usual mistake turns `numerical`, the gradient by small steps, into `gradient` of the same shape."""
    if not numerical.any():
        return "f does not change with its argument; does it use it, or another variable of the same value?"
    if not gradient.any():
        return "every entry is 0."
    if cause := _constant_factor(gradient, numerical):
        return f"{cause}."
    if gradient.ndim == 2 and gradient.shape == gradient.shape[::-1]:
        if _fits(gradient.T, numerical):
            return "it is transposed."
        if cause := _constant_factor(gradient.T, numerical):
            return f"it is transposed, and {cause}."
    if cause := _zeros(gradient, numerical):
        return cause
    for axis in range(numerical.ndim):
        total = numerical.sum(axis, keepdims=True)
        if _fits(gradient, np.broadcast_to(total, gradient.shape)):
            return f"every entry is the gradient's sum over axis {axis}: a sum too many."
    if _fits(np.sort(gradient, axis=None), np.sort(numerical, axis=None)):
        return "the right numbers in the wrong places: an index, an order or a reshape."
    return _varying_factor(gradient, numerical)


def _fits(candidate: np.ndarray, numerical: np.ndarray) -> bool:
    """Tell whether two arrays agree in shape and, roughly, in values."""
    same_shape = candidate.shape == numerical.shape
    return same_shape and bool(np.abs(candidate - numerical).max() <= FIT * np.abs(numerical).max())


def _constant_factor(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Name c if gradient = c * numerical, c not 1."""
    unit = numerical / np.abs(numerical).max()  # its square neither overflows nor vanishes
    c = float(np.sum(gradient * unit) / np.sum(numerical * unit))
    if abs(c - 1) <= FIT or not _fits(gradient, c * numerical):
        return ""
    if abs(c + 1) <= FIT:
        return "the sign is flipped"
    simple = Fraction(c).limit_denominator(1000)
    if abs(simple - c) > FIT * abs(c) or 1 not in (abs(simple.numerator), simple.denominator):
        return f"it is {c:.6g} times the gradient"
    size = max(abs(simple.numerator), simple.denominator)
    guesses = ["the 2 of the square's derivative or the 1/2 of the cost"] * (size == 2)
    guesses += [f"the size of axis {axis}" for axis in range(gradient.ndim) if gradient.shape[axis] == size]
    return f"it is {simple} times the gradient, perhaps by {' or '.join(guesses or ['a size, in a sum or a mean'])}"


def _zeros(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Name the entries that are 0 and should not be, if all the others are right."""
    zero = (gradient == 0) & (np.abs(numerical) > FIT * np.abs(numerical).max())
    if not zero.any() or not _fits(np.where(zero, numerical, gradient), numerical):
        return ""
    first = tuple(int(i) for i in np.argwhere(zero)[0])
    return f"{zero.sum()} of {zero.size} entries are 0 and should not be, first {list(first)}; the others are right."


def _varying_factor(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Say over which index the ratio of the two varies: a factor with that index is wrong."""
    seen = np.abs(numerical) > FIT * np.abs(numerical).max()
    ratio = gradient[seen] / numerical[seen]
    if _fits(ratio, np.ones_like(ratio)):
        return "only entries that should be close to 0 are wrong."
    between = f"their ratio runs from {ratio.min():.3g} to {ratio.max():.3g}"
    if seen.all() and gradient.ndim == 2 and 1 not in gradient.shape:
        ratios = gradient / numerical
        if _fits(ratios, np.broadcast_to(ratios[:, :1], ratios.shape)):
            return f"{between}, the same along each row: a factor with the row's index, such as sigma', is wrong."
        if _fits(ratios, np.broadcast_to(ratios[:1], ratios.shape)):
            return f"{between}, the same along each column: a factor with the column's index is wrong."
    return f"not a constant factor: {between}. A factor that depends on the entry, such as sigma', may be wrong."
