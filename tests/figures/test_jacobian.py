"""The Jacobians, against those of `numeric`."""

import numpy as np
import pytest

from backprop.numeric import joint
from backprop.numeric.activations import ACTIVATIONS


def expected(name, z):
    if name == "softmax":
        return joint.softmax(z), joint.softmax_jacobian(z)
    return ACTIVATIONS[name].value(z), np.diag(ACTIVATIONS[name].prime(z))


@pytest.mark.parametrize("name", ["softmax", *ACTIVATIONS])
def test_outputs_and_jacobian(called, rng, name):
    cases = [[name, rng.normal(scale=3, size=size)] for size in (1, 2, 3, 3, 3, 5) for _ in range(20)]
    cases.append([name, np.array([300.0, -1.0, -300.0])])
    for place, function in enumerate(["outputs", "jacobian"]):
        for case, found in zip(cases, called("jacobian", function, cases), strict=True):
            np.testing.assert_allclose(found, expected(*case)[place], rtol=1e-12, atol=1e-16)
