"""The value of a line: what it says of the things given, every derivative taken and every quantity replaced."""

from functools import lru_cache

from sympy import Sum

from backprop.proving.language.entries import freshen, index_form
from backprop.proving.language.notation import mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.guards import derivative


@lru_cache(maxsize=10_000)
def value(model, expr):
    """`expr` in terms of what is given: each partial derivative taken at its own level, then everything expanded.

    The numerator is expanded down to the variable, differentiated by SymPy, and the rest expanded.
    """
    return _value(model, freshen(index_form(expr)))


def _value(model, expr):
    if isinstance(expr, Partial):
        top, var = expr.args
        (name,) = mentioned(var)
        return model.expand(derivative(freshen(model.expand(top, keep=name)), var))
    if not expr.has(Partial):
        return model.expand(expr)
    if isinstance(expr, Sum):
        return Sum(_value(model, expr.function), *expr.limits)
    return expr.func(*(_value(model, a) for a in expr.args))
