"""Each line of a derivation judged by itself, against the line above: the lines after a wrong one too."""

import re
from dataclasses import dataclass

from backprop.proving.derivation import Derivation, DerivationError, OtherReason, Refuted
from backprop.proving.language.display import latex, plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import WORDS
from backprop.proving.text.derivations import add, read_line
from backprop.proving.text.lines import steps
from backprop.proving.text.names import letters, remember
from backprop.proving.text.reasons import reason

PROVED, OTHER_RULE, WRONG, NOT_PROVED, NOT_READ = "proved", "proved by another rule", "wrong", "not proved", "not read"


@dataclass(frozen=True)
class Verdict:
    """What became of a line.

    Attributes
    ----------
    kind : str
        proved, proved by another rule (the line is true, its reason is not the one), wrong, not proved, or not read.
    text : str
        The line as it was typed.
    line, column : int
        Where it stands, or where it could not be read; from 1.
    printed, latex : str
        The line as the book prints it, plainly and typeset; empty where it was not read.
    rule : str
        By which it was proved.
    message : str
        What there is to say: a counterexample in numbers, what was expected.
    """

    kind: str
    text: str
    line: int
    column: int
    printed: str = ""
    rule: str = ""
    message: str = ""
    latex: str = ""


def judge(model, text, start=0, end=None, after=()):
    """The verdict on every line of a derivation, the start first; and the derivation, if every line is true.

    Where `after` holds the lines of a derivation that come before the text, its letters have their ranges from there.
    """
    if type(model) is not Model or not isinstance(text, str):
        raise TypeError(f"a text is judged in a Model; got {type(model).__name__}, {type(text).__name__}")
    try:
        names = letters(model, after)
        first, *lines = steps(text, names, start, end)
        if first.refused:
            raise NotRead(first.refused, text, first.start)
        above = read(text, names, first.start, first.end)
        whole = Derivation(above, model)
    except NotRead as error:
        return [not_read(text, error, start, end)], None
    except (NotUnderstood, DerivationError) as error:
        return [verdict(NOT_PROVED, text, first.start, first.end, message=said(error))], None
    verdicts, names = [verdict(PROVED, text, first.start, first.end, above)], letters(model, [*after, above])
    for step in lines:
        try:
            expr = read_line(text, names, step)
            remember(names, expr)
        except NotRead as error:
            verdicts.append(not_read(text, error, step.start, step.end))
            whole = None
            continue
        except NotUnderstood as error:
            verdicts.append(verdict(NOT_PROVED, text, step.start, step.end, message=str(error)))
            whole = None
            continue
        derivation = whole or Derivation(above, model)
        found = _judged(derivation, text, names, step, expr)
        verdicts.append(found)
        is_true = found.kind in (PROVED, OTHER_RULE)
        if not is_true:
            whole = None
        if is_true or _has_meaning(expr, model):
            above = expr
    return verdicts, whole


def _has_meaning(expr, model):
    try:
        return bool(Derivation(expr, model))
    except DerivationError:
        return False


def _judged(derivation, text, names, step, expr):
    """The verdict on a line, which is added if it is true; where its reason is none, it is judged without it."""
    because, comment, unread = None, "", None
    if step.reason:
        try:
            because, comment = reason(text, names, derivation.model, *step.reason)
            comment = comment if WORDS.fullmatch(comment) else ""
        except NotRead as error:
            unread = error
    above = derivation.lines
    try:
        add(derivation, expr, because, comment)
    except Refuted as error:
        return verdict(WRONG, text, step.start, step.end, expr, message=str(error.counterexample or said(error)))
    except OtherReason as error:
        if derivation.lines is above:
            derivation.step(expr)
        return verdict(OTHER_RULE, text, step.start, step.end, expr, str(derivation.lines[-1].reason), said(error))
    except DerivationError as error:
        return verdict(NOT_PROVED, text, step.start, step.end, expr, message=said(error))
    rule = str(derivation.lines[-1].reason)
    if unread is None:
        return verdict(PROVED, text, step.start, step.end, expr, rule)
    return verdict(OTHER_RULE, text, step.start, step.end, expr, rule, f"{unread.said}; the line is true: {rule}")


def said(error):
    """The message without the number of the step and without the two lines."""
    first = str(error).partition("\n")[0]
    return re.sub(
        r"^(?:Step \d+(?: \(as written\))?|The start)(?: \(.*?\)(?=:| is))?(?:: | is not proved: | )", "", first
    )


def verdict(kind, text, start=0, end=None, expr=None, rule="", message=""):
    """The verdict on ``text[start:end]``, which was read as `expr`."""
    line, column = _place(text, start)
    printed, typeset = ("", "") if expr is None else (plain(expr), latex(expr))
    return Verdict(kind, text[start:end], line, column, printed, rule, message, typeset)


def not_read(text, error, start=0, end=None):
    """The verdict on ``text[start:end]``, which could not be read."""
    return Verdict(NOT_READ, text[start:end], error.line, error.column, message=error.said)


def _place(text, at):
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
