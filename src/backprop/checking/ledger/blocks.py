"""The lines of the notes as the page shows them: a block for each, its head what the note says.

Below it stand how the line was read, the verdict, what to use instead, and what shows it.
"""

import re

from backprop.checking.ledger.as_written import QUOTED, TRANSCRIPT
from backprop.checking.ledger.entry import REFUSED, equations
from backprop.checking.ledger.plain_text import as_text
from backprop.proving import latex, plain

_READING = {"clear": "", "reconstructed": " *(reconstructed)*", "low": " *(a guess)*"}


class Blocks:
    """A block for each of these entries; their verdicts are confirmed when it is made."""

    def __init__(self, entries):
        self._confirmed = [(entry, entry.confirm()) for entry in entries]

    def _repr_markdown_(self):
        return "\n\n".join(_block(entry, _rows(entry, refusal, _typeset)) for entry, refusal in self._confirmed)

    def __repr__(self):
        return "\n\n".join(_printed(entry, _rows(entry, refusal, _plainly)) for entry, refusal in self._confirmed)


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


def _rows(entry, refusal, shown):
    """What stands below the head: pairs of a label and Markdown."""
    instead = "put right" if entry.verdict in REFUSED else "in general" if entry.verdict == "correct if" else "besides"
    how = "in numbers" if refusal is not None and refusal.counterexample else "refused"
    rows = [
        ("transcript", TRANSCRIPT.get(entry.number, "")),
        ("read as", shown(equations(entry.read_as))),
        (f"**{entry.verdict}**", entry.remark),
        (instead, shown(entry.put_right)),
        (how, shows(refusal)),
    ]
    return [(label, said) for label, said in rows if said]


def _block(entry, rows):
    head = (entry.number, f"“{'<br>'.join(QUOTED[entry.number])}”{_READING[entry.reading]}")
    return "\n".join(f"| {label} | {said} |" for label, said in (head, (":--", ":--"), *rows))


def _printed(entry, rows):
    head = f"{entry.number}  “{quoted_plainly(entry)}”{_READING[entry.reading].replace('*', '')}"
    return "\n".join([head, *(f"  {label.strip('*')}: {as_text(said)}" for label, said in rows)])


def quoted_plainly(entry):
    """What the note says, in one line of Unicode; a semicolon where a row does not go on with the one before."""
    rows = map(as_text, QUOTED[entry.number])
    return re.sub(r"\n(?==|[a-z]{2})", " ", "\n".join(rows)).replace("\n", "; ")


def read_plainly(entry):
    """What was judged, in one line of Unicode."""
    return _plainly(equations(entry.read_as))


def _typeset(equations):
    return " &emsp; ".join(f"${' = '.join(map(latex, sides))}$" for sides in equations)


def _plainly(equations):
    return "; ".join(" = ".join(map(plain, sides)) for sides in equations)
