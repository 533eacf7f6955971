"""The first referee: two expressions are equal for any size if their normal forms are the same.

A normal form is a sum of terms. Each term is a number, a set of bound indices with their ranges, and a product of
factors under one common sum. Deltas are collapsed where, and only where, their index is proved to be in range. Bound
indices are named by where they stand, so that no choice of names or order of summation is left.
"""

from contextvars import ContextVar
from functools import lru_cache
from itertools import permutations, product

from sympy import Add, Function, Indexed, Integer, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol, exp, log

from backprop.proving.language.entries import NotUnderstood, fresh, freshen
from backprop.proving.language.ranges import in_range, never_negative

_divisions_checked = ContextVar("divisions_checked", default=False)


class Bound(Symbol):
    """A bound index of a normal form: the `place`-th at its `level`. No author can write one."""

    def __new__(cls, level, place):
        return Symbol.__xnew__(cls, f"i{level}_{place}", integer=True)


class Exponential(Function):
    """exp, left alone: SymPy would look for ways to rewrite each one that it builds, which was a third of a proof."""

    nargs = 1


EXP = (exp, Exponential)


def normal_form(expr, level=0, ranges=None):
    """The normal form of an index-form `expr` without partial derivatives.

    Raises `NotUnderstood` for division by what is not proved to differ from zero, and for unknown functions of sums.
    """
    ranges = ranges or {}
    terms = {}
    for term in _terms(expr, ranges):
        for settled in _settle(*term, ranges):
            key, coefficient = _named(*settled, level, ranges)
            terms[key] = terms.get(key, 0) + coefficient
    return _rebuild({key: c for key, c in terms.items() if c != 0}, level)


def equal(a, b, divisions_checked=False):
    """True if a = b is proved for every size and every index in its range.

    With `divisions_checked`, what is divided by is taken to differ from zero, because that has been proved before.
    """
    token = _divisions_checked.set(divisions_checked)
    try:
        return _equal(a, b)
    finally:
        _divisions_checked.reset(token)


def _equal(a, b):
    difference = normal_form(freshen((a - b).replace(exp, Exponential)))
    if _cleared(difference, {}) == 0:
        return True
    together = {}
    for term in Add.make_args(difference):
        sums = [f for f in Mul.make_args(term) if isinstance(f, Sum)]
        others = Mul(*[f for f in Mul.make_args(term) if not isinstance(f, Sum)])
        limits, body = (sums[0].limits, sums[0].function) if len(sums) == 1 else ((), Mul(*sums))
        together[limits] = together.get(limits, 0) + others * body
    # equal under the sum is equal after it, and under it denominators with a bound index can be cleared
    return all(_cleared(body, {i: (low, high) for i, low, high in limits}) == 0 for limits, body in together.items())


# A term is (coefficient, limits, factors): limits maps a bound index to (low, high), factors an atom to its exponent.


def _terms(expr, ranges):
    """Multiply out: the terms of `expr`, every sum pulled to the front of its term under a fresh name."""
    if isinstance(expr, Rational):
        return [(expr, {}, {})] if expr else []
    if isinstance(expr, Add):
        return [t for a in expr.args for t in _terms(a, ranges)]
    if isinstance(expr, Mul):
        return [_times(ts) for ts in product(*[_terms(a, ranges) for a in expr.args])]
    if isinstance(expr, Sum):
        body = expr.function
        limits = {}
        for index, low, high in expr.limits:
            mine = fresh(index.name)
            body = body.xreplace({index: mine})
            limits[mine] = low, high
        inside = {**ranges, **limits}
        return [(c, {**limits, **more}, factors) for c, more, factors in _terms(body, inside)]
    if isinstance(expr, Pow):
        return _power(expr, ranges)
    if isinstance(expr, (Symbol, Indexed, KroneckerDelta, Function)):
        return [(Integer(1), {}, {expr: 1})]
    raise NotUnderstood(f"the normal form has no rule for a {type(expr).__name__}: {expr}")


def _power(expr, ranges):
    base, exponent = expr.args
    if not isinstance(exponent, Integer):
        raise NotUnderstood(f"only whole powers have a normal form; got {expr}")
    if exponent > 0:
        return [_times(ts) for ts in product(*[_terms(base, ranges) for _ in range(int(exponent))])]
    terms = _terms(base, ranges)
    if not (_divisions_checked.get() or positive(base, ranges)):
        raise NotUnderstood(f"division by {base}, which is not known to differ from zero")
    if len(terms) == 1 and not terms[0][1]:
        ((coefficient, _, factors),) = terms
        return [(coefficient**exponent, {}, {a: e * int(exponent) for a, e in factors.items()})]
    return [(Integer(1), {}, {Pow(base, -1, evaluate=False): -int(exponent)})]


def positive(expr, ranges):
    """True if `expr` is proved positive: a sum of terms each of which is, perhaps over a common denominator."""
    terms = _terms(expr, ranges)
    if terms and all(_positive(t, ranges) for t in terms):
        return True
    cleared = _cleared(expr, ranges)
    return bool(_denominators(normal_form(expr, 1, ranges))) and positive(cleared, ranges)


def _positive(term, ranges):
    """A term that is positive whatever its variables are, over a range that is not empty."""
    coefficient, limits, factors = term
    ranges = {**ranges, **limits}
    return (
        coefficient > 0
        and all(isinstance(a, EXP) or a.is_positive or (e % 2 == 0 and a.is_nonzero) for a, e in factors.items())
        and all(never_negative(high - low, ranges) for low, high in limits.values())
    )


