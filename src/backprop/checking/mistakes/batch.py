"""Mistakes with a batch of examples (chapter 3)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.batch import cost, forward, gradients
from backprop.results.batch import E, batch

SUBJECT = Subject(batch, E, gradients, lambda X, W, b, Y, activation: cost(forward(X, W, b, activation).A, Y))


def _delta(X, W, b, Y, activation):
    """dE/dZ, from which every gradient of the batch is made."""
    Z, A = forward(X, W, b, activation)
    return (A - Y) / len(X) * activation.prime(Z)


@SUBJECT.enter("bias gradient for every example", "dE_db = dE_dA * sigma'(Z)")
def _(X, W, b, Y, activation):
    return gradients(X, W, b, Y, activation)._replace(dE_db=_delta(X, W, b, Y, activation))


@SUBJECT.enter("bias averaged over the examples", "dE_db = mean of dE_dA * sigma'(Z) over the examples")
def _(X, W, b, Y, activation):
    return gradients(X, W, b, Y, activation)._replace(dE_db=_delta(X, W, b, Y, activation).mean(axis=0))


@SUBJECT.enter("bias summed over the neurons", "dE_db = sum of dE_dA * sigma'(Z) over the neurons")
def _(X, W, b, Y, activation):
    return gradients(X, W, b, Y, activation)._replace(dE_db=_delta(X, W, b, Y, activation).sum(axis=1))


@SUBJECT.enter("mean over every entry", "dE_dW = X^T ((A - Y) / (m k) * sigma'(Z))")
def _(X, W, b, Y, activation):
    right = gradients(X, W, b, Y, activation)
    return right._replace(dE_dW=right.dE_dW / Y.shape[1])


@SUBJECT.enter("sum for mean", "dE_dW = X^T ((A - Y) * sigma'(Z))")
def _(X, W, b, Y, activation):
    right = gradients(X, W, b, Y, activation)
    return right._replace(dE_dW=right.dE_dW * len(X))


@SUBJECT.enter("matrix product for elementwise product", "dE_dX = (sigma'(Z) dE_dA) W^T")
def _(X, W, b, Y, activation):
    Z, A = forward(X, W, b, activation)
    return gradients(X, W, b, Y, activation)._replace(dE_dX=activation.prime(Z) @ (A - Y) @ W.T / len(X))


@SUBJECT.enter("untransposed weights", "dE_dX = (dE_dA * sigma'(Z)) W")
def _(X, W, b, Y, activation):
    return gradients(X, W, b, Y, activation)._replace(dE_dX=_delta(X, W, b, Y, activation) @ W)


@SUBJECT.enter("untransposed input", "dE_dW = X (dE_dA * sigma'(Z))")
def _(X, W, b, Y, activation):
    return gradients(X, W, b, Y, activation)._replace(dE_dW=X @ _delta(X, W, b, Y, activation))


@SUBJECT.enter("one example for all", "dE_dW = outer product of the first example")
def _(X, W, b, Y, activation):
    delta = _delta(X, W, b, Y, activation)
    return gradients(X, W, b, Y, activation)._replace(dE_dW=np.outer(X[0], delta[0]))


@SUBJECT.enter("averages multiplied", "dE_dW = (sum of the rows of X)^T (sum of the rows of Delta) / m")
def _(X, W, b, Y, activation):
    delta = _delta(X, W, b, Y, activation)
    return gradients(X, W, b, Y, activation)._replace(dE_dW=np.outer(X.mean(axis=0), delta.sum(axis=0)))
