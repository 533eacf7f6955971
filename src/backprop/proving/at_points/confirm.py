"""A difference shown: the smallest sizes and whole numbers at which two lines certainly differ."""

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from mpmath.libmp import to_rational
from sympy import Float, Integer, Rational, exp

from backprop.proving.at_points.evaluate import Evaluation
from backprop.proving.at_points.line import Pair
from backprop.proving.at_points.stand_ins import STAND_INS
from backprop.proving.at_points.systems import Fractions, Intervals, Number, Traced, Undefined
from backprop.proving.language.notation import Array

SPREADS = (
    *((1, 1), (1, 1), (2, 1), (2, 1), (3, 1), (3, 1), (3, 1), (3, 1)),
    *((3, 2), (5, 10), (10, 1), (100, 1), (100, 100), (1000, 1), (10**4, 1), (10**5, 1), (10**6, 1)),
)
"""Numbers are drawn between these and their negatives, and divided: small whole ones first."""


MOST_NUMBERS = 100
"""More numbers than these are not made simpler, nor shown."""


@dataclass(frozen=True)
class Counterexample:
    """Where two lines differ: sizes, indices, numbers for what is given, and both values."""

    where: dict
    given: dict
    before: object
    after: object
    functions: tuple = ()

    def __str__(self):
        where = ", ".join(f"{name} = {value}" for name, value in self.where.items())
        given = ", ".join([*(f"{name} = {value}" for name, value in self.given.items()), *self.functions])
        known = ", with ".join(filter(None, (where, given)))
        there = f"{'At' if where else 'With'} {known}" if known else "Everywhere"
        return f"{there}: {self.before} against {self.after}."


def confirmed(pair, sizes):
    """A `Counterexample` at these sizes, or None if none was found that is certain."""
    names = pair.activations, pair.costs
    for stand_ins in STAND_INS if any(names) else STAND_INS[:1]:
        exact = not pair.transcendental and not (pair.activations and stand_ins.formula.has(exp))
        system = Fractions(None) if exact else Intervals()
        evaluated = partial(_evaluated, pair, sizes, stand_ins)
        for attempt, spread in enumerate(SPREADS):
            at = evaluated(system, _draw(pair, system, attempt, *spread))
            for where, a, b in _defined(pair, at):
                if not system.equal(a, b):
                    difference = _Difference(pair, evaluated, system, where, dict(sorted(at.leaves.items())))
                    where = {str(s): int(v) for s, v in sizes.items()} | where
                    words = stand_ins.words(*names)
                    return Counterexample(where, *difference.simplest(), (*difference.words(), *words))
    return None


def _evaluated(pair, sizes, stand_ins, system, draw):
    opaque = stand_ins.opaque(system, pair.activations, pair.costs)
    return Evaluation(pair.model, sizes, system, draw, opaque)


def _draw(pair, system, attempt, spread, divided_by):
    random = pair.random(f"confirm {attempt}")

    def draw(name, _):
        low = 1 if is_positive(pair.model, name) else -spread
        return system.rational(Rational(random.randint(low, spread), divided_by))

    return draw


def _defined(pair, at):
    """The values of both sides, as far as they have any."""
    try:
        return list(pair.places(at))
    except Undefined:
        return []


@dataclass
class _Difference:
    """A place where two lines differ for certain numbers, which are made simpler as long as the lines differ there."""

    pair: Pair
    evaluated: object
    system: object
    where: dict
    numbers: dict

    def simplest(self):
        """As many numbers 0 as may be; those on which a side depends, and the values of both sides."""
        if len(self.numbers) > MOST_NUMBERS:
            return {}, *_apart(*self._sides(self.numbers))
        for leaf in self.numbers:
            zero = {**self.numbers, leaf: self.system.rational(Integer(0))}
            if not is_positive(self.pair.model, leaf[0]) and self._differ(zero):
                self.numbers = zero
        given = {_entry(*leaf): shown(self.numbers[leaf]) for leaf in self._needed()}
        return given, *_apart(*self._sides(self.numbers))

    def words(self):
        """What is said of the numbers where there are too many."""
        return [f"{len(self.numbers)} numbers drawn"] if len(self.numbers) > MOST_NUMBERS else []

    def _sides(self, numbers, system=None):
        with suppress(Undefined):
            return self.pair.sides(self.evaluated(system or self.system, lambda *leaf: numbers[leaf]), self.where)
        return None

    def _differ(self, numbers):
        sides = self._sides(numbers)
        return sides is not None and not self.system.equal(*sides)

    def _needed(self):
        """The entries that are not free, where as many are as no side hangs on."""
        free = set()
        for leaf in self.numbers:
            if self._hang_on({*free, leaf}):
                yield leaf
            else:
                free.add(leaf)

    def _hang_on(self, free):
        """Whether either side may be another one where these numbers are."""
        traced = Traced(self.system)
        sides = self._sides({leaf: Number(number, leaf in free) for leaf, number in self.numbers.items()}, traced)
        return traced.undecided or any(side.free for side in sides)


def _entry(name, place):
    return f"{name}[{','.join(map(str, place))}]" if place else name


def is_positive(model, name):
    """Whether what is given under this name is declared positive."""
    given = model.given[name]
    return bool(given.base.label.is_positive if isinstance(given, Array) else given.is_positive)


def _apart(a, b):
    """Two numbers that differ, with so many digits that it can be seen."""
    digits = 6
    while (both := [shown(value, digits) for value in (a, b)])[0] == both[1]:
        digits *= 2
    return both


def shown(value, digits=6):
    """A fraction as it is where it is short, else so many digits."""
    if not isinstance(value, Fraction):
        low, high = value._mpi_
        if low != high:
            return Float(value.mid._mpi_[0], digits)
        value = Rational(*to_rational(low))
    exact = Rational(value.numerator, value.denominator)
    return exact if len(str(exact)) <= 7 else Float(exact, digits)
