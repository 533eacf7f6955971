"""A page on paper: nothing is cut, nothing asks to be clicked, and answers stay folded."""

import pytest

from .checks import PAGES, visit

A4 = 718
"""The width of a page between the margins of a browser, in its pixels."""
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
OPEN = "return document.querySelectorAll('.bd-article details[open]').length"


def printed(browser, site, page):
    visit(browser, site + page, "light")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    size = {"width": A4, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@pytest.fixture(autouse=True)
def screen_again(browser):
    yield
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("page", [page for page in PAGES if page != "search.html"])
def test_nothing_is_cut_on_paper(browser, site, page):
    printed(browser, site, page)
    assert browser.execute_script(CUT) == []
    assert browser.execute_script(MENUS) == []
    assert browser.execute_script(OPEN) == 0


@pytest.mark.parametrize(
    "html",
    [
        '<p style="width: 900px">wide</p>',
        '<div style="overflow: auto; width: 9rem"><p style="width: 20rem">cut</p></div>',
    ],
)
def test_what_is_cut_is_seen(browser, site, html):
    printed(browser, site, "index.html")
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", html)
    assert browser.execute_script(CUT)


def test_what_asks_to_be_clicked_is_seen(browser, site):
    printed(browser, site, "index.html")
    html = '<p><a class="headerlink" style="display: inline !important">#</a></p>'
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", html)
    assert browser.execute_script(MENUS)
