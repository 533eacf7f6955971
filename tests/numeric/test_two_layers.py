"""Two layers: against small steps, the linear formulas of the notes, and one layer at a time."""

from inspect import signature
from typing import NamedTuple
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop.checking import central_difference, complex_step
from backprop.numeric import ACTIVATIONS, Activation, batch, two_layers
from backprop.numeric.activations import sigmoid
from backprop.numeric.two_layers import Parameters, cost, forward, gradients, step

SIZES = [(1, 1, 1, 1), (1, 2, 3, 1), (3, 2, 1, 2), (2, 2, 2, 2), (2, 3, 4, 1), (3, 1, 2, 4), (4, 3, 2, 1), (2, 3, 4, 5)]
SIGMOID, IDENTITY = ACTIVATIONS["sigmoid"], ACTIVATIONS["identity"]
VARIABLES = ("X", "W1", "b1", "W2", "b2")


class Network(NamedTuple):
    X: np.ndarray
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray
    Y: np.ndarray
    f1: Activation
    f2: Activation


def shapes(m, n, n_1, k):
    return [(m, n), (n, n_1), n_1, (n_1, k), k, (m, k)]


def a_network(m, n, n_1, k, f1=SIGMOID, f2=SIGMOID, dtype=np.float64):
    rng = np.random.default_rng(0)
    return Network(*(rng.standard_normal(shape).astype(dtype) for shape in shapes(m, n, n_1, k)), f1, f2)


@st.composite
def networks(draw, dtypes=(np.float64,), names=tuple(ACTIVATIONS), sizes=tuple(SIZES)):
    """Two layers of any small sizes, at a distance from kinks that rounding cannot cross."""
    chosen, dtype = draw(st.sampled_from(sizes)), draw(st.sampled_from(dtypes))
    elements = st.floats(-2, 2, width=32).map(lambda v: 0.0 if abs(v) < 1e-3 else v)
    network = Network(
        *(draw(arrays(dtype, shape, elements=elements)) for shape in shapes(*chosen)),
        *(ACTIVATIONS[draw(st.sampled_from(names))] for _ in range(2)),
    )
    Z1, _, Z2, _ = forward(*network[:5], *network[6:])
    assume(network.f1.analytic or np.all(np.abs(Z1) > 1e-2))
    assume(network.f2.analytic or np.all(np.abs(Z2) > 1e-2))
    return network


def the_cost_of(network, variable):
    def f(value):
        changed = network._replace(**{variable: value})
        return cost(forward(*changed[:5], *changed[6:]).A2, changed.Y)

    return f


def assert_equal(found, expected):
    """Equal to some thousand roundings of what is largest in it, or of 1."""
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-12 * max(1, np.abs(expected).max())


def test_forward_and_cost_in_numbers():
    """The numbers of note 3: H = [[3, 2], [1, 1]], residuals 0 and -2."""
    W1, W2 = [[1, 2], [0, 1], [1, 0]], [[1], [-1]]
    Z1, A1, Z2, A2 = forward([[1, 0, 2], [0, 1, 1]], W1, [0, 0], W2, [0], IDENTITY, IDENTITY)
    np.testing.assert_array_equal(Z1, [[3, 2], [1, 1]])
    np.testing.assert_array_equal(A1, Z1)
    np.testing.assert_array_equal(Z2, [[1], [0]])
    np.testing.assert_array_equal(A2, Z2)
    assert cost(A2, [[1], [2]]) == 1
    assert cost([[1, 2], [3, 4]], np.zeros((2, 2))) == 7.5
    relu = ACTIVATIONS["relu"]
    found = forward([[1, 1]], [[2, -1], [1, -1]], [-1, 1], [[1, 2], [3, 4]], [-3, 1], relu, SIGMOID)
    for array, expected in zip(found[:3], ([[2, -1]], [[2, 0]], [[-1, 5]]), strict=True):
        np.testing.assert_array_equal(array, expected)
    np.testing.assert_allclose(found.A2, [[1 / (1 + np.e), 1 / (1 + np.exp(-5))]], rtol=1e-15)


