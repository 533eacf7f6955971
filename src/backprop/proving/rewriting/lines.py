"""A line in index form, what is equal to it as it stands, and what is put for its parts."""

from sympy import Expr, Function, Indexed, Sum

from backprop.proving.any_size.equal import equal
from backprop.proving.language.entries import freshen, general_entry, index_form
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.positive import seen_positive


class OpaquePartial(Function):
    """A partial derivative that the normal form must not look into."""

    nargs = 2


def form(expr):
    """The line in index form, every bound index its own."""
    return freshen(index_form(general_entry(expr)))


def same(a, b, model=None):
    """True if the two are equal as they stand, no derivative taken, no definition used.

    Of a definition in `model` this much is known: that what it defines is positive, where it is.
    """
    known = seen_positive(model) if model else {}
    return equal(*(opaque(form(e)).xreplace(known) for e in (a, b)), divisions_checked=True)


def opaque(expr):
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
