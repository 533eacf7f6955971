"""Mistakes with softmax and cross-entropy (chapter 7)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric import softmax_cross_entropy
from backprop.numeric.losses import softmax
from backprop.numeric.losses import softmax_cross_entropy as cost
from backprop.results.softmax import E, taught


def gradients(X, W, b, U):
    """The gradients for the labels softmax(U)."""
    return softmax_cross_entropy.gradients(X, W, b, softmax(U))


SUBJECT = Subject(taught, E, gradients, lambda X, W, b, U: cost(X @ W + b, softmax(U)), activations=0)


@SUBJECT.enter("softmax down the columns", "dE_dW = 1/m X^T (A - Y), where the columns of A sum to 1")
def _(X, W, b, U):
    return gradients(X, W, b, U)._replace(dE_dW=X.T @ (softmax((X @ W + b).T).T - softmax(U)) / len(X))


@SUBJECT.enter("the Jacobian's diagonal alone", "dE_db = -1/m (Y * (1 - A))^T 1")
def _(X, W, b, U):
    wrong = -softmax(U) * (1 - softmax(X @ W + b)) / len(X)
    return gradients(X, W, b, U)._replace(dE_db=wrong.sum(axis=0))


@SUBJECT.enter("the Jacobian once more", "dE_dX = Delta W^T, where Delta = 1/m (diag(a) - a a^T) (a - y) in each row")
def _(X, W, b, U):
    A = softmax(X @ W + b)
    Delta = (A - softmax(U)) / len(X)
    return gradients(X, W, b, U)._replace(dE_dX=A * (Delta - np.sum(A * Delta, axis=1, keepdims=True)) @ W.T)


@SUBJECT.enter("softmax twice, its Jacobian forgotten", "dE_db = 1/m (softmax(A) - Y)^T 1")
def _(X, W, b, U):
    wrong = softmax(softmax(X @ W + b)) - softmax(U)
    return gradients(X, W, b, U)._replace(dE_db=wrong.sum(axis=0) / len(X))


@SUBJECT.enter("sum for mean, softmax", "dE_dX = (A - Y) W^T")
def _(X, W, b, U):
    right = gradients(X, W, b, U)
    return right._replace(dE_dX=right.dE_dX * len(X))


@SUBJECT.enter("mean over every probability", "dE_dW = 1/(m k) X^T (A - Y)")
def _(X, W, b, U):
    right = gradients(X, W, b, U)
    return right._replace(dE_dW=right.dE_dW / U.shape[1])
