"""The graphs with numbers on their edges, against the layers of `numeric`, for every activation."""

import numpy as np
import pytest

from backprop.checking.numerical_gradient import central_difference
from backprop.numeric import single_layer, two_layers
from backprop.numeric.activations import ACTIVATIONS

NEURON = ("w", "x", "b", "y")
WEIGHTS = ("X", "W1", "b1", "W2", "b2", "Y")
SHAPES = {"X": (1, 2), "W1": (2, 2), "b1": (2,), "W2": (2, 1), "b2": (1,), "Y": (1, 1)}
NAMES = {
    "X": ["X_1", "X_2"],
    "W1": ["W1_11", "W1_12", "W1_21", "W1_22"],
    "b1": ["b1_1", "b1_2"],
    "W2": ["W2_1", "W2_2"],
    "b2": ["b2"],
    "Y": ["Y"],
}
ALL = [name for names in NAMES.values() for name in names]


@pytest.fixture(params=ACTIVATIONS)
def activation(request):
    return ACTIVATIONS[request.param]


def test_activations_are_those_of_numeric(called, rng, activation):
    z = np.concatenate([rng.normal(scale=4, size=200), [-1000.0, -100.0, -80.0, -40.0, 0.0, 40.0, 80.0, 100.0, 700.0]])
    found = np.array(called("activations", "activated", [[activation.name, one] for one in z]))
    np.testing.assert_allclose(found, np.stack([activation.value(z), activation.prime(z)], axis=1), rtol=1e-12)


def test_the_neuron_is_a_layer(called, rng, activation):
    drawn = rng.normal(size=(100, 4))
    given = [dict(zip(NEURON, numbers, strict=True)) for numbers in drawn]
    values = called("graph", "forwards", [["neuron", one, activation.name] for one in given])
    slopes = called("graph", "backwards", [["neuron", one, activation.name] for one in values])
    for (w, x, b, y), value, slope in zip(drawn, values, slopes, strict=True):
        arrays = np.array([[w]]), np.array([x]), np.array([b])
        z, a = single_layer.forward(*arrays, activation)
        expected = [z.item(), a.item(), a.item() - y, single_layer.cost(a, np.array([y]))]
        np.testing.assert_allclose([value[name] for name in ("z", "a", "error", "E")], expected, rtol=1e-12)
        gradients = single_layer.gradients(*arrays, np.array([y]), activation)
        expected = [g.item() for g in gradients] + [gradients.dE_db.item(), y - a.item()]
        np.testing.assert_allclose([slope[name] for name in ("w", "b", "x", "z", "y")], expected, rtol=1e-12)


def test_two_layers_are_two_layers(called, rng, activation):
    drawn = [{name: rng.normal(size=shape) for name, shape in SHAPES.items()} for _ in range(100)]
    flat = [dict(zip(ALL, np.concatenate([one[name].ravel() for name in WEIGHTS]), strict=True)) for one in drawn]
    values = called("graph", "forwards", [["two layers", one, activation.name] for one in flat])
    slopes = called("graph", "backwards", [["two layers", one, activation.name] for one in values])
    for given, value, slope in zip(drawn, values, slopes, strict=True):
        *arrays, Y = given.values()
        A2 = two_layers.forward(*arrays, activation, activation).A2
        np.testing.assert_allclose([value["A2"], value["E"]], [A2.item(), two_layers.cost(A2, Y)], rtol=1e-12)
        gradients = two_layers.gradients(*arrays, Y, activation, activation)
        for name, gradient in zip(WEIGHTS[:-1], gradients, strict=True):
            found = np.reshape([slope[one] for one in NAMES[name]], gradient.shape)
            np.testing.assert_allclose(found, gradient, rtol=1e-12, atol=1e-15)


def test_nudges_are_central_differences(called, rng, activation):
    given = [dict(zip(NEURON, numbers, strict=True)) for numbers in rng.normal(size=(100, 4))]
    checks = called("graph", "check", [["neuron", one, activation.name] for one in given])
    for one, check in zip(given, checks, strict=True):

        def cost(numbers):
            w, x, b, y = numbers[:, np.newaxis]
            return single_layer.cost(single_layer.forward(w[:, np.newaxis], x, b, activation).a, y)

        expected = central_difference(cost, np.array(list(one.values())))
        np.testing.assert_allclose([row["nudged"] for row in check], expected, rtol=1e-9, atol=1e-9)
        assert [row["name"] for row in check] == list(NEURON)
        assert all(row["agrees"] for row in check)


@pytest.mark.parametrize(
    "graph, wrong, letters",
    [
        ("neuron", "unswapped", "wx"),
        ("neuron", "sign", "y"),
        ("neuron", "flat", "bwx"),
        ("neuron", "output", "bwx"),
        ("two layers", "unswapped", "bwx"),
        ("two layers", "sign", "y"),
        ("two layers", "flat", "bwx"),
        ("two layers", "output", "bwx"),
    ],
)
def test_nudges_find_a_wrong_rule_where_it_does_harm(called, rng, graph, wrong, letters):
    names = NEURON if graph == "neuron" else ALL
    given = dict(zip(names, rng.uniform(0.5, 1.5, size=len(names)), strict=True))
    (rows,) = called("graph", "check", [[graph, given, "sigmoid", wrong]])
    assert {row["name"][0].lower() for row in rows if not row["agrees"]} == set(letters)


def test_nudges_find_a_copy_that_does_not_add(called, rng):
    given = dict(zip(ALL, rng.uniform(0.5, 1.5, size=len(ALL)), strict=True))
    (rows,) = called("graph", "check", [["two layers", given, "sigmoid", "overwrite"]])
    assert [row["name"] for row in rows if not row["agrees"]] == ["X_1", "X_2"]
