"""What is printed as PDF: the book, a chapter's handout, its exercises with and without answers."""

import json
import re

import pytest

from .checks import CUT, look, on_paper, visit
from .conftest import HTML, ROOT

PDF = ROOT / "web" / "pdf"
SHEETS = (PDF / "sheets.mjs").read_text(encoding="utf-8").replace("export function", "function")
PAPER = (PDF / "paper.css").read_text(encoding="utf-8")
STYLE = "document.head.append(Object.assign(document.createElement('style'), { textContent: arguments[0] }));"
CHAPTER = "chapters/03_batched_form"
CELLS = json.loads((ROOT / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
EXERCISES = [number for cell in CELLS for number in re.findall(r"^\*\*(3\.\d+)\*\* \*", "".join(cell["source"]), re.M)]


@pytest.fixture
def sheet(browser, site):
    """Arrange a page for paper by a call of what is in `sheets.mjs`, and give its article."""

    def arranged(page, call, *arguments):
        visit(browser, f"{site}{page}.html", "light")
        browser.execute_script(STYLE, PAPER)
        browser.execute_script(f"{SHEETS}\n{call}; links();", *arguments)
        on_paper(browser)
        return browser.find_element("css selector", ".bd-article")

    yield arranged
    look(browser, "light")


def shown(browser, selector):
    return [e.text.strip() for e in browser.find_elements("css selector", selector) if e.is_displayed()]


def targets(browser):
    return [link.get_dom_attribute("href") for link in browser.find_elements("css selector", ".bd-article a[href]")]


def test_the_exercises_are_printed_without_their_answers(browser, sheet):
    article = sheet(CHAPTER, "exercises(false)")
    assert re.findall(r"^(3\.\d+) \w+\.", article.text, re.M) == EXERCISES
    assert shown(browser, ".bd-article details, .bd-article .cell_output") == []
    assert "def by_sheets" in article.text
    assert "Summary" not in article.text
    assert browser.execute_script(CUT) == []


def test_the_exercises_are_printed_with_their_answers(browser, sheet):
    article = sheet(CHAPTER, "exercises(true)")
    assert re.findall(r"^(3\.\d+) \w+\.", article.text, re.M) == EXERCISES
    said = shown(browser, ".bd-article summary")
    assert said.count("Answer") == said.count("Hint") == len(EXERCISES)
    assert "np.outer(x, delta)" in article.text, "an answer in code shows it"
    assert "derive(batch" not in article.text, "an answer in words shows no code"
    assert browser.execute_script(CUT) == []


def test_a_handout_has_the_chapter_and_no_answers(browser, sheet):
    article = sheet(CHAPTER, "handout()")
    assert re.findall(r"^(3\.\d+) \w+\.", article.text, re.M) == EXERCISES
    assert browser.find_elements("css selector", "#exercises details, .bd-article details.notes") == []
    headings = [heading.partition("#")[0] for heading in shown(browser, ".bd-article h2")]
    assert headings == ["Question", "By hand", "Derivation", "Code", "What goes wrong", "Exercises", "Summary"]
    assert browser.execute_script(CUT) == []


def test_no_link_leads_to_a_file(browser, sheet):
    sheet(CHAPTER, "handout()")
    assert [target for target in targets(browser) if not target.startswith(("#", "https:"))] == []
    assert any(target.startswith("#") for target in targets(browser))


def test_where_the_site_is_known_links_lead_there(browser, sheet):
    canonical = "Object.assign(document.createElement('link'), { rel: 'canonical', href: arguments[0] })"
    address = "https://elsewhere.invalid/book/"
    sheet(CHAPTER, f"document.head.append({canonical}); handout()", f"{address}{CHAPTER}.html")
    assert f"{address}chapters/02_diagonal_form.html" in {target.partition("#")[0] for target in targets(browser)}


def test_the_book_is_one_page_with_a_contents_and_all_answers(browser, site, sheet):
    names = ["index", CHAPTER, "chapters/04_two_layers", "chapters/C_notes"]
    html = [(HTML / f"{name}.html").read_text(encoding="utf-8") for name in names]
    pages = [{"address": f"{site}{name}.html", "html": text} for name, text in zip(names, html, strict=True)]
    article = sheet("index", "book(arguments[0], arguments[1])", pages, site)
    ids = browser.execute_script("return [...document.querySelectorAll('.bd-article [id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in targets(browser) if target.startswith("#")} <= set(ids)
    assert [target for target in targets(browser) if not target.startswith(("#", "https:"))] == []
    assert "#page-1" in targets(browser), "another chapter of the book is a place in it"
    titles = shown(browser, ".bd-article h1")
    assert titles[1:3] == ["Contents", "3. The batch"]
    assert titles[-1] == "Hints and answers"
    answers = article.find_element("css selector", "#answers")
    assert re.findall(r"^3\.\d+$", answers.text, re.M) == EXERCISES
    assert browser.find_elements("css selector", "[id$=--exercises] details") == []
    assert browser.execute_script("return [...document.images].every(({ complete }) => complete)")
    assert browser.execute_script(CUT) == []
