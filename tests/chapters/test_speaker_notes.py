"""The notes for the speaker: their minutes make a lecture, and each line that is to be spoilt is refused."""

import re
import sys
from pathlib import Path

import nbformat
import pytest

from backprop.proving.shown import MIME
from backprop.proving.text.verdicts import WRONG
from backprop.teaching.chapter import FOLDER
from backprop.teaching.speaker import is_note, minutes, notes

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "web" / "referee"))

import answers

NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SPOIL = re.compile(r"^- \*\*Spoil:\*\*((?:.|\n )*)", re.M)


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_makes_a_lecture(path):
    book = read(path)
    assert 25 <= sum(note.minutes for note in notes(book)) <= 50
    assert 3 <= minutes(book, "Exercises") <= 8


def spoilt(book):
    """Each line that a note tells to type, with the derivations that stand between that note and the one before."""
    above = []
    for cell in book.cells:
        above += [out.data[MIME] for out in cell.get("outputs", ()) if MIME in out.get("data", {})]
        if is_note(cell):
            for told in SPOIL.findall(cell.source):
                typed = re.search("`([^`]+)`", told)
                yield cell.id, typed and typed[1], above
            above = []


def refused(text, derivations):
    """Whether the line is wrong in one of its places in these derivations."""
    for shown in filter(lambda one: one["model"], derivations):
        lines = [line["text"] for line in shown["lines"]]
        for place in range(1, len(lines)):
            if answers.line(shown["model"], lines[:place], text)["kind"] == WRONG:
                return True
    return False


SPOILT = [pytest.param(*found, id=found[0]) for path in NOTEBOOKS for found in spoilt(read(path))]


@pytest.mark.parametrize("cell, text, derivations", SPOILT)
def test_a_line_that_is_to_be_spoilt_is_refused(cell, text, derivations):
    assert text, f"{cell} does not say in code what to type"
    assert refused(text, derivations)


def test_there_are_lines_to_spoil_and_a_true_one_would_not_do():
    assert len(SPOILT) > 15
    (derivations,) = [param.values[2] for param in SPOILT if param.id == "speaker-diagonal-rules"]
    true = [shown["lines"][-1]["text"] for shown in derivations if shown["model"]]
    assert true
    assert not refused(true[-1], derivations[-1:])
