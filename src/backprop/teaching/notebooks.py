r"""The notebooks' normal form: execute them again in place, and say in one sentence what departs from it.

    python -m backprop.teaching.notebooks refresh [notebooks]
    python -m backprop.teaching.notebooks check [notebooks]

A notebook is named by its file, or by how its name begins: 03, B. Without any, every one in ``chapters/`` is meant.
Both end with status 1 if a notebook departs from the form.

nbval compares the outputs of code cells, and nothing else. The rules here guard the rest: what nbval never looks at
(Markdown, metadata, order of execution) and what it could not compare on another machine (addresses, rounding errors).

A figure is a cell's only image. Its plain text says what the figure shows; `refresh` copies that sentence to the
cell's metadata, ``{"mystnb": {"image": {"alt": "..."}}}``, where the site takes the image's alternative text from.
Its caption is Markdown beside it, which begins with its number.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from backprop.teaching import install_cell, speaker
from backprop.teaching.chapter import FOLDER

HEADINGS = ["Question", "By hand", "Derivation", "Code", "What goes wrong", "Exercises", "Summary"]
WITHOUT_DERIVATION = ["Question", "By hand", "Code", "Exercises", "Summary"]
"""The sections of the chapters that derive nothing, the first and the last."""

TRAINED = "it shows a trained network, whose weights depend on the processor's order of summation"
NOT_COMPARED: dict[str, str] = {
    "softmax-digits-curves": TRAINED,
    "softmax-digits-confusion": TRAINED,
    "softmax-digits-wrong-images": TRAINED,
}
"""Cells whose output nbval does not compare, by id, with the reason. They carry the tag ``nbval-ignore-output``."""

LONGEST_CELL = 15
HIGHEST_FIGURE = 480
"""Pixels."""
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = {"mystnb", "slideshow", "tags"}
FOLDED = {"source_hidden": True, "outputs_hidden": True}
"""How JupyterLab folds an answer, which the tag hide-cell folds on the site."""

WORD = r"(?:[a-z]+[0-9]{0,2}|[0-9]{1,2})"
CELL_ID = re.compile(rf"{WORD}(?:-{WORD})+")
CODE_IN_MARKDOWN = re.compile(r"^(```|~~~)(?!\{math\}).*?^\1|(?<![`}])`[^`\n]+`(?!`)", re.M | re.S)
DISPLAY_MATHS = re.compile(r"\$\$|\\\[|\\begin\{|^(```|:::+)\{math\}", re.M)
INLINE_MATHS = re.compile(r"(?<![\\$])\$([^$]+?)(?<!\\)\$|\\\((.+?)\\\)|\{math\}`([^`]+)`", re.S)
EQUALITY = re.compile(r"=|\\(?:equiv|coloneqq)\b")
DERIVATIVE = re.compile(
    r"\\partial|\\nabla|\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{?d)|\\dot\b|\\prime|'|\bd\w*\s*/\s*d\w"
)
LINE_BREAK_AND_NAME = re.compile(r"\\\\[A-Za-z]+")
MACHINE_TEXT = {
    r"0x[0-9a-f]{6,}": "a memory address",
    r"<(?:Figure|Axes|IPython)\b": "a bare repr",
    r"\d\.\d+e-(?:1[2-9]|[2-9]\d)": "a rounding error",
    r"ipykernel_\d+|/home/|/Users/|[A-Z]:\\": "a path of one machine",
}
SOURCE_TEXT = {
    r"\binit_printing\(": "init_printing() turns formulas into bitmaps: leave it out",
    r";\s*(?:#.*)?$": "a line ends in ';', which hides a result: leave it out",
    r"#\s*(?:NBVAL|PYTEST_VALIDATE)_": "a comment steers nbval: list the cell in NOT_COMPARED and tag it instead",
}


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def alt_text(cell: NotebookNode) -> str:
    return cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")


def images(cell: NotebookNode) -> list[NotebookNode]:
    return [out for out in cell.outputs if any(kind.startswith("image/") for kind in out.get("data", {}))]


def normalise(book: NotebookNode) -> NotebookNode:
    """Trim `book` in place to what its author wrote and what its code printed."""
    book.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    for cell in book.cells:
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in CELL_METADATA & cell.metadata.keys()})
        if cell.cell_type != "code":
            continue
        if "hide-cell" in tags(cell):
            cell.metadata["jupyter"] = NotebookNode(FOLDED)
        for out in cell.outputs:
            if out.output_type == "error":  # the frames name files of one machine
                out.traceback = [f"{out.ename}: {out.evalue}"]
        for out in images(cell):
            if text := out.data.get("text/plain", "").strip():
                cell.metadata.setdefault("mystnb", NotebookNode()).setdefault("image", NotebookNode())["alt"] = text
    return book


def refresh(path: Path) -> None:
    """Execute the notebook at `path` in place; the file stays byte-identical when nothing changed."""
    book = nbformat.read(path, as_version=4)
    install_cell.put_in(book)
    os.environ.pop("MPLBACKEND", None)  # "agg" would keep the kernel from showing figures
    client = NotebookClient(
        book, timeout=300, kernel_name="python3", record_timing=False, coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )  # fmt: skip
    client.execute()
    path.write_text(serialised(book), encoding="utf-8", newline="\n")


def serialised(book: NotebookNode) -> str:
    return nbformat.writes(normalise(book)) + "\n"


def typed_mathematics(text: str) -> Iterator[str]:
    """What is typed in the Markdown `text` although only proved code may say it."""
    text = CODE_IN_MARKDOWN.sub("", text)
    if found := DISPLAY_MATHS.search(text):
        yield f"display mathematics typed in Markdown ({found[0]!r}): let a code cell derive and show it"
    for found in INLINE_MATHS.finditer(text):
        latex = found[found.lastindex]
        if EQUALITY.search(latex) and DERIVATIVE.search(latex):
            yield f"a typed equation holds a derivative (${latex}$): let a code cell derive and show it"
        if found := LINE_BREAK_AND_NAME.search(latex):
            yield f"{found[0]!r} breaks the line and prints the name in ${latex}$: write a single backslash"


def cell_faults(cell: NotebookNode) -> Iterator[str]:
    if not CELL_ID.fullmatch(cell.id):
        yield "its id should be two or more lower-case words joined by hyphens that say what the cell is about"
    if cell.cell_type == "markdown":
        yield from typed_mathematics(cell.source)
    if cell.cell_type != "code":
        return
    lines = cell.source.splitlines()
    if not cell.source.strip():
        yield "it is empty: delete it"
    if len(lines) > LONGEST_CELL:
        yield f"it has {len(lines)} lines of code, at most {LONGEST_CELL} fit one idea: split it"
    for pattern, message in SOURCE_TEXT.items():
        if re.search(pattern, cell.source, re.M):
            yield message
    if ("nbval-ignore-output" in tags(cell)) != (cell.id in NOT_COMPARED):
        yield "the tag nbval-ignore-output and the list NOT_COMPARED must name the same cells"
    if "nbval-skip" in tags(cell):
        yield "nbval would skip it: remove the tag nbval-skip"
    yield from output_faults(cell)


def output_faults(cell: NotebookNode) -> Iterator[str]:
    for out in cell.outputs:
        data = out.get("data", {})
        if out.output_type == "error" and "raises-exception" not in tags(cell):
            yield f"it failed with {out.ename}: mend it, or tag it raises-exception if that is its lesson"
        if out.get("name") == "stderr":
            yield f"it wrote to stderr ({out.text.strip()[:60]!r}): mend what it warns of"
        if {"image/png", "text/latex"} <= set(data):
            yield "a formula is stored as a bitmap: leave out init_printing()"
        texts = [str(text) for kind, text in data.items() if kind.startswith("text/") or kind.endswith("+json")]
        shown = [out.get("text", ""), *texts]
        for pattern, what in MACHINE_TEXT.items():
            if found := re.search(pattern, "\n".join(shown)):
                yield f"its output holds {what} ({found[0]!r}), which differs between machines: show a verdict instead"
    if "raises-exception" in tags(cell) and not any(out.output_type == "error" for out in cell.outputs):
        yield "it is tagged raises-exception but raised none"
    if len(images(cell)) > 1:
        yield "it shows several figures, of which each needs its own alternative text: one figure a cell"
    for out in images(cell):
        if not {"image/svg+xml", "image/png"} <= set(out.data):
            yield "its figure is not both an SVG and a bitmap: make it a Picture"
        elif height(out) > HIGHEST_FIGURE:
            yield f"its figure is {height(out):.0f} pixels high, at most {HIGHEST_FIGURE} fit a screen"
    if images(cell) and len(alt_text(cell)) < 20:
        yield "its figure has no alternative text: make its plain text a sentence that says what it shows"


def height(out: NotebookNode) -> float:
    """The height of a figure in pixels, of which there are 4 to 3 points."""
    return float(re.search(r'<svg[^>]* height="([\d.]+)pt"', out.data["image/svg+xml"])[1]) * 4 / 3


def headings(book: NotebookNode, level: int) -> list[str]:
    text = "\n\n".join(CODE_IN_MARKDOWN.sub("", cell.source) for cell in book.cells if cell.cell_type == "markdown")
    return re.findall(rf"^#{{{level}}} +(.+?) *$", text, re.M)


def faults(name: str, text: str) -> Iterator[str]:
    """Every departure from the normal form of the notebook file `name` that holds `text`, a sentence each."""
    book = nbformat.reads(text, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield f"{name}: not executed from top to bottom in one go: run `make refresh`"
    for cell in book.cells:
        yield from (f"{name}, cell {cell.id}: {fault}" for fault in cell_faults(cell))
    if len(headings(book, 1)) != 1:
        yield f"{name}: has {len(headings(book, 1))} headings of the first level, a page has one"
    wanted = WITHOUT_DERIVATION if name.startswith(("00_", "10_")) else HEADINGS
    if re.match(r"\d\d_", name) and headings(book, 2) != wanted:
        yield f"{name}: its sections are {headings(book, 2)}, a chapter has {wanted}, in this order"
    if re.match(r"\d\d_", name):
        yield from (f"{name}, {fault}" for fault in speaker.faults(book))
    yield from (f"{name}, {fault}" for fault in caption_faults(name, code))
    if serialised(book) != text:
        yield f"{name}: holds metadata or formatting that execution left behind: run `make refresh`"


def mark(name: str) -> str:
    """What the book calls the notebook file `name`: 5, or B."""
    return name.split("_")[0].lstrip("0") or "0"


def caption_faults(name: str, code: Iterable[NotebookNode]) -> Iterator[str]:
    """The figures that have no caption with the next number, a sentence each."""
    for place, cell in enumerate(filter(images, code), start=1):
        wanted = f"**Figure {mark(name)}.{place}.** "
        if not any(out.get("data", {}).get("text/markdown", "").startswith(wanted) for out in cell.outputs):
            yield f"cell {cell.id}: its figure has no caption that begins with {wanted!r}: show it by Captioned"


def check(paths: Iterable[Path]) -> list[str]:
    """Every departure from the normal form in the notebooks at `paths`, cell ids used twice included."""
    found, home = [], {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found.extend(faults(path.name, text))
        book = nbformat.reads(text, as_version=4)
        if path.parent == FOLDER and not install_cell.is_as_written(book):
            found.append(f"{path.name}: does not install the package from pyproject.toml's address: run `make refresh`")
        for cell in book.cells:
            if cell.id in home:
                found.append(f"{path.name}, cell {cell.id}: its id is already used in {home[cell.id]}")
            home[cell.id] = path.name
    return found


def found(name: str) -> list[Path]:
    """The notebook with this file name, or all in ``chapters/`` whose names begin so."""
    return [Path(name)] if Path(name).is_file() else sorted(FOLDER.glob(f"{name}*.ipynb"))


def main(arguments: list[str]) -> str | int:
    if not arguments or arguments[0] not in {"refresh", "check"}:
        return "usage: python -m backprop.teaching.notebooks refresh|check [notebooks]"
    paths = [path for name in arguments[1:] for path in found(name)] or found("")
    if missing := [name for name in arguments[1:] if not found(name)]:
        return f"there is no notebook {missing[0]}; there are {', '.join(path.stem for path in found(''))}"
    if arguments[0] == "refresh":
        for path in paths:
            refresh(path)
    return "\n".join(check(paths)) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
