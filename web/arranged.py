"""A Sphinx extension that arranges small parts of a page: punctuation, folded cells, and heads of tables on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

BEGINS_WITH_PUNCTUATION = re.compile(r"[.,;:!?)\]’”]+(?:s\b)?")


def glue_punctuation(tree: nodes.document) -> None:
    """Put an inline formula and the punctuation after it into one box, which formulas.css keeps on one line."""
    for formula in list(tree.findall(nodes.math)):
        after = formula.next_node(descend=False, siblings=True)
        found = BEGINS_WITH_PUNCTUATION.match(after) if isinstance(after, nodes.Text) else None
        if found:
            siblings = after.parent.children
            place = next(at for at, sibling in enumerate(siblings) if sibling is after)  # others may read the same
            after.parent[place] = nodes.Text(after[found.end() :])
            glued = nodes.inline(classes=["glued"])
            formula.replace_self(glued)
            glued += [formula, nodes.Text(found[0])]


def is_folded_and_bare(node: nodes.Node) -> bool:
    """Tell whether a node is a cell whose code is folded and which shows nothing else."""
    return (
        isinstance(node, nodes.container)
        and {"cell", "tag_hide-input"} <= set(node["classes"])
        and not any("cell_output" in child.get("classes", ()) and child.children for child in node.children)
    )


def group_folded_cells(tree: nodes.document) -> None:
    """Put folded cells that show nothing, one after the other, into one box, where cells.css lines them up."""
    for section in list(tree.findall(nodes.section)):
        children = []
        for bare, run in groupby(section.children, is_folded_and_bare):
            run = list(run)
            children += [nodes.container("", *run, classes=["folded-cells"])] if bare else run
        section.children = []
        section.extend(children)


def stacked_rows(table: nodes.table) -> Iterator[tuple[list[nodes.entry], list[nodes.entry]]]:
    """Give the heads and entries that tables.css may stack on a phone, without the first, which a row is about."""
    for group in table.findall(nodes.tgroup):
        heads = [row.children for row in group.findall(nodes.row) if isinstance(row.parent, nodes.thead)]
        if len(heads) == 1 and len(heads[0]) > 2:
            for row in group.findall(nodes.row):
                if isinstance(row.parent, nodes.tbody):
                    yield heads[0][1:], row.children[1:]


def label_stacked_entries(tree: nodes.document) -> None:
    """Give each entry the head of its column, which tables.css shows where rows are stacked under no head."""
    for table in tree.findall(nodes.table):
        for heads, entries in stacked_rows(table):
            for head, entry in zip(heads, entries, strict=True):
                if entry.children and entry.astext().strip() and head.astext().strip():
                    label = nodes.inline("", *(part.deepcopy() for part in head[0].children), classes=["column"])
                    entry[0].insert(0, label)


def name_rows(tree: nodes.document) -> None:
    """Where nothing heads the first column, its entries are the heads of their rows."""
    for group in tree.findall(nodes.tgroup):
        corner = next(iter(group.findall(nodes.entry)))
        if not corner.astext().strip():
            next(iter(group.findall(nodes.colspec)))["stub"] = 1


def arrange(app: Sphinx, tree: nodes.document, page: str) -> None:
    if app.builder.format == "html":
        name_rows(tree)
        label_stacked_entries(tree)
        glue_punctuation(tree)
        group_folded_cells(tree)


def setup(app: Sphinx) -> dict:
    app.connect("doctree-resolved", arrange)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
