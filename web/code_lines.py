"""A Sphinx extension: a long line of code goes on further to the right than it begins, and no list of sizes is torn."""

from __future__ import annotations

import html
import re

from sphinx.application import Sphinx

PRE = re.compile(r"(?<=<pre>)(<span></span>)?(.*?)(?=\n?</pre>)", re.S)
TAG = re.compile(r"<[^>]*>")
SIZES = re.compile(r"\((?:\d+, )+\d+\)")
LONG = 34  # what fits a phone


def line(code: str) -> str:
    """A line of highlighted code, marked with how far it is indented if a narrow screen breaks it."""
    text = html.unescape(TAG.sub("", code))
    if len(text) <= LONG:
        return code
    indent = len(text) - len(text.lstrip())
    whole = SIZES.sub(r"<span>\g<0></span>", code)
    return f'<span class="line" style="--indent: {indent}ch">{whole}</span>'


def marked(body: str) -> str:
    """The page `body` with its long lines of code marked; Pygments closes at its end what a line opens."""
    return PRE.sub(lambda found: (found[1] or "") + "\n".join(map(line, found[2].split("\n"))), body)


def mark(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["body"] = marked(context.get("body", ""))


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", mark, priority=700)  # after the links in the code
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
