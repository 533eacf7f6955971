"""The valley and the walk through it, against a layer with one weight."""

import numpy as np

from backprop.numeric import single_layer
from backprop.numeric.activations import ACTIVATIONS

LINEAR = ACTIVATIONS["identity"]


def layer(w, x, y):
    """The cost and its slope by w."""
    w, x, b, y = np.array([[w]]), np.array([x]), np.zeros(1), np.array([y])
    a = single_layer.forward(w, x, b, LINEAR).a
    return single_layer.cost(a, y), single_layer.gradients(w, x, b, y, LINEAR).dE_dw.item()


def test_cost_and_slope_are_the_layer_s(called, rng):
    cases = rng.normal(size=(200, 3))
    expected = np.array([layer(*case) for case in cases])
    for name, column in (("cost", 0), ("slope", 1)):
        np.testing.assert_allclose(called("valley", name, cases), expected[:, column], rtol=1e-12)


def test_the_walk_follows_the_slope(called, rng):
    cases = [[*rng.normal(size=3), rng.uniform(0.01, 0.6), int(rng.integers(0, 8))] for _ in range(100)]
    for (w, x, y, rate, steps), path in zip(cases, called("valley", "walk", cases), strict=True):
        expected = [w]
        for _ in range(steps):
            expected.append(expected[-1] - rate * layer(expected[-1], x, y)[1])
        np.testing.assert_allclose(path, expected, rtol=1e-12)
