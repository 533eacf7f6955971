"""Kinds of lines that a lecturer writes: each accepted, and refused where the one condition that it needs is missing."""

import pytest
from sympy import (
    Integer,
    KroneckerDelta,
    Rational,
    Sum,
    atan,
    cos,
    cosh,
    erf,
    exp,
    log,
    pi,
    sin,
    sinh,
    sqrt,
    tanh,
)

from backprop.proving import (
    Derivation,
    DerivationError,
    Index,
    Model,
    as_written,
    column,
    matrix,
    scalar,
    sigma,
    size,
    total,
)
from backprop.proving.language import (
    Gradient,
    Partial,
    absolute,
    dhuber,
    diagonal,
    drelu,
    huber,
    in_pieces,
    relu,
    sgn,
    times,
)
from backprop.proving.language.functions import U

m, n = size("m"), size("n")
i, j, k, r = (Index(name, m) for name in "ijkr")
q = Index("q", n)
one, alone = Index("one", 1), Index("alone", 1)
s, t, c = scalar("s"), scalar("t"), scalar("c")
e, f = scalar("epsilon", positive=True), scalar("f", positive=True)
a, b, z = column("a", m), column("b", m), column("z", m)
p, y = column("p", m, positive=True), column("y", m, positive=True)
W, x, single = matrix("W", m, n), column("x", n), column("single", 1)
given = (s, t, c, e, f, a, b, z, p, y, W, x, single)

A, L, N, v = column("A", m), scalar("L"), scalar("N"), scalar("v")
softmax = Model(given, {A[j]: exp(z[j]) / total(exp(z[i]), i), L: -total(b[j] * log(A[j]), j)})
networks = Model(
    given,
    {
        A[j]: relu(total(W[j, q] * x[q], q) + b[j]),
        N: total(absolute(a[j]) + huber(z[j]) + tanh(b[j]), j),
        v: sqrt(total(z[j] ** 2, j) / m + e),
        L: total((A[j] - a[j]) ** 2, j) / 2,
    },
)
partition, squares = total(exp(z[i]), i), total(z[i] ** 2, i)
logistic = 1 / (1 + exp(-t))
leaky, dleaky = in_pieces("leaky", (0,), (U / 10, U))

