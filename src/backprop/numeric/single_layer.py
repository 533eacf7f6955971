"""One layer with one example, column convention: z = wx + b, yhat = sigma(z), C = 1/2 sum_j (yhat_j - y_j)^2.

Shapes: w (m, n), with a row for each output; x (n,); b, y, z and yhat (m,). A column of the mathematics is a
1-D array. Three forms of the same gradients, and a fourth for activations that mix their entries:
`gradients_by_entries` is read against S4.5 to S4.7, `gradients_diagonal` against S4.8 to S4.11, `gradients` is the
one to use. An activation is one of `ACTIVATIONS`. All functions refuse shapes that do not fit exactly, mixed
precisions, nan and infinity, by TypeError or ValueError: the message names the argument and says what to pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.activations import Activation, value_and_prime
from backprop.numeric.arguments import array, counted, one_precision


class Forward(NamedTuple):
    """The pre-activation z and the activation yhat, both (m,)."""

    z: np.ndarray
    yhat: np.ndarray


class Gradients(NamedTuple):
    """The gradients of C, each in its variable's shape: (m, n), (m,), (n,)."""

    dC_dw: np.ndarray
    dC_db: np.ndarray
    dC_dx: np.ndarray


def forward(w: ArrayLike, x: ArrayLike, b: ArrayLike, activation: Activation) -> Forward:
    """z = wx + b, yhat = sigma(z).

    For w (m, n), x (n,) and b (m,).
    Source: S4.3, chapter 1.
    """
    w, x, b = _fitting(w, x, b)
    sigma, _ = value_and_prime(activation)
    z = w @ x + b
    return Forward(z, sigma(z))


def cost(yhat: ArrayLike, y: ArrayLike) -> np.floating | np.complexfloating:
    """C = 1/2 sum_j (yhat_j - y_j)^2, for yhat and y (m,). No conjugate: C is analytic.

    Source: S4.4, chapter 1.
    """
    yhat = array("yhat", yhat, ("m",))
    y = array("y", y, yhat.shape, because=lambda: f"yhat has {counted(yhat.size, 'entry', 'entries')}")
    one_precision(yhat=yhat, y=y)
    return np.sum((yhat - y) ** 2) / 2


def gradients_by_entries(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dC_dw[j, k] = x_k sigma'(z_j) (yhat_j - y_j), and so for b and x: the subscripts are the formula's.

    For w (m, n), x (n,), b and y (m,).
    Source: S4.5 to S4.7, chapter 1.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = np.einsum("jk,k->j", w, x) + b
    slope, residual = dsigma(z), sigma(z) - y
    return Gradients(
        dC_dw=np.einsum("k,j,j->jk", x, slope, residual),
        dC_db=np.einsum("j,j->j", slope, residual),
        dC_dx=np.einsum("jk,j,j->k", w, slope, residual),
    )


def gradients_diagonal(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dC_dw = D (yhat - y) x^T, dC_db = D (yhat - y), dC_dx = w^T D (yhat - y), with D = diag(sigma'(z_j)).

    To be read beside the notes: the m x m matrix D is mostly zeros. `gradients` does without it.
    For w (m, n), x (n,), b and y (m,).
    Source: S4.8 to S4.11, chapter 2.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = w @ x + b
    D, residual = np.diag(dsigma(z)), sigma(z) - y
    return Gradients(
        dC_dw=D @ np.outer(residual, x),
        dC_db=D @ residual,
        dC_dx=w.T @ D @ residual,
    )


def gradients(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dC_dw = delta x^T, dC_db = delta, dC_dx = w^T delta, with delta = sigma'(z) (yhat - y) entry by entry.

    For w (m, n), x (n,), b and y (m,).
    Source: S4.8 to S4.11 with the diagonal matrix as an elementwise product, chapter 2.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = w @ x + b
    delta = dsigma(z) * (sigma(z) - y)
    return Gradients(dC_dw=np.outer(delta, x), dC_db=delta, dC_dx=w.T @ delta)


def gradients_joint(
    w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, f: Callable, jacobian: Callable
) -> Gradients:
    """dC_dw = delta x^T, dC_db = delta, dC_dx = w^T delta, with delta = J^T (yhat - y): the rule for any activation.

    Parameters
    ----------
    w, x, b, y
        Weights (m, n), input (n,), bias (m,), and target (p,), as many entries as f(z) has.
    f, jacobian
        yhat = f(z), (p,), and J[i, j] = dyhat_i/dz_j, (p, m): for instance `softmax` and `softmax_jacobian`. What
        they return is checked like an argument.

    Source: S4.11 put right for activations that mix their entries, chapter 2.
    """
    w, x, b = _fitting(w, x, b)
    for name, function, advice in (("f", f, "softmax"), ("jacobian", jacobian, "softmax_jacobian")):
        if not callable(function):
            raise TypeError(f"{name} is of type {type(function).__name__}; expected a function of z. Pass {advice}.")
    z = w @ x + b
    yhat = array("f(z)", f(z), ("p",))
    p = counted(yhat.size, "entry", "entries")
    y = array("y", y, yhat.shape, because=lambda: f"f(z) has {p}")
    J = array("jacobian(z)", jacobian(z), yhat.shape + z.shape, because=lambda: f"f(z) has {p} and z has {z.size}")
    one_precision(w=w, y=y, **{"f(z)": yhat, "jacobian(z)": J})
    delta = J.T @ (yhat - y)
    return Gradients(dC_dw=np.outer(delta, x), dC_db=delta, dC_dx=w.T @ delta)


def _fitting(w: ArrayLike, x: ArrayLike, b: ArrayLike, *target: ArrayLike) -> list[np.ndarray]:
    """Return w, x, b (and y) as arrays of one precision whose shapes fit exactly."""
    w = array("w", w, ("m", "n"))
    m, n = w.shape

    def rows():
        return f"w has {counted(m, 'row', 'rows')}, one for each output"

    x = array("x", x, (n,), because=lambda: f"w has {counted(n, 'column', 'columns')}, one for each input")
    fitting = {"w": w, "x": x, "b": array("b", b, (m,), because=rows)}
    for y in target:
        fitting["y"] = array("y", y, (m,), because=rows)
    one_precision(**fitting)
    return list(fitting.values())
