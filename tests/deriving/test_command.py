"""``backprop derive``: what it writes, and that a file is whole or not there."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from backprop import __main__ as command
from backprop.deriving import Refused, derive_formula, derive_network
from backprop.deriving import command as deriving
from backprop.deriving.command import write_whole
from backprop.deriving.products import Factor

SMALL = ["derive", "--layers", "2,1", "--activation", "identity"]


@pytest.fixture(scope="module")
def small():
    return derive_network("2, 1", "identity")


@pytest.fixture
def quickly(small, monkeypatch):
    """What is derived is at hand: these tests are about what becomes of it."""
    monkeypatch.setattr(deriving, "derive_network", lambda *_, **__: small)


def test_without_a_file_it_is_printed(small, capsys):
    assert command.main(SMALL) == 0
    out, err = capsys.readouterr()
    assert out == small.markdown
    assert err == ""


def test_a_formula_is_derived_too(capsys):
    assert command.main(["derive", "|X w - y|^2", "--by", "w"]) == 0
    assert capsys.readouterr().out == derive_formula("|X w - y|^2", "w").markdown


@pytest.mark.parametrize(
    ("to", "name"), [("markdown", "a.md"), ("latex", "a.tex"), ("notebook", "a.ipynb"), ("python", "a.py")]
)
def test_it_is_written_to_a_file_and_nothing_else_is(quickly, small, tmp_path, capsys, to, name):
    assert command.main([*SMALL, "--to", to, "--output", str(tmp_path / name)]) == 0
    assert capsys.readouterr() == ("", "")
    assert (tmp_path / name).read_text(encoding="utf-8") == small.written(to)
    assert os.listdir(tmp_path) == [name]


def test_a_file_that_is_there_is_kept_unless_forced(quickly, tmp_path, capsys):
    there = tmp_path / "a.md"
    there.write_text("mine", encoding="utf-8")
    assert command.main([*SMALL, "--output", str(there)]) == 2
    assert there.read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err == f"{there} is there already; --force writes over it.\n"
    assert command.main([*SMALL, "--output", str(there), "--force"]) == 0
    assert there.read_text(encoding="utf-8").startswith("# The gradients of a network")


def test_a_link_stays_and_what_it_leads_to_is_written(quickly, tmp_path, capsys):
    there, link, nowhere = (tmp_path / name for name in ("a.md", "link.md", "nowhere.md"))
    there.write_text("mine", encoding="utf-8")
    link.symlink_to(there)
    nowhere.symlink_to(tmp_path / "b.md")
    assert command.main([*SMALL, "--output", str(link), "--force"]) == 0
    assert link.is_symlink()
    assert there.read_text(encoding="utf-8").startswith("# The gradients of a network")
    assert command.main([*SMALL, "--output", str(nowhere)]) == 2
    assert capsys.readouterr().err == f"{nowhere} is there already; --force writes over it.\n"
    assert command.main([*SMALL, "--output", str(nowhere), "--force"]) == 0
    assert nowhere.is_symlink()
    assert (tmp_path / "b.md").exists()


def test_what_is_no_plain_file_is_refused(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name, said in (("pipe", "is no plain file"), ("circle", "is no plain file"), ("a" * 300, "cannot be written")):
        assert command.main([*SMALL, "--force", "--output", str(tmp_path / name)]) == 2
        assert said in capsys.readouterr().err
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("target", "encoding", "status", "said"),
    [
        ("/dev/full", "utf-8", 2, "Standard output cannot be written: No space left on device.\n"),
        (None, "ascii", 0, ""),
    ],
)
def test_printing_ends_in_a_sentence_or_in_utf_8(target, encoding, status, said):
    """A process of its own, since only that has a standard output."""
    code = (
        "import sys; from types import SimpleNamespace as Made; from backprop import __main__ as command;"
        "command.deriving.derive_network = lambda *a, **k: Made(written=lambda to: 'a \N{GREEK SMALL LETTER XI}\\n');"
        f"sys.exit(command.main({SMALL}))"
    )
    with open(target or os.devnull, "w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            stdout=full if target else subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr.decode()) == (status, said)
    assert target or ended.stdout.decode("utf-8") == "a \N{GREEK SMALL LETTER XI}\n"


@pytest.mark.parametrize("arguments", [["-x^2", "--by", "x"], ["--by", "x", "-2x"], ["--by=x", "-(x + 1)^2"]])
def test_a_formula_may_begin_with_a_minus(arguments, monkeypatch):
    asked = []
    monkeypatch.setattr(deriving, "derive_formula", lambda *a: asked.append(a) or (_ for _ in ()).throw(Refused("")))
    assert command.main(["derive", *arguments]) == 2
    assert asked == [(next(a for a in arguments if re.match("-[^-]", a)), "x", "")]


def test_a_place_that_cannot_be_written_to_is_named_before_the_work_begins(tmp_path, capsys, monkeypatch):
    for target, said in ((tmp_path, "is a folder"), (tmp_path / "no" / "a.md", "There is no folder")):
        assert command.main([*SMALL, "--output", str(target)]) == 2
        assert said in capsys.readouterr().err
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert command.main([*SMALL, "--output", str(tmp_path / "a.md")]) == 2
    assert "cannot be written to" in capsys.readouterr().err


def test_what_fails_on_the_way_leaves_nothing_behind(tmp_path, monkeypatch):
    there = tmp_path / "a.md"
    there.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Refused, match="cannot be written: No space left on device"):
        write_whole(there, "new")
    assert there.read_text(encoding="utf-8") == "mine"
    assert os.listdir(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give --layers"),
        (["--layers", "3"], "at least its inputs and one layer"),
        (["--layers", "3,2", "--activation", "tahn"], "is tanh meant?"),
        (["--layers", "3,2", "--loss", "square"], "is squared meant?"),
        (["--layers", "3,,4"], "missing before or after a comma in '3,,4'"),
        (["--layers", "3,4,"], "missing before or after a comma in '3,4,'"),
        (["--layers", "3,2", "--activation", ""], "No activation is named"),
        (["--layers", "3,2", "--activation", ","], "missing before or after a comma"),
        (["--layers", "3,2", "--loss", ""], "There is no loss ''"),
        (["--layers", "3,2", "--notation", "bishop"], "There is no notation 'bishop'. There are book, note-1"),
        (["--layers", "3,2", "--output", ""], "got an empty name"),
        (["--layers", "3,2", "--notation", "cs231"], "is cs231n meant?"),
        (["--layers", "3,2", "--by", "w"], "are for a formula"),
        (["--layers", "3,2", "--seed", "1"], "add --numbers exact"),
        (["|x|^2"], "--by W,b"),
        (["|x|^2", "--by", "x", "--loss", "squared"], "--loss is for a network"),
        (["|x^2", "--by", "x"], "column 1"),
        (["--layers", "3,2", "--without-solution"], "add --numbers exact"),
        (["|x|^2", "--by", "x", "--seed", "1"], "--seed is for a network"),
        (["--layers", "n,k", "--numbers", "exact"], "sizes that are numbers"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_the_status_2(arguments, said, capsys):
    assert command.main(["derive", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_what_could_not_be_confirmed_is_not_written(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Factor, "flipped", lambda self: self)
    assert command.main([*SMALL, "--output", str(tmp_path / "a.md")]) == 2
    assert "not all of it was confirmed" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["notes", "check", "derive"])
def test_the_help_shows_an_example(name, capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main([name, "--help"])
    assert f"backprop {name} " in capsys.readouterr().out


def test_pip_installs_a_command():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"backprop": "backprop.__main__:main"}


def test_a_notebook_is_valid_and_its_cells_print_what_stands_there(small):
    notebook = nbformat.reads(small.notebook, as_version=4)
    nbformat.validate(notebook)
    assert json.loads(small.notebook)["nbformat"] == 4
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    space, printed = {}, []
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1, 2]
    space["print"] = lambda text: printed.append(text)
    for cell in cells:
        exec(cell.source, space)
    assert cells[0].outputs == []
    assert cells[1].outputs[0].text == "\n".join(printed) + "\n"
    assert len(printed) == 2


def test_latex_needs_no_package_but_amsmath_and_knows_every_sign(small):
    packages = re.findall(r"\\usepackage(?:\[.*?\])?\{(\w+)\}", small.latex)
    assert packages == ["fontenc", "inputenc", "amsmath"]
    assert small.latex.startswith(r"\documentclass[a4paper]{article}")
    assert re.findall(r"[^\x00-\x7f]", small.latex) == []
    begun, ended = (re.findall(rf"\\{word}\{{([a-z*]+)\}}", small.latex) for word in ("begin", "end"))
    assert sorted(begun) == sorted(ended)


def test_markdown_has_its_parts_in_the_order_in_which_they_are_taught(small):
    headings = re.findall(r"^## (.*)", small.markdown, re.M)
    assert headings == [
        "What is given", "Forwards", "Backwards", "All gradients", "In NumPy", "The check",
    ]  # fmt: skip
    assert small._repr_markdown_() == small.markdown == repr(small)
    assert "dE_dW1 (2, 1) agrees with differences of the cost" in small.markdown


def test_lists_and_other_names_say_the_same(small):
    """And a second run writes the same, to the letter."""
    assert derive_network([2, 1], ["linear"], "mse").notebook == small.notebook
