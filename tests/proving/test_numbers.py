"""Expressions as NumPy functions."""

import numpy as np
import pytest
from sympy import Integer, KroneckerDelta, exp

from backprop.checking.to_numpy import to_numpy
from backprop.proving import Entries, Jacobian, NotUnderstood, dsigma, times, total

from .one_layer import GRADIENTS, C, i, j, k, layer, softmax_layer, w, x, y, yhat, z

rng = np.random.default_rng(0)
GIVEN = {"w": rng.normal(size=(3, 2)), "x": rng.normal(size=2), "b": rng.normal(size=3), "y": rng.normal(size=3)}
TANH = {"sigma": np.tanh, "dsigma": lambda u: 1 - np.tanh(u) ** 2}


def in_numpy():
    z_ = GIVEN["w"] @ GIVEN["x"] + GIVEN["b"]
    return np.tanh(z_) - GIVEN["y"], 1 - np.tanh(z_) ** 2


@pytest.mark.parametrize("name", ["w", "b", "x"])
def test_a_result_becomes_a_numpy_function(name):
    residual, slope = in_numpy()
    expected = {
        "w": np.outer(slope * residual, GIVEN["x"]),
        "b": slope * residual,
        "x": GIVEN["w"].T @ (slope * residual),
    }
    for line in (GRADIENTS[name].left, GRADIENTS[name].right):
        np.testing.assert_allclose(to_numpy(line, layer)(GIVEN, TANH), expected[name], rtol=1e-12)


def test_free_indices_are_axes():
    residual, slope = in_numpy()
    value = to_numpy(times(x[k], dsigma(z[j]), yhat[j] - y[j]), layer)(GIVEN, TANH)
    np.testing.assert_allclose(value, np.outer(slope * residual, GIVEN["x"]), rtol=1e-12)
    np.testing.assert_allclose(to_numpy(C, layer)(GIVEN, TANH), np.sum(residual**2) / 2, rtol=1e-12)
    assert to_numpy(total(Integer(1), j, k), layer)(GIVEN, TANH) == 6
    np.testing.assert_array_equal(to_numpy(KroneckerDelta(i, j), layer)(GIVEN, TANH), np.eye(3))
    assert to_numpy(w[2, 1], layer)(GIVEN, TANH) == GIVEN["w"][1, 0]
    np.testing.assert_allclose(to_numpy(1 / (1 + exp(-y[j])), layer)(GIVEN, TANH), 1 / (1 + np.exp(-GIVEN["y"])))


def test_softmax_in_numpy():
    p = to_numpy(yhat, softmax_layer)(GIVEN, {})
    assert p.sum() == pytest.approx(1, rel=1e-14)
    jacobian = to_numpy(Jacobian(yhat, z), softmax_layer)(GIVEN, {})
    np.testing.assert_allclose(jacobian, np.diag(p) - np.outer(p, p), rtol=1e-12)
    np.testing.assert_allclose(
        to_numpy(Entries(y[j] * x[k], j, k), layer)(GIVEN, TANH), np.outer(GIVEN["y"], GIVEN["x"])
    )


def test_to_numpy_refuses_arrays_that_do_not_fit():
    f = to_numpy(C, layer)
    with pytest.raises(ValueError, match=r"x has the shape \(3,\); expected n = 2"):
        f({**GIVEN, "x": np.ones(3)}, TANH)
    with pytest.raises(ValueError, match=r"b has the shape \(3, 1\); expected 1 axes"):
        f({**GIVEN, "b": np.ones((3, 1))}, TANH)
    with pytest.raises(NotUnderstood, match="no NumPy function for sigma"):
        f(GIVEN, {})
    with pytest.raises(ValueError, match="y is missing"):
        f({name: a for name, a in GIVEN.items() if name != "y"}, TANH)