LOGARITHMS = {
    "of a product": (log(p[j] * y[j]), log(p[j]) + log(y[j])),
    "of a quotient": (log(p[j] / y[j]), log(p[j]) - log(y[j])),
    "of a power": (log(p[j] ** 3), 3 * log(p[j])),
    "of a root": (log(sqrt(p[j])), log(p[j]) / 2),
    "of an exponential": (log(exp(t)), t),
    "of numbers": (log(6 * e), log(2) + log(3) + log(e)),
    "of a fraction": (log(e / 2), log(e) - log(2)),
    "of one": (log(e / e), Integer(0)),
    "of the softmax": (log(exp(z[j]) / partition), z[j] - log(partition)),
    "with a shift": (c + log(total(exp(z[i] - c), i)), log(partition)),
    "softmax with a shift": (exp(z[j] - c) / total(exp(z[i] - c), i), exp(z[j]) / partition),
    "of the logistic function": (-log(logistic), log(1 + exp(-t))),
    "softplus": (log(1 + exp(t)), t + log(1 + exp(-t))),
    "the other class": (-log(1 - logistic), log(1 + exp(t))),
    "divergence apart": (total(p[j] * log(p[j] / y[j]), j),
                         total(p[j] * log(p[j]), j) - total(p[j] * log(y[j]), j)),
    "exp of log": (exp(2 * log(p[j]) - log(y[j])), p[j] ** 2 / y[j]),
    "of a sum with a factor": (log(total(e * exp(z[i]), i)), log(e) + log(partition)),
    "of a size": (log(m * n), log(m) + log(n)),
    "of an index": (log(j * m), log(j) + log(m)),
    "of a root of a number": (log(sqrt(2)), log(2) / 2),
    "of a normal density": (
        -log(exp(-(t**2) / (2 * e**2)) / (e * sqrt(2 * pi))), t**2 / (2 * e**2) + log(e) + log(2 * pi) / 2),
    "in bits": (log(e) / log(2) + 1, log(2 * e) / log(2)),
    "a positive factor that is a logarithm": (sqrt(log(2) * (1 + t**2)), sqrt(log(2)) * sqrt(1 + t**2)),
    "log-sum-exp of halves": (log(partition**2), 2 * log(partition)),
}  # fmt: skip
NO_LOGARITHMS = {
    "of a product of reals": (log(a[j] * b[j]), log(a[j]) + log(b[j])),
    "of a square of a real": (log(t**2), 2 * log(t)),
    "of a sum": (log(p[j] + y[j]), log(p[j]) + log(y[j])),
    "of a difference": (log(p[j] - y[j]), log(p[j]) - log(y[j])),
    "of a product, as a product": (log(p[j] * y[j]), log(p[j]) * log(y[j])),
    "of a power, sign": (log(1 / p[j]), log(p[j])),
    "of another base number": (log(6 * e), log(5) + log(e)),
    "of the softmax, without the sum": (log(exp(z[j]) / partition), z[j]),
    "of the softmax, another index": (log(exp(z[j]) / partition), z[i] - log(partition)),
    "shift of the wrong sign": (log(total(exp(z[i] - c), i)), c + log(partition)),
    "shift by an entry of the sum": (total(exp(z[i] - z[i]), i), partition * exp(-z[j])),
    "of the logistic function, sign": (-log(logistic), log(1 + exp(t))),
    "softplus, sign": (log(1 + exp(t)), -t + log(1 + exp(-t))),
    "sum of the logarithms": (total(log(p[j]), j), log(total(p[j], j))),
    "divergence, sign": (total(p[j] * log(p[j] / y[j]), j), total(p[j] * log(p[j] * y[j]), j)),
    "exp of log of two": (exp(2 * log(p[j])), 2 * p[j]),
    "of an index that may be 0": (Sum(log(j - 1), (j, 1, m)), Sum(log(j - 1), (j, 1, m))),
    "of a square, which may be 0": (log(1 - t**2), log(1 - t**2)),
    "of a root of a number, as of the number": (log(sqrt(2)), log(2)),
    "of a normal density, the root forgotten": (
        -log(exp(-(t**2) / (2 * e**2)) / (e * sqrt(2 * pi))), t**2 / (2 * e**2) + log(e) + log(2 * pi)),
    "divided by a logarithm of what may be 1": (t / log(e), t / log(e)),
    "of a step": (log(drelu(t)), log(drelu(t))),
}  # fmt: skip

POSITIVE = {
    "one and a square": (1 - 1 / (1 + t**2), t**2 / (1 + t**2)),
    "squares and a positive number": (e / (squares + e) + squares / (squares + e), Integer(1)),
    "squares beside a positive number of their own": (1 / (squares + e) - 1 / (squares + f), (f - e) / ((squares + e) * (squares + f))),
    "one over an index": (total(j * a[j] / j, j), total(a[j], j)),
    "one over an index, as a difference": (1 / j - 1 / (j + 1), 1 / (j * (j + 1))),
    "sizes less one": ((m + n) / (m + n - 1), 1 + 1 / (m + n - 1)),
    "a size beside an index": (1 / (m + 1 - j) * (m - j), 1 - 1 / (m + 1 - j)),
    "declared positive": ((p[j] ** 2 + t) / p[j], p[j] + t / p[j]),
    "sum of what is declared positive": (total(p[j] / total(p[i], i), j), Integer(1)),
    "normalised twice": (total(total(p[j] * W[i, q] / total(p[k], k), j), q), total(W[i, q], q)),
    "relu and one": (relu(t) / (1 + relu(t)), 1 - 1 / (1 + relu(t))),
    "beside a product of two negative factors": (t / (1 + (-1 - t**2) * (-2 - s**2)), t / (1 + (1 + t**2) * (2 + s**2))),
}  # fmt: skip
NOT_POSITIVE = {
    "a square": (1 - s / t**2, (t**2 - s) / t**2),
    "squares": (1 - s / squares, (squares - s) / squares),
    "one less a square": (1 - 1 / (1 - t**2), -(t**2) / (1 - t**2)),
    "one and a number": (1 - 1 / (1 + t), t / (1 + t)),
    "squares beside a real number": (c / (squares + c) + squares / (squares + c), Integer(1)),
    "one over an index from 0": (Sum(a[j + 1] / j, (j, 0, m - 1)), Sum(a[j + 1] / j, (j, 0, m - 1))),
    "an index less one": (1 / (j - 1), 1 / (j - 1)),
    "a size beside an index, to the end": (1 / (m - j), 1 / (m - j)),
    "sizes less two": (1 / (m + n - 2), 1 / (m + n - 2)),
    "an array of reals": ((b[j] ** 2 + t) / b[j], b[j] + t / b[j]),
    "sum of reals": (total(b[j] / total(b[i], i), j), Integer(1)),
    "relu": (1 - 1 / relu(t), (relu(t) - 1) / relu(t)),
    "beside a product with a negative factor": (
        t / (1 + (-1 - t**2) * (2 + s**2)), t / (1 - (1 + t**2) * (2 + s**2))),
    "normalised by another": (total(p[j] / total(y[i], i), j), Integer(1)),
}  # fmt: skip

