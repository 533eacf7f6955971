"""A derivation, or a claim, from a text: a start, then lines that begin with an equals sign."""

from backprop.proving.claims import Claim
from backprop.proving.derivation import Derivation, DerivationError
from backprop.proving.language.reading import read, read_equation
from backprop.proving.language.tokens import NotRead
from backprop.proving.reasons import derivative_of
from backprop.proving.text.lines import steps, trimmed
from backprop.proving.text.names import free_indices, vocabulary
from backprop.proving.text.reasons import reason

NOT_ALONE = "not by this reason"
"""What stands in the message about a true line that another rule proves."""


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
    first, *lines = steps(text)
    start = read(text, vocabulary(model), first.start, first.end)
    derivation = Derivation(start, model)
    names = vocabulary(model, free_indices(start))
    for line in lines:
        because, comment = reason(text, names, model, *line.reason) if line.reason else (None, "")
        if line.refused:
            raise NotRead(line.refused, text, line.start)
        add(derivation, read(text, names, line.start, line.end), because, comment)
    return derivation


def add(derivation, expr, because, comment=""):
    """Add a line; what a person calls the chain rule is also a derivative taken of a function of something."""
    try:
        return derivation.step(expr, because, comment)
    except DerivationError as error:
        if because is None or str(because) != "chain rule" or NOT_ALONE not in str(error):
            raise
        try:
            return derivation.step(expr, derivative_of(), comment)
        except DerivationError:
            raise error from None


def claim(model, text, source=""):
    """The claim that an equation says."""
    return Claim(*read_equation(text, vocabulary(model), *trimmed(text, 0, len(text))), model, source)
