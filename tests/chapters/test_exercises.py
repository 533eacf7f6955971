"""Exercises are numbered and marked, with a hint before the answer; what a reader writes is checked."""

import re

import nbformat
import pytest

from backprop.teaching.chapter import FOLDER
from backprop.teaching.chapters import CHAPTERS
from tests.chapters.test_break_it import needed, ran

NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
MARKS = ("drill", "derive", "code", "explore")
HEAD = re.compile(r"^\*\*(\d+)\.(\d+)\*\* \*(\w+)\.\* ", re.M)
FOLDED = re.compile(r"<details>\n<summary>(.+?)</summary>\n\n.+?\n\n</details>", re.S)
CELL = "<details>\n<summary>Answer</summary>\n\nin a cell\n\n</details>"
NEAR_MISSES = [(chapter, cell, *parts) for chapter in CHAPTERS.values() for cell, parts in chapter.near_misses.items()]


def cells(path):
    return nbformat.read(path, as_version=4).cells


def exercises(notebook):
    """The Markdown under the heading of the exercises, and in place of each folded cell of code an answer."""
    folded = [cell.cell_type == "code" and "hide-cell" in cell.metadata.get("tags", ()) for cell in notebook]
    shown = [CELL if fold else cell.source for cell, fold in zip(notebook, folded, strict=True)]
    kept = [cell.cell_type == "markdown" or fold for cell, fold in zip(notebook, folded, strict=True)]
    text = "\n\n".join(source for source, keep in zip(shown, kept, strict=True) if keep)
    return text.partition("\n## Exercises\n")[2].partition("\n## ")[0]


def faults(text, chapter):
    heads = [(int(number), int(place), mark) for number, place, mark in HEAD.findall(text)]
    if [head[:2] for head in heads] != [(chapter, place) for place in range(1, len(heads) + 1)]:
        yield f"they are numbered {[f'{number}.{place}' for number, place, _ in heads]}"
    if not 8 <= len(heads) <= 10:
        yield f"there are {len(heads)}, and a chapter has eight to ten"
    for mark in {mark for *_, mark in heads} - set(MARKS):
        yield f"one is marked {mark!r}; marks are {MARKS}"
    if heads and heads[0][2] != "drill":
        yield "the first is no drill"
    parts = HEAD.split(text)[4::4]
    for (*_, place, _), part in zip(heads, parts, strict=True):
        summaries = [summary.split()[0] for summary in FOLDED.findall(part)]
        if summaries[:2] != ["Hint", "Answer"] or set(summaries[2:]) - {"Answer"}:
            yield f"{chapter}.{place} folds {summaries}, and should fold a hint and then an answer"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_exercises_are_numbered_and_marked_and_have_a_hint_and_an_answer(path):
    assert list(faults(exercises(cells(path)), int(path.name[:2]))) == []


FOLDS = "".join(
    f"\n\n<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>\n\n"
    for summary, text in (("Hint", "Try."), ("Answer", "6."))
)
RIGHT = "".join(f"**3.{place}** *drill.* How much is it?{FOLDS}" for place in range(1, 9))


@pytest.mark.parametrize(
    "text, fault",
    [
        (RIGHT.replace("**3.2**", "**3.3**"), "numbered"),
        (RIGHT.replace("**3.", "**4."), "numbered"),
        (RIGHT[: RIGHT.index("**3.8**")], "there are 7"),
        (RIGHT.replace("*drill.*", "*puzzle.*"), "marked 'puzzle'"),
        (RIGHT.replace("*drill.*", "*code.*"), "no drill"),
        (RIGHT.replace("Hint", "Answer", 1), "3.1 folds"),
        (RIGHT.replace(FOLDS, "\n\n", 1), "3.1 folds []"),
        (RIGHT.replace(FOLDS, FOLDS + FOLDS, 1), "3.1 folds"),
    ],
)
def test_an_exercise_out_of_form_is_named(text, fault):
    assert list(faults(RIGHT, 3)) == []
    assert any(fault in said for said in faults(text, 3))


def turns(notebook):
    """The cells that hold a function for the reader to write."""
    return [cell for cell in notebook if cell.id.startswith("turn-") and re.search(r":\s*\.\.\.$", cell.source)]


@pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: f"{chapter.number}")
def test_what_the_reader_is_to_write_is_not_answered_yet_and_the_answer_is_right(chapter):
    code = [cell for cell in cells(chapter.notebook) if cell.cell_type == "code"]
    shown = ["".join(out.get("text", "") for out in cell.outputs) for cell in code if "your_turn(" in cell.source]
    waiting = len(turns(code))
    assert waiting > 0
    assert shown.count("not answered yet\n") == waiting
    assert shown.count("right\n") == waiting == len(shown) - waiting


@pytest.mark.parametrize(
    ("chapter", "cell", "part", "near"),
    NEAR_MISSES,
    ids=[f"{chapter.number}-{cell}" for chapter, cell, *_ in NEAR_MISSES],
)
def test_a_near_miss_is_refused(chapter, cell, part, near):
    code = [c for c in cells(chapter.notebook) if c.cell_type == "code"]
    *before, last = needed(code[: [c.id for c in code].index(cell) + 1])
    assert part in last, f"the record says that {part!r} is in {cell}, and it is not there"
    assert ran([*before, last]).endswith("right\n")
    said = ran([*before, last.replace(part, near)])
    assert not said.endswith(("right\n", "not answered yet\n"))


def test_every_answer_to_a_turn_has_a_near_miss():
    for chapter in CHAPTERS.values():
        answers = {c.id for c in cells(chapter.notebook) if c.id.startswith("turn-") and c.id.endswith("-answer")}
        assert answers == chapter.near_misses.keys()
        assert answers
