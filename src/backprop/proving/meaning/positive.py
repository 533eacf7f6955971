"""What is positive, whatever its variables are: what a line may divide by, or take a root or the logarithm of."""

from functools import lru_cache

from sympy import Indexed, KroneckerDelta, Pow, S, Sum, cosh, exp, expand_mul, fraction, log, together

from backprop.proving.language.entries import freshen, index_form
from backprop.proving.language.functions import absolute, drelu, huber, relu
from backprop.proving.language.notation import mentioned
from backprop.proving.meaning.ranges import never_negative


def positive(expr, ranges=None):
    """True if `expr` > 0 is proved for all sizes and all numbers; False if it is not proved.

    It is seen in the parts: sums, products and powers of what is positive, what is declared to be, every exponential,
    and never-negative things, such as squares, beside one that is positive. Where a part is taken away, as in
    1 - 1/(1 + exp(-z)), the fraction is looked at that all of it makes.

    Parameters
    ----------
    expr : Expr
        Without derivatives; quantities that are defined have been replaced by their definitions.
    ranges : dict
        For the bound indices around `expr` their (low, high).
    """
    ranges = ranges or {}
    expr = expr.replace(lambda e: isinstance(e, Sum) and e.function == 0, lambda e: S.Zero)
    if _positive(expr, ranges):
        return True
    above, below = map(expand_mul, fraction(together(expr)))
    return below != 1 and _positive(above, ranges) and _positive(below, ranges)


@lru_cache(maxsize=100)
def seen_positive(model):
    """What is positive by its definition in `model` -> the same name, declared to be so."""
    found = {}
    for left, right in model.where.values():
        what = left.base if isinstance(left, Indexed) else left
        if positive(freshen(index_form(right)).xreplace(found)):
            found[what] = type(what)(mentioned(left).pop(), positive=True)
    return found


def _positive(expr, ranges):
    if never_negative(expr - 1, ranges):
        return True  # sizes and indices
    if expr.is_Add:
        return all(_at_least_0(part, ranges) for part in expr.args) and any(
            _positive(part, ranges) for part in expr.args
        )
    if expr.is_Mul:
        return _sign(expr, ranges) == 1
    if isinstance(expr, (exp, cosh)):
        return True
    if isinstance(expr, log):
        return _positive(expr.args[0] - 1, ranges)
    if isinstance(expr, relu):
        return _positive(expr.args[0], ranges)
    if isinstance(expr, absolute):
        return _sign(expr.args[0], ranges) != 0
    if isinstance(expr, Pow):
        nonzero = expr.exp.is_even and (expr.base.is_nonzero or _sign(expr.base, ranges) != 0)
        return bool(nonzero) or (bool(expr.exp.is_Rational) and _positive(expr.base, ranges))
    if isinstance(expr, Sum):
        inside = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
        filled = all(never_negative(high - low, inside) for _, low, high in expr.limits)
        return filled and _positive(expr.function, inside)
    if isinstance(expr, Indexed):
        return bool(expr.base.label.is_positive)
    return bool(expr.is_Atom and expr.is_positive)


def _sign(expr, ranges):
    """1 if `expr` > 0 is proved, -1 if `expr` < 0 is, else 0."""
    if expr.is_Mul:
        sign = 1
        for part in expr.args:
            sign *= _sign(part, ranges)
        return sign
    if isinstance(expr, Pow) and expr.exp.is_odd:
        return _sign(expr.base, ranges)
    if _positive(expr, ranges):
        return 1
    below = expr.is_negative if expr.is_Rational else expr.is_Add and _positive(-expr, ranges)
    return -1 if below else 0


def _at_least_0(expr, ranges):
    """Whether `expr` >= 0 is proved."""
    if _positive(expr, ranges) or never_negative(expr, ranges):
        return True
    if isinstance(expr, (relu, drelu, absolute, huber, KroneckerDelta)):
        return True
    if expr.is_Add:
        return all(_at_least_0(part, ranges) for part in expr.args)
    if expr.is_Mul:
        unclear = [part for part in expr.args if not _at_least_0(part, ranges)]
        below = all(part.is_Rational or (part.is_Add and _at_least_0(-part, ranges)) for part in unclear)
        return below and len(unclear) % 2 == 0
    if isinstance(expr, Pow):
        even = bool(expr.exp.is_even and expr.exp.is_positive)
        return even or (bool(expr.exp.is_Rational and expr.exp.is_positive) and _at_least_0(expr.base, ranges))
    if isinstance(expr, Sum):
        inside = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
        return _at_least_0(expr.function, inside)
    return False
