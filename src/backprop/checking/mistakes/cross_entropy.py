"""Mistakes with sigmoid and cross-entropy (chapter 6)."""

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.activations import sigmoid
from backprop.numeric.cross_entropy import cost, forward, gradients
from backprop.results.cross_entropy import E, batch

SUBJECT = Subject(batch, E, gradients, lambda X, W, b, Y: cost(forward(X, W, b).Z, Y), activations=0, labels=("Y",))


@SUBJECT.enter("slope of the sigmoid at the output", "dE_db = 1/m (CE'(A) * sigma(A) * (1 - sigma(A)))^T 1")
def _(X, W, b, Y):
    A = forward(X, W, b).A
    wrong = (A - Y) / (A * (1 - A)) * sigmoid(A) * (1 - sigmoid(A)) / len(X)
    return gradients(X, W, b, Y)._replace(dE_db=wrong.sum(axis=0))


@SUBJECT.enter("one term of the cross-entropy", "dE_dW = 1/m X^T (-Y / A * sigma'(Z))")
def _(X, W, b, Y):
    A = forward(X, W, b).A
    return gradients(X, W, b, Y)._replace(dE_dW=X.T @ (-Y * (1 - A)) / len(X))


@SUBJECT.enter("sigma' left in", "dE_db = 1/m ((A - Y) * sigma'(Z))^T 1")
def _(X, W, b, Y):
    A = forward(X, W, b).A
    return gradients(X, W, b, Y)._replace(dE_db=((A - Y) * A * (1 - A) / len(X)).sum(axis=0))


@SUBJECT.enter("sum for mean, cross-entropy", "dE_dX = (A - Y) W^T")
def _(X, W, b, Y):
    right = gradients(X, W, b, Y)
    return right._replace(dE_dX=right.dE_dX * len(X))
