"""Two layers, examples in rows: A2 = f2(f1(X W1 + b1) W2 + b2), E = 1/(2m) sum_iq (A2_iq - Y_iq)^2.

Shapes: X (m, n), with a row for each example; W1 (n, n_1), b1 (n_1,), Z1 and A1 (m, n_1); W2 (n_1, k), b2 (k,); Z2, A2
and Y (m, k). f1 and f2 are two of `ACTIVATIONS`, or one of them twice. All functions refuse shapes that do not fit
exactly, mixed precisions, nan and infinity, by TypeError or ValueError: the message names the argument and says what to
pass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.activations import Activation, value_and_prime
from backprop.numeric.arguments import fitting, learning_rate_of, pair


class Forward(NamedTuple):
    """The pre-activations and activations: Z1 and A1 (m, n_1), Z2 and A2 (m, k)."""

    Z1: np.ndarray
    A1: np.ndarray
    Z2: np.ndarray
    A2: np.ndarray


class Gradients(NamedTuple):
    """The gradients of E, each in its variable's shape: (m, n), (n, n_1), (n_1,), (n_1, k), (k,)."""

    dE_dX: np.ndarray
    dE_dW1: np.ndarray
    dE_db1: np.ndarray
    dE_dW2: np.ndarray
    dE_db2: np.ndarray


class Parameters(NamedTuple):
    """What is learnt: (n, n_1), (n_1,), (n_1, k), (k,)."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


def forward(
    X: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike, f1: Activation, f2: Activation
) -> Forward:
    """Z1 = X W1 + b1, A1 = f1(Z1), Z2 = A1 W2 + b2, A2 = f2(Z2).

    For X (m, n), W1 (n, n_1), b1 (n_1,), W2 (n_1, k) and b2 (k,).
    Source: S3.11, chapter 4.
    """
    X, W1, b1, W2, b2 = fitting(X, W1=W1, b1=b1, W2=W2, b2=b2)
    (f1, _), (f2, _) = value_and_prime(f1), value_and_prime(f2)
    Z1 = X @ W1 + b1
    A1 = f1(Z1)
    Z2 = A1 @ W2 + b2
    return Forward(Z1, A1, Z2, f2(Z2))


def cost(A2: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/(2m) sum_iq (A2_iq - Y_iq)^2, for A2 and Y (m, k): the mean over the m examples.

    No conjugate: E is analytic.
    Source: S3.1, as a mean, chapter 4.
    """
    A2, Y = pair(("m", "k"), A2=A2, Y=Y)
    return np.sum((A2 - Y) ** 2) / (2 * len(A2))


def gradients(
    X: ArrayLike,
    W1: ArrayLike,
    b1: ArrayLike,
    W2: ArrayLike,
    b2: ArrayLike,
    Y: ArrayLike,
    f1: Activation,
    f2: Activation,
) -> Gradients:
    """dE_dW1 = X^T Delta1 and dE_dW2 = A1^T Delta2, with Delta2 = f2'(Z2) 1/m (A2 - Y) entry by entry
    and Delta1 = f1'(Z1) (Delta2 W2^T); dE_db1 and dE_db2 their sums over examples, dE_dX = Delta1 W1^T.

    For X (m, n), W1 (n, n_1), b1 (n_1,), W2 (n_1, k), b2 (k,) and Y (m, k).
    Source: S3.6, S3.8, S3.10 and S3.13 put right, chapter 4.
    """
    X, W1, b1, W2, b2, Y = fitting(X, Y, W1=W1, b1=b1, W2=W2, b2=b2)
    (f1, df1), (f2, df2) = value_and_prime(f1), value_and_prime(f2)
    Z1 = X @ W1 + b1
    A1 = f1(Z1)
    Z2 = A1 @ W2 + b2
    Delta2 = df2(Z2) * (f2(Z2) - Y) / len(X)
    Delta1 = df1(Z1) * (Delta2 @ W2.T)
    return Gradients(
        dE_dX=Delta1 @ W1.T,
        dE_dW1=X.T @ Delta1,
        dE_db1=Delta1.sum(axis=0),
        dE_dW2=A1.T @ Delta2,
        dE_db2=Delta2.sum(axis=0),
    )


def step(
    X: ArrayLike,
    W1: ArrayLike,
    b1: ArrayLike,
    W2: ArrayLike,
    b2: ArrayLike,
    Y: ArrayLike,
    f1: Activation,
    f2: Activation,
    learning_rate: float,
) -> Parameters:
    """W1 - eta dE_dW1, and so for b1, W2 and b2: new arrays, with all gradients taken before the first update.

    eta is the learning rate, one positive, finite number; the rest is as in `gradients`.
    Source: S2.20 and S2.21 put right, chapter 4.
    """
    eta = learning_rate_of(learning_rate)
    _, *slopes = gradients(X, W1, b1, W2, b2, Y, f1, f2)
    parameters = map(np.asarray, (W1, b1, W2, b2))
    return Parameters(*(P - eta * dE_dP for P, dE_dP in zip(parameters, slopes, strict=True)))
