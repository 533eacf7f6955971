"""What search engines and messengers show of a page: its description, its card, and the map of the site."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import fill, shorten

from docutils import nodes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from refuted_line import lines
from sphinx.application import Sphinx

INK, BLUE, RED, MUTED = "#1b1f24", "#0b62a4", "#b3261e", "#5a6470"
CARDS = "_static/cards"


def description(doctree: nodes.document) -> str:
    """The first paragraph that holds no formula, in at most 200 letters."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not list(paragraph.findall(nodes.math)):
            return shorten(" ".join(paragraph.astext().split()), 200, placeholder=" ...")
    return ""


def card(title: str, book: str, path: Path) -> None:
    """Draw the picture that stands beside a link to a page: its title, and the derivation of the first page below."""
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="white")
    figure.add_artist(Rectangle((0, 0), 0.02, 1, transform=figure.transFigure, color=BLUE))
    figure.text(0.07, 0.88, book, size=20, color=MUTED, va="top")
    figure.text(0.07, 0.78, fill(title, 30), size=44, color=INK, va="top", linespacing=1.15)
    for place, (text, right) in enumerate(lines()):
        colour = {None: INK, True: BLUE, False: RED}[right]
        mark = {None: "", True: "✓", False: "✗"}[right]
        figure.text(0.07, 0.31 - 0.09 * place, mark, size=26, color=colour, family="DejaVu Sans")
        figure.text(0.11, 0.31 - 0.09 * place, text, size=26, color=colour)
    path.parent.mkdir(parents=True, exist_ok=True)
    FigureCanvasAgg(figure).print_png(path, metadata={"Software": None})


def tag_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is None:
        return
    title, text, home = app.env.titles[pagename].astext(), description(doctree), app.config.html_baseurl
    tags = {"og:type": "website", "og:site_name": app.config.html_title, "og:title": title, "og:description": text}
    if home:  # a card needs a full address
        image = f"{CARDS}/{pagename.replace('/', '-')}.png"
        card(title, app.config.html_title, Path(app.outdir) / image)
        tags |= {"og:url": home + app.builder.get_target_uri(pagename), "og:image": home + image}
        tags |= {"og:image:alt": f"{title}. Below it a derivation, whose last line is wrong and marked so."}
    found = [f'<meta name="description" content="{escape(text)}">']
    found += [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items()]
    found += ['<meta name="twitter:card" content="summary_large_image">'] if home else []
    context["metatags"] = context.get("metatags", "") + "\n".join(found)


def write_map(app: Sphinx, exception: Exception | None) -> None:
    """Write sitemap.xml, which names all pages by their full addresses."""
    if exception or not (home := app.config.html_baseurl):
        return
    pages = [f"<url><loc>{home}{app.builder.get_target_uri(page)}</loc></url>" for page in sorted(app.env.found_docs)]
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    (Path(app.outdir) / "sitemap.xml").write_text("\n".join([head, *pages, "</urlset>\n"]), encoding="utf-8")


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", tag_page)
    app.connect("build-finished", write_map)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
