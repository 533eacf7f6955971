"""``python -m backprop``: every verdict is run, what fails is named, machines get JSON."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from backprop import __main__ as command
from backprop.checking import LEDGER, ledger
from backprop.checking.ledger import QUOTED


@pytest.fixture
def short(monkeypatch):
    """A ledger of three quick lines, to be changed."""
    lines = {number: LEDGER[number] for number in ("S4.2", "S4.3", "S4.6")}
    monkeypatch.setattr(ledger, "LEDGER", lines)
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
    head, *lines, last = run.stdout.splitlines()
    rows, quoted, read = lines[::3], lines[1::3], lines[2::3]
    assert (run.returncode, run.stderr) == (0, "")
    assert head.split() == ["line", "verdict", "reading", "remark"]
    assert [row.split()[0] for row in rows] == list(LEDGER)
    assert all(line.startswith("       in the note:  ") for line in quoted)
    assert all(line.startswith("       read as:      ") for line in read)
    assert last == "57 of 57 confirmed"


def test_the_table_names_verdict_reading_and_remark(short, capsys):
    assert command.main(["notes"]) == 0
    out, err = capsys.readouterr()
    assert "S4.6   typo        clear          the middle factor must be the derivative" in out
    assert "\n       in the note:  σ(z) = σ(wx + b) = ŷ ≈ y\n       read as:      ŷ = σ(w x + b)\n" in out
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
    assert typo["quoted"] == list(QUOTED["S4.2"])
    assert typo["quoted_text"].startswith("w = [w_11, w_12, ⋯, w_1n; w_11, w_12,")
    assert typo["transcript"] == ""
    assert typo["read_as"] == [r"z_{2} = \sum_{k=1}^{n} w_{1k}\, x_{k}"]
    assert typo["read_as_text"] == "z_2 = Σ_k=1..n w_1k x_k"
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


LAYER = """given  w (k, n), x (n), b (k), y (k)
  z_q = sum_p w_qp x_p + b_q
  a_q = sigma(z_q)
  E   = 1/2 sum_q (a_q - y_q)^2

dE/da_q
  = d/da_q 1/2 sum_t (a_t - y_t)^2   [definition of E]
