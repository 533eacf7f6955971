"""The single layer: three forms of one gradient, against the complex step and against central differences."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop.checking import central_difference, complex_step
from backprop.numeric import ACTIVATIONS, Activation
from backprop.numeric.activations import sigmoid
from backprop.numeric.joint import softmax, softmax_jacobian
from backprop.numeric.single_layer import (
    cost,
    forward,
    gradients,
    gradients_by_entries,
    gradients_diagonal,
    gradients_joint,
)

FORMS = pytest.mark.parametrize("form", [gradients_by_entries, gradients_diagonal, gradients])
SIZES = [(1, 1), (1, 3), (3, 1), (2, 2), (3, 3), (2, 3), (4, 2), (3, 5)]
SIGMOID = ACTIVATIONS["sigmoid"]


class Layer(NamedTuple):
    w: np.ndarray
    x: np.ndarray
    b: np.ndarray
    y: np.ndarray
    activation: Activation


def a_layer(k, n, activation=SIGMOID, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return Layer(*(rng.standard_normal(shape).astype(dtype) for shape in [(k, n), n, k, k]), activation)


@st.composite
def layers(draw, dtypes=(np.float32, np.float64), names=tuple(ACTIVATIONS)):
    """A layer of any small sizes, at a distance from kinks that rounding cannot cross."""
    k, n = draw(st.sampled_from(SIZES))
    dtype = draw(st.sampled_from(dtypes))
    elements = st.floats(-4, 4, width=32).map(lambda v: 0.0 if abs(v) < 1e-3 else v)
    layer = Layer(
        *(draw(arrays(dtype, shape, elements=elements)) for shape in [(k, n), n, k, k]),
        ACTIVATIONS[draw(st.sampled_from(names))],
    )
    assume(layer.activation.analytic or np.all(np.abs(layer.w @ layer.x + layer.b) > 1e-2))
    return layer


def rounding(layer, roundings=32):
    """How far two right ways to compute the gradients may lie apart: so many roundings of what is added up."""
    w, x, b, y, activation = layer
    z, a = forward(w, x, b, activation)
    eps = roundings * np.finfo(w.dtype).eps * (1 + np.abs(w) @ np.abs(x) + np.abs(b))
    slope = np.abs(activation.prime(z))
    delta = eps * slope * (np.abs(a) + np.abs(y) + slope)
    return np.outer(delta, np.abs(x)), delta, np.abs(w.T) @ delta


def the_cost_of(layer, variable):
    """The cost as a function of one of w, b, x."""
    w, x, b, y, activation = layer
    return {
        "w": lambda w: cost(forward(w, x, b, activation).a, y),
        "b": lambda b: cost(forward(w, x, b, activation).a, y),
        "x": lambda x: cost(forward(w, x, b, activation).a, y),
    }[variable]


def test_forward_and_cost_in_numbers():
    z, a = forward([[1, 2, 3], [4, 5, 6]], [1, 0, -1], [10, 20], ACTIVATIONS["identity"])
    np.testing.assert_array_equal(z, [8, 18])
    np.testing.assert_array_equal(a, [8, 18])
    assert cost(a, [5, 22]) == (9 + 16) / 2
    log3 = np.log(3)  # sigma(log 3) = 3/4
    np.testing.assert_allclose(forward([[log3, 0], [0, -log3]], [1, 1], [0, 0], SIGMOID).a, [3 / 4, 1 / 4], 1e-15)


@FORMS
def test_gradients_by_hand(form):
    """sigma(0) = 1/2, sigma'(0) = 1/4; sigma(log 3) = 3/4, sigma'(log 3) = 3/16; r = (1/4, -1/4)."""
    log3 = np.log(3)
    found = form([[2, -1], [log3, 0]], [1, 2], [0, 0], [1 / 4, 1], SIGMOID)
    np.testing.assert_allclose(found.dE_db, [1 / 16, -3 / 64], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dw, [[1 / 16, 1 / 8], [-3 / 64, -3 / 32]], rtol=1e-15)
    np.testing.assert_allclose(found.dE_dx, [1 / 8 - 3 * log3 / 64, -1 / 16], rtol=1e-14)


@given(layers())
def test_the_forms_agree(layer):
    by_entries, diagonal, product = gradients_by_entries(*layer), gradients_diagonal(*layer), gradients(*layer)
    for entry, diag, prod, bound in zip(by_entries, diagonal, product, rounding(layer), strict=True):
        assert np.all(np.abs(entry - prod) <= bound)
        assert np.all(np.abs(diag - prod) <= bound)


@given(layers())
def test_an_elementwise_activation_is_a_joint_one_with_diagonal_jacobian(layer):
    joint = gradients_joint(*layer[:4], layer.activation.value, lambda z: np.diag(layer.activation.prime(z)))
    for one, other, bound in zip(joint, gradients(*layer), rounding(layer), strict=True):
        assert np.all(np.abs(one - other) <= bound)


@FORMS
@given(layer=layers())
def test_gradients_have_their_variables_shapes_and_types(form, layer):
    found = form(*layer)
    for gradient, variable in zip(found, (layer.w, layer.b, layer.x), strict=True):
        assert (gradient.shape, gradient.dtype) == (variable.shape, variable.dtype)
    z, a = forward(layer.w, layer.x, layer.b, layer.activation)
    assert z.dtype == a.dtype == cost(a, layer.y).dtype == layer.w.dtype
    assert z.shape == a.shape == layer.b.shape


@FORMS
@given(layer=layers(dtypes=[np.float64], names=[a.name for a in ACTIVATIONS.values() if a.analytic]))
def test_gradients_are_those_of_the_complex_step(form, layer):
    for variable, gradient, bound in zip("wbx", form(*layer), rounding(layer), strict=True):
        at = getattr(layer, variable)
        assert np.all(np.abs(complex_step(the_cost_of(layer, variable), at) - gradient) <= bound)


@FORMS
@given(layer=layers(dtypes=[np.float64]))
def test_gradients_are_those_of_central_differences(form, layer):
    for variable, gradient in zip("wbx", form(*layer), strict=True):
        f, at = the_cost_of(layer, variable), getattr(layer, variable)
        found = central_difference(f, at)
        assert np.abs(found - gradient).max() <= 1e-7 * max(1, f(at), np.abs(found).max())


@FORMS
def test_views_and_read_only_arrays_do_and_stay_as_they_are(form):
    big = a_layer(4, 6)
    views = Layer(big.w.T[::2, 1::2], big.x[4::-4], big.w[::-1, 0][:3], np.repeat(big.y, 2)[::3], SIGMOID)
    assert not views.w.flags.forc
    copies = Layer(*(np.array(view, order="C") for view in views[:4]), SIGMOID)
    for view in views[:4]:
        view.setflags(write=False)
    for one, other, bound in zip(form(*views), form(*copies), rounding(copies), strict=True):
        assert np.all(np.abs(one - other) <= bound)
    for view, copy in zip(views[:4], copies[:4], strict=True):
        np.testing.assert_array_equal(view, copy)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_no_argument_is_changed_or_handed_back(activation):
    layer = a_layer(2, 3, activation)
    before = [given.copy() for given in layer[:4]]
    results = [*forward(*layer[:3], activation)]
    assert not np.shares_memory(*results)
    for form in (gradients_by_entries, gradients_diagonal, gradients):
        results += form(*layer)
    results += gradients_joint(*layer[:4], activation.value, lambda z: np.diag(activation.prime(z)))
    for given_, copy in zip(layer[:4], before, strict=True):
        np.testing.assert_array_equal(given_, copy)
        assert not any(np.shares_memory(given_, result) for result in results)


@FORMS
def test_whole_numbers_and_lists_are_float64(form):
    lists = form([[1, 2, 3], [4, 5, 6]], [1, 0, -1], [2, 1], [0, 1], SIGMOID)
    arrays_ = form(
        np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([1.0, 0, -1]), np.array([2.0, 1]), np.array([0.0, 1]), SIGMOID
    )
    for one, other in zip(lists, arrays_, strict=True):
        assert one.dtype == np.float64
        np.testing.assert_array_equal(one, other)


@FORMS
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_saturated_layers_give_neither_nan_nor_warning(form, activation):
    with np.errstate(all="raise", under="ignore"):
        found = form([[1000.0, 0], [0, -1000]], [1.0, 1], [0.0, 0], [0.0, 1], activation)
    assert all(np.isfinite(gradient).all() for gradient in found)


def product_and_second(z):
    """f(z) = (z1 z2, z2): its Jacobian is not symmetric."""
    return np.array([z[0] * z[1], z[1]])


def product_and_second_jacobian(z):
    return np.array([[z[1], z[0]], [0, 1]])


def two_of_three(z):
    """f(z) = (z1 + z2 z3, z3^2): its Jacobian is not square."""
    return np.array([z[0] + z[1] * z[2], z[2] ** 2])


def two_of_three_jacobian(z):
    return np.array([[1, z[2], z[1]], [0, 0, 2 * z[2]]])


@pytest.mark.parametrize(
    ("k", "k_f", "f", "jacobian"),
    [
        (1, 1, softmax, softmax_jacobian),
        (3, 3, softmax, softmax_jacobian),
        (2, 2, product_and_second, product_and_second_jacobian),
        (3, 2, two_of_three, two_of_three_jacobian),
    ],
)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_joint_gradients_are_those_of_the_complex_step(k, k_f, f, jacobian, n):
    w, x, b, _, _ = a_layer(k, n)
    y = np.random.default_rng(1).standard_normal(k_f)
    found = gradients_joint(w, x, b, y, f, jacobian)
    numerical = (
        complex_step(lambda w: cost(f(w @ x + b), y), w),
        complex_step(lambda b: cost(f(w @ x + b), y), b),
        complex_step(lambda x: cost(f(w @ x + b), y), x),
    )
    for gradient, expected in zip(found, numerical, strict=True):
        assert gradient.shape == expected.shape
        np.testing.assert_allclose(gradient, expected, rtol=1e-13, atol=1e-15)


def test_joint_gradients_keep_float32():
    w, x, b, y, _ = a_layer(3, 2, dtype=np.float32)
    assert {g.dtype.name for g in gradients_joint(w, x, b, y, softmax, softmax_jacobian)} == {"float32"}


ROWS = "because w has 2 rows, one for each output."
WRONG_ARGUMENTS = [
    ({"w": np.ones(3)}, ValueError, "w has shape (3,); expected (k, n). Pass an array of shape (k, n)."),
    ({"w": np.ones((0, 3))}, ValueError, "w has shape (0, 3) and so no entries; expected at least one."),
    ({"w": [[1, 2], [3]]}, ValueError, "w has rows of different lengths; expected a rectangular array."),
    ({"w": [[1, 2, np.inf], [3, 4, 5]]}, ValueError, "w[0, 2] is inf; expected finite numbers."),
    (
        {"w": np.ones((3, 2))},
        ValueError,
        "x has shape (3,); expected (2,), because w has 2 columns, one for each input.",
    ),
    (
        {"x": np.ones((3, 1))},
        ValueError,
        "x has shape (3, 1); expected (3,), because w has 3 columns, one for each input.",
    ),
    ({"x": np.ones(1)}, ValueError, "x has shape (1,); expected (3,), because w has 3 columns"),
    (
        {"w": np.ones((2, 1))},
        ValueError,
        "x has shape (3,); expected (1,), because w has 1 column, one for each input.",
    ),
    ({"x": [0, np.nan, 0]}, ValueError, "x[1] is nan; expected finite numbers."),
    ({"b": np.ones((2, 1))}, ValueError, f"b has shape (2, 1); expected (2,), {ROWS} Pass np.ravel(b)."),
    ({"b": np.ones((1, 2))}, ValueError, f"b has shape (1, 2); expected (2,), {ROWS} Pass np.ravel(b)."),
    ({"b": 0.0}, ValueError, f"b has shape (); expected (2,), {ROWS} Pass np.full(2, b) if one value is meant"),
    ({"b": np.ones(1)}, ValueError, f"b has shape (1,); expected (2,), {ROWS} Pass np.full(2, b) if"),
    ({"b": None}, TypeError, "b has dtype object; expected numbers"),
    ({"b": [-np.inf, 0]}, ValueError, "b[0] is -inf; expected finite numbers."),
    ({"b": np.ones(2, np.float32)}, TypeError, "b has dtype float32 and w has dtype float64; expected one precision"),
    (
        {"activation": "tanh"},
        TypeError,
        'activation is the name tanh; expected an Activation. Pass ACTIVATIONS["tanh"].',
    ),
    ({"activation": sigmoid}, TypeError, "activation is the function sigmoid; expected an Activation."),
]
WRONG_TARGETS = [
    ({"y": np.ones((2, 1))}, ValueError, f"y has shape (2, 1); expected (2,), {ROWS} Pass np.ravel(y)."),
    ({"y": 1}, ValueError, f"y has shape (); expected (2,), {ROWS} Pass np.full(2, y) if one value is meant"),
    ({"y": np.ones(3)}, ValueError, f"y has shape (3,); expected (2,), {ROWS} Pass an array of shape (2,)."),
    ({"y": [0, np.nan]}, ValueError, "y[1] is nan; expected finite numbers."),
    ({"y": [True, False]}, TypeError, "y has dtype bool; expected numbers"),
    ({"y": np.ones(2, np.float32)}, TypeError, "y has dtype float32 and w has dtype float64; expected one precision"),
]


def sentence_of(function, arguments, error):
    with pytest.raises(error) as refusal:
        function(**arguments)
    return str(refusal.value)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS)
def test_forward_refuses(wrong, error, sentence):
    w, x, b, _, activation = a_layer(2, 3)
    assert sentence_of(forward, {"w": w, "x": x, "b": b, "activation": activation} | wrong, error).startswith(sentence)


@FORMS
@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_ARGUMENTS + WRONG_TARGETS)
def test_gradients_refuse(form, wrong, error, sentence):
    assert sentence_of(form, a_layer(2, 3)._asdict() | wrong, error).startswith(sentence)


def test_one_row_is_called_a_row():
    w, x, _, _, activation = a_layer(1, 3)
    assert "because w has 1 row, one for each output" in sentence_of(
        forward, {"w": w, "x": x, "b": [1, 2], "activation": activation}, ValueError
    )


@pytest.mark.parametrize(
    ("a", "y", "error", "sentence"),
    [
        (
            np.ones(3),
            np.ones((3, 1)),
            ValueError,
            "y has shape (3, 1); expected (3,), because a has 3 entries. Pass np.r",
        ),
        (np.ones((3, 1)), np.ones(3), ValueError, "a has shape (3, 1); expected (k,). Pass np.ravel(a)."),
        (
            np.ones(3),
            1.0,
            ValueError,
            "y has shape (); expected (3,), because a has 3 entries. Pass np.full(3, y) if",
        ),
        (
            np.ones(1),
            np.ones(2),
            ValueError,
            "y has shape (2,); expected (1,), because a has 1 entry. Pass an array",
        ),
        ([], [], ValueError, "a has shape (0,) and so no entries; expected at least one."),
        ([np.nan], [0], ValueError, "a[0] is nan; expected finite numbers."),
        (np.ones(1, np.float32), np.ones(1), TypeError, "a has dtype float32 and y has dtype float64; expected one"),
    ],
)
def test_cost_refuses(a, y, error, sentence):
    assert sentence_of(cost, {"a": a, "y": y}, error).startswith(sentence)


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"b": np.ones((2, 1))}, ValueError, f"b has shape (2, 1); expected (2,), {ROWS} Pass np.ravel(b)."),
        (
            {"y": np.ones((2, 1))},
            ValueError,
            "y has shape (2, 1); expected (2,), because f(z) has 2 entries. Pass np.rav",
        ),
        ({"f": "softmax"}, TypeError, "f is of type str; expected a function of z. Pass softmax."),
        ({"f": SIGMOID}, TypeError, "f is of type Activation; expected a function of z. Pass softmax."),
        (
            {"jacobian": np.eye(2)},
            TypeError,
            "jacobian is of type ndarray; expected a function of z. Pass softmax_jacob",
        ),
        ({"f": np.sum}, ValueError, "f(z) has shape (); expected (k_f,)."),
        ({"f": lambda z: z * np.nan}, ValueError, "f(z)[0] is nan; expected finite numbers."),
        (
            {"jacobian": softmax},
            ValueError,
            "jacobian(z) has shape (2,); expected (2, 2), because f(z) has 2 entries and z has 2. Pass an array of",
        ),
        (
            {"f": lambda z: z[:1], "y": [1], "jacobian": lambda z: np.ones((2, 1))},
            ValueError,
            "jacobian(z) has shape (2, 1); expected (1, 2), because f(z) has 1 entry and z has 2. Pass np.transpose(",
        ),
        (
            {"y": np.ones(2, np.float32)},
            TypeError,
            "y has dtype float32 and w has dtype float64; expected one precision",
        ),
        (
            {"jacobian": lambda z: np.eye(2, dtype=np.float32)},
            TypeError,
            "jacobian(z) has dtype float32 and w has dtype float64; expected one precision",
        ),
        (
            {"f": lambda z: np.float32(softmax(z))},
            TypeError,
            "f(z) has dtype float32 and w has dtype float64; expected one precision",
        ),
    ],
)
def test_joint_gradients_refuse(wrong, error, sentence):
    w, x, b, y, _ = a_layer(2, 3)
    arguments = {"w": w, "x": x, "b": b, "y": y, "f": softmax, "jacobian": softmax_jacobian} | wrong
    assert sentence_of(gradients_joint, arguments, error).startswith(sentence)
