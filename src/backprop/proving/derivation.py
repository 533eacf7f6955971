"""A derivation: a start, and lines that two referees proved equal to the line above, each with its reason."""

from contextlib import contextmanager, suppress
from itertools import chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sympy import Sum
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.any_size.levels import proved
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.confirm import Counterexample
from backprop.proving.at_points.referee import referee
from backprop.proving.at_points.sizes import base_sizes
from backprop.proving.claims import Claim
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Index
from backprop.proving.meaning.guards import SilentlyWrong
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import in_words, told_apart
from backprop.proving.meaning.well_formed import check
from backprop.proving.reasons import Reason, as_written, others, result
from backprop.proving.rewriting.lines import form, same
from backprop.proving.shown import Shown

SUMS = "; sums are compared in any order, shifted, and split at ends that are sizes and numbers"
"""How a message goes on where a proof may have failed at a sum."""


class DerivationError(AssertionError):
    """A line that does not follow. `counterexample` holds the numbers that show it, where there are any."""

    def __init__(self, message, counterexample=None):
        super().__init__(message)
        self.counterexample = counterexample


class Refuted(DerivationError):
    """A line that is false: numbers show it, or its shape."""


class OtherReason(DerivationError):
    """A line that is true, but not by the reason that it names."""


class NotProved(DerivationError):
    """No referee found the line wrong, but not both could prove it."""


CONCLUDED = WeakKeyDictionary()
"""Model -> the derivations in it that have concluded a claim, in order."""


def concluded(model):
    """The derivations in a model that have concluded a claim, in the order in which they did."""
    return tuple(CONCLUDED.get(model, ()))


class Line(NamedTuple):
    """One line: what stands there, by what reason, and what the author adds to it."""

    expr: object
    reason: object = None
    comment: str = ""


def _shape(e):
    return tuple(e.shape) if isinstance(e, MatrixExpr) else ()


@contextmanager
def _judged(what):
    """A line that is interrupted, or nested too deep for Python, says which it was: it is put into the list."""
    line = []
    try:
        yield line
    except KeyboardInterrupt:
        raise KeyboardInterrupt(" ".join([f"{what} was being judged; nothing was added.", *map(plain, line)])) from None
    except RecursionError:
        raise NotProved(f"{what} is not proved: it is nested too deep, or what it stands for is.") from None


