import pytest
from sympy import Matrix, Rational, exp, log

from backprop.proving import ByHand, Gradient, Partial
from backprop.results import softmax
from backprop.results.single_layer import GRADIENTS, C, b, layer, w, x, y, yhat, z

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
