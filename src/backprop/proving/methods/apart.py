"""Two models that use one name for two things, told apart by a mark: z° is the z of the first."""

from sympy import Basic, Indexed, IndexedBase

from backprop.proving.language.entries import rebuilt
from backprop.proving.language.notation import Array, Index, is_number, scalar
from backprop.proving.language.operators import Unknown
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import MARK


def names_in_the_way(first, second):
    """The names that mean a quantity in one of two models and a quantity, an index or a size in the other, marked.

    The mark is repeated until no name of either holds it already.
    """
    indices = {i.name for sides in second.where.values() for side in sides for i in side.atoms(Index)}
    others = indices | {s.name for s in second.sizes}
    every, mark = {*first.ranges, *second.ranges, *others, *(s.name for s in first.sizes)}, MARK
    while any(mark in name for name in every):
        mark += MARK
    return {name: name + mark for name in set(second.ranges) | (others & set(first.ranges))}


def marked(expr, names, signed=True):
    """`expr`, every quantity and every index of these names with its mark; factors stay as they are written.

    What is given positive stays so, unless it is not `signed`: what is computed has no sign declared.
    """
    if isinstance(expr, Array):
        kind, sign = (part.name for part in expr.args[3:])
        return Array(_mark(expr.name, names), *expr.shape, kind, sign if signed else "real")
    if isinstance(expr, Indexed):
        sign = "positive" if signed and expr.base.label.is_positive else "real"
        base = IndexedBase(_mark(expr.base.name, names), **{sign: True})
        return Indexed(base, *[marked(i, names) for i in expr.indices])
    if isinstance(expr, Index):
        return Index(_mark(expr.name, names), expr.size)
    if isinstance(expr, Unknown):
        return Unknown(_mark(expr.name, names), marked(expr.args[1], names, signed))
    if is_number(expr):
        return scalar(_mark(expr.name, names), positive=signed and bool(expr.is_positive))
    if not isinstance(expr, Basic) or not expr.args:
        return expr
    return rebuilt(expr, [marked(a, names, signed) for a in expr.args])


def marked_model(model, names):
    """The model, its quantities and indices of these names with the mark."""
    where = {marked(left, names): marked(right, names) for left, right in model.where.values()}
    return Model([marked(a, names) for a in model.given.values()], where, MARK)


def _mark(name, names):
    return names.get(name, name)
