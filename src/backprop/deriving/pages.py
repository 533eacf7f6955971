"""What a derivation is shown as: headings, words, mathematics, tables and code, in the order in which they are read."""

from dataclasses import dataclass

from backprop.deriving.quantities import Refused
from backprop.proving.language.display import latex
from backprop.proving.language.reading import read
from backprop.proving.meaning.provisos import provisos
from backprop.proving.text.names import vocabulary


@dataclass(frozen=True)
class Heading:
    """A heading; the level of a page's own is 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph. Mathematics stands between single dollars, code in backticks."""

    text: str


@dataclass(frozen=True)
class Board:
    """Equations under each other at the equals sign: (left side or "", right side, what is said beside it)."""

    rows: tuple


@dataclass(frozen=True)
class Grid:
    """A table; its cells are words."""

    header: tuple
    rows: tuple


@dataclass(frozen=True)
class Code:
    """Python, and what it printed when it was run; "" where it prints nothing."""

    source: str
    printed: str = ""


@dataclass(frozen=True)
class Page:
    """Blocks in order, the first a heading of level 1, and how many pieces of code are its Python."""

    blocks: tuple
    sources: int = 1

    @property
    def title(self):
        return self.blocks[0].text

    @property
    def source(self):
        """The Python of the page, but for what only checks it."""
        sources = [block.source for block in self.blocks if isinstance(block, Code)][: self.sources]
        if not sources:
            raise Refused("Python would hold the solution; write a sheet without it in Markdown, LaTeX or a notebook.")
        return "\n\n".join(sources)


def board(*derivations):
    """The lines of derivations, each with its reason: what stands here was proved."""
    rows = []
    for derivation in derivations:
        first, *others = derivation.lines
        for place, line in enumerate(others):
            left = latex(first.expr) if place == 0 else ""
            rows.append((left, latex(line.expr), reason(line)))
    return Board(tuple(rows))


def reason(line):
    """A reason, to stand beside mathematics: its words are text in LaTeX."""
    if line.reason.name == "as written":
        return f"\\text{{{line.comment}}}" if line.comment else ""
    said = line.reason.written(latex, "}}{}\\text{{") + (f": {line.comment}" if line.comment else "")
    return f"\\text{{{said}}}".replace("\\text{}", "")


def typeset(model, text):
    """What a text of the language is in LaTeX."""
    return latex(read(text, vocabulary(model)))


def size(model, text):
    """A size in LaTeX."""
    return text if text.isdecimal() else typeset(model, text)


def shape_beside(q, size):
    """A shape, to stand beside mathematics; `size` says how a size is written."""
    return "\\text{a number}" if q.is_number else " \\times ".join(map(size, q.shape))


def shape_said(q, size):
    """A shape, to stand among words."""
    return "a number" if q.is_number else f"${shape_beside(q, size)}$"


def covered(derivations):
    """What the proofs cover, in a sentence."""
    sizes, said = {}, {}
    for derivation in derivations:
        sizes |= {latex(s): None for s in derivation.model.sizes}
        said |= dict.fromkeys(provisos(derivation.model, [line.expr for line in derivation.lines], latex, "${}$"))
    where = f"for any size ${', '.join(sizes)}$" if sizes else "for all numbers"
    return ", ".join([where, *said])
