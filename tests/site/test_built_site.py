"""Gates on the files of the built site: nothing fetched from elsewhere, no dead link, every formula typeset."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"
PAGES = sorted(page for page in HTML.rglob("*.html") if "_static" not in page.parts)
STYLE_SHEETS = sorted((HTML / "_static").rglob("*.css"))

FETCHING = {"src", "srcset", "poster", "data", "action"}
FOLLOWED_BY_NOBODY = {"canonical", "index", "next", "prev", "search", "author", "copyright"}
ELSEWHERE = re.compile(r"^\s*(?:https?:)?//")
LATEX_IN_TEXT = re.compile(r"\\(?:frac|partial|sum|sigma|left|mathbf|hat)\b|\$[^$\s][^$]*\$")


def name(page):
    return str(page.relative_to(HTML))


def fetched_from_elsewhere(soup):
    """The addresses on other hosts that a browser would ask for merely by showing the page."""
    for element in soup.find_all(True):
        if element.name == "link" and not FOLLOWED_BY_NOBODY & set(element.get("rel", [])):
            yield from filter(ELSEWHERE.match, [element.get("href", "")])
        if element.name not in {"a", "form"}:
            yield from filter(ELSEWHERE.match, (element.get(attribute) or "" for attribute in FETCHING))
        if element.name == "script" and element.get("src") is None:
            yield from re.findall(r"https?://(?:unpkg|cdn|[a-z.]*jsdelivr|cdnjs)[^\"' ]*", element.text)


def without_alternative_text(soup):
    for image in soup.select("article img"):
        alt = image.get("alt", "")
        if len(alt) < 20 or "_images/" in alt:
            yield image


def not_typeset(soup):
    """Formulas that KaTeX refused, or never saw."""
    yield from soup.select(".katex-error, .problematic")
    main = BeautifulSoup(str(soup.find("main") or ""), "html.parser")
    for element in main.select("pre, code, script, annotation"):
        element.decompose()
    yield from LATEX_IN_TEXT.findall(main.get_text())


@lru_cache(None)
def places(page):
    """The ids on a page, to which links may lead."""
    return set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))


def without_mathml(soup):
    """Formulas that a screen reader would not read, or would read twice."""
    for formula in soup.select(".katex"):
        seen = formula.select_one(".katex-html")
        if not formula.select(".katex-mathml math") or seen is None or seen.get("aria-hidden") != "true":
            yield formula


def not_drawn(soup):
    """Icons that wait for a font or a script, and pictures that shift what is below them when they come."""
    yield from soup.select("i[class*=fa-], span[class*=fa-]")
    yield from soup.select("article div.cell_output img:not([width][height])")


def dead_links(soup, page):
    for link in soup.select("a[href]"):
        url = urlsplit(link["href"])
        if url.scheme or url.netloc or url.path.startswith("/"):
            continue
        target = (page.parent / unquote(url.path)).resolve() if url.path else page
        if target.is_dir():
            target /= "index.html"
        anchored = url.fragment and target.suffix == ".html"
        if not target.is_file() or (anchored and unquote(url.fragment) not in places(target)):
            yield link["href"]


@pytest.fixture(params=PAGES, ids=name)
def page(request):
    return request.param


@pytest.fixture
def soup(page):
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def test_site_is_built():
    assert {"index.html", "404.html", "search.html"} <= {name(page) for page in PAGES}, "build it first: make book"
    assert any("chapters/" in name(page) for page in PAGES)


def test_page_fetches_nothing_from_elsewhere(soup):
    assert list(fetched_from_elsewhere(soup)) == []


def test_images_have_alternative_text(soup):
    assert list(without_alternative_text(soup)) == []


def test_formulas_are_typeset(soup):
    assert list(not_typeset(soup)) == []


def test_formulas_are_read_once_to_those_who_hear_them(soup):
    assert list(without_mathml(soup)) == []


def test_icons_are_drawn_and_pictures_have_a_place(soup):
    assert list(not_drawn(soup)) == []


def test_internal_links_lead_somewhere(soup, page):
    assert list(dead_links(soup, page)) == []


@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=name)
def test_style_sheet_fetches_only_files_of_the_site(sheet):
    for address in re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text(encoding="utf-8")):
        if address.startswith(("data:", "#", "%23")):
            continue
        assert not ELSEWHERE.match(address), address
        assert (sheet.parent / unquote(urlsplit(address).path)).is_file(), address


@pytest.mark.parametrize(
    "gate, html",
    [
        (fetched_from_elsewhere, '<script src="https://elsewhere.example/a.js"></script>'),
        (fetched_from_elsewhere, '<link rel="stylesheet" href="//elsewhere.example/a.css">'),
        (fetched_from_elsewhere, '<img src="http://elsewhere.example/a.png" alt="">'),
        (fetched_from_elsewhere, '<script>const URL = "https://unpkg.com/thebe"</script>'),
        (without_alternative_text, '<article><img src="a.png"></article>'),
        (without_alternative_text, '<article><img src="a.png" alt="../_images/a-long-name.png"></article>'),
        (not_typeset, '<main><span class="katex-error">\\frac</span></main>'),
        (without_mathml, '<span class="katex"><span class="katex-html" aria-hidden="true">x</span></span>'),
        (without_mathml, '<span class="katex"><i class="katex-mathml"><math/></i><i class="katex-html">x</i></span>'),
        (not_drawn, '<i class="fas fa-rocket"></i>'),
        (not_drawn, '<article><div class="cell_output"><img src="a.svg" width="3"></div></article>'),
        (not_typeset, "<main><p>So $x_j$ it is.</p></main>"),
        (not_typeset, "<main><p>So \\frac{1}{2}.</p></main>"),
    ],
)
def test_gate_fails_on_a_planted_fault(gate, html):
    assert list(gate(BeautifulSoup(html, "html.parser")))


@pytest.mark.parametrize("href", ["nowhere.html", "#nowhere", "index.html#nowhere"])
def test_link_gate_fails_on_a_dead_link(href):
    soup = BeautifulSoup(f'<a href="{href}">there</a>', "html.parser")
    assert list(dead_links(soup, HTML / "index.html")) == [href]


@pytest.mark.parametrize("page", sorted((HTML / "chapters").glob("*.html")), ids=name)
def test_every_figure_can_be_saved_under_its_number(page):
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    figures = soup.select("article div.cell_output img")
    saved = soup.select("article a.save")
    assert [link["href"] for link in saved] == [figure["src"] for figure in figures]
    assert all(re.fullmatch(r"figure-[\w.]+\.svg", link["download"]) for link in saved)
    assert len({link["download"] for link in saved}) == len(saved)