ROOTS = {
    "of a size": (1 / sqrt(m) * 1 / sqrt(m), 1 / m),
    "of a product": (sqrt(m * n), sqrt(m) * sqrt(n)),
    "of numbers": (sqrt(Integer(12)) * sqrt(Integer(3)), Integer(6)),
    "of a variance": ((squares / m + e) / sqrt(squares / m + e), sqrt(squares / m + e)),
    "once divided": (t / sqrt(squares + e) * (squares + e), t * sqrt(squares + e)),
    "three halves": ((squares + e) ** Rational(3, 2), (squares + e) * sqrt(squares + e)),
    "minus three halves": ((squares + e) ** Rational(-3, 2) * (squares + e), 1 / sqrt(squares + e)),
    "of a positive factor": (sqrt(e * (1 + t**2)), sqrt(e) * sqrt(1 + t**2)),
    "of a square of what is positive": (sqrt((1 + sigma(t) ** 2) ** 2), 1 + sigma(t) ** 2),
    "thirds": (p[j] ** Rational(1, 3) * p[j] ** Rational(2, 3), p[j]),
    "under a sum": (total(z[j] / sqrt(1 + z[j] ** 2) * (1 + z[j] ** 2), j), total(z[j] * sqrt(1 + z[j] ** 2), j)),
    "of an exponential": (sqrt(exp(t)), exp(t / 2)),
    "of a variance, over the size": (sqrt(squares / m + e), sqrt(squares + m * e) / sqrt(m)),
}  # fmt: skip
NO_ROOTS = {
    "of a square of a real, as itself": (sqrt((1 + t) ** 2), 1 + t),
    "of what may be 0": (sqrt(squares), sqrt(squares)),
    "of a real": (sqrt(t), sqrt(t)),
    "of a product of reals": (sqrt(a[j] * b[j]), sqrt(a[j]) * sqrt(b[j])),
    "of a sum": (sqrt(e + f), sqrt(e) + sqrt(f)),
    "epsilon outside": (sqrt(squares / m + e), sqrt(squares / m) + sqrt(e)),
    "epsilon forgotten": (sqrt(squares + 1 + e), sqrt(squares + 1)),
    "epsilon real": (sqrt(squares / m + c), sqrt(squares / m + c)),
    "another exponent": ((squares + e) ** Rational(3, 2), (squares + e) * (squares + e)),
    "thirds for halves": (sqrt(e), e ** Rational(1, 3)),
    "not over the size": (sqrt(squares / m + e), sqrt(squares + e) / sqrt(m)),
    "an exponent that varies": (e**t, e**t),
}

