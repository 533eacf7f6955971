"""Each line of a derivation judged by itself, against the line above: the lines after a wrong one too."""

import re
from dataclasses import dataclass

from backprop.proving.derivation import Derivation, DerivationError, NotProved
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
from backprop.proving.text.derivations import NOT_ALONE, add
from backprop.proving.text.lines import steps
from backprop.proving.text.names import free_indices, vocabulary
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
    printed : str
        The line as the book prints it; empty where it was not read.
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


def judge(model, text, start=0, end=None):
    """The verdict on every line of a derivation, the start first; and the derivation, if all lines are proved."""
    try:
        first, *lines = steps(text, start, end)
    except NotRead as error:
        return [_not_read(text, error, start, start)], None
    verdicts, names, above, whole = [], vocabulary(model), None, None
    for step in (first, *lines):
        try:
            if step.refused:
                raise NotRead(step.refused, text, step.start)
            expr = read(text, names, step.start, step.end)
            if above is None:
                whole = Derivation(expr, model)
                names = vocabulary(model, free_indices(expr))
                verdicts.append(_verdict(PROVED, text, step, expr))
            else:
                verdict, because, comment = _judged(text, names, model, step, above, expr)
                if whole is not None and verdict.kind == PROVED:
                    add(whole, expr, because, comment)
                else:
                    whole = None
                verdicts.append(verdict)
            above = expr
        except NotRead as error:
            verdicts.append(_not_read(text, error, step.start, step.end))
            whole = None
        except (NotUnderstood, DerivationError) as error:
            verdicts.append(_verdict(WRONG, text, step, message=_said(error)))
            whole = None
        if above is None:
            break
    return verdicts, whole


def _judged(text, names, model, step, above, expr):
    """The verdict on a line, its reason and comment; where the reason is none, the line is judged without it."""
    derivation, because, comment, unread = Derivation(above, model), None, "", None
    if step.reason:
        try:
            because, comment = reason(text, names, model, *step.reason)
        except NotRead as error:
            unread = error
    try:
        add(derivation, expr, because)
    except NotProved as error:
        verdict = _verdict(NOT_PROVED, text, step, expr, message=_said(error))
    except DerivationError as error:
        if NOT_ALONE in str(error):
            verdict = _verdict(OTHER_RULE, text, step, expr, message=_said(error))
        else:
            verdict = _verdict(WRONG, text, step, expr, message=str(error.counterexample or _said(error)))
    else:
        rule = str(derivation.lines[-1].reason)
        if unread is None:
            verdict = _verdict(PROVED, text, step, expr, rule)
        else:
            message = f"{unread.said}; the line is true: {rule}"
            verdict = _verdict(OTHER_RULE, text, step, expr, rule, message)
    return verdict, because, comment


def _said(error):
    """The message without the number of the step, which is always the first, and without the two lines."""
    first = str(error).partition("\n")[0]
    return re.sub(r"^(?:Step 1|The start)(?: \(.*?\)(?=:| is))?(?:: | is not proved: | )", "", first)


def _verdict(kind, text, step, expr=None, rule="", message=""):
    line, column = _place(text, step.start)
    printed = "" if expr is None else plain(expr)
    return Verdict(kind, text[step.start : step.end], line, column, printed, rule, message)


def _not_read(text, error, start, end):
    return Verdict(NOT_READ, text[start:end], error.line, error.column, message=error.said)


def _place(text, at):
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
