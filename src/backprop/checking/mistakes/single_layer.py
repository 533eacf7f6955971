"""Mistakes with the single layer (chapters 1 and 2)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.single_layer import cost, forward, gradients
from backprop.results.single_layer import C, layer

SUBJECT = Subject(layer, C, gradients, lambda w, x, b, y, activation: cost(forward(w, x, b, activation).yhat, y))


def _parts(w, x, b, y, activation):
    z, yhat = forward(w, x, b, activation)
    return yhat - y, activation.prime(z), gradients(w, x, b, y, activation)


@SUBJECT.enter("sign", "dC_db = sigma'(z) (y - yhat)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_db=-right.dC_db)


@SUBJECT.enter("factor", "dC_dw = 2 x_k sigma'(z_j) (yhat_j - y_j)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dw=2 * right.dC_dw)


@SUBJECT.enter("missing sigma'", "dC_dw = x_k (yhat_j - y_j)", harmless=("identity",))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dC_dw=np.outer(residual, x))


@SUBJECT.enter("sigma' of the activation", "dC_db = sigma'(yhat_j) (yhat_j - y_j)", harmless=("identity", "relu"))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=activation.prime(residual + y) * residual)


@SUBJECT.enter("uncollapsed sum", "dC_db = sum_i sigma'(z_j) (yhat_i - y_i)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=slope * residual.sum())


@SUBJECT.enter("missing sum", "dC_dx = w_jk sigma'(z_j) (yhat_j - y_j), j = 1 alone")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_dx=w[0] * slope[0] * residual[0])


@SUBJECT.enter("swapped outer product", "dC_dw = x (sigma'(z) (yhat - y))^T")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dw=np.outer(x, right.dC_db))


@SUBJECT.enter("missing transpose", "dC_dx = w sigma'(z) (yhat - y)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dx=w @ right.dC_db)


@SUBJECT.enter("inner for elementwise product", "dC_db = sigma'(z)^T (yhat - y)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=slope @ residual)


@SUBJECT.enter("np.diag of a column", "dC_db = np.diag(column of sigma'(z)) * (yhat - y)", harmless=("identity",))
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=np.diag(slope[:, None]) * residual)


@SUBJECT.enter("diagonal not multiplied out", "dC_db = diag(sigma'(z)) * (yhat - y)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=np.diag(slope) * residual)
