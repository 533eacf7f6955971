"""Refuse, by name, the arguments that NumPy would broadcast, convert or carry along in silence.

An argument is an array, or nested lists of numbers, real or complex. Whole numbers become float64;
float32 stays float32. The two precisions do not mix: NumPy would promote to float64, and a float32
network would turn into a float64 one without a word.

All functions here raise TypeError where something is of the wrong kind, such as a boolean or a mixed precision, and
ValueError where its shape or a number in it is wrong. The message says what was given, what was expected, what to do.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

KINDS = (np.float32, np.float64, np.complex64, np.complex128)

NEEDS_ROWS = "{0} has shape {1}, and {2} needs a row for each column of {0}".format
NEEDS_COLUMNS = "{0} has shape {1}, and {2} needs a number for each column of {0}".format
NEEDS_BOTH = "X has shape {} and {} has shape {}: a row for each example, a column for each output".format


def numbers(name: str, value: ArrayLike) -> np.ndarray:
    """Return `value` as an array of float32, float64, complex64 or complex128, of any shape.

    Booleans, strings, functions, masked arrays and other precisions are no numbers.
    """
    if type(value) is np.ndarray and value.dtype.type in KINDS:
        return value
    masked = isinstance(value, np.ma.MaskedArray)
    if masked or (isinstance(value, list | tuple) and any(map(np.ma.isMA, value))):
        raise TypeError(
            f"{name} {'is' if masked else 'holds'} a masked array, and its mask would be ignored; expected a plain "
            f"array. Pass {name}.filled(0), or leave the masked entries out."
        )
    try:
        given = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} has rows of different lengths; expected a rectangular array. "
            f"Give every row the same number of entries."
        ) from None
    if given.dtype.kind in "iu":
        return given.astype(np.float64)
    if given.dtype.type not in KINDS:
        if callable(value):
            raise TypeError(
                f"{name} is the function {getattr(value, '__name__', type(value).__name__)}; expected an array. "
                f"Pass the array that it returns, not the function."
            )
        raise TypeError(
            f"{name} has dtype {given.dtype}; expected numbers: float32, float64 or integers. "
            f"Pass np.asarray({name}, dtype=np.float64) if its entries are numbers."
        )
    return given


def array(
    name: str, value: ArrayLike, shape: tuple[int | str, ...], because: Callable[[], str] | None = None
) -> np.ndarray:
    """Return `value` as a non-empty array of finite numbers that has exactly this shape.

    Parameters
    ----------
    name, value
        The argument and its name in the error message.
    shape
        A size for each axis; a letter where any size will do: `("m", "n")`, `(3,)`.
    because
        Says where the expected sizes come from, if the message is needed: `lambda: "w has 3 rows"`.
    """
    given = numbers(name, value)
    if not _fits(given, shape):
        reason = f", because {because()}" if because else ""
        raise ValueError(
            f"{name} has shape {given.shape}; expected {_written(shape)}{reason}. {_advice(name, given, shape)}"
        )
    if given.size == 0:
        raise ValueError(
            f"{name} has shape {given.shape} and so no entries; expected at least one. "
            f"Pass at least one number on every axis."
        )
    if not is_finite(given):
        first = tuple(int(i) for i in np.argwhere(~np.isfinite(given))[0])
        place = f"{name}{list(first)}" if first else name
        raise ValueError(
            f"{place} is {given[first]}; expected finite numbers. "
            f"Look for it in the data, or lower the learning rate if training produced it."
        )
    return given


def is_finite(given: np.ndarray) -> bool:
    """Say whether there is no nan and no infinity. A sum of squares tells in half the time, unless it overflows."""
    return math.isfinite(abs(np.vdot(given, given))) or bool(np.isfinite(given).all())


def pair(shape: tuple[int | str, ...], **two: ArrayLike) -> list[np.ndarray]:
    """Return two arrays of this shape, the same for both, and of one precision: `pair(("m", "k"), A=A, Y=Y)`."""
    (first, value), (second, other) = two.items()
    given = array(first, value, shape)
    other = array(second, other, given.shape, because=lambda: f"{first} has shape {given.shape}")
    one_precision(**{first: given, second: other})
    return [given, other]


def fitting(X: ArrayLike, *target: ArrayLike, **layers: ArrayLike) -> list[np.ndarray]:
    """Return a batch X (m, n), each layer's weights and biases, and the target Y (m, k) if there is one.

    `fitting(X, Y, W1=W1, b1=b1, W2=W2, b2=b2)`: examples in rows. Weights have a row for each column of what stands
    before them; biases, which are 1-D, have a number for each column of their weights.
    """
    found = {"X": array("X", X, ("m", "n"))}
    before, names = "X", iter(layers)
    for W, b in zip(names, names, strict=True):
        rows = partial(NEEDS_ROWS, before, found[before].shape, W)
        found[W] = array(W, layers[W], (found[before].shape[1], "k"), because=rows)
        columns = partial(NEEDS_COLUMNS, W, found[W].shape, b)
        found[b] = array(b, layers[b], found[W].shape[1:], because=columns)
        before = W
    for Y in target:
        both = partial(NEEDS_BOTH, found["X"].shape, before, found[before].shape)
        found["Y"] = array("Y", Y, (found["X"].shape[0], found[before].shape[1]), because=both)
    one_precision(**found)
    return list(found.values())


def one_precision(**arrays: np.ndarray) -> None:
    """Refuse arrays of which some are in single and some in double precision."""
    if len({given.dtype for given in arrays.values()}) == 1:
        return
    single = [name for name, given in arrays.items() if np.finfo(given.dtype).bits == 32]
    double = [name for name in arrays if name not in single]
    if single and double:
        s, d = single[0], double[0]
        raise TypeError(
            f"{s} has dtype {arrays[s].dtype} and {d} has dtype {arrays[d].dtype}; expected one "
            f"precision throughout. Pass np.float64({s}), or np.float32({d})."
        )


def labels(name: str, Y: np.ndarray) -> None:
    """Refuse labels outside [0, 1]."""
    if Y.dtype.kind == "f" and Y.min() >= 0 and Y.max() <= 1:
        return
    outside = ~((Y.real >= 0) & (Y.real <= 1) & (Y.imag == 0))
    if outside.any():
        first = tuple(int(i) for i in np.argwhere(outside)[0])
        place = f"{name}{list(first)}" if first else name
        raise ValueError(
            f"{place} is {Y[first]}; expected labels from 0 to 1. "
            f"Pass (1 + {name}) / 2 if they are -1 and 1, or a column of 0 and 1 for each class if they count classes."
        )


def class_labels(name: str, Y: np.ndarray) -> None:
    """Refuse labels (m, k) outside [0, 1], and rows of them whose sum is not 1 but for rounding."""
    labels(name, Y)
    k = Y.shape[1]
    sums = Y @ np.ones(k, Y.dtype)
    errors = np.abs(sums - 1)
    if errors.max() > 8 * math.log2(4 * k) * np.finfo(Y.dtype).eps:
        i = int(errors.argmax())
        advice = f"Pass a 1 in the column of its class and 0 elsewhere, or divide each row of {name} by its sum."
        if k == 1:
            advice = "Take sigmoid_cross_entropy for a single column of labels, or give each class a column."
        raise ValueError(f"{name}[{i}] sums to {sums[i]}; expected 1, the labels of one example. {advice}")


def whole(name: str, value: int, least: int) -> int:
    """Return a whole number that is not too small; 3.0 and True are none."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or isinstance(value, np.timedelta64):
        raise TypeError(f"{name} is {value!r}; expected a whole number. Pass an int, {least} or more.")
    if value < least:
        raise ValueError(f"{name} is {value}; expected {least} or more. Pass a larger whole number.")
    return int(value)


