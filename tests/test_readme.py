"""The README agrees with the book."""

import doctest
import re
import tomllib
from pathlib import Path

import nbformat

import backprop
from backprop.__main__ import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_derivation_shown_is_the_one_in_the_chapter():
    (shown,) = re.findall(r"```text\n(.*?)\n```", README, re.S)
    chapter = nbformat.read(ROOT / "chapters" / "01_single_layer.ipynb", as_version=4)
    (cell,) = [cell for cell in chapter.cells if cell.id == "derive-c-by-w"]
    assert shown == cell.outputs[-1].data["text/plain"]


def test_what_it_links_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_commands_it_names_exist():
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    named = re.findall(r"^make ([a-z]+)", README, re.M)
    assert named
    assert set(named) <= set(targets)


def test_the_ratios_it_shows_are_those_of_the_benchmarks():
    ((tables, machine),) = re.findall(
        r"<!-- written by make bench -->\n(.*?)\n\nMeasured on: (.*?)\n<!-- end -->", README, re.S
    )
    measured = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert all(part in measured for part in (*tables.split("\n\n"), machine))
    assert tables.startswith("| sigmoid, float32 |") and tables.count("\n") > 20


def test_what_it_shows_of_the_library_is_what_happens():
    (session,) = re.findall(r"```pycon\n(.*?)```", README, re.S)
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0))
    assert runner.tries > 5
    assert runner.failures == 0


def test_the_derivation_to_check_gets_the_verdicts_that_are_shown(tmp_path, capsys):
    ((typed, shown),) = re.findall(r"```\n(given.*?)```.*?```console\n(.*?)```", README, re.S)
    (tmp_path / "mine.txt").write_text(typed, encoding="utf-8")
    assert main(["check", str(tmp_path / "mine.txt")]) == 1
    assert capsys.readouterr().out == shown


def test_the_network_that_it_derives_is_what_the_command_prints(capsys):
    ((shown,),) = [re.findall(r"<!-- what the command above prints -->\n(.*?)\n<!-- end -->", README, re.S)]
    (command,) = re.findall(r"^python -m backprop (derive --layers.*)$", README, re.M)
    assert main(command.split()) == 0
    printed = capsys.readouterr().out
    board, words, code = re.fullmatch(r"(\$\$.*?\$\$)\n\n(.*?)\n\n```python\n(.*?)\n```", shown, re.S).groups()
    assert board in printed
    assert f"\n\n{code}\n```" in printed
    assert "differences of the cost" in words and "differences of the cost" in printed


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "backprop.__version__"}
    assert f"version: {backprop.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest[1] == backprop.__version__
