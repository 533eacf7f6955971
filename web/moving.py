"""Figures that move: scripts bundled while the site is built, and a button under a still figure that calls one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from book_site import FIGURE, NODE
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

WEB = Path(__file__).resolve().parent
PLACES = json.loads((WEB / "figures" / "places.json").read_text(encoding="utf-8"))
"""The number of a figure -> the module that moves it, and the variant where there are several."""


def bundle(app: Sphinx) -> None:
    """Bundle the scripts of the site; what cannot be bundled fails the build."""
    target = Path(app.outdir) / "_static" / "js"
    done = subprocess.run([NODE, WEB / "bundle.mjs", target], stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        advice = " Run `make book`, which installs the browser parts." if "Cannot find package" in done.stderr else ""
        raise ExtensionError(f"The scripts of the site could not be bundled: {done.stderr.strip()}{advice}")


def offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """At the end of a caption, let the figure be moved; only such pages get the script that listens."""

    def offered(found: re.Match) -> str:
        if found["number"] not in PLACES:
            return found[0]
        figure, _, variant = PLACES[found["number"]].partition(" ")
        data = f'data-number="{found["number"]}" data-figure="{figure}" data-variant="{variant}"'
        return f'{found[1]} <button type="button" class="move" aria-expanded="false" {data}>Move it</button></p>'

    body = FIGURE.sub(offered, context.get("body", ""))
    if body != context.get("body", ""):
        context["body"] = body
        app.add_js_file("js/figures/move.js", loading_method="defer")
        for style in ("moving.css", "moving-pictures.css"):
            app.add_css_file(style, priority=901)


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", bundle)
    app.connect("html-page-context", offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
