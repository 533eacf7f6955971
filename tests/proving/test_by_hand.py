import math
import time

import pytest
from sympy import (
    Abs,
    Add,
    Expr,
    Heaviside,
    I,
    Integer,
    KroneckerDelta,
    MatMul,
    Matrix,
    Max,
    Mul,
    OneMatrix,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Trace,
    atan,
    cos,
    exp,
    log,
    nan,
    oo,
    sin,
    sinh,
    sqrt,
    tanh,
)

from backprop.proving import (
    ByHand,
    Derivation,
    Gradient,
    Index,
    Model,
    Partial,
    as_written,
    column,
    scalar,
    size,
    total,
)
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.language import (
    Entry,
    NotUnderstood,
    Unknown,
    dhuber,
    drelu,
    dsigma,
    f1,
    loss,
    relu,
    sgn,
    sigma,
    times,
)
from backprop.results import softmax

from .one_layer import GRADIENTS, C, b, layer, w, x, y, yhat, z

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
    """rho is the softmax of z - c: whatever c is."""
    board = ByHand(softmax.shifted, {softmax.z: [0, log(2)], softmax.c: 5}, lambda u: u)
    assert board[softmax.rho] == Matrix([Rational(1, 3), Rational(2, 3)])
    assert board[Partial(softmax.lse, softmax.c)] == 0
    with pytest.raises(ValueError, match=r"c has numbers of the shape \(1,\), expected \(\)"):
        ByHand(softmax.shifted, {softmax.z: [0, 1], softmax.c: [5]}, lambda u: u)


def test_numbers_for_what_is_not_given_are_refused():
    for strange in (scalar("s"), "y", column("y", size("n")), z):
        with pytest.raises(ValueError, match=r"numbers are given for .*; in the model given are w, x, b, y"):
            ByHand(layer, {**BOARD, strange: 2}, logistic)
    for model, given in ((None, {}), (layer, None), (layer, [1])):
        with pytest.raises(TypeError, match="numbers are put into a Model, by a dict"):
            ByHand(model, given, logistic)
    for formula in (None, 3, lambda u: None, lambda u: scalar("t") * u):
        with pytest.raises(
            TypeError, match=r"the activation is a function that gives a formula|holds t, which is not its argument"
        ):
            ByHand(layer, BOARD, formula)


m = size("m")
j, v, t, s, r = Index("j", m), column("v", m), scalar("t"), scalar("s"), scalar("r", positive=True)
p = column("p", m, positive=True)
SIGNED = Model((v, r, p), {t: r * total(v[j] * log(p[j]), j)})
RIGHT = {v: [1, -2], r: Integer(1), p: [1, 1]}


@pytest.mark.parametrize("number", [nan, oo, -oo, I, True, t, 1 + I], ids=str)
def test_by_hand_takes_real_numbers(number):
    for change in ({v: [number, 1]}, {r: number}):
        with pytest.raises(ValueError, match="which is no real number"):
            ByHand(SIGNED, RIGHT | change, logistic)


@pytest.mark.parametrize("number", [0, -2, log(2) - 1], ids=str)
def test_what_is_declared_positive_has_positive_numbers(number):
    for change, name in (({r: number}, "r"), ({p: [1, number]}, "p")):
        with pytest.raises(ValueError, match=f"{name} is declared to be positive, and holds"):
            ByHand(SIGNED, RIGHT | change, logistic)
    assert ByHand(SIGNED, RIGHT | {r: 1 - log(2), v: [number, 1]}, logistic)[v] == Matrix([number, 1])


@pytest.mark.parametrize("value", [["1", "2"], "12", None, [1, [2]], [None], {1: 2}, [[1], [1, 2]]], ids=str)
def test_what_is_no_list_of_numbers_is_refused(value):
    with pytest.raises(ValueError, match="v takes a list of numbers, or of lists of one length"):
        ByHand(SIGNED, RIGHT | {v: value}, logistic)


def test_no_array_is_empty():
    with pytest.raises(ValueError, match=r"v has numbers of the shape \(0,\)"):
        ByHand(SIGNED, {v: [], r: 1, p: []}, logistic)


NAMED = Model((v,), {t: total(v[j] ** 2, j), scalar("d"): Partial(t, v[1]), scalar("e"): 2 * scalar("d")})
named = ByHand(NAMED, {v: [3, 4]}, logistic)


def test_an_entry_and_a_name_for_a_derivative_have_numbers():
    assert named[Entry(times(v.T, v))] == named[t] == 25
    assert (named[scalar("d")], named[scalar("e")]) == (6, 12)
    entry = Model((v,), {t: Entry(times(v.T, v)) + v[1]})
    assert ByHand(entry, {v: [3, 4]}, logistic)[Partial(t, v[1])] == 7