def test_gradients_by_hand():
    """The numbers of note 3 once more: residuals 0 and -2, so only example 2 counts, by half."""
    X, W1, W2, Y = [[1, 0, 2], [0, 1, 1]], [[1, 2], [0, 1], [1, 0]], [[1], [-1]], [[1], [2]]
    found = gradients(X, W1, [0, 0], W2, [0], Y, IDENTITY, IDENTITY)
    np.testing.assert_array_equal(found.dE_dW2, [[-1], [-1]])
    np.testing.assert_array_equal(found.dE_db2, [-1])
    np.testing.assert_array_equal(found.dE_dW1, [[0, 0], [-1, 1], [-1, 1]])
    np.testing.assert_array_equal(found.dE_db1, [-1, 1])
    np.testing.assert_array_equal(found.dE_dX, [[0, 0, 0], [1, 1, -1]])


@given(networks(dtypes=[np.float32, np.float64]))
def test_shapes_and_types_are_those_of_the_variables(network):
    found, made = gradients(*network), forward(*network[:5], *network[6:])
    for gradient, variable in zip(found, network[:5], strict=True):
        assert (gradient.shape, gradient.dtype) == (variable.shape, variable.dtype)
    updated = step(*network, learning_rate=np.float64(0.1))
    for new, old in zip(updated, network[1:5], strict=True):
        assert (new.shape, new.dtype) == (old.shape, old.dtype)
    (m, k), n_1 = network.Y.shape, network.b1.size
    assert [array.shape for array in made] == [(m, n_1), (m, n_1), (m, k), (m, k)]
    assert {a.dtype for a in (*made, cost(made.A2, network.Y))} == {network.X.dtype}


@given(networks(names=[a.name for a in ACTIVATIONS.values() if a.analytic]))
def test_gradients_are_those_of_the_complex_step(network):
    for variable, gradient in zip(VARIABLES, gradients(*network), strict=True):
        assert_equal(gradient, complex_step(the_cost_of(network, variable), getattr(network, variable)))


@given(networks())
def test_gradients_are_those_of_central_differences(network):
    for variable, gradient in zip(VARIABLES, gradients(*network), strict=True):
        f, at = the_cost_of(network, variable), getattr(network, variable)
        found = central_difference(f, at)
        assert np.abs(found - gradient).max() <= 1e-7 * max(1, f(at), np.abs(found).max())


@given(networks(names=["identity"]))
def test_identities_reduce_to_the_linear_formulas(network):
    X, W1, b1, W2, b2, Y, _, _ = network
    residual = ((X @ W1 + b1) @ W2 + b2 - Y) / len(X)
    expected = (
        residual @ W2.T @ W1.T,
        X.T @ residual @ W2.T,
        W2 @ residual.T @ np.ones(len(X)),
        (X @ W1 + b1).T @ residual,
        residual.T @ np.ones(len(X)),
    )
    for gradient, formula in zip(gradients(*network), expected, strict=True):
        assert_equal(gradient, formula)


@given(networks())
def test_the_second_layer_is_a_batch_whose_inputs_are_the_activations(network):
    made, found = forward(*network[:5], *network[6:]), gradients(*network)
    last = batch.gradients(made.A1, network.W2, network.b2, network.Y, network.f2)
    assert_equal(found.dE_dW2, last.dE_dW)
    assert_equal(found.dE_db2, last.dE_db)
    first = network.f1.prime(made.Z1) * last.dE_dX
    assert_equal(found.dE_db1, first.sum(axis=0))


@given(networks())
def test_every_hidden_unit_sums_over_all_outputs(network):
    """What S1.2 forgot: with several outputs, the gradients are the sums of those for each output by itself."""
    outputs = [
        network._replace(W2=network.W2[:, [q]], b2=network.b2[[q]], Y=network.Y[:, [q]]) for q in range(len(network.b2))
    ]
    alone = [gradients(*output) for output in outputs]
    found = gradients(*network)
    for name in ("dE_dX", "dE_dW1", "dE_db1"):
        assert_equal(getattr(found, name), sum(getattr(one, name) for one in alone))
    assert_equal(found.dE_dW2, np.hstack([one.dE_dW2 for one in alone]))
    assert_equal(found.dE_db2, np.hstack([one.dE_db2 for one in alone]))


@given(networks(sizes=[(1, 3, 2, 1), (1, 2, 3, 1), (1, 1, 1, 1)]))
def test_one_output_and_one_example_entry_by_entry(network):
    """S3.13 with its subscripts: (a2 - y) f2'(z2) w2_j f1'(z1_j) x_p."""
    X, _, _, W2, _, Y, f1, f2 = network
    Z1, _, Z2, A2 = forward(*network[:5], f1, f2)
    slope = (A2 - Y)[0, 0] * f2.prime(Z2)[0, 0]
    expected = np.array([[slope * w * f1.prime(z) * x for w, z in zip(W2[:, 0], Z1[0], strict=True)] for x in X[0]])
    assert_equal(gradients(*network).dE_dW1, expected)


