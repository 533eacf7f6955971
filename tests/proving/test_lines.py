"""Lines for the referees: what is false must be refused, what is true accepted, however it is written."""

import pytest
from sympy import Abs, Dummy, Integer, KroneckerDelta, Rational, Sum, Symbol, exp, log, sqrt
from sympy.matrices.expressions import MatrixExpr, OneMatrix

from backprop.proving import Derivation, DerivationError, NotProved
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Jacobian,
    Partial,
    Pullback,
    column,
    diagonal,
    dsigma,
    hadamard,
    matrix,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.reasons import as_written

from . import models as M
from .one_layer import C as cost
from .one_layer import b as bias
from .one_layer import i, j, k, layer, p, r, softmax_layer, w, x, y, yhat, z

P, D = Partial, KroneckerDelta
m, n = M.m, M.n


def chain(limits):
    return Sum(times(P(z[j], w[i, k]), P(yhat[j], z[j]), P(cost, yhat[j])), limits)


bare = Index("j", m)
residual = yhat - y
slope = diagonal(dsigma(z))

WRONG = {
    # the single layer, S4
    "sign": (layer, P(cost, w[j, k]), x[k] * dsigma(z[j]) * (y[j] - yhat[j])),
    "factor 2": (layer, P(cost, w[j, k]), 2 * x[k] * dsigma(z[j]) * (yhat[j] - y[j])),
    "factor 1/2": (layer, P(cost, bias[j]), dsigma(z[j]) * (yhat[j] - y[j]) / 2),
    "mean for sum": (layer, P(cost, bias[j]), dsigma(z[j]) * (yhat[j] - y[j]) / m),
    "missing sigma'": (layer, P(cost, w[j, k]), x[k] * (yhat[j] - y[j])),
    "sigma for sigma'": (layer, P(cost, w[j, k]), x[k] * sigma(z[j]) * (yhat[j] - y[j])),
    "sigma' of the output": (layer, P(cost, w[j, k]), x[k] * dsigma(yhat[j]) * (yhat[j] - y[j])),
    "sigma' twice": (layer, P(cost, bias[j]), dsigma(z[j]) ** 2 * (yhat[j] - y[j])),
    "target forgotten": (layer, P(cost, bias[j]), dsigma(z[j]) * yhat[j]),
    "another row": (layer, P(cost, w[j, k]), x[k] * dsigma(z[i]) * (yhat[j] - y[j])),
    "another input": (layer, P(cost, w[j, k]), x[p] * dsigma(z[j]) * (yhat[j] - y[j])),
    "uncollapsed sum": (layer, P(cost, w[i, k]), total(x[k] * dsigma(z[j]) * (yhat[j] - y[j]), j)),
    "missing sum": (layer, P(cost, x[k]), w[1, k] * dsigma(z[1]) * (yhat[1] - y[1])),
    "weight for input": (layer, P(cost, w[j, k]), w[j, k] * dsigma(z[j]) * (yhat[j] - y[j])),
    "sum from 2": (layer, P(cost, w[i, k]), chain((j, 2, m))),
    "empty sum": (layer, P(cost, w[i, k]), chain((j, 1, 0))),
    "S2.6, the factor is delta, not 1": (layer, P(cost, yhat[i]), total(yhat[j] - y[j], j)),
    "another output's slope is 0": (layer, P(yhat[i], z[j]), Integer(0)),
    "delta forgotten": (layer, P(z[i], w[j, k]), x[k]),
    "path through one other output": (layer, P(cost, w[i, k]), times(P(z[j], w[i, k]), P(yhat[j], z[j]), P(cost, yhat[j]))),
    "captured index in the definition": (layer, z[p.func("p", m)], total(w[p.func("p", m), k] * x[k], k) + 2 * bias[p.func("p", m)]),
    "captured index in the cost": (layer, P(cost, bias[j]), dsigma(total(w[1, k] * x[k], k) + bias[j]) * (yhat[j] - y[j])),
    "S4.2 as written": (layer, z[j], total(w[1, k] * x[k], k) + bias[j]),
    "matrix: gradient not multiplied by x": (layer, Gradient(cost, w), times(slope, residual, OneMatrix(1, n))),
    "matrix: sum over outputs everywhere": (layer, Gradient(cost, bias), times(OneMatrix(m, m), slope, residual)),
    "matrix: slope of the residual": (layer, Gradient(cost, bias), times(diagonal(dsigma(residual)), residual)),
    "matrix: twice the Hadamard product": (layer, Gradient(cost, bias), times(2, hadamard(dsigma(z), residual))),
    "matrix: entries swapped by name": (layer, Gradient(cost, w), Entries(x[k] * dsigma(z[j]) * (yhat[1] - y[1]), j, k)),
    "softmax: diagonal alone": (softmax_layer, Jacobian(yhat, z), diagonal(hadamard(yhat, OneMatrix(m, 1) - yhat))),
    "softmax: S4.5": (softmax_layer, P(cost, w[j, k]), times(P(z[j], w[j, k]), P(yhat[j], z[j]), P(cost, yhat[j]))),
    "softmax: off-diagonal sign": (softmax_layer, P(yhat[i], z[j]), yhat[i] * (D(i, j) + yhat[j])),
    # the batch, S2
    "batch: E by A without 2": (M.batch, P(M.E, M.A[M.e, M.u]), (M.A[M.e, M.u] - M.Y[M.e, M.u]) / m),
    "batch: mean over all entries": (M.batch, P(M.E, M.A[M.e, M.u]), 2 * (M.A[M.e, M.u] - M.Y[M.e, M.u]) / (m * M.q)),
    "batch: S2.19, no sum over examples": (
        M.batch, P(M.E, M.B[M.u]), dsigma(M.Z[1, M.u]) * 2 * (M.A[1, M.u] - M.Y[1, M.u]) / m),
    "batch: S2.4, B on the rows of W": (
        M.batch, M.Z[M.e, M.u], total(M.X[M.e, M.r] * (M.V[M.r, M.u] + M.B[M.u]), M.r)),
    "batch: another example's input": (
        M.batch, P(M.E, M.V[M.r, M.u]),
        total(M.X[1, M.r] * dsigma(M.Z[M.e, M.u]) * 2 * (M.A[M.e, M.u] - M.Y[M.e, M.u]) / m, M.e)),
    "batch: matrix, sigma' forgotten": (M.batch, Gradient(M.E, M.V), times(2 / m, M.X.T, M.A - M.Y)),
    "batch: matrix, the sum of S2.19 as a mean": (
        M.batch, Gradient(M.E, M.B), times(2 / m**2, OneMatrix(1, m), hadamard(dsigma(M.Z), M.A - M.Y))),
    # two layers, S1 and S3
    "two layers: S1.2, one path of many": (
        M.two_layers, P(M.J, M.W1[M.g, k]),
        times(P(M.J, M.a2[1]), P(M.a2[1], M.z2[1]), P(M.z2[1], M.a1[M.g]), P(M.a1[M.g], M.z1[M.g]), P(M.z1[M.g], M.W1[M.g, k]))),
    "two layers: S1.6, sigma' of the hidden layer": (
        M.two_layers, P(M.J, M.z1[M.g]), total(P(M.J, M.z2[j]) * M.W2[j, M.g], j)),
    "two layers: wrong layer": (M.two_layers, P(M.J, M.z1[M.g]), total(P(M.J, M.z2[j]) * M.W2[j, M.g] * dsigma(M.z2[j]), j)),
    "two layers: S1.10, the input of the other layer": (
        M.two_layers, P(M.J, M.W2[j, M.g]), dsigma(M.z2[j]) * (M.a2[j] - y[j]) * sigma(M.a1[M.g])),
    "skip: the straight path forgotten": (M.skip, P(M.S, M.s1[j]), M.a[j] * dsigma(M.s1[j])),
    "skip: the curved path forgotten": (M.skip, P(M.S, M.s1[j]), M.a[j]),
    # sums
    "square of a sum": (M.plain_arrays, total(M.a[j], j) ** 2, total(M.a[j] ** 2, j)),
    "product of sums": (M.plain_arrays, total(M.a[j], j) * total(M.b[j], j), total(M.a[j] * M.b[j], j)),
    "sum of 1": (M.plain_arrays, total(Integer(1), j), n + 0 * m),
    "first term lost": (M.plain_arrays, total(M.a[j], j), Sum(M.a[j], (j, 2, m))),
    "first term twice": (M.plain_arrays, total(M.a[j], j), M.a[1] + total(M.a[j], j)),
    "sum inside an activation": (M.plain_arrays, sigma(total(M.a[j], j)), total(sigma(M.a[j]), j)),
    "constant inside an activation": (M.plain_arrays, sigma(2 * M.a[j]), 2 * sigma(M.a[j])),
    "delta of another pair": (M.plain_arrays, D(i, j) * M.a[r], D(i, j) * M.a[i]),
    "two deltas, one lost": (M.plain_arrays, D(i, j) * D(j, r), D(i, j)),
    "delta as one": (M.plain_arrays, D(i, j), Integer(1)),
    "index as a number": (M.plain_arrays, total(j * M.a[j], j), total(M.a[j], j)),
    "exponentials": (M.plain_arrays, exp(M.a[1]) * exp(M.a[j]), exp(M.a[1] * M.a[j])),
    "logarithm of a product": (M.plain_arrays, log(exp(M.t) + exp(-M.t)), M.t - M.t),
}  # fmt: skip