def _times(terms):
    coefficient, limits, factors = Integer(1), {}, {}
    for c, more, others in terms:
        coefficient *= c
        limits.update(more)
        for atom, e in others.items():
            factors[atom] = factors.get(atom, 0) + e
    return coefficient, limits, factors


def _settle(coefficient, limits, factors, outer):
    """Collapse deltas, bring ranges to 1..high, count indices that no factor mentions. Yields the resulting terms."""
    factors = {a: 1 if isinstance(a, KroneckerDelta) else e for a, e in factors.items() if e}
    ranges = {**outer, **limits}
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
            for count in _terms(high - low + 1, ranges):
                yield from _settle(*_times([(coefficient, rest, factors), count]), outer)
            return
    if (named := _one_name(factors)) is not None:
        yield coefficient, limits, named


def _replace(factors, names):
    return Mul(*[Pow(a.xreplace(names), e) for a, e in factors.items()])


def _resettle(coefficient, limits, expr, outer):
    for term in _terms(expr, {**outer, **limits}):
        yield from _settle(*_times([(coefficient, limits, {}), term]), outer)


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
        delta = min(open_deltas, key=_text)
        settled.add(delta)
        keep, drop = sorted(delta.args, key=lambda a: (isinstance(a, Symbol), _text(a)))
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


def _named(coefficient, limits, factors, level, outer):
    """The term with its bound indices named by place: of all ways to name them, the first in order."""
    best = None
    ordered = sorted(limits, key=lambda i: _signature(i, limits, factors))
    groups = [_signature(i, limits, factors) for i in ordered]
    for arrangement in permutations(range(len(ordered))):
        if any(groups[place] != groups[arrangement[place]] for place in range(len(ordered))):
            continue
        names = {ordered[i]: Bound(level, place) for place, i in enumerate(arrangement)}
        ranges = tuple(limits[ordered[i]] for i in arrangement)
        inside = {**outer, **{Bound(level, place): r for place, r in enumerate(ranges)}}
        scale, parts = _factors({a.xreplace(names): e for a, e in factors.items()}, level, inside)
        key = tuple((tuple(r), str(r)) for r in ranges), tuple(sorted(parts.items(), key=lambda p: _text(p[0])))
        rank = [str(r) for r in ranges], [(_text(a), e) for a, e in key[1]]
        if best is None or rank < best[0]:
            best = rank, (ranges, key[1]), coefficient * scale
    return best[1], best[2]


def _signature(index, limits, factors):
    """What can be said of a bound index without naming any: its range, and the factors it stands in."""
    blank = dict.fromkeys(limits, Symbol("_"))
    mine = {**blank, index: Symbol("!")}
    stands = sorted((_text(a.xreplace(mine)), e) for a, e in factors.items() if a.has(index) and not a.has(Sum))
    return str(limits[index]), str(stands)


@lru_cache(maxsize=20_000)
def _text(expr):
    """`expr` as text, by which it is put in order; writing it anew each time took a fifth of a proof."""
    return str(expr)


def _factors(factors, level, ranges):
    """Normalise the arguments of functions and the bases of divisions; gather exponentials into one."""
    scale, parts, exponent = Integer(1), {}, Integer(0)
    for atom, e in factors.items():
        if isinstance(atom, EXP):
            exponent += e * atom.args[0]
            continue
        if isinstance(atom, Function) and not isinstance(atom, KroneckerDelta):
            atom = atom.func(*[normal_form(a, level + 1, ranges) for a in atom.args])
            if atom.is_Rational:
                scale *= atom**e
                continue
        elif isinstance(atom, Pow):
            atom = Pow(normal_form(atom.base, level + 1, ranges), -1, evaluate=False)
        parts[atom] = parts.get(atom, 0) + e
    if (exponent := normal_form(exponent, level + 1, ranges)) != 0:
        gathered = (exp if exponent.has(log) else Exponential)(exponent).replace(exp, Exponential)  # exp(log m) is m
        parts[gathered] = parts.get(gathered, 0) + 1
    return scale, {a: e for a, e in parts.items() if e}


def _rebuild(terms, level):
    """The normal form as one SymPy expression, what no bound index touches outside the sums."""
    out = []
    for (ranges, parts), coefficient in terms.items():
        bound = [Bound(level, place) for place in range(len(ranges))]
        outside, inside = Mul(*[Pow(a, e) for a, e in parts]).as_independent(*bound, as_Add=False)
        limits = [(i, *r) for i, r in zip(bound, ranges, strict=True)]
        out.append(coefficient * outside * (Sum(inside, *limits) if limits else inside))
    return Add(*out)


def _cleared(expr, ranges, level=1):
    """The normal form of `expr` times its denominators, which are positive, each as often as the worst term needs.

    What is already a normal form has the names of its level, which would be captured at another: hence `freshen`.
    """
    form = normal_form(freshen(expr), level, ranges)
    while powers := _denominators(form):
        base, power = min(powers.items(), key=str)
        form = normal_form(freshen(Add(*[term * base**power for term in Add.make_args(form)])), level, ranges)
    return form


def _denominators(form):
    """The sums that terms are divided by, outside every other sum, with the highest power of each."""
    powers = {}
    for term in Add.make_args(form):
        for factor in Mul.make_args(term):
            base, e = factor.as_base_exp()
            if e.is_negative and base.has(Sum, Add) and not isinstance(base, Function):
                powers[base] = max(powers.get(base, 0), -e)
    return powers
