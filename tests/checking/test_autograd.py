"""The NumPy code against HIPS autograd, which differentiates costs written down here once more, from the definitions.

200 cases of chapters 3 to 5 and 200 networks of depth 1 to 5, each with a seed and sizes of its own; in each the
sizes are pairwise distinct.
"""

from itertools import pairwise, product

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from backprop.numeric import ACTIVATIONS, batch, cross_entropy, network, two_layers

DEFINITIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": lambda z: (anp.exp(z) - anp.exp(-z)) / (anp.exp(z) + anp.exp(-z)),
    "relu": lambda z: anp.maximum(z, 0),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
}
PAIRS = list(product(DEFINITIONS, DEFINITIONS))
RTOL = 1e-10
"""Largest error, relative to the largest entry of the gradient."""


def mean_of_squares(X, W, b, Y, h):
    return anp.sum((h(anp.dot(X, W) + b) - Y) ** 2) / X.shape[0]


def half_sum_of_squares(X, W1, b1, W2, b2, Y, f1, f2):
    return anp.sum((f2(anp.dot(f1(anp.dot(X, W1) + b1), W2) + b2) - Y) ** 2) / 2


def mean_cross_entropy(X, W, b, Y):
    A = DEFINITIONS["sigmoid"](anp.dot(X, W) + b)
    return anp.sum(-(Y * anp.log(A) + (1 - Y) * anp.log(1 - A))) / X.shape[0]


def draws(case, sizes):
    """Random sizes, all of them different, and then arrays without end: those that leave a gradient 0 show nothing."""
    rng = np.random.default_rng(case)
    chosen = rng.permutation(np.arange(1, 8))[:sizes]
    while True:
        yield chosen, rng


def compare(found, expected):
    for field, gradient, truth in zip(found._fields, found, expected, strict=True):
        assert gradient.shape == truth.shape, field
        assert np.abs(gradient - truth).max() <= RTOL * np.abs(truth).max(), field


def blind(expected):
    return not all(truth.any() for truth in expected)


def test_every_activation_is_defined_here_again():
    assert list(DEFINITIONS) == list(ACTIVATIONS)


@pytest.mark.parametrize("case", range(70))
def test_batch(case):
    name = list(DEFINITIONS)[case % 5]
    for (m, n, k), rng in draws(case, 3):
        X, W, b, Y = (rng.normal(size=size) for size in [(m, n), (n, k), k, (m, k)])
        expected = grad(mean_of_squares, (1, 2, 0))(X, W, b, Y, DEFINITIONS[name])
        if not blind(expected):
            break
    compare(batch.gradients(X, W, b, Y, ACTIVATIONS[name]), expected)
    A = batch.forward(X, W, b, ACTIVATIONS[name]).A
    assert batch.cost(A, Y) == pytest.approx(mean_of_squares(X, W, b, Y, DEFINITIONS[name]), rel=RTOL)


@pytest.mark.parametrize("case", range(70, 145))
def test_two_layers(case):
    first, second = PAIRS[case % 25]
    for (m, n, h, k), rng in draws(case, 4):
        sizes = [(m, n), (n, h), h, (h, k), k, (m, k)]
        *layers, Y = (rng.normal(size=size) for size in sizes)
        expected = grad(half_sum_of_squares, (0, 1, 2, 3, 4))(*layers, Y, DEFINITIONS[first], DEFINITIONS[second])
        if not blind(expected):
            break
    activations = ACTIVATIONS[first], ACTIVATIONS[second]
    compare(two_layers.gradients(*layers, Y, *activations), expected)
    loss = half_sum_of_squares(*layers, Y, DEFINITIONS[first], DEFINITIONS[second])
    assert two_layers.loss(two_layers.forward(*layers, *activations).Yhat, Y) == pytest.approx(loss, rel=RTOL)


