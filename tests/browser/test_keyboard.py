"""A reader without a mouse: every control is reached, shows that it has the focus, works, and lets go again."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from benchmarks.served import first_visit

from .checks import TEACHING, look, violations

PAGES = ["index.html", "search.html", "404.html", TEACHING[-1]]
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-'])"

# Keeps how each control looks without the focus, and tells how many there are.
PREPARED = """
const shown = element => element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
window.controls = [...document.querySelectorAll(arguments[0])].filter(shown);
window.shadows = control => [control, control.parentElement].map(element => getComputedStyle(element).boxShadow).join();
window.unfocused = new Map(controls.map(control => [control, shadows(control)]));
return controls.length;
"""
# Which control has the focus, and why a reader might not see that it has.
FOCUSED = """
const done = arguments[0], control = document.activeElement;
const tell = () => {
  const { outlineStyle, outlineWidth } = getComputedStyle(control);
  const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  const marked = outlined || shadows(control) !== unfocused.get(control);
  const { top, bottom, left, right } = control.getBoundingClientRect();
  const inView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const fault = marked ? (inView ? '' : 'out of view') : 'no mark';
  return [controls.indexOf(control), fault && `${fault}: ${control.outerHTML.slice(0, 150)}`];
};
if (control === document.body) return done(null);
const endless = (animation) => animation.effect.getComputedTiming().endTime === Infinity;
document.getAnimations().filter((animation) => !endless(animation)).forEach((animation) => animation.finish());
done(tell());
"""
# The contents at the side show the headings of the section that is read, and hide those of the others on the way.
MISSED = """
return arguments[0].map(place => controls[place]).filter(control => control.checkVisibility())
  .map(control => control.outerHTML.slice(0, 150));
"""
ACTIVE = "const active = document.activeElement; return active.id || active.className || active.tagName;"


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def walk(browser):
    """Press Tab from the top of the page to its end: what was not reached, what did not show it, and where it ended."""
    count = browser.execute_script(PREPARED, CONTROLS)
    reached, faults = set(), []
    for _ in range(2 * count):  # boxes that scroll have a stop too
        press(browser, Keys.TAB)
        found = browser.execute_async_script(FOCUSED)
        if found is None:
            break
        reached.add(found[0])
        faults += filter(None, [found[1]])
    else:
        faults.append("trapped: the focus does not leave the page")
    return faults + [f"not reached: {html}" for html in browser.execute_script(MISSED, [*set(range(count)) - reached])]


@pytest.mark.parametrize("view", ["light", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_reached_and_shows_it(browser, site, page, view):
    look(browser, view)
    first_visit(browser, site + page)
    browser.execute_script("scrollTo(0, 0)")
    assert walk(browser) == []


@pytest.mark.parametrize(
    "planted, fault",
    [
        ('<a href="#" style="outline: none; box-shadow: none">unmarked</a>', "no mark"),
        ('<a href="#" style="position: absolute; left: -999px">away</a>', "out of view"),
        ('<a href="#" tabindex="-1">no stop</a>', "not reached"),
        ('<button onkeydown="event.preventDefault()">trap</button>', "trapped"),
    ],
)
def test_a_control_that_fails_a_reader_is_seen(browser, site, planted, fault):
    first_visit(browser, site + "404.html")
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('afterbegin', arguments[0])", planted)
    assert any(found.startswith(fault) for found in walk(browser))


def test_the_first_stop_skips_to_the_content(browser, site):
    look(browser, "light")
    first_visit(browser, site + TEACHING[-1])
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to main content"
    press(browser, Keys.ENTER)
    assert browser.execute_script(ACTIVE) == "main-content"


def test_search_by_keyboard(browser, site):
    look(browser, "light")
    first_visit(browser, site + TEACHING[-1])
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("k").key_up(Keys.CONTROL).perform()
    assert browser.execute_script("return document.querySelector('#pst-search-dialog').open")
    assert violations(browser) == []
    press(browser, Keys.ESCAPE)
    assert not browser.execute_script("return document.querySelector('#pst-search-dialog').open")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("k").key_up(Keys.CONTROL).perform()
    press(browser, "gradient", Keys.ENTER)
    browser.execute_async_script(
        "const done = arguments[0];"
        "const seen = () => document.querySelector('#search-results li a') ? done() : setTimeout(seen, 50); seen()"
    )
    assert violations(browser) == []


def test_menus_and_the_colour_switch_by_keyboard(browser, site):
    look(browser, "light")
    first_visit(browser, site + TEACHING[-1])
    menus = browser.find_elements("css selector", "[class*='dropdown-'][class*='-buttons'] > button")
    assert menus
    for button in menus:  # without an address of the repository there is only the one for downloads
        browser.execute_script("arguments[0].focus()", button)
        press(browser, Keys.ENTER)
        assert button.get_attribute("aria-expanded") == "true"
        press(browser, Keys.ARROW_DOWN)
        assert "dropdown-item" in browser.execute_script(ACTIVE)
        assert violations(browser, within=".bd-header-article") == []  # what the menu covers of the page is no target
        press(browser, Keys.ESCAPE)
        assert button.get_attribute("aria-expanded") == "false"
    switch = browser.find_element("css selector", ".theme-switch-button")
    chosen = set()
    for _ in range(3):
        browser.execute_script("arguments[0].focus()", switch)
        press(browser, Keys.ENTER)
        chosen.add(switch.accessible_name)
    assert chosen == {"Colour mode: Light", "Colour mode: Dark", "Colour mode: System Settings"}


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_side_contents_on_a_phone_by_keyboard(browser, site, side):
    look(browser, "phone")
    first_visit(browser, site + TEACHING[-1])
    browser.execute_script("scrollTo(0, 0); document.querySelector(arguments[0]).focus()", f".{side}-toggle")
    press(browser, Keys.ENTER)
    dialog = f"document.querySelector('#pst-{side}-sidebar-modal')"
    assert browser.execute_script(f"return {dialog}.open")
    assert violations(browser) == []
    press(browser, Keys.TAB)
    assert browser.execute_script(f"return {dialog}.contains(document.activeElement)")
    press(browser, Keys.ESCAPE)
    assert not browser.execute_script(f"return {dialog}.open")