HIDDEN = {
    "square of a sum": (M.plain_arrays, total(M.a[j], j) ** 2, total(M.a[j] ** 2, j)),
    "square of a sum inside": (M.plain_arrays, sigma(total(M.a[j], j) ** 2), sigma(total(M.a[j] ** 2, j))),
    "two deltas, one lost": (M.plain_arrays, D(i, j) * D(j, r), D(i, j)),
    "exponent lost": (M.plain_arrays, M.t * exp(log(exp(M.t)) * total(D(j, r), j)), M.t),
    "constant": (M.plain_arrays, M.a[j], 2 * M.a[j]),
    "sum": (M.plain_arrays, total(M.a[j], j), M.a[1]),
    "delta": (M.plain_arrays, D(i, j) * M.a[i], M.a[i]),
    "gradient": (layer, P(cost, w[j, k]), x[k] * dsigma(z[j]) * y[j]),
    "softmax": (softmax_layer, P(yhat[i], z[j]), yhat[i] * D(i, j)),
    "divided sum": (softmax_layer, total(yhat[j], j), Integer(0)),
}

plain_j, canonical = Symbol("j", integer=True), Symbol("i0_0", integer=True)
other_w = matrix("w", n, m)
zeta = column("zeta", m)
unknown = Index("j", size("unknown"))

