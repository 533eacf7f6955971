"""Mistakes with two layers (chapter 4)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.two_layers import cost, forward, gradients
from backprop.results.two_layers import E, with_activations


def _value(X, W1, b1, W2, b2, Y, f1, f2):
    return cost(forward(X, W1, b1, W2, b2, f1, f2).A2, Y)


SUBJECT = Subject(with_activations, E, gradients, _value, activations=2)


def _deltas(X, W1, b1, W2, b2, Y, f1, f2):
    """dE/dZ1 and dE/dZ2."""
    Z1, _, Z2, A2 = forward(X, W1, b1, W2, b2, f1, f2)
    Delta2 = f2.prime(Z2) * (A2 - Y) / len(X)
    return Delta2 @ W2.T * f1.prime(Z1), Delta2


@SUBJECT.enter("hidden slope forgotten", "dE_dW1 = X^T (Delta2 W2^T)", harmless=("identity",))
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_dW1=X.T @ (Delta2 @ W2.T))


@SUBJECT.enter("hidden slope at the output", "dE_db1 = (Delta2 W2^T * f1'(A1))^T 1", harmless=("identity", "relu"))
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    A1 = forward(X, W1, b1, W2, b2, f1, f2).A1
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_db1=(Delta2 @ W2.T * f1.prime(A1)).sum(axis=0))


@SUBJECT.enter("product entry by entry", "dE_dW2 = Delta2 * A1")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    A1 = forward(X, W1, b1, W2, b2, f1, f2).A1
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_dW2=Delta2 * A1)


@SUBJECT.enter("one output of many", "dE_dX = path through output 1 alone")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    one = np.outer(Delta2[:, 0], W2[:, 0]) * f1.prime(Z1)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_dX=one @ W1.T)


@SUBJECT.enter("input of the wrong layer", "dE_dW2 = X^T Delta2")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_dW2=X.T @ Delta2)


@SUBJECT.enter("weights updated too early", "dE_dW1 = X^T (Delta2 (W2 - eta dE_dW2)^T * f1'(Z1))")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    right = gradients(X, W1, b1, W2, b2, Y, f1, f2)
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    updated = W2 - 0.1 * right.dE_dW2
    return right._replace(dE_dW1=X.T @ (Delta2 @ updated.T * f1.prime(Z1)))


@SUBJECT.enter("factors in the order of the chain", "dE_dW1 = 1/m (A2 - Y) f2'(Z2) W2 f1'(Z1) X")
def _(X, W1, b1, W2, b2, Y, f1, f2):
    _, Delta2 = _deltas(X, W1, b1, W2, b2, Y, f1, f2)
    Z1, *_ = forward(X, W1, b1, W2, b2, f1, f2)
    return gradients(X, W1, b1, W2, b2, Y, f1, f2)._replace(dE_dW1=Delta2 @ W2 @ f1.prime(Z1) @ X)
