"""Every page in a real browser, loaded once for all checks: light, on a phone in the dark, and on paper."""

import pytest

from benchmarks.served import first_visit, messages

from .checks import (
    PAGES,
    badly_filled,
    badly_printed,
    console_errors,
    look,
    on_paper,
    orphans,
    overflow,
    requests_elsewhere,
    too_heavy,
    violations,
    visit,
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
    found["overflow in the dark"] = overflow(browser)
    look(browser, "phone")
    found |= {
        "phone": violations(browser),
        "overflow on a phone": overflow(browser),
        "orphans on a phone": orphans(browser),
    }
    on_paper(browser)
    found |= {"paper": badly_printed(browser, page)}
    log += messages(browser)
    found |= {"console": console_errors(browser), "requests": requests_elsewhere(log, site)}
    assert {check: faults for check, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", ["index", "search", "chapters/10_reverse_mode", "functions/numeric"])
def test_what_a_phone_does_not_show_is_accessible_in_the_dark_too(browser, site, page):
    visit(browser, f"{site}{page}.html", "dark")
    assert violations(browser) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_reader_s_colour_scheme(browser, site, scheme):
    look(browser, scheme)
    first_visit(browser, site + "index.html")
    assert browser.execute_script("return document.documentElement.dataset.theme") == scheme