NO_MEANING = {
    "sum over the inputs' range": (layer, P(cost, w[i, k]), chain((j, 1, n)), "not proved to stay within 1..m"),
    "sum from 0": (layer, P(cost, w[i, k]), chain((j, 0, m)), "not proved to stay"),
    "sum at 7": (layer, P(cost, w[i, k]), chain((j, 7, 7)), "not proved to stay"),
    "sum of a negative length": (layer, P(cost, w[i, k]), chain((j, 5, 3)), "not a range for every size"),
    "sum from 3": (layer, cost, Sum(yhat[j], (j, 3, m)), "not a range for every size"),
    "sum to the number of inputs minus 1": (layer, cost, Sum(x[k], (k, 1, n - 2)), "not a range for every size"),
    "an input's index on an output": (layer, cost, yhat[k], "not proved to stay"),
    "index beyond the end": (layer, cost, yhat[j + 1], "not proved to stay"),
    "index before the start": (layer, cost, yhat[j - 1], "not proved to stay"),
    "second output of one": (layer, cost, yhat[2], "not proved to stay"),
    "fractional index": (layer, cost, yhat[(m + 1) / 2], "not proved to stay"),
    "fractional index of an index": (layer, cost, yhat[(j + 1) / 2], "not proved to stay"),
    "triangular sum": (layer, cost, Sum(Sum(y[i], (i, 1, j)), (j, 1, m)), "limits may hold sizes and numbers only"),
    "second derivative": (layer, P(P(cost, yhat[j]), yhat[j]), Integer(0), "partial derivative of a partial"),
    "second derivative 1": (layer, P(P(cost, yhat[j]), yhat[j]), Integer(1), "partial derivative of a partial"),
    "S4.6, b by z": (layer, P(cost, bias[j]), times(P(z[j], bias[j]), P(bias[j], z[j]), P(cost, yhat[j])), "it is the reverse"),
    "z by its own output": (layer, cost, P(z[j], yhat[j]), "it is the reverse"),
    "misspelt quantity": (layer, P(zeta[j], w[j, k]), Integer(0), "zeta.* is not defined"),
    "misspelt cost": (layer, P(Symbol("J", real=True), w[j, k]), Integer(0), "J, which is not defined"),
    "cost with other assumptions": (layer, P(Symbol("C"), w[j, k]), Integer(0), "C, which is not defined"),
    "plain symbol for an index": (layer, cost, yhat[plain_j], "j, which is not defined"),
    "weights of other sizes": (layer, Gradient(cost, w), times(slope, residual, x.T) + other_w.T, "w with sizes"),
    "index of a size that the model has not": (layer, cost, total(Integer(1), unknown), "limits may hold sizes"),
    "wrong number of indices": (layer, cost, w.base[j], "w takes 2 indices"),
    "division by sigma'": (layer, P(cost, yhat[j]), P(cost, z[j]) / P(yhat[j], z[j]), "not known to be positive"),
    "division by a variable": (layer, cost, times(y[j], 1 / y[j]), "not known to be positive"),
    "zero over zero": (layer, cost, times(0, 1 / (y[j] - y[i])), "not known to be positive"),
    "division by a sum": (layer, cost, 1 / total(y[j], j), "not known to be positive"),
    "logarithm of a variable": (layer, cost, log(y[j]), "not known to be positive"),
    "square root": (layer, cost, sqrt(1 + y[j]), "takes a root of"),
    "power of a variable": (layer, cost, y[j] ** m, "only whole powers"),
    "absolute value": (layer, cost, Abs(y[j]), "no rule"),
    "integral": (layer, cost, Symbol("t", real=True), "t, which is not defined"),
    "derivative by an expression": (layer, cost, P(cost, yhat[j] ** 2), "not an entry of a defined quantity"),
    "derivative by a number": (layer, cost, P(cost, Integer(1)), "not an entry"),
    "free index in a matrix": (layer, Gradient(cost, bias), times(y[j], residual), "stands free"),
    "shapes that do not fit": (layer, Gradient(cost, w), Gradient(cost, x), "has the shape"),
    "transposed gradient": (layer, Gradient(cost, w), times(x, residual.T, slope), "has the shape"),
    "matrix for a number": (layer, cost, Gradient(cost, w), "has the shape"),
    "two indices of one name": (M.plain_arrays, M.t, total(M.a[bare] * total(M.c[Index("j", n)], Index("j", n)), bare), "rename one"),
    "an index named like a quantity": (M.plain_arrays, M.t, total(M.a[Index("t", m)], Index("t", m)), "rename one"),
    "a symbol named as the normal form names its indices": (layer, cost, w[canonical, canonical], "i0_0, which is not defined"),
    "x by x under the outputs' range": (
        layer, P(cost, x[k]), Sum(times(P(cost, x[p]), P(x[p], x[k])), (p, 1, m)), "not proved to stay"),
    "0/0 of derivatives": (
        layer, P(cost, yhat[j]), times(P(cost, z[j]), P(yhat[j], z[i]), 1 / P(yhat[j], z[i]), 1 / P(yhat[j], z[j])), "not known to be positive"),
    "a word": (layer, cost, "x_k", "not an expression"),
    "nothing": (layer, cost, None, "not an expression"),
}  # fmt: skip

