"""What a derivation in a step is written with: an unnamed f, the step h, O(h**n), and which lines have a meaning."""

import re
from functools import lru_cache, partial

from sympy import (
    Add,
    Float,
    Function,
    I,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    binomial,
    expand,
    factorial,
    oo,
    preorder_traversal,
    prod,
)

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import LETTERS, times
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.names import alike

x, h, i = Symbol("x", real=True), Symbol("h", positive=True), Symbol("i")


class Im(Function):
    """The imaginary part."""

    nargs = 1


class O(Function):  # noqa: E742
    """O(h**n): anything that falls at least like h**n."""

    nargs = 1
    is_last = True  # in a sum that is written


class Opaque(Function):
    """f or one of its derivatives; `f(k)` makes the one of order k."""

    nargs = 1

    def fdiff(self, _=1):
        return _derivative(self.order + 1)(*self.args)


MOST = 20
"""The highest order of a derivative, and the largest exponent, in a line."""
MOST_TERMS = 10_000
"""So many terms a line may have, multiplied out, for its proof to end."""


def f(order=0):
    """The function f, of which only derivatives are known to exist, or its derivative of that order: ``f(3)(x)``.

    Raises `NotUnderstood` for an order that is not 0, 1, 2, ..., `MOST`.
    """
    if type(order) is not int or not 0 <= order <= MOST:
        raise NotUnderstood(
            f"f has derivatives of the orders 0, 1, ..., {MOST}, which are whole numbers; got {order!r}"
        )
    return _derivative(order)


@lru_cache
def _derivative(order):
    return type("f" + "'" * order, (Opaque,), {"order": order})


def at(step):
    """x + step, with x in front."""
    return Add(x, step, evaluate=False)


def over(above, below):
    """A fraction as it is written."""
    return times(above, Pow(below, -1, evaluate=False))


def plus(*terms):
    """A sum in the order in which it is written."""
    return Add(*terms, evaluate=False)


def polynomial(step, degree):
    """The Taylor polynomial of f(x + step) at x: the sum of step**k f^(k)(x) / k!."""
    terms = [times(step**k, f(k)(x)) if k else f()(x) for k in range(degree + 1)]
    return plus(*[over(t, factorial(k)) if k > 1 else t for k, t in enumerate(terms)])


NUMBERS = {Rational, *map(type, (Integer(2), S.Half, S.One, S.Zero, S.NegativeOne))}
WHOLES = {kind: partial(kind, evaluate=False) for kind in (Add, Mul, Pow)} | {kind: kind for kind in (Im, O, Partial)}
"""What a line is built from, beside symbols, f and its derivatives; a subclass of one is another kind."""

DEEPEST, DIGITS = 100, 4000
"""Brackets in brackets, and digits of a number."""
NAME = re.compile(f"[{LETTERS}]+(_?[0-9]+)?")


def exact(e, depth=0):
    """The line built anew of exact types alone, so that nothing of an author's own is left in it.

    Raises `NotUnderstood`, with the end of a sentence that begins with what the line is.
    """
    if depth > DEEPEST:
        raise NotUnderstood(f"has more than {DEEPEST} brackets in brackets")
    kind = type(e)
    if kind in NUMBERS:
        if max(abs(int(e.p)), int(e.q)) >= 10**DIGITS:
            raise NotUnderstood(f"holds a number of more than {DIGITS} digits")
        return Rational(int(e.p), int(e.q))
    if kind is Symbol:
        return _symbol(e)
    if kind in WHOLES or _is_f(kind):
        return WHOLES.get(kind, kind)(*[exact(part, depth + 1) for part in e.args])
    if kind is Float:
        if abs(e._mpf_[2] + e._mpf_[3]) > 3 * DIGITS:
            raise NotUnderstood(f"holds a number of more than {DIGITS} digits")
        shown = Rational(str(e))
        raise NotUnderstood(f"holds the decimal {e}, which may be rounded; write Rational({shown.p}, {shown.q})")
    if e is I:
        raise NotUnderstood("holds SymPy's I; the book writes i, so that the scope says analytic")
    if isinstance(e, Function):
        raise NotUnderstood(f"mentions {e}; defined are f, its derivatives, Im and O")
    raise NotUnderstood(f"holds {_a(kind.__name__)}, for which an expansion has no rule")


def _symbol(e):
    if type(e.name) is not str:
        raise NotUnderstood(f"holds a name that is a {type(e.name).__name__}; a name is a str")
    if e in (x, h, i):
        return next(own for own in (x, h, i) if own == e)
    own = Symbol(e.name, positive=True)
    if not NAME.fullmatch(e.name) or e != own or e.name in ("x", "h", "i", "f", "O", "Im"):
        raise NotUnderstood(f"holds {e}, which is not x, h, i or the name of a positive number")
    return own


