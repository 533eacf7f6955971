"""The results of a chapter, boxed and numbered as its record says."""

from backprop.proving.language.display import latex, plain
from backprop.teaching.chapters import chapter_of


class Boxed:
    """Claims, each in a box with its number: (5.2) is the second result of chapter 5.

    Parameters
    ----------
    *claims : Claim
        Results that a record lists.
    """

    def __init__(self, *claims):
        self._numbered = [(number_of(claim), claim) for claim in claims]

    def _repr_markdown_(self):
        boxes = [(number, f"{latex(claim.left)} = {latex(claim.right)}") for number, claim in self._numbered]
        return "\n\n".join(rf"$$\boxed{{{equation}}}\tag{{{number}}}$$" for number, equation in boxes)

    def __repr__(self):
        return "\n".join(f"({number})  {plain(claim.left)} = {plain(claim.right)}" for number, claim in self._numbered)


def number_of(claim):
    """The number of a result: "5.2". Raises ValueError for a claim that no record lists among its results."""
    chapter = chapter_of(claim)
    for place, result in enumerate(chapter.results, start=1):
        if result is claim:
            return f"{chapter.number}.{place}"
    raise ValueError(f"{claim} has no number; enter it in the results of chapter {chapter.number}'s record")
