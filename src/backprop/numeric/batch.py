"""One layer and a batch of examples in rows: Z = XW + 1b^T, A = sigma(Z), E = 1/m sum_i 1/2 |A_i - Y_i|^2.

Shapes: X (m, n), with a row for each example; W (n, k), with a column for each neuron; b (k,); Y, Z and A (m, k).
NumPy adds b to every row of XW by itself: the column of ones is not needed. An activation is one of
`ACTIVATIONS`. All functions refuse shapes that do not fit exactly, mixed precisions, nan and infinity, by TypeError or
ValueError: the message names the argument and says what to pass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.activations import Activation, value_and_prime
from backprop.numeric.arguments import fitting, pair


class Forward(NamedTuple):
    """The pre-activation Z and the activation A, both (m, k)."""

    Z: np.ndarray
    A: np.ndarray


class Gradients(NamedTuple):
    """The gradients of E, each in its variable's shape: (n, k), (k,), (m, n)."""

    dE_dW: np.ndarray
    dE_db: np.ndarray
    dE_dX: np.ndarray


class Jacobians(NamedTuple):
    """The derivatives of every entry by every entry: (mk, mn), (mk, nk), (mk, k), (mk, mk).

    A matrix counts its entries row by row, as np.ravel does: row ik + q belongs to Z[i, q].
    """

    dZ_dX: np.ndarray
    dZ_dW: np.ndarray
    dZ_db: np.ndarray
    dA_dZ: np.ndarray


def forward(X: ArrayLike, W: ArrayLike, b: ArrayLike, activation: Activation) -> Forward:
    """Z = XW + 1b^T, A = sigma(Z).

    For X (m, n), W (n, k) and b (k,).
    Source: S2.2 and S2.11, chapter 3.
    """
    X, W, b = fitting(X, W=W, b=b)
    sigma, _ = value_and_prime(activation)
    Z = X @ W + b
    return Forward(Z, sigma(Z))


def cost(A: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/m sum_i 1/2 |A_i - Y_i|^2, for A and Y (m, k). The mean is over the m examples, not over the mk entries.

    No conjugate: E is analytic.
    Source: half of S2.5 put right, chapter 3.
    """
    A, Y = pair(("m", "k"), A=A, Y=Y)
    return np.sum((A - Y) ** 2) / (2 * len(A))


def gradients(X: ArrayLike, W: ArrayLike, b: ArrayLike, Y: ArrayLike, activation: Activation) -> Gradients:
    """dE_dW = X^T Delta, dE_db = Delta^T 1, dE_dX = Delta W^T, with Delta = 1/m (A - Y) * sigma'(Z) entry by entry.

    For X (m, n), W (n, k), b (k,) and Y (m, k).
    Source: S2.16 to S2.19 put right, for half their cost, chapter 3.
    """
    X, W, b, Y = fitting(X, Y, W=W, b=b)
    sigma, dsigma = value_and_prime(activation)
    Z = X @ W + b
    Delta = (sigma(Z) - Y) / len(X) * dsigma(Z)
    return Gradients(dE_dW=X.T @ Delta, dE_db=Delta.sum(axis=0), dE_dX=Delta @ W.T)


def jacobians(X: ArrayLike, W: ArrayLike, b: ArrayLike, activation: Activation) -> Jacobians:
    """dZ_dX = I_m (x) W^T, dZ_dW = X (x) I_k, dZ_db = 1_m (x) I_k, dA_dZ = diag(sigma'(Z) row by row).

    (x) is the Kronecker product. To be read beside the notes: these matrices are mostly zeros. `gradients` does
    without them. For X (m, n), W (n, k) and b (k,).
    Source: S2.10 and S2.12 to S2.14 put right, chapter 3.
    """
    X, W, b = fitting(X, W=W, b=b)
    _, dsigma = value_and_prime(activation)
    m, k = len(X), len(b)
    I_m, I_k, ones = np.eye(m, dtype=X.dtype), np.eye(k, dtype=X.dtype), np.ones((m, 1), X.dtype)
    return Jacobians(
        dZ_dX=np.kron(I_m, W.T),
        dZ_dW=np.kron(X, I_k),
        dZ_db=np.kron(ones, I_k),
        dA_dZ=np.diag(dsigma(X @ W + b).ravel()),
    )
