"""Derivations in a step h: which lines they accept, which they refuse, and what they claim to have proved."""

import pytest
from sympy import Float, Function, Integer, Pow, Rational, sqrt

from backprop.proving import DerivationError, NotProved, Partial, as_written, times
from backprop.proving.language import latex
from backprop.proving.methods import expansion
from backprop.proving.methods.expansion import (
    Expansion,
    Im,
    O,
    algebra,
    at,
    derivative_taken,
    f,
    h,
    i,
    over,
    plus,
    polynomial,
    reflection,
    taylor,
    x,
)
from backprop.results.finite_differences import BEST_STEP, BOUND, CLAIMS, M0, M3, noise

CENTRAL = CLAIMS["central"].left
ROOT = Pow(Pow(M0, 2, evaluate=False), Rational(1, 2), evaluate=False)
SLOPE, ERROR = f(1)(x), over(times(h**2, f(3)(x)), 6)


def refused(line, before=CENTRAL, reason=None, kind=DerivationError):
    with pytest.raises(kind) as failure:
        Expansion(before).step(line, reason or as_written())
    assert isinstance(failure.value, NotProved) is (kind is NotProved)
    return str(failure.value)


@pytest.mark.parametrize("name", ["one-sided", "central", "complex", "bound"])
def test_every_claim_is_true(name):
    claim = CLAIMS[name]
    assert Expansion(claim.left).step(claim.right, as_written()).concludes(claim).claim is claim


@pytest.mark.parametrize(
    "line",
    [
        plus(SLOPE, over(times(h**2, f(3)(x)), 3), O(h**4)),
        plus(SLOPE, -ERROR, O(h**4)),
        plus(SLOPE, O(h**3)),
        plus(SLOPE, ERROR, O(h**5)),
        plus(f(2)(x), O(h**2)),
        plus(SLOPE, h * f(2)(x), O(h**2)),
        plus(SLOPE, ERROR),
        SLOPE,
        plus(f(1)(at(h)), 1, O(h)),
        over(f()(at(h)) - f()(x), h),
        plus(2 * SLOPE, ERROR, O(h)),
        plus(SLOPE, h**2 * SLOPE / 6, O(h**3)),
    ],
    ids=str,
)
def test_a_wrong_line_is_refused_with_numbers(line):
    found = refused(line)
    assert "is wrong: the two sides differ.\n  above: (f(x + h) − f(x − h))/(2 h)\n  here:  " in found
    assert "With f(x) = " in found
    assert " for h = 1/1000; " in found


def test_the_numbers_are_those_of_the_difference():
    found = refused(plus(SLOPE, over(times(h**2, f(3)(x)), 3), O(h**4)))
    assert (
        "With f(x) = exp(x) at x = 7/10, they differ by 0.0000336 for h = 1/100 and by 3.36E-7 for h = 1/1000" in found
    )
    assert found.endswith("O(h^4) must fall by a factor of 10000.")


@pytest.mark.parametrize(
    "line",
    [
        plus(SLOPE, O(h)),
        plus(SLOPE, O(h**2)),
        plus(SLOPE, ERROR, O(h**3)),
        plus(SLOPE, ERROR, O(h**4)),
        plus(SLOPE, ERROR, over(times(h**4, f(5)(x)), 120), O(h**6)),
        plus(f(1)(at(h)), O(h)),
        plus(over(f()(at(2 * h)) - f()(at(-2 * h)), 4 * h), O(h**2)),
        plus(over(f()(at(h)), 2 * h), -over(f()(at(-h)), 2 * h)),
    ],
    ids=str,
)
def test_a_right_line_is_accepted(line):
    assert Expansion(CENTRAL).step(line, as_written()).result == line


@pytest.mark.parametrize("example", range(3))
def test_no_example_alone_decides(example, monkeypatch):
    """Each of the second referee's functions lets false lines pass that the first referee does not."""
    monkeypatch.setattr(expansion, "EXAMPLES", expansion.EXAMPLES[example : example + 1])
    if example == 0:  # exp is its own derivative
        assert "is not proved" in refused(plus(f(2)(x), h**2 * SLOPE / 6, O(h**4)), kind=NotProved)
    assert "is wrong" in refused(plus(SLOPE, 2 * ERROR, O(h**4)))


def test_the_first_referee_refuses_what_no_example_shows(monkeypatch):
    monkeypatch.setattr(expansion, "_counterexample", lambda *_: None)
    for line in (plus(SLOPE, 2 * ERROR, O(h**4)), plus(SLOPE, O(h**3)), plus(SLOPE, ERROR), plus(f(2)(x), O(h))):
        assert "no difference was found, and no proof either" in refused(line, kind=NotProved)


def test_division_by_f_is_refused():
    assert "a division by f'(x + h), which is not known" in refused(plus(over(SLOPE**2, f(1)(at(h))), O(h)))


@pytest.mark.parametrize("line", [plus(SLOPE, sqrt(h), O(h)), plus(SLOPE, O(sqrt(h))), f(1)(x + h**h), 2**h], ids=str)
def test_only_whole_powers_of_the_step(line):
    """sqrt(h) falls like h by half, and both referees once let it pass for O(h)."""
    assert "only whole powers of the step have a rule" in refused(line)


