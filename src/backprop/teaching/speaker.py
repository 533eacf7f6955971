"""The notes for the speaker: what to say, to ask and to show in each part of a chapter, and for how many minutes.

A note is a Markdown cell at the end of a part, or of a section of it. JupyterLab and GitHub fold it, and the site does
not show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nbformat import NotebookNode

FORM = re.compile(
    r'<details class="notes">\n<summary>For the speaker: (\d+) minutes</summary>\n\n(.+)\n\n</details>', re.S
)
LABELS = ("Say", "Ask", "They ask", "Draw", "Show", "Run", "Move", "Spoil", "Discuss", "Set", "Leave out")
"""What a line of a note begins with. *Move* is a figure that moves, *Spoil* a line of a derivation to be made wrong."""
LINE = re.compile(rf"- \*\*(?:{'|'.join(LABELS)}):\*\* \S")
FEWEST_WORDS, MOST_WORDS = 30, 140
LINK_TARGET = re.compile(r"(?<=\])\([^)]*\)")
HEADING = re.compile(r"^(##+) +(.+?) *$", re.M)


class Note(NamedTuple):
    """A note for the speaker.

    Attributes
    ----------
    part : str
        The heading of the part that it belongs to.
    headings : tuple of str
        What it covers: the headings since the note before.
    minutes : int
    text : str
        Markdown.
    """

    part: str
    headings: tuple[str, ...]
    minutes: int
    text: str


def begins(cell: NotebookNode, signs: str) -> bool:
    return cell.cell_type == "markdown" and cell.source.startswith(signs)


def is_note(cell: NotebookNode) -> bool:
    return begins(cell, '<details class="notes">')


def headings(cell: NotebookNode) -> list[tuple[str, str]]:
    """The headings below the title in a cell of Markdown, each with its signs."""
    return HEADING.findall(cell.source) if cell.cell_type == "markdown" else []


def notes(book: NotebookNode) -> list[Note]:
    """The notes of a notebook, in order; those that are out of form are left out."""
    found, part, covered = [], "", []
    for cell in book.cells:
        for signs, heading in headings(cell):
            part = heading if signs == "##" else part
            covered.append(heading)
        if is_note(cell):
            if form := FORM.fullmatch(cell.source):
                found.append(Note(part, tuple(covered), int(form[1]), form[2]))
            covered = []
    return found


def minutes(book: NotebookNode, heading: str) -> int:
    """How long a part takes; of a heading below it, how long what its note covers. KeyError if there is none."""
    of_part = [note.minutes for note in notes(book) if note.part == heading]
    of_section = [note.minutes for note in notes(book) if heading in note.headings]
    if not of_part + of_section:
        raise KeyError(heading)
    return sum(of_part or of_section)


def words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in LINK_TARGET.sub("", text).split())


def faults(book: NotebookNode) -> Iterator[str]:
    """What is wrong with the notes of a chapter, a sentence each."""
    part = ""
    for cell, following in zip(book.cells, [*book.cells[1:], None], strict=True):
        for signs, heading in headings(cell):
            if signs == "##":
                part = heading
        if is_note(cell):
            yield from (f"cell {cell.id}: {fault}" for fault in note_faults(cell))
            if following is not None and not begins(following, "##"):
                yield f"cell {cell.id}: a note stands at the end of a section; something follows here"
        if part and (following is None or begins(following, "## ")) and not is_note(cell):
            yield f"{part}: does not end in a note for the speaker"


def note_faults(cell: NotebookNode) -> Iterator[str]:
    form = FORM.fullmatch(cell.source)
    if not form:
        yield (
            'a note begins with <details class="notes">, has the summary "For the speaker: 4 minutes", '
            "and ends with </details>, with an empty line before and after its text"
        )
        return
    if not 2 <= int(form[1]) <= 15:
        yield f"it takes {form[1]} minutes; a note is for 2 to 15"
    if not FEWEST_WORDS <= words(form[2]) <= MOST_WORDS:
        yield f"it has {words(form[2])} words; a note has {FEWEST_WORDS} to {MOST_WORDS}"
    for item in re.split(r"\n(?! )", form[2]):
        if not LINE.match(item):
            yield f"{item[:30]!r} should begin like {'- **Say:** '!r}, or with another of {', '.join(LABELS)}"
