"""The search finds what a reader asks for, and shows where it stands."""

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from .checks import visit

FOUND = """
const status = document.querySelector('.search-summary');
const links = [...document.querySelectorAll('ul.search li > a')].map(link => link.getAttribute('href'));
return status && /found|did not match/.test(status.textContent) && links.length ? links : null;
"""
ASKED = {
    "backpropagation": ["chapters/05_any_depth.html", "chapters/glossary.html#term-backpropagation"],
    "vanishing gradient": ["chapters/08_digits.html", "chapters/glossary.html#term-vanishing-gradient"],
    "Hadamard": ["chapters/glossary.html#term-Hadamard-product"],
    "bias gradient": ["chapters/glossary.html#term-bias-gradient"],
    "(5.2)": ["chapters/05_any_depth.html#result-5-2"],
    "5.2": ["chapters/05_any_depth.html#result-5-2"],
    "gradients_by_entries": ["functions/numeric.html#backprop.numeric.single_layer.gradients_by_entries"],
    "check_gradient": ["functions/checking.html#backprop.checking.check_gradient"],
}


def asked(browser, site, query):
    visit(browser, f"{site}search.html?q={query.replace(' ', '+')}", "light")
    return WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(FOUND))


@pytest.mark.parametrize("query", ASKED)
def test_what_is_asked_for_is_found(browser, site, query):
    links = [
        link.split("?")[0] + "".join(link.partition("#")[1:]) if "?" in link else link
        for link in asked(browser, site, query)
    ]
    assert set(ASKED[query]) <= set(links[:12])
