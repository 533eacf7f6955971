"""The ledger: the notes' own lines, each with a verdict that is confirmed by running it.

A line is quoted as the note has it, and stated twice: as it was read, and put right. What is correct must be proved;
what is wrong must be refused, and its correction proved. A line that is correct on a condition is proved with it and
refused without it.
"""

from backprop.checking.ledger import note_1, note_2, note_3, note_4
from backprop.checking.ledger.as_written import QUOTED, TRANSCRIPT
from backprop.checking.ledger.blocks import Blocks, as_latex, quoted_plainly, read_plainly, shows
from backprop.checking.ledger.entry import READINGS, REFUSED, VERDICTS, Entry, NotConfirmed
from backprop.checking.ledger.plain_text import as_text

__all__ = [
    "LEDGER", "QUOTED", "READINGS", "REFUSED", "TRANSCRIPT", "VERDICTS", "Entry", "NotConfirmed",
    "as_latex", "as_text", "in_full", "quoted_plainly", "read_plainly", "shows",
]  # fmt: skip


def _by_line(entry):
    return int(entry.number.partition(".")[2])


LEDGER = {
    entry.number: entry
    for note in (note_1, note_2, note_3, note_4)
    for entry in sorted(note.NOTE, key=_by_line)
}  # fmt: skip
"""Number -> `Entry`, in the order of the notes."""


def in_full(which):
    """A line ("S2.5") or all lines of a note (2), each verdict confirmed: as written, as read, put right, and why."""
    return Blocks(entry for number, entry in LEDGER.items() if number == which or number.startswith(f"S{which}."))
