"""The browser and the site of the other tests that need them."""

from tests.browser.conftest import browser, site

__all__ = ["browser", "site"]
