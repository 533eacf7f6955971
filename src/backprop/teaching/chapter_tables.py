"""The tables that a chapter shows: how its mistakes are caught, and what it equals in itself and in earlier ones."""

from itertools import combinations

from backprop.checking import MISTAKES
from backprop.checking.mistakes import wrong_shapes
from backprop.numeric import ACTIVATIONS
from backprop.proving import Table
from backprop.proving.language.display import latex
from backprop.results.equalities import EQUALITIES, RESULTS
from backprop.teaching.chapters import CHAPTERS, chapter_of


def caught_table(number, activation=ACTIVATIONS["sigmoid"]):
    """Which mistakes of a chapter the shapes give away, a row each; that the values do is demanded by the tests.

    Where the shapes give away none of them, there is no column for it.
    """
    rows = [
        (m.name.replace("sigma'", "sigma′"), f"`{m.line}`", by_shape(m, activation))
        for m in map(MISTAKES.get, CHAPTERS[number].mistakes)
    ]
    heads = ("mistake", "what is written", "caught by its shape")
    if all(row[-1] == "no" for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    return Table(heads, rows)


def by_shape(mistake, activation):
    """Whether the shape of a gradient gives a mistake away: yes, no, or unless some sizes are equal, and which."""

    def shows(sizes):
        return wrong_shapes(mistake.gradients, mistake.subject, activation, sizes) != []

    names = list(mistake.subject.model.sizes)
    distinct = range(2, 2 + len(names))
    if shows((2,) * len(names)):
        return "yes"
    if not shows(distinct):
        return "no"
    for count in (2, 3):
        for equal in combinations(range(len(names)), count):
            if not shows([distinct[equal[0] if place in equal else place] for place in range(len(names))]):
                return f"unless ${' = '.join(latex(names[place]) for place in equal)}$"
    return "unless square"


def equals(number):
    """What a chapter equals in itself and in earlier ones, proved now: every line of the proofs, as a table.

    Raises
    ------
    ValueError
        The chapter equals nothing earlier.
    """
    mine = [e for e in EQUALITIES if number == numbers(e)[-1]]
    if not mine:
        known = sorted({numbers(e)[-1] for e in EQUALITIES})
        raise ValueError(f"chapter {number!r} equals nothing earlier; use one of {known}")
    rows = []
    for equality in mine:
        words = f"{equality.words} *({where(equality)})*"
        for proof in equality.proofs:
            rows.append((words, tuple(line.expr for line in proof.lines)))
            words = ""
    return Table(("what is equal", "proved"), rows)


def numbers(equality):
    """The numbers of the chapters that conclude its two results, in order; one where both are of the same."""
    return sorted({chapter_of(RESULTS[key].claim).number for key in equality.between})


def where(equality):
    """The chapters of its two results, in words."""
    found = numbers(equality)
    return f"chapter{'s' * (len(found) > 1)} {' and '.join(map(str, found))}"
