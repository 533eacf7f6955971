"""What the rules do to a line in index form: derivatives taken, taken apart, put together again, or replaced."""

from itertools import product

from sympy import Add, Expr, Function, Indexed, Integer, Mul, Pow, Rational, Sum

from backprop.proving.any_size.equal import equal
from backprop.proving.language.entries import freshen, general_entry, index_form
from backprop.proving.language.notation import Index, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.guards import derivative
from backprop.proving.meaning.value import value


class OpaquePartial(Function):
    """A partial derivative that the normal form must not look into."""

    nargs = 2


def form(expr):
    """The line in index form, every bound index its own."""
    return freshen(index_form(general_entry(expr)))


def same(a, b):
    """True if the two are equal as they stand, no derivative taken, no definition used."""
    return equal(_opaque(form(a)), _opaque(form(b)), divisions_checked=True)


def _opaque(expr):
    return expr.replace(lambda e: isinstance(e, Partial), lambda e: OpaquePartial(*e.args))


def changed(expr, change):
    """`change` applied to every partial derivative of an index form, the rest rebuilt around it."""
    if isinstance(expr, Partial):
        return change(expr)
    if not isinstance(expr, Expr) or isinstance(expr, Indexed) or not expr.args:
        return expr
    if isinstance(expr, Sum):
        return Sum(changed(expr.function, change), *expr.limits)
    return expr.func(*[changed(a, change) for a in expr.args])


def expanded(model, names, expr):
    """The line with these quantities, and no others, replaced by their definitions."""
    only = {name: model.where[name] for name in names if name in model.where}

    def inside(p):
        return Partial(model.expand(p.args[0], among=only), p.args[1])

    return model.expand(changed(form(expr), inside), among=only)


def differentiated(model, names, expr):
    """The line with the derivatives of these quantities, and of written-out expressions, taken.

    Also the names in it outside of these derivatives; None if there are none of these.
    """

    def take(p):
        top, var = p.args
        if (isinstance(top, Indexed) and not mentioned(top) <= names) or not mentioned(top):
            return p
        (name,) = mentioned(var)
        if mentioned(top) <= names and name not in mentioned(top):
            only = {q: model.where[q] for q in names if q in model.where and q != name}
            top = model.expand(top, among=only)
        if name not in mentioned(top) and any(name in model.ancestors(q) for q in mentioned(top)):
            return Partial(top, var)
        return derivative(freshen(top), var)

    line = form(expr)
    taken = any(take(p) != p for p in line.atoms(Partial))
    return changed(line, take), mentioned(changed(line, lambda p: Integer(1))) if taken else None


def distributed(model, expr):
    """The line with every derivative inside the sums that it is taken of, and behind the constants."""

    def constant(factor, var):
        (name,) = mentioned(var)
        return all(q != name and name not in model.ancestors(q) for q in mentioned(factor))

    def inside(p):
        top, var = p.args
        if top.is_Add:
            return Add(*[inside(Partial(a, var)) for a in top.args])
        if isinstance(top, Sum):
            return Sum(inside(Partial(top.function, var)), *top.limits)
        factors = _factors(top)
        rest = [f for f in factors if not constant(f, var)]
        if not rest or len(rest) == len(factors):
            return p
        return Mul(*[f for f in factors if constant(f, var)]) * inside(Partial(Mul(*rest), var))

    return changed(form(expr), inside)


def _factors(expr):
    return [f for part in expr.args for f in _factors(part)] if isinstance(expr, Mul) else [expr]


def put_together(model, expr):
    """The line with the sums over all paths put together into the derivative from end to end; and whether it has any.

    The paths between two ends are put together where they have the same factors beside them, and add up to the
    derivative: that they do is seen from the definitions.
    """
    groups, others = {}, []
    for coefficient, limits, factors in _terms(_opaque(form(expr))):
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
