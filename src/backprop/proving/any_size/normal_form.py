"""The normal form of a line: two lines are equal for any size if it is the same for both.

A normal form is a sum of terms. Each term is a number, a set of bound indices with their ranges, and a product of
factors under one common sum. Bound indices are named by where they stand, so that no choice of names or order of
summation is left.
"""

from itertools import permutations

from sympy import Add, Function, Integer, KroneckerDelta, Mul, Pow, Sum, Symbol, exp, log

from backprop.proving.any_size.terms import as_text, settle, terms_of


class Bound(Symbol):
    """A bound index of a normal form: the `place`-th at its `level`. No author can write one."""

    def __new__(cls, level, place):
        return Symbol.__xnew__(cls, f"i{level}_{place}", integer=True)


class Exponential(Function):
    """exp, left alone: SymPy would look for ways to rewrite each one that it builds, which was a third of a proof."""

    nargs = 1


EXP = (exp, Exponential)


def normal_form(expr, level=0, ranges=None):
    """The normal form of an index-form `expr` without partial derivatives; what it divides by is taken to be no zero.

    Raises `NotUnderstood` for powers that are not whole, and for kinds of expressions without a rule.
    """
    ranges = ranges or {}
    terms = {}
    for term in terms_of(expr):
        for settled in settle(*term, ranges):
            key, coefficient = _named(*settled, level, ranges)
            terms[key] = terms.get(key, 0) + coefficient
    return _rebuild({key: c for key, c in terms.items() if c != 0}, level)


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
        key = tuple((tuple(r), str(r)) for r in ranges), tuple(sorted(parts.items(), key=lambda p: as_text(p[0])))
        rank = [str(r) for r in ranges], [(as_text(a), e) for a, e in key[1]]
        if best is None or rank < best[0]:
            best = rank, (ranges, key[1]), coefficient * scale
    return best[1], best[2]


def _signature(index, limits, factors):
    """What can be said of a bound index without naming any: its range, and the factors it stands in."""
    blank = dict.fromkeys(limits, Symbol("_"))
    mine = {**blank, index: Symbol("!")}
    stands = sorted((as_text(a.xreplace(mine)), e) for a, e in factors.items() if a.has(index) and not a.has(Sum))
    return str(limits[index]), str(stands)


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
