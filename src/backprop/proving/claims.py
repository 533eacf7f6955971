"""What a derivation is to conclude, and a table of it for the head of a chapter."""

from dataclasses import dataclass

from sympy import Expr
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import latex, plain
from backprop.proving.language.table import Table
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import in_words


@dataclass(frozen=True)
class Claim:
    """What a derivation is to conclude: ``left = right`` in `model`, which is None for a derivation in a step.

    It is proved where a derivation ends with ``.concludes(claim)``.

    Raises
    ------
    NotUnderstood
        A side holds what the book has no rule for.
    TypeError
        A side is no expression, or the model no Model.
    """

    left: object
    right: object
    model: Model
    source: str = ""

    def __post_init__(self):
        in_words(self.source, "the source of a claim")
        if type(self.model) not in (Model, type(None)):
            raise TypeError(f"a claim is made in a Model; got a {type(self.model).__name__}")
        for side in ("left", "right"):
            expr = getattr(self, side)
            if type(self.model) is Model:
                object.__setattr__(self, side, exact(expr, "the claim"))
            elif not isinstance(expr, (Expr, MatrixExpr)):
                raise TypeError(f"a claim has an expression on either side; got a {type(expr).__name__}")

    def _repr_markdown_(self):
        return f"${latex(self.left)} = {latex(self.right)}$"

    def __repr__(self):
        return f"{plain(self.left)} = {plain(self.right)}"


def claimed(*claims):
    """Claims as a table, for the head of a chapter; with where they stand, where any of them has a source."""
    for claim in claims:
        if type(claim) is not Claim:
            raise TypeError(f"claimed are Claims; got a {type(claim).__name__}")
    head, rows = ("claimed here, each concluded by a derivation on this page",), [((c.left, c.right),) for c in claims]
    if any(c.source for c in claims):
        head, rows = (*head, "source"), [(*row, c.source) for row, c in zip(rows, claims, strict=True)]
    return Table(head, rows)
