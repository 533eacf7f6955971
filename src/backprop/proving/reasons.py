"""Why one line follows from the line above. A reason that can check that the step is of its kind does so.

Whether the line is true is not decided here but by the two referees; a reason sees that one thing changed, and which.
"""

from dataclasses import dataclass

from sympy import Expr, Function, Indexed, KroneckerDelta, Mul, Pow, Sum

from backprop.proving.any_size.equal import equal
from backprop.proving.language.display import plain
from backprop.proving.language.entries import fresh, freshen, general_entry, index_form
from backprop.proving.language.notation import Array, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.guards import derivative
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.names import in_words


class OpaquePartial(Function):
    """A partial derivative that the normal form must not look into."""

    nargs = 2


@dataclass(frozen=True)
class Reason:
    """A named rule. `applies(model, before, after)` is False where the step is not of its kind."""

    name: str
    applies: object
    expected: str
    quantities: tuple = ()

    def __post_init__(self):
        in_words(self.name, "the name of a reason")
        object.__setattr__(self, "quantities", tuple(exact(q, "a reason") for q in self.quantities))

    def written(self, write, quote="{}"):
        """The name, followed by the quantities as `write` (latex or plain) has them."""
        return self.name + (" " + ", ".join(quote.format(write(q)) for q in self.quantities) if self.quantities else "")

    def __str__(self):
        return self.written(plain)


def algebra():
    """The same terms, arranged otherwise: no derivative is taken and no definition used."""
    return Reason("algebra", lambda _, a, b: same(a, b), "only factors and terms may be moved")


def collapse():
    """A sum over a Kronecker delta keeps the one term in which the delta is 1."""

    def applies(_, a, b):
        return same(a, b) and _summed(a, KroneckerDelta) > _summed(b, KroneckerDelta)

    return Reason("the sum collapses", applies, "a Kronecker delta must go from a sum")


def definition(*quantities):
    """A quantity is replaced by its definition, or the other way round."""
    names = set().union(*map(mentioned, quantities))

    def applies(model, a, b):
        return same(_expanded(model, names, a), _expanded(model, names, b)) and not same(a, b)

    return Reason("definition of", applies, "these quantities, and only these, are to be replaced", quantities)


def derivative_of(*quantities):
    """The partial derivatives of these quantities are taken, each from its definition.

    Without quantities: those of written-out expressions are taken, as they stand.
    """
    names = set().union(*map(mentioned, quantities))

    def applies(model, a, b):
        if same(a, b) or not _count(a, Partial) + _count(b, Partial):
            return False
        sides = [_differentiated(model, names, e) for e in (a, b)]
        return same(*sides) or same(*(_expanded(model, names, e) for e in sides))

    name = "derivative of" if quantities else "derivative taken"
    return Reason(name, applies, "the derivatives of these, and only these, are to be taken", quantities)


def linearity():
    """The derivative of a sum is the sum of the derivatives, and a constant factor stands outside."""

    def applies(_, a, b):
        return same(_distributed(a), _distributed(b)) and not same(a, b)

    return Reason("linearity", applies, "a derivative must move inside a sum, or past a constant")


def chain_rule(through=None):
    """A partial derivative becomes a sum of products of partial derivatives along every path.

    With `through`, an array: every path leads through its entries, whose own derivatives are taken at once.
    """
    if through is not None:
        return _chain_through(through)

    def applies(_, a, b):
        above, here = _index_form(a), _index_form(b)
        paths = [m for m in here.atoms(Mul) if _count(m, Partial) > 1]
        whole = {_ends(m) for m in above.atoms(Mul, Partial)} - {None}
        powers = any(p.base.has(Partial) for p in here.atoms(Pow) - above.atoms(Pow))
        return bool(paths) and not powers and all(_ends(m) in whole for m in paths)

    return Reason("chain rule", applies, "each path must be a product of derivatives that leads from end to end")


