"""The modules of `web`, which are no package: Sphinx puts their folder on the path."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "web"


@pytest.fixture
def web(monkeypatch):
    """Import a module of `web` by its name."""
    monkeypatch.syspath_prepend(WEB)
    yield import_module
    for module in WEB.glob("*.py"):
        sys.modules.pop(module.stem, None)
