"""What an author hands in is built anew of exact types: nothing that lies about itself reaches a referee."""

from time import perf_counter
from unittest.mock import ANY

import pytest
from sympy import (
    Add,
    Derivative,
    Dummy,
    Expr,
    Float,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Symbol,
    Tuple,
    exp,
    factorial,
    floor,
    nan,
    oo,
    zoo,
)
from sympy import I as unit

from backprop.proving import (
    Claim,
    Derivation,
    DerivationError,
    Index,
    Model,
    NotUnderstood,
    Partial,
    column,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.language.functions import U, in_pieces
from backprop.proving.language.unnamed import Activation, activation, loss
from backprop.proving.meaning.kinds import exact
from backprop.proving.reasons import algebra, as_written

m, n = size("m"), size("n")
i, j = Index("i", m), Index("j", m)
s, t, C = map(scalar, "stC")
v, w, z = column("v", m), matrix("w", m, n), column("z", m)
model = Model((v, w, s, t), {z[j]: 2 * v[j], C: total(v[j] ** 2, j)})

Liar = type("Liar", (Add,), {"__eq__": lambda self, other: True, "__hash__": Add.__hash__})
own_exp = type("exp", (exp,), {"fdiff": lambda self, argindex=1: 2 * exp(self.args[0])})
own_sigma = type("sigma", (Activation,), {"fdiff": lambda self, argindex=1: 2 * sigma(self.args[0])})
OwnIndex = type("Index", (Index,), {"_eval_derivative": lambda self, _: Integer(7)})
OwnName = type("str", (str,), {"__eq__": lambda self, other: True, "__hash__": str.__hash__})
even = Symbol("m", integer=True, positive=True, even=True)
prime = Symbol("m", integer=True, positive=True, prime=True)


def nested(times_):
    line = t
    for _ in range(times_):
        line = sigma(line)
    return line


def doubled(times_):
    line = t
    for _ in range(times_):
        line = Add(line, line, evaluate=False)
    return line


REFUSED = {
    "a sum that is equal to everything": lambda: Liar(t, 7),
    "inside": lambda: times(2, Liar(t, 7)),
    "exp with another slope": lambda: own_exp(t),
    "sigma with another slope": lambda: own_sigma(t),
    "a subclass of sigma": lambda: type("sigma", (sigma,), {})(t),
    "what is equal to everything": lambda: ANY,
    "an index of its own kind": lambda: total(v[OwnIndex("j", m)], OwnIndex("j", m)),
    "an even size": lambda: even * t,
    "an index up to a prime": lambda: total(t, Index("j", prime)),
    "a bound index that is even": lambda: Sum(t, (Dummy("d", integer=True, even=True), 1, m)),
    "a scalar that does not commute": lambda: Symbol("t", commutative=False),
    "a negative scalar": lambda: Symbol("t", negative=True), "a positive namesake": lambda: Symbol("t", positive=True),
    "a symbol of its own kind": lambda: type("Symbol", (Symbol,), {})("t", real=True),
    "a name of its own kind": lambda: Symbol(OwnName("u"), real=True),
    "oo": lambda: oo, "nan": lambda: nan, "zoo": lambda: zoo, "I": lambda: unit * t,
    "inf": lambda: float("inf"), "a float nan": lambda: float("nan"), "complex": lambda: 1j,
    "Integral": lambda: Integral(t, (t, 0, 1)), "Derivative": lambda: Derivative(t**2, t),
    "Piecewise": lambda: Piecewise((t, t > 0), (s, True)), "a truth": lambda: True, "a comparison": lambda: t < s,
    "a word": lambda: "t", "a tuple": lambda: (t, t), "a Tuple": lambda: Tuple(t), "nothing": lambda: None,
    "a function": lambda: sigma, "factorial": lambda: factorial(m), "floor": lambda: floor(m / 2),
    "an array's letter alone": lambda: v.base * t, "a delta with a range": lambda: KroneckerDelta(i, j, (1, 3)),
    "nested too deep": lambda: nested(2000), "too long": lambda: doubled(60), "a high power": lambda: t ** (10**9),
    "powers of powers": lambda: Pow(Pow(t, 99, evaluate=False), 99, evaluate=False) ** 2,
    "0 to the power 0": lambda: Pow(0, 0, evaluate=False), "a long range": lambda: Sum(t, (i, 1, 10**9)),
    "a range beyond the size": lambda: Sum(t, (i, 1, m + 10**9)), "a long number": lambda: Integer(10) ** 5000 * t,
    "a size that may be 0": lambda: total(t, Index("j", m - 1)), "a size that is a number": lambda: total(t, Index("j", t)),
    "half a size": lambda: total(t, Index("j", floor(m / 2))), "a sum over a size": lambda: Sum(t, (m, 1, 3)),
    "a sum over what is both": lambda: Sum(KroneckerDelta(m, 1) * t, (m, 1, 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_of_no_known_kind_is_refused_at_once_in_a_sentence(name):
    line, begin = REFUSED[name](), perf_counter()
    with pytest.raises(DerivationError) as refusal:
        Derivation(t, model).step(line, as_written())
    assert "\n" not in str(refusal.value) and refusal.value.counterexample is None
    with pytest.raises(DerivationError):
        Derivation(line, model)
    assert perf_counter() - begin < 1


def test_a_numpy_array_is_no_line_and_no_claim():
    numpy = pytest.importorskip("numpy")
    for strange in (numpy.ones(3), numpy.float64(0.5), numpy.int64(2)):
        with pytest.raises(DerivationError, match="is not an expression but a"):
            Derivation(t, model).step(strange, as_written())
        with pytest.raises(NotUnderstood, match="the claim is not an expression but a"):
            Claim(t, strange, model)


@pytest.mark.parametrize("right", [Liar(t, 7), ANY], ids=["a liar", "anything"])
def test_a_claim_is_not_concluded_because_it_says_that_it_is_equal(right):
    with pytest.raises(NotUnderstood):
        Derivation(t, model).concludes(Claim(t, right, model))


def test_exp_with_another_slope_is_not_exp():
    with pytest.raises(DerivationError, match="a subclass is not the type"):
        Derivation(Partial(own_exp(t), t), model)


def test_the_own_index_of_a_line_is_kept_from_later_change():
    k = Index("k", m)
    line = Derivation(total(v[k], k), model)
    with pytest.raises(AttributeError):
        k.size = n
    assert exact(line.result) == line.result and exact(line.result) is not line.result


@pytest.mark.parametrize("line", [
    times(3, s, t), times(t, s), Add(s, t, evaluate=False), Mul(0, t, evaluate=False), Pow(t, 1, evaluate=False),
    exp(0, evaluate=False), sigma(times(w, w.T)), w.T * w, total(v[j] * t, j), Partial(C, v[i]),
], ids=str)  # fmt: skip
def test_a_line_keeps_what_its_author_wrote(line):
    assert exact(line) == line and exact(line).args == line.args


@pytest.mark.parametrize("decimal, fraction", [
    (0.5 * t, t / 2), (0.1 * t + 0.2 * t, Rational(3, 10) * t), (0.25, Rational(1, 4)), (Float("0.1", 30), Rational(1, 10)),
], ids=str)  # fmt: skip
def test_a_decimal_is_the_fraction_that_it_shows(decimal, fraction):
    proof = Derivation(fraction, model).step(decimal, algebra())
    assert proof.result == fraction and "." not in repr(proof).splitlines()[1]
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(fraction, model).step(decimal + Rational(1, 10**9), algebra())


@pytest.mark.parametrize("make", [
    lambda: Index("a", "m"), lambda: Index("j", 0), lambda: Index("j", -1), lambda: Index("j", 1.5),
    lambda: matrix("W", 0, n), lambda: matrix("W", "m", n), lambda: column("W", None),
], ids=range(7))  # fmt: skip
def test_a_size_is_refused_where_it_is_given(make):
    with pytest.raises((TypeError, ValueError), match="a size is a whole number"):
        make()


@pytest.mark.parametrize("length", [m - 1, m - 9, 1 / m, floor(m / 2), even, t, Integer(10**9)], ids=str)
def test_an_array_has_a_size_for_every_m(length):
    with pytest.raises(NotUnderstood):
        Model((column("a", length),), {})
    Model((column("a", m + 1), column("b", m * n), column("c", m + n - 1)), {})


def test_an_activation_is_the_one_that_was_made():
    f, df = activation("g")
    assert exact(f(t)) == f(t) and exact(df(t)) == df(t)
    with pytest.raises(NotUnderstood):
        exact(type("g", (Activation,), {"__eq__": lambda *_: True, "__hash__": lambda self: hash(f(t))})(t))


def test_a_function_in_pieces_keeps_nothing_of_its_authors_objects():
    class Lying(Symbol):
        __hash__ = Symbol.__hash__

        def __eq__(self, other):
            return True

        def diff(self, *_, **__):
            return Integer(7)

    class Joint(Rational):
        __hash__ = Rational.__hash__

        def __lt__(self, other):
            return False

    lying = Rational.__new__(Rational, 1, 3)
    joint = Expr.__new__(Joint)
    joint.p, joint.q = lying.p, lying.q
    with pytest.raises(ValueError, match="a piece is a polynomial in U"):
        in_pieces("lyingpiece", (), (Lying("u", real=True) ** 2,))
    with pytest.raises(ValueError, match="a joint is a whole number"):
        in_pieces("lyingjoint", (joint,), (0, U - Rational(1, 3)))


def test_the_name_of_a_function_is_a_plain_str():
    class Named(str):
        def removesuffix(self, _):
            return "f"

    for make in (activation, loss, lambda name: in_pieces(name, (), (U,))):
        with pytest.raises(TypeError, match="a str"):
            make(Named("f(t) = 7 g"))
    with pytest.raises(ValueError, match="a piece is a polynomial"):
        in_pieces("tower", (), ((U + 1) ** 100_000,))