@pytest.mark.parametrize("case", range(145, 200))
def test_cross_entropy(case):
    """Every other case has hard labels, the rest soft ones."""
    for (m, n, k), rng in draws(case, 3):
        X, W, b, Y = rng.normal(size=(m, n)), rng.normal(size=(n, k)), rng.normal(size=k), rng.uniform(size=(m, k))
        Y = np.round(Y) if case % 2 else Y
        expected = grad(mean_cross_entropy, (1, 2, 0))(X, W, b, Y)
        if not blind(expected):
            break
    compare(cross_entropy.gradients(X, W, b, Y), expected)
    Z = cross_entropy.forward(X, W, b).Z
    assert cross_entropy.cost(Z, Y) == pytest.approx(mean_cross_entropy(X, W, b, Y), rel=RTOL)


def cross_entropy_of(P, Y):
    return anp.sum(-(Y * anp.log(P) + (1 - Y) * anp.log(1 - P)))


LOSSES = {
    "mse": lambda A, Y: anp.sum((A - Y) ** 2) / 2,
    "sigmoid_cross_entropy": lambda Z, Y: cross_entropy_of(1 / (1 + anp.exp(-Z)), Y),
    "softmax_cross_entropy": lambda Z, Y: -anp.sum(Y * anp.log(anp.exp(Z) / anp.sum(anp.exp(Z), 1, keepdims=True))),
}
"""What the m examples cost together, from the definitions: no logarithm of a sum of exponentials."""


def mean_of_network(X, Ws, bs, Y, names, loss):
    A = X
    for W, b, name in zip(Ws, bs, names, strict=True):
        A = DEFINITIONS[name](anp.dot(A, W) + b)
    return LOSSES[loss](A, Y) / X.shape[0]


def a_network(case):
    """Depth 1 to 5, 40 of each; any activations before the last layer; every pair of last activation and loss."""
    rng = np.random.default_rng(1000 + case)
    depth, last, loss = 1 + case // 40, list(DEFINITIONS)[case % 5], list(LOSSES)[case % 3]
    m, *sizes = rng.permutation(np.arange(2, 10))[: depth + 2]
    return rng, m, sizes, [*rng.choice(list(DEFINITIONS), depth - 1), last], loss


def test_every_loss_is_defined_here_again():
    assert list(LOSSES) == list(network.LOSSES)


def test_all_pairs_of_activation_and_loss_occur_at_every_depth():
    networks = [(len(names), names, loss) for _, _, _, names, loss in map(a_network, range(200))]
    assert {(depth, names[-1], loss) for depth, names, loss in networks} == set(
        product(range(1, 6), DEFINITIONS, LOSSES)
    )
    assert {(name, loss) for _, names, loss in networks for name in names[:-1]} == set(product(DEFINITIONS, LOSSES))


@pytest.mark.parametrize("case", range(200))
def test_network(case):
    """Labels are soft, or in every other case hard: 0 or 1, one in a row."""
    rng, m, sizes, names, loss = a_network(case)
    assert len({m, *sizes}) == len(sizes) + 1
    while True:
        X = rng.normal(size=(m, sizes[0]))
        Ws = [rng.normal(size=pair) / np.sqrt(pair[0]) for pair in pairwise(sizes)]
        bs = [rng.normal(size=size) for size in sizes[1:]]
        Y = rng.dirichlet(np.ones(sizes[-1]), size=m)
        Y = np.eye(sizes[-1])[Y.argmax(axis=1)] if case % 2 else Y
        dE_dW, dE_db, dE_dX = grad(mean_of_network, (1, 2, 0))(X, Ws, bs, Y, names, loss)
        if not blind([*dE_dW, *dE_db, dE_dX]):
            break
    layers = [network.Layer(W, b, ACTIVATIONS[name]) for W, b, name in zip(Ws, bs, names, strict=True)]
    found = network.gradients(X, layers, Y, network.LOSSES[loss])
    for gradient, truth in zip((*found.dE_dW, *found.dE_db, found.dE_dX), (*dE_dW, *dE_db, dE_dX), strict=True):
        assert gradient.shape == truth.shape
        assert np.abs(gradient - truth).max() <= RTOL * np.abs(truth).max()
    expected = mean_of_network(X, Ws, bs, Y, names, loss)
    assert network.cost(X, layers, Y, network.LOSSES[loss]) == pytest.approx(expected, rel=RTOL)
