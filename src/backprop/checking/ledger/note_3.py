"""Note 3: two layers by hand, examples in rows, half the sum of squares (S3.1 to S3.13).

Its first lines have one example and one output, its matrix lines several examples: there is a model for each.
"""

from collections import namedtuple
from functools import partial
from itertools import pairwise

import numpy as np
from sympy import KroneckerDelta, MatMul, OneMatrix, Rational, Transpose

from backprop.checking.ledger.entry import Entry, unchecked
from backprop.checking.ledger.note_1 import logistic
from backprop.proving import Model
from backprop.proving.language import (
    Gradient,
    Index,
    Jacobian,
    Partial,
    column,
    dsigma,
    f1,
    f2,
    hadamard,
    matrix,
    row,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n, h, k = size("m"), size("n"), size("h"), size("k")
i, p, g, q, t = Index("i", m), Index("p", n), Index("g", h), Index("q", k), Index("t", k)
X, W1, b1, W2, b2 = matrix("X", m, n), matrix("W1", n, h), row("b1", h), matrix("W2", h, k), row("b2", k)
Z1, A1, Z2, Yhat = matrix("Z1", m, h), matrix("A1", m, h), matrix("Z2", m, k), matrix("Yhat", m, k)
Y, Loss = matrix("Y", m, k), scalar("Loss")
ONES = OneMatrix(m, 1)

_hidden = total(times(X[i, p], W1[p, g]), p)
_output = total(times(A1[i, g], W2[g, q]), g)
_LOSS = {Loss: Rational(1, 2) * total((Yhat[i, q] - Y[i, q]) ** 2, q, i)}

linear = Model((X, W1, W2, Y), {A1[i, g]: _hidden, Yhat[i, q]: _output, **_LOSS})
with_biases = Model((X, W1, b1, W2, b2, Y), {A1[i, g]: _hidden + b1[g], Yhat[i, q]: _output + b2[q], **_LOSS})
with_activations = Model(
    (X, W1, b1, W2, b2, Y),
    {
        Z1[i, g]: _hidden + b1[g],
        A1[i, g]: f1(Z1[i, g]),
        Z2[i, q]: _output + b2[q],
        Yhat[i, q]: f2(Z2[i, q]),
        **_LOSS,
    },
)

OneExample = namedtuple("OneExample", "network p g x W1 b1 W2 b2 y z1 a1 z2 yhat")
"""A model of one example and one output, and its letters: numbers z2 and yhat, rows x, z1 and a1."""

OneOutput = namedtuple("OneOutput", "network i r p g X W1 W2 y Z1 A1 z2 yhat")
"""A model of several examples and one output, a column, and its letters."""


def _identity(u):
    return u


def _one_example(h, f, biases):
    p, g = Index("p", n), Index("g", h)
    x, W1, b1, W2, b2, y = row("x", n), matrix("W1", n, h), row("b1", h), column("W2", h), scalar("b2"), scalar("y")
    z1, a1, z2, yhat = row("z1", h), row("a1", h), scalar("z2"), scalar("yhat")
    bias1, bias2 = (b1[g], b2) if biases else (0, 0)
    network = Model(
        (x, W1, b1, W2, b2, y),
        {
            z1[g]: total(times(x[p], W1[p, g]), p) + bias1,
            a1[g]: f(z1[g]),
            z2: total(times(a1[g], W2[g]), g) + bias2,
            yhat: f(z2),
            Loss: Rational(1, 2) * (yhat - y) ** 2,
        },
    )
    return OneExample(network, p, g, x, W1, b1, W2, b2, y, z1, a1, z2, yhat)


def _one_output(f):
    i, r, p, g = Index("i", m), Index("r", m), Index("p", n), Index("g", h)
    X, W1, W2, y = matrix("X", m, n), matrix("W1", n, h), column("W2", h), column("y", m)
    Z1, A1, z2, yhat = matrix("Z1", m, h), matrix("A1", m, h), column("z2", m), column("yhat", m)
    network = Model(
        (X, W1, W2, y),
        {
            Z1[i, g]: total(times(X[i, p], W1[p, g]), p),
            A1[i, g]: f(Z1[i, g]),
            z2[i]: total(times(A1[i, g], W2[g]), g),
            yhat[i]: f(z2[i]),
            Loss: Rational(1, 2) * total((yhat[i] - y[i]) ** 2, i),
        },
    )
    return OneOutput(network, i, r, p, g, X, W1, W2, y, Z1, A1, z2, yhat)


S, S2, B = _one_example(h, _identity, False), _one_example(2, _identity, False), _one_example(h, _identity, True)
V, V1, M, U = _one_example(h, sigma, True), _one_example(1, logistic, False), _one_output(_identity), _one_output(sigma)
_hidden_one = total(times(S.x[S.p], S.W1[S.p, S.g]), S.p)
_line = partial(Entry, model=S.network, reading="reconstructed")


def _rows_are_silent():
    """That r * X @ W1 silently gives one row an example, and r of shape (m, 1) minus (m,) an m x m array"""
    r, hidden = np.array([[0.0], [-2.0]]), np.array([[3.0, 2.0], [1.0, 1.0]])
    return (r * hidden).tolist() == [[0, 0], [-2, -2]] and (r - r[:, 0]).shape == (2, 2)


def _paths(N, *below):
    """The product of the derivatives from the loss down to W1, through these quantities."""
    steps = (Loss, *below, N.W1[N.p, N.g])
    return times(*[Partial(top, var) for top, var in pairwise(steps)])


_batch_chain = total(
    times(Partial(Loss, M.yhat[M.i]), Partial(M.yhat[M.i], M.A1[M.i, M.g]), Partial(M.A1[M.i, M.g], M.W1[M.p, M.g])),
    M.i,
)
_scalars = times(V1.yhat - V1.y, V1.yhat, 1 - V1.yhat, V1.W2[1], V1.a1[1], 1 - V1.a1[1], V1.x[V1.p])
_last, _first = hadamard(U.yhat - U.y, dsigma(U.z2)), dsigma(U.Z1)

NOTE = (
    _line("S3.1", (Partial(Loss, S.W2[S.g]), times(Partial(Loss, S.yhat), Partial(S.yhat, S.W2[S.g])),
                   times(S.yhat - S.y, Partial(S.yhat, S.W2[S.g]))), "correct",
          "one example, one output, half the square"),
    _line("S3.2", (S2.yhat, sum(times(S2.W2[c], total(times(S2.x[S2.p], S2.W1[S2.p, c]), S2.p)) for c in (1, 2))),
          "correct", "with two hidden units; the column of the weights is not readable", model=S2.network),
    _line("S3.3", (Partial(Loss, S.W2[S.g]), times(S.yhat - S.y, _hidden_one)), "correct", "for one example"),
    _line("S3.4", (Yhat, times(X, W1, W2)), "correct", "for any number of outputs", model=linear,
          reading="clear"),
    _line("S3.5", (Jacobian(M.yhat, M.W2), times(M.X, M.W1)), "correct if", "there is one output", reading="clear",
          model=M.network,
          proved=(((Partial(Yhat[i, q], W2[g, t]), times(KroneckerDelta(q, t), _hidden)), linear),),
          refused=(((Partial(Yhat[i, q], W2[g, t]), _hidden), linear),)),
    _line("S3.6", (Gradient(Loss, M.W2), unchecked(MatMul, M.yhat - M.y, M.X, M.W1)), "wrong",
          "the factors must change places, and one be transposed",
          (Gradient(Loss, M.W2), times(Transpose(times(M.X, M.W1)), M.yhat - M.y)), model=M.network,
          besides=_rows_are_silent,
          refused=(((Partial(Loss, M.W2[M.g]),
                     times(M.yhat[M.i] - M.y[M.i], total(times(M.X[M.i, M.p], M.W1[M.p, M.g]), M.p))), M.network),)),
    _line("S3.7", (Partial(Loss, S.W1[S.p, S.g]), _paths(S, S.yhat, S.a1[S.g])), "correct if",
          "it is read entry by entry for one example, or as a chain of maps: several examples need the sum",
          proved=(((Partial(Loss, M.W1[M.p, M.g]), _batch_chain), M.network),),
          refused=(((Partial(Loss, M.W1[M.p, M.g]), _batch_chain.function), M.network),)),
    _line("S3.8", (Partial(S.yhat, S.a1[S.g]), S.W2[S.g]), "correct if",
          "there is one example: between two stands an entry of the identity. What the note then "
          "misses is the gradient with respect to the first "
          "weights",
          proved=(((Partial(M.yhat[M.i], M.A1[M.r, M.g]), times(KroneckerDelta(M.i, M.r), M.W2[M.g])), M.network),
                  ((Gradient(Loss, W1), times(X.T, Yhat - Y, W2.T)), linear)),
          refused=(((Partial(M.yhat[M.i], M.A1[M.r, M.g]), M.W2[M.g]), M.network),)),
    _line("S3.9", (Yhat, times(times(X, W1) + times(ONES, b1), W2) + times(ONES, b2)), "correct",
          "the biases are broadcast", model=with_biases),
    _line("S3.10", (Partial(Loss, B.b2), times(Partial(Loss, B.yhat), Partial(B.yhat, B.b2)), B.yhat - B.y),
          "correct if", "there is one example: a batch adds its rows up. The bias of the first layer is missing",
          model=B.network,
          proved=(((Gradient(Loss, b2), times(ONES.T, Yhat - Y)), with_biases),
                  ((Gradient(Loss, b1), times(ONES.T, Yhat - Y, W2.T)), with_biases)),
          refused=(((Gradient(Loss, b2), Yhat - Y), with_biases),
                   ((Partial(Loss, b2[q]), Yhat[i, q] - Y[i, q]), with_biases))),
    _line("S3.11", (Yhat, f2(times(f1(times(X, W1) + times(ONES, b1)), W2) + times(ONES, b2))), "correct",
          "the activations act entry by entry", model=with_activations),
    _line("S3.12", (Partial(Loss, V.W1[V.p, V.g]), _paths(V, V.yhat, V.z2, V.a1[V.g], V.z1[V.g])), "unreadable",
          "the chain is a reconstruction, and as such it is right for one example", model=V.network,
          reading="low"),
    _line("S3.13", (Gradient(Loss, U.W1), unchecked(MatMul, _last, U.W2, _first, U.X)), "wrong",
          r"right for one example entry by entry, with $\sigma(1 - \sigma)$ for $\sigma'$; a product of the matrices, "
          "in this order, has no meaning",
          (Gradient(Loss, U.W1), times(U.X.T, hadamard(times(_last, U.W2.T), _first))),
          model=U.network, proved=(((Partial(Loss, V1.W1[V1.p, 1]), _scalars), V1.network),)),
)  # fmt: skip
