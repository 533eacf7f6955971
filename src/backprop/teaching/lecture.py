"""The table on the page for lecturers: what each chapter needs, and the minutes of its parts.

    python -m backprop.teaching.lecture

writes it anew, from the notebooks.
"""

from __future__ import annotations

import re

import nbformat
from nbformat import NotebookNode

from backprop.teaching.chapter import FOLDER
from backprop.teaching.notebooks import HEADINGS
from backprop.teaching.speaker import minutes, notes

PAGE = FOLDER.with_name("teaching.md")
NEEDED = re.compile(r"\*\*You need\*\*(.*?)\*\*You\s+will", re.S)
TABLE = re.compile(r"(<!-- written by python -m backprop\.teaching\.lecture -->\n).*?(\n<!-- end -->)", re.S)


def needs(book: NotebookNode) -> list[int]:
    """The chapters that a chapter needs: those to which its own line of what you need leads."""
    text = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    found = NEEDED.search(text)
    return sorted({int(number) for number in re.findall(r"\((\d\d)_", found[1])}) if found else []


def table() -> str:
    """Return the table in Markdown, a column for each chapter, since these are narrow and many."""
    head, needed, *parts, whole = ([words] for words in ("chapter", "needs", *HEADINGS, "in all"))
    for path in sorted(FOLDER.glob("[0-9]*.ipynb")):
        book = nbformat.read(path, as_version=4)
        there = {note.part for note in notes(book)}
        each = [minutes(book, part) if part in there else 0 for part in HEADINGS]
        head.append(f"[{int(path.name[:2])}](chapters/{path.name})")
        needed.append(", ".join(map(str, needs(book))))
        for row, number in zip(parts, each, strict=True):
            row.append(str(number or ""))
        whole.append(str(sum(each)))
    rows = [head, [":--", *["--:"] * (len(head) - 1)], needed, *parts, whole]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rewritten(page: str) -> str:
    """Return the text of the page with the table of today's notebooks."""
    return TABLE.sub(lambda found: f"{found[1]}\n{table()}\n{found[2]}", page)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
