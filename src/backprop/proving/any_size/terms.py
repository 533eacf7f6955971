"""A line multiplied out into terms, its deltas collapsed and its ranges brought to 1, ..., size.

Deltas are collapsed where, and only where, their index is proved to be in range.
"""

from functools import lru_cache
from itertools import product

from sympy import Add, Function, Indexed, Integer, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol

from backprop.proving.language.entries import NotUnderstood, fresh
from backprop.proving.meaning.ranges import in_range

# A term is (coefficient, limits, factors): limits maps a bound index to (low, high), factors an atom to its exponent.


def terms_of(expr):
    """Multiply out: the terms of `expr`, every sum pulled to the front of its term under a fresh name."""
    if isinstance(expr, Rational):
        return [(expr, {}, {})] if expr else []
    if isinstance(expr, Add):
        return [t for a in expr.args for t in terms_of(a)]
    if isinstance(expr, Mul):
        return [_times(ts) for ts in product(*[terms_of(a) for a in expr.args])]
    if isinstance(expr, Sum):
        body = expr.function
        limits = {}
        for index, low, high in expr.limits:
            mine = fresh(index.name)
            body = body.xreplace({index: mine})
            limits[mine] = low, high
        return [(c, {**limits, **more}, factors) for c, more, factors in terms_of(body)]
    if isinstance(expr, Pow):
        return _power(expr)
    if isinstance(expr, (Symbol, Indexed, KroneckerDelta, Function)):
        return [(Integer(1), {}, {expr: 1})]
    raise NotUnderstood(f"the normal form has no rule for a {type(expr).__name__}: {expr}")


def _power(expr):
    base, exponent = expr.args
    if not isinstance(exponent, Integer):
        raise NotUnderstood(f"only whole powers have a normal form; got {expr}")
    if exponent > 0:
        return [_times(ts) for ts in product(*[terms_of(base) for _ in range(int(exponent))])]
    terms = terms_of(base)
    if len(terms) == 1 and not terms[0][1]:
        ((coefficient, _, factors),) = terms
        return [(coefficient**exponent, {}, {a: e * int(exponent) for a, e in factors.items()})]
    return [(Integer(1), {}, {Pow(base, -1, evaluate=False): -int(exponent)})]


def _times(terms):
    coefficient, limits, factors = Integer(1), {}, {}
    for c, more, others in terms:
        coefficient *= c
        limits.update(more)
        for atom, e in others.items():
            factors[atom] = factors.get(atom, 0) + e
    return coefficient, limits, factors


def settle(coefficient, limits, factors, outer):
    """Collapse deltas, bring ranges to 1..high, count indices that no factor mentions. Yields the resulting terms."""
    factors = {a: 1 if isinstance(a, KroneckerDelta) else e for a, e in factors.items() if e}
    for delta in [a for a in factors if isinstance(a, KroneckerDelta)]:
        for index, value in (delta.args, delta.args[::-1]):
            if index in limits and not value.has(index):
                rest = {i: r for i, r in limits.items() if i != index}
                if in_range(value, *limits[index], {**outer, **rest}):
                    others = {a: e for a, e in factors.items() if a != delta}
                    yield from _resettle(coefficient, rest, _replace(others, {index: value}), outer)
                    return
    for index, (low, high) in limits.items():
        if low != 1 or (not high.is_Integer and high.as_coeff_Add()[0] < 0):
            yield from _from_one(index, low, high, coefficient, limits, factors, outer)
            return
        if low.is_Integer and high.is_Integer:
            rest = {i: r for i, r in limits.items() if i != index}
            for value in range(int(low), int(high) + 1):
                yield from _resettle(coefficient, rest, _replace(factors, {index: Integer(value)}), outer)
            return
        if not any(a.has(index) for a in factors):
            rest = {i: r for i, r in limits.items() if i != index}
            for count in terms_of(high - low + 1):
                yield from settle(*_times([(coefficient, rest, factors), count]), outer)
            return
    if (named := _one_name(factors)) is not None:
        yield coefficient, limits, named


def _replace(factors, names):
    return Mul(*[Pow(a.xreplace(names), e) for a, e in factors.items()])


def _resettle(coefficient, limits, expr, outer):
    for term in terms_of(expr):
        yield from settle(*_times([(coefficient, limits, {}), term]), outer)


def _from_one(index, low, high, coefficient, limits, factors, outer):
    """Make a range run from 1 to a bare size: shift it if that does it, else add or take away terms at its ends."""
    beyond = low - 1 if high.is_Integer else high.as_coeff_Add()[0]
    body = _replace(factors, {index: index + beyond if low - beyond == 1 else index})
    if low - beyond == 1:
        full, missing, sign = (Integer(1), high - beyond), (), 1
    elif beyond < 0:
        full, missing, sign = (low, high - beyond), [high + step for step in range(1, int(-beyond) + 1)], -1
    elif low.is_Integer:
        full, sign = (Integer(1), high), -1 if low > 1 else 1
        missing = [Integer(v) for v in range(min(int(low), 1), max(int(low), 1))]
    else:
        raise NotUnderstood(f"a sum from {low} to {high} has no normal form; start it at a number")
    yield from _resettle(coefficient, {**limits, index: full}, body, outer)
    rest = {i: r for i, r in limits.items() if i != index}
    for value in missing:
        yield from _resettle(sign * coefficient, rest, body.xreplace({index: value}), outer)


def _one_name(factors):
    """Where a delta of two indices stays, write one of them for the other in all other factors; None if that is 0."""
    settled = set()
    while open_deltas := [a for a in factors if isinstance(a, KroneckerDelta) and a not in settled]:
        delta = min(open_deltas, key=as_text)
        settled.add(delta)
        keep, drop = sorted(delta.args, key=lambda a: (isinstance(a, Symbol), as_text(a)))
        if isinstance(drop, Symbol) and not keep.has(drop):
            renamed = {}
            for atom, e in factors.items():
                atom = atom if atom == delta else atom.xreplace({drop: keep})
                if atom == 0:
                    return None
                if atom != 1:
                    renamed[atom] = 1 if isinstance(atom, KroneckerDelta) else renamed.get(atom, 0) + e
            factors = renamed
    return factors


@lru_cache(maxsize=20_000)
def as_text(expr):
    """`expr` as text, by which it is put in order; writing it anew each time took a fifth of a proof."""
    return str(expr)
