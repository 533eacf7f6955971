"""Reverse mode on single numbers: against exact numbers, autograd, the book's own gradients; and mistakes planted."""

import inspect
import math
from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS, LOSSES, Layer, network, two_layers
from backprop.teaching import Source, reverse_mode
from backprop.teaching.chapters import CHAPTERS
from backprop.teaching.reverse_mode import Node, backward, gradients, number, order, plus, sigmoid, tanh, times


def neuron(w, x, b, y):
    z = w * x + b
    a = sigmoid(z)
    return 0.5 * (a - y) * (a - y), z, a


def used_twice(w, x):
    z = w * x
    return z + z * z


def test_the_neuron_has_the_exact_slopes_of_the_board():
    w, x, b, y = Node(1), Node(2), Node(math.log(3) - 2), Node(1)
    E, z, a = neuron(w, x, b, y)
    assert E.value == pytest.approx(1 / 32, rel=1e-15)
    found = gradients(E, a, z, b, w, x, y)
    exact = (Fraction(-1, 4), Fraction(-3, 64), Fraction(-3, 64), Fraction(-3, 32), Fraction(-3, 64), Fraction(1, 4))
    assert found == pytest.approx([float(slope) for slope in exact], rel=1e-14)


def test_a_number_used_twice_hears_from_both():
    w, x = Node(1), Node(3)
    assert gradients(used_twice(w, x), w, x) == (21, 7)
    u = Node(2)
    assert gradients(u * u * u, u) == (12,)
    assert gradients(u + u, u) == (2,)


MISTAKES = {
    "assigns": ("backward", "parent.gradient += ", "parent.gradient = "),
    "oldest first": ("order", "reverse=True", "reverse=False"),
    "E first, then as they came": (
        "order",
        "sorted(found, key=lambda u: u.born, reverse=True)",
        "[E, *sorted(found - {E}, key=lambda u: u.born)]",
    ),
    "copies in a times": ("times", "(u, v.value), (v, u.value)", "(u, u.value), (v, v.value)"),
    "no slope of the function": ("sigmoid", "a * (1 - a)", "1"),
    "slope of the output": ("tanh", "1 - a * a", "1 - math.tanh(a) ** 2"),
    "keeps old gradients": ("backward", "u.gradient = 0.0", "pass"),
}


@pytest.mark.parametrize("name, right, wrong", MISTAKES.values(), ids=MISTAKES)
def test_a_planted_mistake_changes_the_slopes(monkeypatch, name, right, wrong):
    source = inspect.getsource(getattr(reverse_mode, name))
    assert right in source
    expected = slopes_of_all()
    exec(source.replace(right, wrong), vars(reverse_mode), planted := {})
    monkeypatch.setattr(reverse_mode, name, planted[name])
    assert slopes_of_all() != pytest.approx(expected, rel=1e-6)


def slopes_of_all():
    """Two walks over one graph that uses every operation, with a short way and a long one from z, in every order."""
    w, x = Node(0.7), Node(-1.3)
    z = w * x
    long = z
    for _ in range(8):
        long = reverse_mode.tanh(long * 1.1 + z)
    E = z + reverse_mode.sigmoid(long) * w - z * x
    reverse_mode.gradients(E, w)
    return reverse_mode.gradients(E, w, x, z)


def program(rng, steps):
    """A random list of steps: what is done, and to which of the numbers so far."""
    kinds = ("plus", "times", "minus", "tanh", "sigmoid", "scale")
    return [(kinds[rng.integers(6)], *rng.integers(4 + step, size=2), rng.normal()) for step in range(steps)]


def run(steps, inputs, tanh, sigmoid):
    made = list(inputs)
    for kind, i, j, factor in steps:
        u, v = made[i], made[j]
        made.append(
            {
                "plus": lambda u, v, _: u + v,
                "times": lambda u, v, _: tanh(u) * v,  # tanh keeps long products from overflowing
                "minus": lambda u, v, _: u - v,
                "tanh": lambda u, v, _: tanh(u),
                "sigmoid": lambda u, v, _: sigmoid(v),
                "scale": lambda u, v, factor: factor * u + factor,
            }[kind](u, v, factor)
        )
    return made[-1] + sum(made[4:-1], start=made[0])


