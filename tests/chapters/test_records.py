"""The record of each chapter says what its notebook has, and every list of chapters agrees with the records."""

import re
from collections import Counter
from dataclasses import replace

import nbformat
import pytest

from backprop.checking import MISTAKES
from backprop.results.equalities import RESULTS
from backprop.teaching import Source
from backprop.teaching.chapter import FOLDER, Chapter
from backprop.teaching.chapters import CHAPTERS, chapter_of

RECORDS = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: f"{chapter.number}")


def cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def code(path):
    return "\n".join(cell.source for cell in cells(path))


def test_every_numbered_notebook_has_a_record_and_every_record_a_notebook():
    numbered = {path for path in FOLDER.glob("[0-9]*.ipynb") if not path.name.startswith("00_")}
    assert {chapter.notebook for chapter in CHAPTERS.values()} == numbered


def test_a_record_without_its_notebook_is_named():
    with pytest.raises(FileNotFoundError, match=r"record of chapter 77 wants one chapters/77_\*\.ipynb; there are 0"):
        Chapter(number=77, claims={}).notebook  # noqa: B018


def test_the_table_of_contents_holds_every_page_once():
    listed = re.findall(r"- file: chapters/(\S+)", (FOLDER.parent / "_toc.yml").read_text(encoding="utf-8"))
    pages = {path.stem for path in (*FOLDER.glob("*.ipynb"), *FOLDER.glob("*.md"))}
    assert Counter(listed) == Counter(pages)
    in_order = [name for name in listed if name[:2].isdigit()]
    assert in_order == sorted(in_order)


@RECORDS
def test_every_claim_is_concluded(chapter):
    concluded = re.findall(r'\.concludes\((\w+)\["([^"]+)"\]\)', code(chapter.notebook))
    assert set(concluded) == {(table, name) for table, claims in chapter.claims.items() for name in claims}


@RECORDS
def test_every_function_is_shown_as_it_stands(chapter):
    shown = [
        out.data["text/plain"]
        for cell in cells(chapter.notebook)
        if re.search(r"^Source\(", cell.source, re.M)
        for out in cell.outputs
    ]
    assert sorted(shown) == sorted(repr(Source(function)) for function in chapter.functions)


def test_every_mistake_is_shown_in_one_chapter():
    shown = Counter(name for chapter in CHAPTERS.values() for name in chapter.mistakes)
    assert shown == Counter(MISTAKES.keys())


def test_every_result_of_the_book_is_concluded_by_a_chapter():
    for result in RESULTS.values():
        assert chapter_of(result.claim).number in CHAPTERS


def test_a_claim_that_no_chapter_concludes_is_named():
    with pytest.raises(ValueError, match="no chapter concludes ∂E/∂b_q"):
        chapter_of(replace(CHAPTERS[1].claims["DERIVATIVES"]["b"]))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_mathematics_is_retyped_in_a_chapter(path):
    assert "frac" not in code(path)
    assert "Latex(" not in code(path)
