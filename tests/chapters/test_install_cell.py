"""The cell that installs the package: in each notebook or in none, and idle where the package is there."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from backprop.teaching import address, install_cell, notebooks

HOME = "https://github.com/jane/calculus"


def book():
    title, code = new_markdown_cell("# One layer", id="one-layer-title"), new_code_cell("1 + 1", id="one-layer-sum")
    return new_notebook(cells=[title, code])


@pytest.fixture
def at_home(monkeypatch):
    monkeypatch.setattr(address, "committed", lambda: HOME)


def test_without_an_address_there_is_no_cell(monkeypatch):
    monkeypatch.setattr(address, "committed", lambda: "")
    untouched = book()
    install_cell.put_in(untouched)
    assert [cell.id for cell in untouched.cells] == ["one-layer-title", "one-layer-sum"]
    assert install_cell.is_as_written(untouched)


def test_the_cell_is_the_first_one_to_run_and_stands_there_once(at_home):
    once = book()
    install_cell.put_in(once)
    install_cell.put_in(once)
    assert [cell.id for cell in once.cells] == ["one-layer-title", "one-layer-install", "one-layer-sum"]
    assert once.cells[1].source.endswith(f"%pip install --quiet git+{HOME}")
    assert once.cells[1].metadata.tags == ["remove-cell"]
    assert install_cell.is_as_written(once)


def test_a_cell_that_is_missing_old_misplaced_or_left_over_is_seen(at_home, monkeypatch):
    assert not install_cell.is_as_written(book())
    written = book()
    install_cell.put_in(written)
    misplaced = nbformat.from_dict(written)
    misplaced.cells = [misplaced.cells[place] for place in (0, 2, 1)]
    assert not install_cell.is_as_written(misplaced)
    monkeypatch.setattr(address, "committed", lambda: "https://github.com/john/calculus")
    assert not install_cell.is_as_written(written)
    monkeypatch.setattr(address, "committed", lambda: "")
    assert not install_cell.is_as_written(written)


def test_refresh_writes_the_cell_in_normal_form(at_home, monkeypatch, tmp_path):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    path = tmp_path / "A_layer.ipynb"
    path.write_text(notebooks.serialised(book()), encoding="utf-8")
    assert any("does not install the package" in fault for fault in notebooks.check([path]))
    assert notebooks.main(["refresh", str(path)]) == 0
    first = path.read_bytes()
    assert b"one-layer-install" in first and b'"outputs": []' in first
    assert notebooks.main(["refresh", str(path)]) == 0
    assert path.read_bytes() == first


RUN = """
import sys
from importlib.machinery import ModuleSpec
import importlib.util
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
shell.find_line_magic("pip")
shell.register_magic_function(lambda line: print("pip", line), magic_name="pip")
importlib.util.find_spec = lambda name: {spec}
shell.run_cell({source!r})
"""


@pytest.mark.parametrize("spec, printed", [("None", f"pip install --quiet git+{HOME}"), ("ModuleSpec(name, None)", "")])
def test_the_cell_installs_what_is_missing_and_nothing_else(spec, printed):
    code = RUN.format(spec=spec, source=install_cell.cell_of(book(), HOME).source)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == printed, done.stderr


def test_every_notebook_has_the_cell_that_its_address_asks_for():
    paths = notebooks.found("")
    assert paths
    for path in paths:
        assert install_cell.is_as_written(nbformat.read(path, as_version=4)), path.name
