"""The value of a line: what it says of the things given, every derivative taken and every quantity replaced."""

from functools import cache, lru_cache

from sympy import Dummy, IndexedBase, Mul, Sum

from backprop.proving.language.entries import NotUnderstood, fresh, freshen, index_form
from backprop.proving.language.notation import mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.guards import derivative


@cache
def slope(cost, array):
    """The derivatives of an unknown cost by the entries of its array: numbers of which nothing is known.

    They stand in values only; no author can write one.
    """
    return IndexedBase(Dummy(f"∂{cost}/∂{array.name}", real=True))


@lru_cache(maxsize=10_000)
def value(model, expr):
    """`expr` in terms of what is given: each partial derivative taken at its own level, then everything expanded.

    Names for derivatives are replaced first. A numerator is expanded down to the variable, differentiated by SymPy, and
    the rest expanded.

    Raises `NotUnderstood` for a derivative of, or by, a name for a derivative.
    """
    expr = freshen(index_form(expr))
    return _value(model, model.expand(expr, among=model.by_derivative) if model.by_derivative else expr)


def _value(model, expr):
    if isinstance(expr, Partial):
        if any(a.has(Partial) for a in expr.args):
            raise NotUnderstood("a derivative, or what is computed from one, is differentiated a second time")
        return model.expand(_taken(model, *expr.args))
    if not expr.has(Partial):
        return model.expand(expr)
    if isinstance(expr, Sum):
        return Sum(_value(model, expr.function), *expr.limits)
    return expr.func(*(_value(model, a) for a in expr.args))


def _taken(model, top, var):
    """The derivative of `top` by `var`: where it is seen, and through every unknown cost that it is computed by."""
    (name,) = mentioned(var)
    top = freshen(model.expand(top, keep=name))
    whole = derivative(top, var)
    for cost, array in model.unknown.items():
        if top.has(cost):
            place = [fresh("i") for _ in array.sizes]
            path = Mul(slope(cost, array)[tuple(place)], _taken(model, array[tuple(place)], var))
            whole += derivative(top, cost) * Sum(path, *[(i, 1, s) for i, s in zip(place, array.sizes, strict=True)])
    return whole