PIECES = {
    "relu both ways": (relu(t) - relu(-t), t),
    "relu both ways, added": (relu(t) + relu(-t), absolute(t)),
    "absolute value, squared": (absolute(t) ** 2, t**2),
    "absolute value of the opposite": (absolute(-t), absolute(t)),
    "absolute value of a multiple": (absolute(-3 * t), 3 * absolute(t)),
    "positive factor": (relu(2 * t), 2 * relu(t)),
    "positive factor that is declared": (relu(e * t), e * relu(t)),
    "positive size": (relu(t / m), relu(t) / m),
    "relu of what is positive": (relu(1 + t**2), 1 + t**2),
    "relu of what is negative": (relu(-1 - t**2), Integer(0)),
    "relu at 0": (relu(t - t), Integer(0)),
    "relu by its slope": (t * drelu(t), relu(t)),
    "slope squared": (drelu(t) ** 2, drelu(t)),
    "slopes of both sides": (drelu(t) + drelu(-t), Integer(1)),
    "sign and absolute value": (t * sgn(t), absolute(t)),
    "sign by the slope of relu": (sgn(t), 2 * drelu(t) - 1),
    "leaky relu": (leaky(t), (9 * relu(t) + t) / 10),
    "slope of the leaky relu": (dleaky(t), (9 * drelu(t) + 1) / 10),
    "Huber is even": (huber(-t), huber(t)),
    "Huber's slope by absolute values": (dhuber(t), (absolute(t + 1) - absolute(t - 1)) / 2),
    "Huber far away": (huber(2 + t**2), t**2 + Rational(3, 2)),
    "entries": (total(relu(a[j]) - relu(-a[j]), j), total(a[j], j)),
    "products of relus": (relu(t) * relu(-t), Integer(0)),
    "derivative of the absolute value": (Partial(N, a[j]), sgn(a[j])),
    "derivative of Huber": (Partial(N, z[j]), dhuber(z[j])),
    "derivative of tanh": (Partial(N, b[j]), 1 - tanh(b[j]) ** 2),
    "gradient of a layer": (Partial(L, W[j, q]), (A[j] - a[j]) * drelu(total(W[j, q] * x[q], q) + b[j]) * x[q]),
    "gradient of a layer, in matrices": (
        Gradient(L, W), times(diagonal(drelu(times(W, x) + b)), A - a, x.T)),
    "derivative of a product that is always 0": (Partial(relu(t) * relu(-t), t), Integer(0)),
    "derivative of a square": (Partial(relu(t) ** 2, t), 2 * relu(t)),
    "a factor that is a logarithm": (relu(t * log(2)), log(2) * relu(t)),
    "relu twice": (relu(relu(t)), relu(t)),
    "relu of what relu leaves out": (relu(-relu(t)), Integer(0)),
    "absolute value of a product": (absolute(t * s * c), absolute(t) * absolute(s) * absolute(c)),
    "sign of a product": (sgn(t * s), sgn(t) * sgn(s)),
    "relu of a product": (relu(t * s), relu(t) * relu(s) + relu(-t) * relu(-s)),
    "relu of a product, a square among it": (relu(t**2 * s), t**2 * relu(s)),
    "exp of relu": (exp(relu(t)), drelu(t) * exp(t) + drelu(-t)),
    "ELU": (exp(-relu(-t)) * drelu(-t), exp(t) * drelu(-t)),
    "a root on either side": (sqrt(1 + exp(relu(t))), drelu(t) * sqrt(1 + exp(t)) + drelu(-t) * sqrt(2)),
    "softplus, stable": (log(1 + exp(t)), relu(t) + log(1 + exp(-absolute(t)))),
    "logistic function, stable": (
        logistic, (drelu(t) + drelu(-t) * exp(-absolute(t))) / (1 + exp(-absolute(t)))),
    "Huber by relu": (huber(t), t**2 / 2 - relu(absolute(t) - 1) ** 2 / 2),
    "relu6 both ways": (relu(t) - relu(t - 6), 6 - relu(6 - relu(t))),
    "a later joint": (relu(relu(t) - 1), relu(t - 1)),
}  # fmt: skip
NO_PIECES = {
    "relu both ways, sign": (relu(t) - relu(-t), -t),
    "relu both ways, another argument": (relu(t) - relu(-s), t),
    "relu of a sum": (relu(t + s), relu(t) + relu(s)),
    "relu shifted": (relu(t - 1000), Integer(0)),
    "negative factor": (relu(-2 * t), -2 * relu(t)),
    "real factor": (relu(c * t), c * relu(t)),
    "relu of a square less one": (relu(t**2 - 1), t**2 - 1),
    "relu of 1": (relu(1 + t - t), Integer(0)),
    "slope for relu": (t * drelu(s), relu(t)),
    "slope as one": (drelu(t), Integer(1)),
    "slopes of two": (drelu(t) + drelu(-s), Integer(1)),
    "slope at the joint": (drelu(t - t), drelu(t - t)),
    "sign at the joint": (Sum(sgn(a[j] - a[j] * j / j), (j, 1, m)), Integer(0)),
    "slope where two indices meet": (total(drelu(a[i] - a[j]), i, j), total(drelu(a[i] - a[j]), i, j)),
    "derivative where two indices meet": (Partial(total(relu(a[i] - a[j]), i, j), a[k]),
                                          2 * total(drelu(a[k] - a[j]), j) - m),
    "absolute value without the sign": (absolute(t), t),
    "absolute values of a product": (absolute(t * s), t * absolute(s)),
    "leaky relu of another slope": (leaky(t), (8 * relu(t) + 2 * t) / 10),
    "Huber as a square": (huber(t), t**2 / 2),
    "Huber nearby, taken for far": (huber(t), absolute(t) - Rational(1, 2)),
    "Huber of another scale": (huber(2 * t), 4 * huber(t)),
    "derivative of the absolute value, doubled": (Partial(N, a[j]), 2 * sgn(a[j])),
    "relu of a logarithm": (relu(log(e)), log(e)),
    "a factor that is a logarithm of what may be 1": (relu(t * log(e)), log(e) * relu(t)),
    "relu twice, turned round": (relu(relu(t)), relu(-t)),
    "relu of the opposite of relu": (relu(-relu(t)), -relu(t)),
    "absolute value of a sum": (absolute(t + s), absolute(t) + absolute(s)),
    "sign of a product, one": (sgn(t * s), sgn(t)),
    "relu of a product, as a product": (relu(t * s), relu(t) * relu(s)),
    "relu of a product, of a cube": (relu(t**3 * s), t**3 * relu(s)),
    "exp of relu, one side": (exp(relu(t)), drelu(t) * exp(t)),
    "ELU, the other side": (exp(-relu(-t)) * drelu(-t), exp(-t) * drelu(-t)),
    "a root on either side, of one side": (
        sqrt(1 + exp(relu(t))), drelu(t) * sqrt(1 + exp(t)) + drelu(-t)),
    "softplus, unstable": (log(1 + exp(t)), relu(t) + log(1 + exp(absolute(t)))),
    "softplus, both halves": (log(1 + exp(t)), relu(-t) + log(1 + exp(-absolute(t)))),
    "Huber by relu, of another joint": (huber(t), t**2 / 2 - relu(absolute(t) - 2) ** 2 / 2),
    "relu6, of another end": (relu(t) - relu(t - 6), 6 - relu(5 - relu(t))),
    "an earlier joint": (relu(relu(t) - 1), relu(t + 1)),
    "derivative of Huber, without bounds": (Partial(N, z[j]), z[j]),
    "gradient of a layer, slope of the output": (
        Gradient(L, W), times(diagonal(drelu(A - a)), A - a, x.T)),
    "gradient of a layer, without the slope": (Partial(L, W[j, q]), (A[j] - a[j]) * x[q]),
}  # fmt: skip

