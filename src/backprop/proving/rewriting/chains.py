"""A derivative led through quantities: each path through the first of them that it meets, or past all of them."""

from sympy import Add, Integer, Sum

from backprop.proving.language.entries import fresh, index_form
from backprop.proving.language.notation import Array, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.rewriting.lines import changed, form
from backprop.proving.rewriting.slopes import differentiated, is_quantity, moved, settled


def led_through(model, names, expr, standing=None):
    """The line with every derivative led through these quantities, each path through the first that it meets.

    The own derivatives of these are taken, all of them held fixed; a path that meets none is led past them. With
    `standing`, {name: a number}, those of the quantities in it count so many times, wherever they stand in a line:
    so it is seen whether they have come from a path.
    """
    counted = standing or {}

    def lead(p):
        top, var = p.args
        (name,) = mentioned(var)
        if is_quantity(top) and mentioned(top) <= counted.keys():
            (mine,) = mentioned(top)
            return counted[mine] * differentiated(model, {mine}, p)[0]
        met = [q for q in model.where if q in names and name in model.ancestors(q)]
        if name in names or not any(q in model.ancestors(t) for q in met for t in mentioned(top)):
            return p

        def past(e):
            (mine,) = mentioned(e)
            if (known := settled(model, e, var)) is not None:
                return known
            if not _leads_past(model, name, mine, names):
                return Integer(0)
            return own(e) if names & model.ancestors(mine) else Partial(e, var)

        def own(e):
            if e not in model.unknown:
                return moved(model.expand(e, among={q: model.where[q] for q in mentioned(e)}), past)
            entry, over = _any_entry(model.unknown[e])
            return _over(over, Partial(e, entry) * past(entry))

        paths = [moved(top, past)]
        for q in met:
            entry, over = _any_entry(model.where[q][0])
            paths.append(_over(over, Partial(top, entry) * counted.get(q, 1) * own(entry)))
        return Add(*paths)

    return changed(form(expr), lead)


def _leads_past(model, name, end, names):
    """Whether a path leads from `name` to `end` that meets none of `names`."""
    if end == name or end in names or end not in model.where:
        return end == name
    right = mentioned(index_form(model.where[end][1]))
    return any(_leads_past(model, name, q, names) for q in right)


def _any_entry(quantity):
    """An entry of an array, or of what stands on the left of a definition, and the ranges of its fresh indices."""
    sizes = quantity.sizes if isinstance(quantity, Array) else [i.size for i in getattr(quantity, "indices", ())]
    place = [fresh() for _ in sizes]
    base = quantity.base if place else quantity
    return (base[tuple(place)] if place else base), [(i, 1, s) for i, s in zip(place, sizes, strict=True)]


def _over(limits, term):
    return Sum(term, *limits) if limits else term
