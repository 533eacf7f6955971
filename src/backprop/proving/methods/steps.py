"""What a derivation in a step is written with: an unnamed f, the step h, O(h**n), and which lines have a meaning."""

from functools import lru_cache

from sympy import Add, Function, I, Pow, S, Symbol, factorial, oo

from backprop.proving.language.display import plain
from backprop.proving.language.notation import times
from backprop.proving.language.operators import Partial

x, h, i = Symbol("x", real=True), Symbol("h", positive=True), Symbol("i")


class Im(Function):
    """The imaginary part."""

    nargs = 1


class O(Function):  # noqa: E742
    """O(h**n): anything that falls at least like h**n."""

    nargs = 1


class Opaque(Function):
    """f or one of its derivatives; `f(k)` makes the one of order k."""

    nargs = 1

    def fdiff(self, _=1):
        return f(self.order + 1)(*self.args)


@lru_cache
def f(order=0):
    """The function f, of which only derivatives are known to exist, or its derivative of that order: ``f(3)(x)``."""
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


def faults(expr):
    """What a line must not hold, because SymPy, or a limit, would answer falsely."""
    for symbol in expr.free_symbols:
        if symbol not in (x, h, i) and (symbol.name in ("x", "h", "i") or not symbol.is_positive):
            yield f"{symbol}, which is not x, h, i or the name of a positive number"
    if expr.has(I):
        yield "SymPy's I; the book writes i, so that the scope says analytic"
    for e in expr.atoms(Opaque):
        if not e.args[0].is_polynomial(h):
            yield f"{plain(e)}, which is taken at no polynomial in the step"
    for e in expr.atoms(Partial):
        if e.args[1] not in (h, x):
            yield f"a derivative by {e.args[1]}; taken are those by h and x"
    for e in expr.atoms(Pow):
        base = meaning(e.base)
        if not e.exp.is_Integer and not base.is_positive:
            yield f"{plain(e)}; only positive numbers have powers that are not whole"
        if e.exp.is_negative and base.is_zero is not False:
            yield f"a division by {plain(e.base)}, which is not known to differ from 0"


def order_of(line):
    """n where the line ends in O(h**n); oo where it is exact."""
    return min((t.args[0].as_base_exp()[1] for t in line.atoms(O)), default=oo)


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
