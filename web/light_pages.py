"""A Sphinx extension that makes the finished site light: a page asks for nothing that it does not use."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

from book_site import NODE, WEB
from icons import cut, drawn
from sphinx.application import Sphinx

USES = {
    "fontawesome": r"(?!)",  # the icons are drawn
    "searchtools": r'id="search-results"|search_as_you_type = true',
    "language_data": r'id="search-results"|search_as_you_type = true',
    "searchindex": r'id="search-results"|search_as_you_type = true',
    "design-tabs": r'class="[^"]*\bsd-tab-',
    "togglebutton": r'class="(?:[^"]* )?(?:toggle|admonition (?:[^"]* )?dropdown)[ "]',
}
"""The stock theme's scripts that it gives to every page, by the markup that uses them."""

ENTIRE = {*(sheet.name for sheet in (WEB / "static").rglob("*.css")), "katex.min.css"}
"""Sheets of which all is used: the book's own, and that of formulas, which a script may yet typeset."""

FIGURE = re.compile(r'<img [^>]*src="(?P<source>[^"]*_images/[^"]*\.svg)"')
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')

SHEET = re.compile(
    r'\s*<link(?=[^>]* rel="stylesheet")[^>]* href="(?P<root>[^"]*?)_static/(?P<sheet>[^"?]*\.css)[^>]*>'
)
IMPORT = re.compile(r'@import "([^"]+)";')
ADDRESS = re.compile(r"url\(\s*[\"']?(?!data:|#|%23)([^\"')]+)[\"']?\s*\)")


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite every page, and as one the style sheets that all of them link."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.outdir)
    pages = {page: page.read_text(encoding="utf-8") for page in root.rglob("*.html") if "_static" not in page.parts}
    for page, text in pages.items():
        pages[page] = with_lazy_pictures(without_unused_scripts(drawn(text)), page.parent)
        page.write_text(pages[page], encoding="utf-8")
    for unused in [*(root / "_static" / "scripts").glob("fontawesome.*"), *(root / "_static").rglob("*.map")]:
        unused.unlink(missing_ok=True)
    sheets = shared_sheets(pages.values())
    bundle = bundled(root / "_static", with_imported(root / "_static", sheets), list(pages))
    for page, text in pages.items():
        page.write_text(linking(text, sheets, bundle), encoding="utf-8")
    shutil.rmtree(root / "_static" / "vendor")  # the whole fonts of icons


def without_unused_scripts(page: str) -> str:
    for script, uses in USES.items():
        if not re.search(uses, page):
            page = re.sub(rf'\s*<script[^>]* src="[^"]*\b{script}\.js[^"]*"></script>', "", page)
    return page


def with_lazy_pictures(page: str, folder: Path) -> str:
    """Return a page whose pictures have a place kept for them; all but the first are loaded when they come near."""

    def lazy(found: re.Match) -> str:
        size = SIZE.search((folder / found["source"]).read_text(encoding="utf-8")[:1000])
        width, height = (round(float(points) * 4 / 3) for points in size.groups())
        loading = ' loading="lazy"' if FIGURE.search(page, 0, found.start()) else ""
        return f'{found[0]}{loading} width="{width}" height="{height}"'

    return FIGURE.sub(lazy, page)


def shared_sheets(pages: Iterable[str]) -> list[str]:
    """Return the style sheets that every page links, in their order."""
    first, *others = ([found["sheet"] for found in SHEET.finditer(page)] for page in pages)
    return [sheet for sheet in first if all(sheet in other for other in others)]


def with_imported(static: Path, sheets: list[str]) -> list[str]:
    """Return `sheets`, each after those that it imports."""
    found = []
    for sheet in sheets:
        imported = IMPORT.findall((static / sheet).read_text(encoding="utf-8"))
        found += [*(normpath(join(dirname(sheet), path)) for path in imported), sheet]
    return found


def bundled(static: Path, sheets: list[str], pages: list[Path]) -> str:
    """Write the rules of `sheets` that are used as one sheet, in place of them, and return its name."""
    stock = [sheet for sheet in sheets if Path(sheet).name not in ENTIRE]
    scripts = [str(script) for script in static.rglob("*") if script.suffix in {".js", ".mjs"}]
    asked = {"pages": list(map(str, pages)), "scripts": scripts, "sheets": [str(static / sheet) for sheet in stock]}
    answer = subprocess.run(
        [NODE, WEB / "prune.mjs"], input=json.dumps(asked), capture_output=True, check=True, encoding="utf-8"
    )
    rules = json.loads(answer.stdout)

    def whole(sheet: str) -> str:
        text = rules.get(str(static / sheet)) or (static / sheet).read_text(encoding="utf-8")
        text = re.sub(rf'{IMPORT.pattern}|@charset "[^"]*";', "", text)
        return ADDRESS.sub(lambda found: f'url("{normpath(join(dirname(sheet), found[1]))}")', text)

    text = cut("\n".join(map(whole, sheets)), static)
    for sheet in sheets:
        (static / sheet).unlink()
    name = f"site.{sha256(text.encode()).hexdigest()[:16]}.css"
    (static / name).write_text(text, encoding="utf-8")
    return name


def linking(page: str, sheets: list[str], bundle: str) -> str:
    """Return a page that links `bundle` where it linked the first of `sheets`, and the others no more."""

    def link(found: re.Match) -> str:
        if found["sheet"] == sheets[0]:
            return f'\n  <link rel="stylesheet" href="{found["root"]}_static/{bundle}" />'
        return "" if found["sheet"] in sheets else found[0]

    return SHEET.sub(link, page)


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", lighten, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
