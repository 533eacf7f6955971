"""The letters, the layout and the cost of each notation: the book's, the four notes', and those of four other books.

What a layer is made of is named by its number, which some count otherwise than from 1: Nielsen's first weights are
w^(2), Prince's are Omega^(0).
"""

from dataclasses import dataclass, field
from difflib import get_close_matches

from backprop.deriving.quantities import Refused

ROWS = {
    "centred": "D^({0})", "spread": "ξ^({0})", "normal": "N^({0})", "scaled": "U^({0})", "gain": "γ^({0})",
    "shift": "c^({0})", "sum": "T^({0})", "mask": "M^({0})", "kept": "V^({0})", "free": "Q",
}  # fmt: skip
"""What a layer may carry, in every notation with examples in rows: capitals have an entry for every example."""

COLUMNS = {
    "centred": "ζ^({0})", "spread": "ξ^({0})", "normal": "u^({0})", "scaled": "v^({0})", "gain": "γ^({0})",
    "shift": "c^({0})", "sum": "ψ^({0})", "mask": "μ^({0})", "kept": "φ^({0})", "free": "θ",
}  # fmt: skip
"""The same where one example is a column."""


@dataclass(frozen=True)
class Notation:
    """How somebody writes a network down.

    Attributes
    ----------
    key, title : str
        What it is asked for by, and what it is called in a sentence.
    rows : bool
        Whether the examples of a batch are rows; otherwise one example is a column.
    names : dict
        Part of a network -> its name, with the layer's number as ``{0}``, and one less as ``{1}``.
    letters : tuple of str
        Index letters: of examples, of the inputs, then of one layer after the other, round and round; each text may
        hold a second letter.
    remarks : tuple of str
        What a reader should know of it, sentences; ``{cost}`` in them is what is differentiated in the end.
    first : int
        The number of the first layer that has weights.
    bias_in_rows : bool
        Whether a bias is a row.
    mean, half : bool
        Whether the cost of a batch is the mean over the examples, and a square has a half before it.
    inlined : bool
        Whether the gradient with respect to an activation is put in where it occurs, and not shown by itself.
    diagonal : bool
        Whether a slope is a diagonal matrix, and not a product entry by entry.
    sizes : dict
        Number of layers -> the names of the sizes, where they are not n and the layer's number
    slopes : str
        How the code calls a gradient.
    """

    key: str
    title: str
    rows: bool
    names: dict
    letters: tuple
    remarks: tuple = ()
    first: int = 1
    bias_in_rows: bool = False
    mean: bool = True
    half: bool = True
    inlined: bool = True
    diagonal: bool = False
    sizes: dict = field(default_factory=dict)
    slopes: str = "d{cost}_d{by}"

    def name(self, part, layer=0, of=0):
        """What a part of the network is called, in layer `layer` of `of`."""
        names = {**(ROWS if self.rows else COLUMNS), **self.names}
        last = f"last {part}"
        pattern = names[last] if layer == of and last in names else names.get(part, "")
        number = self.number(layer)
        if isinstance(pattern, tuple):  # the first layer has no number
            pattern = pattern[0] if layer == 1 else pattern[1]
        return pattern.format(number, number - 1)

    def number(self, layer):
        """The number of a layer, counted as the notation does."""
        return layer + self.first - 1

    def size_names(self, layers):
        """The names of the sizes, from the inputs to the outputs."""
        return self.sizes.get(layers, tuple(f"n_{self.number(at)}" for at in range(layers + 1)))


BOOK = Notation(
    "book", "the book's notation", True,
    {"input": "X", "weights": "W^({0})", "bias": "b^({0})", "pre": "Z^({0})", "act": "A^({0})",
     "delta": "Delta^({0})", "label": "Y", "cost": "E", "total": "R", "decay": "lambda"},
    ("ir", "ps", "ju", "qt"),
    ("Examples are rows, and the cost is the mean over them.",),
)  # fmt: skip

NOTE_1 = Notation(
    "note-1", "the notation of note 1", False,
    {"input": "a^(0)", "weights": "W^({0})", "bias": "b^({0})", "pre": "z^({0})", "act": "a^({0})",
     "delta": "delta^({0})", "label": "y", "cost": "J", "total": "R", "decay": "lambda"},
    ("", "p", "g", "q"),
    ("One example is a column.", "The note has no biases; they are here all the same."),
    mean=False,
)  # fmt: skip

