"""What the site folds: code that only makes what is shown. Functions, checks and tasks are open."""

from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "chapters"
NOTEBOOKS = sorted(FOLDER.glob("0[1-9]_*.ipynb"))
FOLDED = {"Question", "By hand", "Derivation", "What goes wrong", "Summary"}
OPEN = {"Code"}


def cells_by_section(notebook):
    """Each code cell of a notebook, with the heading that it stands under."""
    section = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            section = ([section] + [line[3:] for line in cell.source.split("\n") if line.startswith("## ")])[-1]
        elif cell.cell_type == "code":
            yield section, cell


def faults(notebook):
    for section, cell in cells_by_section(notebook):
        hidden = bool({"hide-input", "hide-cell"} & set(cell.metadata.get("tags", [])))
        if section in FOLDED and not hidden and not cell.id.startswith("break-"):
            yield f"{cell.id}, under {section}, is open: give it the tag hide-input"
        if hidden and (cell.id.startswith("break-") or (section in OPEN and "Source(" in cell.source)):
            yield f"{cell.id}, under {section}, is folded, and it is there to be read or changed"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_that_only_makes_what_is_shown_is_folded(path):
    assert list(faults(nbformat.read(path, as_version=4))) == []


def test_what_is_folded_or_open_in_the_wrong_place_is_named():
    def book(section, source, tags, cell="some-cell"):
        code = nbformat.v4.new_code_cell(source, id=cell, metadata={"tags": tags})
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"## {section}"), code])

    assert list(faults(book("Derivation", "derive(layer, text)", ["hide-input"]))) == []
    assert list(faults(book("Code", "agrees(gradients, layer)", []))) == []
    assert len(list(faults(book("Derivation", "derive(layer, text)", [])))) == 1
    assert len(list(faults(book("Code", "Source(gradients)", ["hide-input"])))) == 1
    assert len(list(faults(book("What goes wrong", "attempt(layer, text)", ["hide-input"], "break-line")))) == 1
