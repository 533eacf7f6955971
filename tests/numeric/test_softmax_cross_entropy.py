"""A softmax layer: against small steps, hand-made numbers and the sigmoid of two classes, and far out in the tails."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.checking import complex_step
from backprop.numeric import cross_entropy
from backprop.numeric.joint import softmax_jacobian
from backprop.numeric.losses import softmax, softmax_cross_entropy
from backprop.numeric.softmax_cross_entropy import gradients

SIZES = [(1, 1, 1), (1, 3, 2), (3, 2, 1), (2, 2, 2), (2, 3, 2), (3, 1, 3), (4, 3, 2), (2, 3, 4), (5, 2, 3)]


class Batch(NamedTuple):
    X: np.ndarray
    W: np.ndarray
    b: np.ndarray
    Y: np.ndarray


def a_batch(m, n, k, seed=0, dtype=np.float64):
    """Random numbers; a third of the labels or so are one-hot, the others soft."""
    rng = np.random.default_rng(seed)
    Y = rng.dirichlet(np.ones(k), size=m)
    hard = rng.uniform(size=m) < 0.3
    Y[hard] = np.eye(k)[rng.integers(k, size=m)][hard]
    return Batch(*(rng.standard_normal(size).astype(dtype) for size in [(m, n), (n, k), k]), Y.astype(dtype))


batches = st.builds(lambda sizes, seed: a_batch(*sizes, seed), st.sampled_from(SIZES), st.integers(0, 2**32))


def assert_equal(found, expected):
    """Equal to some hundred roundings of what is largest in it, or of 1."""
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-13 * max(1, np.abs(expected).max())


def test_in_numbers():
    """Logits 0, ln 2, ln 5 give 1/8, 1/4, 5/8; two examples, so 1/m = 1/2."""
    ln2, ln5 = np.log(2), np.log(5)
    found = gradients([[1, 0], [0, 1]], [[0, ln2, ln5], [0, 0, 0]], [0, 0, 0], [[0, 1, 0], [0.5, 0.5, 0]])
    delta = np.array([[1 / 8, -3 / 4, 5 / 8], [-1 / 6, -1 / 6, 1 / 3]]) / 2
    np.testing.assert_allclose(found.dE_dW, delta, rtol=1e-14)
    np.testing.assert_allclose(found.dE_db, delta.sum(axis=0), rtol=1e-14)
    np.testing.assert_allclose(found.dE_dX[:, 0], delta @ [0, ln2, ln5], rtol=1e-14)
    np.testing.assert_array_equal(found.dE_dX[:, 1], 0)


@given(batches)
def test_gradients_are_those_of_the_complex_step(batch):
    for variable, gradient in zip("WbX", gradients(*batch), strict=True):

        def cost(value, variable=variable):
            X, W, b, Y = batch._replace(**{variable: value})
            return softmax_cross_entropy(X @ W + b, Y)

        assert_equal(gradient, complex_step(cost, getattr(batch, variable)))


@given(batches)
def test_the_delta_is_the_jacobian_times_the_slope_of_the_cost(batch):
    X, W, b, Y = batch
    rows = zip(X @ W + b, softmax(X @ W + b), Y, strict=True)
    long_way = np.array([softmax_jacobian(z).T @ (-y / a) for z, a, y in rows]) / len(X)
    assert_equal(gradients(*batch).dE_db, long_way.sum(axis=0))


@given(batches, st.floats(-50, 50))
def test_a_shift_of_all_logits_changes_nothing(batch, shift):
    for found, expected in zip(gradients(*batch._replace(b=batch.b + shift)), gradients(*batch), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-12)


@given(batches)
def test_gradients_by_the_logits_sum_to_0(batch):
    found = gradients(*batch)
    np.testing.assert_allclose(found.dE_dW.sum(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(found.dE_db.sum(), 0, atol=1e-14)


@given(st.integers(0, 2**32))
def test_two_classes_are_the_sigmoid(seed):
    X, W, b, Y = a_batch(4, 3, 2, seed)
    W, b = np.column_stack([W[:, 0], np.zeros(3)]), np.array([b[0], 0.0])
    found, expected = gradients(X, W, b, Y), cross_entropy.gradients(X, W[:, :1], b[:1], Y[:, :1])
    assert_equal(found.dE_dW[:, :1], expected.dE_dW)
    assert_equal(found.dE_db[:1], expected.dE_db)
    assert_equal(found.dE_dX, expected.dE_dX)


def test_at_1000_nothing_is_lost():
    with np.errstate(all="raise", under="ignore"):
        found = gradients([[1.0], [-1.0]], [[1000.0, 0, -1000]], [0, 0, 0], [[1, 0, 0], [1, 0, 0]])
    np.testing.assert_array_equal(found.dE_db, [-0.5, 0, 0.5])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shapes_and_types_are_those_of_the_variables(dtype):
    batch = a_batch(4, 3, 2, dtype=dtype)
    for gradient, variable in zip(gradients(*batch), (batch.W, batch.b, batch.X), strict=True):
        assert (gradient.shape, gradient.dtype) == (variable.shape, variable.dtype)


def test_no_argument_is_changed_or_handed_back():
    batch = a_batch(2, 3, 4)
    before = [array.copy() for array in batch]
    for array in batch:
        array.setflags(write=False)
    results = gradients(*batch)
    for array, copy in zip(batch, before, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert not any(np.shares_memory(array, result) for result in results)


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"Y": np.full((4, 2), 0.4)}, ValueError, "Y[0] sums to 0.8; expected 1, the labels of one example."),
        ({"Y": [[0, 1], [1, 0], [2, -1], [0, 1]]}, ValueError, "Y[2, 0] is 2.0; expected labels from 0 to 1."),
        ({"Y": [0, 1, 1, 0]}, ValueError, "Y has shape (4,); expected (4, 2), because "),
        ({"W": np.ones((2, 3))}, ValueError, "W has shape (2, 3); expected (3, k), because X has shape (4, 3)"),
        ({"X": [[1, 2, np.nan]]}, ValueError, "X[0, 2] is nan; expected finite numbers."),
        ({"b": np.ones(2, np.float32)}, TypeError, "b has dtype float32 and X has dtype float64; expected one"),
    ],
)
def test_bad_arguments_are_refused(wrong, error, sentence):
    with pytest.raises(error) as refusal:
        gradients(**a_batch(4, 3, 2)._asdict() | wrong)
    assert str(refusal.value).startswith(sentence)
