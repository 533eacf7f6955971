"""How long a page is and what fills it: in a chapter that teaches, prose and pictures, and little code."""

from pathlib import Path

import pytest

from .conftest import HTML
from .test_pages import visit

SHARES = (Path(__file__).parent / "shares.js").read_text(encoding="utf-8")
CHAPTERS = sorted(str(page.relative_to(HTML)) for page in HTML.glob("chapters/*.html"))
TEACHING = [page for page in CHAPTERS if page.startswith("chapters/0") and "/09" not in page]
LONGEST_PAGE, HIGHEST_FIGURE, MOST_CODE, LEAST_PROSE_AND_PICTURES = 20_000, 480, 0.15, 0.5


def faults(found, teaches):
    """What is wrong with a page whose script has told what fills it."""
    pixels, whole = found["pixels"], sum(found["pixels"].values())
    if found["height"] > LONGEST_PAGE:
        yield f"the page is {found['height']} pixels long"
    if high := [round(height) for height in found["figures"] if height > HIGHEST_FIGURE]:
        yield f"figures are {high} pixels high"
    if teaches and pixels.get("code", 0) > MOST_CODE * whole:
        yield f"{pixels['code'] / whole:.1%} of the page is code"
    if teaches and (good := pixels.get("prose", 0) + pixels.get("pictures", 0)) < LEAST_PROSE_AND_PICTURES * whole:
        yield f"{good / whole:.1%} of the page is prose and pictures"


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_page_is_no_longer_than_it_should_be_and_teaches(browser, site, page):
    visit(browser, site + page, "light")
    found = browser.execute_script(SHARES)
    assert found["pixels"].keys() >= {"prose"}
    assert list(faults(found, teaches=page in TEACHING)) == []


@pytest.mark.parametrize(
    "planted, fault",
    [
        ('<div style="height: 20000px"></div>', "pixels long"),
        ('<div class="cell"><div class="cell_input" style="height: 4000px"></div></div>', "is code"),
        ('<div class="cell"><div class="cell_output"><div style="height: 19000px"></div></div></div>', "is prose"),
        ('<div class="cell"><div class="cell_output"><p><img style="height: 481px"></p></div></div>', "pixels high"),
    ],
)
def test_what_is_too_much_is_seen(browser, site, planted, fault):
    visit(browser, site + TEACHING[0], "light")
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", planted)
    assert any(fault in said for said in faults(browser.execute_script(SHARES), teaches=True))
