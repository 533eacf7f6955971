"""Attacks on derivations in a step: each was accepted and is false, claimed a wrong scope, or ended in a traceback."""

import pytest
from sympy import (
    Add,
    Derivative,
    Float,
    Function,
    I,
    Integer,
    Integral,
    Limit,
    Matrix,
    MatrixSymbol,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    nan,
    oo,
    pi,
    sqrt,
    zoo,
)

from backprop.proving import DerivationError, Index, NotProved, Partial, as_written, reasons, scalar, size, times
from backprop.proving.language import NotUnderstood, matrix
from backprop.proving.methods.expansion import (
    POINTS,
    Expansion,
    Im,
    InStep,
    O,
    algebra,
    at,
    f,
    h,
    i,
    over,
    plus,
    polynomial,
    taylor,
    x,
)
from backprop.proving.methods.steps import Opaque

M, K = (Symbol(name, positive=True) for name in "MK")
TINY = Rational(1, 1000)


def accepts(before, line, reason=None):
    return Expansion(before).step(line, reason or as_written())


DECIMALS = {
    "a large one hides a small one": (times(Add(Float("1e20"), TINY, evaluate=False), h), times(Float("1e20"), h)),
    "a large one hides 1": (times(Add(Float("1e16"), 1, evaluate=False), h), times(Float("1e16"), h)),
    "a half": (times(0.5, h), over(h, 2)),
    "an exponent": (Pow(M, Float("0.5")), sqrt(M)),
    "inside f": (f()(x + 0.5 * h), f()(at(h / 2))),
    "beside O": (plus(f()(x), O(h)), plus(f()(x), times(Float("1e-30"), h), O(h))),
}


@pytest.mark.parametrize(("before", "line"), DECIMALS.values(), ids=DECIMALS)
def test_decimals_are_refused(before, line):
    with pytest.raises(DerivationError, match=r"holds the decimal .*; write Rational\("):
        accepts(before, line)


@pytest.mark.parametrize("power", [20, 50, 200, 2000])
def test_no_constant_hides_another(power):
    large = Integer(10) ** power
    with pytest.raises(DerivationError, match="is wrong: the two sides differ"):
        accepts(times(Add(large, TINY, evaluate=False), h), times(large, h))
    with pytest.raises(DerivationError, match=r"is wrong|is not proved"):
        accepts(plus(f()(x), times(1 / large, h)), f()(x))
    with pytest.raises(DerivationError, match=r"is wrong|is not proved"):
        accepts(plus(f()(at(h))), plus(f()(x), times(1 + 1 / large, h, f(1)(x)), O(h**2)))
    accepts(times(large, f()(x) + TINY), plus(times(large, f()(x)), large * TINY))
    accepts(times(large, f()(at(h))), plus(times(large, f()(x)), times(large, h, f(1)(x)), O(h**2)))


def test_f_is_taken_where_the_step_leads_from_x():
    for far in (x + M + h, 2 * x + h, f()(x) + h, h, Integer(0), x * h + x, x + h * f()(x), x**2 + h, -x, x + 1):
        with pytest.raises(DerivationError, match="f is taken at x, and at x plus what is 0 together with the step"):
            Expansion(f()(far))
    proof = accepts(f()(x + M * h), plus(f()(x), times(M, h, f(1)(x)), O(h**2)))
    assert proof.scope == "any $f$ with 2 continuous derivatives around $x$, $M > 0$"


@pytest.mark.parametrize("order", [-1, 1.0, 1.5, True, "1", None, oo, Rational(1, 2), 21, 10**6], ids=str)
def test_an_order_is_a_whole_number(order):
    with pytest.raises(NotUnderstood, match="which are whole numbers; got"):
        f(order)


def test_f_is_its_derivative_of_order_0():
    assert f() is f(0)
    with pytest.raises(DerivationError, match="is wrong"):
        accepts(Partial(f()(x), x), f(0)(x))
    assert "1 continuous" in accepts(Partial(f()(x), x), f(1)(x)).scope


def liar(kind):
    """A subclass that is equal to everything, and 0 where anything is asked of it."""
    same = {"__eq__": lambda self, other: True, "__hash__": kind.__hash__, "diff": lambda self, *_: Integer(0)}
    return type(kind.__name__, (kind,), same)


LIARS = {
    "a sum": liar(Add)(h, x),
    "a product": liar(Mul)(2, h),
    "a power": liar(Pow)(h, 3),
    "O": liar(O)(h),
    "Im": liar(Im)(times(i, h)),
    "f": liar(f())(x),
    "a function of its own": type("f", (Opaque,), {"order": 0})(x),
    "a derivative": liar(Partial)(h**2, h),
    "a symbol": type("Symbol", (Symbol,), {})("M", positive=True),
}


