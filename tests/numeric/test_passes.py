"""The passes and the step inside: what is checked once, what may be worked on in place, and what must not be."""

import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS, LOSSES, network, passes
from backprop.numeric.network import Layer, initial, train

IDENTITY, SIGMOID, TANH, RELU = (ACTIVATIONS[name] for name in ("identity", "sigmoid", "tanh", "relu"))
SOFTMAX = LOSSES["softmax_cross_entropy"]


def a_task(dtype=np.float64):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(11, 4)).astype(dtype)
    return (
        X,
        initial((4, 5, 3), (TANH, IDENTITY), seed=1, dtype=dtype),
        np.eye(3, dtype=dtype)[rng.integers(3, size=11)],
    )


def test_training_checks_its_arguments_once(monkeypatch):
    X, layers, Y = a_task()
    calls = {"chained": 0, "labels": 0}

    def counted(name, function):
        def counting(*given):
            calls[name] += 1
            return function(*given)

        return counting

    monkeypatch.setattr(network, "chained", counted("chained", network.chained))
    train(X, layers, Y, SOFTMAX._replace(labels=counted("labels", SOFTMAX.labels)), 0.1, epochs=3, batch_size=2)
    assert calls == {"chained": 1, "labels": 1}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_training_is_its_steps_one_after_the_other(dtype):
    """To the last digit: the steps in place are those that `step` takes on copies."""
    X, layers, Y = a_task(dtype)
    trained = train(X, layers, Y, SOFTMAX, 0.3, epochs=1, batch_size=4, seed=5).layers
    order = np.random.default_rng(5).permutation(11)
    for rows in (order[:4], order[4:8], order[8:]):
        layers = network.step(X[rows], layers, Y[rows], SOFTMAX, 0.3)
    for (W, b, _), (V, c, _) in zip(trained, layers, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)


@pytest.mark.parametrize("slope", [lambda A, Y: A, lambda A, Y: Y], ids=["the output", "the labels"])
def test_a_slope_that_hands_back_what_it_was_given_is_not_worked_on(slope):
    """A loss of one's own may do so; the next line must not change A or Y."""
    X, (first, last), Y = a_task()
    layers = first, last._replace(f=TANH)
    own = LOSSES["mse"]._replace(slope=slope)
    given = [X, Y, *(parameter for W, b, _ in layers for parameter in (W, b))]
    before = [array.copy() for array in given]
    first, second = (network.gradients(X, layers, Y, own) for _ in range(2))
    for one, other in zip(first.dE_dW + first.dE_db, second.dE_dW + second.dE_db, strict=True):
        np.testing.assert_array_equal(one, other)
    train(X, layers, Y, own, 0.01, epochs=2)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_weights_may_lie_in_columns():
    X, layers, Y = a_task()
    turned = tuple(layer._replace(W=np.asfortranarray(layer.W)) for layer in layers)
    for one, other in zip(
        train(X, layers, Y, SOFTMAX, 0.3, 2).layers, train(X, turned, Y, SOFTMAX, 0.3, 2).layers, strict=True
    ):
        np.testing.assert_allclose(one.W, other.W, rtol=1e-13)


NOT_FINITE = "is not finite, though all that it was computed from is"


SQUASHED = ["sigmoid to 1", "sigmoid to 0", "tanh to 1", "relu to 0"]


@pytest.mark.parametrize(("f", "sign"), [(SIGMOID, 1), (SIGMOID, -1), (TANH, 1), (RELU, -1)], ids=SQUASHED)
@pytest.mark.parametrize(("dtype", "large"), [(np.float32, 1e20), (np.float64, 1e160)])
def test_an_overflow_that_hides_in_the_middle_of_a_training_is_seen(f, sign, dtype, large):
    """The second batch is too large for the first layer, whose activation makes a small number of it."""
    X = np.array([[1.0], [large]], dtype)
    first = Layer(np.array([[sign * large]], dtype), np.zeros(1, dtype), f)
    layers = first, Layer(np.zeros((1, 1), dtype), np.zeros(1, dtype), IDENTITY)
    seed = next(s for s in range(20) if np.random.default_rng(s).permutation(2)[0] == 0)
    with pytest.raises(FloatingPointError, match=f"^training diverged at step 2, in epoch 1: Z1 {NOT_FINITE}"):
        train(X, layers, np.zeros((2, 1), dtype), LOSSES["mse"], 1e-3, epochs=1, batch_size=1, seed=seed)


def test_the_first_thing_that_is_not_finite_is_named():
    """In the order of the work: the gradients before the new parameters, the weights before the biases."""
    one = Layer(np.ones((1, 1)), np.zeros(1), IDENTITY)
    for X, loss, eta, named in (
        ([[1e200]], LOSSES["mse"], 1.0, "dE_dW1"),
        ([[1e100]], LOSSES["mse"], 1e200, "the new W1"),
        ([[0.0]], LOSSES["mse"]._replace(slope=lambda A, Y: A + np.inf), 1.0, "dE_dW1"),
        ([[0.0]], LOSSES["mse"]._replace(slope=lambda A, Y: A + 1e200), 1e200, "the new b1"),
    ):
        with pytest.raises(FloatingPointError, match=f"^{named} {NOT_FINITE}"), np.errstate(all="ignore"):
            passes.step(np.array(X), network._copies((one,)), np.zeros((1, 1)), loss, eta)


def test_softmax_of_rows_far_apart():
    """Each row is shifted by its own largest entry, wherever it stands."""
    Z = np.array([[1000.0, 999, 0], [-1000, 0, -1000], [5, 5, 5], [-3000, -3001, -3002]])
    P = network.LOSSES["softmax_cross_entropy"].slope(Z, np.zeros((4, 3))) * 4
    expected = np.exp(Z - Z.max(axis=1, keepdims=True))
    np.testing.assert_allclose(P, expected / expected.sum(axis=1, keepdims=True), rtol=1e-15)
