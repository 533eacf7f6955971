"""What is pinned for those who only run the notebooks: enough for that, the versions of the tests, and no tools."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
MODULES = sorted((ROOT / "src").rglob("*.py"))


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file):
    """Package -> its pins in a file of requirements, each with its hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", (ROOT / file).read_text(encoding="utf-8")):
        if head := re.match(r"([\w.-]+)==(.*?) \\$", block, re.M):
            found.setdefault(normal(head[1]), {})[head[2]] = set(re.findall(r"sha256:\w+", block))
    return found


HOMES = packages_distributions()
SLIM, WHOLE = pins("requirements-notebooks.txt"), pins("requirements.txt")


def imported(source):
    """The packages of others that Python code imports."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
        yield from {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"backprop"}


def not_pinned(source):
    return [name for name in imported(source) if not any(normal(home) in SLIM for home in HOMES.get(name, []))]


def code(notebook):
    cells = nbformat.read(notebook, as_version=4).cells
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code").splitlines()
    return "\n".join(re.sub(r"^(\s*)%.*", r"\1pass", line) for line in lines)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_imports_is_pinned(notebook):
    assert not_pinned(code(notebook)) == []


def test_what_the_package_imports_is_pinned():
    assert MODULES
    for module in MODULES:
        assert not_pinned(module.read_text(encoding="utf-8")) == [], module


@pytest.mark.parametrize(
    "source", ["import pytest", "def f():\n    from selenium import webdriver", "import nowhere.at_all"]
)
def test_an_import_that_is_not_pinned_is_seen(source):
    assert not_pinned(source)


def test_readers_get_the_versions_that_the_tests_ran_with():
    assert SLIM
    assert {name: WHOLE.get(name) for name in SLIM} == SLIM


def test_readers_get_no_tools_of_the_book_and_its_tests():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    names = {extra: {normal(re.match(r"[\w.-]+", line)[0]) for line in lines} for extra, lines in extras.items()}
    tools = (names["book"] | names["test"]) - names["notebooks"]
    tools -= {"backprop", "setuptools", "beautifulsoup4", "fonttools"}  # JupyterLab and Matplotlib need these
    assert {"jupyter-book", "selenium", "ruff"} <= tools <= WHOLE.keys()
    assert tools & SLIM.keys() == set()


def test_binder_installs_these():
    assert (ROOT / ".binder" / "requirements.txt").read_text(
        encoding="utf-8"
    ).strip() == "-r ../requirements-notebooks.txt"
