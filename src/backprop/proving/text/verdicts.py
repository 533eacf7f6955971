"""Each line of a derivation judged by itself, against the line above: the lines after a wrong one too."""

from dataclasses import dataclass

from backprop.proving.derivation import Derivation, DerivationError, NotProved
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
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
            expr = read(text, names, step.start, step.end)
            if above is None:
                whole = Derivation(expr, model)
                names = vocabulary(model, free_indices(expr))
                verdicts.append(_verdict(PROVED, text, step, expr))
            else:
                because, comment = reason(text, names, model, *step.reason) if step.reason else (None, "")
                verdict = _judged(text, step, Derivation(above, model), expr, because)
                if whole is not None and verdict.kind == PROVED:
                    whole.step(expr, because, comment)
                else:
                    whole = None
                verdicts.append(verdict)
            above = expr
        except NotRead as error:
            verdicts.append(_not_read(text, error, step.start, step.end))
            whole = None
        except (NotUnderstood, DerivationError) as error:
            verdicts.append(_verdict(WRONG, text, step, message=str(error)))
            whole = None
        if above is None:
            break
    return verdicts, whole


def _judged(text, step, derivation, expr, because):
    try:
        derivation.step(expr, because)
    except NotProved as error:
        return _verdict(NOT_PROVED, text, step, expr, message=_said(error))
    except DerivationError as error:
        if "not by this reason alone" in str(error) or "not by this reason:" in str(error):
            return _verdict(OTHER_RULE, text, step, expr, message=_said(error))
        return _verdict(WRONG, text, step, expr, message=str(error.counterexample or _said(error)))
    return _verdict(PROVED, text, step, expr, str(derivation.lines[-1].reason))


def _said(error):
    """The message without the number of the step, which is always the first, and without the two lines."""
    return str(error).partition("\n")[0].partition(" is not proved: ")[2] or str(error).partition("\n")[0]


def _verdict(kind, text, step, expr=None, rule="", message=""):
    line, column = _place(text, step.start)
    printed = "" if expr is None else plain(expr)
    return Verdict(kind, text[step.start : step.end], line, column, printed, rule, message)


def _not_read(text, error, start, end):
    return Verdict(NOT_READ, text[start:end], error.line, error.column, message=error.said)


def _place(text, at):
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
