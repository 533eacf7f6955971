"""Sigmoid with cross-entropy, examples in rows: Z = XW + 1 b^T, A = sigma(Z), E = 1/m sum_iq CE(A_iq, Y_iq), with
CE(a, y) = -(y log a + (1 - y) log(1 - a)).

Shapes: X (m, n), with a row for each example; W (n, k), b (k,), Z, A and Y (m, k). Labels lie in [0, 1]; those in
between are soft labels. Everything is computed from Z: in float64 sigma(z) is 1 from z = 36.7368 on, and log(1 - a)
is lost. All functions refuse shapes that do not fit exactly, mixed precisions, nan, infinity and labels outside [0, 1],
by TypeError or ValueError: the message names the argument and says what to pass.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric import batch
from backprop.numeric.activations import ACTIVATIONS, sigmoid, softplus
from backprop.numeric.arguments import fitting, labels, numbers, pair
from backprop.numeric.batch import Forward, Gradients


def forward(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Forward:
    """Z = XW + 1 b^T, A = sigma(Z).

    For X (m, n), W (n, k) and b (k,).
    Source: chapter 6.
    """
    return batch.forward(X, W, b, ACTIVATIONS["sigmoid"])


def cost(Z: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/m sum_iq (y softplus(-z) + (1 - y) softplus(z)), for Z and Y (m, k): what CE(sigma(z), y) is.

    The shorter softplus(z) - y z is the same in exact numbers. It cancels where a unit is sure and right.
    Source: the cost that S1.9 differentiates, chapter 6.
    """
    Z, Y = pair(("m", "k"), Z=Z, Y=Y)
    labels("Y", Y)
    return np.sum(Y * softplus(-Z) + (1 - Y) * softplus(Z)) / len(Z)


def gradients(X: ArrayLike, W: ArrayLike, b: ArrayLike, Y: ArrayLike) -> Gradients:
    """dE_dW = X^T Delta, dE_db = Delta^T 1, dE_dX = Delta W^T, with Delta = 1/m (A - Y).

    For X (m, n), W (n, k), b (k,) and labels Y (m, k).
    Source: S1.9 put right, chapter 6.
    """
    X, W, b, Y = fitting(X, Y, W=W, b=b)
    labels("Y", Y)
    Delta = (sigmoid(X @ W + b) - Y) / len(X)
    return Gradients(dE_dW=X.T @ Delta, dE_db=Delta.sum(axis=0), dE_dX=Delta @ W.T)


def delta(z: ArrayLike, y: ArrayLike) -> np.ndarray:
    """CE'(a) sigma'(z) = sigma(z) - y, entry by entry, for z and y of one shape. Right wherever z is.

    Source: S1.9 put right, chapter 6.
    """
    z, y = _logits_and_labels(z, y)
    return sigmoid(z) - y


def naive_delta(z: ArrayLike, y: ArrayLike) -> np.ndarray:
    """CE'(a) sigma'(z) as it stands, (a - y) / (a (1 - a)) times a (1 - a), entry by entry: nan in saturation.

    To be read beside `delta`, not to be used. NumPy's warnings are silenced: the nan is what is to be seen.
    Source: S1.9 put right, chapter 6.
    """
    z, y = _logits_and_labels(z, y)
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-z))
        return (a - y) / (a * (1 - a)) * (a * (1 - a))


def _logits_and_labels(z: ArrayLike, y: ArrayLike) -> list[np.ndarray]:
    z, y = pair(np.shape(numbers("z", z)), z=z, y=y)
    labels("y", y)
    return [z, y]