@given(networks(), st.data())
def test_permuted_rows_permute_dX_alone(network, data):
    order = data.draw(st.permutations(range(len(network.X))))
    before, after = gradients(*network), gradients(*network._replace(X=network.X[order], Y=network.Y[order]))
    for one, other in zip(after, before._replace(dE_dX=before.dE_dX[order]), strict=True):
        assert_equal(one, other)


@given(networks())
def test_a_duplicated_batch_leaves_the_mean(network):
    twice = network._replace(X=np.tile(network.X, (2, 1)), Y=np.tile(network.Y, (2, 1)))
    one, two = gradients(*network), gradients(*twice)
    assert_equal(two.dE_dX, np.tile(one.dE_dX / 2, (2, 1)))
    for doubled, single in zip(two[1:], one[1:], strict=True):
        assert_equal(doubled, single)


def test_a_step_in_numbers():
    """The gradients of note 3's numbers, taken before anything moves."""
    X, W1, W2, Y = [[1, 0, 2], [0, 1, 1]], [[1, 2], [0, 1], [1, 0]], [[1], [-1]], [[1], [2]]
    found = step(X, W1, [0, 0], W2, [0], Y, IDENTITY, IDENTITY, 1.0)
    np.testing.assert_array_equal(found.W1, [[1, 2], [1, 0], [2, -1]])
    np.testing.assert_array_equal(found.b1, [1, -1])
    np.testing.assert_array_equal(found.W2, [[2], [0]])
    np.testing.assert_array_equal(found.b2, [1])


@given(networks(), st.floats(1e-3, 10))
def test_a_step_goes_against_the_gradients_at_the_old_weights(network, eta):
    new = step(*network, eta)
    found = gradients(*network)
    assert new._fields == Parameters._fields == VARIABLES[1:]
    for name in new._fields:
        np.testing.assert_array_equal(getattr(new, name), getattr(network, name) - eta * getattr(found, f"dE_d{name}"))


def test_steps_lower_the_cost():
    network = a_network(5, 2, 3, 2)
    before = cost(forward(*network[:5], *network[6:]).A2, network.Y)
    for _ in range(50):
        network = network._replace(**step(*network, 0.1)._asdict())
    assert cost(forward(*network[:5], *network[6:]).A2, network.Y) < before


@pytest.mark.parametrize("f1", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_no_argument_is_changed_or_handed_back(f1):
    network = a_network(2, 3, 4, 1, f1, IDENTITY)
    before = [given_.copy() for given_ in network[:6]]
    for given_ in network[:6]:
        given_.setflags(write=False)
    results = [*forward(*network[:5], *network[6:]), *gradients(*network), *step(*network, 0.1)]
    for given_, copy in zip(network[:6], before, strict=True):
        np.testing.assert_array_equal(given_, copy)
        assert not any(np.shares_memory(given_, result) for result in results)


def test_saturated_layers_give_neither_nan_nor_warning():
    with np.errstate(all="raise", under="ignore"):
        found = gradients(*a_network(3, 2, 4, 2)._replace(X=np.full((3, 2), 1000.0), W2=np.full((4, 2), -1000.0)))
    assert all(np.isfinite(gradient).all() for gradient in found)


WRONG_ARGUMENTS = [
    ({"X": np.ones((0, 3))}, ValueError, "X has shape (0, 3) and so no entries; expected at least one."),
    ({"X": [[1, 2, np.nan]]}, ValueError, "X[0, 2] is nan; expected finite numbers."),
    ({"W1": np.ones((4, 3))}, ValueError, "W1 has shape (4, 3); expected (3, k), because X has shape (2, 3), and W1 "),
    ({"b1": np.ones((1, 4))}, ValueError, "b1 has shape (1, 4); expected (4,), because W1 has shape (3, 4), and b1 "),
    (
        {"W2": np.ones((3, 2))},
        ValueError,
        "W2 has shape (3, 2); expected (4, k), because W1 has shape (3, 4), and W2 needs a row for each column of W1.",
    ),
    ({"W2": np.ones((1, 4))}, ValueError, "W2 has shape (1, 4); expected (4, k), because W1 has shape (3, 4), and W2 "),
    ({"b2": 0}, ValueError, "b2 has shape (); expected (1,), because W2 has shape (4, 1), and b2 needs a number for"),
    ({"b2": [np.inf]}, ValueError, "b2[0] is inf; expected finite numbers."),
    ({"W2": np.ones((4, 1), np.float32)}, TypeError, "W2 has dtype float32 and X has dtype float64; expected one"),
    ({"f1": "tanh"}, TypeError, "activation is the name tanh; expected an Activation."),
    ({"f2": sigmoid}, TypeError, "activation is the function sigmoid; expected an Activation."),
]
WRONG_TARGETS = [
    (
        {"Y": np.ones(2)},
        ValueError,
        "Y has shape (2,); expected (2, 1), because X has shape (2, 3) and W2 has shape (4, 1): a row for each "
        "example, a column for each output. Pass np.reshape(Y, (2, 1)).",
    ),
    ({"Y": np.ones((1, 2))}, ValueError, "Y has shape (1, 2); expected (2, 1), because X has shape (2, 3) and W2 has"),
    ({"Y": [[0], [np.nan]]}, ValueError, "Y[1, 0] is nan; expected finite numbers."),
]
WRONG_RATES = [
    (rate, ValueError, f"learning_rate is {rate}; expected one positive, finite number. Pass 0.1, say.")
    for rate in (0, -0.0, -1, np.nan, np.inf, -np.inf, 1j, [0.1], np.array([[0.1]]))
]
WRONG_RATES += [(True, TypeError, "learning_rate has dtype bool"), ("0.1", TypeError, "learning_rate has dtype <U3")]


def sentence_of(function, arguments, error):
    with pytest.raises(error) as refusal:
        function(**arguments)
    return str(refusal.value)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS)
