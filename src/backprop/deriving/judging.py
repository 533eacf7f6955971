"""Lines that were proposed, judged: by the reason that is expected of each, or by another that does."""

import re
from contextlib import suppress

from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.deriving.definitions import Linear
from backprop.deriving.programs import model_text
from backprop.proving import DerivationError, OtherReason, algebra, derive, model
from backprop.proving.language.display import latex, plain
from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import key_of
from backprop.proving.text.names import vocabulary

RULES = re.compile("chain rule through|chain rule$|derivative of|definition of|algebra|entry by entry")
"""What is a rule, and may turn out not to be the one; other words stand beside a line whatever its rule is."""


def judged(where, start, lines):
    """The derivation in a model, once every line is proved; `lines` are pairs of a text and the reason expected.

    Raises `DerivationError` where a line is not proved.
    """
    try:
        return derive(where, _typed(start, lines))
    except (OtherReason, NotRead):
        return derive(where, _typed(start, [(line, "" if RULES.match(why) else why) for line, why in lines]))


def defined(definition, program):
    """A product of matrices that is what its definition says entry by entry: that alone is the model, or nearly."""
    symbols = set().union(*(term.coefficient.free_symbols for term in definition.terms))
    numbers = [q for q in program.given if q.is_number and q.symbol in symbols]
    line = definition.line(program.letters)
    if symbols <= {q.symbol for q in numbers}:
        where = model(model_text([*definition.arguments, *numbers], [line]))
    else:  # a size that is counted elsewhere, as in 1/m
        where = program.whole
    return derive(where, f"{definition.matrix_line()}   [definition of {definition.of.name}]")


def both_sides(definition, program, proved):
    """Both sides of a definition, in LaTeX; that of a product of matrices joins what is proved."""
    if isinstance(definition, Linear) and not definition.of.is_number:
        derivation = defined(definition, program)
        proved.append(derivation)
        return latex(derivation.lines[0].expr), latex(derivation.result)
    where = program.step_model(definition) if program.local else program.whole
    return tuple(map(latex, where.where[vocabulary(where).things[key_of(definition.of.name)].name]))


def _typed(start, lines):
    return "\n  = ".join([start, *(f"{line}   [{why}]" if why else line for line, why in lines)])


def shortened(derivation):
    """With a last line in which numbers stand in front and equal terms are one, if it has fewer brackets."""
    last = derivation.result
    if not isinstance(last, MatrixExpr):
        return derivation
    with suppress(AttributeError, TypeError, ValueError, NotImplementedError):  # SymPy knows no way
        short = last.doit()
        if plain(short).count("(") < plain(last).count("("):
            with suppress(DerivationError):
                derivation.step(short, algebra())
    return derivation
