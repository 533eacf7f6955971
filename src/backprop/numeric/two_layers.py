"""Two layers, examples in rows: Yhat = f2(f1(X W1 + b1) W2 + b2), Loss = 1/2 sum_iq (Yhat_iq - Y_iq)^2.

Shapes: X (m, n), with a row for each example; W1 (n, h), b1 (h,), Z1 and A1 (m, h); W2 (h, k), b2 (k,); Z2, Yhat and
Y (m, k). f1 and f2 are two of `ACTIVATIONS`, or one of them twice. All functions refuse shapes that do not fit exactly,
mixed precisions, nan and infinity, by TypeError or ValueError: the message names the argument and says what to pass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.activations import Activation, value_and_prime
from backprop.numeric.arguments import fitting, learning_rate_of, pair


class Forward(NamedTuple):
    """The pre-activations and activations: Z1 and A1 (m, h), Z2 and Yhat (m, k)."""

    Z1: np.ndarray
    A1: np.ndarray
    Z2: np.ndarray
    Yhat: np.ndarray


class Gradients(NamedTuple):
    """The gradients of the loss, each in its variable's shape: (m, n), (n, h), (h,), (h, k), (k,)."""

    dLoss_dX: np.ndarray
    dLoss_dW1: np.ndarray
    dLoss_db1: np.ndarray
    dLoss_dW2: np.ndarray
    dLoss_db2: np.ndarray


class Parameters(NamedTuple):
    """What is learnt: (n, h), (h,), (h, k), (k,)."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


def forward(
    X: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike, f1: Activation, f2: Activation
) -> Forward:
    """Z1 = X W1 + b1, A1 = f1(Z1), Z2 = A1 W2 + b2, Yhat = f2(Z2).

    For X (m, n), W1 (n, h), b1 (h,), W2 (h, k) and b2 (k,).
    Source: S3.11, chapter 4.
    """
    X, W1, b1, W2, b2 = fitting(X, W1=W1, b1=b1, W2=W2, b2=b2)
    (f1, _), (f2, _) = value_and_prime(f1), value_and_prime(f2)
    Z1 = X @ W1 + b1
    A1 = f1(Z1)
    Z2 = A1 @ W2 + b2
    return Forward(Z1, A1, Z2, f2(Z2))


def loss(Yhat: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """Loss = 1/2 sum_iq (Yhat_iq - Y_iq)^2, for Yhat and Y (m, k): a sum over examples, no mean.

    No conjugate: the loss is analytic.
    Source: S3.1, chapter 4.
    """
    Yhat, Y = pair(("m", "k"), Yhat=Yhat, Y=Y)
    return np.sum((Yhat - Y) ** 2) / 2


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
    """dLoss_dW1 = X^T Delta1 and dLoss_dW2 = A1^T Delta2, with Delta2 = f2'(Z2) (Yhat - Y) entry by entry
    and Delta1 = f1'(Z1) (Delta2 W2^T); dLoss_db1 and dLoss_db2 their sums over examples, dLoss_dX = Delta1 W1^T.

    For X (m, n), W1 (n, h), b1 (h,), W2 (h, k), b2 (k,) and Y (m, k).
    Source: S3.6, S3.8, S3.10 and S3.13 put right, chapter 4.
    """
    X, W1, b1, W2, b2, Y = fitting(X, Y, W1=W1, b1=b1, W2=W2, b2=b2)
    (f1, df1), (f2, df2) = value_and_prime(f1), value_and_prime(f2)
    Z1 = X @ W1 + b1
    A1 = f1(Z1)
    Z2 = A1 @ W2 + b2
    Delta2 = df2(Z2) * (f2(Z2) - Y)
    Delta1 = df1(Z1) * (Delta2 @ W2.T)
    return Gradients(
        dLoss_dX=Delta1 @ W1.T,
        dLoss_dW1=X.T @ Delta1,
        dLoss_db1=Delta1.sum(axis=0),
        dLoss_dW2=A1.T @ Delta2,
        dLoss_db2=Delta2.sum(axis=0),
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
    """W1 - eta dLoss_dW1, and so for b1, W2 and b2: new arrays, with all gradients taken before the first update.

    eta is the learning rate, one positive, finite number; the rest is as in `gradients`.
    Source: S2.20 and S2.21 put right, chapter 4.
    """
    eta = learning_rate_of(learning_rate)
    _, *slopes = gradients(X, W1, b1, W2, b2, Y, f1, f2)
    parameters = map(np.asarray, (W1, b1, W2, b2))
    return Parameters(*(P - eta * dLoss_dP for P, dLoss_dP in zip(parameters, slopes, strict=True)))
