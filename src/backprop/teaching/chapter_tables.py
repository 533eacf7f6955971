"""The tables that a chapter shows: how its mistakes are caught, and what it equals in itself and in earlier ones."""

from backprop.checking import MISTAKES
from backprop.checking.mistakes import wrong_shapes
from backprop.numeric import ACTIVATIONS
from backprop.proving import Table
from backprop.results.equalities import EQUALITIES, RESULTS
from backprop.teaching.chapters import CHAPTERS, chapter_of


def caught_table(number, activation=ACTIVATIONS["sigmoid"]):
    """Which mistakes of a chapter the shapes give away, a row each; that the values do is demanded by the tests."""
    rows = []
    for m in map(MISTAKES.get, CHAPTERS[number].mistakes):
        distinct, square = (
            wrong_shapes(m.gradients, m.subject, activation, sizes) != []
            for sizes in (m.subject.sizes[0], m.subject.sizes[-1])
        )
        shapes = {(True, True): "yes", (True, False): "unless square", (False, False): "no"}
        rows.append((m.name, f"`{m.line}`", shapes[distinct, square]))
    return Table(("mistake", "what is written", "caught by its shape"), rows)


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
