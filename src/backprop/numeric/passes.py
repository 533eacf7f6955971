"""The two passes through a network of any depth and the step, as `network` calls them: it has checked the arguments.

Shapes: X (m, n_0), with a row for each example; W_l (n_{l-1}, n_l), b_l (n_l,); Z_l and A_l (m, n_l); Y (m, n_L). A
number too large for its precision on the way is a FloatingPointError, since an activation can make it look finite
again. NumPy warns of it, unless it is told not to.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backprop.numeric.activations import with_prime
from backprop.numeric.arguments import is_finite
from backprop.numeric.layers import Layer
from backprop.numeric.losses import Loss

np.empty(2**25 - 2**13, np.uint8)
"""Never used. Once glibc has seen so much freed, it keeps up to 64 MiB of it for the next arrays. Else those of wide
layers go back to the system after each step and come anew, page by page, which takes a tenth of its time."""


class Forward(NamedTuple):
    """Z = (Z_1, ..., Z_L) and A = (A_0, A_1, ..., A_L): A[0] is X itself, A[-1] is the output."""

    Z: tuple[np.ndarray, ...]
    A: tuple[np.ndarray, ...]


class Gradients(NamedTuple):
    """The gradients of E: for each layer those of W_l and b_l, in their shapes, and that of X, (m, n_0)."""

    dE_dW: tuple[np.ndarray, ...]
    dE_db: tuple[np.ndarray, ...]
    dE_dX: np.ndarray | None


def forward(X: np.ndarray, layers: tuple[Layer, ...]) -> Forward:
    """A_0 = X, Z_l = A_{l-1} W_l + b_l, A_l = f_l(Z_l)."""
    Z, A = [], [X]
    for W, b, f in layers:
        Z.append(A[-1] @ W + b)
        A.append(f.value(Z[-1]))
    refuse_overflow("Z{}", *Z)
    return Forward(tuple(Z), tuple(A))


def gradients(X: np.ndarray, layers: tuple[Layer, ...], Y: np.ndarray, loss: Loss, with_dE_dX: bool) -> Gradients:
    """Delta_l = f_l'(Z_l) * (Delta_{l+1} W_{l+1}^T), down from Delta_L = f_L'(Z_L) * dE_dA_L, `*` entry by entry;
    dE_dW_l = A_{l-1}^T Delta_l, dE_db_l = Delta_l^T 1, dE_dX = Delta_1 W_1^T.

    Whether these are finite is for the caller to see.
    """
    A, df = [X], []
    for l, (W, b, f) in enumerate(layers, start=1):
        Z_l = A[-1] @ W + b
        refuse_overflow(f"Z{l}", Z_l)
        A_l, df_l = with_prime(f, Z_l)
        A.append(A_l)
        df.append(df_l)
    dE_dW, dE_db, ones = [], [], np.ones(len(X), X.dtype)
    Delta = df[-1] * loss.slope(A[-1], Y)
    for l in reversed(range(len(layers))):  # A[l] goes into layers[l], and df[l] is its slope
        dE_dW.insert(0, A[l].T @ Delta)
        dE_db.insert(0, ones @ Delta)
        if l > 0:
            Delta = df[l - 1] * (Delta @ layers[l].W.T)
    return Gradients(tuple(dE_dW), tuple(dE_db), Delta @ layers[0].W.T if with_dE_dX else None)


def step(X: np.ndarray, layers: tuple[Layer, ...], Y: np.ndarray, loss: Loss, eta: float) -> None:
    """W_l - eta dE_dW_l, b_l - eta dE_db_l, in place, with all gradients taken before the first update."""
    found = gradients(X, layers, Y, loss, with_dE_dX=False)
    for (W, b, _), dE_dW, dE_db in zip(layers, found.dE_dW, found.dE_db, strict=True):
        W -= eta * dE_dW
        b -= eta * dE_db
    if not all(is_finite(W) and is_finite(b) for W, b, _ in layers):  # nor are they where a gradient was not
        finite(found)
        refuse_overflow("the new W{}", *(W for W, _, _ in layers))
        refuse_overflow("the new b{}", *(b for _, b, _ in layers))


def finite(found: Gradients) -> Gradients:
    """Return the gradients, or refuse the first that is not finite."""
    refuse_overflow("dE_dW{}", *found.dE_dW)
    refuse_overflow("dE_db{}", *found.dE_db)
    if found.dE_dX is not None:
        refuse_overflow("dE_dX", found.dE_dX)
    return found


def refuse_overflow(name: str, *arrays: np.ndarray) -> None:
    """Raise where the network, and not an argument, is at fault; the arrays are numbered from 1 in `name`."""
    for i, given in enumerate(arrays, start=1):
        if not is_finite(given):
            raise FloatingPointError(
                f"{name.format(i)} is not finite, though all that it was computed from is. "
                f"Lower the learning rate, or scale X and the weights down."
            )
