"""A chapter presented as a deck, in a browser."""

from pathlib import Path

from selenium.webdriver.support.wait import WebDriverWait

from .conftest import HTML

CHAPTERS = sorted(page.name for page in (HTML / "chapters").glob("[0-9]*.html"))
SLIDES = (Path(__file__).parent / "slides.js").read_text(encoding="utf-8")


def present(browser, address, how="present"):
    """Open a chapter as slides; what the browser had logged before is forgotten."""
    browser.get("about:blank")
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(f"{address}?{how}")
    WebDriverWait(browser, 20, 0.05).until(lambda b: b.execute_script("return !!window.deck?.shown?.isReady()"))


def faults(browser):
    """What is wrong with the slides, and how small the smallest letters are, as parts of a slide's height."""
    found = browser.execute_script(SLIDES)
    return found["faults"], found["smallest"]