@pytest.mark.parametrize("line", LIARS.values(), ids=LIARS)
def test_a_subclass_is_another_kind(line):
    with pytest.raises(DerivationError, match=r"for which an expansion has no rule|defined are f"):
        Expansion(plus(h, line))


g = Function("g")
w, j = matrix("W", size("m"), size("n")), Index("j", size("m"))
STRANGE = {
    "oo": (oo, "an Infinity, for"),
    "oo below": (plus(h, -oo), "a NegativeInfinity, for"),
    "nan": (nan, "a NaN, for"),
    "zoo": (zoo, "a ComplexInfinity, for"),
    "pi": (times(pi, h), "a Pi, for"),
    "an integral": (Integral(x, (x, 0, h)), "an Integral, for"),
    "a derivative of SymPy": (Derivative(g(x), x), "a Derivative, for"),
    "a limit": (Limit(x, x, 0), "a Limit, for"),
    "a sum": (Sum(h, (j, 1, size("m"))), "a Sum, for"),
    "an exponential": (exp(h), "mentions exp.h."),
    "a cosine": (cos(x), "mentions cos.x."),
    "an array": (w, "a Array|an Array"),
    "an entry": (times(w[1, 1], h), "an Indexed, for"),
    "a matrix of SymPy": (MatrixSymbol("W", 2, 2), "a MatrixSymbol, for"),
    "numbers in a matrix": (Matrix([[h, x]]), "Matrix"),
    "does not commute": (Symbol("M", commutative=False) * h, "M, which is not x, h, i or the name of a positive"),
    "a size": (times(size("m"), h), "m, which is not x, h, i or the name of a positive"),
    "an index": (times(j, h), "a Index|an Index"),
    "a real number": (times(scalar("t"), h), "t, which is not x, h, i or the name of a positive"),
    "an even number": (times(Symbol("M", positive=True, even=True), h), "M, which is not"),
    "a name that is f": (times(Symbol("f", positive=True), h), "f, which is not"),
    "a name that is a number": (times(Symbol("1", positive=True), h), "1, which is not"),
    "a name that is a sum": (times(Symbol("h + x", positive=True), h), "h . x, which is not"),
    "two that print alike": (times(Symbol("eta", positive=True), Symbol("η", positive=True)), "two different things η"),
    "SymPy's i": (times(I, h), "SymPy's I"),
    "text": ("h", "is not an expression"),
    "nothing": (None, "is not an expression"),
    "a pair": ((h, x), "is not an expression|Tuple"),
    "a comparison": (h < 1, "LessThan"),
    "a power that is a name": (M**K, "an exponent is a number"),
    "0 to the power 0": (times(h, Pow(0, 0, evaluate=False)), "a power 0, which says nothing of what it is taken of"),
    "x to the power 0": (times(h, Pow(x, 0, evaluate=False)), "a power 0"),
    "f to the power 0": (times(h, Pow(f(4)(x), 0, evaluate=False)), "a power 0"),
    "a large power": (h**21, "an exponent is a number, from -20 to 20"),
    "too long": ((x + h + M + K) ** 20 * (x + h) ** 20, "more than 10000 terms"),
    "a derivative of Im": (Partial(Im(times(i, h)), h), "a derivative is taken of what holds neither Im"),
    "a derivative of a derivative": (Partial(Partial(h**3, h), h), "a derivative is taken of what holds neither Im"),
    "a slope by M": (Partial(M * h, M), "a derivative by M; taken are those by h and x"),
    "O of oo": (plus(h, O(h**oo)), "O.h..n. stands at the end|an Infinity, for"),
    "O of nan": (plus(h, O(h * nan)), "a NaN, for|stands at the end"),
}


@pytest.mark.parametrize(("line", "sentence"), STRANGE.values(), ids=STRANGE)
def test_what_has_no_rule_is_refused_in_a_sentence(line, sentence):
    with pytest.raises(DerivationError, match=sentence) as failure:
        Expansion(line)
    assert failure.type in (DerivationError, NotProved)


@pytest.mark.parametrize("step", [oo, nan, x, M, 0.5 * h, 1 / h, None, "h", 1], ids=str)
def test_a_step_of_taylor_is_0_with_h(step):
    with pytest.raises(NotUnderstood, match="Taylor's theorem takes steps that are 0 together with h"):
        taylor(step)


def test_a_reason_for_models_is_none_for_a_step():
    for other in (reasons.algebra(), reasons.definition(scalar("t")), reasons.chain_rule(), reasons.linearity()):
        with pytest.raises(TypeError, match=r"one of backprop\.proving\.methods\.expansion"):
            accepts(f()(x) * h, times(h, f()(x)), other)
    accepts(f()(x) * h, times(h, f()(x)), algebra())


