"""The addresses of the book and of its repository, filled in; without them no button rather than a broken one."""

from __future__ import annotations

from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from backprop.teaching import address


def with_address(options: dict, repository: str, committed: str) -> dict:
    """Return the theme's `options` for the book in `repository`, without the buttons that could not work.

    Binder and a JupyterHub fetch the whole repository. Colab fetches a notebook alone, whose first cell installs the
    package from `committed`: a fork whose cells name another repository has no such button.
    """
    if not repository:
        return {name: value for name, value in options.items() if name != "launch_buttons"}
    launch = dict(options["launch_buttons"])
    if repository != committed or urlsplit(repository).netloc != "github.com":
        del launch["colab_url"]
    buttons = dict(use_repository_button=True, use_issues_button=True, launch_buttons=launch)
    return options | buttons | dict(repository_url=repository, repository_provider="github")


def fill_in(app: Sphinx, config: Config) -> None:
    config.html_theme_options = with_address(config.html_theme_options, address.repository(), address.committed())
    config.html_baseurl = address.site()
    config.notfound_urls_prefix = urlsplit(address.site()).path or "/"


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", fill_in, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
