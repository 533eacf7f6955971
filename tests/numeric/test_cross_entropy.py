"""Sigmoid with cross-entropy: against mpmath, small steps and hand-made numbers, and far out in the tails."""

from typing import NamedTuple

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop.checking import complex_step
from backprop.numeric import ACTIVATIONS, batch
from backprop.numeric.activations import sigmoid, softplus
from backprop.numeric.cross_entropy import cost, delta, forward, gradients, naive_delta

SIZES = [(1, 1, 1), (1, 3, 2), (3, 2, 1), (2, 2, 2), (2, 3, 2), (3, 1, 3), (4, 3, 2), (2, 3, 4), (5, 2, 3)]
DELTAS = pytest.mark.parametrize("function", [delta, naive_delta])


class Batch(NamedTuple):
    X: np.ndarray
    W: np.ndarray
    b: np.ndarray
    Y: np.ndarray


def a_batch(m, n, k):
    rng = np.random.default_rng(0)
    return Batch(*(rng.standard_normal(size) for size in [(m, n), (n, k), k]), rng.uniform(size=(m, k)))


@st.composite
def batches(draw, dtypes=(np.float64,)):
    """A batch of any small sizes with hard and soft labels."""
    m, n, k = draw(st.sampled_from(SIZES))
    dtype = draw(st.sampled_from(dtypes))
    numbers, labels = st.floats(-2, 2, width=32), st.sampled_from([0.0, 1.0]) | st.floats(0, 1, width=32)
    return Batch(
        *(draw(arrays(dtype, shape, elements=numbers)) for shape in [(m, n), (n, k), k]),
        draw(arrays(dtype, (m, k), elements=labels)),
    )


def the_cost_of(batch, variable):
    def f(value):
        changed = batch._replace(**{variable: value})
        return cost(forward(*changed[:3]).Z, changed.Y)

    return f


def assert_equal(found, expected):
    """Equal to some hundred roundings of what is largest in it, or of 1."""
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-13 * max(1, np.abs(expected).max())


def definition(z, y):
    """CE(sigma(z), y), to 50 digits after all that cancels."""
    with mpmath.workdps(1000):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(float(z))))
        y = mpmath.mpf(float(y))
        return -(y * mpmath.log(a) + (1 - y) * mpmath.log(1 - a))


