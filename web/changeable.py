"""Every line of a derivation can be changed on the page, and is judged there: the site's side of `web/referee`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from backprop.results.models import MODELS, named

WEB = Path(__file__).resolve().parent
BUILT = WEB.parent / "_referee"
KATEX = WEB.parent / "node_modules" / "katex" / "dist"
MIME = "application/vnd.backprop.derivation+json"
TABLE = re.compile('<table class="table derivation">')
OWN = "check_your_own"
"""The page on which readers write lines of their own."""
CHAPTERS = WEB.parent / "chapters"


def derivations(notebook: Path) -> dict:
    """The derivations that a notebook shows, as texts, by the id of their cell; the second of a cell ends in -2."""
    found = {}
    for cell in json.loads(notebook.read_text())["cells"]:
        shown = [output["data"][MIME] for output in cell.get("outputs", []) if MIME in output.get("data", {})]
        for number, texts in enumerate(shown, 1):
            found[cell["id"] + f"-{number}" * (number > 1)] = texts
    return found


def examples() -> dict:
    """The models of the book by name, each with the lines of a derivation in it."""
    shown = [texts for notebook in sorted(CHAPTERS.glob("*.ipynb")) for texts in derivations(notebook).values()]
    found = {}
    for name in MODELS:
        model = repr(named(name))
        within = [[line["text"] for line in texts["lines"]] for texts in shown if texts["model"] == model]
        if within:
            lines = next((lines for lines in within if lines[0].startswith("∂E/")), within[0])
            found[name] = {"model": model, "lines": "\n= ".join(lines)}
    return found


def embedded(name: str, data: dict) -> str:
    written = json.dumps(data, ensure_ascii=False).replace("<", r"\u003c")
    return f'<script type="application/json" id="{name}">{written}</script>'


def offer_changes(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Name the derivations of a page, and give it their texts and the script that lets a reader change them."""
    if pagename == OWN:
        context["body"] += embedded("models", examples())
        app.add_js_file("referee/own.js", type="module")
        app.add_css_file("referee.css")
    notebook = Path(app.srcdir) / f"{pagename}.ipynb"
    if not notebook.is_file():
        return
    texts = derivations(notebook)
    names = iter(texts)
    body, count = TABLE.subn(
        lambda _: f'<table class="table derivation" data-derivation="{next(names, None)}">', context.get("body", "")
    )
    if count != len(texts):
        raise ExtensionError(f"{pagename} shows {count} derivations, and its notebook holds the texts of {len(texts)}")
    if texts:
        context["body"] = body + embedded("derivations", texts)
        app.add_js_file("referee/page.js", loading_method="defer")
        app.add_css_file("referee.css")


def copy_referee(app: Sphinx, error: Exception | None) -> None:
    if error is None:
        if not (BUILT / "snapshot.bin").is_file():
            raise ExtensionError("the referee is missing: run `make book`, which builds it into _referee")
        target = Path(app.outdir) / "_static" / "referee"
        shutil.copytree(BUILT, target, dirs_exist_ok=True)
        for script in (WEB / "referee").glob("*.js"):
            shutil.copy(script, target)
        shutil.copy(KATEX / "katex.min.js", target.parent / "katex")


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", offer_changes, priority=600)
    app.connect("build-finished", copy_referee)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
