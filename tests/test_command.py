"""``python -m backprop``: every verdict is run, what fails is named, machines get JSON."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from backprop import __main__ as command
from backprop.checking import LEDGER


@pytest.fixture
def short(monkeypatch):
    """A ledger of three quick lines, to be changed."""
    lines = {number: LEDGER[number] for number in ("S4.2", "S4.3", "S4.6")}
    monkeypatch.setattr(command, "LEDGER", lines)
    return lines


@pytest.fixture
def failing(short):
    short["S4.2"] = replace(short["S4.2"], verdict="correct")


def test_every_line_of_the_notes_is_a_row_for_whoever_runs_the_module():
    """As a process of its own. The verdicts are run by the tests of the ledger; here none takes time."""
    quickly = (
        "import runpy, sys; from backprop.checking.ledger import Entry; Entry.confirm = lambda self: None;"
        "sys.argv[1:] = ['notes']; runpy.run_module('backprop', run_name='__main__')"
    )
    run = subprocess.run(
        [sys.executable, "-c", quickly], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    head, *rows, last = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (0, "")
    assert head.split() == ["line", "verdict", "reading", "remark"]
    assert [row.split()[0] for row in rows] == list(LEDGER)
    assert last == "57 of 57 confirmed"


def test_the_table_names_verdict_reading_and_remark(short, capsys):
    assert command.main(["notes"]) == 0
    out, err = capsys.readouterr()
    assert "S4.6   typo        clear          the middle factor must be the derivative" in out
    assert out.splitlines()[-1] == "3 of 3 confirmed"
    assert err == ""


def test_a_verdict_that_fails_is_named(failing, capsys):
    assert command.main(["notes"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "2 of 3 confirmed"
    assert [line for line in out.splitlines() if line.startswith("!")] == [out.splitlines()[1]]
    assert err.startswith("NOT CONFIRMED: S4.2 is not proved: ")


def test_json_holds_what_a_machine_needs(short, capsys):
    assert command.main(["notes", "--json"]) == 0
    by_number = {record["number"]: record for record in json.loads(capsys.readouterr().out)}
    assert list(by_number) == list(short)
    typo = by_number["S4.2"]
    assert (typo["verdict"], typo["reading"], typo["confirmed"]) == ("typo", "clear", True)
    assert typo["written"] == [r"z_{2} = \sum_{k=1}^{n} w_{1k}\, x_{k}"]
    assert typo["corrected"] == [r"z_{2} = \sum_{k=1}^{n} w_{2k}\, x_{k}"]
    assert typo["counterexample"].startswith("1 against 0, at n = 1, ")
    assert by_number["S4.3"]["corrected"] == []
    assert by_number["S4.3"]["counterexample"] == ""


def test_json_says_what_failed(failing, capsys):
    assert command.main(["notes", "--json"]) == 1
    out, err = capsys.readouterr()
    assert [record["confirmed"] for record in json.loads(out)] == [False, True, True]
    assert "S4.2" in err


def test_a_terminal_is_shown_how_far_it_is(short, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    command.main(["notes"])
    assert "3/3" in capsys.readouterr().err


def test_an_unknown_command_is_told_which_there_are(capsys):
    with pytest.raises(SystemExit, match="2"):
        command.main(["note"])
    out, err = capsys.readouterr()
    assert out == ""
    assert "invalid choice: 'note' (choose from" in err
    assert "notes" in err.splitlines()[-1]
    assert "check" in err.splitlines()[-1]


def test_the_help_says_what_the_command_does(capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main(["--help"])
    assert "confirm the verdict on every line of the notes" in capsys.readouterr().out
