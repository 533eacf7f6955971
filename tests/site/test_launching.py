"""Buttons lead to the repository whose book this is. Without its address there is none."""

import pytest
from bs4 import BeautifulSoup

from backprop.teaching import address
from backprop.teaching.chapter import FOLDER

HTML = FOLDER.with_name("_build") / "html"
OPTIONS = {"launch_buttons": {"binderhub_url": "https://mybinder.org", "colab_url": "https://colab.example"}}
HOME = "https://github.com/jane/calculus"


@pytest.fixture
def with_address(web):
    return web("launching").with_address


def test_without_an_address_there_is_no_button(with_address):
    assert with_address(OPTIONS, "", "") == {}


def test_every_button_knows_the_repository(with_address):
    options = with_address(OPTIONS, HOME, HOME)
    assert options["repository_url"] == HOME
    assert options["use_repository_button"] and options["use_issues_button"]
    assert options["launch_buttons"] == OPTIONS["launch_buttons"]


@pytest.mark.parametrize(
    "repository, committed",
    [(HOME, "https://github.com/john/calculus"), (HOME, ""), ("https://git.example/jane/calculus",) * 2],
)
def test_colab_is_offered_only_where_the_notebooks_install_from_here(with_address, repository, committed):
    assert with_address(OPTIONS, repository, committed)["launch_buttons"].keys() == {"binderhub_url"}
    assert "colab_url" in OPTIONS["launch_buttons"]


def test_the_deployment_knows_its_repository_better_than_the_file(monkeypatch):
    monkeypatch.setattr(address, "committed", lambda: "https://github.com/john/calculus")
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.delenv("GITHUB_SERVER_URL", raising=False)
    assert address.repository() == "https://github.com/john/calculus"
    monkeypatch.setenv("GITHUB_REPOSITORY", "jane/calculus")
    assert address.repository() == HOME
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://git.example")
    assert address.repository() == "https://git.example/jane/calculus"


@pytest.mark.parametrize("url", ["https://jane.github.io/calculus", "https://jane.github.io/calculus/"])
def test_the_site_s_address_ends_in_one_slash(monkeypatch, url):
    monkeypatch.setenv("SITE_URL", url)
    assert address.site() == "https://jane.github.io/calculus/"
    monkeypatch.setenv("SITE_URL", "")
    assert address.site() == ""


def test_the_built_pages_offer_what_the_address_allows():
    """As built here or by the deployment: a button where there is an address, and no button elsewhere."""
    page = BeautifulSoup((HTML / "chapters/03_batched_form.html").read_text(encoding="utf-8"), "html.parser")
    buttons = [link["href"] for link in page.select("a.btn[href^=http]")]
    assert all(address.repository().removeprefix("https://github.com/") in link for link in buttons)
    assert bool(buttons) == bool(address.repository())
