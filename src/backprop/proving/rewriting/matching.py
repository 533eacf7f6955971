"""Where a result may be put in: a part of a line that is the left side of the result with other indices."""

from itertools import permutations

from sympy import Add, Dummy, Expr, Indexed, KroneckerDelta, Mul, Sum

from backprop.proving.language.notation import Index, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.rewriting.lines import form


def put_in(expr, change):
    """`change` applied to the parts of an index form that are derivatives, or stand outside of any, largest first.

    Of a sum over several indices any may be summed first, without the factors that do not depend on them.
    """
    if (new := change(expr)) is not expr:
        return new
    if isinstance(expr, (Partial, Indexed, KroneckerDelta)) or not isinstance(expr, Expr) or not expr.args:
        return expr
    if not isinstance(expr, Sum):
        return expr.func(*[put_in(a, change) for a in expr.args])
    for length in range(len(expr.limits), 0, -1):
        for first in permutations(expr.limits, length):
            inside, before = [], []
            for factor in Mul.make_args(expr.function):
                (inside if any(factor.has(i) for i, *_ in first) else before).append(factor)
            part = Sum(Mul(*inside), *first)
            if (new := change(part)) is not part:
                return _over([limit for limit in expr.limits if limit not in first], Mul(*before, new))
    return Sum(put_in(expr.function, change), *expr.limits)


def without_short_sums(expr):
    """The line in index form without the sums over one value, which products with columns and rows leave."""

    def shortened(e):
        one = {i: low for i, low, high in e.limits if low == high}
        return _over([limit for limit in e.limits if limit[0] not in one], e.function.xreplace(one))

    return form(expr).replace(lambda e: isinstance(e, Sum), shortened)


def _over(limits, term):
    return Sum(term, *limits) if limits else term


def matches(pattern, expr, ranges, found):
    """Each way in which `expr` is the pattern with others for its free indices: what `found` becomes by it.

    Only an index of the whole range stands for all that may stand there; all others are themselves. One that stands
    twice stands for one, and none for an index that is bound inside. A number is no pattern, since it is everywhere.
    """
    if mentioned(pattern):
        for whole in _matches(pattern, expr, ranges, found):
            inside = {i for s in expr.atoms(Sum) for i in s.bound_symbols}
            own = {i for s in pattern.atoms(Sum) for i in s.bound_symbols}
            free = {mine: other for mine, other in whole.items() if mine not in own}
            if not any(other.free_symbols & inside for other in free.values()):
                yield free


def _matches(pattern, expr, ranges, found):
    if isinstance(pattern, (Dummy, Index)):
        if found.get(pattern, pattern) == expr:
            yield found
    elif pattern.func != expr.func or len(pattern.args) != len(expr.args):
        return
    elif isinstance(pattern, Indexed):
        yield from _entry(pattern, expr, ranges, found)
    elif isinstance(pattern, Sum):
        yield from _sum(pattern, expr, ranges, found)
    elif isinstance(pattern, (Add, Mul, KroneckerDelta)):
        yield from _in_any_order(pattern.args, expr.args, ranges, found)
    elif not pattern.args:
        if pattern == expr:
            yield found
    else:
        yield from _in_order(pattern.args, expr.args, ranges, found)


def _entry(pattern, expr, ranges, found):
    if pattern.base != expr.base:
        return
    found = dict(found)
    for mine, other, size in zip(pattern.indices, expr.indices, ranges[pattern.base.name], strict=True):
        any_index = isinstance(mine, Index) and mine.size == size
        expected = found.setdefault(mine, other) if any_index else found.get(mine, mine)
        if expected != other:
            return
    yield found


def _sum(pattern, expr, ranges, found):
    """Sums over the same ranges, innermost first; each bound index stands for the other."""
    pairs = list(zip(pattern.limits, expr.limits, strict=False))
    if len(pattern.limits) == len(expr.limits) and all(mine[1:] == other[1:] for mine, other in pairs):
        bound = {mine[0]: other[0] for mine, other in pairs}
        yield from _matches(pattern.function, expr.function, ranges, {**found, **bound})


def _in_order(patterns, exprs, ranges, found):
    if not patterns:
        yield found
        return
    for first in _matches(patterns[0], exprs[0], ranges, found):
        yield from _in_order(patterns[1:], exprs[1:], ranges, first)


def _in_any_order(patterns, exprs, ranges, found):
    if not patterns:
        yield found
        return
    for place, expr in enumerate(exprs):
        for first in _matches(patterns[0], expr, ranges, found):
            yield from _in_any_order(patterns[1:], (*exprs[:place], *exprs[place + 1 :]), ranges, first)