NAMES = {
    "tanh by exponentials": (tanh(t), (exp(t) - exp(-t)) / (exp(t) + exp(-t))),
    "tanh by the logistic function": (tanh(t), 2 / (1 + exp(-2 * t)) - 1),
    "tanh of twice": (tanh(2 * t) * (1 + tanh(t) ** 2), 2 * tanh(t)),
    "hyperbolic": (cosh(t) ** 2 - sinh(t) ** 2, Integer(1)),
    "slope of tanh": (Partial(tanh(t), t), 1 - tanh(t) ** 2),
    "slope of sin": (Partial(sin(2 * t), t), 2 * cos(2 * t)),
    "slope of cos": (Partial(cos(t * s), s), -t * sin(s * t)),
    "slope of erf": (Partial(erf(t), t), 2 * exp(-(t**2)) / sqrt(pi)),
    "slope of atan": (Partial(atan(t), t), 1 / (1 + t**2)),
    "slope of log": (Partial(log(1 + exp(t)), t), logistic),
    "slope of log-sum-exp": (Partial(log(partition), z[j]), exp(z[j]) / partition),
    "slope of a root": (Partial(sqrt(t**2 + e), t), t / sqrt(t**2 + e)),
    "odd and even": (sin(-t) * cos(-t) + sin(t) * cos(t), Integer(0)),
    "GELU": (Partial(t * (1 + erf(t / sqrt(2))) / 2, t),
             (1 + erf(t / sqrt(2))) / 2 + t * exp(-(t**2) / 2) / sqrt(2 * pi)),
    "softmax, slope": (Partial(A[i], z[j]), A[i] * (KroneckerDelta(i, j) - A[j])),
    "squares of sine and cosine": (sin(t) ** 2 + cos(-t) ** 2, Integer(1)),
    "fourth powers": (sin(t) ** 4 - cos(t) ** 4, sin(t) ** 2 - cos(t) ** 2),
    "a rotation keeps the length": ((cos(t) * s - sin(t) * c) ** 2 + (sin(t) * s + cos(t) * c) ** 2, s**2 + c**2),
    "softmax with cross-entropy": (Partial(L, z[j]), A[j] * total(b[i], i) - b[j]),
}  # fmt: skip
NO_NAMES = {
    "tanh with one exponential": (tanh(t), (exp(t) - exp(-t)) / (exp(t) + exp(-s))),
    "tanh by the logistic function, not of twice": (tanh(t), 2 / (1 + exp(-t)) - 1),
    "hyperbolic, added": (cosh(t) ** 2 + sinh(t) ** 2, Integer(1)),
    "slope of tanh, without the square": (Partial(tanh(t), t), 1 - tanh(t)),
    "slope of cos, sign": (Partial(cos(t), t), sin(t)),
    "slope of erf, without the root": (Partial(erf(t), t), 2 * exp(-(t**2)) / pi),
    "slope of atan, sign": (Partial(atan(t), t), -1 / (1 + t**2)),
    "slope of log-sum-exp, as 1": (Partial(log(partition), z[j]), exp(z[j])),
    "slope of a root, without the root": (Partial(sqrt(t**2 + e), t), t / (t**2 + e)),
    "squares of sine and cosine, of two": (sin(t) ** 2 + cos(s) ** 2, Integer(1)),
    "squares of sine and cosine, less": (sin(t) ** 2 - cos(t) ** 2, Integer(1)),
    "sine and cosine, without squares": (sin(t) + cos(t), Integer(1)),
    "a rotation that is none": ((cos(t) * s - sin(t) * c) ** 2 + (sin(t) * s - cos(t) * c) ** 2, s**2 + c**2),
    "softmax, slope, without the delta": (Partial(A[i], z[j]), A[i] * (1 - A[j])),
    "softmax with cross-entropy, targets that add up to 1": (Partial(L, z[j]), A[j] - b[j]),
}

