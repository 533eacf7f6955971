"""What a part of a formula is: a sum of products, a formula of entries in one place, or a number."""

from dataclasses import dataclass, replace

from sympy import Integer

from backprop.deriving.definitions import Linear, Summed
from backprop.deriving.products import Factor, Term

ONE = "1"
"""The size of what has one row or column."""
NUMBER = (ONE, ONE)


@dataclass(frozen=True)
class Products:
    """A sum of products of matrices, of one shape."""

    terms: tuple
    shape: tuple


@dataclass(frozen=True)
class Entries:
    """A formula of the entries of arrays in one place, and of numbers."""

    formula: object
    arguments: tuple
    shape: tuple
    softmax: object = None
    """The softmax that this is, as (its argument, the name of its value), so that its logarithm is known."""


@dataclass(frozen=True)
class Sums:
    """A number that is added up of parts: functions that give a definition of what it is called, times a factor."""

    parts: tuple
    shape: tuple = NUMBER


@dataclass(frozen=True)
class Number:
    """A formula of numbers."""

    formula: object
    arguments: tuple = ()
    shape: tuple = NUMBER


def value_of(q):
    """A quantity as a value."""
    return Number(q.symbol, (q,)) if q.is_number else Products((Term(Integer(1), (Factor(q),)),), q.shape)


def summed(formula, arguments):
    """A formula of entries, added up over all of them."""
    return Sums((lambda of, k: Summed(of, k, formula, arguments),))


def linear(term):
    """A part that is a product of matrices."""
    return lambda of, k: Linear(of, (replace(term, coefficient=k * term.coefficient),))


def scaled_part(part, number):
    return lambda of, k: part(of, k * number)
