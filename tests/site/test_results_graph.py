"""The picture of the results: made from the equalities, every line drawn once, every result a link to its chapter."""

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from backprop.proving import DerivationError
from backprop.results.equalities import BUILT_FROM, EQUALITIES, RESULTS, Equality
from backprop.teaching.chapter_tables import where
from backprop.teaching.chapters import chapter_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def graph():
    sys.path.insert(0, str(ROOT / "web"))
    import book_site
    import results_graph

    yield results_graph
    sys.path.remove(str(ROOT / "web"))
    with book_site.typesetter() as process:
        process.stdin.close()
        assert process.wait() == 0
    book_site.typesetter.cache_clear()


@pytest.fixture(scope="module")
def soup(graph):
    return BeautifulSoup(graph.picture(), "html.parser")


def test_every_equality_is_a_line_and_no_line_is_anything_else(soup):
    drawn = {tuple(line["data-between"].split()): line for line in soup.select(".line")}
    assert {pair for pair, line in drawn.items() if "equal" in line["class"]} == {e.between for e in EQUALITIES}
    assert {pair for pair, line in drawn.items() if "built" in line["class"]} == set(BUILT_FROM)
    assert len(soup.select(".line")) == len(drawn)
    for equality in EQUALITIES:
        assert equality.name in drawn[equality.between].get_text("\n").split("\n")


def test_every_result_is_a_link_to_the_page_of_its_chapter(soup):
    assert len(soup.select("a.result")) == len(RESULTS)
    for key, result in RESULTS.items():
        link = soup.find(id=f"result-{key}")
        notebook = (ROOT / link["href"]).with_suffix(".ipynb")
        assert notebook == chapter_of(result.claim).notebook
        assert result.name in link.text
        assert link.find("math") is not None


def test_it_is_said_in_words_too(soup):
    figure = soup.find("figure")
    assert soup.find(id=figure["aria-labelledby"]).text
    assert len(soup.select("details li")) == len(EQUALITIES)
    for item, equality in zip(soup.select("details li"), EQUALITIES, strict=True):
        assert item.text.endswith(f"({where(equality)})")


def squares(area):
    top, left, bottom, right = (int(edge) for edge in area.split(" / "))
    return {(row, col) for row in range(top, bottom) for col in range(left, right)}


def test_no_two_results_share_a_place_and_no_line_crosses_a_result(graph, soup):
    places = {graph.cell(*result.place): key for key, result in RESULTS.items()}
    assert len(places) == len(RESULTS)
    for line in soup.select(".line"):
        area = squares(line["style"].removeprefix("grid-area: "))
        assert area and not area & set(places), line["data-between"]


def test_lines_that_cannot_be_drawn_are_refused(graph):
    assert graph.line_between((1, 1), (2, 1))[0] == "down"
    assert graph.line_between((2, 1), (2, 2))[0] == "across"
    assert graph.line_between((2, 2), (3, 1))[0] == "corner"
    with pytest.raises(ValueError, match="put one of them elsewhere"):
        graph.line_between((1, 1), (2, 2))


def test_what_is_not_equal_is_not_drawn(graph, monkeypatch):
    def wrong():
        raise DerivationError("the two sides differ")
        yield

    monkeypatch.setattr(graph, "EQUALITIES", (*EQUALITIES, Equality("broken", ("entries", "linear"), wrong)))
    with pytest.raises(DerivationError, match="the two sides differ"):
        graph.picture()
