"""Mistakes with softmax and cross-entropy (chapter 7)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric import softmax_cross_entropy
from backprop.numeric.losses import softmax
from backprop.numeric.losses import softmax_cross_entropy as cost
from backprop.results.softmax import E, taught


def gradients(X, W, b, V):
    """The gradients for the labels softmax(V)."""
    return softmax_cross_entropy.gradients(X, W, b, softmax(V))


SUBJECT = Subject(taught, E, gradients, lambda X, W, b, V: cost(X @ W + b, softmax(V)), activations=0)


@SUBJECT.enter("softmax down the columns", "dE_dW = X^T (P - Y) / m, where the columns of P sum to 1")
def _(X, W, b, V):
    return gradients(X, W, b, V)._replace(dE_dW=X.T @ (softmax((X @ W + b).T).T - softmax(V)) / len(X))


@SUBJECT.enter("the Jacobian's diagonal alone", "dE_db = sum of -Y (1 - P) / m over the examples")
def _(X, W, b, V):
    wrong = -softmax(V) * (1 - softmax(X @ W + b)) / len(X)
    return gradients(X, W, b, V)._replace(dE_db=wrong.sum(axis=0))


@SUBJECT.enter("the Jacobian once more", "dE_dX = Delta W^T, where Delta = (diag(p) - p p^T) (p - y) / m in each row")
def _(X, W, b, V):
    P = softmax(X @ W + b)
    Delta = (P - softmax(V)) / len(X)
    return gradients(X, W, b, V)._replace(dE_dX=P * (Delta - np.sum(P * Delta, axis=1, keepdims=True)) @ W.T)


@SUBJECT.enter("softmax twice", "dE_db = sum of (softmax(P) - Y) / m over the examples")
def _(X, W, b, V):
    wrong = softmax(softmax(X @ W + b)) - softmax(V)
    return gradients(X, W, b, V)._replace(dE_db=wrong.sum(axis=0) / len(X))


@SUBJECT.enter("sum for mean, softmax", "dE_dX = (P - Y) W^T")
def _(X, W, b, V):
    right = gradients(X, W, b, V)
    return right._replace(dE_dX=right.dE_dX * len(X))


@SUBJECT.enter("mean over every probability", "dE_dW = X^T (P - Y) / (m k)")
def _(X, W, b, V):
    right = gradients(X, W, b, V)
    return right._replace(dE_dW=right.dE_dW / V.shape[1])
