"""A chapter says how long it takes to read, and that is what its words and derivations take."""

import re

import nbformat
import pytest

from backprop.teaching.chapter import FOLDER
from backprop.teaching.speaker import is_note

NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SAID = re.compile(r"\*\*It takes\*\* (\d+) minutes")
WORDS_A_MINUTE, MINUTES_A_DERIVATION = 120, 0.75


def minutes(cells):
    """The minutes of what is read: prose and captions up to the exercises, and most of a minute for each derivation."""
    words, derivations = 0, 0
    for cell in cells:
        if cell.cell_type == "markdown" and not is_note(cell):
            if re.search(r"^## Exercises$", cell.source, re.M):
                break
            words += len(cell.source.split())
        for out in cell.get("outputs", ()):
            shown = out.get("data", {}).get("text/markdown", "")
            derivations += shown.startswith("| line | reason |")
            words += 0 if shown.startswith(("|", "$$", "```")) else len(shown.split())
    return words / WORDS_A_MINUTE + MINUTES_A_DERIVATION * derivations


def faults(cells, first):
    said = [int(number) for cell in cells if cell.cell_type == "markdown" for number in SAID.findall(cell.source)]
    if len(said) != 1:
        yield f"it says {len(said)} times how long it takes"
        return
    if not (first or 15 <= said[0] <= 35):
        yield f"it takes {said[0]} minutes"
    if not abs(said[0] - minutes(cells)) <= 5:
        yield f"it says {said[0]} minutes, and takes {minutes(cells):.0f}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_says_how_long_it_takes(path):
    assert list(faults(nbformat.read(path, as_version=4).cells, first=path.name.startswith("00_"))) == []


def test_a_wrong_time_is_found():
    def book(said, words):
        text = f"**It takes** {said} minutes to read. " + "word " * words
        return [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_markdown_cell("## Exercises\n\n" + "word " * 9000)]

    assert list(faults(book(20, 2400), first=False)) == []
    assert list(faults(book(20, 3400), first=False)) == ["it says 20 minutes, and takes 28"]
    assert list(faults(book(40, 4800), first=False)) == ["it takes 40 minutes"]
    for_the_speaker = nbformat.v4.new_markdown_cell('<details class="notes">' + "word " * 9000)
    assert list(faults([for_the_speaker, *book(20, 2400)], first=False)) == []
    assert list(faults(book("some", 100), first=True)) == ["it says 0 times how long it takes"]