@pytest.mark.parametrize("seed", range(20))
def test_random_programs_agree_with_autograd(seed):
    rng = np.random.default_rng(seed)
    steps, at = program(rng, 12), rng.normal(size=4)
    inputs = [Node(value) for value in at]
    E = run(steps, inputs, tanh, sigmoid)

    def of_array(values):
        return run(steps, [values[i] for i in range(4)], anp.tanh, lambda z: 1 / (1 + anp.exp(-z)))

    backward(E)
    assert E.value == pytest.approx(of_array(at), rel=1e-12)
    np.testing.assert_allclose([u.gradient for u in inputs], autograd.grad(of_array)(at), rtol=1e-11, atol=1e-13)


def nodes(array):
    return np.vectorize(Node, otypes=[object])(array)


def values(array):
    return np.vectorize(lambda u: u.gradient, otypes=[float])(array)


IN_NODES = {"identity": lambda z: z, "sigmoid": sigmoid, "tanh": tanh}


@pytest.mark.parametrize("f1", IN_NODES)
@pytest.mark.parametrize("f2", IN_NODES)
@pytest.mark.parametrize("m, n, n_1, k", [(2, 3, 4, 5), (5, 4, 3, 2), (3, 3, 3, 3), (1, 1, 1, 1)])
def test_two_layers_agree_with_both_gradients_of_the_book(f1, f2, m, n, n_1, k):
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=size) for size in ((m, n), (n, n_1), (n_1,), (n_1, k), (k,))]
    Y = rng.normal(size=(m, k))
    X, W1, b1, W2, b2 = given = [nodes(array) for array in arrays]
    A1 = np.vectorize(IN_NODES[f1], otypes=[object])(X @ W1 + b1)
    distance = np.vectorize(IN_NODES[f2], otypes=[object])(A1 @ W2 + b2) - Y
    backward(np.sum(distance * distance) * (1 / (2 * m)))
    found = [values(part) for part in given]
    layers = tuple(Layer(W, b, ACTIVATIONS[f]) for W, b, f in ((*arrays[1:3], f1), (*arrays[3:], f2)))
    (dW1, dW2), (db1, db2), dX = network.gradients(arrays[0], layers, Y, LOSSES["mse"])
    of_two = two_layers.gradients(*arrays, Y, ACTIVATIONS[f1], ACTIVATIONS[f2])
    for walked, two, any_depth in zip(found, of_two, (dX, dW1, db1, dW2, db2), strict=True):
        assert walked.shape == two.shape
        np.testing.assert_allclose(walked, two, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(walked, any_depth, rtol=1e-12, atol=1e-13)


def test_every_node_comes_once_and_after_all_that_it_feeds():
    rng = np.random.default_rng(3)
    inputs = [Node(value) for value in rng.normal(size=4)]
    found = order(run(program(rng, 40), inputs, tanh, sigmoid))
    assert len(found) == len(set(found))
    place = {u: i for i, u in enumerate(found)}
    assert all(place[u] < place[parent] for u in found for parent, _ in u.parents)


def test_a_deep_graph_meets_no_limit_of_recursion():
    u = start = Node(0.5)
    for _ in range(100_000):
        u = u * 0.9999 + 0.0001
    assert gradients(u, start) == pytest.approx((0.9999**100_000,), rel=1e-9)
    del u, start  # nor does Python when it clears the graph away


def test_a_second_walk_finds_the_same_and_another_graph_starts_afresh():
    w, x = Node(1), Node(3)
    E = used_twice(w, x)
    assert gradients(E, w, x) == gradients(E, w, x) == (21, 7)
    assert gradients(w * 5, w) == (5,)
    assert gradients(E, E) == (1,)


def test_plain_numbers_stand_on_either_side():
    u = Node(3)
    assert (2 * u).value == (u * 2).value == 6
    assert (2 + u).value == (u + 2).value == 5
    assert (u - 2).value == 1
    for two in (2, 2.0, Fraction(2), np.float64(2), np.float32(2), np.int64(2)):
        for made in (two * u, u * two, plus(two, u), times(u, two)):
            assert type(made) is Node and type(made.value) is float
            assert gradients(made, u) in {(2,), (1,)}
    assert tanh(0).value == 0 and sigmoid(0).value == 0.5


@pytest.mark.parametrize("name, function", [("sigmoid", sigmoid), ("tanh", tanh)])
@pytest.mark.parametrize("z", [-1000, -30, -2, 0, 0.5, 30, 1000])
def test_functions_are_those_of_the_table_and_stable(name, function, z):
    u = Node(z)
    a = function(u)
    assert a.value == pytest.approx(float(ACTIVATIONS[name].value(z)), rel=1e-14, abs=1e-15)
    assert gradients(a, u)[0] == pytest.approx(float(ACTIVATIONS[name].prime(z)), rel=1e-12, abs=1e-15)


class Counting(float):
    """A slope that counts how often it is multiplied."""

    products = 0

    def __mul__(self, other):
        Counting.products += 1
        return float(self) * other


def test_the_walk_multiplies_once_for_every_edge():
    rng = np.random.default_rng(1)
    E = run(program(rng, 40), [Node(value) for value in rng.normal(size=4)], tanh, sigmoid)
    found = order(E)
    edges = sum(len(u.parents) for u in found)
    for u in found:
        u.parents = [(parent, Counting(slope)) for parent, slope in u.parents]
    Counting.products = 0
    backward(E)
    assert Counting.products == edges <= 2 * sum(bool(u.parents) for u in found)


REFUSED = {
    "nan": (lambda: Node(math.nan), ValueError, "the value is nan; expected a finite number. Look for it"),
    "infinite": (lambda: Node(-math.inf), ValueError, "the value is -inf; expected a finite number"),
    "too large": (lambda: Node(10**400), ValueError, "the value is inf; expected a finite number"),
    "overflow": (lambda: Node(1e200) * 1e200, ValueError, "scale it down if a product grew too large"),
    "steep": (lambda: gradients((u := Node(1e-200)) * 1e200 * 1e200, u), ValueError, "the value is inf; expected a"),
    "text": (lambda: Node("2"), TypeError, "the value is '2', a str; expected one real number. Pass a float"),
    "boolean": (lambda: Node(True), TypeError, "the value is True, a bool; expected one real number"),
    "complex": (lambda: Node(1j), TypeError, "the value is 1j, a complex; expected one real number"),
    "nothing": (lambda: Node(None), TypeError, "the value is None, a NoneType; expected one real number"),
    "array": (lambda: Node(np.ones(2)), TypeError, "expected one real number. Make a node of every entry"),
    "node of a node": (
        lambda: Node(Node(2)),
        TypeError,
        "a Node already; expected a plain number. Use the node",
    ),
    "parent": (lambda: Node(2, [(3, 1)]), TypeError, r"3 is a int; expected a Node. .* or Node\(3\)"),
    "slope": (lambda: Node(2, [(Node(3), math.nan)]), ValueError, "the value is nan; expected a finite number"),
    "sum with text": (lambda: Node(2) + "3", TypeError, "expected one real number"),
    "walk from a number": (lambda: backward(2.0), TypeError, r"2.0 is a float; expected a Node. .* or Node\(2.0\)"),
    "walk from nodes": (lambda: backward([Node(2)]), TypeError, "is a list; expected a Node"),
    "order of a number": (lambda: order(2), TypeError, "2 is a int; expected a Node"),
    "gradient of a number": (lambda: gradients(Node(2), 2), TypeError, "2 is a int; expected a Node"),
    "another graph": (
        lambda: gradients(Node(2) * 3, Node(5)),
        ValueError,
        "node 1, of value 5, is not among the 3 that E was made of; expected one of these. Build E from it, or take 0",
    ),
}


@pytest.mark.parametrize("call, error, sentence", REFUSED.values(), ids=REFUSED)
def test_bad_input_is_refused_in_a_sentence(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


def test_a_refused_stranger_leaves_the_gradients_alone():
    u = Node(2)
    E = u * 3
    gradients(E, u)
    with pytest.raises(ValueError, match="is not among the 3"):
        gradients(E, u, Node(5))
    assert u.gradient == 3


def test_numbers_come_back_as_floats():
    assert number(Fraction(1, 4)) == 0.25
    assert type(number(2)) is float


def test_it_is_sixty_lines():
    lines = [line for piece in CHAPTERS[10].functions for line in Source(piece).text.splitlines() if line.strip()]
    assert len(lines) <= 60
