"""A Sphinx extension that mends what keeps the theme's finished pages from readers who hear them or use no mouse."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

MENDED = {
    # hides the button's own text from those who hear it
    r'<summary aria-label="Toggle hidden content">': "<summary>",
    r'(<button class="btn search-button-field[^>]*?) title="Search" aria-label="Search"': r"\1",
    # a list of no list items, and entries whose role is no more
    r'<div role="list" class="citation-list">': '<div class="citation-list">',
    r'(<div class="citation" id="[^"]*") role="doc-biblioentry"': r"\1",
    # a corner of a table heads nothing
    r'<th(?P<rest> class="head[^"]*">\s*(?:<p>\s*</p>\s*)?)</th>': r"<td\g<rest></td>",
    # a formula alone is no head to axe, which does not read MathML
    r'(<th class="head[^"]*"><p><span class="math notranslate"><span class="katex"><span class="katex-mathml"><math)'
    r"((?:(?!</math>).)*<annotation[^>]*>(?:\\displaystyle )?([^<]*)</annotation>)": r'\1 aria-label="\3"\2',
    # a box that scrolls, and so takes the focus, is to be more than a box
    r'(?s)<div( class="pst-scrollable-table-container">.*?</table>\s*)</div>': r"<section\1</section>",
    # the title of the book and the search stand outside of all landmarks
    r'(<div id="pst-primary-sidebar")': r'\1 role="region" aria-label="Sidebar"',
    # what a tooltip says, too, would stand outside of all landmarks
    r'data-bs-toggle="tooltip"': 'data-bs-toggle="tooltip" data-bs-container="#main-content"',
    # a place to which the link "Skip to main content" can move the focus
    r'(<main id="main-content")': r'\1 tabindex="-1"',
    # the button says what it changes and not what is chosen
    r'(<button [^>]*theme-switch-button[^>]*?) aria-label="Color mode" data-bs-title="Color mode"([^>]*>)': (
        r'\1 data-bs-title="Colour mode"\2<span class="visually-hidden">Colour mode:</span>'
    ),
}
"""What stands in the pages, as a regular expression, and what is to stand there."""


def mended(page: str) -> str:
    for stock, better in MENDED.items():
        page = re.sub(stock, better, page)
    return page


def mend(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite every page."""
    if exception or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        if "_static" not in page.parts:
            page.write_text(mended(page.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", mend)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
