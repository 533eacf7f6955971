"""The record of a chapter: all that the tests and the site need to know of it, in one place."""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "chapters"


@dataclass(frozen=True)
class Chapter:
    """What a chapter has.

    Attributes
    ----------
    number : int
        The notebook is ``chapters/NN_*.ipynb``.
    claims : dict
        ``{"GRADIENTS": GRADIENTS}``: tables of claims, by the names that they have in the notebook, where a derivation
        concludes each of their claims.
    results : tuple of Claim
        Those of the claims that the chapter boxes, in the order of their numbers.
    functions : tuple
        The functions whose source the notebook shows, and which it checks.
    mistakes : tuple of str
        Names of `MISTAKES` that are shown here, and nowhere else.
    mended : dict
        Id of a cell to break -> what is wrong in it, and what to write instead.
    near_misses : dict
        Id of a cell that holds an answer -> a part of it, and what turns it into a near miss.
    """

    number: int
    claims: dict
    results: tuple = ()
    functions: tuple = ()
    mistakes: tuple = ()
    mended: dict = field(default_factory=dict)
    near_misses: dict = field(default_factory=dict)

    @property
    def notebook(self):
        """The path of the notebook. Raises FileNotFoundError if there is none, or more than one."""
        found = sorted(FOLDER.glob(f"{self.number:02d}_*.ipynb"))
        if len(found) != 1:
            wanted = f"chapters/{self.number:02d}_*.ipynb"
            raise FileNotFoundError(f"the record of chapter {self.number} wants one {wanted}; there are {len(found)}")
        return found[0]
