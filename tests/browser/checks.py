"""What is checked of a page in a browser. Each check gives what is wrong, and nothing if all is well."""

from pathlib import Path

from benchmarks.served import first_sight, weight

from .conftest import HTML, ROOT

PAGES = sorted(
    (page for page in HTML.rglob("*.html") if "_static" not in page.parts), key=lambda page: -page.stat().st_size
)
PAGES = [str(page.relative_to(HTML)) for page in PAGES]  # the large ones first, so that no core waits long for another
TEACHING = [page for page in PAGES if page.startswith("chapters/0") and "/09" not in page]
VIEWS = {"light": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (390, 844, "dark")}
A4 = 718
"""The width of a sheet between the margins of a browser, in its pixels."""

LONGEST_PAGE, HIGHEST_FIGURE, MOST_CODE, LEAST_PROSE_AND_PICTURES = 20_000, 480, 0.15, 0.5
LANDING_PAGE, CHAPTER, SCRIPTS = 320_000, 420_000, 70_000

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHARES = (Path(__file__).parent / "shares.js").read_text(encoding="utf-8")
ORPHANS = (Path(__file__).parent / "orphans.js").read_text(encoding="utf-8")
OVERFLOW = """
return [document.scrollingElement, ...document.querySelectorAll('.bd-article-container, .bd-article')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => `${box.tagName}.${box.className}: ${box.scrollWidth} px of content in ${box.clientWidth}`);
"""
CUT = """
const article = document.querySelector('.bd-article').getBoundingClientRect();
return [...document.querySelectorAll('.bd-article *')]
  .filter(element => element.checkVisibility() && !element.closest('.katex-mathml, .visually-hidden, thead, svg'))
  .filter(element => element.getBoundingClientRect().right > article.right + 2
    || (getComputedStyle(element).overflowX !== 'visible' && element.clientWidth
      && element.scrollWidth > element.clientWidth + 1))
  .map(element => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`);
"""
MENUS = """
const menus = `.bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-footer, .search-button,
  a.headerlink, a.save, .tag_hide-input > details.hide:not([open]), #jb-print-toc`;
return [...document.querySelectorAll(menus)]
  .filter(element => element.checkVisibility() && element.getClientRects().length)
  .map(element => element.className);
"""
OPEN = "return [...document.querySelectorAll('.bd-article details[open]')].map(details => details.className)"
VIOLATIONS = """
const [tags, within, done] = arguments;
const rules = Object.fromEntries(axe.getRules(tags).map(rule => [rule.ruleId, { enabled: true }]));
const runOnly = { type: 'rule', values: Object.keys(rules) };
const said = ({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html)}`;
axe.run(within, { runOnly, rules, reporter: 'no-passes', resultTypes: ['violations'], selectors: false })
  .then(found => found.violations.map(said), error => [`axe: ${error.message}`]).then(done);
"""
SETTLED = """
const done = arguments[0];
const endless = (animation) => animation.effect.getComputedTiming().endTime === Infinity;
const last = (animation) => endless(animation) ? animation.cancel() : animation.finish();
// The theme looks 300 ms after a change of size which boxes scroll. A browser that is not seen may leave animations.
setTimeout(() => { document.getAnimations().forEach(last); done(); }, 400);
"""


def look(browser, view):
    """Show the pages in one of the VIEWS."""
    screen(browser, *VIEWS[view])


def screen(browser, width, height, scheme):
    """Show the pages on a screen of this size, to a reader who wants this colour scheme and no motion."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in features.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})


def on_paper(browser):
    """Print the page: until `look` shows it on a screen again."""
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    size = {"width": A4, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def badly_printed(browser, page):
    """What is cut on paper, what asks to be clicked there, and answers that are not folded."""
    if page == "search.html":
        return []
    return [fault for script in (CUT, MENUS, OPEN) for fault in browser.execute_script(script)]


def overflow(browser):
    return browser.execute_script(OVERFLOW)


def orphans(browser):
    """Formulas whose punctuation stands on the next line."""
    return browser.execute_script(ORPHANS)


def visit(browser, address, view):
    """Show the page at `address`; what the browser had logged before is forgotten."""
    look(browser, view)
    first_sight(browser, address)


def violations(browser, tags=None, within="html"):
    """What axe finds in the whole page by its rules with one of these tags; by all its rules if none is given."""
    browser.execute_script(f"window.axe || (() => {{ {AXE} }})()")
    browser.execute_async_script(SETTLED)
    return browser.execute_async_script(VIOLATIONS, tags, within)


def console_errors(browser):
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def requests_elsewhere(messages, site):
    origin = site.split("/", 3)[:3]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [
        url for url in asked if not url.startswith(("data:", "blob:", "about:")) and url.split("/", 3)[:3] != origin
    ]


def too_heavy(messages, page):
    """What of a first visit is above its limit, gzipped. The pictures of a chapter are not counted.

    The page of the search is left out: the index that it loads grows with the book.
    """
    if page == "search.html":
        return []
    bytes_, chapter = weight(messages), page.startswith("chapters/")
    whole, limit = bytes_.total() - chapter * bytes_["Image"], CHAPTER if chapter else LANDING_PAGE
    faults = [f"no {kind.lower()} was loaded" for kind in ("Document", "Stylesheet", "Script") if not bytes_[kind]]
    if whole > limit:
        faults.append(f"{whole} bytes: {dict(bytes_)}")
    if bytes_["Script"] > SCRIPTS:
        faults.append(f"{bytes_['Script']} bytes of scripts")
    return faults


def badly_filled(browser, page):
    """How long a page is and what fills it: in a chapter that teaches, prose and pictures, and little code."""
    if not page.startswith("chapters/"):
        return []
    found = browser.execute_script(SHARES)
    pixels, whole = found["pixels"], sum(found["pixels"].values())
    faults = [] if "prose" in pixels else ["there is no prose"]
    if found["height"] > LONGEST_PAGE:
        faults.append(f"the page is {found['height']} pixels long")
    if high := [round(height) for height in found["figures"] if height > HIGHEST_FIGURE]:
        faults.append(f"figures are {high} pixels high")
    if page in TEACHING and pixels.get("code", 0) > MOST_CODE * whole:
        faults.append(f"{pixels['code'] / whole:.1%} of the page is code")
    good = pixels.get("prose", 0) + pixels.get("pictures", 0)
    if page in TEACHING and good < LEAST_PROSE_AND_PICTURES * whole:
        faults.append(f"{good / whole:.1%} of the page is prose and pictures")
    return faults
