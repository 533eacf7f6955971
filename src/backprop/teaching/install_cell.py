"""The first code cell of a notebook: where the notebook runs alone, as on Colab, it installs the book's package.

`make refresh` writes it after the title. It holds the address that pyproject.toml names; without one there is no cell.
"""

from __future__ import annotations

from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from backprop.teaching import address

SOURCE = """\
from importlib.util import find_spec

if find_spec("backprop") is None:  # on Colab, say
    %pip install --quiet git+{address}"""
LAST_WORD = "install"


def cell_of(book: NotebookNode, repository: str) -> NotebookNode:
    """Return the cell, not yet executed; its id begins like that of the title. The site leaves it out."""
    words = book.cells[0].id.rpartition("-")[0]
    source = SOURCE.format(address=repository)
    return new_code_cell(source, id=f"{words}-{LAST_WORD}", metadata={"tags": ["remove-cell"]})


def put_in(book: NotebookNode) -> None:
    """Put the cell into `book`, in place of an earlier one."""
    book.cells = [cell for cell in book.cells if not cell.id.endswith(f"-{LAST_WORD}")]
    if repository := address.committed():
        book.cells.insert(1, cell_of(book, repository))


def is_as_written(book: NotebookNode) -> bool:
    """Whether `put_in` would change nothing but outputs."""
    again = deepcopy(book)
    put_in(again)
    return [(cell.id, cell.source, cell.metadata) for cell in again.cells] == [
        (cell.id, cell.source, cell.metadata) for cell in book.cells
    ]
