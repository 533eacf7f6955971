"""Derivatives taken, one definition deep, and derivatives moved inside sums and past constants."""

from sympy import Add, Dummy, Indexed, Integer, KroneckerDelta, Mul, Sum, Symbol

from backprop.proving.language.entries import freshen
from backprop.proving.language.notation import is_number, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.rewriting.lines import changed, form


def moved(expr, speed):
    """How fast `expr` moves if each entry e and number in it moves as fast as ``speed(e)`` says."""
    tau = Dummy("tau", real=True)
    held = freshen(expr)
    entries = held.atoms(Indexed)
    numbers = {e for e in held.atoms(Symbol) if is_number(e)} - {e.base.label for e in entries}
    moving = {e: e + tau * speed(e) for e in entries | numbers}
    return held.xreplace(moving).diff(tau).xreplace({tau: Integer(0)})


def is_quantity(expr):
    """An entry, or a number of a model, and nothing written out."""
    return isinstance(expr, Indexed) or is_number(expr)


def differentiated(model, names, expr):
    """The line with the derivatives of these quantities, and of written-out expressions, taken.

    Each is taken one definition deep: the derivatives of what stands in it stay, unless that is named too. Where
    nothing is named, the derivative of a quantity stays as well, unless it is 0 or a delta.

    Also the names in the line outside of these derivatives; None if there are none of these.
    """

    def take(p):
        top, var = p.args

        def speed(e):
            if (known := settled(model, e, var)) is not None:
                return known
            opened = model.expand(e, among={q: model.where[q] for q in mentioned(e) & names})
            return Partial(e, var) if opened == e else moved(opened, speed)

        if not is_quantity(top):
            return moved(top, speed)
        return speed(top) if not names or mentioned(top) <= names else p

    line = form(expr)
    taken = any(take(p) != p for p in line.atoms(Partial))
    return changed(line, take), mentioned(changed(line, lambda p: Integer(1))) if taken else None


def settled(model, e, var):
    """How fast an entry or a number moves with `var`, where that needs no definition: a delta, or 0; else None."""
    (mine,), (name,) = mentioned(e), mentioned(var)
    if mine == name:
        return Mul(*map(KroneckerDelta, getattr(e, "indices", ()), getattr(var, "indices", ())))
    return None if name in model.ancestors(mine) else Integer(0)


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
