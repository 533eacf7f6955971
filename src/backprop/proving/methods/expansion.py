"""Derivations in a step h: lines that hold an unnamed f and O(h**n), for what a small step makes of a derivative.

A line that ends in O(h**n) equals the line above if their difference falls at least like h**n. Chapter 9 uses it.
"""

from functools import cache, lru_cache
from itertools import pairwise, product

from sympy import I, Pow, Rational, S, SympifyError, ceiling, exp, expand, fraction, im, oo, sympify, together

from backprop.proving.derivation import Derivation, DerivationError, NotProved, Refuted
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.operators import Partial
from backprop.proving.methods.steps import (
    Im,
    O,
    Opaque,
    exact,
    f,
    faults,
    h,
    i,
    meaning,
    order_of,
    orders,
    polynomial,
    x,
)
from backprop.proving.methods.steps import at as at
from backprop.proving.methods.steps import over as over
from backprop.proving.methods.steps import plus as plus
from backprop.proving.reasons import Reason, as_written

EXAMPLES = exp(x), 1 / (1 + x**2), 1 / (1 + exp(-x))
"""What stands for f where the second referee tries a line in numbers; all are real for real numbers."""
POINTS = (Rational(7, 10), Rational(3)), (Rational(-13, 11), Rational(7, 2))
"""x, and what the numbers 2, 3, 4, ... are divided by, to stand for the other names."""
DIGITS = 40


class InStep(Reason):
    """A reason for a line in a step."""


class Expansion(Derivation):
    """A derivation in which lines hold f, the step h, and O(h**n).

    The first referee differentiates the difference of two lines by h as often as n demands, with f opaque: every
    derivative must be 0 at h = 0, and Taylor's theorem does the rest. The second computes both lines in numbers, for
    three functions, and sees how fast their difference falls.
    """

    _reasons = (Reason, InStep)

    def __init__(self, start):
        super().__init__(start, None)

    def step(self, expr, because, comment=""):
        """Add the line ``= expr``; the reasons are those of this module, and ``as_written()``."""
        if not isinstance(because, InStep) and getattr(because, "name", None) != as_written().name:
            raise TypeError(f"the reason of a step is one of backprop.proving.methods.expansion; got {because}")
        return super().step(expr, because, comment)

    def _accepted(self, expr, what):
        try:
            expr = sympify(expr, strict=True)
            expr = exact(expr)
        except SympifyError:
            raise DerivationError(f"{what} is not an expression: {expr!r}.") from None
        except NotUnderstood as error:
            raise DerivationError(f"{what} {error}.") from None
        if fault := next(faults(expr), None):
            raise DerivationError(f"{what} {fault}.")
        return expr

    def _referees(self, before, after, what):
        order, sides = order_of(after), f"\n  above: {plain(before)}\n  here:  {plain(after)}"
        if order > order_of(before):
            raise DerivationError(f"{what} promises more than the line above: O(h**n) is smaller there.{sides}")
        if found := _counterexample(before, after, order):
            raise Refuted(f"{what} is wrong: the two sides differ.{sides}\n  {found}", found)
        difference, terms = _taylor(before, after)
        if difference is None or (order == oo and expand(difference) != 0):
            raise NotProved(f"{what} is not proved: no difference was found, and no proof either.{sides}")
        for _ in range(terms):
            if expand(meaning(difference.subs(h, 0))) != 0:
                raise NotProved(f"{what} is not proved: no difference was found, and no proof either.{sides}")
            difference = difference.diff(h)

    @property
    def smooth(self):
        """How many derivatives of f the proof takes: those in the lines as they are written, and those by Taylor."""
        lines = [line.expr for line in self.lines]
        written = [order for line in lines for order, _ in orders(line)]
        taken = [
            order + _taylor(before, after)[1]
            for before, after in pairwise(lines)
            for line in (before, after)
            for order, place in orders(line)
            if place.has(h)
        ]
        return max([0, *written, *taken])

    @property
    def tried_at(self):
        """The functions that stood for f, and the points x, at which the second referee looked at every line."""
        return tuple(product(EXAMPLES, (at_x for at_x, _ in POINTS)))

    def written(self):
        """The derivation as texts; in place of a model, the names of the positive numbers beside x, h and i."""
        return super().written() | {"positive": [name.name for name in self._positive()]}

    def _positive(self):
        return sorted(set().union(*(line.expr.free_symbols for line in self.lines)) - {x, h, i}, key=str)

    def _scope(self, write, quote="{}"):
        lines, positive = [line.expr for line in self.lines], self._positive()
        known = [quote.format(f"{write(name)} > 0") for name in positive]
        if any(line.has(i, Im) for line in lines):
            return ", ".join([f"any analytic {quote.format('f')} that is real for real numbers", *known])
        if any(line.has(Opaque) for line in lines):
            around = f" with {self.smooth} continuous derivatives around {quote.format('x')}" if self.smooth else ""
            return ", ".join([f"any {quote.format('f')}{around}", *known])
        return "all positive numbers"

    def _formulas(self, write, quote):
        return []


