"""A page says what it is about; with an address the site has a map, and each page a card."""

import struct
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from backprop.teaching import address
from backprop.teaching.chapter import FOLDER

HTML = FOLDER.with_name("_build") / "html"
PAGES = sorted(page for folder in ("", "chapters", "functions") for page in (HTML / folder).glob("*.html"))
PAGES = [page for page in PAGES if page.stem not in {"404", "search", "genindex", "py-modindex"}]


def metas(page):
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in soup.select("head meta")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_it_is_about(page):
    found = metas(page)
    assert 20 < len(found["description"]) <= 200
    assert found["og:description"] == found["description"] and found["og:title"]
    assert ("og:image" in found) == bool(address.site())


def test_no_two_pages_say_the_same():
    assert PAGES
    said = [metas(page)["description"] for page in PAGES]
    assert sorted(said) == sorted(set(said))


def test_a_description_holds_no_formula_and_ends_with_a_word(web):
    formula = nodes.paragraph("", "Where ", nodes.math("", "x_j"), nodes.Text(" is an input."))
    text = nodes.paragraph("", "word " * 60)
    said = web("sharing").description(nodes.container("", formula, text))
    assert said.startswith("word word") and said.endswith("word ...") and len(said) <= 200


def test_a_card_has_the_size_that_is_asked_for(web, tmp_path):
    path = tmp_path / "cards" / "one.png"
    web("sharing").card("B. Reading alongside Nielsen, Prince, d2l, CS231n and the four notes", "A book", path)
    assert struct.unpack(">II", path.read_bytes()[16:24]) == (1200, 630)
    first = path.read_bytes()
    web("sharing").card("B. Reading alongside Nielsen, Prince, d2l, CS231n and the four notes", "A book", path)
    assert path.read_bytes() == first


class App:
    """As much of Sphinx as the map of the site asks for."""

    def __init__(self, out, home):
        self.outdir, self.builder, self.env, self.config = out, self, self, self
        self.html_baseurl, self.found_docs = home, {"index", "chapters/one"}

    def get_target_uri(self, page):
        return f"{page}.html"


def test_the_map_names_every_page(web, tmp_path):
    web("sharing").write_map(App(tmp_path, "https://jane.example/book/"), None)
    places = ElementTree.parse(tmp_path / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    home = "https://jane.example/book/"
    assert [place.text for place in places] == [home + "chapters/one.html", home + "index.html"]


def test_without_an_address_there_is_no_map(web, tmp_path):
    web("sharing").write_map(App(tmp_path, ""), None)
    assert list(tmp_path.iterdir()) == []
