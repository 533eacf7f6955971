"""A line in a step h from its text, and the verdict on it: f, its derivatives, Im and O(h^n) (chapter 9)."""

from sympy import Symbol

from backprop.proving.derivation import DerivationError, Refuted
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import Vocabulary
from backprop.proving.methods.expansion import Expansion
from backprop.proving.methods.steps import Im, O, f, h, i, x
from backprop.proving.reasons import as_written
from backprop.proving.text.verdicts import NOT_PROVED, PROVED, WRONG, not_read, said, verdict


class StepVocabulary(Vocabulary):
    """x, h, i and numbers that are positive; f with any primes, Im and O."""

    def __init__(self, positive):
        super().__init__([x, h, i, *(Symbol(name, positive=True) for name in positive)])
        self.functions = {("f", ""): f(), ("Im", ""): Im, ("O", ""): O}

    def slope(self, function, order):
        """The derivative of f of that order; Im and O have none."""
        if function is f():
            return f(order)
        return function if order == 0 else None

    def may_be_new(self, letters, below):
        """No other function is known: of one with a name alone, nothing could be expanded."""
        return False


def read_in_step(text, positive=()):
    """The expression that a text says; `positive` are the names of numbers beside x, h and i. Raises `NotRead`."""
    return read(text, StepVocabulary(positive))


def judge_in_step(above, text, positive=()):
    """The verdict on ``above = text``: whether they are equal, up to the O(h^n) at the end of the text."""
    try:
        expr = read_in_step(text, positive)
    except NotRead as error:
        return not_read(text, error)
    try:
        derivation = Expansion(read_in_step(above, positive))
        derivation.step(expr, as_written())
    except Refuted as error:
        return verdict(WRONG, text, expr=expr, message=str(error.counterexample or said(error)))
    except (DerivationError, NotUnderstood) as error:
        return verdict(NOT_PROVED, text, expr=expr, message=said(error))
    return verdict(PROVED, text, expr=expr)
