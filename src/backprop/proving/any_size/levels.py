"""Two lines compared level by level: what is computed stays a name for as long as the proof does not need more.

Lines that are equal whatever these names stand for, are equal. Where they are not seen to be, the derivatives by what
is furthest down are taken one level up by the chain rule, and then the quantities computed last are replaced by their
definitions, until nothing is left but what is given.
"""

from functools import lru_cache

from sympy import Integer

from backprop.proving.any_size.changes import Change, leaf, substituted
from backprop.proving.any_size.equal import vanishes
from backprop.proving.any_size.forms import ZERO, Atom, name_of, single
from backprop.proving.any_size.normal_form import normal_form
from backprop.proving.any_size.slopes import slope
from backprop.proving.any_size.sums import summed
from backprop.proving.language.entries import fresh, general_entry, index_form
from backprop.proving.language.notation import mentioned


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
    computed = [name for name in form.names if name in model.where]
    return _put(_replaced, model, form, max(computed, key=order)) if computed else None


def _put(put, model, form, name):
    return Change(lambda a: name in a.names, lambda a, change: put(model, a, change.ranges), {}).form(form)


@lru_cache(maxsize=1000)
def _definition(model, name):
    """The left side of a definition, and the normal form of its right side."""
    left, right = model.where[name]
    return left, normal_form(index_form(right))


def _replaced(model, atom, ranges):
    """The definition of an entry, or of a number, in its place."""
    left, right = _definition(model, name_of(atom.parts[0]))
    return _at(right, left, atom.parts[0], ranges)


def _derivative(model, atom, ranges):
    """A partial derivative by the chain rule.

    That of a quantity leads through everything that its variable enters; that of an expression through what it holds.
    """
    top, var = atom.parts
    name, whole = name_of(var), _quantity(model, top)
    if whole is None or name_of(whole) == name:
        out = slope(top, var, ranges)
        for q in top.names - {name} & model.where.keys():
            if name in model.ancestors(q):
                out += _path(model, q, lambda q, _, r: slope(top, q, r), lambda q, _, r: _partial(leaf(q), var), ranges)
        return out
    last, out = name_of(whole), ZERO
    for q, (_, right) in model.where.items():
        if name not in mentioned(index_form(right)):
            continue
        if q == last:
            out += slope(_replaced(model, Atom("entry", whole), ranges), var, ranges)
        elif q in model.ancestors(last):
            out += _path(model, q, lambda q, _, r: _partial(top, q), lambda q, body, r: slope(body, var, r), ranges)
    return out


def _path(model, name, above, below, ranges):
    """The sum over all entries of the quantity `name`, and their definitions, of `above` times `below`."""
    left, right = _definition(model, name)
    place = {i: fresh(i.name) for i in _indices(left)}
    limits = {place[i]: (Integer(1), i.size) for i in place}
    entry, around = left.xreplace(place), {**ranges, **limits}
    body = _at(right, left, entry, around)
    return summed(above(entry, body, around) * below(entry, body, around), limits, ranges)


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


def _at(definition, left, entry, ranges):
    """A definition at the indices of an entry."""
    names = dict(zip(_indices(left), _indices(entry), strict=True))
    return substituted(definition, names, ranges) if names else definition


def _indices(entry):
    return getattr(entry, "indices", ())
