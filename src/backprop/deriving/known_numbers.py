"""Derivatives with respect to numbers that are formulas of numbers, so that they can be put in where they stand."""

from sympy import Add

from backprop.deriving.definitions import Entrywise
from backprop.deriving.quantities import Known
from backprop.deriving.scalars import simplest, written
from backprop.deriving.totals import Total


def known(gradient):
    """A gradient with respect to a number as a quantity of which a formula is known; None where none is."""
    if gradient is None or gradient.formula is None:
        return None
    return Known(f"({written(gradient.formula)})", formula=gradient.formula)


def formula_of(v, consumers, cost, before):
    """The derivative of the cost with respect to a number through numbers alone; None where there are others."""
    if not v.is_number:
        return None
    found = []
    for d in consumers:
        slope, above = _slope(d, v), known(before.get(d.of.name))
        if slope is None or not (d.of == cost or above):
            return None
        found.append(slope * (above.symbol if above else 1))
    return simplest(Add(*found))


def _slope(definition, v):
    """The derivative of a number that is a formula of numbers; None for another definition."""
    if isinstance(definition, Total):
        slopes = [_slope(part, v) for part in definition.parts if v in part.arguments]
        return None if None in slopes else Add(*slopes)
    return definition.slope(v) if isinstance(definition, Entrywise) and definition.of.is_number else None
