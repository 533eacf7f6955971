"""Each check of a slide goes red on a fault that is planted."""

import pytest

from tests.browser.checks import screen
from tests.browser.decks import CHAPTERS, faults, present

STYLE = "document.head.insertAdjacentHTML('beforeend', `<style id='planted'>${arguments[0]}</style>`)"
STYLES = {
    ".deck .content p { font-size: 25px !important }": "25.0 px of 720",
    ".deck .content pre { font-size: 17px !important }": "17.0 px of 720",
    ".deck .content p { margin-bottom: 90px !important }": "over the foot",
    ".deck .content p { margin-left: 900px; white-space: nowrap }": "out of the slide",
    ".deck .content li { height: 20px; overflow: hidden }": "cut off",
    ".deck .content p + p { margin-top: -40px }": "overlap",
    ".deck .content > :not(h1, h2, h3) { display: none !important }": "nothing but a heading",
}
SCRIPTS = {
    "document.querySelector('.deck tr.repeated').remove()": "no line is repeated",
    "document.querySelector('.deck tr.repeated').line = document.querySelector('.deck tr')": "another line is repeated",
    "document.querySelector('.deck tr.fragment').classList.remove('fragment')": "a line that does not appear",
    "document.querySelector('.deck tr.fragment:has(+ tr.fragment)').dataset.fragmentIndex = 9": "appear in the order",
}


@pytest.fixture(scope="module")
def deck(browser, site):
    screen(browser, 1280, 720, "light")
    present(browser, f"{site}chapters/{CHAPTERS[3]}")
    return browser


@pytest.mark.parametrize("style", STYLES)
def test_what_the_last_row_cannot_read_is_seen(deck, style):
    deck.execute_script(STYLE, style)
    found = faults(deck)[0]
    deck.execute_script("document.querySelector('#planted').remove()")
    assert any(STYLES[style] in fault for fault in found), found[:9]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_derivation_that_is_not_shown_line_by_line_is_seen(deck, site, script):
    present(deck, f"{site}chapters/{CHAPTERS[3]}")
    deck.execute_script(script)
    found = faults(deck)[0]
    assert any(SCRIPTS[script] in fault for fault in found), found[:9]