@pytest.mark.parametrize("asked", [
    Partial(scalar("d"), v[1]), Partial(scalar("e"), v[1]), Partial(t, scalar("d")), Gradient(scalar("e"), v),
    Partial(Partial(t, v[1]), v[1]),
], ids=str)  # fmt: skip
def test_no_derivative_is_taken_of_one(asked):
    with pytest.raises(NotUnderstood, match="is a derivative of a derivative, or by one"):
        named[asked]


@pytest.mark.parametrize("asked", ["t", None, column("v", size("n")), v[3], v[j], scalar("q"), [v]], ids=str)
def test_what_has_no_numbers_is_refused_in_a_sentence(asked):
    with pytest.raises(
        ValueError, match=r"is not an expression|is not in the model|is outside v|stands at|not defined"
    ):
        named[asked]


def test_an_unknown_cost_has_no_numbers():
    unknown = ByHand(Model((v,), {t: Unknown("t", v)}), {v: [3, 4]}, logistic)
    for asked in (t, Partial(t, v[1]), Gradient(t, v)):
        with pytest.raises(ValueError, match="t is an unknown cost, which has no numbers"):
            unknown[asked]


def test_a_board_takes_roots_and_logarithms():
    board = ByHand(SIGNED, RIGHT | {r: sqrt(2), p: [2, Rational(1, 2)]}, logistic)
    assert board[t] == sqrt(2) * 3 * log(2)
    Derivation(Partial(t, r), SIGNED).step(t / r, as_written())
    assert board[Partial(t, r)] == board[t / r] == log(8)


def test_a_board_knows_what_tanh_is_of_a_logarithm():
    c, u = scalar("c"), scalar("u")
    board = ByHand(Model((u,), {c: tanh(u)}), {u: log(2)}, logistic)
    assert board[c] == Rational(3, 5)
    assert board[Partial(c, u)] == Rational(16, 25)
    assert ByHand(Model((u,), {c: tanh(u)}), {u: log(3) / 2}, logistic)[c] == Rational(1, 2)


class Lying(Rational):
    """Says of itself that it is positive."""

    is_positive = is_real = is_number = True


def lying():
    number = Expr.__new__(Lying)
    number.p, number.q = -2, 1
    return number


def nested():
    numbers = []
    numbers.append(numbers)
    return numbers


@pytest.mark.parametrize(
    "value", [lying(), nested(), [lying()]], ids=["a number that lies", "nested in itself", "in a list"]
)
def test_numbers_are_built_anew(value):
    with pytest.raises(ValueError, match=r"the value of r holds .*Lying|r takes a list of numbers"):
        ByHand(Model((r,), {}), {r: value}, logistic)
    for number in (exp(1), 1 / (1 + exp(1)), exp(2), sqrt(2)):
        assert ByHand(Model((r,), {}), {r: number}, logistic)[r] == number


@pytest.mark.parametrize(
    "asked", [1 / s, log(s), log(s - 1), drelu(s), s / s**2, log(s) * s, 1 / (1 + 1 / s), log(s - 1) ** 2], ids=str
)
def test_what_has_no_value_at_these_numbers_is_refused_in_a_sentence(asked):
    board = ByHand(Model((s,), {t: s**2}), {s: 0}, logistic)
    with pytest.raises(NoMeaning, match="has no value at these numbers"):
        board[asked]
    assert board[t] == 0


def test_the_formula_of_the_activation_is_built_anew():
    """Max has a slope of 1/2 at 0 to SymPy, a subclass any that it likes; of a decimal the fraction is meant."""

    class Lying(Pow):
        def xreplace(self, *_):
            return Integer(7)

    line = Model((t,), {C: sigma(t)})
    for formula, name in ((lambda u: Max(u, 0), "Max"), (Abs, "Abs"), (lambda u: Lying(u, 2, evaluate=False), "Lying"),
                          (lambda u: Piecewise((0, u < 0), (u, True)), "Piecewise"), (Heaviside, "Heaviside")):  # fmt: skip
        with pytest.raises(ValueError, match=rf"the formula of the activation holds a {name}"):
            ByHand(line, {t: 0}, formula)
    assert ByHand(line, {t: 3}, lambda u: 0.1 * u)[C] == Rational(3, 10)
    assert ByHand(line, {t: 3}, relu)[Partial(C, t)] == 1
    with pytest.raises(NoMeaning, match="has no value"):
        ByHand(line, {t: 0}, relu)[Partial(C, t)]


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        (lambda u: 1 / (1 + 1 / u), 0), (lambda u: 1 / log(u), 0), (lambda u: log(u) ** 2, -1),
        (lambda u: cos(sqrt(u)), -1), (lambda u: sqrt(u) * sqrt(u - 1), -1), (lambda u: atan(1 / u), 0),
        (lambda u: 0.5 * u**3 * log(u), -1), (lambda u: 1 / (sin(u) ** 2 + cos(u) ** 2 - 1), 1),
    ],
)  # fmt: skip
def test_every_part_of_the_formula_is_a_real_number(formula, at):
    """Of its slope, too: that of ln is 1/u, and has no value where ln has none."""
    board = ByHand(Model((t,), {C: sigma(t)}), {t: at}, formula)
    for asked in (C, Partial(C, t)):
        with pytest.raises(NoMeaning, match="a part of it is no real number"):
            board[asked]


