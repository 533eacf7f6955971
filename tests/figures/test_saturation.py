"""One unit and its two costs, against the losses of `numeric`."""

import numpy as np
import pytest

from backprop.numeric import network, single_layer
from backprop.numeric.activations import ACTIVATIONS

ENTROPY = network.LOSSES["sigmoid_cross_entropy"]


def alone(z, y, activation):
    """The unit as a layer without input: all of z is its bias."""
    w, x, b, y = np.zeros((1, 1)), np.zeros(1), np.array([z]), np.array([y])
    a = single_layer.forward(w, x, b, activation).a
    push = single_layer.gradients(w, x, b, y, activation).dE_db
    return {"a": a, "slope": activation.prime(b), "cost": single_layer.cost(a, y), "push": push}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_unit_is_a_layer_with_its_losses(called, rng, name):
    numbers = np.concatenate([rng.normal(scale=4, size=200), [-40.0, -8.0, 0.0, 8.0, 40.0]])
    cases = [[z, int(rng.integers(2)), name] for z in numbers]
    for (z, y, _), found in zip(cases, called("saturation", "unit", cases), strict=True):
        flat = found["squared"] | {key: found[key] for key in ("a", "slope")}
        for key, expected in alone(z, y, ACTIVATIONS[name]).items():
            np.testing.assert_allclose(flat[key], expected, rtol=1e-12, atol=1e-16)  # a - y cancels
        assert ("entropy" in found) == (name == "sigmoid")
        if "entropy" in found:
            Z, Y = np.array([[z]]), np.array([[float(y)]])
            np.testing.assert_allclose(found["entropy"]["cost"], ENTROPY.value(Z, Y), rtol=1e-12)
            np.testing.assert_allclose(found["entropy"]["push"], ENTROPY.slope(Z, Y).item(), rtol=1e-12)
