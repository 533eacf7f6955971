"""The "Break it" cells: wrong as they stand, right when the reader has mended them."""

import ast
import contextlib
import io
from symtable import symtable

import nbformat
import pytest

from backprop.teaching.chapters import CHAPTERS

CELLS = [(chapter, cell, *lines) for chapter in CHAPTERS.values() for cell, lines in chapter.mended.items()]


def needed(cells):
    """The last cell, those that make what it mentions, those that make what these mention, and so on, in order.

    A line by a result needs the cells that have concluded one; none needs the cell that installs the package.
    """
    *earlier, last = [cell.source for cell in cells if "remove-cell" not in cell.metadata.get("tags", [])]
    chosen, wanted = [last], mentioned(last)
    for source in reversed(earlier):
        if made(source) & wanted or ("[result for" in last and ".concludes(" in source):
            chosen.insert(0, source)
            wanted = wanted - made(source) | mentioned(source)
    return chosen


def mentioned(source):
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - made(source)


def made(source):
    symbols = symtable(source, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def ran(sources):
    names = {}
    for source in sources:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(source, names)
    return printed.getvalue()


@pytest.mark.parametrize(
    ("chapter", "cell", "wrong", "right"), CELLS, ids=[f"{chapter.number}-{cell}" for chapter, cell, *_ in CELLS]
)
def test_a_broken_line_is_refused_and_the_mended_one_accepted(chapter, cell, wrong, right):
    code = [c for c in nbformat.read(chapter.notebook, as_version=4).cells if c.cell_type == "code"]
    place = [c.id for c in code].index(cell)
    *before, last = needed(code[: place + 1])
    assert wrong in last, f"the record says that {wrong!r} is wrong in {cell}, and it is not there"
    assert "is wrong: the two sides differ" in ran([*before, last])
    assert ran([*before, last.replace(wrong, right)]) == "accepted\n"


def test_every_chapter_has_a_line_to_break():
    assert {chapter.number for chapter, *_ in CELLS} == set(CHAPTERS)
