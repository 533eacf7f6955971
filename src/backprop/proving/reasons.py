"""Why one line follows from the line above. A reason that can check that the step is of its kind does so.

Whether the line is true is not decided here but by the two referees. A reason sees that nothing changed but what its
rule changes: the rule is applied to all that it applies to, and what then differs is more than the reason says.
"""

from dataclasses import dataclass

from sympy import Dummy, Expr, Indexed, KroneckerDelta, Sum
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.claims import Claim
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, freshen, general_entry, index_form
from backprop.proving.language.notation import Array, is_number, mentioned
from backprop.proving.language.operators import Entries, Gradient, Jacobian, Partial, Pullback
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import in_words
from backprop.proving.rewriting.chains import led_through
from backprop.proving.rewriting.lines import expanded, form, same
from backprop.proving.rewriting.matching import matches, put_in, without_short_sums
from backprop.proving.rewriting.paths import put_together
from backprop.proving.rewriting.slopes import differentiated, distributed, is_quantity


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
        if not isinstance(self.quantities, tuple):
            raise TypeError(f"a reason names a tuple of quantities; got {self.quantities!r}")
        object.__setattr__(self, "quantities", tuple(exact(q, "a reason") for q in self.quantities))

    def written(self, write, quote="{}"):
        """The name, followed by the quantities as `write` (latex or plain) has them."""
        return self.name + (" " + ", ".join(quote.format(write(q)) for q in self.quantities) if self.quantities else "")

    def __str__(self):
        return self.written(plain)


def algebra():
    """The same terms, arranged otherwise: no derivative is taken and no definition used."""
    return Reason("algebra", lambda model, a, b: same(a, b, model), "only factors and terms may be moved")


def collapse():
    """A sum over an entry of the identity, such as `I_qt`, keeps the one term in which it is 1."""

    def applies(model, a, b):
        return same(a, b, model) and _summed(a, KroneckerDelta) > _summed(b, KroneckerDelta)

    return Reason("the sum collapses", applies, "an entry of the identity must go from a sum")


def definition(*quantities):
    """A quantity is replaced by its definition, or the other way round."""
    if not quantities:
        raise TypeError("definition names the quantities that are replaced, such as definition(z)")
    names = _names("definition", quantities)

    def applies(model, a, b):
        _refuse_undefined(names, model.where)
        return same(expanded(model, names, a), expanded(model, names, b), model) and not same(a, b, model)

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


def chain_rule(*through):
    """A partial derivative becomes a sum of products of partial derivatives along every path.

    With quantities: every path leads through the first of them that it meets, or past all of them. Their own
    derivatives, by what the line above is differentiated by, may be taken at once.
    """
    if through:
        return _chain_through(through)

    def applies(model, a, b):
        (above, _), (here, found) = (put_together(model, e) for e in (a, b))
        return found and same(above, here) and not same(a, b)

    return Reason("chain rule", applies, "each path must be a product of derivatives that leads from end to end")


def _chain_through(through):
    for q in through:
        if not (isinstance(q, Array) or is_number(q)):
            raise TypeError(
                f"the chain rule leads through an array or a number, such as z; got {_kind(q)}. For paths: chain_rule()"
            )
    names = _names("chain_rule", through)

    def applies(model, a, b):
        _refuse_undefined(names, model.where)
        tops = [p.args[0] for p in form(b).atoms(Partial)]
        standing = {q: Dummy(q, real=True) for top in tops if is_quantity(top) for q in mentioned(top) & names}
        return not same(a, b) and any(
            same(*(led_through(model, names, line, own) for line in (a, b))) for own in ({}, standing)
        )

    expected = "every path must lead through the first of these that it meets, or past all of them"
    return Reason("chain rule through", applies, expected, through)


def result(derivation):
    """What another derivation has concluded is put in: one side, with any indices, takes the place of the other.

    Only an index that stands for any is replaced by another: not a number, and one that stands twice only by one.
    """
    claim = getattr(derivation, "claim", None)
    if type(claim) is not Claim or type(claim.model) is not Model:
        raise ValueError(f"only a derivation that concludes a claim has a result to put in; got {_kind(derivation)}")
    model = claim.model
    left, right = without_short_sums(claim.left), form(claim.right)

    def put(e):
        found = next(matches(left, e, model.ranges, {}), None)
        return e if found is None else freshen(right).xreplace(found)

    def applies(here, a, b):
        if here is not model:
            raise NotUnderstood(f"the result for {plain(claim.left)} was concluded in another model")
        return same(*(put_in(without_short_sums(line), put) for line in (a, b))) and not same(a, b)

    return Reason("result for", applies, "only that result may be put in", (claim.left,))


def entries():
    """A matrix is its entries: written out as [ . ], or gathered into a product."""

    def applies(model, a, b):
        return same(a, b, model)

    return Reason("entry by entry", applies, "both sides must have the same entries as they stand")


def as_written():
    """No rule is named: the line only has to be true. For lines that are quoted, not derived."""
    return Reason("as written", lambda *_: True, "")


def others(model, before, after, reason=None):
    """What a step may have been taken by, if not by `reason`: by that for one quantity more, or by another rule."""
    quantities = reason.quantities if reason else ()
    named, own = mentioned(form(before)) | mentioned(form(after)), set().union(*map(mentioned, quantities))
    below = own.union(*(model.ancestors(q) for q in own))
    by = set().union(*(mentioned(p.args[1]) for p in form(after).atoms(Partial)))
    met = [model.quantity(q) for q in model.where if q in by]
    gathered = [isinstance(line, MatrixExpr) and not line.has(Entries) for line in (before, after)]
    calls = [(entries, ())] * (gathered[0] != gathered[1])  # rather than algebra, which it is too
    taken, left = (line.atoms(Partial, Gradient, Jacobian, Pullback) for line in (before, after))
    calls += [(rule, ()) for rule in (collapse, algebra)]
    calls += [(rule, ()) for rule in (linearity, chain_rule, derivative_of) if taken != left]
    tops = set().union(*(mentioned(e.args[0]) for e in taken ^ left if not isinstance(e, Pullback)))
    ordered = sorted(model.where, key=lambda q: q not in tops)  # first those whose derivative comes or goes
    by_name = [(definition, "definition of"), (derivative_of, "derivative of")]
    for rule, name in by_name if taken == left else by_name[::-1]:
        calls += [(rule, (model.quantity(q),)) for q in ordered if q in named]
        if reason and reason.name == name:
            more = (named | below) - own
            calls += [(rule, (*quantities, model.quantity(q))) for q in model.where if q in more]
    calls += [(chain_rule, (q,)) for q in met] + [(chain_rule, tuple(met))] * (len(met) > 1) + [(entries, ())]
    for rule, quantities in calls:
        yield rule(*quantities)


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
