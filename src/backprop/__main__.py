"""The command line, ``backprop`` or ``python -m backprop``: its commands are notes, check and derive."""

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path
from textwrap import fill

from tqdm import tqdm

from backprop.deriving import command as deriving
from backprop.proving.language.tokens import NotRead
from backprop.proving.text import checked
from backprop.proving.text.documents import kind_of
from backprop.results.models import MODELS, named

LONGEST = 1_000_000
"""Bytes of a file; what is longer is no derivation."""

CHECK = f"""Judge every line of the derivations in a file of Markdown, LaTeX or plain text.

A model says what is given and computed; a derivation is a start and lines that begin with =, each with its
reason in square brackets, or without one:

    given  w (k, n), x (n), b (k), y (k)
      z_q = sum_p w_qp x_p + b_q
      a_q = sigma(z_q)
      E   = 1/2 sum_q (a_q - y_q)^2

    dE/da_q
      = d/da_q 1/2 sum_t (a_t - y_t)^2     [definition of E]
      = a_q - y_q

In Markdown they stand in fenced blocks or between $$, in LaTeX in displays. The line "model: single layer"
(in LaTeX: "% model: single layer") takes a model of the book instead. Those that have a name are
{fill(", ".join(MODELS), 100)}."""

STATUS = """The exit status is 0 if every line is proved; 1 if a line is wrong, not proved, or proved by another rule
than the one it names; 2 if something could not be read."""


def main(arguments=None):
    """Run one command and return its exit status."""
    called = "backprop" if Path(sys.argv[0]).stem == "backprop" else "python -m backprop"
    parser = argparse.ArgumentParser(prog=called, description="Backpropagation, derived and executed.")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    the_notes = commands.add_parser(
        "notes",
        help="confirm the verdict on every line of the notes",
        description="Confirm the verdict on every line of the notes, and print the table. "
        "The exit status is 0 if all are confirmed, 1 if one is not.",
        epilog=f"For example: {called} notes --json",
    )
    the_check = commands.add_parser(
        "check",
        help="judge every line of the derivations in a file",
        description=CHECK,
        epilog=f"For example: {called} check mine.txt\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    the_check.add_argument("file", metavar="FILE", help="the file; - is standard input")
    for command in (the_notes, the_check):
        command.add_argument("--json", action="store_true", help="print JSON instead of a table")
    the_derive = commands.add_parser(
        "derive",
        help="derive the gradients of a network or a formula, with code and its check",
        description=deriving.DESCRIPTION,
        epilog=deriving.STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    deriving.add_arguments(the_derive)
    asked = parser.parse_args(deriving.formula_last(sys.argv[1:] if arguments is None else arguments))
    try:
        if asked.command == "derive":
            return deriving.derive(asked)
        return notes(asked.json) if asked.command == "notes" else check(asked.file, asked.json)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130


def check(name, as_json=False):
    """Judge the derivations of a file, print the verdicts, and return the exit status."""
    try:
        text = _text(name)
        found = []
        for derivation in checked.checked(text, kind_of(text, name), named):
            if not as_json:
                print(("\n" if found else "") + checked.as_text(derivation), flush=True)
            found.append(derivation)
        if not found:
            raise _NoFile(f"{name} holds no derivation: a line such as dE/dw_qp, and below it lines that begin with =.")
    except NotRead as error:
        return _refuse(f"{name}: line {error.line}, column {error.column}: {error.said}.")
    except _NoFile as error:
        return _refuse(str(error))
    if as_json:
        record = {
            "file": name,
            "status": checked.status(found),
            "summary": checked.summary(found),
            "derivations": checked.as_records(found),
        }
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        print(f"\n{checked.summary(found)}")
    return checked.status(found)


class _NoFile(Exception):
    """There is nothing to judge; the message is for the reader."""


def _refuse(message):
    print(message, file=sys.stderr)
    return 2


def _text(name):
    """What stands in a file, or on standard input."""
    try:
        content = sys.stdin.buffer.read(LONGEST + 1) if name == "-" else _bytes(Path(name))
    except FileNotFoundError:
        raise _NoFile(f"There is no file {name}.") from None
    except (OSError, ValueError) as error:
        raise _NoFile(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    if len(content) > LONGEST:
        raise _NoFile(f"{name} is longer than {LONGEST:,} bytes.")
    if not content.strip():
        raise _NoFile(f"{name} is empty.")
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise _NoFile(f"{name} is no text in UTF-8.")


def _bytes(path):
    if path.is_dir():
        raise _NoFile(f"{path} is a folder.")
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


def notes(as_json=False):
    """Confirm the ledger line by line, print it, and return the exit status."""
    from backprop.checking import ledger  # it takes half a second to load, which the other commands need not wait for

    records, failures = [], []
    for entry in tqdm(
        ledger.LEDGER.values(), desc="confirming", unit="line", disable=None
    ):  # None: shown to people alone
        refusal, confirmed = None, True
        try:
            refusal = entry.confirm()
        except ledger.NotConfirmed as error:
            confirmed = False
            failures.append(str(error))
        records.append({
            "number": entry.number,
            "verdict": entry.verdict,
            "reading": entry.reading,
            "remark": entry.remark,
            "quoted": list(ledger.QUOTED[entry.number]),
            "quoted_text": ledger.quoted_plainly(entry),
            "transcript": ledger.TRANSCRIPT.get(entry.number, ""),
            "read_as": ledger.as_latex(entry.read_as),
            "read_as_text": ledger.read_plainly(entry),
            "corrected": ledger.as_latex(entry.put_right),
            "counterexample": ledger.shows(refusal),
            "confirmed": confirmed,
        })  # fmt: skip
    print(json.dumps(records, ensure_ascii=False, indent=2) if as_json else _table(records, ledger.as_text))
    for failure in failures:
        print(f"NOT CONFIRMED: {failure}", file=sys.stderr)
    if not as_json:
        print(f"{len(ledger.LEDGER) - len(failures)} of {len(ledger.LEDGER)} confirmed")
    return 1 if failures else 0


def _table(records, as_text):
    rows = [
        f"{'' if r['confirmed'] else '!'}{r['number']:<7}{r['verdict']:<12}{r['reading']:<15}{as_text(r['remark'])}\n"
        f"       in the note:  {r['quoted_text']}\n       read as:      {r['read_as_text']}"
        for r in records
    ]
    return "\n".join([f"{'line':<7}{'verdict':<12}{'reading':<15}remark", *rows])


if __name__ == "__main__":
    sys.exit(main())
