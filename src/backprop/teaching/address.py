"""Where the book lives. Its address stands in pyproject.toml alone; a deployment by GitHub Actions brings its own."""

from __future__ import annotations

import os
import tomllib

from backprop.teaching.chapter import FOLDER


def committed() -> str:
    """The repository that pyproject.toml names under ``[project.urls]``, or ``""``."""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project.get("urls", {}).get("Repository", "").rstrip("/")


def repository() -> str:
    """The repository whose book is being built, a fork as well: what GitHub Actions says, or else what is committed."""
    if name := os.environ.get("GITHUB_REPOSITORY"):
        return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    return committed()


def site() -> str:
    """The address of the built site, with a slash at its end, or ``""``: SITE_URL, which the deployment sets."""
    url = os.environ.get("SITE_URL", "").rstrip("/")
    return url and url + "/"
