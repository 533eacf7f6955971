"""Two layers by hand, examples in rows: linear, with biases, with activations (S3, chapter 4)."""

from sympy import OneMatrix, Rational

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Gradient,
    Index,
    df1,
    df2,
    f1,
    f2,
    hadamard,
    matrix,
    row,
    scalar,
    size,
    times,
    total,
)

m, n, h, k = size("m"), size("n"), size("h"), size("k")
i, p, g, q = Index("i", m), Index("p", n), Index("g", h), Index("q", k)
X, W1, b1, W2, b2 = matrix("X", m, n), matrix("W1", n, h), row("b1", h), matrix("W2", h, k), row("b2", k)
Y, Loss = matrix("Y", m, k), scalar("Loss")
Z1, A1, Z2, Yhat = matrix("Z1", m, h), matrix("A1", m, h), matrix("Z2", m, k), matrix("Yhat", m, k)
ONES = OneMatrix(m, 1)

_first = total(times(X[i, p], W1[p, g]), p)
_second = total(times(A1[i, g], W2[g, q]), g)
_LOSS = {Loss: Rational(1, 2) * total((Yhat[i, q] - Y[i, q]) ** 2, q, i)}

linear = Model((X, W1, W2, Y), {A1[i, g]: _first, Yhat[i, q]: _second, **_LOSS})
"""Yhat = X W1 W2."""

with_biases = Model((X, W1, b1, W2, b2, Y), {A1[i, g]: _first + b1[g], Yhat[i, q]: _second + b2[q], **_LOSS})
"""Yhat = (X W1 + 1 b1) W2 + 1 b2."""

with_activations = Model(
    (X, W1, b1, W2, b2, Y),
    {
        Z1[i, g]: _first + b1[g],
        A1[i, g]: f1(Z1[i, g]),
        Z2[i, q]: _second + b2[q],
        Yhat[i, q]: f2(Z2[i, q]),
        **_LOSS,
    },
)
"""Yhat = f_2(f_1(X W1 + 1 b1) W2 + 1 b2)."""

LINEAR = {
    "W2": Claim(Gradient(Loss, W2), times(A1.T, Yhat - Y), linear, "S3.6, corrected"),
    "A1": Claim(Gradient(Loss, A1), times(Yhat - Y, W2.T), linear, "S3.8, corrected"),
    "W1": Claim(Gradient(Loss, W1), times(X.T, Yhat - Y, W2.T), linear, "S3.8, carried on"),
}

BIASES = {
    "b2": Claim(Gradient(Loss, b2), times(ONES.T, Yhat - Y), with_biases, "S3.10, corrected"),
    "b1": Claim(Gradient(Loss, b1), times(ONES.T, Yhat - Y, W2.T), with_biases),
}

_delta2 = hadamard(Yhat - Y, df2(Z2))
_delta1 = hadamard(times(_delta2, W2.T), df1(Z1))

ACTIVATIONS = {
    "Z2": Claim(Gradient(Loss, Z2), _delta2, with_activations),
    "W2": Claim(Gradient(Loss, W2), times(A1.T, Gradient(Loss, Z2)), with_activations),
    "b2": Claim(Gradient(Loss, b2), times(ONES.T, Gradient(Loss, Z2)), with_activations),
    "Z1": Claim(Gradient(Loss, Z1), hadamard(times(Gradient(Loss, Z2), W2.T), df1(Z1)), with_activations),
    "W1": Claim(Gradient(Loss, W1), times(X.T, _delta1), with_activations, "S3.13, corrected"),
    "b1": Claim(Gradient(Loss, b1), times(ONES.T, Gradient(Loss, Z1)), with_activations),
    "X": Claim(Gradient(Loss, X), times(Gradient(Loss, Z1), W1.T), with_activations),
}