def test_forward_is_a_layer_of_sigmoids():
    X, W, b, _ = a_batch(4, 3, 2)
    for found, expected in zip(forward(X, W, b), batch.forward(X, W, b, ACTIVATIONS["sigmoid"]), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_in_numbers():
    """sigma(log 3) = 3/4, sigma(0) = 1/2; two examples, so 1/m = 1/2."""
    log3 = np.log(3)
    Z, A = forward([[1, 0], [0, 1]], [[log3], [0]], [0])
    np.testing.assert_allclose(A, [[3 / 4], [1 / 2]], rtol=1e-15)
    assert cost(Z, [[0], [1]]) == pytest.approx((np.log(4) + np.log(2)) / 2, rel=1e-15)
    found = gradients([[1, 0], [2, 1]], [[log3], [-2 * log3]], [0], [[0], [1]])
    np.testing.assert_allclose(found.dE_db, [3 / 8 - 1 / 4], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dW, [[3 / 8 - 1 / 2], [-1 / 4]], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dX, [[3 * log3 / 8, -3 * log3 / 4], [-log3 / 4, log3 / 2]], rtol=1e-15)


@given(batches(dtypes=[np.float32, np.float64]))
def test_shapes_and_types_are_those_of_the_variables(batch):
    for gradient, variable in zip(gradients(*batch), (batch.W, batch.b, batch.X), strict=True):
        assert (gradient.shape, gradient.dtype) == (variable.shape, variable.dtype)
    Z, A = forward(*batch[:3])
    assert Z.shape == A.shape == delta(Z, batch.Y).shape == batch.Y.shape
    assert {Z.dtype, A.dtype, cost(Z, batch.Y).dtype, delta(Z, batch.Y).dtype} == {batch.X.dtype}


@given(batches())
def test_gradients_are_those_of_the_complex_step(batch):
    for variable, gradient in zip("WbX", gradients(*batch), strict=True):
        assert_equal(gradient, complex_step(the_cost_of(batch, variable), getattr(batch, variable)))


@given(st.floats(-900, 900), st.sampled_from([0.0, 1.0]) | st.floats(0, 1))
def test_cost_is_its_definition(z, y):
    with np.errstate(all="raise", under="ignore"):
        for point in (z, z / 20, -700.0, 30.0, 40.0):
            expected = definition(point, y)
            bound = 8 * np.finfo(float).eps * max(expected, np.finfo(float).tiny)
            assert abs(mpmath.mpf(float(cost([[point]], [[y]]))) - expected) <= bound


def test_the_shorter_cost_cancels():
    assert cost([[30]], [[1]]) == pytest.approx(9.357622968839737e-14, rel=1e-14, abs=0)
    assert softplus(30) - 30 != pytest.approx(9.357622968839737e-14, rel=1e-2, abs=0)


def test_at_1000_nothing_is_lost():
    with np.errstate(all="raise", under="ignore"):
        assert cost([[1000, -1000]], [[1, 0]]) == 0
        assert cost([[1000, -1000]], [[0, 1]]) == 2000
        assert cost([[1000]], [[0.25]]) == 750
        found = gradients([[1000.0, 0], [0, -1000]], np.eye(2), [0, 0], [[0, 1], [1, 1]])
    np.testing.assert_array_equal(found.dE_db, [(1 - 0.5) / 2, (-0.5 - 1) / 2])


def test_soft_labels_cost_their_entropy_at_least():
    y = 0.3
    entropy = -(y * np.log(y) + (1 - y) * np.log(1 - y))
    best = np.log(y / (1 - y))
    assert cost([[best]], [[y]]) == pytest.approx(entropy, rel=1e-14)
    assert delta(best, y) == pytest.approx(0, abs=1e-16)
    assert min(cost([[best + 0.01]], [[y]]), cost([[best - 0.01]], [[y]])) > entropy


@given(batches())
def test_a_duplicated_batch_has_the_same_mean(batch):
    twice = batch._replace(X=np.tile(batch.X, (2, 1)), Y=np.tile(batch.Y, (2, 1)))
    one, two = gradients(*batch), gradients(*twice)
    assert_equal(two.dE_dW, one.dE_dW)
    assert_equal(two.dE_db, one.dE_db)
    assert_equal(two.dE_dX, np.tile(one.dE_dX, (2, 1)) / 2)


@given(batches(), st.data())
def test_a_duplicated_row_counts_twice(batch, data):
    m = len(batch.X)
    i = data.draw(st.integers(0, m - 1))
    found = gradients(*batch._replace(X=np.vstack([batch.X, batch.X[i]]), Y=np.vstack([batch.Y, batch.Y[i]])))
    extra, before = gradients(*batch._replace(X=batch.X[[i]], Y=batch.Y[[i]])), gradients(*batch)
    assert_equal(found.dE_dW, (m * before.dE_dW + extra.dE_dW) / (m + 1))
    assert_equal(found.dE_db, (m * before.dE_db + extra.dE_db) / (m + 1))
    assert_equal(found.dE_dX, np.vstack([before.dE_dX, before.dE_dX[i]]) * m / (m + 1))


@given(batches(), st.data())
def test_permuted_rows_permute_dX_alone(batch, data):
    order = data.draw(st.permutations(range(len(batch.X))))
    before, after = gradients(*batch), gradients(*batch._replace(X=batch.X[order], Y=batch.Y[order]))
    for one, other in zip(after, before._replace(dE_dX=before.dE_dX[order]), strict=True):
        assert_equal(one, other)


@given(batches())
def test_the_gradients_are_the_deltas_contracted(batch):
    X, W, b, Y = batch
    Delta = delta(forward(X, W, b).Z, Y) / len(X)
    for one, other in zip(gradients(*batch), (X.T @ Delta, np.ones(len(X)) @ Delta, Delta @ W.T), strict=True):
        assert_equal(one, other)


@given(st.floats(-15, 15), st.sampled_from([0.0, 1.0]) | st.floats(0, 1))
def test_the_naive_product_is_right_where_nothing_saturates(z, y):
    assert naive_delta(z, y) == pytest.approx(delta(z, y), rel=1e-9, abs=1e-15)
    assert delta(z, y) == sigmoid(z) - y


def test_the_naive_product_is_nan_in_saturation():
    """sigma(z) is 1 from 53 ln 2 = 36.7368 on, and exp(-z) infinite below -709.78."""
    z, hard = np.array([36.73, 36.74, -40, -709, -800]), np.array([0.0, 1])[:, None]
    for y in hard:
        with np.errstate(all="raise", under="ignore"):
            found = naive_delta(z, np.full(5, y))
            right = delta(z, np.full(5, y))
        np.testing.assert_array_equal(np.isnan(found), [False, True, False, False, True])
        np.testing.assert_allclose(right, [1 - y[0], 1 - y[0], -y[0], -y[0], -y[0]], rtol=0, atol=3e-16)
    assert delta(1000, 0) == 1
    assert delta(-1000, 1) == -1


@DELTAS
def test_deltas_in_numbers_and_in_any_shape(function):
    log3 = np.log(3)
    assert function(log3, 1) == pytest.approx(-1 / 4, rel=1e-15)
    assert function(-log3, 0.5) == pytest.approx(-1 / 4, rel=1e-15)
    found = function([[log3, 0, -log3]], [[0, 0.25, 0.25]])
    np.testing.assert_allclose(found, [[3 / 4, 1 / 4, 0]], rtol=1e-15, atol=1e-16)


def test_no_argument_is_changed_or_handed_back():
    given_ = a_batch(2, 3, 4)
    before = [array.copy() for array in given_]
    for array in given_:
        array.setflags(write=False)
    results = [*forward(*given_[:3]), *gradients(*given_)]
    results += [delta(results[0], given_.Y), naive_delta(results[0], given_.Y)]
    for array, copy in zip(given_, before, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert not any(np.shares_memory(array, result) for result in results)


ADVICE = "Pass (1 + Y) / 2 if they are -1 and 1, or a column of 0 and 1 for each class if they count classes."
WRONG_LABELS = [
    ([[0, 1], [0, 1.5], [-1, 0], [0, 0]], ValueError, f"Y[1, 1] is 1.5; expected labels from 0 to 1. {ADVICE}"),
    ([[0, 1], [0, 1], [-1, 0], [0, 0]], ValueError, f"Y[2, 0] is -1.0; expected labels from 0 to 1. {ADVICE}"),
    ([[0, 1], [0, 1], [1, 0], [-1e-300, 2]], ValueError, "Y[3, 0] is -1e-300; expected labels from 0 to 1."),
    (np.full((4, 2), 0.5 + 1e-20j), ValueError, "Y[0, 0] is (0.5+1e-20j); expected labels from 0 to 1."),
    (np.full((4, 2), np.nan), ValueError, "Y[0, 0] is nan; expected finite numbers."),
    (np.ones(4), ValueError, "Y has shape (4,); expected (4, 2), because "),
    (np.ones((1, 2)), ValueError, "Y has shape (1, 2); expected (4, 2), because "),
    (np.ones((4, 2), bool), TypeError, "Y has dtype bool; expected numbers"),
]
WRONG_LAYERS = [
    ({"X": np.ones((0, 3))}, ValueError, "X has shape (0, 3) and so no entries; expected at least one."),
    ({"X": [[1, 2, np.nan]]}, ValueError, "X[0, 2] is nan; expected finite numbers."),
    (
        {"W": np.ones((2, 3))},
        ValueError,
        "W has shape (2, 3); expected (3, k), because X has shape (4, 3), and W needs",
    ),
    ({"b": np.ones((2, 1))}, ValueError, "b has shape (2, 1); expected (2,), because W has shape (3, 2), and b needs"),
    ({"b": np.ones(2, np.float32)}, TypeError, "b has dtype float32 and X has dtype float64; expected one precision"),
]


def sentence_of(function, arguments, error):
    with pytest.raises(error) as refusal:
        function(**arguments)
    return str(refusal.value)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_LAYERS)
def test_bad_layers_are_refused(wrong, error, sentence):
    arguments = a_batch(4, 3, 2)._asdict() | wrong
    assert sentence_of(gradients, arguments, error).startswith(sentence)
    del arguments["Y"]
    assert sentence_of(forward, arguments, error).startswith(sentence)


@pytest.mark.parametrize(("Y", "error", "sentence"), WRONG_LABELS)
def test_bad_labels_are_refused(Y, error, sentence):
    arguments = a_batch(4, 3, 2)._asdict() | {"Y": Y}
    assert sentence_of(gradients, arguments, error).startswith(sentence)
    assert sentence_of(cost, {"Z": np.ones((4, 2)), "Y": Y}, error).startswith(sentence)


def test_labels_of_one_neuron_are_a_column():
    wrong = a_batch(4, 3, 1)._asdict() | {"Y": np.ones(4)}
    assert sentence_of(gradients, wrong, ValueError).endswith("a column for each output. Pass np.reshape(Y, (4, 1)).")
    sentence = sentence_of(cost, {"Z": np.ones((4, 1)), "Y": np.ones(4)}, ValueError)
    assert sentence == "Y has shape (4,); expected (4, 1), because Z has shape (4, 1). Pass np.reshape(Y, (4, 1))."


@pytest.mark.parametrize(
    ("Z", "sentence"),
    [
        (np.ones(4), "Z has shape (4,); expected (m, k). Pass an array of shape (m, k)."),
        (np.ones((0, 2)), "Z has shape (0, 2) and so no entries; expected at least one."),
        ([[0, np.inf]], "Z[0, 1] is inf; expected finite numbers."),
    ],
)
def test_bad_logits_are_refused(Z, sentence):
    assert sentence_of(cost, {"Z": Z, "Y": [[0, 1]]}, ValueError).startswith(sentence)


@DELTAS
@pytest.mark.parametrize(
    ("z", "y", "error", "sentence"),
    [
        ([1, 2], [0, 2], ValueError, "y[1] is 2.0; expected labels from 0 to 1. Pass (1 + y) / 2 if they are -1 and 1"),
        (1, -1, ValueError, "y is -1.0; expected labels from 0 to 1."),
        ([1, 2], [[0], [1]], ValueError, "y has shape (2, 1); expected (2,), because z has shape (2,). Pass np.ravel("),
        ([1, 2], 1, ValueError, "y has shape (); expected (2,), because z has shape (2,). Pass np.full(2, y)"),
        ([0, np.nan], [0, 1], ValueError, "z[1] is nan; expected finite numbers."),
        ([[1], [2, 3]], [[0], [1, 1]], ValueError, "z has rows of different lengths; expected a rectangular array."),
        ([], [], ValueError, "z has shape (0,) and so no entries; expected at least one."),
        (np.float32([1]), [1.0], TypeError, "z has dtype float32 and y has dtype float64; expected one precision"),
    ],
)
def test_deltas_refuse(function, z, y, error, sentence):
    assert sentence_of(function, {"z": z, "y": y}, error).startswith(sentence)