def test_forward_refuses(wrong, error, sentence):
    arguments = a_network(2, 3, 4, 1)._asdict() | wrong
    del arguments["Y"]
    assert sentence_of(forward, arguments, error).startswith(sentence)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS + WRONG_TARGETS)
def test_gradients_and_step_refuse(wrong, error, sentence):
    arguments = a_network(2, 3, 4, 1)._asdict() | wrong
    assert sentence_of(gradients, arguments, error).startswith(sentence)
    assert sentence_of(step, arguments | {"learning_rate": 0.1}, error).startswith(sentence)


@pytest.mark.parametrize(("rate", "error", "sentence"), WRONG_RATES, ids=str)
def test_a_learning_rate_is_one_positive_finite_number(rate, error, sentence):
    arguments = a_network(2, 3, 4, 1)._asdict() | {"learning_rate": rate}
    assert sentence_of(step, arguments, error).startswith(sentence)


@pytest.mark.parametrize(
    ("A2", "Y", "error", "sentence"),
    [
        (np.ones((3, 1)), np.ones(3), ValueError, "Y has shape (3,); expected (3, 1), because A2 has shape (3, 1)."),
        (np.ones(3), np.ones(3), ValueError, "A2 has shape (3,); expected (m, k). Pass an array of shape (m, k)."),
        (np.ones((0, 2)), np.ones((0, 2)), ValueError, "A2 has shape (0, 2) and so no entries; expected at least"),
        ([[np.nan]], [[0]], ValueError, "A2[0, 0] is nan; expected finite numbers."),
        (np.ones((1, 1), np.float32), [[1]], TypeError, "A2 has dtype float32 and Y has dtype float64; expected"),
    ],
)
def test_cost_refuses(A2, Y, error, sentence):
    assert sentence_of(cost, {"A2": A2, "Y": Y}, error).startswith(sentence)


@pytest.mark.parametrize("function", [forward, gradients, step])
def test_arguments_are_checked_once(function, monkeypatch):
    check = Mock(wraps=two_layers.fitting)
    monkeypatch.setattr(two_layers, "fitting", check)
    given_ = a_network(2, 3, 4, 1)._asdict() | {"learning_rate": 0.1}
    function(**{name: given_[name] for name in signature(function).parameters})
    check.assert_called_once()


def test_nothing_is_worked_out_before_all_is_known_to_be_right():
    def never(z):
        raise AssertionError("worked out too early")

    arguments = a_network(2, 3, 4, 1, SIGMOID._replace(value=never, prime=never))._asdict()
    for wrong in ({"X": [[1, 2, np.nan]]}, {"b2": 0}, {"Y": [1, 2]}):
        sentence_of(gradients, arguments | wrong, ValueError)
    sentence_of(gradients, arguments | {"f2": "tanh"}, TypeError)
