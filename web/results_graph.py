"""The picture of how the results hang together, as a directive; made from `backprop.results.equalities`, and proved.

The picture is a grid of two columns. Results are links, and lines between them are equalities. All of it is HTML, so
that it wraps, follows the colour scheme and is read aloud. The sentences under it say the same without the picture.
"""

from __future__ import annotations

import re
from html import escape

from book_site import typeset
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from backprop.proving import latex
from backprop.results.equalities import BUILT_FROM, EQUALITIES, RESULTS
from backprop.teaching.chapter_tables import where
from backprop.teaching.chapters import chapter_of


def cell(row: int, column: int) -> tuple[int, int]:
    """Return the grid lines of a result: between two results there is a row, or a column, for the line."""
    return 2 * row - 1, 2 * column - 1


def line_between(first: tuple, second: tuple) -> tuple[str, str]:
    """Return the shape of a line and the grid area it fills: straight across, straight down, or around a corner."""
    (top, left), (bottom, right) = sorted((cell(*first), cell(*second)))
    if top == bottom:
        return "across", f"{top} / {left + 1} / {top + 1} / {right}"
    if left == right:
        return "down right" if left > 1 else "down", f"{top + 1} / {left} / {bottom} / {left + 1}"
    if left < right:
        raise ValueError(f"no line is drawn from {first} to {second}: put one of them elsewhere")
    return "corner", f"{top + 1} / {right + 1} / {bottom + 1} / {left + 1}"


def words(text: str) -> str:
    """Return a sentence of Markdown with its formulas typeset."""
    parts = re.split(r"\$([^$]+)\$", text)
    return "".join(typeset(part, False) if place % 2 else escape(part) for place, part in enumerate(parts))


def picture() -> str:
    """Return the picture as HTML. Every equality in it is proved first; `DerivationError` if one is not."""
    items, sentences = [], []
    for key, result in RESULTS.items():
        row, column = cell(*result.place)
        chapter = chapter_of(result.claim)
        formula = typeset(rf"{latex(result.claim.left)} = {latex(result.claim.right)}", False)
        items.append(
            f'<a class="result" id="result-{key}" style="grid-area: {row} / {column}"'
            f' href="chapters/{chapter.notebook.stem}.html">'
            f'<span class="name">{chapter.number}. {escape(result.name)}</span> {formula}</a>'
        )
    names = {}
    for equality in EQUALITIES:
        assert equality.proofs
        names.setdefault(equality.between, []).append(equality.name)
        sentences.append(f"{words(equality.words)} ({where(equality)})")
    built = {pair: [name] for pair, name in BUILT_FROM.items()}
    for kind, edges in (("equal", names), ("built", built)):
        for (first, second), texts in edges.items():
            shape, area = line_between(RESULTS[first].place, RESULTS[second].place)
            items.append(
                f'<span class="line {kind} {shape}" data-between="{first} {second}" style="grid-area: {area}"'
                f' aria-hidden="true"><span>{"<br>".join(map(escape, texts))}</span></span>'
            )
    listed = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    return (
        f'<figure class="results" aria-labelledby="results-caption"><div class="grid">{"".join(items)}</div>'
        '<figcaption id="results-caption">How the results hang together. A line joins two that are proved equal;'
        " a dashed one joins what is built alike. Each result leads to its chapter.</figcaption>"
        f"<details><summary>The same in words</summary><ul>{listed}</ul></details></figure>"
    )


class ResultsGraph(Directive):
    """``{results-graph}``: the picture of the results."""

    def run(self) -> list:
        return [nodes.raw("", picture(), format="html")]


def setup(app: Sphinx) -> dict:
    app.add_directive("results-graph", ResultsGraph)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