TRUE = {
    # the single layer, as a lecturer writes it
    "S4.5": (layer, P(cost, w[j, k]), x[k] * dsigma(z[j]) * (yhat[j] - y[j])),
    "S4.5 by one path": (layer, P(cost, w[j, k]), times(P(z[j], w[j, k]), P(yhat[j], z[j]), P(cost, yhat[j]))),
    "S4.5 by every path": (layer, P(cost, w[i, k]), chain((j, 1, m))),
    "S4.5 over all pairs": (layer, P(cost, w[j, k]), total(P(cost, yhat[i]) * P(yhat[i], z[r]) * P(z[r], w[j, k]), i, r)),
    "S4.5 nested": (layer, P(cost, x[k]), total(P(z[j], x[k]) * total(P(cost, yhat[i]) * P(yhat[i], z[j]), i), j)),
    "S4.5 with the cancelled factor": (layer, P(cost, w[j, k]), P(cost, bias[j]) * P(z[j], w[j, k]) / P(z[j], bias[j])),
    "S4.5 multiplied out": (layer, P(cost, w[j, k]), x[k] * dsigma(z[j]) * yhat[j] - x[k] * dsigma(z[j]) * y[j]),
    "the same index twice": (layer, P(cost, w[i, 1]), x[1] * dsigma(z[i]) * (yhat[i] - y[i])),
    "S4.6": (layer, P(cost, bias[j]), dsigma(z[j]) * (yhat[j] - y[j])),
    "S4.7": (layer, P(cost, x[k]), total(w[j, k] * dsigma(z[j]) * (yhat[j] - y[j]), j)),
    "S4.7 by the bias": (layer, P(cost, x[k]), total(w[j, k] * P(cost, bias[j]), j)),
    "z by z": (layer, P(z[i], z[j]), D(i, j)),
    "x by x under a sum": (layer, P(cost, x[k]), total(P(cost, x[p]) * P(x[p], x[k]), p)),
    "a sum over a squared delta": (layer, P(cost, bias[i]), total(D(i, j) ** 2 * dsigma(z[j]) * (yhat[j] - y[j]), j)),
    "bound index of the same name": (layer, z[p.func("p", m)], total(w[p.func("p", m), k] * x[k], k) + bias[p.func("p", m)]),
    "S4.8": (layer, Gradient(cost, w), times(slope, residual, x.T)),
    "S4.8 elementwise": (layer, Gradient(cost, w), times(hadamard(dsigma(z), residual), x.T)),
    "S4.8 entry by entry": (layer, Gradient(cost, w), Entries(x[k] * dsigma(z[j]) * (yhat[j] - y[j]), j, k)),
    "S4.8 with other letters": (layer, Gradient(cost, w), Entries(x[p] * dsigma(z[i]) * (yhat[i] - y[i]), i, p)),
    "S4.8 transposed twice": (layer, Gradient(cost, w), times(x, residual.T, slope).T),
    "S4.8 by a pullback": (layer, Gradient(cost, w), Pullback(residual, sigma(times(w, x) + bias), w)),
    "S4.9": (layer, Gradient(cost, bias), times(slope, residual)),
    "S4.10": (layer, Gradient(cost, x), times(w.T, slope, residual)),
    "S4.10 by Jacobians": (layer, Gradient(cost, x), times(Jacobian(z, x).T, Jacobian(yhat, z).T, Gradient(cost, yhat))),
    "S4.11": (layer, Jacobian(yhat, z), slope),
    "a pullback of written entries": (
        layer, Pullback(residual, Entries(yhat[j] ** 2, j), yhat), times(2, hadamard(residual, yhat))),
    "softmax Jacobian": (softmax_layer, P(yhat[i], z[j]), yhat[i] * (D(i, j) - yhat[j])),
    "softmax Jacobian as a matrix": (softmax_layer, Jacobian(yhat, z), diagonal(yhat) - times(yhat, yhat.T)),
    "softmax sums to 1": (softmax_layer, total(yhat[j], j), Integer(1)),
    "softmax rows sum to 0": (softmax_layer, total(P(yhat[i], z[j]), j), Integer(0)),
    "softmax layer by its bias": (
        softmax_layer, P(cost, bias[j]), total((yhat[i] - y[i]) * yhat[i] * (D(i, j) - yhat[j]), i)),
    "softmax squared": (M.softmax, M.prob[j] ** 2 * total(exp(M.logits[i]), i), M.prob[j] * exp(M.logits[j])),
    # the batch, S2
    "S2.9": (M.batch, Gradient(M.E, M.A), times(2 / m, M.A - M.Y)),
    "S2.18": (M.batch, Gradient(M.E, M.V), times(2 / m, M.X.T, hadamard(dsigma(M.Z), M.A - M.Y))),
    "S2.18 by entries": (
        M.batch, P(M.E, M.V[M.r, M.u]), total(M.X[M.e, M.r] * dsigma(M.Z[M.e, M.u]) * P(M.E, M.A[M.e, M.u]), M.e)),
    "S2.19 corrected": (
        M.batch, Gradient(M.E, M.B), times(2 / m, OneMatrix(1, m), hadamard(dsigma(M.Z), M.A - M.Y))),
    "S2.17": (M.batch, Gradient(M.E, M.X), times(2 / m, hadamard(dsigma(M.Z), M.A - M.Y), M.V.T)),
    # two layers, S1 and S3
    "S1.2 with its sum": (
        M.two_layers, P(M.J, M.W1[M.g, k]),
        total(P(M.J, M.z2[j]) * M.W2[j, M.g] * dsigma(M.z1[M.g]) * x[k], j)),
    "S1.11": (M.two_layers, Gradient(M.J, M.z1), hadamard(times(M.W2.T, Gradient(M.J, M.z2)), dsigma(M.z1))),
    "S1.10": (M.two_layers, Gradient(M.J, M.W2), times(Gradient(M.J, M.z2), M.a1.T)),
    "two layers at once": (
        M.two_layers, Gradient(M.J, M.W1),
        times(hadamard(times(M.W2.T, hadamard(dsigma(M.z2), M.a2 - y)), dsigma(M.z1)), x.T)),
    "two layers, the input": (
        M.two_layers, P(M.J, x[k]),
        total(M.W1[M.g, k] * dsigma(M.z1[M.g]) * M.W2[j, M.g] * dsigma(M.z2[j]) * (M.a2[j] - y[j]), j, M.g)),
    "skip: both paths": (M.skip, P(M.S, M.s1[j]), M.a[j] * (1 + dsigma(M.s1[j]))),
    # sums, written differently
    "split sum": (
        M.plain_arrays, total(M.a[j] + M.b[j] * total(M.c[k] * M.c[k], k), j),
        total(M.a[j], j) + total(M.b[j], j) * total(M.c[p] ** 2, p)),
    "sum of 1": (M.plain_arrays, total(Integer(1), j), m),
    "sum of sums of 1": (M.plain_arrays, total(Integer(1), j, k), m * n),
    "order of summation": (M.plain_arrays, total(M.a[j] * M.W[j, k], k, j), total(M.a[j] * M.W[j, k], j, k)),
    "nested and double": (M.plain_arrays, total(M.a[j] * M.W[j, k], k, j), total(M.a[j] * total(M.W[j, k], k), j)),
    "square of a sum": (M.plain_arrays, total(M.a[j], j) ** 2, total(M.a[i] * M.a[j], i, j)),
    "cube of a sum": (M.plain_arrays, total(M.a[j], j) ** 3, total(M.a[i] * M.a[j] * M.a[r], i, j, r)),
    "first term out": (M.plain_arrays, total(M.a[j], j), M.a[1] + Sum(M.a[j], (j, 2, m))),
    "last term out": (M.plain_arrays, total(M.a[j], j), M.a[m] + Sum(M.a[j], (j, 1, m - 1))),
    "shifted": (M.plain_arrays, total(M.a[j], j), Sum(M.a[j + 1], (j, 0, m - 1))),
    "backwards names": (M.plain_arrays, total(M.W[j, k] * M.W[i, k], i, j, k), total(M.W[i, p] * M.W[r, p], r, p, i)),
    "power of an inner sum": (
        M.plain_arrays, total(M.a[j] * total(M.W[j, k] * M.c[k], k) ** 2, j),
        total(total(M.W[i, k] * M.c[k], k) * M.a[i] * total(M.W[i, p] * M.c[p], p), i)),
    "brackets inside an activation": (M.plain_arrays, sigma(2 * (M.a[1] + M.a[j])), sigma(2 * M.a[1] + 2 * M.a[j])),
    "a constant in a sum inside": (M.plain_arrays, sigma(total(2 * M.a[j], j)), sigma(2 * total(M.a[j], j))),
    "exponentials gathered": (M.plain_arrays, times(exp(M.a[j]), exp(-M.a[1])), exp(M.a[j] - M.a[1])),
    "deltas chained": (M.plain_arrays, D(i, j) * D(j, r) * M.a[r], D(i, j) * D(i, r) * M.a[j]),
    "delta under a sum": (M.plain_arrays, total(D(i, j) * D(j, r) * M.a[j], j), D(i, r) * M.a[i]),
    "half and half": (M.plain_arrays, M.a[j] / 2 + M.a[j] * Rational(1, 2), M.a[j]),
    "dummies": (M.plain_arrays, Sum(M.a[d := Dummy("d", integer=True)], (d, 1, m)), total(M.a[j], j)),
}  # fmt: skip


