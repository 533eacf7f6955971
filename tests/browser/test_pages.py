"""Every page in a real browser, loaded once for all checks: light, dark, and on a phone."""

import pytest

from benchmarks.served import first_visit, messages

from .checks import (
    PAGES,
    badly_filled,
    console_errors,
    look,
    orphans,
    overflow,
    requests_elsewhere,
    too_heavy,
    violations,
)


def test_there_are_pages():
    assert PAGES, "build the site first: make book"


@pytest.mark.parametrize("page", PAGES)
def test_page(browser, site, page):
    look(browser, "light")
    first_visit(browser, site + page)
    log = messages(browser)
    found = {"weight": too_heavy(log, page), "measures": badly_filled(browser, page)}
    found |= {"overflow": overflow(browser), "orphans": orphans(browser), "light": violations(browser)}
    look(browser, "dark")
    found |= {"overflow in the dark": overflow(browser), "dark": violations(browser, ["cat.color"])}
    look(browser, "phone")
    found |= {
        "phone": violations(browser),
        "overflow on a phone": overflow(browser),
        "orphans on a phone": orphans(browser),
    }
    log += messages(browser)
    found |= {"console": console_errors(browser), "requests": requests_elsewhere(log, site)}
    assert {check: faults for check, faults in found.items() if faults} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_reader_s_colour_scheme(browser, site, scheme):
    look(browser, scheme)
    first_visit(browser, site + "index.html")
    assert browser.execute_script("return document.documentElement.dataset.theme") == scheme
