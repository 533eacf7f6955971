"""One model in two conventions: a derivation goes in, and the same derivation in the other convention comes out.

A `Translation` says what the symbols of one model are in another: x = X^T, w = W^T, C = m/2 E. Columns become rows, a
sum becomes a mean and a half goes, all in one. Translating proves nothing: the referees judge every line anew.
"""

from collections.abc import Mapping
from functools import cached_property

from sympy import Symbol
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.derivation import Claim, Derivation
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, general_entry, index_form
from backprop.proving.language.notation import Array, Index, mentioned
from backprop.proving.language.operators import Unknown
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import MARK
from backprop.proving.meaning.well_formed import check, listed
from backprop.proving.methods.apart import marked, marked_model, names_in_the_way
from backprop.proving.methods.degree import degree
from backprop.proving.methods.dictionary import Dictionary, array_of, quantity_of, scaled
from backprop.proving.reasons import Reason, as_written, chain_rule, definition, derivative_of, result, same

REASONS = {"definition of": definition, "derivative of": derivative_of, "chain rule through": chain_rule}
"""The reasons that name quantities of a model. The others say the same in every convention."""
OF_ONE = ("result for", "chain rule through")
"""The reasons that name one thing."""


class Translation(Dictionary):
    """From a model in one convention to the same model in another.

    Parameters
    ----------
    source : Model
    dictionary : dict
        ``{x: X.T, w: W.T, C: times(m / 2, E), j: q}``: what each symbol is in the other convention. For an array that
        is an array or a transposed one (where no derivative is taken by it, any matrix, such as a ``ZeroMatrix``), for
        the cost a multiple of the other cost, for sizes and indices new names. What is not in it stays as it is.
    target : Model, optional
        The model in the other convention, where the book has it already. Without, it is the translated source.
    example : Index, optional
        Which of many examples a column of the source is.

    Raises
    ------
    NotUnderstood
        An array and what is to stand for it differ in shape, the dictionary says what is not in the source, or a factor
        may be 0 or holds a variable; a line holds what cannot be turned.
    """

    def __init__(self, source, dictionary, target=None, example=None):
        models = (source,) if target is None else (source, target)
        if not all(type(each) is Model for each in models) or not isinstance(dictionary, Mapping):
            raise NotUnderstood("a translation leads from a Model by a dictionary, and to a Model where there is one")
        if example is not None and not isinstance(example, Index):
            raise NotUnderstood(f"which of many examples a column is, is said by an Index; got {example}")
        if strange := [a for a in dictionary if not _is_of(source, a)]:
            raise NotUnderstood(f"the dictionary says what {strange[0]} is, which is nothing in the model it is for")
        super().__init__(dictionary, example)
        self.source, self._derivations = source, {}
        self.model = self._translated_model() if target is None else target
        self._freeze()

    def _translated_model(self):
        given = [self._quantity(a) for a in self.source.given.values()]
        where = {}
        for left, right in self.source.where.values():
            factor, there = self.factors.get(left, 1), quantity_of(self(left))
            if mentioned(there) & set().union(*map(mentioned, where)):
                raise NotUnderstood(f"the dictionary has {plain(there)} for two quantities that are computed")
            where[there] = self(right) if isinstance(right, Unknown) else scaled(1 / factor, self(right))
        return Model(given, where)

    def _quantity(self, quantity):
        """The name of a quantity in the other convention, without what it is multiplied by or turned."""
        return array_of(self.array(quantity)) if isinstance(quantity, Array) else quantity_of(self(quantity))

    def _line(self, expr, cost):
        """A line of a derivation for the cost C = factor E, as one for E: divided by the factor.

        Where every term holds one dC/d., that is the same line with E. Without a cost nothing is divided.
        """
        if cost is None:
            return self(expr)
        if degree(expr, cost) == 1:
            return Dictionary({**self.dictionary, cost: quantity_of(self.dictionary[cost])}, self.example)(expr)
        return scaled(1 / self.factors[cost], self(expr))

    def _divided(self, start):
        """The cost by whose factor a derivation is divided: the one of which every term of its start has a dC/d."""
        return next((cost for cost in self.factors if degree(start, cost) == 1), None)

    def claim(self, claim):
        """The same claim, made in the other convention: what is claimed is still to be proved there."""
        _refuse_other(claim, Claim)
        self._refuse_elsewhere(claim)
        return self._claim(claim, self._divided(claim.left))

    def _claim(self, claim, cost):
        left, right = (self._line(e, cost) for e in (claim.left, claim.right))
        return Claim(left, right, self.model)

    def _refuse_elsewhere(self, made):
        if made.model is not self.source:
            raise NotUnderstood(f"a {type(made).__name__} is translated from the model that it was made in")

    def derivation(self, derivation):
        """The same derivation, line by line and reason by reason, each line proved in the other convention.

        A derivation whose result it uses has to be translated before it.
        """
        _refuse_other(derivation, Derivation)
        self._refuse_elsewhere(derivation)
        first, *lines = derivation.lines
        cost = self._divided(first.expr)
        there = Derivation(self._line(first.expr, cost), self.model)
        for line in lines:
            there.step(self._line(line.expr, cost), self._reason(line.reason), line.comment)
        if derivation.claim is not None:
            there.concludes(self._claim(derivation.claim, cost))
        self._derivations[first.expr] = there
        return there

    def _reason(self, reason):
        if reason.name in OF_ONE and len(reason.quantities) != 1:
            raise NotUnderstood(f"the reason {reason} cannot be translated: it names one thing, and no more")
        if reason.name == "result for":
            (left,) = reason.quantities
            if left not in self._derivations:
                raise NotUnderstood(f"this derivation uses the result for {plain(left)}: translate that one first")
            return result(self._derivations[left])
        if reason.name not in REASONS:
            return reason
        return REASONS[reason.name](*map(self._quantity, reason.quantities))

    @cached_property
    def _shared(self):
        return names_in_the_way(self.source, self.model)

    @cached_property
    def _apart(self):
        """This translation, each name of the source that means something else in the target with the mark.

        The indices of a line belong to neither model, and keep their names.
        """
        own = {a: marked(a, self._shared) for a in (*self.source.given.values(), *self.dictionary)}
        unsaid = {own[a]: a for a in self.source.given.values() if own[a] != a}
        said = {own[a]: value for a, value in self.dictionary.items() if not isinstance(a, Index)}
        return Translation(marked_model(self.source, self._shared), unsaid | said, self.model)

    @cached_property
    def both(self):
        """Both models under one roof: what is given in the source is what the dictionary says of it.

        A quantity of the source whose name the target uses too is another one, with a mark: z°. What is computed in
        the source and not in the dictionary is the source's own.
        """
        if self.example is not None or set(self.dictionary) & set(self.source.sizes):
            raise NotUnderstood("two models with different sizes have no roof in common: rename the sizes first")
        where = dict(self.model.where.values())
        for a in self._apart.source.given.values():
            own = a[tuple(map(Index, ("row", "col"), a.sizes))] if isinstance(a, Array) else a
            where[marked(own, {}, signed=False)] = self._apart(own)
        for sides in self._apart.source.where.values():
            left, right = (marked(side, {}, signed=False) for side in sides)
            where[left] = right
        return Model(self.model.given.values(), where, MARK)

    def equality(self, claim):
        """The claim and its translation are one and the same: a `Derivation` under both models at once.

        The claim is proved in its own model too: what is given there may be something special here, such as 0, or
        what is positive.

        Raises
        ------
        DerivationError
            They are not; or the two models compute different things where the dictionary says that they are alike.
        NotUnderstood
            The claim is made in another model than the source, holds what is computed there and the dictionary says
            nothing of, or one model computes what is given in the other and the dictionary does not say that.
        """
        if type(claim) is not Claim or claim.model is not self.source:
            raise NotUnderstood(f"what is translated is a Claim made in the source of the translation; got {claim!r}")
        unsaid = set(self.source.given) - {q.name for q in self.dictionary}
        if confused := unsaid & set(self.model.where):
            raise NotUnderstood(f"{listed(confused)} is given in one model and computed in the other: say what it is")
        Derivation(claim.left, self.source).step(claim.right, as_written())
        both, here = self.both, self._apart
        own = Claim(*(marked(e, self._shared) for e in (claim.left, claim.right)), here.source)
        there, cost = here.claim(own), here._divided(own.left)
        for side in (there.left, there.right):
            check(self.model, side, "the translated claim", MARK)
        unsigned = [marked(e, {}, signed=False) for e in (own.left, own.right)]
        turned = [mat.Transpose(e) if isinstance(e, MatrixExpr) else e for e in unsigned]
        left, right = (scaled(1 / here.factors[cost] if cost else 1, e) for e in turned)
        renamed = Reason("the other convention", here._is_translated, "only the names may change")
        known = Reason(
            "result for", lambda _, a, b: same(a, left) and same(b, right), "only that may be put in", (unsigned[0],)
        )
        proof = Derivation(there.left, both).step(left, renamed).step(right, known).step(there.right, renamed)
        self.computed_alike()
        return proof

    def computed_alike(self):
        """What the dictionary says of each quantity that both models compute, proved: a tuple of derivations.

        Raises `DerivationError` where the two compute different things.
        """
        return self._alike

    @cached_property
    def _alike(self):
        both, here = self.both, self._apart
        said = {*here.arrays, *here.numbers}
        return tuple(
            Derivation(quantity, both).step(here(quantity), as_written())
            for name, (quantity, _) in here.source.where.items()
            if name in said
        )

    def _is_translated(self, _, before, after):
        return same(*(self(index_form(general_entry(e))) for e in (before, after)))


def _refuse_other(thing, kind):
    if type(thing) is not kind:
        raise TypeError(f"what is translated or restated here is a {kind.__name__}; got {thing!r}")


def _is_of(model, key):
    """Whether a model has the quantity or the size, or could have the index."""
    if isinstance(key, Array):
        return model.ranges.get(key.name) == key.sizes
    if isinstance(key, Index):
        return key.size.free_symbols <= set(model.sizes)
    return isinstance(key, Symbol) and (key in model.sizes or model.is_scalar(key))


def restated(derivation, known):
    """The same result with another backward quantity: dE/dZ for f'(Z) (.) dE/dA, or back, as `known` concluded."""
    _refuse_other(derivation, Derivation)
    _refuse_other(known, Derivation)
    here, (left, right) = derivation.result, known.equation
    line = here.xreplace({left: right}) if here.has(left) else here.xreplace({right: left})
    return Derivation(derivation.equation[0], derivation.model).step(here, result(derivation)).step(line, result(known))
