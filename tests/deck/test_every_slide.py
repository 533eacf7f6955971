"""Every slide of every chapter: letters large enough, nothing cut off or on top of another, lines in their order."""

import pytest

from benchmarks.served import messages
from tests.browser.checks import console_errors, requests_elsewhere, screen, violations
from tests.browser.conftest import HTML
from tests.browser.decks import CHAPTERS, faults, present

TIMED = """
const [done, start] = [arguments[0], performance.now()];
present().then(() => requestAnimationFrame(() => done(performance.now() - start)));
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=["720", "1080"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_slide(browser, site, chapter, size, scheme):
    screen(browser, *size, scheme)
    present(browser, f"{site}chapters/{chapter}")
    found, _ = faults(browser)
    assert found == []
    assert console_errors(browser) == []
    assert requests_elsewhere(messages(browser), site) == []


def test_the_longest_chapter_opens_at_once(browser, site):
    screen(browser, 1920, 1080, "light")
    longest = max(CHAPTERS, key=lambda chapter: (HTML / "chapters" / chapter).stat().st_size)
    browser.get(f"{site}chapters/{longest}")
    assert browser.execute_async_script(TIMED) < 2000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_deck_is_accessible(browser, site, scheme):
    """All of it, with what stands at its edge; the slides that are not shown are hidden."""
    screen(browser, 1920, 1080, scheme)
    present(browser, f"{site}chapters/{CHAPTERS[3]}")
    browser.execute_script("deck.shown.slide(3, 4, Infinity)")
    assert violations(browser) == []
