"""One line of the notes, its verdict, and how the verdict is confirmed by running it."""

from dataclasses import dataclass

from sympy import Basic

from backprop.proving import Derivation, DerivationError, Model, as_written

VERDICTS = ("correct", "correct if", "definition", "typo", "wrong", "ambiguous", "unreadable")
READINGS = ("clear", "reconstructed", "low")
REFUSED = ("typo", "wrong")
"""The verdicts under which the line as it was read must be refused."""


class NotConfirmed(AssertionError):
    """A verdict of the ledger does not hold when it is run."""


@dataclass(frozen=True)
class Entry:
    """One numbered line of the notes.

    Attributes
    ----------
    number : str
        S4.5 is line 5 of note 4.
    read_as : tuple
        The sides of the line as it was read: each is to equal the one before. A line of several equations is a tuple of
        such tuples.
    verdict : str
        One of `VERDICTS`.
    remark : str
        What is wrong with it, or on what it depends.
    corrected : tuple
        The same line put right; () where it is right as it was read.
    model : Model
        What the quantities are.
    otherwise : Model
        For "correct if": a model that breaks the condition, and with it the line.
    besides : callable
        What the line says beyond its equations: returns True if that holds.
    reading : str
        How sure the transcription is, one of `READINGS`.
    proved, refused : tuple of (sides, model)
        Other readings and other models: those in which the line must hold, and those in which it must not.
    """

    number: str
    read_as: tuple
    verdict: str
    remark: str = ""
    corrected: tuple = ()
    model: Model | None = None
    otherwise: Model | None = None
    besides: object = None
    reading: str = "clear"
    proved: tuple = ()
    refused: tuple = ()

    def confirm(self):
        """Run the verdict; return the refusal that shows it, one with numbers if there is one, or None.

        Raises
        ------
        NotConfirmed
            The line as read is proved although it counts as wrong, or is refused although it counts as right, or
            its correction is refused, or another reading is proved that must not hold.
        """
        if self.besides is not None and not self.besides():
            raise NotConfirmed(f"{self.number}: {self.besides.__doc__} does not hold")
        refusals = []
        if self.verdict in REFUSED:
            refusals.append(refusal(self.read_as, self.model))
            if refusals[0] is None:
                raise NotConfirmed(f"{self.number} counts as {self.verdict}, but it is proved as it was read")
            self._prove(self.corrected, self.model)
        else:
            self._prove(self.read_as, self.model)
        for sides, model in self.proved:
            self._prove(sides, model)
        for sides, model in (*self.refused, *([(self.read_as, self.otherwise)] if self.otherwise else [])):
            refusals.append(refusal(sides, model))
            if refusals[-1] is None:
                raise NotConfirmed(f"{self.number} counts as {self.verdict}, but holds without the condition")
        if self.verdict == "ambiguous" and not refusals:
            raise NotConfirmed(f"{self.number} counts as ambiguous, but no reading of it is refused")
        return next((r for r in refusals[::-1] if r.counterexample), refusals[0] if refusals else None)

    def _prove(self, sides, model):
        if (found := refusal(sides, model)) is not None:
            raise NotConfirmed(f"{self.number} is not proved: {found}")

    @property
    def put_right(self):
        """The equations to use instead: the correction, or what holds where the line's condition fails."""
        return equations(self.corrected) + tuple(e for sides, _ in self.proved for e in equations(sides))


def equations(sides):
    """The equations of a line, each a tuple of sides."""
    return sides if not sides or isinstance(sides[0], tuple) else (sides,)


def refusal(sides, model):
    """The `DerivationError` of the first equation that does not follow; None if all do."""
    try:
        for first, *others in equations(sides):
            derivation = Derivation(first, model)
            for side in others:
                derivation.step(side, as_written())
    except DerivationError as error:
        return error
    return None


def unchecked(kind, *args):
    """The product or sum of matrices as a note writes it, whether the shapes fit or not; refused if they do not."""
    return Basic.__new__(kind, *args)