def learning_rate_of(value: float) -> float:
    """Return eta, one positive, finite number."""
    eta = numbers("learning_rate", value)
    if eta.shape or np.iscomplexobj(eta) or not 0 < eta < np.inf:
        raise ValueError(f"learning_rate is {value}; expected one positive, finite number. Pass 0.1, say.")
    return float(eta)


def refuse_all_but(kind: type, name: str, value: object, tables: str, table: Mapping) -> None:
    """Refuse what is not of this kind, such as the name or the function of one that the table holds."""
    if isinstance(value, kind):
        return
    function = getattr(value, "func", value)  # of a partial, such as a loss with its own numbers
    given = value if isinstance(value, str) else getattr(function, "__name__", None)
    what = "name" if isinstance(value, str) else type(value).__name__
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    advice = f'{tables}["{given}"]' if given in table else f"one of {tables}: {', '.join(table)}"
    raise TypeError(
        f"{name} is the {what} {given or reprlib.repr(value)}; expected {article} {kind.__name__}. Pass {advice}."
    )


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun: 1 row, 3 rows."""
    return f"{number} {one if number == 1 else many}"


def _fits(given: np.ndarray, shape: tuple[int | str, ...]) -> bool:
    """Say whether the array has this shape, where a letter stands for any size."""
    sizes = given.shape
    return sizes == shape or (len(sizes) == len(shape) and all(map(_size_fits, sizes, shape)))


def _size_fits(size: int, expected: int | str) -> bool:
    return size == expected or isinstance(expected, str)


def _written(shape: tuple[int | str, ...]) -> str:
    """Write a shape as Python does, letters without quotation marks: (m, n), (3,)."""
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"


def _advice(name: str, given: np.ndarray, shape: tuple[int | str, ...]) -> str:
    """Say what to pass instead."""
    one_line = given.ndim > 1 and max(given.shape) == given.size
    if one_line and len(shape) == 1 and (isinstance(shape[0], str) or shape[0] == given.size):
        return f"Pass np.ravel({name})."
    if name == "Y" and given.ndim == 1 and len(shape) == 2 and shape[0] == given.size and shape[1] != 1:
        return f"Pass np.eye({shape[1]})[{name}] if it counts classes, else an array of shape {_written(shape)}."
    if given.ndim == 1 and shape == (given.size, 1):
        return f"Pass np.reshape({name}, {shape})."
    if _fits(given.T, shape):
        return f"Pass np.transpose({name})."
    if given.size == 1 and len(shape) == 1 and isinstance(shape[0], int):
        return f"Pass np.full({shape[0]}, {name}) if one value is meant for every entry."
    return f"Pass an array of shape {_written(shape)}."