def faults(expr):
    """What a line must not hold, as ends of a sentence: kinds without a rule, and what a limit would answer falsely."""
    yield from _printed_alike(expr)
    yield from _misplaced_orders(expr)
    yield from _strange_powers(expr)
    for e in expr.atoms(Opaque):
        yield from _strange_places(e)
    for e in expr.atoms(Partial):
        if e.args[1] not in (h, x):
            yield f"holds a derivative by {e.args[1]}; taken are those by h and x"
        if e.args[0].has(Partial, Im):
            yield f"holds {plain(e)}; a derivative is taken of what holds neither Im nor a derivative"


def _printed_alike(expr):
    printed = {}
    for e in sorted(expr.free_symbols, key=str):
        if printed.setdefault(alike(plain(e)), e) != e:
            yield f"calls two different things {plain(e)}; rename one of them"


def _is_f(kind):
    order = vars(kind).get("order")
    return type(order) is int and 0 <= order <= MOST and kind is f(order)


def _a(name):
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"


def _misplaced_orders(expr):
    ends = [t.args[0] for t in Add.make_args(expr) if isinstance(t, O)]
    whole = all(t == h or (t.is_Pow and t.base == h and t.exp > 0) for t in ends if not t.is_Pow or t.exp.is_Rational)
    if len(ends) != len([e for e in preorder_traversal(expr) if isinstance(e, O)]) or not whole:
        yield f"has an O astray: O(h**n) stands at the end of a line, and nowhere else; got {plain(expr)}"


def _strange_powers(expr):
    for e in expr.atoms(Pow):
        if e.exp == 0:
            yield f"holds {plain(e)}, a power 0, which says nothing of what it is taken of"
        if e.has(h) and not e.exp.is_Integer:
            yield f"holds {plain(e)}; only whole powers of the step have a rule"
        if not e.exp.is_Rational or abs(e.exp) > MOST:
            yield f"holds {plain(e)}; an exponent is a number, from -{MOST} to {MOST}"
        base = meaning(e.base)
        if not e.exp.is_Integer and not base.is_positive:
            yield f"holds {plain(e)}; only positive numbers have powers that are not whole"
        if e.exp.is_negative and base.is_zero is not False:
            yield f"holds a division by {plain(e.base)}, which is not known to differ from 0"
    if _multiplied_out(expr) > MOST_TERMS:
        yield f"has more than {MOST_TERMS} terms when it is multiplied out"


def _multiplied_out(e):
    """At most so many terms."""
    parts = [_multiplied_out(a) for a in e.args]
    if e.is_Pow and e.exp.is_Integer:
        return binomial(parts[0] + abs(e.exp) - 1, abs(e.exp))
    return sum(parts) if e.is_Add else prod(parts)


def _strange_places(e):
    """f is taken where the step leads from x, so that derivatives around x are all that is asked of it."""
    (point,) = e.args
    if not point.is_polynomial(h):
        yield f"holds {plain(e)}, which is taken at no polynomial in the step"
    step = expand(point - x)
    if step.has(x, Opaque, Im, Partial) or step.subs(h, 0) != 0:
        yield f"holds {plain(e)}; f is taken at x, and at x plus what is 0 together with the step"


def order_of(line):
    """n where the line ends in O(h**n); oo where it is exact."""
    return min((t.args[0].as_base_exp()[1] for t in line.atoms(O)), default=oo)


def orders(e):
    """Each f or derivative of it in a line, as it is written: its order, with the derivative taken of it, its place."""
    if isinstance(e, Opaque):
        yield e.order, e.args[0]
    elif isinstance(e, Partial):
        inside, by = e.args
        for order, place in orders(inside):
            yield order + int(place.has(by)), place
    else:
        for part in e.args:
            yield from orders(part)


def meaning(e):
    """The line without its O, as SymPy understands it.

    For f analytic and real for real numbers, f(x - ih) is the conjugate of f(x + ih): so Im is half their difference.
    """
    if e == i:
        return I
    if isinstance(e, O):
        return S.Zero
    if isinstance(e, Partial):
        return meaning(e.args[0]).diff(e.args[1])
    if isinstance(e, Im):
        value = meaning(e.args[0])
        return (value - value.subs(I, -I)) / (2 * I)
    return e.func(*map(meaning, e.args)) if e.args else e
