"""Both sides of a line in numbers, at sizes and values of the reader's choice."""

from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random

from sympy import Integer, Rational, exp

from backprop.proving.at_points.confirm import is_positive, shown
from backprop.proving.at_points.evaluate import Evaluation, TooLong
from backprop.proving.at_points.line import Pair
from backprop.proving.at_points.referee import MOST
from backprop.proving.at_points.stand_ins import STAND_INS
from backprop.proving.at_points.systems import Fractions, Intervals

MOST_NUMBERS = 400
"""More numbers than these, given or computed, are no table that anybody reads."""


class TooMany(ValueError):
    """The sizes are too large to be shown."""


@dataclass(frozen=True)
class Compared:
    """Both sides in numbers.

    Attributes
    ----------
    places : tuple
        At each choice of the free indices, or each entry of a matrix: where, both values, and whether they are equal.
    given : dict
        The numbers given that a side was computed from, by name and indices, such as ``("w", (2, 1))``.
    functions : tuple
        What stood for functions of which nothing is known but their names.
    """

    places: tuple
    given: dict
    functions: tuple


def compared(model, before, after, sizes, given=None, seed=0):
    """Compute both sides of a line.

    Parameters
    ----------
    model : Model
    before, after : expressions
        The line above, and the line.
    sizes : dict
        A whole number for each size of the model.
    given : dict, optional
        Rationals by name and indices, as above; what is not there is drawn from the small whole numbers.
    seed : int
        For what is drawn.

    Raises
    ------
    TooMany
        For these sizes there are more numbers than a reader can look at.
    """
    if sum(prod(sizes.get(s, s) for s in shape) for shape in model.ranges.values()) > MOST_NUMBERS:
        raise TooMany(f"at these sizes there are more than {MOST_NUMBERS} numbers; take smaller ones")
    pair = Pair(model, before, after)
    names = pair.activations, pair.costs
    stand_ins = STAND_INS[0]
    exact = not pair.transcendental and not (pair.activations and stand_ins.formula.has(exp))
    system = Fractions(None) if exact else Intervals()
    random, numbers = Random(seed), {}
    for name in model.given:
        low = 1 if is_positive(model, name) else -3
        for place in product(*(range(1, sizes.get(s, s) + 1) for s in model.ranges[name])):
            numbers[name, place] = Rational(random.randint(low, 3))
    numbers.update(given or {})
    at = Evaluation(
        model,
        {size: Integer(length) for size, length in sizes.items()},
        system,
        lambda *leaf: system.rational(numbers[leaf]),
        stand_ins.opaque(system, *names),
        MOST,
    )
    try:
        places = tuple((where, shown(a), shown(b), system.equal(a, b)) for where, a, b in pair.places(at))
    except TooLong:
        raise TooMany("at these sizes the sums are too long; take smaller ones") from None
    return Compared(places, {leaf: numbers[leaf] for leaf in sorted(at.leaves)}, tuple(stand_ins.words(*names)))
