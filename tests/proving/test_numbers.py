"""Expressions in numbers: exact, by hand, and as NumPy functions."""

import numpy as np
import pytest
from sympy import Integer, KroneckerDelta, Matrix, Rational, exp, log

from backprop.checking.to_numpy import to_numpy
from backprop.proving import ByHand, Entries, Gradient, Jacobian, NotUnderstood, Partial, dsigma, times, total
from backprop.results import softmax
from backprop.results.single_layer import GRADIENTS, C, b, i, j, k, layer, softmax_layer, w, x, y, yhat, z

BOARD = {w: [[2, -1], [1, 1], [-1, 1]], x: [1, 2], b: [0, log(3) - 3, -1 - log(3)], y: [1, 0, 1]}


def logistic(u):
    return 1 / (1 + exp(-u))


def test_by_hand_values_are_exact():
    board = ByHand(layer, BOARD, logistic)
    assert board[z] == Matrix([0, log(3), -log(3)])
    assert board[yhat] == Matrix([Rational(1, 2), Rational(3, 4), Rational(1, 4)])
    assert board[C] == Rational(11, 16)
    assert board.table(C).rows == [(C, Rational(11, 16))]
    assert board[Partial(C, w[2, 1])] == Rational(3, 4) * Rational(3, 16) == board[Gradient(C, w)][1, 0]
    assert [board[claim.left] == board[claim.right] for claim in GRADIENTS.values()] == [True] * 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({y: None}, "numbers are missing for y"),
        ({x: [1, 2, 3]}, r"x has numbers of the shape \(3,\), expected \(n,\) with {m: 3, n: 2}"),
        ({b: [1, 2]}, r"b has numbers of the shape \(2,\), expected \(m,\) with {m: 3, n: 2}"),
        ({b: [[1], [2], [3]]}, r"b has numbers of the shape \(3, 1\), expected \(m,\)"),
        ({b: 1}, r"b has numbers of the shape \(\), expected \(m,\)"),
        ({y: [0.25, 0, 1]}, r"y holds the decimal 0.25, which may be rounded; write Rational\(1, 4\)"),
    ],
)
def test_by_hand_refuses_numbers_that_do_not_fit(change, message):
    numbers = {key: value for key, value in {**BOARD, **change}.items() if value is not None}
    with pytest.raises(ValueError, match=message):
        ByHand(layer, numbers, logistic)


def test_by_hand_takes_a_number_that_is_given():
    """q is the softmax of z - c: whatever c is."""
    board = ByHand(softmax.shifted, {softmax.z: [0, log(2)], softmax.c: 5}, lambda u: u)
    assert board[softmax.q] == Matrix([Rational(1, 3), Rational(2, 3)])
    assert board[Partial(softmax.L, softmax.c)] == 0
    with pytest.raises(ValueError, match=r"c has numbers of the shape \(1,\), expected \(\)"):
        ByHand(softmax.shifted, {softmax.z: [0, 1], softmax.c: [5]}, lambda u: u)


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
