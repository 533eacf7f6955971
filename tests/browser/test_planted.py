"""Each check of a page goes red on a fault that is planted."""

import random

import pytest

from benchmarks.served import first_visit, messages, served, weight

from .checks import (
    CHAPTER,
    LANDING_PAGE,
    SCRIPTS,
    TEACHING,
    badly_filled,
    console_errors,
    look,
    orphans,
    overflow,
    requests_elsewhere,
    too_heavy,
    violations,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg">'
FAINT = '<p style="color: {}">faint</p>'


def plant(browser, address, markup, view="light"):
    look(browser, view)
    first_visit(browser, address)
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", markup)


@pytest.mark.parametrize("view", ["light", "phone"])
def test_overflow_is_seen(browser, site, view):
    plant(browser, site + "index.html", '<p style="width: 1200px">wide</p>', view)
    assert overflow(browser)


def test_punctuation_that_slips_to_the_next_line_is_seen(browser, site):
    line = '<p style="width: 2rem"><span class="math"><span class="katex-base">formula</span></span> , and more</p>'
    plant(
        browser, site + "index.html", line.replace(" ,", "<wbr>,").replace("</span></span><wbr>", "</span><wbr></span>")
    )
    assert len(orphans(browser)) == 1


def test_console_errors_are_seen(browser, site):
    first_visit(browser, site + "index.html")
    browser.execute_script("console.error('planted')")
    assert any("planted" in message for message in console_errors(browser))


def test_requests_elsewhere_are_seen(browser, site):
    first_visit(browser, site + "index.html")
    browser.execute_async_script(
        "const done = arguments[0]; fetch('http://elsewhere.invalid/a').then(done, () => done(null))"
    )
    assert requests_elsewhere(messages(browser), site) == ["http://elsewhere.invalid/a"]


@pytest.mark.parametrize(
    "view, tags, planted, fault",
    [
        ("light", None, '<img src="">', "image-alt"),
        ("phone", None, '<button aria-label="Go">Send</button>', "label-content-name-mismatch"),
        ("light", None, FAINT.format("#707070"), "color-contrast-enhanced"),  # which the theme may, and we may not
        ("dark", ["cat.color"], FAINT.format("#333"), "color-contrast"),
    ],
)
def test_accessibility_violations_are_seen(browser, site, view, tags, planted, fault):
    plant(browser, site + "index.html", planted, view)
    assert any(found.startswith(f"{fault}:") for found in violations(browser, tags))


def test_what_stands_outside_of_all_landmarks_is_seen(browser, site):
    plant(browser, site + "index.html", "")
    browser.execute_script("document.body.insertAdjacentHTML('beforeend', '<p>outside</p>')")
    assert any(found.startswith("region:") for found in violations(browser))


def test_a_change_to_the_dark_is_seen_without_loading_again(browser, site):
    plant(browser, site + "index.html", FAINT.format("#333"))
    assert violations(browser) == []
    look(browser, "dark")
    assert any(found.startswith("color-contrast:") for found in violations(browser, ["cat.color"]))


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
    plant(browser, site + TEACHING[-1], planted)
    assert any(fault in said for said in badly_filled(browser, TEACHING[-1]))


@pytest.mark.parametrize(
    "page, planted, size, fault",
    [
        ("index.html", '<script src="planted.js"></script>', SCRIPTS, "of scripts"),
        ("index.html", '<link rel="stylesheet" href="planted.css">', LANDING_PAGE, "bytes: "),
        ("index.html", '<img alt="" src="planted.svg">', LANDING_PAGE, "bytes: "),
        ("chapters/1.html", '<link rel="stylesheet" href="planted.css">', CHAPTER, "bytes: "),
        ("chapters/1.html", '<p style="height: 9000px"></p><img loading="lazy" src="planted.svg">', CHAPTER, None),
    ],
)
def test_too_much_weight_is_seen(browser, tmp_path, page, planted, size, fault):
    file = tmp_path / page
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"<title>planted</title>{planted}")
    letters = random.Random(0).randbytes(size).hex()  # which gzip makes no smaller than `size`
    for name, text in [("js", f"/*{letters}*/"), ("css", f"/*{letters}*/"), ("svg", f"{SVG}<!--{letters}--></svg>")]:
        (file.parent / f"planted.{name}").write_text(text)
    with served(tmp_path) as address:
        first_visit(browser, address + page)
    log = messages(browser)
    assert weight(log).total() > size
    faults = [found for found in too_heavy(log, page) if not found.startswith("no ")]
    assert any(fault in found for found in faults) if fault else faults == []
