"""The ledger: the notes' own lines, each with a verdict that is confirmed by running it.

A line is stated twice: as written, and corrected. What is correct must be proved; what is wrong must be refused, and
its correction proved. A line that is correct on a condition is proved with it and refused without it.
"""

import re

from backprop.checking.ledger import note_1, note_2, note_3, note_4
from backprop.checking.ledger.entry import READINGS, REFUSED, VERDICTS, Entry, NotConfirmed, equations
from backprop.proving import Table, latex

__all__ = [
    "LEDGER", "READINGS", "REFUSED", "VERDICTS", "Entry", "NotConfirmed",
    "as_latex", "as_text", "in_full", "shows",
]  # fmt: skip


def _by_line(entry):
    return int(entry.number.partition(".")[2])


LEDGER = {
    entry.number: entry
    for note in (note_1, note_2, note_3, note_4)
    for entry in sorted(note.NOTE, key=_by_line)
}  # fmt: skip
"""Number -> `Entry`, in the order of the notes."""


def in_full(note):
    """All lines of one note, each verdict confirmed: as written, put right, and the refusal that shows it."""
    rows = []
    for entry in (e for number, e in LEDGER.items() if number.startswith(f"S{note}.")):
        refusal = entry.confirm()
        rows += _rows([entry.number], _written(entry), [_verdict(entry)], _put_right(entry), [shows(refusal)])
    return Table(("line", "as written in the notes", "verdict", "put right, or in general", "refused, because"), rows)


def shows(refusal):
    """What a refusal shows, in one sentence: the counterexample in numbers, or what has no meaning. "" for None."""
    if refusal is None:
        return ""
    if (found := refusal.counterexample) is None:
        sentence = re.sub(r"^Step \d+ \(as written\):? *", "", str(refusal).partition("\n")[0])
        return re.sub(r"\b_(?=[a-z]\b)", "", sentence).removesuffix(".") + "."
    at = [f"{name} = {value}" for name, value in (*found.where.items(), *found.given.items()) if value]
    rest = ", the rest 0" if 0 in found.given.values() else ""
    return f"{_short(found.before)} against {_short(found.after)}, at {', '.join(at)}{rest}."


def _short(number):
    return f"{float(number):.6g}"


def as_latex(sides):
    """The equations of a line in LaTeX, one string each."""
    return [" = ".join(map(latex, sides)) for sides in equations(sides)]


def as_text(markdown):
    """A remark for the terminal: the same words, its mathematics in Unicode."""
    for sign, text in _SIGNS.items():
        markdown = markdown.replace(sign, text)
    return markdown


_SIGNS = {
    r"\times": "×", r"\odot": "⊙", r"\otimes": "⊗", r"\sigma": "σ", r"\delta": "δ", r"\hat{y}": "ŷ", r"^{\top}": "ᵀ",
    r"\mathbf{1}\, b": "1 b", r"\mathbf{1}": "1", "^{(0)}": "⁽⁰⁾", "^{(1)}": "⁽¹⁾", "^{(l)}": "⁽ˡ⁾", "$": "", "`": "",
}  # fmt: skip


def _written(entry):
    return ([entry.says] if entry.says else []) + list(equations(entry.written))


def _put_right(entry):
    return ([""] if entry.says else []) + list(entry.put_right)


def _verdict(entry):
    text = f"**{entry.verdict}**" + ("" if entry.verdict == "correct if" else ":" if entry.remark else "")
    return f"{text} {entry.remark}".rstrip()


def _rows(*columns):
    """One row an equation; what belongs to the whole line stands in its first row."""
    height = max(map(len, columns))
    return list(zip(*[[*column, *[""] * (height - len(column))] for column in columns], strict=True))
