"""Softmax with cross-entropy, examples in rows: Z = XW + 1 b^T, A = softmax(Z), E = -1/m sum_iq Y_iq ln A_iq.

Shapes: X (m, n), with a row for each example; W (n, k), with a column for each class; b (k,), Z, A and Y (m, k).
Softmax and the cost are those of `losses`. Shapes that do not fit exactly, mixed precisions, nan and infinity are
refused, by TypeError or ValueError, and so are labels outside [0, 1], or a row of them that does not sum to 1.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from backprop.numeric.arguments import class_labels, fitting
from backprop.numeric.batch import Gradients
from backprop.numeric.losses import softmax


def gradients(X: ArrayLike, W: ArrayLike, b: ArrayLike, Y: ArrayLike) -> Gradients:
    """dE_dW = X^T Delta, dE_db = Delta^T 1, dE_dX = Delta W^T, with Delta = 1/m (A - Y).

    For X (m, n), W (n, k), b (k,) and labels Y (m, k).
    Source: chapter 7.
    """
    X, W, b, Y = fitting(X, Y, W=W, b=b)
    class_labels("Y", Y)
    Delta = (softmax(X @ W + b) - Y) / len(X)
    return Gradients(dE_dW=X.T @ Delta, dE_db=Delta.sum(axis=0), dE_dX=Delta @ W.T)