class Derivation(Shown):
    """Start from an expression, usually a derivative of the cost, and go on in steps.

    Parameters
    ----------
    start : Expr or MatrixExpr
        ``Partial(C, w[j, k])``, ``Gradient(C, w)``, ``Pullback(G, E, V)``, ...
    model : Model
        What the quantities in the lines are.

    Raises
    ------
    DerivationError
        The start mentions what is not defined.
    """

    _reasons = (Reason,)
    """The types of what a step is taken by."""

    def __init__(self, start, model):
        if "_lines" in vars(self):
            raise AttributeError("a derivation goes on by step, and does not begin again")
        self._model, self._claim = model, None
        with _judged("The start"):
            self._lines = (Line(self._accepted(start, "The start")),)

    @property
    def model(self):
        """What the quantities in the lines are."""
        return self._model

    @property
    def lines(self):
        """The lines that have been accepted; they can be added to by `step` alone."""
        return self._lines

    @property
    def claim(self):
        """The claim that has been concluded, or None."""
        return self._claim

    def step(self, expr, because=None, comment=""):
        """Add the line ``= expr``.

        Parameters
        ----------
        because : Reason, optional
            The rule; it checks that the step is of its kind. Without one, the rules that would do are tried, and the
            first is named; where none would, the line is there as written.
        comment : str
            Anything the author adds; shown in italics and checked by nobody.

        Raises
        ------
        DerivationError
            The line is wrong (with a counterexample in numbers), has no meaning, or is not of the kind that its
            reason names, or a claim has been concluded. Nothing is added then.
        NotProved
            No difference was found, but the line is not proved either.
        """
        if because is not None and type(because) not in self._reasons:
            raise TypeError(
                f"the reason of a step is one of backprop.proving.reasons, called, such as algebra(); got {because!r}"
            )
        in_words(comment, "a comment")
        lines = self._lines
        what, before = f"Step {len(lines)}" + (f" ({because})" if because else ""), lines[-1].expr
        self._refuse_more(what)
        with _judged(what) as line:
            expr = self._accepted(expr, what)
            line.append(expr)
            self._referees(before, expr, what)
            if because is None:
                because = self._reason_for(before, expr)
            elif not self._is_of_its_kind(because, before, expr, what):
                raise OtherReason(
                    f"{what}: the line is true, but not by this reason alone: {because.expected}"
                    f"{self._instead(because, before, expr)}.\n"
                    f"  above: {plain(before)}\n  here:  {plain(expr)}"
                )
        if self._lines is not lines:
            raise DerivationError(f"{what} was judged against a line that is no longer the last; nothing was added.")
        self._lines = (*lines, Line(expr, because, comment))
        return self

    def _refuse_more(self, what):
        """The footer says of the last line that it is the claim: nothing is added once one is concluded."""
        if self._claim is not None:
            raise DerivationError(f"{what}: the derivation has concluded its claim; start another from its last line.")

    def _is_of_its_kind(self, because, before, expr, what):
        try:
            return because.applies(self.model, before, expr)
        except (NotUnderstood, SilentlyWrong) as error:
            raise OtherReason(f"{what} is not by this reason: {error}.") from None

    def _instead(self, because, before, expr):
        """How a message goes on, once the reason is known not to be the one."""
        if type(self.model) is not Model:
            return ""
        return f"; it is by {other}" if (other := self._first(before, expr, because)) else "; write the lines between"

    def _reason_for(self, before, expr):
        return self._first(before, expr) or as_written()

    def _first(self, before, expr, instead_of=None):
        """The first rule by which a line follows from the line above, or a result; None if there is none."""
        results = (result(derivation) for derivation in reversed(concluded(self.model)))
        for other in chain(others(self.model, before, expr, instead_of), results):
            with suppress(NotUnderstood, SilentlyWrong):
                if other.applies(self.model, before, expr):
                    return other
        return None

    def _accepted(self, expr, what):
        """`expr` of exact types, once every name in it is defined and every index in its range."""
        if type(self.model) is not Model:
            raise TypeError(
                f"a derivation takes a Model, in which its lines are meant; got a {type(self.model).__name__}"
            )
        try:
            expr = exact(expr, what)
            check(self.model, expr, what)
        except (NotUnderstood, SilentlyWrong) as error:
            raise DerivationError(f"{error}.") from None
        return expr

    def _indices_told_apart(self, after, what):
        """An index of a line above, and one of another range that is called the same, have no value in common."""
        free = after.free_symbols.union(*(line.expr.free_symbols for line in self.lines))
        try:
            told_apart({}, {i for i in free if isinstance(i, Index)}, what, self.model.mark)
        except NotUnderstood as error:
            raise DerivationError(f"{error}.") from None

    def _referees(self, before, after, what):
        """Both must agree: the second looks for a counterexample, the first proves the line for any size."""
        self._indices_told_apart(after, what)
        shapes = [_shape(e) for e in (before, after)]
        if shapes[0] != shapes[1]:
            number = "; a 1 x 1 matrix is a number as Entry(...)" if {(), (1, 1)} == set(shapes) else ""
            raise Refuted(f"{what}: the line above has the shape {shapes[0]}, this one {shapes[1]}{number}")
        sides = f"\n  above: {plain(before)}\n  here:  {plain(after)}"
        try:
            verdict = referee(self.model, before, after)
        except NoMeaning as error:
            raise DerivationError(f"{what} has no meaning: {error}.{sides}") from None
        if isinstance(verdict, Counterexample):
            raise Refuted(f"{what} is wrong: the two sides differ.{sides}\n  {verdict}", verdict)
        try:
            shown = proved(self.model, before, after)
        except (NotUnderstood, SilentlyWrong) as error:
            raise NotProved(f"{what} is not proved: {error}.{sides}") from None
        if not shown:
            sums = SUMS if any(form(e).has(Sum) for e in (before, after)) else ""
            raise NotProved(f"{what} is not proved: no difference was found, and no proof either{sums}.{sides}")
        if verdict is not None:
            raise NotProved(f"{what} is not proved: {verdict.reason}.{sides}")

    def concludes(self, claim):
        """End the derivation: its first and last lines are those of `claim`.

        A side that is not the line to the letter, but only equal to it, is judged like a line.

        Raises `DerivationError` if they are not, or another claim has been concluded.
        """
        if type(claim) is not Claim:
            raise TypeError(f"a derivation concludes a Claim; got a {type(claim).__name__}")
        if claim.model is not self.model:
            raise DerivationError("The claim is made in another model than the derivation.")
        if claim is self.claim:  # a cell that is run again
            return self
        self._refuse_more("The claim")
        with _judged("The claim") as line:
            for here, there in ((self.lines[0].expr, claim.left), (self.lines[-1].expr, claim.right)):
                there = self._accepted(there, "The claim")
                line[:] = [there]
                if here == there:
                    continue
                other = f"The claim has {plain(there)} where the derivation has {plain(here)}"
                try:
                    if _shape(here) != _shape(there) or not same(here, there):
                        raise DerivationError(f"{other}.")
                except (NotUnderstood, SilentlyWrong) as error:
                    raise NotProved(f"{other}, and is not proved: {error}.") from None
                self._referees(here, there, "The claim")
        self._claim = claim
        if self.model is not None:
            CONCLUDED.setdefault(self.model, []).append(self)
        return self

    @property
    def result(self):
        """The last line."""
        return self.lines[-1].expr

    @property
    def tried_at(self):
        """The sizes at which the second referee evaluated every line, whatever the line says."""
        return tuple(base_sizes(len(self.model.sizes)))

    @property
    def equation(self):
        """The first line and the last: what has been proved."""
        return self.lines[0].expr, self.result
