"""What is wrong on paper is seen: what is cut, what asks to be clicked, answers that are not folded."""

import pytest

from .checks import badly_printed, look, on_paper, visit


@pytest.fixture(autouse=True)
def sheet(browser, site):
    visit(browser, site + "index.html", "light")
    on_paper(browser)
    yield
    look(browser, "light")


@pytest.mark.parametrize(
    "html",
    [
        '<p style="width: 900px">wide</p>',
        '<div style="overflow: auto; width: 9rem"><p style="width: 20rem">cut</p></div>',
        '<p><a class="headerlink" style="display: inline !important">#</a></p>',
        '<details class="answer" open><summary>Answer</summary></details>',
    ],
)
def test_what_does_not_belong_on_paper_is_seen(browser, html):
    assert badly_printed(browser, "index.html") == []
    browser.execute_script("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", html)
    assert len(badly_printed(browser, "index.html")) == 1
