"""The judge of accuracy: its gradients are right, its networks saturate, and it sees a slope that lost its digits."""

import mpmath
import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS, network
from benchmarks import accuracy
from benchmarks.accuracy import error, saturated, truth
from benchmarks.contenders import numeric, task


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_judge_is_right(activation):
    """Where nothing saturates it agrees with the gradients of the book, which other tests check by small steps."""
    same = task((4, 3, 2, 3), 2, np.float64, activation)
    for found, expected in zip(numeric(same)(), truth(same), strict=True):
        for gradient, exact in zip(found, expected, strict=True):
            np.testing.assert_allclose(gradient, exact.astype(float), rtol=1e-12, atol=1e-16)


def test_the_networks_saturate():
    """In some a sigmoid is 1 to the last digit but twelve, and no class is surer than the largest logit allows."""
    nearest, logits = 1.0, 0.0
    for seed in range(60):
        made = saturated(seed, 4.0, np.float64, "sigmoid")
        _, A = network.forward(made.X, made.layers)
        logits = max(logits, np.abs(A[-1]).max())
        nearest = min([nearest, *(1 - a.max() for a in A[1:-1])])
    assert nearest < 1e-8 and logits == pytest.approx(accuracy.LOGITS)


def test_a_slope_that_loses_its_digits_is_seen():
    sloppy = ACTIVATIONS["tanh"]._replace(prime=lambda z: 1 - np.tanh(z) ** 2)
    worst = {"ours": 0.0, "sloppy": 0.0}
    for seed in range(60):
        made = saturated(seed, 4.0, np.float64, "tanh")
        exact = truth(made)
        hidden = tuple(layer._replace(f=sloppy) for layer in made.layers[:-1])
        worst["ours"] = max(worst["ours"], error(numeric(made)(), exact))
        found = numeric(made._replace(layers=(*hidden, made.layers[-1])))()
        worst["sloppy"] = max(worst["sloppy"], error(found, exact))
    assert worst["ours"] < 1e-11 and worst["sloppy"] > 1e-6


def test_errors_are_relative_to_the_largest_entry_of_an_array():
    exact = [np.array([mpmath.mpf(100), mpmath.mpf(1)])], [np.array([mpmath.mpf(2)])]
    assert error(([np.array([100.0, 2.0])], [np.array([2.0])]), exact) == pytest.approx(0.01)
    assert error(([np.array([100.0, 1.0])], [np.array([1.0])]), exact) == pytest.approx(0.5)
