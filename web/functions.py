"""The pages of the functions: autodoc and napoleon, for docstrings that are plain text rather than reStructuredText."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from backprop.teaching.chapter import FOLDER

SECTION = re.compile(r"^(?=\w[\w ]*\n-{3,}$)", re.M)
SOURCE = re.compile(r"\n+Source: (.+?)\s*\Z", re.S)
CODE = re.compile(r"(``.+?``|`[^`\n]+`)", re.S)
CHAPTER = re.compile(r"chapters? (\d+)")


def linked(chapter: re.Match) -> str:
    (notebook,) = FOLDER.glob(f"{int(chapter[1]):02d}_*.ipynb")
    return f":doc:`{chapter[0]} </chapters/{notebook.stem}>`"


def escaped(text: str) -> str:
    """Keep `text` from reStructuredText, which would take ``|x|``, ``W_`` and ``*`` for markup; backticks hold code."""
    pieces = CODE.split(text)
    pieces[::2] = [CHAPTER.sub(linked, re.sub(r"[\\*|]|_(?!\w)", r"\\\g<0>", piece)) for piece in pieces[::2]]
    pieces[1::2] = [f"``{piece.strip('`')}``" for piece in pieces[1::2]]
    return "".join(pieces)


def readable(docstring: str, what: str) -> str:
    """Return a docstring as napoleon wants it: its formula a block, and where it comes from before the sections."""
    docstring = re.sub(r"\\partial\s*", "∂", docstring)  # the classes of derivatives say how they are typed in LaTeX
    source = SOURCE.search(docstring)
    first, *sections = SECTION.split(SOURCE.sub("", docstring))
    formula, *paragraphs = first.strip().split("\n\n")
    if " = " in formula and what != "module":
        formula = ".. code-block:: text\n   :class: formula\n\n" + re.sub(
            "^", "   ", formula.replace("`", ""), flags=re.M
        )
    else:
        formula = escaped(formula)
    text = [formula, *map(escaped, paragraphs), *([escaped(f"Source: {source[1]}")] if source else [])]
    text += [
        re.sub(r"^ .+(\n .+)*", lambda found: escaped(found[0]), section.strip(), flags=re.M) for section in sections
    ]
    return "\n\n".join(text)


def rewrite(app: Sphinx, what: str, name: str, thing: object, options: dict, lines: list[str]) -> None:
    lines[:] = [*readable("\n".join(lines), what).splitlines(), ""]
    if what == "property":  # whose first line napoleon would split at its colon, into a type and a text
        lines[:0] = ["..", ""]


def skip_fields(app: Sphinx, what: str, name: str, thing: object, skip: bool, options: dict) -> bool | None:
    """Leave out the fields of a NamedTuple, of which Python only says "Alias for field number 0"."""
    return True if type(thing).__name__ == "_tuplegetter" else None


def setup(app: Sphinx) -> dict:
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.connect("autodoc-process-docstring", rewrite, priority=100)
    app.connect("autodoc-skip-member", skip_fields)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
