"""The normal form of a line: two lines are equal for any size if it is the same for both."""

from functools import lru_cache

from sympy import Add, E, Function, Indexed, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol, pi

from backprop.proving.any_size.changes import fraction, leaf, one_name
from backprop.proving.any_size.forms import ONE, ZERO, Atom, constant, single
from backprop.proving.any_size.functions import applied, exponential
from backprop.proving.any_size.powers import is_positive, power
from backprop.proving.any_size.sums import summed
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.operators import Partial


def normal_form(expr, ranges=None):
    """The normal form of an index-form `expr`; what it divides by or takes a root of has been proved positive.

    Partial derivatives stay as they are. `ranges` holds for the bound indices around `expr` their (low, high).

    Raises `NotUnderstood` for kinds of expressions without a rule.
    """
    ranges = {i: r for i, r in (ranges or {}).items() if i in expr.free_symbols}
    return _normal_form(expr, tuple(ranges.items()))


@lru_cache(maxsize=20_000)
def _normal_form(expr, ranges):
    ranges = dict(ranges)
    if isinstance(expr, Rational):
        return constant(fraction(expr))
    if isinstance(expr, (Symbol, Indexed, KroneckerDelta)):
        return leaf(expr)
    if isinstance(expr, Add):
        return sum((normal_form(a, ranges) for a in expr.args), ZERO)
    if isinstance(expr, Mul):
        out = ONE
        for a in expr.args:
            out = out * normal_form(a, ranges)
        return one_name(out, ranges)
    if isinstance(expr, Sum):
        return _sum(expr, ranges)
    if isinstance(expr, Pow) and isinstance(expr.exp, Rational):
        return _power(expr.base, fraction(expr.exp), ranges)
    if expr is pi:
        return single(Atom("pi"))
    if expr is E:
        return exponential(ONE)
    if isinstance(expr, Partial):
        top, var = expr.args
        return single(Atom("partial", normal_form(top, ranges), var))
    if isinstance(expr, Function):
        return applied(type(expr), *(normal_form(a, ranges) for a in expr.args))
    if isinstance(expr, Pow):
        raise NotUnderstood(f"only powers with a whole number or a fraction have a normal form; got {expr}")
    raise NotUnderstood(f"the normal form has no rule for a {type(expr).__name__}: {expr}")


def _power(base, e, ranges):
    if isinstance(base, Pow) and isinstance(base.exp, Rational):
        inner = normal_form(base.base, ranges)
        if is_positive(inner):
            return power(inner, fraction(base.exp) * e)
    return power(normal_form(base, ranges), e)


def _sum(expr, ranges):
    """Limits are read as SymPy reads them: the first is innermost."""
    limits = {}
    for index, low, high in reversed(expr.limits):
        if any(not (s.is_integer and s.is_positive) for s in low.free_symbols | high.free_symbols):
            raise NotUnderstood(f"a sum from {low} to {high} has no normal form; limits hold sizes and numbers only")
        limits[index] = low, high
    if len(limits) < len(expr.limits):
        raise NotUnderstood(f"a sum over one index twice: {expr}")
    form = normal_form(expr.function, {**ranges, **limits})
    around = {i: r for i, r in ranges.items() if i not in limits}
    return summed(form, limits, around)