SUMS = {
    "two indices of size 1": (KroneckerDelta(one, alone) * single[one], single[alone]),
    "an entry of an array of size 1": (single[one], single[1]),
    "products of sums": (total(a[i] * b[j], i, j), total(a[i], i) * total(b[j], j)),
    "to a shifted end": (Sum(a[j], (j, 2, m)) + a[1], total(a[j], j)),
    "telescoped": (Sum(a[j + 1] - a[j], (j, 1, m - 1)), a[m] - a[1]),
    "shifted": (Sum(a[j + 1] * b[j], (j, 1, m - 1)), Sum(a[j] * b[j - 1], (j, 2, m))),
    "from one size to the next": (Sum(k * t, (k, m, m + n - 1)), Sum((k + m - 1) * t, (k, 1, n))),
    "a delta of shifted indices": (Sum(KroneckerDelta(j + 1, i + 1) * a[j], (j, 1, m)), a[i]),
    "a delta shifted within the range": (
        Sum(KroneckerDelta(j + 1, k) * a[j] * b[k], (j, 1, m - 1), (k, 2, m)),
        Sum(a[j] * b[j + 1], (j, 1, m - 1)),
    ),
    "a delta out of range": (KroneckerDelta(j, m + 1) * t, Integer(0)),
    "powers of sums": ((total(a[j], j) + t) ** 6 - (t + total(a[i], i)) ** 6, Integer(0)),
    "powers of sums under a sum": (total((total(W[i, q], q) + t) ** 4, i), total((t + total(W[j, q], q)) ** 4, j)),
}
NO_SUMS = {
    "two indices of two sizes": (KroneckerDelta(one, j) * a[j], a[j]),
    "products of sums, one index": (total(a[i] * b[i], i), total(a[i], i) * total(b[j], j)),
    "telescoped, to the wrong end": (Sum(a[j + 1] - a[j], (j, 1, m - 1)), a[m] - a[2]),
    "shifted, one factor": (Sum(a[j + 1] * b[j], (j, 1, m - 1)), Sum(a[j] * b[j], (j, 1, m - 1))),
    "from one size to the next, one too many": (Sum(k * t, (k, m, m + n - 1)), Sum((k + m) * t, (k, 1, n))),
    "a delta shifted out of the range": (Sum(KroneckerDelta(j + 1, i) * a[j], (j, 1, m)), a[i]),
    "a delta at the end of the range": (KroneckerDelta(j, m) * t, Integer(0)),
    "powers of sums, inside": (total(total(W[i, q], q) ** 2, i), total(W[i, q], q, i) ** 2),
    "divided by what is 0 before the sum begins": (
        Sum(a[j] / (j + n - 2), (j, 2, m)), total(a[j] / (j + n - 2), j) - a[1] / (n - 1)),
}  # fmt: skip

