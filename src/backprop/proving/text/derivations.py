"""A derivation, or a claim, from a text: a start, then lines that begin with an equals sign."""

import re

from backprop.proving.claims import Claim
from backprop.proving.derivation import Derivation, OtherReason
from backprop.proving.language.display import plain
from backprop.proving.language.operators import Entries
from backprop.proving.language.reading import read, read_equation
from backprop.proving.language.tokens import NotRead
from backprop.proving.meaning.model import Model
from backprop.proving.text.lines import steps, trimmed
from backprop.proving.text.names import free_indices, remember, vocabulary
from backprop.proving.text.reasons import reason

KIN = {
    "chain rule": ("chain rule", "chain rule through", "derivative taken", "derivative of"),
    "derivative taken": ("derivative taken", "derivative of"),
}
"""A rule as it is written -> the names of those that it may stand for."""


def derive(model, text):
    """The derivation that a text says, each line judged.

    The first line is the start; each other begins with ``=`` and may end with its reason in square brackets, by the
    name that it is printed by: ``[chain rule]``, ``[definition of z_q]``, ``[result for dz_t/dw_qp]``, with a comment
    after a colon. Where no rule is named, those that would do are tried and the first is printed.

    Raises
    ------
    NotRead
        With the line and the column: what was expected there.
    DerivationError
        A line is wrong, or not by the reason that is named.
    """
    if type(model) is not Model or not isinstance(text, str):
        got = f"{type(model).__name__}, {type(text).__name__}"
        raise TypeError(f"a derivation is read in a Model, from a text; got {got}")
    first, *lines = steps(text, vocabulary(model))
    if first.refused:
        raise NotRead(first.refused, text, first.start)
    start = read(text, vocabulary(model), first.start, first.end)
    derivation = Derivation(start, model)
    names = vocabulary(model, free_indices(start))
    remember(names, start)
    for line in lines:
        because, comment = reason(text, names, model, *line.reason) if line.reason else (None, "")
        expr = read_line(text, names, line)
        add(derivation, expr, because, comment)
        remember(names, expr)
    return derivation


def read_line(text, names, step):
    """The expression of a step. An index stands free in it only if it does in the start, whose indices are fixed."""
    if step.refused:
        raise NotRead(step.refused, text, step.start)
    expr = read(text, names, step.start, step.end)
    inside = {str(index) for matrix in expr.atoms(Entries) for index in matrix.args[1:]}
    if loose := sorted(free_indices(expr).keys() - names.fixed.keys() - inside):
        letter = loose[0]
        found = re.compile(rf"_[{{(]?[^\s{{}}()]*?{re.escape(letter)}").search(text, step.start, step.end)
        at = found.end() - 1 if found else step.start
        raise NotRead(f"the index {letter} stands free here, and not in the start of the derivation", text, at)
    return expr


def add(derivation, expr, because, comment=""):
    """Add a line. What a person calls by the name of a rule may be one of its kin, which is then named instead.

    A function of something differentiated is the chain rule too, and so is a path through one quantity.
    """
    try:
        return derivation.step(expr, because, comment)
    except OtherReason:
        kin = KIN.get(because.written(plain), ())
        if derivation.step(expr, None, comment).lines[-1].reason.name not in kin:
            raise
        return derivation


def claim(model, text):
    """The claim that an equation says."""
    if type(model) is not Model or not isinstance(text, str):
        raise TypeError(f"a claim is read in a Model, from a text; got {type(model).__name__}, {type(text).__name__}")
    return Claim(*read_equation(text, vocabulary(model), *trimmed(text, 0, len(text))), model)