def test_a_line_may_not_promise_more_than_the_one_above():
    start = Expansion(CENTRAL).step(plus(SLOPE, O(h**2)), as_written())
    for line in (SLOPE, plus(SLOPE, O(h**3))):
        with pytest.raises(DerivationError, match="promises more than the line above"):
            start.step(line, as_written())
    assert len(start.lines) == 2


@pytest.mark.parametrize(
    "line",
    [times(2, O(h)), O(2 * h), O(1 / h), O(h**0), plus(O(h), O(h**2), O(x)), f()(O(h)), over(1, O(h)), plus(h, -O(h))],
    ids=str,
)
def test_o_stands_at_the_end(line):
    assert "O(h**n) stands at the end of a line, and nowhere else" in refused(line)


def test_other_functions_are_refused():
    g = Function("g")
    assert "mentions g(x); defined are f, its derivatives, Im and O." in refused(plus(g(x), O(h)))


@pytest.mark.parametrize(
    ("before", "line", "reason"),
    [
        (CENTRAL, plus(SLOPE, ERROR, O(h**4)), algebra()),
        (CENTRAL, plus(SLOPE, ERROR, O(h**4)), reflection()),
        (CENTRAL, plus(SLOPE, ERROR, O(h**4)), derivative_taken()),
        (CENTRAL, plus(SLOPE, ERROR, O(h**4)), taylor(h)),
        (plus(SLOPE, ERROR, O(h**4)), plus(SLOPE, O(h**2)), algebra()),
        (CENTRAL, over(f()(at(h)), 2 * h) - over(f()(at(-h)), 2 * h), taylor(h, -h)),
        (Partial(BOUND, h), CLAIMS["bound"].right, algebra()),
    ],
    ids=str,
)
def test_a_true_line_for_another_reason_is_refused(before, line, reason):
    assert "the line is true, but not by this reason alone" in refused(line, before, reason)


def test_reasons_accept_what_they_name():
    ih = times(i, h)
    Expansion(CENTRAL).step(plus(SLOPE, ERROR, O(h**4)), taylor(h, -h))
    Expansion(plus(SLOPE, times(i, i, h), O(h**2))).step(plus(SLOPE, -h, O(h**2)), algebra())
    Expansion(Im(f()(at(ih)))).step(over(f()(at(ih)) - f()(at(-ih)), 2 * i), reflection())
    Expansion(Partial(h**3, h)).step(3 * h**2, derivative_taken())
    Expansion(f()(at(h))).step(plus(*polynomial(h, 2).args, O(h**3)), taylor(h))


@pytest.mark.parametrize(
    ("before", "line", "scope"),
    [
        (CENTRAL, plus(SLOPE, ERROR, O(h**4)), "any $f$ with 5 continuous derivatives around $x$"),
        (CENTRAL, plus(SLOPE, O(h**2)), "any $f$ with 3 continuous derivatives around $x$"),
        (f()(at(h)), plus(f()(x), O(h)), "any $f$ with 1 continuous derivatives around $x$"),
        (f(1)(at(h)), plus(f(1)(x), O(h)), "any $f$ with 2 continuous derivatives around $x$"),
        (f(2)(x) * h, times(h, f(2)(x)), "any $f$ with 2 continuous derivatives around $x$"),
        (f()(x) * h, times(h, f()(x)), "any $f$"),
        (CLAIMS["complex"].left, CLAIMS["complex"].right, "any analytic $f$ that is real for real numbers"),
        (times(3, noise), 3 * noise, "all positive numbers"),
        (plus(f()(x), ROOT), plus(f()(x), M0), f"any $f$, ${latex(M0)} > 0$"),
        (plus(Im(i * h), ROOT), plus(h, M0), f"any analytic $f$ that is real for real numbers, ${latex(M0)} > 0$"),
    ],
    ids=str,
)
def test_the_scope_is_computed(before, line, scope):
    assert Expansion(before).step(line, as_written()).scope == scope


def test_the_slope_of_the_bound_is_0_at_the_best_step_and_changes_its_sign_there():
    numbers = {noise: 2, M0: 3, M3: 5}
    slope = BOUND.diff(h)
    assert slope.subs(h, BEST_STEP).equals(0)
    at_best = BEST_STEP.subs(numbers)
    assert slope.subs({**numbers, h: at_best / 2}) < 0 < slope.subs({**numbers, h: at_best * 2})
    assert CLAIMS["bound"].right.equals(slope)


@pytest.mark.parametrize("huge", [10**5000, Integer(2) ** (10**6), Rational(1, 10**5000), -(10**4000)], ids=range(4))
def test_a_number_of_very_many_digits_is_refused_in_a_sentence(huge):
    assert refused(plus(SLOPE, times(huge, h))) == "Step 1 (as written) holds a number of more than 4000 digits."
    with pytest.raises(DerivationError, match="The start holds a number of more than 4000 digits"):
        Expansion(f()(at(huge * h)))
    for decimal in ("1e5000", "1e-5000"):
        assert "holds a number of more than 4000 digits" in refused(Float(decimal) * SLOPE)


def test_a_line_in_a_step_has_a_reason():
    for none in (None, "algebra", algebra):
        with pytest.raises(TypeError, match="the reason of a step is one of"):
            Expansion(f()(x)).step(f()(x), none)
