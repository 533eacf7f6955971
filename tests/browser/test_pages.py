"""Every page in a real browser: light, dark, and on a phone."""

import json

import pytest

from .conftest import HTML, ROOT

PAGES = sorted(str(page.relative_to(HTML)) for page in HTML.rglob("*.html") if "_static" not in page.parts)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = {"light": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (390, 844, "light")}

OVERFLOW = """
return [document.scrollingElement, ...document.querySelectorAll('.bd-article-container, .bd-article')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => `${box.tagName}.${box.className}: ${box.scrollWidth} px of content in ${box.clientWidth}`);
"""
VIOLATIONS = """
const done = arguments[arguments.length - 1];
axe.run({include: ['.bd-article, .bd-search-container']}, {resultTypes: ['violations']})
  .then(found => done(found.violations
  .filter(violation => ['serious', 'critical'].includes(violation.impact))
  .map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.map(node => node.html).slice(0, 3)}`)));
"""


def visit(browser, address, view):
    """Show the page at `address`; what the browser had logged before is forgotten."""
    width, height, scheme = VIEWS[view]
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    browser.get("about:blank")
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(address)


def console_errors(browser):
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def requests_elsewhere(browser, site):
    origin = site.split("/", 3)[:3]
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [
        url for url in asked if not url.startswith(("data:", "blob:", "about:")) and url.split("/", 3)[:3] != origin
    ]


def test_there_are_pages():
    assert PAGES, "build the site first: make book"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("page", PAGES)
def test_page(browser, site, page, view):
    visit(browser, site + page, view)
    assert browser.execute_script(OVERFLOW) == []
    assert console_errors(browser) == []
    assert requests_elsewhere(browser, site) == []
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    assert browser.execute_async_script(VIOLATIONS) == []


@pytest.mark.parametrize("view, scheme", [("light", "light"), ("dark", "dark")])
def test_page_follows_the_reader_s_colour_scheme(browser, site, view, scheme):
    visit(browser, site + "index.html", view)
    assert browser.execute_script("return document.documentElement.dataset.theme") == scheme


def test_mathematics_reaches_a_screen_reader(browser, site):
    visit(browser, site + next(page for page in PAGES if page.startswith("chapters/0")), "light")
    assert browser.execute_script("return document.querySelectorAll('main .katex-mathml math').length") > 0


def test_overflow_is_seen(browser, site):
    visit(browser, site + "index.html", "phone")
    browser.execute_script(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<p style=\"width: 600px\">wide</p>')"
    )
    assert browser.execute_script(OVERFLOW)


def test_console_errors_are_seen(browser, site):
    visit(browser, site + "index.html", "light")
    browser.execute_script("console.error('planted')")
    assert any("planted" in message for message in console_errors(browser))


def test_requests_elsewhere_are_seen(browser, site):
    visit(browser, site + "index.html", "light")
    browser.execute_async_script(
        "const done = arguments[0]; fetch('http://elsewhere.invalid/a').then(done, () => done(null))"
    )
    assert requests_elsewhere(browser, site) == ["http://elsewhere.invalid/a"]


def test_accessibility_violations_are_seen(browser, site):
    visit(browser, site + "index.html", "light")
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"\">')")
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    assert any(fault.startswith("image-alt") for fault in browser.execute_async_script(VIOLATIONS))