def _chain_through(quantity):
    if not isinstance(quantity, Array):
        raise TypeError(f"the chain rule leads through an array, such as z; got {quantity}. For paths: chain_rule()")

    def applies(model, a, b):
        left, right = model.where[quantity.name]

        def paths(p):
            top, var = p.args
            place = {i: fresh(i.name) for i in left.indices}
            step = derivative(freshen(index_form(right)).xreplace(place), var)
            return Sum(Partial(top, left.xreplace(place)) * step, *[(place[i], 1, i.size) for i in left.indices])

        return same(_map(_index_form(a), paths), b)

    return Reason("chain rule through", applies, "every path must lead through its entries", (quantity,))


def result(derivation):
    """What another derivation has concluded is put in: one side, with any indices, takes the place of the other."""
    if derivation.claim is None:
        raise ValueError("only a derivation that concludes a claim has a result to put in")
    left, right = (freshen(index_form(general_entry(e))) for e in (derivation.claim.left, derivation.claim.right))
    pattern = [i for part in left.args for i in getattr(part, "indices", ())]

    def put_in(p):
        here = [i for a in p.args for i in getattr(a, "indices", ())]
        if [mentioned(a) for a in p.args] != [mentioned(a) for a in left.args] or len(here) != len(pattern):
            return p
        return freshen(right).xreplace(dict(zip(pattern, here, strict=True)))

    def applies(_, a, b):
        return same(_map(_index_form(a), put_in), _map(_index_form(b), put_in)) and not same(a, b)

    return Reason("result for", applies, "only that result may be put in", (derivation.claim.left,))


def entries():
    """A matrix is its entries: written out as [ . ], or gathered into a product."""
    return Reason("entry by entry", lambda _, a, b: same(a, b), "both sides must have the same entries as they stand")


def as_written():
    """No rule is named: the line only has to be true. For lines that are quoted, not derived."""
    return Reason("as written", lambda *_: True, "")


def _index_form(expr):
    return freshen(index_form(general_entry(expr)))


def same(a, b):
    """True if the two are equal as they stand, no derivative taken, no definition used."""
    return equal(_opaque(_index_form(a)), _opaque(_index_form(b)), divisions_checked=True)


def _opaque(expr):
    return expr.replace(lambda e: isinstance(e, Partial), lambda e: OpaquePartial(*e.args))


def _count(expr, kind):
    """How often `kind` stands in the line as it is written."""
    expr = index_form(general_entry(expr))
    return isinstance(expr, kind) + sum(_count(a, kind) for a in expr.args if isinstance(a, Expr))


def _summed(expr, kind):
    """How often `kind` stands under a sum."""
    return sum(_count(s.function, kind) for s in index_form(general_entry(expr)).atoms(Sum))


def _map(expr, change):
    """`change` applied to every partial derivative, the rest rebuilt around it."""
    if isinstance(expr, Partial):
        return change(expr)
    if not isinstance(expr, Expr) or isinstance(expr, Indexed) or not expr.args:
        return expr
    if isinstance(expr, Sum):
        return Sum(_map(expr.function, change), *expr.limits)
    return expr.func(*[_map(a, change) for a in expr.args])


def _expanded(model, names, expr):
    only = {name: model.where[name] for name in names if name in model.where}

    def inside(p):
        return Partial(model.expand(p.args[0], among=only), p.args[1])

    return model.expand(_map(_index_form(expr), inside), among=only)


def _differentiated(model, names, expr):
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

    return _map(_index_form(expr), take)


def _distributed(expr):
    def inside(p):
        top, var = p.args
        if top.is_Add:
            return sum(inside(Partial(a, var)) for a in top.args)
        if isinstance(top, Sum):
            return Sum(inside(Partial(top.function, var)), *top.limits)
        constant, rest = top.as_independent(*(a for a in Mul.make_args(top) if mentioned(a)), as_Add=False)
        return constant * (inside(Partial(rest, var)) if constant != 1 else Partial(rest, var))

    return _map(_index_form(expr), inside)


def _ends(term):
    """What the partial derivatives of a product lead from, and to: put in a row, each ends where the next begins.

    None if they cannot be put in a row.
    """
    steps = {f.args[0]: f.args[1] for f in Mul.make_args(term) if isinstance(f, Partial)}
    starts = set(steps) - set(steps.values())
    if len(starts) != 1:
        return None
    first = at = starts.pop()
    while at in steps:
        at = steps.pop(at)
    return None if steps else (frozenset(mentioned(first)), frozenset(mentioned(at)))
