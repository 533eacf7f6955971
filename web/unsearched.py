"""A Sphinx extension that keeps the notes for the speaker out of the search: they are for one who stands in front."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


class Unsearched(nodes.comment):
    """A note with its raw tags. The index of the search leaves comments out; as HTML it is what it holds."""


def begins(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.astext().startswith('<details class="notes">')


def gather(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Put each note, from the tag that opens it to the one that closes it, into a node that is not searched."""
    for first in list(tree.findall(begins)):
        beside = first.parent
        start = beside.index(first)
        end = next(at for at in range(start, len(beside)) if beside[at].astext().strip() == "</details>") + 1
        beside[start:end] = [Unsearched("", "", *beside[start:end])]


def as_it_is(translator, node: Unsearched) -> None: ...


def setup(app: Sphinx) -> dict:
    app.add_node(Unsearched, html=(as_it_is, as_it_is))
    app.connect("doctree-resolved", gather, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
