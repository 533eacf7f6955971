"""The NumPy code against HIPS autograd, which follows the formulas that SymPy reads through whole networks.

Chapters 3, 4 and 6, and networks of depth 1 to 5 with every last activation and loss. Each case has a seed and sizes of
its own; in each the sizes are pairwise distinct.
"""

from functools import cache
from itertools import count, cycle, islice, pairwise, product

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from sympy import Symbol, lambdify, sympify

from backprop.checking.loss_agreement import written_out
from backprop.numeric import ACTIVATIONS, LOSSES, batch, cross_entropy, network, two_layers

RTOL = 1e-10
"""Largest error, relative to the largest entry of the gradient."""


@cache
def defined(name):
    """The formula of an activation, in functions of autograd."""
    z = Symbol("z", real=True)
    return lambdify(z, sympify(ACTIVATIONS[name].formula, locals={"z": z}), [vars(anp), "numpy"])


@cache
def defined_loss(name, k):
    """The formula of a loss, in functions of autograd: of k columns of outputs and then k of labels."""
    return lambdify(*written_out(LOSSES[name], k), [vars(anp), "numpy"])


def mean_of(loss, A, Y):
    m, k = Y.shape
    return anp.sum(defined_loss(loss, k)(*(M[:, q] for M in (A, Y) for q in range(k)))) / m


def mean_of_half_squares(X, W, b, Y, f):
    return anp.sum((f(anp.dot(X, W) + b) - Y) ** 2) / (2 * X.shape[0])


def half_mean_of_squares(X, W1, b1, W2, b2, Y, f1, f2):
    return anp.sum((f2(anp.dot(f1(anp.dot(X, W1) + b1), W2) + b2) - Y) ** 2) / (2 * X.shape[0])


def mean_cross_entropy(X, W, b, Y):
    return mean_of("sigmoid_cross_entropy", anp.dot(X, W) + b, Y)


def mean_of_network(X, Ws, bs, Y, names, loss):
    A = X
    for W, b, name in zip(Ws, bs, names, strict=True):
        A = defined(name)(anp.dot(A, W) + b)
    return mean_of(loss, A, Y)


def numbered(*tables):
    """Every choice from the tables, with a number of its own: the seed."""
    return [(*choice, seed) for choice, seed in zip(product(*tables), count(), strict=False)]


def draws(seed, sizes):
    """Random sizes, all of them different, and then arrays without end: those that leave a gradient 0 show nothing."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(np.arange(1, 8))[:sizes]
    while True:
        yield chosen, rng


def compare(found, expected):
    for field, gradient, truth in zip(found._fields, found, expected, strict=True):
        assert gradient.shape == truth.shape, field
        assert np.abs(gradient - truth).max() <= RTOL * np.abs(truth).max(), field


def blind(expected):
    return not all(truth.any() for truth in expected)


@pytest.mark.parametrize(("name", "_", "seed"), numbered(ACTIVATIONS, range(14)))
def test_batch(name, _, seed):
    for (m, n, k), rng in draws(seed, 3):
        X, W, b, Y = (rng.normal(size=size) for size in [(m, n), (n, k), k, (m, k)])
        expected = grad(mean_of_half_squares, (1, 2, 0))(X, W, b, Y, defined(name))
        if not blind(expected):
            break
    compare(batch.gradients(X, W, b, Y, ACTIVATIONS[name]), expected)
    A = batch.forward(X, W, b, ACTIVATIONS[name]).A
    assert batch.cost(A, Y) == pytest.approx(mean_of_half_squares(X, W, b, Y, defined(name)), rel=RTOL)


@pytest.mark.parametrize(("first", "second", "_", "seed"), numbered(ACTIVATIONS, ACTIVATIONS, range(3)))
def test_two_layers(first, second, _, seed):
    for (m, n, n_1, k), rng in draws(seed, 4):
        sizes = [(m, n), (n, n_1), n_1, (n_1, k), k, (m, k)]
        *layers, Y = (rng.normal(size=size) for size in sizes)
        expected = grad(half_mean_of_squares, (0, 1, 2, 3, 4))(*layers, Y, defined(first), defined(second))
        if not blind(expected):
            break
    activations = ACTIVATIONS[first], ACTIVATIONS[second]
    compare(two_layers.gradients(*layers, Y, *activations), expected)
    cost = half_mean_of_squares(*layers, Y, defined(first), defined(second))
    assert two_layers.cost(two_layers.forward(*layers, *activations).A2, Y) == pytest.approx(cost, rel=RTOL)


@pytest.mark.parametrize("seed", range(55))
def test_cross_entropy(seed):
    """Every other case has hard labels, the rest soft ones."""
    for (m, n, k), rng in draws(seed, 3):
        X, W, b, Y = rng.normal(size=(m, n)), rng.normal(size=(n, k)), rng.normal(size=k), rng.uniform(size=(m, k))
        Y = np.round(Y) if seed % 2 else Y
        expected = grad(mean_cross_entropy, (1, 2, 0))(X, W, b, Y)
        if not blind(expected):
            break
    compare(cross_entropy.gradients(X, W, b, Y), expected)
    Z = cross_entropy.forward(X, W, b).Z
    assert cross_entropy.cost(Z, Y) == pytest.approx(mean_cross_entropy(X, W, b, Y), rel=RTOL)


HIDDEN = {loss: cycle(ACTIVATIONS) for loss in LOSSES}
"""Which activations the hidden layers take before a loss: all of them in turn."""

NETWORKS = [
    ([*islice(HIDDEN[loss], depth - 1), last], loss, labels, seed)
    for depth, last, loss, labels, seed in numbered(range(1, 6), ACTIVATIONS, LOSSES, ("soft", "hard", "soft again"))
    if last != LOSSES[loss].contains  # refused
]


def test_every_activation_occurs_before_the_last_layer_with_every_loss():
    assert {(name, loss) for names, loss, _, _ in NETWORKS for name in names[:-1]} == set(product(ACTIVATIONS, LOSSES))


@pytest.mark.parametrize(("names", "loss", "labels", "seed"), NETWORKS)
def test_network(names, loss, labels, seed):
    """The labels of a row sum to 1, hard ones are 0 or 1."""
    rng = np.random.default_rng(1000 + seed)
    m, *sizes = rng.permutation(np.arange(2, 10))[: len(names) + 2]
    while True:
        X = rng.normal(size=(m, sizes[0]))
        Ws = [rng.normal(size=pair) / np.sqrt(pair[0]) for pair in pairwise(sizes)]
        bs = [rng.normal(size=size) for size in sizes[1:]]
        Y = rng.dirichlet(np.ones(sizes[-1]), size=m)
        Y = np.eye(sizes[-1])[Y.argmax(axis=1)] if labels == "hard" else Y
        dE_dW, dE_db, dE_dX = grad(mean_of_network, (1, 2, 0))(X, Ws, bs, Y, names, loss)
        if not blind([*dE_dW, *dE_db, dE_dX]):
            break
    layers = [network.Layer(W, b, ACTIVATIONS[name]) for W, b, name in zip(Ws, bs, names, strict=True)]
    found = network.gradients(X, layers, Y, LOSSES[loss])
    for gradient, truth in zip((*found.dE_dW, *found.dE_db, found.dE_dX), (*dE_dW, *dE_db, dE_dX), strict=True):
        assert gradient.shape == truth.shape
        assert np.abs(gradient - truth).max() <= RTOL * np.abs(truth).max()
    expected = mean_of_network(X, Ws, bs, Y, names, loss)
    assert network.cost(X, layers, Y, LOSSES[loss]) == pytest.approx(expected, rel=RTOL)
