"""A chapter presented: slides, keys, a line judged, a figure moved, the speaker's window, and the page again."""

import json
import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.served import messages

from .checks import console_errors, requests_elsewhere, screen
from .conftest import HTML, ROOT
from .decks import faults, present
from .test_referee import verdicts, write

FIRST, BATCH = "chapters/00_why_a_derivative.html", "chapters/03_batched_form.html"
NAME = "derive-cost-by-input"
PATIENCE = 30
HERE = "const { h, v, f } = deck.shown.getIndices(); return [h, v, f]"
PAGE = "return document.querySelector('article').innerHTML.replace(/ (class|style)=\"\"/g, '')"
TO_SLIDE = """
const { h, v } = deck.shown.getIndices(document.querySelector(arguments[0]).closest('section.slide'));
deck.shown.slide(h, v, Infinity);
"""
NOTES = """
return [...document.querySelectorAll('.deck section.slide')].map((slide) => [
  slide.querySelector('h2, h3') ? [...slide.querySelectorAll('h2, h3')].at(-1).firstChild.textContent : '',
  [...slide.querySelectorAll('aside.notes .note')].map((note) => note.textContent), Number(slide.dataset.timing)]);
"""
SPEAKER = """
const popup = window.open('', 'reveal.js - Notes').document;
const slides = [...popup.querySelectorAll('iframe')].map((frame) => frame.contentWindow?.deck?.shown);
if (slides.length !== 2 || !slides.every((shown) => shown?.isReady())) return null;
const at = slides.map((shown) => shown.getSlidePastCount());
return [popup.querySelector('.speaker-controls-notes').innerText, popup.querySelector('.clock-value').innerText, at];
"""