"""
RIGHT = "  = a_q - y_q   [derivative taken]\n"
OTHER = "  = a_q - y_q   [algebra]\n"
FALSE = "  = y_q - a_q\n"
UNREAD = "  = a_q - u_q\n"


@pytest.fixture
def check(tmp_path, capsys):
    """Run the command on a file with this text or these bytes: its status, and what it printed and complained of."""

    def run(content, *options, name="mine.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        status = command.main(["check", str(path), *options])
        out, err = capsys.readouterr()
        return status, out.replace(str(path), name), err.replace(str(path), name)

    return run


@pytest.mark.parametrize(
    ("last", "status", "said"),
    [
        (RIGHT, 0, "2 lines in 1 derivation: 2 proved."),
        (OTHER, 1, "2 lines in 1 derivation: 1 proved, 1 proved by another rule."),
        (FALSE, 1, "2 lines in 1 derivation: 1 proved, 1 wrong."),
        (UNREAD, 2, "2 lines in 1 derivation: 1 proved, 1 not read."),
        (FALSE + UNREAD, 2, "3 lines in 1 derivation: 1 proved, 1 wrong, 1 not read."),
    ],
)
def test_the_status_says_what_became_of_the_lines(check, last, status, said):
    got, out, err = check(LAYER + last)
    assert (got, out.splitlines()[-1], err) == (status, said, "")


def test_a_wrong_line_has_its_counterexample_below(check):
    _, out, _ = check(LAYER + FALSE)
    at = out.splitlines().index("    8  WRONG            = y_q − a_q")
    assert out.splitlines()[at + 1].startswith(" " * 24 + "At k = 1, n = 1, q = 1, with ")
    assert " against " in out


def test_another_rule_is_named(check):
    _, out, _ = check(LAYER + OTHER)
    assert "only factors and terms may be moved; it is by derivative taken." in " ".join(out.split())


def test_a_line_that_is_not_read_says_where_and_what_was_expected(check):
    _, out, _ = check(LAYER + UNREAD)
    assert "column 11: u_q is not defined; known are w, x, b, y, z, a, E, k, n" in out


def test_json_of_a_check(check):
    status, out, err = check(LAYER + FALSE, "--json")
    record = json.loads(out)
    assert (status, err) == (1, "")
    assert list(record) == ["file", "status", "summary", "derivations"]
    assert (record["status"], record["summary"]) == (1, "2 lines in 1 derivation: 1 proved, 1 wrong.")
    (derivation,) = record["derivations"]
    assert (derivation["line"], derivation["proved"]) == (6, False)
    start, _, wrong = derivation["lines"]
    assert list(wrong) == ["kind", "text", "line", "column", "printed", "rule", "message", "latex"]
    assert (start["kind"], wrong["kind"], wrong["line"], wrong["column"]) == ("proved", "wrong", 8, 5)


def test_standard_input_is_a_dash():
    run = subprocess.run(
        [sys.executable, "-m", "backprop", "check", "-"], input=(LAYER + RIGHT).encode(), capture_output=True,
        check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode().splitlines()[-1] == "2 lines in 1 derivation: 2 proved."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "mine.txt is empty."),
        (" \n\n", "mine.txt is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "mine.txt is no text in UTF-8."),
        ("σ".encode("utf-16-le"), "mine.txt is no text in UTF-8."),
        ("é".encode("latin-1"), "mine.txt is no text in UTF-8."),
        ("abc\0", "mine.txt is no text in UTF-8."),
        (b" " * 10 + b"x" * 1_000_001, "mine.txt is longer than 1,000,000 bytes."),
        (
            "x" * 250_000,
            "mine.txt: line 1, column 200001: a document has at most 200000 characters; this one has 250000.",
        ),
        (
            "Dear all,\nnothing to see here.\n",
            "mine.txt holds no derivation: a line such as dE/dw_qp, and below it lines that begin with =.",
        ),
        (
            LAYER.partition("dE/")[0],
            "mine.txt holds no derivation: a line such as dE/dw_qp, and below it lines that begin with =.",
        ),
    ],
)
def test_a_file_that_holds_nothing_to_judge_gets_one_sentence(check, content, said):
    assert check(content) == (2, "", f"{said}\n")


def test_no_file_and_a_folder_get_one_sentence(tmp_path, capsys):
    for name, said in (
        ("nowhere.md", "There is no file {}.\n"),
        (".", "{} is a folder.\n"),
        ("a\0b", "cannot be read"),
    ):
        path = str(tmp_path / name)
        assert command.main(["check", path]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert said.format(path if name != "." else tmp_path) in err
        assert err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_other_systems_write_is_read(check, encoding):
    text = (LAYER + RIGHT).replace("\n", "\r\n").replace("sigma", "σ")
    assert check(text.encode(encoding))[0] == 0


def test_no_model_and_an_unknown_one(check):
    status, out, _ = check("dE/da = a - y\n")
    assert (status, "no model comes before this: write one (given w (k, n), x (n), ...)" in " ".join(out.split())) == (
        2,
        True,
    )
    status, out, _ = check("model: singel layer\n\ndE/da = a - y\n")
    assert (status, "is 'single layer' meant?" in " ".join(out.split())) == (2, True)


def test_an_interruption_is_no_traceback(check, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command.checked, "checked", interrupted)
    assert check(LAYER + RIGHT) == (130, "", "Interrupted.\n")


def test_its_help_shows_an_example_and_says_what_the_status_means(capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main(["check", "--help"])
    out = capsys.readouterr().out
    assert "z_q = sum_p w_qp x_p + b_q" in out
    assert "[definition of E]" in out
    assert "The exit status is 0 if every line is proved" in out
    assert "single layer, softmax layer" in out
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize("seed", range(20))
def test_a_file_that_is_spoilt_somewhere_is_never_a_traceback(check, seed):
    """Characters taken away, doubled and put elsewhere, in Markdown, LaTeX and plain text."""
    draw = random.Random(seed)
    text = LAYER + draw.choice([RIGHT, OTHER, FALSE])
    wrapped, name = draw.choice([(text, "a.txt"), (f"```\n{text}```\n", "a.md"), (f"\\[\n{text}\\]", "a.tex")])
    signs = list(wrapped)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(signs))
        signs[at] = draw.choice(["", signs[at] * 2, *"()[]{}=\\$_^'`\n&%#|,:", draw.choice(signs)])
    status, out, err = check("".join(signs), name=name)
    assert status in (0, 1, 2)
    assert bool(out) != bool(err)
    assert "Traceback" not in out + err
