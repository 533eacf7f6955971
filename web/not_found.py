"""The page for an address that leads nowhere: a search, and where to go."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

LINKS = {
    "index.html": "The first page, with the list of chapters",
    "chapters/glossary.html": "The glossary, with the words of the field",
    "functions/numeric.html": "The NumPy functions",
}


def body(home: str) -> str:
    """Return the text of the page. It is shown at any depth, so its links begin at `home`, where the site does."""
    links = "".join(f'<li><a href="{home}{page}">{text}</a></li>' for page, text in LINKS.items())
    return (
        "<h1>This page is not here</h1><p>It may have moved. What are you looking for?</p>"
        f'<form class="bd-search d-flex" action="{home}search.html" role="search">'
        '<input type="search" class="form-control" name="q" aria-label="Search" placeholder="Search">'
        '<button type="submit" class="btn btn-primary ms-2">Search</button></form>'
        f'<ul class="mt-4">{links}</ul>'
    )


def say(app: Sphinx, config: Config) -> None:
    config.notfound_context = {"title": "This page is not here", "body": body(config.notfound_urls_prefix)}


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", say, priority=200)  # once launching.py knows where the site begins
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
