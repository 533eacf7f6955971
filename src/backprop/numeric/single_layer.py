"""One layer with one example, column convention: z = wx + b, a = sigma(z), E = 1/2 sum_q (a_q - y_q)^2.

Shapes: w (k, n), with a row for each output; x (n,); b, y, z and a (k,). A column of the mathematics is a
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
    """The pre-activation z and the activation a, both (k,)."""

    z: np.ndarray
    a: np.ndarray


class Gradients(NamedTuple):
    """The gradients of E, each in its variable's shape: (k, n), (k,), (n,)."""

    dE_dw: np.ndarray
    dE_db: np.ndarray
    dE_dx: np.ndarray


def forward(w: ArrayLike, x: ArrayLike, b: ArrayLike, activation: Activation) -> Forward:
    """z = wx + b, a = sigma(z).

    For w (k, n), x (n,) and b (k,).
    Source: S4.3, chapter 1.
    """
    w, x, b = _fitting(w, x, b)
    sigma, _ = value_and_prime(activation)
    z = w @ x + b
    return Forward(z, sigma(z))


def cost(a: ArrayLike, y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/2 sum_q (a_q - y_q)^2, for a and y (k,). No conjugate: E is analytic.

    Source: S4.4, chapter 1.
    """
    a = array("a", a, ("k",))
    y = array("y", y, a.shape, because=lambda: f"a has {counted(a.size, 'entry', 'entries')}")
    one_precision(a=a, y=y)
    return np.sum((a - y) ** 2) / 2


def gradients_by_entries(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dE_dw[q, p] = x_p sigma'(z_q) (a_q - y_q), and so for b and x: the subscripts are the formula's.

    For w (k, n), x (n,), b and y (k,).
    Source: S4.5 to S4.7, chapter 1.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = np.einsum("qp,p->q", w, x) + b
    slope, residual = dsigma(z), sigma(z) - y
    return Gradients(
        dE_dw=np.einsum("p,q,q->qp", x, slope, residual),
        dE_db=np.einsum("q,q->q", slope, residual),
        dE_dx=np.einsum("qp,q,q->p", w, slope, residual),
    )


def gradients_diagonal(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dE_dw = diag(sigma'(z)) (a - y) x^T, dE_db = diag(sigma'(z)) (a - y), dE_dx = w^T diag(sigma'(z)) (a - y).

    To be read beside the notes: the k x k matrix is mostly zeros. `gradients` does without it.
    For w (k, n), x (n,), b and y (k,).
    Source: S4.8 to S4.11, chapter 2.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = w @ x + b
    slopes, residual = np.diag(dsigma(z)), sigma(z) - y
    return Gradients(
        dE_dw=slopes @ np.outer(residual, x),
        dE_db=slopes @ residual,
        dE_dx=w.T @ slopes @ residual,
    )


def gradients(w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, activation: Activation) -> Gradients:
    """dE_dw = delta x^T, dE_db = delta, dE_dx = w^T delta, with delta = sigma'(z) (a - y) entry by entry.

    For w (k, n), x (n,), b and y (k,).
    Source: S4.8 to S4.11 with the diagonal matrix as an elementwise product, chapter 2.
    """
    w, x, b, y = _fitting(w, x, b, y)
    sigma, dsigma = value_and_prime(activation)
    z = w @ x + b
    delta = dsigma(z) * (sigma(z) - y)
    return Gradients(dE_dw=np.outer(delta, x), dE_db=delta, dE_dx=w.T @ delta)


def gradients_joint(
    w: ArrayLike, x: ArrayLike, b: ArrayLike, y: ArrayLike, f: Callable, jacobian: Callable
) -> Gradients:
    """dE_dw = delta x^T, dE_db = delta, dE_dx = w^T delta, with delta = (da/dz)^T (a - y): for any activation.

    Parameters
    ----------
    w, x, b, y
        Weights (k, n), input (n,), bias (k,), and target (k_f,), as many entries as f(z) has.
    f, jacobian
        a = f(z), (k_f,), and da_dz[q, t] = da_q/dz_t, (k_f, k): for instance `softmax` and `softmax_jacobian`. What
        they return is checked like an argument.

    Source: S4.11 put right for activations that mix their entries, chapter 2.
    """
    w, x, b = _fitting(w, x, b)
    for name, function, advice in (("f", f, "softmax"), ("jacobian", jacobian, "softmax_jacobian")):
        if not callable(function):
            raise TypeError(f"{name} is of type {type(function).__name__}; expected a function of z. Pass {advice}.")
    z = w @ x + b
    a = array("f(z)", f(z), ("k_f",))
    has = f"f(z) has {counted(a.size, 'entry', 'entries')}"
    y = array("y", y, a.shape, because=lambda: has)
    da_dz = array("jacobian(z)", jacobian(z), a.shape + z.shape, because=lambda: f"{has} and z has {z.size}")
    one_precision(w=w, y=y, **{"f(z)": a, "jacobian(z)": da_dz})
    delta = da_dz.T @ (a - y)
    return Gradients(dE_dw=np.outer(delta, x), dE_db=delta, dE_dx=w.T @ delta)


def _fitting(w: ArrayLike, x: ArrayLike, b: ArrayLike, *target: ArrayLike) -> list[np.ndarray]:
    """Return w, x, b (and y) as arrays of one precision whose shapes fit exactly."""
    w = array("w", w, ("k", "n"))
    k, n = w.shape

    def rows():
        return f"w has {counted(k, 'row', 'rows')}, one for each output"

    x = array("x", x, (n,), because=lambda: f"w has {counted(n, 'column', 'columns')}, one for each input")
    fitting = {"w": w, "x": x, "b": array("b", b, (k,), because=rows)}
    for y in target:
        fitting["y"] = array("y", y, (k,), because=rows)
    one_precision(**fitting)
    return list(fitting.values())
