"""Every derivation of a document judged, line by line; and what is printed of it, for people and for machines."""

from dataclasses import asdict, dataclass, replace
from textwrap import wrap

from backprop.proving.claims import Claim
from backprop.proving.derivation import DerivationError
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.tokens import NotRead
from backprop.proving.text.blocks import DERIVATION, MODEL
from backprop.proving.text.documents import Document
from backprop.proving.text.models import model as read_model
from backprop.proving.text.verdicts import NOT_PROVED, NOT_READ, OTHER_RULE, PROVED, WRONG, Verdict, judge

WIDTH = 100
ORDER = (PROVED, OTHER_RULE, WRONG, NOT_PROVED, NOT_READ)


@dataclass(frozen=True)
class Checked:
    """A derivation of a document, or a model that could not be read.

    Attributes
    ----------
    verdicts : tuple of Verdict
        One a line; that on the start, which can only be read or not, is the first.
    proved : bool
        Whether the last line is proved equal to the start: derivations further down may use it as a result.
    """

    verdicts: tuple
    proved: bool = False

    @property
    def judged(self):
        """The verdicts that count: a start that was read has none."""
        start, *lines = self.verdicts
        return (start, *lines) if start.kind != PROVED else tuple(lines)


def checked(text, kind, named):
    """Yield each derivation of a document with the verdicts on its lines.

    Parameters
    ----------
    text : str
        What stands in the file.
    kind : str or None
        ``markdown``, ``latex`` or ``plain``.
    named : callable
        The model that has a name, or LookupError.

    Raises
    ------
    NotRead
        The document itself is none: too long, or a macro without an end.
    """
    document = Document(text, kind)
    model, missing = None, "no model comes before this: write one (given w (k, n), x (n), ...), or model: single layer"
    for block in document.blocks:
        if block.kind == DERIVATION:
            if model is None:
                yield Checked((_refused(document, block, missing),))
                continue
            found = _derivation(document, block, model)
        else:
            model, problem = _model(document, block, named)
            if problem is None:
                continue
            missing = "the model before it was not read"
            found = Checked((problem,))
        yield found


def _model(document, block, named):
    """The model that a block writes out or names; or None, and the verdict that says why not."""
    try:
        if block.kind == MODEL:
            return read_model(document.text, block.start, block.end), None
        return named(block.name), None
    except NotRead as error:
        at = document.place(error.line, error.column)
        return None, Verdict(NOT_READ, _line(document, error.line), *at, message=error.said)
    except (NotUnderstood, LookupError) as error:
        return None, _refused(document, block, str(error.args[0] if isinstance(error, LookupError) else error))


def _refused(document, block, message):
    """A block of which nothing is read, shown by its first line."""
    line, column = (
        document.text.count("\n", 0, block.start) + 1,
        block.start - document.text.rfind("\n", 0, block.start),
    )
    shown = block.name or document.text[block.start : block.end].partition("\n")[0].strip()
    return Verdict(NOT_READ, shown, *document.place(line, column), message=message)


def _line(document, number):
    return document.text.split("\n")[number - 1].strip()


def _derivation(document, block, model):
    verdicts, whole = judge(model, document.text, block.start, block.end)
    placed = []
    for verdict in verdicts:
        line, column = document.place(verdict.line, verdict.column)
        placed.append(replace(verdict, line=line, column=column))
    return Checked(tuple(placed), whole is not None and _concluded(whole, model))


def _concluded(derivation, model):
    """Whether a derivation has become a result: that its last line is equal to its start."""
    if len(derivation.lines) < 2:
        return False
    try:
        derivation.concludes(Claim(derivation.lines[0].expr, derivation.result, model))
    except (DerivationError, NotUnderstood):
        return False
    return True


def status(derivations):
    """0 if all lines are proved, 1 if one is not, 2 if one is not read."""
    kinds = {verdict.kind for derivation in derivations for verdict in derivation.judged}
    return 2 if NOT_READ in kinds else int(bool(kinds - {PROVED}))


def as_text(derivation):
    """The verdicts on a derivation for people, one line of it a row: where, what, and the line as it was read."""
    rows = []
    for place, verdict in enumerate(derivation.verdicts):
        is_start = place == 0 and verdict.kind == PROVED
        head = f"{verdict.line:>5}  {'' if is_start else SHORT[verdict.kind]:<13}  "
        shown = verdict.printed or " ".join(verdict.text.split())
        shown = shown if not place else f"  {shown}" if shown.startswith("=") else f"  = {shown}"
        reason = f"[{verdict.rule}]" if verdict.rule and verdict.kind == PROVED else ""
        rows += _row(head, shown, reason)
        if verdict.message:
            said = verdict.message
            if verdict.kind == NOT_READ:
                said = f"column {verdict.column}: {said}"
            rows += wrap(said, WIDTH, initial_indent=" " * 24, subsequent_indent=" " * 24, break_on_hyphens=False)
    return "\n".join(rows)


SHORT = {PROVED: "proved", OTHER_RULE: "other rule", WRONG: "WRONG", NOT_PROVED: "NOT PROVED", NOT_READ: "NOT READ"}


def _row(head, shown, reason):
    """A line with its reason at the right end of the row, or on a row of its own."""
    indent = " " * (len(head) + 2)
    lines = wrap(shown, WIDTH - len(head), subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
    first, *more = lines or [""]
    rows = [head + first, *(" " * len(head) + line for line in more)]
    if reason and len(rows[-1]) + 3 + len(reason) <= WIDTH:
        rows[-1] = f"{rows[-1]}   {reason}"
    elif reason:
        rows += wrap(reason, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return rows


def summary(derivations):
    """How many lines there are, and what became of them."""
    kinds = [verdict.kind for derivation in derivations for verdict in derivation.judged]
    found = [f"{kinds.count(kind)} {kind}" for kind in ORDER if kind in kinds]
    return f"{_many(len(kinds), 'line')} in {_many(len(derivations), 'derivation')}: {', '.join(found)}."


def _many(number, what):
    return f"{number} {what}{'' if number == 1 else 's'}"


def as_records(derivations):
    """The verdicts for machines."""
    return [
        {"line": d.verdicts[0].line, "proved": d.proved, "lines": [asdict(verdict) for verdict in d.verdicts]}
        for d in derivations
    ]
