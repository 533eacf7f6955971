"""Mistakes with the single layer (chapters 1 and 2)."""

import numpy as np

from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric.single_layer import cost, forward, gradients
from backprop.results.single_layer import E, layer

SUBJECT = Subject(layer, E, gradients, lambda w, x, b, y, activation: cost(forward(w, x, b, activation).a, y))


def _parts(w, x, b, y, activation):
    z, a = forward(w, x, b, activation)
    return a - y, activation.prime(z), gradients(w, x, b, y, activation)


@SUBJECT.enter("sign", "dE_db = sigma'(z) (y - a)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dE_db=-right.dE_db)


@SUBJECT.enter("factor", "dE_dw = 2 x_p sigma'(z_q) (a_q - y_q)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dE_dw=2 * right.dE_dw)


@SUBJECT.enter("missing sigma'", "dE_dw = x_p (a_q - y_q)", harmless=("identity",))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dE_dw=np.outer(residual, x))


@SUBJECT.enter("sigma' at the output", "dE_db = sigma'(a_q) (a_q - y_q)", harmless=("identity", "relu"))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dE_db=activation.prime(residual + y) * residual)


@SUBJECT.enter("uncollapsed sum", "dE_db = sum_t sigma'(z_q) (a_t - y_t)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dE_db=slope * residual.sum())


@SUBJECT.enter("missing sum", "dE_dx = w_qp sigma'(z_q) (a_q - y_q), q = 1 alone")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dE_dx=w[0] * slope[0] * residual[0])


@SUBJECT.enter("swapped outer product", "dE_dw = x (sigma'(z) (a - y))^T")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dE_dw=np.outer(x, right.dE_db))


@SUBJECT.enter("missing transpose", "dE_dx = w sigma'(z) (a - y)")
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dE_dx=w @ right.dE_db)


@SUBJECT.enter("inner for elementwise product", "dE_db = sigma'(z)^T (a - y)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dE_db=slope @ residual)


@SUBJECT.enter("np.diag of a column", "dE_db = np.diag(column of sigma'(z)) * (a - y)", harmless=("identity",))
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dE_db=np.diag(slope[:, None]) * residual)


@SUBJECT.enter("diagonal not multiplied out", "dE_db = diag(sigma'(z)) * (a - y)")
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dE_db=np.diag(slope) * residual)