def speaker_notes(notebook):
    """The minutes of each note in a chapter."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = (re.search(r"For the speaker: (\d+) minute", "".join(cell["source"])) for cell in cells)
    return [int(minutes[1]) for minutes in found if minutes]


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def until(browser, condition):
    return WebDriverWait(browser, PATIENCE, 0.05).until(condition)


def here(browser):
    return browser.execute_script(HERE)


@pytest.fixture(autouse=True)
def in_a_hall(browser):
    screen(browser, 1280, 720, "light")
    yield
    while len(browser.window_handles) > 1:
        browser.switch_to.window(browser.window_handles[-1])
        browser.close()
        browser.switch_to.window(browser.window_handles[0])


@pytest.mark.parametrize("page", [FIRST, BATCH])
def test_slides(browser, site, page):
    present(browser, site + page)
    assert faults(browser)[0] == []
    assert console_errors(browser) == []
    assert requests_elsewhere(messages(browser), site) == []


def test_every_answer_is_on_a_slide(browser, site):
    browser.get(site + BATCH)
    answers = len(browser.find_elements("css selector", ".tag_hide-cell"))
    present(browser, site + BATCH)
    assert len(browser.find_elements("css selector", ".deck .tag_hide-cell")) == answers > 0


def test_the_page_needs_nothing_of_the_deck(browser, site):
    browser.get_log("performance")
    browser.get(site + BATCH)
    asked = [m["params"]["request"]["url"] for m in messages(browser) if m["method"] == "Network.requestWillBeSent"]
    assert [url.rsplit("/", 1)[1].split("?")[0] for url in asked if "/present/" in url] == ["page.js"]


def test_keys(browser, site):
    present(browser, site + FIRST)
    press(browser, Keys.ARROW_RIGHT)
    assert here(browser)[:2] == [1, 0]
    press(browser, Keys.SPACE)
    assert here(browser)[:2] == [1, 1]
    press(browser, Keys.ARROW_LEFT, Keys.END)
    assert browser.execute_script("return deck.shown.isLastSlide()")
    press(browser, Keys.HOME)
    assert here(browser)[:2] == [0, 0]
    for key, shown in [("o", "isOverview"), ("b", "isPaused"), (".", "isPaused"), ("?", "isOverlayOpen")]:
        press(browser, key)
        assert browser.execute_script(f"return deck.shown.{shown}()")
        press(browser, key if shown == "isPaused" else Keys.ESCAPE)
        assert not browser.execute_script(f"return deck.shown.{shown}()")
    press(browser, "l")
    assert browser.find_element("css selector", ".laser").is_displayed()
    press(browser, "l", Keys.ESCAPE)
    assert browser.execute_script("return deck.shown") is None


def test_an_answer_is_read_to_its_end_before_the_slide_is_turned(browser, site):
    present(browser, site + BATCH)
    answer = "#exercises-answer"
    mark = "document.querySelector('.tag_hide-cell:has(.derivation) > details').id = arguments[0].slice(1)"
    browser.execute_script(mark, answer)
    browser.execute_script(TO_SLIDE, answer)
    slide = here(browser)
    browser.find_element("css selector", f"{answer} > summary").send_keys(Keys.ENTER)
    scrolled = "return document.querySelector('.slide.present .content').scrollTop"
    assert browser.execute_script(scrolled) == 0
    press(browser, Keys.ARROW_DOWN)
    assert browser.execute_script(scrolled) > 0
    assert here(browser) == slide
    press(browser, *[Keys.ARROW_DOWN] * 3)
    assert here(browser) != slide


def test_the_focus_stays_on_the_slides(browser, site):
    present(browser, site + FIRST)
    browser.execute_script(TO_SLIDE, "button.move")
    for _ in range(9):
        press(browser, Keys.TAB)
        inside = "const on = document.activeElement; return on === document.body || !!on.closest('.deck')"
        assert browser.execute_script(inside), "the focus is on what the deck covers"


def test_the_page_is_as_it_was(browser, site):
    browser.get(site + FIRST)
    press(browser, Keys.TAB)
    browser.execute_script("scrollTo(0, 5000)")
    before = browser.execute_script(PAGE), browser.execute_script("return scrollY"), browser.current_url
    press(browser, "p")
    until(browser, lambda b: b.execute_script("return window.deck?.shown?.isReady()"))
    assert here(browser)[0] > 1, "the slide is not that of the place in the page"
    press(browser, "p")
    after = browser.execute_script(PAGE), browser.execute_script("return scrollY"), browser.current_url
    assert before == after


def test_a_deck_that_cannot_be_made_leaves_the_page_as_it_was(browser, site):
    browser.get(site + FIRST)
    before = browser.execute_script(PAGE)
    fail = "{ configurable: true, get: () => Promise.reject('planted') }"
    told = "present().then(() => arguments[0]('shown'), (error) => arguments[0](error))"
    browser.execute_script(f"Object.defineProperty(document.fonts, 'ready', {fail})")
    assert browser.execute_async_script(told) == "planted"
    assert browser.execute_script(PAGE) == before
    assert browser.execute_script("return document.documentElement.className").split().count("presenting") == 0
    browser.execute_script("delete document.fonts.ready")
    press(browser, "p")
    until(browser, lambda b: b.execute_script("return window.deck?.shown?.isReady()"))


def test_a_line_is_judged_on_a_slide_and_stays_changed_on_the_page(browser, site):
    present(browser, site + BATCH)
    row = f"table[data-derivation='{NAME}'] tr:last-child"
    browser.execute_script(TO_SLIDE, f"table.continued[data-derivation='{NAME}'] tr:last-child")
    repeated, pencil = (
        browser.find_element("css selector", f".slide.present {one}") for one in ("tr.repeated", "button.pencil")
    )
    assert repeated.is_displayed()
    pencil.send_keys(Keys.ENTER)
    field = until(browser, lambda b: b.find_element("css selector", "tr.change textarea"))
    assert verdicts(browser, ".slide.present")[0][0].startswith("proved")
    write(browser, field, "2 Delta W^T")
    assert verdicts(browser, ".slide.present")[0][0] == "wrong"
    browser.execute_script("deck.leave()")
    fields = browser.find_elements("css selector", f"table[data-derivation='{NAME}'] tr.changed + tr.change textarea")
    assert [one.get_attribute("value") for one in fields] == ["2 Delta W^T"]
    assert not browser.find_elements("css selector", ".repeated, .continued, .fragment")
    assert browser.find_element("css selector", row).is_displayed()
    assert console_errors(browser) == []


def test_a_figure_is_moved_by_keyboard_on_its_slide(browser, site):
    """Its list, its slider and its button take the keys that else turn the slides."""
    present(browser, site + FIRST)
    button = "button.move[data-figure='neuron']"
    browser.execute_script(TO_SLIDE, button)
    browser.find_element("css selector", button).send_keys(Keys.ENTER)
    place = until(browser, lambda b: b.find_element("css selector", ".slide.present .moving:has(svg)"))
    slide = here(browser)
    for control, key in [("input", Keys.ARROW_LEFT), ("select", Keys.ARROW_DOWN), ("select", "s")]:
        before = place.find_element("css selector", ".said").text
        place.find_element("css selector", control).send_keys(key)
        assert place.find_element("css selector", ".said").text != before
    assert place.find_element("css selector", ".answer > p").is_displayed()
    box = "const s = document.querySelector('.slide.present .content'); return s.scrollHeight <= s.clientHeight"
    assert browser.execute_script(box)
    browser.find_element("css selector", button).send_keys(Keys.SPACE)
    assert not place.is_displayed()
    assert here(browser) == slide, "a key went to the slides as well"
    assert len(browser.window_handles) == 1
    browser.execute_script("deck.leave()")
    assert browser.find_elements("css selector", f".cell:has({button}) + .moving")


def test_the_speaker_sees_notes_clock_and_next_slide(browser, site):
    present(browser, site + FIRST)
    press(browser, *[Keys.ARROW_RIGHT] * 3)
    press(browser, "s")
    for slides in ([3, 4], [4, 5]):
        until(browser, lambda b, slides=slides: (b.execute_script(SPEAKER) or [None])[-1] == slides)
        notes, clock, _ = browser.execute_script(SPEAKER)
        assert "For the speaker: 3 minutes" in notes and "Ask:" in notes
        assert ":" in clock
        press(browser, Keys.ARROW_RIGHT)


def test_each_slide_has_the_note_of_its_part_and_its_share_of_the_minutes(browser, site):
    """A note stands at the end of what it is about: of a part, of a section, or of several sections."""
    given = speaker_notes(ROOT / "chapters" / "03_batched_form.ipynb")
    present(browser, site + BATCH)
    (_, first, _), *slides = browser.execute_script(NOTES)
    assert first == [], "the title has none"
    met, title = {}, ""
    for heading, said, _ in slides:
        title = heading or title
        for note in said:
            met.setdefault(note, [])
            met[note] += [title] * (title not in met[note])
    minutes = {note: int(re.search(r"For the speaker: (\d+) minute", note)[1]) for note in met}
    assert list(minutes.values()) == given
    shared = {note for _, said, _ in slides if len(said) > 1 for note in said}
    alone = [note for note in met if note not in shared]
    assert len(alone) > len(shared)
    for notes in [*([note] for note in alone), list(met)]:  # each share is rounded to a second
        seconds = [seconds for _, said, seconds in slides if set(said) & set(notes)]
        assert abs(sum(seconds) - 60 * sum(minutes[note] for note in notes)) <= (len(seconds) + len(shared)) / 2
    assert ["Where 1/m enters", "The weights: the product adds"] in met.values()
    assert all(said for _, said, _ in slides)


def test_from_a_file(browser):
    present(browser, (HTML / BATCH).as_uri())
    browser.execute_script(TO_SLIDE, "button.move")
    browser.find_element("css selector", ".slide.present button.move").click()
    until(browser, lambda b: b.find_element("css selector", ".slide.present .moving svg"))
    browser.execute_script(TO_SLIDE, "button.pencil")
    browser.find_element("css selector", ".slide.present button.pencil").click()
    said = until(browser, lambda b: b.find_element("css selector", ".slide.present .sorry")).text
    assert "python -m http.server" in said
