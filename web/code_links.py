"""Names of functions lead to the pages of the functions: in prose, in code, and in sources that a chapter shows."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from backprop.numeric import network, passes
from backprop.teaching.chapters import CHAPTERS

NAME = re.compile(r"([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)(?:\(\))?")
CODE = re.compile(r'<div class="highlight">.*?</div>', re.S)
DOTTED = re.compile(r'(<span class="n">(\w+)</span><span class="o">\.</span>)?(<span class="(?:n|nf|nc)">(\w+)</span>)')


def thing(name: str) -> object:
    """What a dotted name means: a module, or what a module hands out; None if it hands out no such thing."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        home, _, last = name.rpartition(".")
        return getattr(thing(home), last, None)


def imported(notebook: Path) -> dict:
    """The names that the code of `notebook` takes from the package, and gives no other meaning anywhere."""
    names, bound = {}, set()
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(re.sub(r"^(\s*)%.*", r"\1pass", cell.source, flags=re.M))):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("backprop."):
                names |= {alias.asname or alias.name: thing(f"{node.module}.{alias.name}") for alias in node.names}
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                bound.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                bound.add(node.id)
    return {name: value for name, value in names.items() if name not in bound}


def names_in(notebook: Path) -> dict:
    """Name -> object: what the code imports, and the functions whose source the chapter shows."""
    shown = [f for chapter in CHAPTERS.values() if chapter.notebook.name == notebook.name for f in chapter.functions]
    return imported(notebook) | {function.__name__: function for function in shown}


class Documented:
    """What the pages of the functions hold, and what a name on a page means among that."""

    def __init__(self, app: Sphinx):
        self.app, self.names = app, {}
        objects = app.env.domains["py"].objects
        self.entries = {name: entry for name, entry in objects.items() if not entry.aliased}
        self.by_identity = {id(thing(name)): name for name, entry in self.entries.items() if entry.objtype != "module"}
        self.by_identity.pop(id(None), None)
        for name in ("forward", "gradients", "step"):  # the walks themselves: their page is that of what checks first
            self.by_identity[id(getattr(passes, name))] = f"{network.__name__}.{name}"

    def meant(self, page: str, name: str) -> str | None:
        """The full name of what `name` means on `page`: among docstrings the only thing that ends in it."""
        path = Path(self.app.env.doc2path(page))
        if path.suffix != ".ipynb":
            found = [full for full in self.entries if f".{full}".endswith(f".{name}")]
            return found[0] if len(found) == 1 and page.startswith("functions/") else None
        if page not in self.names:
            self.names[page] = names_in(path)
        first, *rest = name.split(".")
        value = self.names[page].get(first)
        for part in rest:
            value = getattr(value, part, None)
        return self.by_identity.get(id(value))


def link_prose(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Where inline code is exactly the name of a documented thing, make it a link."""
    app.documented = documented = getattr(app, "documented", None) or Documented(app)
    for literal in list(doctree.findall(nodes.literal)):
        name = NAME.fullmatch(literal.astext())
        full = name and documented.meant(page, name[1])
        if full and not isinstance(literal.parent, nodes.reference):
            entry = documented.entries[full]
            literal.replace_self(
                make_refnode(app.builder, page, entry.docname, entry.node_id, literal.deepcopy(), full)
            )


def link_code(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """In highlighted code, link the names that mean a documented thing."""
    if doctree is None or not app.env.doc2path(pagename).endswith(".ipynb"):
        return

    def linked(found: re.Match) -> str:
        before, home, span, name = found.groups()
        full = app.documented.meant(pagename, f"{home}.{name}" if home else name)
        if not full:
            return found[0]
        entry = app.documented.entries[full]
        page = relative_uri(app.builder.get_target_uri(pagename), app.builder.get_target_uri(entry.docname))
        return f'{before or ""}<a class="code-link" href="{page}#{entry.node_id}">{span}</a>'

    context["body"] = CODE.sub(lambda code: DOTTED.sub(linked, code[0]), context["body"])


def setup(app: Sphinx) -> dict:
    app.connect("doctree-resolved", link_prose)
    app.connect("html-page-context", link_code)
    app.add_css_file("finding.css", priority=901)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
