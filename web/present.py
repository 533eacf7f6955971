"""A chapter becomes a deck of slides in the reader's browser: the site's side of `web/present`."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

CHAPTER = re.compile(r"chapters/\d\d_")
TIME = re.compile(r"<strong>It takes</strong>[^<]*")
"""What a lecturer would not show: how long the page takes to read."""


def offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a chapter the button, and the script that fetches all else when it is pressed."""
    if not CHAPTER.match(pagename):
        return
    context["body"] = TIME.sub(r'<span class="page-only">\g<0></span>', context["body"])
    button = {"text": "Present", "tooltip": "Present this chapter as slides (P)", "icon": "fas fa-person-chalkboard"}
    context["header_buttons"] += [
        button | {"type": "javascript", "javascript": "present()", "label": "present", "classes": "pst-js-only"}
    ]
    app.add_js_file("js/present/page.js", loading_method="defer")


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", offer, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
