"""Sums of forms: deltas collapsed, ranges brought to 1, ..., size, and what hangs together under one sum.

Deltas are collapsed where, and only where, their index is proved to be in range. A sum of products that share no index
is a product of sums, and is kept as one.
"""

from math import prod

from sympy import Integer, expand

from backprop.proving.any_size.changes import REBUILT, counts, inside_of, leaf, substituted
from backprop.proving.any_size.forms import ZERO, Atom, Bound, Form, product, refuse_long, single
from backprop.proving.any_size.naming import in_order
from backprop.proving.any_size.powers import power
from backprop.proving.language.entries import NotUnderstood, fresh
from backprop.proving.meaning.ranges import in_range

MOST_TERMS = 200
"""A sum over so many numbers is written out, and no longer one."""


def summed(form, limits, ranges):
    """The sum of `form` over the indices of `limits`, {index: (low, high)}; `ranges` are those around it."""
    refuse_long(sum(prod(_values(term, limits)) for term in form.terms))
    out = ZERO
    for term, c in form.terms.items():
        out += _summed(term, limits, ranges).scaled(c)
    return out


def _values(term, limits):
    """For each index of the term that runs between numbers, how many values are put in, one by one."""
    for index, (low, high) in limits.items():
        if low.is_Integer and high.is_Integer and high - low < MOST_TERMS and any(index in a.free for a, _ in term):
            yield int(high - low + 1)


