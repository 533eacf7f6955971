"""What an equation of another book is in chapter 5, proved in the book's letters (appendix B).

A `Book` leads from the layer of chapter 5, at the book's activation, into the book's letters, where its equations are
stated as the book has them.
"""

from dataclasses import dataclass
from functools import cached_property

from sympy import Symbol, Transpose
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving import Claim, Derivation, DerivationError, Model, Translation, as_written
from backprop.proving.language import Array, Gradient, Unknown
from backprop.proving.language.entries import elementwise_function, rebuilt
from backprop.proving.reasons import same
from backprop.results import every_layer as ours

DELTAS = {ours.delta: ours.z, ours.delta_above: ours.z_above, ours.delta_last: ours.z_last}
"""Chapter 5's letters for the errors, and what each is the derivative by."""


@dataclass(frozen=True)
class Equation:
    """An equation of a book, by its name, and the one of chapter 5 that it is."""

    name: str
    theirs: Claim
    ours: Claim


@dataclass(frozen=True)
class Book:
    """What chapter 5's letters are in a book, and the book's equations.

    Attributes
    ----------
    dictionary : dict
        Of chapter 5's arrays and its cost. What is not in it, the book has no letter for.
    functions : dict
        Chapter 5's activations and their derivatives -> the book's.
    equations : tuple of Equation
    """

    dictionary: dict
    functions: dict
    equations: tuple

    @cached_property
    def proofs(self):
        """Derivations: our equations; in the book's letters each definition of ours, and each equation of the book.

        Raises `DerivationError` where one does not hold, or where ours in the book's letters is not the book's as it
        stands, before any derivative is taken or definition used.
        """
        return tuple(proof for equation in self.equations for proof in self._same(equation))

    def rows(self):
        """Rows of a table, once all is proved: the name of an equation, the book's and ours."""
        sides = [(each.name, *((c.left, c.right) for c in (each.theirs, each.ours))) for each in self.equations]
        return sides if self.proofs else []

    def _same(self, equation):
        theirs, mine = equation.theirs, equation.ours
        yield Derivation(mine.left, mine.model).step(mine.right, as_written())
        where = {left: self._at(right) for left, right in mine.model.where.values()}
        source = Model(mine.model.given.values(), where)
        said = {quantity: value for quantity, value in self.dictionary.items() if quantity.name in source.ranges}
        there = Translation(source, said, theirs.model)
        for left, right in where.items():
            if _name(left) in {quantity.name for quantity in said}:
                yield _holds(there(left), there(right), theirs.model)
        unsaid = {delta: Gradient(ours.E, z) for delta, z in DELTAS.items() if delta not in said}
        left, right = (_turned_back(there(self._at(side).xreplace(unsaid))) for side in (mine.left, mine.right))
        renamed = dict(zip(_indices(left), _indices(theirs.left), strict=True))
        left, right = left.xreplace(renamed), right.xreplace(renamed)
        if not (same(left, theirs.left) and same(right, theirs.right)):
            raise DerivationError(f"{mine} reads {left} = {right} in the book's letters, and not {theirs}")
        yield Derivation(theirs.left, theirs.model).step(right, as_written()).concludes(theirs)

    def _at(self, expr):
        """What chapter 5 says, at the book's activation."""
        if isinstance(expr, (Array, Unknown, Symbol)) or not expr.args:
            return expr
        if isinstance(expr, ElementwiseApplyFunction):
            f = elementwise_function(expr)
            return self.functions.get(f, f)(self._at(expr.expr))
        args = [self._at(arg) for arg in expr.args]
        return self.functions[expr.func](*args) if expr.func in self.functions else rebuilt(expr, args)


def _turned_back(expr):
    """A translation turns a matrix over; here it is turned back."""
    return Transpose(expr) if expr.is_Matrix else expr


def _indices(left):
    """The indices of the entry that a derivative is taken by; none of a matrix."""
    return () if left.is_Matrix else left.args[1].indices


def _name(left):
    return left.name if isinstance(left, Symbol) else left.base.name


def _holds(left, right, where):
    """A definition that was translated, proved; of a cost of which nothing is known, the definition is the same."""
    if not isinstance(right, Unknown):
        return Derivation(left, where).step(right, as_written())
    if where.where.get(left.name) != (left, right):
        raise DerivationError(f"{left} depends on something else in the book")
    return Derivation(left, where)
