"""What is positive, whatever its variables are: what a line may divide by, or take the logarithm of."""

from sympy import Pow, S, Sum, exp, expand_mul, fraction, together

from backprop.proving.meaning.ranges import never_negative


def positive(expr, ranges=None):
    """True if `expr` > 0 is proved for all sizes and all numbers; False if it is not proved.

    It is seen in the parts: sums, products and powers of what is positive, and every exponential. Where a part is taken
    away, as in 1 - 1/(1 + exp(-z)), the fraction is looked at that all of it makes.

    Parameters
    ----------
    expr : Expr
        Without derivatives; quantities that are defined have been replaced by their definitions.
    ranges : dict
        For the bound indices around `expr` their (low, high).
    """
    ranges = ranges or {}
    expr = expr.replace(lambda e: isinstance(e, Sum) and e.function == 0, lambda e: S.Zero)
    if _by_parts(expr, ranges):
        return True
    above, below = map(expand_mul, fraction(together(expr)))
    return below != 1 and _by_parts(above, ranges) and _by_parts(below, ranges)


def _by_parts(expr, ranges):
    if isinstance(expr, exp):
        return True
    if expr.is_Add or expr.is_Mul:
        return all(_by_parts(part, ranges) for part in expr.args)
    if isinstance(expr, Pow):
        return _by_parts(expr.base, ranges) or bool(expr.exp.is_even and expr.base.is_nonzero)
    if isinstance(expr, Sum):
        inside = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
        filled = all(never_negative(high - low, inside) for _, low, high in expr.limits)
        return filled and _by_parts(expr.function, inside)
    return bool(expr.is_Atom and expr.is_positive)
