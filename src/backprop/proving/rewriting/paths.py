"""Products of derivatives that lead from end to end, put together into one derivative."""

from itertools import product

from sympy import Add, Integer, Mul, Pow, Rational, Sum

from backprop.proving.any_size.equal import equal
from backprop.proving.language.entries import freshen
from backprop.proving.language.notation import Index
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.value import value
from backprop.proving.rewriting.lines import OpaquePartial, form, opaque


def put_together(model, expr):
    """The line with the sums over all paths put together into the derivative from end to end; and whether it has any.

    The paths between two ends are put together where they have the same factors beside them, and add up to the
    derivative: that they do is seen from the definitions.
    """
    groups, others = {}, []
    for coefficient, limits, factors in _terms(opaque(form(expr))):
        path = [a for a, e in factors.items() if isinstance(a, OpaquePartial) and e == 1]
        beside = {a: e for a, e in factors.items() if a not in path}
        ends = _ends(path) if len(path) > 1 and not any(a.has(OpaquePartial) for a in beside) else None
        outer = {i: r for i, r in limits.items() if any(a.has(i) for a in (*beside, *(ends or ())))}
        if ends is None:
            others.append(_term(coefficient, limits, factors))
            continue
        own = {i: r for i, r in limits.items() if i not in outer}
        key = ends, coefficient, frozenset(beside.items()), frozenset(outer.items())
        groups.setdefault(key, []).append(Sum(Mul(*path), *_limits(own)) if own else Mul(*path))
    found = False
    for (ends, coefficient, beside, outer), paths in groups.items():
        whole = Add(*paths)
        if _add_up(model, whole, Partial(*ends), dict(outer)):
            whole, found = OpaquePartial(*ends), True
        others.append(_term(coefficient, dict(outer), {**dict(beside), whole: 1}))
    return Add(*others), found


def _terms(expr):
    """Multiplied out, every sum at the front of its term: (coefficient, bound indices with ranges, factor: power)."""
    if isinstance(expr, Rational):
        return [(expr, {}, {})]
    if isinstance(expr, Add):
        return [term for a in expr.args for term in _terms(a)]
    if isinstance(expr, Mul):
        return [_product(terms) for terms in product(*map(_terms, expr.args))]
    if isinstance(expr, Sum):
        limits = {index: (low, high) for index, low, high in expr.limits}
        return [(c, {**limits, **more}, factors) for c, more, factors in _terms(expr.function)]
    if isinstance(expr, Pow) and expr.exp.is_Integer and expr.exp > 0 and expr.has(OpaquePartial):
        return _terms(Mul(*[freshen(expr.base) for _ in range(int(expr.exp))], evaluate=False))
    return [(Integer(1), {}, dict([expr.as_base_exp()]))]


def _product(terms):
    coefficient, limits, factors = Integer(1), {}, {}
    for c, more, others in terms:
        coefficient *= c
        limits.update(more)
        for atom, e in others.items():
            factors[atom] = factors.get(atom, 0) + e
    return coefficient, limits, factors


def _term(coefficient, limits, factors):
    body = Mul(coefficient, *[a**e for a, e in factors.items()])
    return Sum(body, *_limits(limits)) if limits else body


def _limits(limits):
    return [(i, *r) for i, r in limits.items()]


def _add_up(model, paths, whole, outer):
    """Whether the paths are all there are; an index that a sum further out binds is like a free one here."""
    free = {i: Index(f"{i.name}{place}", high) for place, (i, (low, high)) in enumerate(outer.items()) if low == 1}
    paths = paths.replace(OpaquePartial, Partial).xreplace(free)
    sides = (value(model, freshen(e)) for e in (paths, whole.xreplace(free)))
    return equal(*sides, divisions_checked=True)


def _ends(path):
    """Where a product of derivatives leads from, and to: put in a row, each ends where the next begins; else None."""
    steps = dict(p.args for p in path)
    starts = set(steps) - set(steps.values())
    if len(starts) != 1 or len(steps) < len(path):
        return None
    first = at = starts.pop()
    while at in steps:
        at = steps.pop(at)
    return None if steps else (first, at)