NOTE_2 = Notation(
    "note-2", "the notation of note 2", True,
    {"input": "A^(0)", "weights": "W^({0})", "bias": "b^({0})", "pre": "Z^({0})", "act": "A^({0})",
     "label": "Y", "cost": "E", "total": "R", "decay": "lambda"},
    ("ir", "ps", "gj", "qt"),
    ("Examples are rows, a bias is a row, and a square has no half.",
     "What is passed back is the gradient with respect to the activation, which the note calls the error of a layer."),
    bias_in_rows=True, half=False, inlined=False, sizes={1: ("n", "k"), 2: ("n", "h", "k")},
)  # fmt: skip

NOTE_3 = Notation(
    "note-3", "the notation of note 3", True,
    {"input": "X", "weights": "W{0}", "bias": "b{0}", "pre": "Z{0}", "act": "A{0}", "last act": "Yhat",
     "label": "Y", "cost": "Loss", "total": "R", "decay": "lambda"},
    ("ir", "ps", "gj", "qt"),
    ("Examples are rows, a bias is a row, and the cost is half the sum of the squares: a sum, and no mean.",),
    bias_in_rows=True, mean=False, inlined=False, sizes={1: ("n", "k"), 2: ("n", "h", "k")},
)  # fmt: skip

NOTE_4 = Notation(
    "note-4", "the notation of note 4", False,
    {"input": "x", "weights": "w^({0})", "bias": "b^({0})", "pre": "z^({0})", "act": "a^({0})", "last act": "yhat",
     "label": "y", "cost": "C", "total": "R", "decay": "lambda"},
    ("", "k", "j", "i"),
    ("One example is a column, and a slope is a diagonal matrix.",
     "The note has one layer; where there are more, they are numbered above."),
    mean=False, diagonal=True, sizes={1: ("n", "m")},
)  # fmt: skip

NIELSEN = Notation(
    "nielsen", "Nielsen's notation", False,
    {"input": "a^(1)", "weights": "w^({0})", "bias": "b^({0})", "pre": "z^({0})", "act": "a^({0})",
     "delta": "delta^({0})", "label": "y", "cost": "C", "total": "R", "decay": "lambda"},
    ("", "k", "j", "i"),
    ("One example is a column. The inputs are layer 1, so that the first weights have the number 2.",
     "His numbers of layers stand above without brackets."),
    first=2, mean=False,
)  # fmt: skip

D2L = Notation(
    "d2l", "the notation of Dive into Deep Learning", False,
    {"input": "x", "weights": "W^({0})", "bias": "b^({0})", "pre": "z^({0})", "act": "h^({0})", "last pre": "o",
     "last act": "yhat", "label": "y", "cost": "L", "total": "J", "decay": "lambda"},
    ("", "p", "r", "t"),
    ("One example is a column. Its cost is L, and with the penalty J.",
     "Each step goes by the activation first, and then by the pre-activation.",
     "Section 5.3 leaves the biases out; they are here all the same."),
    mean=False, inlined=False,
)  # fmt: skip

PRINCE = Notation(
    "prince", "Prince's notation", False,
    {"input": "x", "weights": "Ω^({1})", "bias": "β^({1})", "pre": "f^({1})", "act": "h^({0})",
     "label": "y", "cost": "ell", "total": "R", "decay": "lambda"},
    ("", "s", "r", "t"),
    ("One example is a column, and a square has no half.",
     "The first weights have the number 0, and an activation counts one higher than what it was made from.",
     "His numbers of layers stand below."),
    mean=False, half=False,
)  # fmt: skip

CS231N = Notation(
    "cs231n", "the notation of CS231n", True,
    {"input": "X", "weights": ("W", "W{0}"), "bias": ("b", "b{0}"), "pre": ("Z", "Z{0}"), "act": ("H", "H{0}"),
     "last pre": "S", "last act": "P", "label": "Y", "cost": "loss", "total": "R", "decay": "reg"},
    ("ir", "ps", "ju", "qt"),
    ("Examples are rows, a bias is a row, a square has no half, and the cost is the mean over the examples.",
     "Z is what goes into an activation, H what comes out; S are the scores.",
     "In the code dW is the gradient of {cost} with respect to W."),
    bias_in_rows=True, half=False, inlined=False, slopes="d{by}",
)  # fmt: skip

NOTATIONS = {n.key: n for n in (BOOK, NOTE_1, NOTE_2, NOTE_3, NOTE_4, NIELSEN, D2L, PRINCE, CS231N)}


def nearest(kind, name, known):
    """The one of `known` that is called so. Raises `Refused`, with the nearest."""
    if name in known:
        return known[name]
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    advice = f"; is {near[0]} meant?" if near else "."
    raise Refused(f"There is no {kind} {name!r}{advice} There are {', '.join(known)}.")
