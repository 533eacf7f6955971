"""The numbered results, as things that the search finds: "(5.2)" leads to the box with that number."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

from backprop.proving import plain
from backprop.teaching.chapters import CHAPTERS

NUMBER = re.compile(r"\\tag\{(\d+\.\d+)\}")


def names() -> dict:
    """Number -> how the search shows it: the number and the result in one line."""
    return {
        f"{chapter.number}.{place}": f"({chapter.number}.{place}) {plain(claim.left)} = {plain(claim.right)}"
        for chapter in CHAPTERS.values()
        for place, claim in enumerate(chapter.results, start=1)
    }


def note_results(app: Sphinx, doctree: nodes.document) -> None:
    """Give each box an id, and enter it among the objects of the site."""
    known = names()
    for box in doctree.findall(nodes.math_block):
        for number in NUMBER.findall(box.astext()):
            anchor = f"result-{number.replace('.', '-')}"
            if number in known and anchor not in doctree.ids:
                box["ids"].append(anchor)
                doctree.note_explicit_target(box)
                app.env.domains["std"].note_object("result", known[number], anchor, location=box)


def setup(app: Sphinx) -> dict:
    app.add_object_type("result", "result", objname="result")
    app.connect("doctree-read", note_results)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