def test_an_imaginary_part_is_that_of_a_function_that_is_real():
    assert "real for real numbers" in accepts(Im(f()(x)), Integer(0)).scope


def test_twenty_terms_of_taylor_end():
    accepts(f()(at(h)), plus(*polynomial(h, 19).args, O(h**20)), taylor(h))


LARGE_STEPS = {
    "f far away": (f()(at(200 * h)), plus(f()(x), O(h))),
    "f very far away": (f()(at(10**9 * h)), plus(f()(x), times(10**9, h, f(1)(x)), O(h**2))),
    "a power of what is large": (
        f()(at((1000 * h) ** 3)), plus(f()(x), times(Pow(1000, 3, evaluate=False), h**3, f(1)(x)), O(h**6)),
    ),
    "three terms of Taylor": (f()(at(50 * h)), plus(f()(x), 50 * h * f(1)(x), 1250 * h**2 * f(2)(x), O(h**3))),
    "a central difference": (over(f()(at(100 * h)) - f()(at(-100 * h)), 200 * h), plus(f(1)(x), O(h**2))),
    "0 between the two steps": (h - 90 * h**2, O(h)),
    "0 at the first step": (times(h, 100 * h - 1), O(h)),
    "what is large beside h": (plus(h**2, 10**30 * h**3), O(h**2)),
}  # fmt: skip


@pytest.mark.parametrize(("before", "line"), LARGE_STEPS.values(), ids=LARGE_STEPS)
def test_a_step_is_small_beside_every_number_of_the_line(before, line):
    """Between 1/100 and 1/1000 these do not fall as they do in the end."""
    accepts(before, line)
    worse = line.xreplace({each: O(h ** (each.args[0].as_base_exp()[1] + 1)) for each in line.atoms(O)})
    with pytest.raises(DerivationError, match=r"is wrong|is not proved"):
        accepts(before, worse)


def test_a_difference_that_falls_too_slowly_in_the_end_is_refused():
    with pytest.raises(DerivationError, match=r"is wrong: the two sides differ[^$]*for h = 1/1000; O.h.2. must fall"):
        accepts(f()(at(200 * h)), plus(f()(x), O(h**2)))


AS_WRITTEN = {
    "one is taken from itself": (plus(Partial(f()(at(h)), h), -Partial(f()(at(h)), h), h), 1),
    "as a name": (plus(f(3)(x), -f(3)(x), h), 3),
    "times 0": (plus(times(0, f(5)(x)), h), 5),
    "below a derivative": (plus(Partial(f(2)(x + h), x), -Partial(f(2)(x + h), x), h), 3),
    "one that does not move": (plus(Partial(f(2)(x), h), h), 2),
}


@pytest.mark.parametrize(("line", "order"), AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_a_derivative_that_is_written_is_one_that_there_must_be(line, order):
    assert accepts(line, h).scope == f"any $f$ with {order} continuous derivatives around $x$"
    assert Expansion(line).smooth == order


def test_what_is_claimed_of_f_cannot_be_assigned():
    proof = accepts(f()(at(h)), plus(f()(x), h * f(1)(x), O(h**2)))
    with pytest.raises(AttributeError):
        proof.smooth = 0
    assert "2 continuous derivatives" in repr(proof)
    assert all(point in [x for x, _ in POINTS] for _, point in proof.tried_at)


@pytest.mark.parametrize("reason", [InStep, reasons.Reason], ids=["of a step", "of a model"])
def test_a_reason_that_goes_on_by_itself_adds_nothing_else(reason):
    """f(x) + O(h) is not f(x + h): a line is added only under the line that it was judged against."""
    proof, once = Expansion(f()(at(h))), []

    def applies(*_):
        if not once:
            once.append(proof.step(plus(f()(x), O(h)), as_written()))
        return True

    with pytest.raises((DerivationError, TypeError), match=r"no longer the last; nothing was added|the reason of a"):
        proof.step(f()(at(h)), reason("as written", applies, ""))
    assert [line.expr for line in proof.lines] in ([f()(at(h))], [f()(at(h)), plus(f()(x), O(h))])


def test_a_line_is_built_anew_of_exact_types():
    """Accepted once: b h = a h, by a name that equals every other, and by a number that says it is another."""

    class Name(str):
        __eq__ = lambda self, other: True  # noqa: E731
        __ne__ = lambda self, other: False  # noqa: E731
        __hash__ = lambda self: hash("a")  # noqa: E731

    lying = Symbol.__xnew__(Symbol, Name("b"), positive=True)
    with pytest.raises(DerivationError, match="a name is a str"):
        Expansion(h * lying)
    deep = h
    for _ in range(200):
        deep = Pow(Add(deep, 1, evaluate=False), 1, evaluate=False)
    with pytest.raises(DerivationError, match="more than 100 brackets"):
        Expansion(deep)
