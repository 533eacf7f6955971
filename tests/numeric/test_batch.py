"""The batch: against the complex step, against single examples, and under every change that must not matter."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop.checking import central_difference, complex_step
from backprop.numeric import ACTIVATIONS, Activation, single_layer
from backprop.numeric.activations import sigmoid
from backprop.numeric.batch import cost, forward, gradients, jacobians

SIZES = [(1, 1, 1), (1, 3, 2), (3, 2, 1), (1, 2, 1), (2, 2, 2), (2, 3, 2), (3, 1, 3), (4, 3, 2), (2, 3, 4), (5, 2, 3)]
SIGMOID, IDENTITY = ACTIVATIONS["sigmoid"], ACTIVATIONS["identity"]
EVERY_ACTIVATION = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)


class Batch(NamedTuple):
    X: np.ndarray
    W: np.ndarray
    b: np.ndarray
    Y: np.ndarray
    activation: Activation


def a_batch(m, n, k, activation=SIGMOID, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return Batch(*(rng.standard_normal(shape).astype(dtype) for shape in [(m, n), (n, k), k, (m, k)]), activation)


@st.composite
def batches(draw, dtypes=(np.float64,), sizes=tuple(SIZES)):
    """A batch of any small sizes, at a distance from kinks that rounding cannot cross."""
    m, n, k = draw(st.sampled_from(sizes))
    dtype = draw(st.sampled_from(dtypes))
    elements = st.floats(-4, 4, width=32).map(lambda v: 0.0 if abs(v) < 1e-3 else v)
    batch = Batch(
        *(draw(arrays(dtype, shape, elements=elements)) for shape in [(m, n), (n, k), k, (m, k)]),
        ACTIVATIONS[draw(st.sampled_from(list(ACTIVATIONS)))],
    )
    assume(batch.activation.analytic or np.all(np.abs(batch.X @ batch.W + batch.b) > 1e-2))
    return batch


def rounding(batch, roundings=64):
    """How far two right ways to compute the gradients may lie apart: so many roundings of what is added up."""
    X, W, b, Y, activation = batch
    Z, A = forward(X, W, b, activation)
    eps = roundings * np.finfo(X.dtype).eps * (1 + np.abs(X) @ np.abs(W) + np.abs(b))
    slope = np.abs(activation.prime(Z))
    change_of_slope = np.abs(activation.prime(Z + 1e-30j).imag) / 1e-30 if activation.analytic else 0
    Delta = eps * (np.maximum(slope, change_of_slope) * (np.abs(A) + np.abs(Y)) + slope**2)
    return np.abs(X.T) @ Delta, Delta.sum(axis=0), Delta @ np.abs(W.T)


def assert_equal(found, expected, bounds):
    for one, other, bound in zip(found, expected, bounds, strict=True):
        assert one.shape == other.shape
        assert np.all(np.abs(one - other) <= bound)


def the_cost_of(batch, variable):
    """The cost as a function of one of W, b, X."""
    return lambda v: cost(forward(*batch._replace(**{variable: v})[:3], batch.activation).A, batch.Y)


def test_forward_and_cost_in_numbers():
    Z, A = forward([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1], [-1, 2]], [10, 20], IDENTITY)
    np.testing.assert_array_equal(Z, [[8, 28], [8, 37]])
    np.testing.assert_array_equal(A, Z)
    assert cost(A, [[7, 26], [5, 37]]) == (1 + 4 + 9) / 4
    assert cost([[1], [2], [3]], [[0], [0], [0]]) == 14 / 6
    log3 = np.log(3)  # sigma(log 3) = 3/4
    np.testing.assert_allclose(
        forward([[log3], [-log3]], [[1, 0]], [0, 0], SIGMOID).A, [[3 / 4, 1 / 2], [1 / 4, 1 / 2]]
    )


def test_gradients_by_hand():
    """sigma(0) = 1/2, sigma'(0) = 1/4; sigma(log 3) = 3/4, sigma'(log 3) = 3/16; m = 2, so that 1/m = 1/2."""
    log3 = np.log(3)
    found = gradients([[0, 1], [1, 2]], [[log3], [0]], [0], [[0], [1]], SIGMOID)
    np.testing.assert_allclose(found.dE_db, [1 / 16 - 3 / 128], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dW, [[-3 / 128], [1 / 16 - 3 / 64]], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dX, [[log3 / 16, 0], [-3 * log3 / 128, 0]], rtol=1e-14)


@given(batches(dtypes=[np.float32, np.float64]))
def test_shapes_and_types_are_those_of_the_variables(batch):
    found = gradients(*batch)
    for gradient, variable in zip(found, (batch.W, batch.b, batch.X), strict=True):
        assert (gradient.shape, gradient.dtype) == (variable.shape, variable.dtype)
    Z, A = forward(*batch[:3], batch.activation)
    assert Z.shape == A.shape == batch.Y.shape
    (m, n), k = batch.X.shape, batch.b.size
    made = jacobians(*batch[:3], batch.activation)
    assert [J.shape for J in made] == [(m * k, m * n), (m * k, n * k), (m * k, k), (m * k, m * k)]
    assert {a.dtype for a in (Z, A, cost(A, batch.Y), *made)} == {batch.X.dtype}


@given(batches())
def test_gradients_are_those_of_small_steps(batch):
    for variable, gradient, bound in zip("WbX", gradients(*batch), rounding(batch), strict=True):
        f, at = the_cost_of(batch, variable), getattr(batch, variable)
        if batch.activation.analytic:
            assert np.all(np.abs(complex_step(f, at) - gradient) <= bound)
        else:
            found = central_difference(f, at)
            assert np.abs(found - gradient).max() <= 1e-7 * max(1, f(at), np.abs(found).max())


@given(batches())
def test_row_i_is_the_single_layer_on_example_i(batch):
    X, W, b, Y, activation = batch
    Z, A = forward(X, W, b, activation)
    found, m = gradients(*batch), len(X)
    each = [single_layer.gradients(W.T, x, b, y, activation) for x, y in zip(X, Y, strict=True)]
    expected = (
        sum(one.dE_dw.T for one in each) / m,
        sum(one.dE_db for one in each) / m,
        np.array([one.dE_dx for one in each]) / m,
    )
    assert_equal(found, expected, rounding(batch))
    for i, x in enumerate(X):
        z, a = single_layer.forward(W.T, x, b, activation)
        np.testing.assert_allclose(Z[i], z, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(A[i], a, rtol=1e-12, atol=1e-13)


@given(batches())
def test_contracted_jacobians_are_the_short_forms(batch):
    X, W, b, Y, activation = batch
    dZ_dX, dZ_dW, dZ_db, dA_dZ = jacobians(X, W, b, activation)
    dE_dA = (forward(X, W, b, activation).A - Y).ravel() / len(X)
    dE_dZ = dE_dA @ dA_dZ
    expected = (dE_dZ @ dZ_dW).reshape(W.shape), dE_dZ @ dZ_db, (dE_dZ @ dZ_dX).reshape(X.shape)
    assert_equal(gradients(*batch), expected, rounding(batch))


@pytest.mark.parametrize(("m", "n", "k"), SIZES)
@pytest.mark.parametrize("activation", [a for a in ACTIVATIONS.values() if a.analytic], ids=lambda a: a.name)
def test_jacobians_are_those_of_the_complex_step(m, n, k, activation):
    X, W, b, _, _ = a_batch(m, n, k)
    Z = forward(X, W, b, activation).Z

    def by_steps(f, at):
        steps = 1e-30j * np.eye(at.size).reshape(at.size, *at.shape)
        return np.stack([f(at + step).imag.ravel() / 1e-30 for step in steps], axis=1)

    expected = (
        by_steps(lambda X: forward(X, W, b, activation).Z, X),
        by_steps(lambda W: forward(X, W, b, activation).Z, W),
        by_steps(lambda b: forward(X, W, b, activation).Z, b),
        by_steps(activation.value, Z),
    )
    for J, numerical in zip(jacobians(X, W, b, activation), expected, strict=True):
        assert J.shape == numerical.shape
        np.testing.assert_allclose(J, numerical, rtol=1e-13, atol=1e-15)


def test_jacobians_in_numbers():
    dZ_dX, dZ_dW, dZ_db, dA_dZ = jacobians([[1, 2], [3, 4]], [[1, -5], [2, 6]], [0, 1], ACTIVATIONS["relu"])
    np.testing.assert_array_equal(dZ_dX, [[1, 2, 0, 0], [-5, 6, 0, 0], [0, 0, 1, 2], [0, 0, -5, 6]])
    np.testing.assert_array_equal(dZ_dW, [[1, 0, 2, 0], [0, 1, 0, 2], [3, 0, 4, 0], [0, 3, 0, 4]])
    np.testing.assert_array_equal(dZ_db, [[1, 0], [0, 1], [1, 0], [0, 1]])
    np.testing.assert_array_equal(dA_dZ, np.eye(4))
    np.testing.assert_array_equal(
        jacobians([[1], [-1]], [[1, 2]], [0, 0], ACTIVATIONS["relu"]).dA_dZ, np.diag([1, 1, 0, 0])
    )


@given(batches())
def test_a_duplicated_batch_has_the_same_mean(batch):
    twice = batch._replace(X=np.tile(batch.X, (2, 1)), Y=np.tile(batch.Y, (2, 1)))
    one, two = gradients(*batch), gradients(*twice)
    halves = np.tile(one.dE_dX, (2, 1)) / 2
    bounds = rounding(batch)
    assert_equal(two, (one.dE_dW, one.dE_db, halves), (*bounds[:2], np.tile(bounds[2], (2, 1))))
    assert the_cost_of(twice, "b")(batch.b) == pytest.approx(the_cost_of(batch, "b")(batch.b), rel=1e-12)


@given(batches(), st.data())
def test_a_duplicated_row_counts_twice(batch, data):
    m = len(batch.X)
    i = data.draw(st.integers(0, m - 1))
    longer = batch._replace(X=np.vstack([batch.X, batch.X[i]]), Y=np.vstack([batch.Y, batch.Y[i]]))
    alone = batch._replace(X=batch.X[[i]], Y=batch.Y[[i]])
    all_of_them, extra, found = gradients(*batch), gradients(*alone), gradients(*longer)
    weighted = [(m * a + e) / (m + 1) for a, e in zip(all_of_them[:2], extra[:2], strict=True)]
    rows = np.vstack([all_of_them.dE_dX, all_of_them.dE_dX[i]]) * m / (m + 1)
    assert_equal(found, (*weighted, rows), rounding(longer))


@given(batches(), st.data())
def test_permuted_rows_permute_dX_alone(batch, data):
    order = data.draw(st.permutations(range(len(batch.X))))
    before, after = gradients(*batch), gradients(*batch._replace(X=batch.X[order], Y=batch.Y[order]))
    bounds = rounding(batch)
    assert_equal(after, before._replace(dE_dX=before.dE_dX[order]), (*bounds[:2], bounds[2][order]))


@given(batches())
def test_the_mean_over_all_entries_is_another_cost(batch):
    """Half of np.mean((A - Y)^2) has 1/(mk): k times too small, and right only for one neuron."""
    A, k = forward(*batch[:3], batch.activation).A, batch.b.size
    of_entries = np.mean((A - batch.Y) ** 2) / 2
    assert cost(A, batch.Y) == pytest.approx(k * of_entries, rel=1e-12)
    assume(of_entries > 0)
    assert (k == 1) == (cost(A, batch.Y) == pytest.approx(of_entries, rel=1e-12))


@EVERY_ACTIVATION
def test_no_argument_is_changed_or_handed_back(activation):
    batch = a_batch(2, 3, 4, activation)
    before = [given_.copy() for given_ in batch[:4]]
    for given_ in batch[:4]:
        given_.setflags(write=False)
    results = [*forward(*batch[:3], activation)]
    assert not np.shares_memory(*results)
    results += [*gradients(*batch), *jacobians(*batch[:3], activation)]
    for given_, copy in zip(batch[:4], before, strict=True):
        np.testing.assert_array_equal(given_, copy)
        assert not any(np.shares_memory(given_, result) for result in results)


def test_columns_in_memory_count_row_by_row_all_the_same():
    batch = a_batch(2, 3, 4)
    turned = [np.asfortranarray(given_) for given_ in batch[:3]]
    for one, other in zip(jacobians(*turned, SIGMOID), jacobians(*batch[:3], SIGMOID), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-14)


@EVERY_ACTIVATION
def test_saturated_layers_give_neither_nan_nor_warning(activation):
    with np.errstate(all="raise", under="ignore"):
        found = gradients([[1000.0, 0], [0, -1000]], np.eye(2), [0.0, 0], [[0.0, 1], [1, 0]], activation)
    assert all(np.isfinite(gradient).all() for gradient in found)


NEEDS = "because X has shape (4, 3), and W needs a row for each column of X."
PAIRED = "because X has shape (4, 3) and W has shape (3, 2): a row for each example, a column for each output."
WRONG_ARGUMENTS = [
    ({"X": np.ones((0, 3))}, ValueError, "X has shape (0, 3) and so no entries; expected at least one."),
    ({"X": np.ones(3)}, ValueError, "X has shape (3,); expected (m, n). Pass an array of shape (m, n)."),
    ({"X": [[1, 2, np.nan]]}, ValueError, "X[0, 2] is nan; expected finite numbers."),
    (
        {"W": np.ones((5, 2))},
        ValueError,
        f"W has shape (5, 2); expected (3, k), {NEEDS} Pass an array of shape (3, k).",
    ),
    ({"W": np.ones((2, 3))}, ValueError, f"W has shape (2, 3); expected (3, k), {NEEDS} Pass np.transpose(W)."),
    ({"W": np.ones(3)}, ValueError, f"W has shape (3,); expected (3, k), {NEEDS} Pass an array of shape (3, k)."),
    ({"W": [[0, 0], [0, np.inf], [0, 0]]}, ValueError, "W[1, 1] is inf; expected finite numbers."),
    (
        {"b": np.ones((1, 2))},
        ValueError,
        "b has shape (1, 2); expected (2,), because W has shape (3, 2), and b needs a",
    ),
    (
        {"b": 0.0},
        ValueError,
        "b has shape (); expected (2,), because W has shape (3, 2), and b needs a number for each",
    ),
    ({"b": [0, np.nan]}, ValueError, "b[1] is nan; expected finite numbers."),
    ({"b": np.ones(2, np.float32)}, TypeError, "b has dtype float32 and X has dtype float64; expected one precision"),
    ({"activation": "tanh"}, TypeError, "activation is the name tanh; expected an Activation."),
    ({"activation": sigmoid}, TypeError, "activation is the function sigmoid; expected an Activation."),
]
WRONG_TARGETS = [
    ({"Y": np.ones(4)}, ValueError, f"Y has shape (4,); expected (4, 2), {PAIRED} Pass np.eye(2)[Y] if it counts"),
    ({"Y": np.ones((2, 4))}, ValueError, f"Y has shape (2, 4); expected (4, 2), {PAIRED} Pass np.transpose(Y)."),
    (
        {"Y": np.ones((1, 2))},
        ValueError,
        f"Y has shape (1, 2); expected (4, 2), {PAIRED} Pass an array of shape (4, 2).",
    ),
    ({"Y": 1}, ValueError, f"Y has shape (); expected (4, 2), {PAIRED} Pass an array of shape (4, 2)."),
    ({"Y": [[0, 0], [0, 0], [0, 0], [0, np.nan]]}, ValueError, "Y[3, 1] is nan; expected finite numbers."),
    ({"Y": np.ones((4, 2), np.float32)}, TypeError, "Y has dtype float32 and X has dtype float64; expected one"),
]


def sentence_of(function, arguments, error):
    with pytest.raises(error) as refusal:
        function(**arguments)
    return str(refusal.value)


@pytest.mark.parametrize("function", [forward, jacobians])
@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS)
def test_bad_layers_are_refused(function, wrong, error, sentence):
    X, W, b, _, activation = a_batch(4, 3, 2)
    arguments = {"X": X, "W": W, "b": b, "activation": activation} | wrong
    assert sentence_of(function, arguments, error).startswith(sentence)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS + WRONG_TARGETS)
def test_gradients_refuse(wrong, error, sentence):
    assert sentence_of(gradients, a_batch(4, 3, 2)._asdict() | wrong, error).startswith(sentence)


def test_targets_of_one_neuron_are_a_column():
    wrong = a_batch(4, 3, 1)._asdict() | {"Y": np.ones(4)}
    assert sentence_of(gradients, wrong, ValueError).endswith("a column for each output. Pass np.reshape(Y, (4, 1)).")


@pytest.mark.parametrize(
    ("A", "Y", "error", "sentence"),
    [
        (
            np.ones((3, 1)),
            np.ones(3),
            ValueError,
            "Y has shape (3,); expected (3, 1), because A has shape (3, 1). Pass ",
        ),
        (np.ones(3), np.ones(3), ValueError, "A has shape (3,); expected (m, k). Pass an array of shape (m, k)."),
        (
            np.ones((3, 2)),
            np.ones((1, 2)),
            ValueError,
            "Y has shape (1, 2); expected (3, 2), because A has shape (3, 2).",
        ),
        (np.ones((0, 2)), np.ones((0, 2)), ValueError, "A has shape (0, 2) and so no entries; expected at least one."),
        ([[np.nan]], [[0]], ValueError, "A[0, 0] is nan; expected finite numbers."),
        ([[0.0]], [[np.inf]], ValueError, "Y[0, 0] is inf; expected finite numbers."),
        (np.ones((1, 1), np.float32), [[1]], TypeError, "A has dtype float32 and Y has dtype float64; expected one"),
    ],
)
def test_cost_refuses(A, Y, error, sentence):
    assert sentence_of(cost, {"A": A, "Y": Y}, error).startswith(sentence)


def test_nothing_is_worked_out_before_all_is_known_to_be_right():
    def never(z):
        raise AssertionError("worked out too early")

    X, W, b, Y, _ = a_batch(4, 3, 2)
    activation = SIGMOID._replace(value=never, prime=never)
    for wrong in ({"X": X * np.nan}, {"Y": Y[:, 0]}, {"W": W.T}):
        sentence_of(gradients, {"X": X, "W": W, "b": b, "Y": Y, "activation": activation} | wrong, ValueError)


def test_the_kronecker_factors_of_wx_change_places_with_the_order_of_reading():
    x, eye = np.array([[2.0, 3, 5]]), np.eye(4)
    by_w = np.einsum("qt,p->qtp", eye, x[0])  # entry q of wx by entry (t, p) of w
    np.testing.assert_array_equal(by_w.reshape(4, 12), np.kron(eye, x))
    np.testing.assert_array_equal(by_w.transpose(0, 2, 1).reshape(4, 12), np.kron(x, eye))
