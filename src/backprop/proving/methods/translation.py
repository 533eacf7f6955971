"""One model in two conventions: a derivation goes in, and the same derivation in the other convention comes out.

A `Translation` says what the symbols of one model are in another: x = X^T, w = W^T, C = m/2 E. Columns become rows, a
sum becomes a mean and a half goes, all in one. Translating proves nothing: the referees judge every line anew.
"""

from functools import cached_property

from sympy import Expr, Indexed, Integer, Mul, OneMatrix, Sum, Symbol
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.derivation import Claim, Derivation
from backprop.proving.language.display import plain
from backprop.proving.language.entries import (
    NotUnderstood,
    elementwise_function,
    entry,
    general_entry,
    index_form,
    rebuilt,
)
from backprop.proving.language.notation import Array, Index, mentioned, scalar, times
from backprop.proving.language.operators import Entries, Entry, Gradient, Partial, Pullback, Unknown
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.well_formed import check
from backprop.proving.methods.apart import marked, marked_model, names_in_the_way
from backprop.proving.reasons import Reason, as_written, chain_rule, definition, derivative_of, result, same

REASONS = {"definition of": definition, "derivative of": derivative_of, "chain rule through": chain_rule}
"""The reasons that name quantities of a model. The others say the same in every convention."""


class Translation:
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
        An array and what is to stand for it differ in shape; a line holds what cannot be turned.
    """

    def __init__(self, source, dictionary, target=None, example=None):
        self.source, self.dictionary, self.example = source, dictionary, example
        self.arrays = {a.name: (a, value) for a, value in dictionary.items() if isinstance(a, Array)}
        for a, value in self.arrays.values():
            rows, cols = (s.xreplace(dictionary) for s in a.shape)
            height, width = value.shape
            if height != rows or (width != cols and not (example is not None and cols == 1)):
                raise NotUnderstood(
                    f"{a.name} is {rows} by {cols}, and cannot be {plain(value)}, which is {height} by {width}"
                )
        self.factors = {c: value / _quantity(value) for c, value in dictionary.items() if _is_multiple(value)}
        self.model = target or self._translated_model()
        self.derivations = {}

    def _translated_model(self):
        given = [_array(self.array(a)) if isinstance(a, Array) else self(a) for a in self.source.given.values()]
        where = {}
        for left, right in self.source.where.values():
            factor = self.factors.get(left, 1)
            where[_quantity(self(left))] = self(right) if factor == 1 else times(1 / factor, self(right))
        return Model(given, where)

    def __call__(self, expr):
        """The value of a scalar `expr`, and the transpose of a matrix, in the other convention."""
        if isinstance(expr, MatrixExpr):
            return self._turned(expr)
        if isinstance(expr, Index):
            return self.dictionary.get(expr) or Index(expr.name, expr.size.xreplace(self.dictionary))
        if isinstance(expr, Symbol):
            return self.dictionary.get(expr, expr)
        if isinstance(expr, Indexed):
            return self._entry(expr)
        if isinstance(expr, Partial):
            top, var = expr.args
            return _scaled(self.factors.get(top, 1), Partial(_quantity(self(top)), self(var)))
        if isinstance(expr, Entry):
            return self(index_form(expr))
        if isinstance(expr, Unknown):
            return Unknown(self(scalar(expr.name)), _array(self.array(expr.args[1])))
        if isinstance(expr, Sum):
            return Sum(self(expr.function), *[tuple(map(self, limit)) for limit in expr.limits])
        return rebuilt(expr, map(self, expr.args)) if isinstance(expr, Expr) and expr.args else expr

    def _entry(self, expr):
        indices = list(map(self, expr.indices))
        if expr.base.name not in self.arrays:
            return Indexed(expr.base, *indices)
        array, value = self.arrays[expr.base.name]
        if len(indices) == 1:
            indices.insert(0 if array.shape[0] == 1 else 1, Integer(1) if value.shape[1] == 1 else self.example or 1)
        return entry(value, *indices)

    def array(self, array):
        """What an array is in the other convention."""
        if array.name in self.arrays:
            return self.arrays[array.name][1]
        return Array(array.name, *[s.xreplace(self.dictionary) for s in array.shape], array.args[3].name)

    def _turned(self, expr):
        """The transpose of a matrix, with the transposition inside: (AB)^T = B^T A^T, and the arrays' own."""
        if isinstance(expr, Array):
            return self.array(expr).T
        if isinstance(expr, (Gradient, Pullback)):
            *others, var = expr.args
            partner = self.array(var)
            turned = expr.func(*[_quantity(self(a)) for a in others], _array(partner))
            return _scaled(
                self.factors.get(expr.args[0], 1), turned if isinstance(partner, mat.Transpose) else turned.T
            )
        if isinstance(expr, Entries):
            term, first, second = expr.args
            if second == 1:
                return Entries(self(term), self(first)).T
            return Entries(self(term), self(second), self(first))
        if isinstance(expr, mat.MatMul):
            scalars, factors = expr.as_coeff_matrices()
            return _scaled(self(scalars), times(*map(self, factors[::-1])))
        if isinstance(expr, ElementwiseApplyFunction):
            return ElementwiseApplyFunction(elementwise_function(expr), self(expr.expr))
        if isinstance(expr, mat.DiagMatrix):
            return mat.DiagMatrix(self(expr.args[0]).T)
        if isinstance(expr, OneMatrix):
            return OneMatrix(*[s.xreplace(self.dictionary) for s in expr.shape[::-1]])
        if isinstance(expr, (mat.MatAdd, mat.HadamardProduct, mat.Transpose)):
            return expr.func(*map(self, expr.args))
        raise NotUnderstood(f"a {type(expr).__name__} cannot be turned: {plain(expr)}")

    def _line(self, expr, factor):
        """A line of a derivation for C = factor E, as one for E: divided by the factor, which every dC/d. holds."""
        if factor == 1:
            return self(expr)
        held = {e.args[0] for e in expr.atoms(Partial, Gradient)} & set(self.factors)
        return self._unscaled(expr) if held else _scaled(1 / factor, self(expr))

    @cached_property
    def _unscaled(self):
        plain = {c: _quantity(v) if c in self.factors else v for c, v in self.dictionary.items()}
        return Translation(self.source, plain, self.model, self.example)

    def _factor(self, start):
        return next((self.factors[e.args[0]] for e in start.atoms(Partial, Gradient) if e.args[0] in self.factors), 1)

    def claim(self, claim):
        """The same claim, made in the other convention: what is claimed is still to be proved there."""
        factor = self._factor(claim.left)
        left, right = (self._line(e, factor) for e in (claim.left, claim.right))
        return Claim(left, right, self.model, claim.source)

    def derivation(self, derivation):
        """The same derivation, line by line and reason by reason, each line proved in the other convention.

        A derivation whose result it uses has to be translated before it.
        """
        first, *lines = derivation.lines
        factor = self._factor(first.expr)
        there = Derivation(self._line(first.expr, factor), self.model)
        for line in lines:
            there.step(self._line(line.expr, factor), self._reason(line.reason), line.comment)
        if derivation.claim is not None:
            there.concludes(self.claim(derivation.claim))
        self.derivations[first.expr] = there
        return there

    def _reason(self, reason):
        if reason.name == "result for":
            (left,) = reason.quantities
            if left not in self.derivations:
                raise NotUnderstood(f"this derivation uses the result for {plain(left)}: translate that one first")
            return result(self.derivations[left])
        if reason.name not in REASONS:
            return reason
        of = [_array(self.array(q)) if isinstance(q, Array) else _quantity(self(q)) for q in reason.quantities]
        return REASONS[reason.name](*of)

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
            where[own] = self._apart(own)
        return Model(self.model.given.values(), {**where, **dict(self._apart.source.where.values())})

    def equality(self, claim):
        """The claim and its translation are one and the same: a `Derivation` under both models at once.

        Raises
        ------
        DerivationError
            They are not; or the two models compute different things where the dictionary says that they are alike.
        NotUnderstood
            The claim holds what is computed in the source, and the dictionary says nothing of it.
        """
        both, here = self.both, self._apart
        claim = Claim(*(marked(e, self._shared) for e in (claim.left, claim.right)), here.source, claim.source)
        there = here.claim(claim)
        for side in (there.left, there.right):
            check(self.model, side, "the translated claim")
        factor = here._factor(claim.left)
        turned = [mat.Transpose(e) if isinstance(e, MatrixExpr) else e for e in (claim.left, claim.right)]
        left, right = (_scaled(1 / factor, e) for e in turned)
        renamed = Reason("the other convention", here._is_translated, "only the names may change")
        known = Reason(
            "result for", lambda _, a, b: same(a, left) and same(b, right), "only that may be put in", (claim.left,)
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
        said = {*here.arrays, *(q.name for q in here.dictionary if isinstance(q, Symbol))}
        return tuple(
            Derivation(quantity, both).step(here(quantity), as_written())
            for name, (quantity, _) in here.source.where.items()
            if name in said
        )

    def _is_translated(self, _, before, after):
        return same(*(self(index_form(general_entry(e))) for e in (before, after)))


def restated(derivation, known):
    """The same result with another backward quantity: dE/dZ for f'(Z) (.) dE/dA, or back, as `known` concluded."""
    here, (left, right) = derivation.result, known.equation
    line = here.xreplace({left: right}) if here.has(left) else here.xreplace({right: left})
    return Derivation(derivation.equation[0], derivation.model).step(here, result(derivation)).step(line, result(known))


def _scaled(factor, expr):
    return expr if factor == 1 else times(factor, expr)


def _is_multiple(value):
    return isinstance(value, Mul) and not value.is_Matrix


def _quantity(value):
    """E of m/2 E."""
    return next(filter(mentioned, value.args)) if _is_multiple(value) else value


def _array(value):
    return value.arg if isinstance(value, mat.Transpose) else value
