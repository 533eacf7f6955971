"""One layer of neurons and one example: models and claims (S4, chapters 1 and 2).

The derivations that conclude the claims stand in the chapters.
"""

from sympy import KroneckerDelta, Rational, exp

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Jacobian,
    Partial,
    column,
    diagonal,
    dsigma,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n = size("m"), size("n")
i, j, r = (Index(name, m) for name in "ijr")
k, p = (Index(name, n) for name in "kp")
w, x, b, y = matrix("w", m, n), column("x", n), column("b", m), column("y", m)
z, yhat, C = column("z", m), column("yhat", m), scalar("C")

PRE_ACTIVATION = {z[j]: total(times(w[j, k], x[k]), k) + b[j]}
COST = {C: Rational(1, 2) * total((yhat[j] - y[j]) ** 2, j)}

layer = Model((w, x, b, y), {**PRE_ACTIVATION, yhat[j]: sigma(z[j]), **COST})
"""z_j = sum_k w_jk x_k + b_j, yhat_j = sigma(z_j), C = 1/2 sum_j (yhat_j - y_j)^2, for any sizes m and n."""

softmax_layer = Model((w, x, b, y), {**PRE_ACTIVATION, yhat[j]: exp(z[j]) / total(exp(z[i]), i), **COST})
"""The same layer with an activation that mixes its entries: yhat_j = exp(z_j) / sum_i exp(z_i)."""

_i = Index("i", 2)
z2, yhat2, y2 = column("z", 2), column("yhat", 2), column("y", 2)
product_layer = Model(
    (z2, y2),
    {
        yhat2[_i]: KroneckerDelta(_i, 1) * z2[1] * z2[2] + KroneckerDelta(_i, 2) * z2[2],
        C: Rational(1, 2) * total((yhat2[_i] - y2[_i]) ** 2, _i),
    },
)
"""yhat = (z_1 z_2, z_2): an activation whose Jacobian is not even symmetric."""

DERIVATIVES = {
    "z by w": Claim(Partial(z[i], w[j, k]), times(KroneckerDelta(i, j), x[k]), layer),
    "z by x": Claim(Partial(z[j], x[k]), w[j, k], layer),
    "yhat": Claim(Partial(C, yhat[i]), yhat[i] - y[i], layer),
    "w": Claim(Partial(C, w[j, k]), times(x[k], dsigma(z[j]), yhat[j] - y[j]), layer, "S4.5"),
    "b": Claim(Partial(C, b[j]), times(dsigma(z[j]), yhat[j] - y[j]), layer, "S4.6, corrected"),
    "x": Claim(Partial(C, x[k]), total(times(w[j, k], dsigma(z[j]), yhat[j] - y[j]), j), layer, "S4.7"),
}
"""The derivatives of the cost, entry by entry (chapter 1)."""

_slope = diagonal(dsigma(z))
GRADIENTS = {
    "yhat by z": Claim(Jacobian(yhat, z), _slope, layer, "S4.11"),
    "z": Claim(Gradient(C, z), times(_slope, yhat - y), layer),
    "w": Claim(Gradient(C, w), times(_slope, yhat - y, x.T), layer, "S4.8"),
    "b": Claim(Gradient(C, b), times(_slope, yhat - y), layer, "S4.9"),
    "x": Claim(Gradient(C, x), times(w.T, _slope, yhat - y), layer, "S4.10"),
}
"""The same as matrices, with sigma' on a diagonal (chapter 2)."""

SOFTMAX_JACOBIAN = Claim(
    Entries(Partial(yhat[i], z[j]), i, j),
    Entries(times(yhat[i], KroneckerDelta(i, j) - yhat[j]), i, j),
    softmax_layer,
)
"""dyhat_i/dz_j = yhat_i (I_ij - yhat_j): no zero in it for two outputs or more (chapter 2)."""

MEANINGS = {
    m: "the number of outputs",
    n: "the number of inputs",
    i: f"outputs, from 1 to ${m}$; so do ${j}$ and ${r}$",
    k: f"inputs, from 1 to ${n}$; so does ${p}$",
    x: "the input, one example",
    w: "the weights; row $j$ belongs to output $j$",
    b: "the bias",
    z: "the pre-activation",
    yhat: "the activation, which is the layer's output",
    y: "the target",
    C: "the cost",
}
"""What each symbol stands for; the notation page is made from it."""
