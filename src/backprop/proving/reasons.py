"""Why one line follows from the line above. A reason that can check that the step is of its kind does so.

Whether the line is true is not decided here but by the two referees. A reason sees that nothing changed but what its
rule changes: the rule is applied to all that it applies to, and what then differs is more than the reason says.
"""

from dataclasses import dataclass

from sympy import Expr, Indexed, KroneckerDelta, Sum

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, fresh, freshen, general_entry, index_form
from backprop.proving.language.notation import Array, Index, is_number, mentioned
from backprop.proving.language.operators import Partial
from backprop.proving.meaning.guards import derivative
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.names import in_words
from backprop.proving.rewriting import changed, differentiated, distributed, expanded, form, put_together, same


@dataclass(frozen=True)
class Reason:
    """A named rule. `applies(model, before, after)` is False where the step is not of its kind."""

    name: str
    applies: object
    expected: str
    quantities: tuple = ()

    def __post_init__(self):
        in_words(self.name, "the name of a reason")
        if not callable(self.applies):
            raise TypeError(f"a reason takes a function of the model and both lines; got {self.applies!r}")
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
    if not quantities:
        raise TypeError("definition names the quantities that are replaced, such as definition(z)")
    names = _names("definition", quantities)

    def applies(model, a, b):
        _refuse_undefined(names, model.where)
        return same(expanded(model, names, a), expanded(model, names, b)) and not same(a, b)

    return Reason("definition of", applies, "these quantities, and only these, are to be replaced", quantities)


def derivative_of(*quantities):
    """The partial derivatives of these quantities are taken, each from its definition.

    Without quantities: those of written-out expressions are taken, as they stand.
    """
    names = _names("derivative_of", quantities)

    def applies(model, a, b):
        _refuse_undefined(names, model.ranges)
        if same(a, b):
            return False
        (left, beside_left), (right, beside_right) = (differentiated(model, names, e) for e in (a, b))
        beside = [found for found in (beside_left, beside_right) if found is not None]
        if not beside:
            return False
        return same(left, right) or (
            names.isdisjoint(set().union(*beside)) and same(*(expanded(model, names, e) for e in (left, right)))
        )

    name = "derivative of" if quantities else "derivative taken"
    return Reason(name, applies, "the derivatives of these, and only these, are to be taken", quantities)


def linearity():
    """The derivative of a sum is the sum of the derivatives; what does not depend on the variable stands outside."""

    def applies(model, a, b):
        return same(distributed(model, a), distributed(model, b)) and not same(a, b)

    return Reason("linearity", applies, "a derivative must move inside a sum, or past a constant")


def chain_rule(through=None):
    """A partial derivative becomes a sum of products of partial derivatives along every path.

    With `through`, an array: every path leads through its entries, whose own derivatives are taken at once.
    """
    if through is not None:
        return _chain_through(through)

    def applies(model, a, b):
        (above, _), (here, found) = (put_together(model, e) for e in (a, b))
        return found and same(above, here) and not same(a, b)

    return Reason("chain rule", applies, "each path must be a product of derivatives that leads from end to end")


def _chain_through(quantity):
    if not isinstance(quantity, Array):
        raise TypeError(f"the chain rule leads through an array, such as z; got {quantity}. For paths: chain_rule()")

    def applies(model, a, b):
        _refuse_undefined({quantity.name}, model.where)
        left, right = model.where[quantity.name]

        def paths(p):
            top, var = p.args
            place = {i: fresh(i.name) for i in left.indices}
            step = derivative(freshen(index_form(right)).xreplace(place), var)
            return Sum(Partial(top, left.xreplace(place)) * step, *[(place[i], 1, i.size) for i in left.indices])

        return same(changed(form(a), paths), b)

    return Reason("chain rule through", applies, "every path must lead through its entries", (quantity,))


def result(derivation):
    """What another derivation has concluded is put in: one side, with any indices, takes the place of the other.

    Only an index that stands for any is replaced by another: not a number, and one that stands twice only by one.
    """
    claim, model = getattr(derivation, "claim", None), getattr(derivation, "model", None)
    if claim is None:
        raise ValueError(f"only a derivation that concludes a claim has a result to put in; got {_kind(derivation)}")
    left, right = map(form, (claim.left, claim.right))

    def put_in(p):
        found = {}
        return freshen(right).xreplace(found) if _matches(left, p, model, found) else p

    def applies(here, a, b):
        if here is not model:
            raise NotUnderstood(f"the result for {plain(claim.left)} was concluded in another model")
        return same(changed(form(a), put_in), changed(form(b), put_in)) and not same(a, b)

    return Reason("result for", applies, "only that result may be put in", (claim.left,))


def _matches(pattern, expr, model, found):
    """Whether `expr` is the pattern with others for its free indices, which are put into `found`."""
    if isinstance(pattern, Indexed) and isinstance(expr, Indexed) and pattern.base == expr.base:
        slots = zip(pattern.indices, expr.indices, model.ranges[pattern.base.name], strict=True)
        return all(
            # an index of the whole range stands for all that may stand there
            found.setdefault(mine, other) == other if isinstance(mine, Index) and mine.size == size else mine == other
            for mine, other, size in slots
        )
    if not pattern.args or isinstance(pattern, Indexed):
        return pattern == expr and not isinstance(pattern, Index)
    return (
        pattern.func == expr.func
        and len(pattern.args) == len(expr.args)
        and all(_matches(p, e, model, found) for p, e in zip(pattern.args, expr.args, strict=True))
    )


def entries():
    """A matrix is its entries: written out as [ . ], or gathered into a product."""
    return Reason("entry by entry", lambda _, a, b: same(a, b), "both sides must have the same entries as they stand")


def as_written():
    """No rule is named: the line only has to be true. For lines that are quoted, not derived."""
    return Reason("as written", lambda *_: True, "")


def _names(reason, quantities):
    """The names of the quantities that a reason is called with."""
    for q in quantities:
        if not (isinstance(q, (Array, Indexed)) or is_number(q)):
            raise TypeError(f"{reason} names quantities, such as z, z[j] or C; got {_kind(q)}")
    return set().union(*map(mentioned, quantities))


def _refuse_undefined(names, defined):
    if missing := sorted(names - set(defined)):
        raise NotUnderstood(f"{missing[0]} has no definition here; those with one are {', '.join(defined)}")


def _kind(thing):
    return f"a {type(thing).__name__}" if not isinstance(thing, Expr) else str(thing)


def _count(expr, kind):
    """How often `kind` stands in the line as it is written."""
    expr = index_form(general_entry(expr))
    return isinstance(expr, kind) + sum(_count(a, kind) for a in expr.args if isinstance(a, Expr))


def _summed(expr, kind):
    """How often `kind` stands under a sum."""
    return sum(_count(s.function, kind) for s in index_form(general_entry(expr)).atoms(Sum))
