"""What the gradients are worth: the largest error of each contender where units saturate, as 40 digits judge it."""

from functools import cache

import mpmath
import numpy as np

from backprop.numeric import network
from benchmarks.contenders import CONTENDERS, Task, task

NETWORKS = 300
INPUTS, HIDDEN, OUTPUTS = 5, (3, 2, 3, 2, 3), 3
"""Of one layer to six: one that is less deep has the first hidden layers alone."""
BATCH = 2
LOGITS = 3
"""The largest logit: where a class is sure, P - Y cancels, whoever has computed the slopes."""
DIGITS = 40

DEFINITIONS = {
    "identity": (lambda z: z, lambda z: mpmath.mpf(1)),
    "sigmoid": (lambda z: 1 / (1 + mpmath.exp(-z)), lambda z: 1 / (2 + mpmath.exp(z) + mpmath.exp(-z))),
    "tanh": (mpmath.tanh, lambda z: 1 / mpmath.cosh(z) ** 2),
    "relu": (lambda z: max(z, mpmath.mpf(0)), lambda z: mpmath.mpf(z > 0)),
    "softplus": (lambda z: mpmath.log1p(mpmath.exp(z)), lambda z: 1 / (1 + mpmath.exp(-z))),
}


def largest_errors(activation, dtype) -> dict[str, float]:
    """Return each contender's largest error, relative to the largest entry of its array, of those that are there."""
    found = {}
    for t, expected in tasks_with_truths(activation, dtype):
        for name, contender in CONTENDERS.items():
            try:
                run = contender(t)
            except (ImportError, KeyError):  # not installed, or without this activation
                continue
            found[name] = max(found.get(name, 0.0), error(run(), expected))
    return found


@cache
def tasks_with_truths(activation, dtype) -> list[tuple]:
    """Return the random networks, each with its gradients."""
    rng = np.random.default_rng(0)
    tasks = [saturated(seed, rng.uniform(0, 4), dtype, activation) for seed in range(NETWORKS)]
    return [(t, truth(t)) for t in tasks]


def saturated(seed, scale, dtype, activation) -> Task:
    """Return a network with inputs and weights so much larger than usual, and a last layer that is not sure."""
    sizes = INPUTS, *HIDDEN[: seed % (len(HIDDEN) + 1)], OUTPUTS
    made = task(sizes, BATCH, dtype, activation, seed=seed, scale=scale)
    X = dtype(scale) * made.X
    W, b, f = made.layers[-1]
    unsure = dtype(LOGITS / np.abs(network.forward(X, made.layers).Z[-1]).max())
    return made._replace(X=X, layers=(*made.layers[:-1], network.Layer(unsure * W, unsure * b, f)))


def truth(task) -> tuple[list, list]:
    """Return the gradients by weights and biases in 40 digits, arrays of mpmath's numbers."""
    f, df = (np.frompyfunc(function, 1, 1) for function in DEFINITIONS[task.activation])
    exact = np.frompyfunc(lambda x: mpmath.mpf(float(x)), 1, 1)
    exp = np.frompyfunc(mpmath.exp, 1, 1)
    with mpmath.workdps(DIGITS):
        W, b = ([exact(layer[i]) for layer in task.layers] for i in (0, 1))
        A, slopes = [exact(task.X)], []
        for l in range(len(W)):
            Z = A[-1] @ W[l] + b[l]
            A.append(f(Z))
            slopes.append(df(Z))
        P = exp(Z - Z.max(axis=1, keepdims=True))
        Delta = (P / P.sum(axis=1, keepdims=True) - exact(task.Y)) / len(task.X)
        dW, db = [], []
        for l in reversed(range(len(W))):
            dW.insert(0, A[l].T @ Delta)
            db.insert(0, Delta.sum(axis=0))
            if l > 0:
                Delta = slopes[l - 1] * (Delta @ W[l].T)
    return dW, db


def error(found, expected) -> float:
    """Return the largest error, each relative to the largest entry of its array; what underflows is left out."""
    largest = 0.0
    for gradients, truths in zip(found, expected, strict=True):
        for gradient, exact in zip(gradients, truths, strict=True):
            size = max(map(abs, exact.flat))
            if size > np.finfo(gradient.dtype).tiny:
                given = np.asarray(gradient, float)
                off = max(abs(mpmath.mpf(float(g)) - x) for g, x in zip(given.flat, exact.flat, strict=True))
                largest = max(largest, float(off / size))
    return largest
