"""The command line: ``python -m backprop notes`` confirms every verdict on the notes and prints the table."""

import argparse
import json
import sys

from tqdm import tqdm

from backprop.checking.ledger import LEDGER, NotConfirmed, as_latex, as_text, shows

COMMANDS = ("notes",)


def main(arguments=None):
    """Run one command; the status is 0 if every verdict was confirmed, 1 if one was not, 2 for no such command."""
    parser = argparse.ArgumentParser(prog="python -m backprop", description=__doc__.partition(":")[0] + ".")
    parser.add_argument("command", help="notes: confirm the verdict on every line of the notes")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args(arguments)
    if asked.command not in COMMANDS:
        print(f"There is no command {asked.command!r}; there is {' and '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    return notes(asked.json)


def notes(as_json=False):
    """Confirm the ledger line by line, print it, and return the exit status."""
    records, failures = [], []
    for entry in tqdm(LEDGER.values(), desc="confirming", unit="line", disable=None):  # None: shown to people alone
        refusal, confirmed = None, True
        try:
            refusal = entry.confirm()
        except NotConfirmed as error:
            confirmed = False
            failures.append(str(error))
        records.append({
            "number": entry.number,
            "verdict": entry.verdict,
            "reading": entry.reading,
            "remark": entry.remark,
            "says": entry.says,
            "written": as_latex(entry.written),
            "corrected": as_latex(entry.put_right),
            "counterexample": shows(refusal),
            "confirmed": confirmed,
        })  # fmt: skip
    print(json.dumps(records, ensure_ascii=False, indent=2) if as_json else _table(records))
    for failure in failures:
        print(f"NOT CONFIRMED: {failure}", file=sys.stderr)
    if not as_json:
        print(f"{len(LEDGER) - len(failures)} of {len(LEDGER)} confirmed")
    return 1 if failures else 0


def _table(records):
    rows = [
        f"{'' if r['confirmed'] else '!'}{r['number']:<7}{r['verdict']:<12}{r['reading']:<15}{as_text(r['remark'])}"
        for r in records
    ]
    return "\n".join([f"{'line':<7}{'verdict':<12}{'reading':<15}remark", *rows])


if __name__ == "__main__":
    sys.exit(main())