def step(case):
    model, start, line, *_ = case
    return Derivation(start, model).step(line, as_written())


@pytest.mark.parametrize("name", WRONG)
def test_wrong_lines_are_refuted_by_numbers(name):
    with pytest.raises(DerivationError, match="is wrong: the two sides differ") as refusal:
        step(WRONG[name])
    found = refusal.value.counterexample
    assert abs(found.before - found.after) > 1e-10
    assert str(found) in str(refusal.value)


@pytest.mark.parametrize("name", HIDDEN)
def test_false_lines_to_which_the_second_referee_is_blind_are_not_proved(monkeypatch, name):
    monkeypatch.setattr("backprop.proving.derivation.referee", lambda *_: None)
    model, start, line = HIDDEN[name]
    with pytest.raises(NotProved, match="no difference was found, and no proof either"):
        Derivation(start, model).step(line, as_written())


@pytest.mark.parametrize("name", NO_MEANING)
def test_lines_without_meaning_are_refused(name):
    *case, message = NO_MEANING[name]
    with pytest.raises(DerivationError, match=message):
        step(case)


@pytest.mark.parametrize("name", TRUE)
def test_true_lines_are_accepted(name):
    assert len(step(TRUE[name]).lines) == 2


@pytest.mark.parametrize("name", TRUE)
def test_true_lines_are_not_true_whatever_stands_there(name):
    """Each accepted line, made wrong by one term, is refused: acceptance is not blindness."""
    model, start, line = TRUE[name]
    line = 2 * line if isinstance(line, MatrixExpr) else 2 * line + 1
    with pytest.raises(DerivationError):
        Derivation(start, model).step(line, as_written())
