"""Two lines compared level by level: what is computed stays a name for as long as the proof does not need more.

Lines that are equal whatever these names stand for, are equal. Where they are not seen to be, the derivatives by what
is furthest down are taken one level up by the chain rule, and then the quantities computed last are replaced by their
definitions, until nothing is left but what is given.
"""

from functools import lru_cache

from sympy import Integer

from backprop.proving.any_size.changes import Change, counts, is_index, leaf, substituted
from backprop.proving.any_size.equal import vanishes
from backprop.proving.any_size.forms import ZERO, Atom, name_of, single
from backprop.proving.any_size.normal_form import normal_form
from backprop.proving.any_size.slopes import slope
from backprop.proving.any_size.sums import summed
from backprop.proving.language.entries import NotUnderstood, fresh, general_entry, index_form
from backprop.proving.language.notation import Index, mentioned
from backprop.proving.meaning.ranges import in_range
from backprop.proving.meaning.value import slope as slope_of_unknown


def proved(model, before, after):
    """True if ``before = after`` is proved in `model`, for every size and every index in its range.

    Both are lines that have a meaning in the model: what they divide by, or take a root or a logarithm of, is positive.

    Raises `NotUnderstood` for a kind of expression without a rule.
    """
    first, second = (normal_form(index_form(general_entry(e))) for e in (before, after))
    difference = first - second
    while not vanishes(difference):
        if (deeper := _one_level_down(model, difference)) is None:
            return False
        difference = deeper
    return True


def _one_level_down(model, form):
    """The form with one name fewer; None if only what is given is left."""
    order = list(model.ranges).index
    by = [name for name in form.names if isinstance(name, tuple)]
    if by:
        return _put(_derivative, model, form, min(by, key=lambda name: order(name[1])))
    unknown = {name_of(cost) for cost in model.unknown}
    computed = [name for name in form.names if name in model.where and name not in unknown]
    if not computed:
        return None
    return _put(lambda model, a, ranges: _replaced(model, a.parts[0], ranges), model, form, max(computed, key=order))


def _put(put, model, form, name):
    return Change(lambda a: name in a.names, lambda a, change: put(model, a, change.ranges), {}).form(form)


@lru_cache(maxsize=1000)
def _definition(model, name):
    """The left side of a definition, and the normal form of its right side."""
    left, right = model.where[name]
    return left, normal_form(index_form(right))


def _replaced(model, entry, ranges):
    """The definition of an entry, or of a number."""
    left, right = _definition(model, name_of(entry))
    names = dict(zip(_indices(left), _indices(entry), strict=True))
    for index, value in names.items():
        if counts(right, index) and not in_range(value, Integer(1), index.size, ranges):
            raise NotUnderstood(f"{entry} is divided by what is positive only within its range, which it may leave")
    return substituted(right, names, ranges) if names else right


def _derivative(model, atom, ranges):
    """A partial derivative by the chain rule.

    That of a quantity leads through everything that its variable enters; that of an expression through what it holds.
    """
    top, var = atom.parts
    if any(map(is_index, top.free)) or not _in_range(model, var, ranges):
        return _by_paths(model, top, var, ranges)
    place = {Index(f"i{at}", size): value for at, (size, value) in enumerate(_slots(model, var))}
    anywhere = _anywhere(model, top, var.base[tuple(place)] if place else var)
    return substituted(anywhere, place, ranges) if place else anywhere


def _slots(model, var):
    return zip(model.ranges[name_of(var)], _indices(var), strict=True)


def _in_range(model, var, ranges):
    return all(in_range(value, Integer(1), size, ranges) for size, value in _slots(model, var))


@lru_cache(maxsize=1000)
def _anywhere(model, top, var):
    """The derivative by an entry that stands for any of its array: found once for all of them."""
    return _by_paths(model, top, var, {})


def _by_paths(model, top, var, ranges):
    name, whole = name_of(var), _quantity(model, top)
    if whole is None or name_of(whole) == name:
        out = slope(top, var, ranges)
        for q in top.names - {name} & model.where.keys():
            if name in model.ancestors(q):
                out += _path(model, q, lambda q, r: slope(top, q, r) * _partial(leaf(q), var), ranges)
        return out
    last, out = name_of(whole), ZERO
    for q, (_, right) in model.where.items():
        if name not in mentioned(index_form(right)):
            continue
        if q == last:
            out += _own_slope(model, whole, var, ranges)
        elif q in model.ancestors(last):
            out += _path(model, q, lambda q, r: _partial(top, q) * _own_slope(model, q, var, r), ranges)
    return out


def _own_slope(model, entry, var, ranges):
    """What the definition of an entry contributes to its derivative by `var`, all other quantities held fixed."""
    left, _ = model.where[name_of(entry)]
    if (array := model.unknown.get(left)) is None:
        return slope(_replaced(model, entry, ranges), var, ranges)
    return leaf(slope_of_unknown(left, array)[var.indices]) if array.name == name_of(var) else ZERO


def _path(model, name, term, ranges):
    """The sum of ``term(entry, ranges)`` over all entries of the quantity `name`."""
    left, _ = model.where[name]
    place = {i: fresh(i.name) for i in _indices(left)}
    limits = {place[i]: (Integer(1), i.size) for i in place}
    return summed(term(left.xreplace(place), {**ranges, **limits}), limits, ranges)


def _partial(top, var):
    return single(Atom("partial", top, var))


def _quantity(model, form):
    """The computed entry or number that a form consists of, or None."""
    if len(form.terms) == 1 and form.names & model.where.keys():
        ((term, c),) = form.terms.items()
        ((atom, e),) = term if len(term) == 1 else ((None, 0),)
        if c == e == 1 and atom.kind in ("entry", "symbol"):
            return atom.parts[0]
    return None


def _indices(entry):
    return getattr(entry, "indices", ())
