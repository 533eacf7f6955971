"""The lengths of the deltas by depth, against those of a network of `numeric` with the same weights."""

from itertools import pairwise

import numpy as np
import pytest

from backprop.numeric import network
from backprop.numeric.activations import ACTIVATIONS

LOSS, LAST = network.LOSSES["softmax_cross_entropy"], ACTIVATIONS["identity"]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_lengths_are_those_of_the_network(called, rng, name):
    cases, expected = [], []
    for depth in (1, 2, 3, 5, 8, 13):
        sizes = rng.integers(2, 9, size=depth + 1)
        layers = [
            network.Layer(rng.normal(size=shape) / np.sqrt(shape[0]), rng.normal(size=shape[1]), ACTIVATIONS[name])
            for shape in pairwise(sizes)
        ]
        layers[-1] = layers[-1]._replace(f=LAST)
        x, label = rng.normal(size=sizes[0]), int(rng.integers(sizes[-1]))
        cases.append([x, [{"W": W, "b": b} for W, b, _ in layers], name, label])
        deltas = network.gradients(x[np.newaxis], layers, np.eye(sizes[-1])[[label]], LOSS).dE_db
        expected.append([np.linalg.norm(delta) for delta in deltas])
    for found, lengths in zip(called("depth", "lengths", cases), expected, strict=True):
        np.testing.assert_allclose(found, lengths, rtol=1e-12)


def test_weights_begin_as_those_of_numeric(called, rng):
    for name in ACTIVATIONS:
        cases = [[name, *map(int, rng.integers(1, 500, size=2))] for _ in range(20)]
        cases.append([name, 400, 500])
        found = called("depth", "spread", cases)
        layer = network.initial((400, 500), [ACTIVATIONS[name]])[0]
        assert abs(layer.W.std() / found[-1] - 1) < 0.01
        expected = [np.sqrt(2 / (rows if name == "relu" else rows + columns)) for _, rows, columns in cases]
        np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_what_is_drawn_is_normal_and_the_same_again(called):
    first, again, other = map(np.array, called("depth", "normal", [[1, 20_000], [1, 20_000], [2, 20_000]]))
    assert (first == again).all()
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.03
    assert abs(first.mean()) < 0.03
    assert abs(first.std() - 1) < 0.02
    assert abs((np.abs(first) < 1).mean() - 0.6827) < 0.01