@lru_cache(maxsize=1000)
def _taylor(before, after):
    """What is 0 at h = 0 if the line is true, with so many of its derivatives: None where that cannot be seen."""
    difference, below = fraction(together(meaning(before) - meaning(after)))
    scale, pole = below.as_coeff_exponent(h)
    order = order_of(after)
    return (None if scale.has(h) else difference), (0 if order == oo else int(order + pole))


def _counterexample(before, after, order):
    """A sentence with numbers if the difference of two lines is not 0, or falls more slowly than h**order.

    O(h**n) is said of ever smaller steps alone: so the difference must fall too slowly where h is small beside every
    number of the lines, too.
    """
    names = sorted((before.free_symbols | after.free_symbols) - {h, i, x}, key=str)
    points = [{x: at_x} | {name: (k + 2) / by for k, name in enumerate(names)} for at_x, by in POINTS]
    small = 10 + _digits(before) + _digits(after)
    for example, given in product(EXAMPLES, points):
        found = _too_large(before, after, order, example, given, 2)
        if found and (order == oo or all(_too_large(before, after, order, example, given, small + k) for k in (0, 1))):
            where = ", ".join(f"{symbol} = {value}" for symbol, value in given.items())
            needed = f"O(h^{order}) must fall by a factor of {10**order}" if order != oo else "the line allows nothing"
            large, less = (size.evalf(3) for size in found)
            sizes = f"by {large} for h = 1/100 and by {less} for h = 1/1000"
            return f"With f(x) = {example} at {where}, they differ {sizes}; {needed}."
    return None


def _digits(e):
    """How many digits the numbers in a line take, multiplied out."""
    if isinstance(e, Rational):
        return len(str(e))
    if isinstance(e, Pow) and e.exp.is_Rational:
        return int(ceiling(abs(e.exp))) * _digits(e.base)
    return sum(map(_digits, e.args))


def _too_large(before, after, order, example, given, places):
    """The sizes of the difference for h = 10**-places and a tenth of it, if that leaves more than h**order; else None.

    It is said only if twice the digits say the same: far from 1, what is left may be the rounding.
    """
    powers = max([1, *(abs(e.exp) for line in (before, after) for e in line.atoms(Pow) if e.exp.is_Rational)])
    half = DIGITS + _digits(before) + _digits(after)
    if order != oo:
        half += int((places + 1) * (order + ceiling(powers)))

    def sizes(digits):
        steps = (Rational(1, 10 ** (places + k)) for k in (0, 1))
        values = ({**given, i: I, h: step} for step in steps)
        return [
            abs(_number(before, v, example, digits) - _number(after, v, example, digits)).evalf(digits) for v in values
        ]

    large, small = sizes(2 * half)
    if small <= max(Rational(1, 10**half), large / 10 ** (order - Rational(1, 2)) if order != oo else 0):
        return None
    _, again = sizes(4 * half)
    return (large, small) if abs(again - small) < small / 10**6 else None


def _number(e, numbers, example, digits):
    """A line in numbers: f is the example, its derivatives are SymPy's, and Im is the imaginary part of a number."""
    if isinstance(e, O):
        return S.Zero
    if isinstance(e, Partial):
        e = e.args[0].diff(e.args[1])
    if not e.args:
        return numbers.get(e, e)
    values = [_number(a, numbers, example, digits) for a in e.args]
    if isinstance(e, Opaque):
        return _slope(example, e.order).subs(x, values[0]).evalf(digits)
    return im(values[0]) if isinstance(e, Im) else e.func(*values)


@cache
def _slope(example, order):
    return example.diff(x, order)


def _reason(name, applies, expected):
    return InStep(name, lambda _, before, after: applies(before, after), expected)


def algebra():
    """Factors and terms are moved, a derivative of f is a name, and i squared is -1."""
    return _reason(
        "algebra",
        lambda a, b: order_of(a) == order_of(b) and not a.has(Partial) and _zero(meaning(a) - meaning(b)),
        "the two sides must be equal without their O",
    )


def taylor(*steps):
    """For each of the steps s, f(x + s) becomes its Taylor polynomial at x, of the degree that O asks for.

    Raises `NotUnderstood` for what is no step.
    """
    steps = tuple(map(_led_by, steps))

    def applies(a, b):
        if order_of(b) == oo:
            return False
        degree = int(order_of(b)) - (1 if isinstance(a, Opaque) else 0)
        expanded = {meaning(f()(x + s)): meaning(polynomial(s, degree)) for s in steps}
        return _zero(meaning(a).xreplace(expanded) - meaning(b))

    return _reason("Taylor's theorem", applies, "f of these, and nothing else, is to be expanded at x")


def _led_by(step):
    try:
        own = exact(step)
        if next(faults(f()(x + own)), None) is None:
            return own
    except NotUnderstood:
        pass
    raise NotUnderstood(f"Taylor's theorem takes steps that are 0 together with h, such as h or -h; got {step}")


def reflection():
    """Im f(x + ih) is the difference of f(x + ih) and its conjugate f(x - ih), divided by 2i."""
    return _reason("reflection", lambda a, b: a.has(Im) and not b.has(Im), "an imaginary part must go")


def derivative_taken():
    """The partial derivative of what is written out is taken."""
    return _reason("derivative taken", lambda a, b: a.has(Partial) and not b.has(Partial), "a derivative must go")


def _zero(e):
    return expand(fraction(together(e))[0]) == 0
