"""A headless Chromium, and the built site served on the loopback address as it stands on the web."""

from pathlib import Path

import pytest

from benchmarks.served import chromium, served

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site():
    with served(HTML) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium() as driver:
        yield driver
