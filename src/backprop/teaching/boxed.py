"""The results of a chapter, boxed and numbered as its record says."""

from sympy import simplify

from backprop.proving.language.display import latex, plain
from backprop.teaching.chapters import chapter_of


class Boxed:
    """Claims, each in a box with its number: (5.2) is the second result of chapter 5.

    Parameters
    ----------
    *claims : Claim
        Results that a record lists.
    zero_at : pair of expressions, optional
        A symbol and its value: the box says that one equals the other, which is where the claim's right side is 0.
    """

    def __init__(self, *claims, zero_at=None):
        if zero_at and not all(simplify(claim.right.subs(*zero_at)) == 0 for claim in claims):
            raise ValueError(f"the right side is not 0 at {plain(zero_at[0])} = {plain(zero_at[1])}")
        self._numbered = [(number_of(claim), *(zero_at or (claim.left, claim.right))) for claim in claims]

    def _repr_markdown_(self):
        boxes = [(number, f"{latex(left)} = {latex(right)}") for number, left, right in self._numbered]
        return "\n\n".join(rf"$$\boxed{{{equation}}}\tag{{{number}}}$$" for number, equation in boxes)

    def __repr__(self):
        return "\n".join(f"({number})  {plain(left)} = {plain(right)}" for number, left, right in self._numbered)


def number_of(claim):
    """The number of a result: "5.2". Raises ValueError for a claim that no record lists among its results."""
    chapter = chapter_of(claim)
    for place, result in enumerate(chapter.results, start=1):
        if result is claim:
            return f"{chapter.number}.{place}"
    raise ValueError(f"{claim} has no number; enter it in the results of chapter {chapter.number}'s record")
