"""The ledger: the notes' own lines, each with a verdict that is confirmed by running it.

A line is stated twice: as written, and corrected. What is correct must be proved; what is wrong must be refused, and
its correction proved. A line that is correct on a condition is proved with it and refused without it.
"""

from dataclasses import dataclass

from sympy import I, Integer, Rational, S, Symbol, solveset

from backprop.symbolic.definitions import Definitions
from backprop.symbolic.derivation import Derivation, DerivationError
from backprop.symbolic.notation import Index, column, diagonal, dsigma, matrix, sigma, times, total
from backprop.symbolic.operators import Entries, Gradient, Jacobian, Partial
from backprop.symbolic.reasons import as_written
from backprop.symbolic.single_layer import C, b, j, k, layer, n, softmax_layer, w, x, y, yhat, z
from backprop.symbolic.table import Table

VERDICTS = ("correct", "correct if", "definition", "typo", "wrong", "ambiguous", "unreadable")


class NotConfirmed(AssertionError):
    """A verdict of the ledger does not hold when it is run."""


@dataclass(frozen=True)
class Entry:
    """One numbered line of the notes.

    Attributes
    ----------
    number : str
        S4.5 is line 5 of note 4.
    written : tuple
        The sides of the line, as written: each is to equal the one before.
    verdict : str
        One of `VERDICTS`.
    remark : str
        What is wrong with it, or on what it depends.
    corrected : tuple
        The same line put right; () where it is right as written.
    definitions : Definitions
        What the quantities are.
    otherwise : Definitions
        For "correct if": a model that breaks the condition, and with it the line.
    besides : callable
        What the line says beyond its equations: returns True if that holds.
    """

    number: str
    written: tuple
    verdict: str
    remark: str = ""
    corrected: tuple = ()
    definitions: Definitions = layer
    otherwise: Definitions | None = None
    besides: object = None

    def confirm(self):
        """Run the verdict; return what showed it.

        Raises
        ------
        NotConfirmed
            The line as written is proved although it counts as wrong, or is refused although it counts as right, or
            its correction is refused.
        """
        if self.besides is not None and not self.besides():
            raise NotConfirmed(f"{self.number}: {self.besides.__doc__} does not hold")
        if self.verdict in ("typo", "wrong"):
            refusal = _refusal(self.written, self.definitions)
            if refusal is None:
                raise NotConfirmed(f"{self.number} counts as {self.verdict}, but it is proved as written")
            _prove(self.number, self.corrected, self.definitions)
            return refusal
        _prove(self.number, self.written, self.definitions)
        if self.otherwise is not None:
            refusal = _refusal(self.written, self.otherwise)
            if refusal is None:
                raise NotConfirmed(f"{self.number} counts as correct on a condition, but holds without it")
            return refusal
        return None


def _follow(sides, definitions):
    """The sides as a derivation; raises `DerivationError` where one does not follow."""
    derivation = Derivation(sides[0], definitions)
    for side in sides[1:]:
        derivation.step(side, as_written())
    return derivation


def _refusal(sides, definitions):
    try:
        _follow(sides, definitions)
    except DerivationError as error:
        return error
    return None


def _prove(number, sides, definitions):
    if (refusal := _refusal(sides, definitions)) is not None:
        raise NotConfirmed(f"{number} is not proved: {refusal}")


_slope = diagonal(dsigma(z))
_residual = yhat - y

_three = Index("j", 3)
_w3, _x3, _z3 = matrix("w", 3, n), column("x", n), column("z", 3)
_by_rows = Definitions((_w3, _x3), {_z3[_three]: total(times(_w3[_three, k], _x3[k]), k)})


def _zero_only_at_zero():
    """A sum of squares is 0 only if every term is, over the real numbers; over the complex ones 1 + i^2 = 0."""
    r = Symbol("r", real=True)
    return bool((r**2).is_nonnegative) and solveset(r**2, r, S.Reals) == {Integer(0)} and 1 + I**2 == 0


LEDGER = {
    entry.number: entry
    for entry in (
        Entry("S4.1", (z, times(w, x) + b), "correct", r"the shapes fit: $w x + b$ is $m \times 1$"),
        Entry("S4.2", (_z3[2], total(times(_w3[1, k], _x3[k]), k)), "typo",
              "the second row of w is printed with the indices of the first",
              (_z3[2], total(times(_w3[2, k], _x3[k]), k)), _by_rows),
        Entry("S4.3", (yhat, sigma(times(w, x) + b)), "correct", r"$\sigma$ acts entry by entry"),
        Entry("S4.4", (C, Rational(1, 2) * total((yhat[j] - y[j]) ** 2, j)), "correct if",
              r"the numbers are real: only then $C = 0$ means $\hat{y} = y$", besides=_zero_only_at_zero),
        Entry("S4.5", (Partial(C, w[j, k]),
                       times(Partial(z[j], w[j, k]), Partial(yhat[j], z[j]), Partial(C, yhat[j])),
                       times(x[k], dsigma(z[j]), yhat[j] - y[j])),
              "correct if", "the activation acts entry by entry; softmax does not", otherwise=softmax_layer),
        Entry("S4.6", (Partial(C, b[j]),
                       times(Partial(z[j], b[j]), Partial(b[j], z[j]), Partial(C, yhat[j])),
                       times(dsigma(z[j]), yhat[j] - y[j])),
              "typo", "the middle factor must be the derivative of the activation; the end of the line is right",
              (Partial(C, b[j]),
               times(Partial(z[j], b[j]), Partial(yhat[j], z[j]), Partial(C, yhat[j])),
               times(dsigma(z[j]), yhat[j] - y[j]))),
        Entry("S4.7", (Partial(C, x[k]),
                       total(times(Partial(z[j], x[k]), Partial(yhat[j], z[j]), Partial(C, yhat[j])), j),
                       total(times(w[j, k], Partial(yhat[j], z[j]), Partial(C, yhat[j])), j),
                       total(times(w[j, k], dsigma(z[j]), yhat[j] - y[j]), j)),
              "correct if", "the activation acts entry by entry", otherwise=softmax_layer),
        Entry("S4.8", (Gradient(C, w), Entries(Partial(C, w[j, k]), j, k),
                       Entries(times(x[k], dsigma(z[j]), yhat[j] - y[j]), j, k), times(_slope, _residual, x.T)),
              "correct if", "the activation acts entry by entry", otherwise=softmax_layer),
        Entry("S4.9", (Gradient(C, b), Entries(times(dsigma(z[j]), yhat[j] - y[j]), j), times(_slope, _residual)),
              "correct if", "the activation acts entry by entry", otherwise=softmax_layer),
        Entry("S4.10", (Gradient(C, x), Entries(total(times(w[j, k], dsigma(z[j]), yhat[j] - y[j]), j), k),
                        times(w.T, _slope, _residual)),
              "correct if", "the activation acts entry by entry", otherwise=softmax_layer),
        Entry("S4.11", (Jacobian(yhat, z), _slope), "correct if",
              "the activation acts entry by entry; softmax has no zero in its Jacobian", otherwise=softmax_layer),
    )
}  # fmt: skip
"""Number -> `Entry`."""


def from_the_notes(*numbers):
    """Lines of the ledger as a table; each verdict is confirmed before it is shown."""
    rows = []
    for entry in (LEDGER[number] for number in numbers):
        entry.confirm()
        verdict = f"**{entry.verdict}**" + ("" if entry.verdict == "correct if" else ":")
        rows.append((entry.number, entry.written, f"{verdict} {entry.remark}"))
    return Table(("line", "as written in the notes", "verdict"), rows)