TRUE = {**{f"log {k}": v for k, v in LOGARITHMS.items()}, **{f"positive {k}": v for k, v in POSITIVE.items()},
        **{f"root {k}": v for k, v in ROOTS.items()}, **{f"pieces {k}": v for k, v in PIECES.items()},
        **{f"names {k}": v for k, v in NAMES.items()}, **{f"sums {k}": v for k, v in SUMS.items()}}  # fmt: skip
FALSE = {**{f"log {k}": v for k, v in NO_LOGARITHMS.items()}, **{f"positive {k}": v for k, v in NOT_POSITIVE.items()},
         **{f"root {k}": v for k, v in NO_ROOTS.items()}, **{f"pieces {k}": v for k, v in NO_PIECES.items()},
         **{f"names {k}": v for k, v in NO_NAMES.items()}, **{f"sums {k}": v for k, v in NO_SUMS.items()}}  # fmt: skip


FIRST_ALONE = {
    "pieces relu of what is positive": "no number is found on the other side of the joint",
    "pieces relu of what is negative": "no number is found on the other side of the joint",
    "pieces Huber far away": "no number is found on the other side of the joint",
}
"""Lines that the second referee cannot decide, and why: they stay not proved, but not because of the first."""


def derivation(name, start):
    return Derivation(start, networks if name.startswith("pieces") else softmax)


@pytest.mark.parametrize("name", TRUE)
def test_true_lines_are_accepted(name, monkeypatch):
    if name in FIRST_ALONE:
        monkeypatch.setattr("backprop.proving.derivation.referee", lambda *_: None)
    before, after = TRUE[name]
    assert derivation(name, before).step(after, as_written()).result == after


@pytest.mark.parametrize("name", FALSE)
def test_their_neighbours_are_refused(name):
    before, after = FALSE[name]
    with pytest.raises(DerivationError):
        derivation(name, before).step(after, as_written())


@pytest.mark.parametrize("name", FALSE)
def test_the_first_referee_alone_refuses_their_neighbours(name, monkeypatch):
    monkeypatch.setattr("backprop.proving.derivation.referee", lambda *_: None)
    test_their_neighbours_are_refused(name)
