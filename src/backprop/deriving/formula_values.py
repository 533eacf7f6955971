"""What a part of a formula is: a sum of products, a formula of entries in one place, or a number."""

from dataclasses import dataclass, field, replace

from sympy import Integer, Symbol

from backprop.deriving.definitions import Linear, Summed

ONE = "1"
"""The size of what has one row or column."""


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
    """A number that is added up of parts; each is made by a function of what it is called."""

    parts: tuple
    shape: tuple = (ONE, ONE)


@dataclass(frozen=True)
class Number:
    """A formula of numbers."""

    formula: object
    arguments: tuple = ()
    shape: tuple = field(default=(ONE, ONE))


@dataclass(frozen=True)
class Part:
    """Something that is added up, times a factor; called with its name, it is a definition."""

    make: object
    factor: object = Integer(1)

    def __call__(self, of):
        return self.make(of, self.factor)


def scaled_part(part, number):
    return Part(part.make, part.factor * number.formula)


def summed(coefficient, formula, arguments):
    return Sums((Part(lambda of, k: Summed(of, k * coefficient, formula, arguments)),))


def linear(term):
    return Part(lambda of, k: Linear(of, (replace(term, coefficient=k * term.coefficient),)))


def number_of(q):
    return Number(q.symbol, (q,))


def together(a, b):
    return tuple(dict.fromkeys((*a.arguments, *b.arguments)))


def size_of(text):
    return Integer(text) if text.isdecimal() else Symbol(text)
