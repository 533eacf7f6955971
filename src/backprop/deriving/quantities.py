"""What a network or a formula is made of: an array or a number, by the name that the language knows and its code's."""

from dataclasses import dataclass, replace

from sympy import Symbol

from backprop.proving.language.vocabulary import in_letters


class Refused(ValueError):
    """What was asked for cannot be done; the message is one sentence for whoever asked."""


@dataclass(frozen=True)
class Quantity:
    """An array or a number: ``Quantity("W^(1)", "n_0", "n_1", "W1")``.

    Attributes
    ----------
    name : str
        As it is typed in the language; a gradient is called ``dE/dZ^(1)``.
    rows, cols : str
        The sizes as they are typed. A column has ``cols`` "1", a row ``rows`` "1", a number both.
    code : str
        What it is called in Python.
    meaning : str
        In words, for the table of what is given.
    positive : bool
        Whether it is declared to be.
    """

    name: str
    rows: str = "1"
    cols: str = "1"
    code: str = ""
    meaning: str = ""
    positive: bool = False
    slopes: str = "d{cost}_d{by}"
    """How the code calls the gradients of a cost."""

    @property
    def shape(self):
        """Both sizes."""
        return self.rows, self.cols

    @property
    def is_number(self):
        """Whether it has one entry, whatever the sizes are."""
        return self.shape == ("1", "1")

    @property
    def in_code(self):
        """Whether code knows it; what is 0 there it does not."""
        return self.code != "0"

    @property
    def symbol(self):
        """It, or any of its entries, in a formula of SymPy."""
        return Symbol(self.name)

    @property
    def turned(self):
        """Its transpose, as it is typed."""
        return f"({self.name})^T" if "/" in self.name else f"{self.name}^T"

    def at(self, row, col):
        """An entry, as it is typed: the letters of sizes that are 1 are left out."""
        below = (row if self.rows != "1" else "") + (col if self.cols != "1" else "")
        return f"{self.name}_{below}" if below else self.name

    def given(self):
        """The clause that gives it to a model: ``W (n, k)``, ``s > 0``."""
        above = " > 0" * self.positive
        if self.is_number:
            return f"{self.name}{above}"
        sizes = self.rows if self.cols == "1" else f"{self.rows}, {self.cols}"
        return f"{self.name} ({sizes}){above}"

    def gradient(self, cost):
        """The gradient of the cost with respect to this, of the same shape."""
        return replace(
            self,
            name=f"d{cost.name}/d{self.name}",
            code=cost.slopes.format(cost=cost.code, by=self.code),
            positive=False,
        )


@dataclass(frozen=True)
class Known(Quantity):
    """A number of which a formula is known, which takes its place."""

    formula: object = None

    @property
    def symbol(self):
        return self.formula


def python_name(name):
    """A name of the language as one of Python: ``W^(1)`` is W1, ``dE/dZ`` dE_dZ."""
    return "".join(c for c in in_letters(name) if c.isalnum() or c == "_")


def quantity(name, rows="1", cols="1", meaning="", code="", positive=False):
    """A Quantity whose code is its name."""
    return Quantity(name, rows, cols, code or python_name(name), meaning, positive)


class Letters:
    """Which letters count up to which size: ``Letters({"m": "ir", "n": "ps"})``; other sizes take any that is left.

    A letter of `avoided` is none, since something else is called so. With `by_entries`, products of matrices are typed
    entry by entry, so that no other letters are taken for their sums.
    """

    SPARE = "jpsqtrigh"

    def __init__(self, usual, avoided="", by_entries=False):
        self.by_entries = by_entries
        self.usual = {size: "".join(c for c in letters if c not in avoided) for size, letters in usual.items()}
        self.spare = [c for c in self.SPARE if c not in avoided]

    def fresh(self, size, taken):
        """A letter for an index up to `size` that is none of `taken`; "" for the size 1."""
        if size == "1":
            return ""
        owned = "".join(letters for other, letters in self.usual.items() if other != size)
        spare = [letter for letter in self.spare if letter not in owned] + self.spare
        return next(letter for letter in (*self.usual.get(size, ""), *spare) if letter not in taken)

    def pair(self, shape):
        """Letters for a row and a column of an array of this shape."""
        row = self.fresh(shape[0], "")
        return row, self.fresh(shape[1], row)