@pytest.mark.parametrize(
    "formula",
    [
        f1, dsigma, lambda u: loss("ell")[0](u, u), lambda u: Partial(u, u), lambda u: Trace(OneMatrix(2, 2)) * u,
        lambda u: KroneckerDelta(u, 1), lambda u: total(u, Index("i", 3)), lambda u: v[1], lambda u: m * u,
    ],
)  # fmt: skip
def test_a_formula_holds_numbers_and_known_functions_alone(formula):
    with pytest.raises(TypeError, match=r"holds .*, which is not its argument, a number or a known function"):
        ByHand(Model((t,), {C: sigma(t)}), {t: 2}, formula)


def test_what_gives_no_formula_is_refused_in_a_sentence():
    for formula in (math.exp, lambda u, other: u):
        with pytest.raises(TypeError, match="gives no formula of a symbol, as SymPy's functions do"):
            ByHand(Model((t,), {C: sigma(t)}), {t: 2}, formula)


def test_values_that_take_long_to_simplify_are_simplified_part_by_part():
    numbers = {w: [[i * k for i in range(1, 6)] for k in range(1, 6)], x: [1, 2, 3, 4, 5]}
    numbers |= {b: [1] * 5, y: [1, 0, 0, 1, 1]}
    started = time.perf_counter()
    board = ByHand(layer, numbers, logistic)
    value = sum(((logistic(z) - y) ** 2 for z, y in zip(board[z], numbers[y], strict=True)), Integer(0)) / 2
    assert abs((board[C] / value).evalf(40) - 1) < 1e-30
    for power in (2, 20):
        line = ByHand(Model((t,), {C: sigma(t)}), {t: 10**6}, lambda u, power=power: sinh(u) ** power)
        assert line[C] == sinh(10**6) ** power
    assert time.perf_counter() - started < 10


def test_a_leaf_called_like_the_argument_of_a_formula_is_another_number():
    u = scalar("u")
    assert ByHand(Model((u,), {C: sigma(u + 1)}), {u: 2}, lambda z: z**2)[C] == 9


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Entry(times(w, x), 4, 1), "row 4 and column 1 are outside"),
        (Entry(times(w, x), 0, 1), "row 0 and column 1 are outside"),
        (MatMul(x, x), "its shapes do not fit"),
        (Trace(w), "its shapes do not fit"),
        (total(C, Index("r", size("q"))), "q is no whole number at the sizes"),
        (Sum(C, (Index("r", m), 3, 1)), "from 3 to 1, which is no range"),
    ],
    ids=str,
)
def test_what_does_not_fit_the_board_is_refused_in_a_sentence(asked, sentence):
    with pytest.raises(NoMeaning, match=sentence):
        ByHand(layer, BOARD, logistic)[asked]


def test_numbers_that_are_too_large_and_slopes_without_a_name_are_refused_in_a_sentence():
    line = Model((t,), {C: sigma(t)})
    for asked in (C, Partial(C, t)):
        with pytest.raises(NoMeaning, match=r"a part of it is (no real number|too large)"):
            ByHand(line, {t: 100}, lambda u: relu(exp(exp(exp(u))) - 1))[asked]
    assert ByHand(line, {t: 3}, dhuber)[C] == 1
    with pytest.raises(NoMeaning, match="no function stands for the slope of dhuber"):
        ByHand(line, {t: 3}, dhuber)[Partial(C, t)]
    with pytest.raises(NoMeaning, match="ell is a loss without a formula"):
        ByHand(Model((t,), {C: loss("ell")[0](t, t)}), {t: 3}, dhuber)[C]


def test_a_part_without_a_value_is_seen_before_anything_cancels():
    at_zero = ByHand(Model((v, t), {}), {v: [1, 2], t: 0}, logistic)
    for line in (
        Mul(t, Pow(t, -1), evaluate=False), Mul(t**2, Pow(t, -1), evaluate=False),
        Add(log(t), -log(t), evaluate=False), Add(sgn(t), -sgn(t), evaluate=False),
    ):  # fmt: skip
        with pytest.raises(NoMeaning, match="has no value at these numbers"):
            at_zero[line]


def test_a_free_index_has_no_number():
    board = ByHand(Model((v,), {}), {v: [1, 2]}, logistic)
    k = Index("k", m)
    for line in (KroneckerDelta(j, k), total(v[k] * KroneckerDelta(j, k), k), v[j]):
        with pytest.raises(NoMeaning):
            board[line]
    for slip in (lambda: t in board, lambda: list(board)):
        with pytest.raises(TypeError, match=r"not iterable|not a container"):
            slip()
