"""What a derivation is to conclude."""

from dataclasses import dataclass

from sympy import Expr
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import latex, plain
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.provisos import own_ranges


@dataclass(frozen=True, init=False)
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

    def __init__(self, left, right, model):
        if vars(self):
            raise AttributeError("a claim cannot change, since it may have been concluded")
        if type(model) not in (Model, type(None)):
            raise TypeError(f"a claim is made in a Model; got a {type(model).__name__}")
        sides = left, right
        if model is not None:
            sides = [exact(side, "the claim") for side in sides]
        elif strange := [side for side in sides if not isinstance(side, (Expr, MatrixExpr))]:
            raise TypeError(f"a claim has an expression on either side; got a {type(strange[0]).__name__}")
        vars(self).update(left=sides[0], right=sides[1], model=model)

    def _repr_markdown_(self):
        return ", ".join([f"${latex(self.left)} = {latex(self.right)}$", *self.ranges(latex, "${}$")])

    def __repr__(self):
        return ", ".join([f"{plain(self.left)} = {plain(self.right)}", *self.ranges(plain)])

    def ranges(self, write, quote="{}"):
        """The ranges of indices, where they are not those of their places."""
        return own_ranges(self.model, [self.left, self.right], write, quote) if self.model else []
