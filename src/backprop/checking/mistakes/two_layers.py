"""Mistakes with two layers (chapter 4)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.two_layers import forward, gradients, loss
from backprop.results.two_layers import Loss, with_activations


def _value(X, W1, b1, W2, b2, Y, f1, f2):
    return loss(forward(X, W1, b1, W2, b2, f1, f2).Yhat, Y)


SUBJECT = Subject(with_activations, Loss, gradients, _value, activations=2)


def _deltas(X, W1, b1, W2, b2, Y, f1, f2):
    """dLoss/dZ1 and dLoss/dZ2."""
    Z1, _, Z2, Yhat = forward(X, W1, b1, W2, b2, f1, f2)
    delta2 = (Yhat - Y) * f2.prime(Z2)
    return delta2 @ W2.T * f1.prime(Z1), delta2


@SUBJECT.enter("hidden slope forgotten", "dLoss_dW1 = X^T (delta2 W2^T)", harmless=("identity",))
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_dW1=X.T @ (delta2 @ W2.T))


@SUBJECT.enter(
    "hidden slope at the activation", "dLoss_db1 = 1^T (delta2 W2^T * f1'(A1))", harmless=("identity", "relu")
)
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    A1 = forward(X, W1, b1, W2, b2, f1, f2).A1
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_db1=(delta2 @ W2.T * f1.prime(A1)).sum(axis=0))


@SUBJECT.enter("S3.6 as NumPy broadcasts it", "dLoss_dW2 = delta2 * A1")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    A1 = forward(X, W1, b1, W2, b2, f1, f2).A1
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_dW2=delta2 * A1)


@SUBJECT.enter("S1.2, one path of many", "dLoss_dX = path through output 1 alone")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    one = np.outer(delta2[:, 0], W2[:, 0]) * f1.prime(Z1)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_dX=one @ W1.T)


@SUBJECT.enter("input of the wrong layer", "dLoss_dW2 = X^T delta2")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_dW2=X.T @ delta2)


@SUBJECT.enter("weights updated too early", "dLoss_dW1 = X^T (delta2 (W2 - eta dLoss_dW2)^T * f1'(Z1))")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    right = gradients(X, W1, b1, W2, b2, Y, f1, f2)
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    updated = W2 - 0.1 * right.dLoss_dW2
    return right._replace(dLoss_dW1=X.T @ (delta2 @ updated.T * f1.prime(Z1)))


@SUBJECT.enter("order of the factors as in S3.13", "dLoss_dW1 = (Yhat - Y) f2'(Z2) W2 f1'(Z1) X")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dLoss_dW1=delta2 @ W2 @ f1.prime(Z1) @ X)