def _summed(term, limits, ranges):
    outside = frozenset((a, e) for a, e in term if a.free.isdisjoint(limits))
    inside = {a: e for a, e in term if not a.free.isdisjoint(limits)}
    around = {**ranges, **limits}
    out = Form({outside: 1})
    if opened := [a for a, e in inside.items() if a.kind == "sum" and e >= 1]:
        bodies, limits = [], dict(limits)
        for atom in opened:
            whole = int(inside[atom] // 1)
            inside[atom] -= whole
            for _ in range(whole):
                body, more = opened_up(atom, around)
                limits.update(more)
                bodies.append(body)
        rest = frozenset((a, e) for a, e in inside.items() if e)
        return out * summed(product([Form({rest: 1}), *bodies]), limits, ranges)
    if (collapsed := _collapsed(inside, limits, ranges)) is not None:
        return out * collapsed
    for index, (low, high) in limits.items():
        rest = {i: r for i, r in limits.items() if i != index}
        if (new := _on_standard_range(index, low, high, inside, rest, ranges)) is not None:
            return out * new
    if (contracted := _contracted(inside, limits, ranges)) is not None:
        return out * contracted
    return product([out, *(_named(part, limits, ranges) for part in _connected(inside, limits))])


def opened_up(atom, ranges):
    """What stands under a sum, with indices of its own, and their ranges."""
    highs, body = atom.parts
    mine = {Bound(atom.height, place): fresh() for place in range(len(highs))}
    limits = {index: (Integer(1), high) for index, high in zip(mine.values(), highs, strict=True)}
    return substituted(Form({body: 1}), mine, {**ranges, **limits}), limits


def _collapsed(inside, limits, ranges):
    for delta in [a for a in inside if a.kind == "delta"]:
        for index in [i for i in limits if i in delta.free]:
            rest = {i: r for i, r in limits.items() if i != index}
            around, value = {**ranges, **rest}, _solved(*delta.parts[0].args, index)
            if value is not None and in_range(value, *limits[index], around):
                others = Form({frozenset((a, e) for a, e in inside.items() if a is not delta): 1})
                return summed(substituted(others, {index: value}, around), rest, ranges)
    return None


def _solved(a, b, index):
    """The one value of the index for which a = b, a whole number more or less than other indices and sizes."""
    slope = expand(a - b).coeff(index)
    if slope not in (1, -1):
        return None
    return expand(index - (a - b) / slope)  # if the index is left in it, it is not proved to be in range


def _on_standard_range(index, low, high, inside, rest, ranges):
    """The sum over the others of what the one over `index` becomes on 1, ..., size; None if it runs there already."""

    def others(form, more=None):
        return summed(form, {**rest, **(more or {})}, ranges)

    def put(value, around):
        return substituted(body, {index: value}, {**ranges, **rest, **around})

    body = Form({frozenset(inside.items()): 1})
    if not any(index in a.free for a in inside):
        return leaf(high - low + 1) * others(body)
    if low == 1 and high.is_Integer and high > MOST_TERMS:
        return None  # like a size
    if low.is_Integer and high.is_Integer:
        return sum((others(put(v, {})) for v in _few(low, high)), ZERO)
    beyond, ahead = high.as_coeff_Add()[0], _ahead(inside, index)
    if not beyond.is_Integer:
        raise NotUnderstood(f"a sum from {low} to {high} has no normal form; end it at a whole number more than a size")
    shift = low - 1 if not low.is_Integer else -ahead if ahead is not None else beyond if low - beyond == 1 else 0
    if shift:
        moved = {index: (low - shift, high - shift)}
        return others(put(index + shift, moved), moved)
    if low == 1 and beyond == 0:
        return None
    full = {index: (Integer(1), high - beyond)}
    if counts(body, index):
        raise NotUnderstood(f"a sum from {low} to {high} of what is divided by {index}; let it run from 1 to a size")
    out = others(body, full)
    for v in _few(low, 0):
        out += others(put(v, {}))
    for v in _few(1, low - 1):
        out -= others(put(v, {}))
    for v in _few(1, beyond):
        out += others(put(high - beyond + v, {}))
    for v in _few(beyond + 1, 0):
        out -= others(put(high - beyond + v, {}))
    return out


def _ahead(inside, index):
    """By how much every entry that an index stands in is ahead of it at least; None if none is, or not by a number."""
    least = None
    for place in {i for atom in inside if index in atom.free for i in _places(atom, index)}:
        by = Integer(0) if place == index else place - index
        if not by.is_Integer:
            return None
        least = by if least is None else min(least, by)
    return least


def _places(atom, index):
    """Where an index stands in the entries of an atom."""
    if atom.kind in ("entry", "partial", "delta"):
        leaf_of = atom.parts[-1]
        yield from (i for i in getattr(leaf_of, "indices", leaf_of.args) if i == index or i.has(index))
    for a, _ in inside_of(atom):
        if index in a.free:
            yield from _places(a, index)


def _few(low, high):
    if high - low >= MOST_TERMS:
        raise NotUnderstood(f"a sum of more than {MOST_TERMS} terms is not written out")
    return map(Integer, range(int(low), int(high) + 1))


def _contracted(inside, limits, ranges):
    """Where a sum is divided by that stands opened among the factors, both go."""
    for atom in [a for a, e in inside.items() if a.kind == "sum" and e < 0 and len(a.parts[0]) == 1]:
        for index, (_, high) in limits.items():
            mine = {a: e for a, e in inside.items() if index in a.free}
            if high != atom.parts[0][0] or atom in mine:
                continue
            rest = {i: r for i, r in limits.items() if i != index}
            if summed(Form({frozenset(mine.items()): 1}), {index: limits[index]}, {**ranges, **rest}) == single(atom):
                others = {a: e for a, e in inside.items() if a not in mine}
                return summed(Form({frozenset(others.items()): 1}) * single(atom), rest, ranges)
    return None


def _connected(inside, limits):
    """The factors in groups that share no index of `limits`."""
    groups = []
    for factor in inside.items():
        mine, shared = [factor], factor[0].free & limits.keys()
        for group in [g for g in groups if g[1] & shared]:
            groups.remove(group)
            mine, shared = mine + group[0], shared | group[1]
        groups.append((mine, shared))
    return groups


def _named(group, limits, ranges):
    """One sum of factors that hang together, its indices named by where they stand."""
    factors, indices = group
    order = in_order({i: limits[i][1] for i in limits if i in indices}, factors)
    height = 1 + max(a.height for a, _ in factors)
    names = {i: Bound(height, place) for place, i in enumerate(order)}
    around = {**ranges, **{names[i]: limits[i] for i in order}}
    body = substituted(Form({frozenset(factors): 1}), names, around)
    if len(body.terms) != 1 or 1 + max((a.height for term in body.terms for a, _ in term), default=0) != height:
        return _summed_again(body, {name: i for i, name in names.items()}, limits, ranges)
    ((term, c),) = body.terms.items()
    return single(Atom("sum", tuple(limits[i][1] for i in order), term)).scaled(c)


def _summed_again(body, indices, limits, ranges):
    """The sum of what has changed as its indices got their names, now that more is known of their ranges."""
    mine = {i: limits[i] for i in indices.values()}
    return summed(substituted(body, indices, {**ranges, **mine}), mine, ranges)


def _sum(atom, e, change):
    body, limits = opened_up(atom, change.ranges)
    return power(summed(change.within(limits).form(body), limits, change.ranges), e)


REBUILT["sum"] = _sum
