"""The second referee: both lines evaluated at points, and compared.

It shares the model with the first referee, and no rule. The points and the prime come from the line itself by SHA-256:
whoever writes a line cannot know them before it is written.
"""

from contextlib import nullcontext, suppress
from dataclasses import dataclass
from fractions import Fraction

from sympy import Integer

from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.confirm import Counterexample, confirmed, is_positive
from backprop.proving.at_points.evaluate import Evaluation, TooLong
from backprop.proving.at_points.line import Pair
from backprop.proving.at_points.sizes import base_sizes, drawn_sizes, mentioned_sizes
from backprop.proving.at_points.systems import Fractions, OutOfProportion, PrimeField, Reals, Undefined
from backprop.proving.at_points.witness import contradicted

AFFORDED = 30_000
"""So many parts of lines are looked at, at sizes beyond those that are always tried."""

LARGEST = (1, Fraction(1, 4), Fraction(1, 16), Fraction(1, 64))
"""Reals are drawn so large, and smaller where a number is out of proportion: exponents grow with them."""

MOST = 300_000
"""And at those that are always tried: a sum between numbers may be long."""

SCALES = (1, 10, 100, 1000, 10**4, 10**5, 10**6)
"""For functions in pieces, numbers are drawn up to each of these, so that arguments lie on either side of a joint."""


@dataclass(frozen=True)
class Undecided:
    """Why the second referee could not decide."""

    reason: str


def referee(model, before, after):
    """Compare two lines at points, for many choices of small sizes.

    A line whose functions are all opaque is evaluated in a prime field. Where there are exponentials, logarithms or
    roots, in reals with many digits; where there are functions in pieces, in fractions, on either side of each joint.

    Returns
    -------
    None if they agree, a `Counterexample` where they certainly differ, else `Undecided`.

    Raises
    ------
    NoMeaning
        A line cannot be evaluated: an index leaves its array, or shapes do not fit.
    """
    pair = Pair(model, before, after)
    for largest in LARGEST:
        try:
            return _tried(pair, largest)
        except OutOfProportion as error:
            far = error
    return Undecided(
        f"{far}, and the digits do not reach from it to the other numbers; give the constant a name instead"
    )


def _tried(pair, largest):
    count, sides, open_question = len(pair.model.sizes), {}, None
    always = sorted(base_sizes(count), key=sum)
    more = [*mentioned_sizes(count, pair.whole_numbers), *drawn_sizes(count, pair.random("sizes"))]
    for sizes in dict.fromkeys((*always, *more)):
        at = dict(zip(pair.model.sizes, map(Integer, sizes), strict=True))
        most = MOST if sizes in always else AFFORDED
        found = _differ(pair, at, sides, most=most, witness=all(s == 2 for s in sizes), scale=largest)
        if isinstance(found, Counterexample):
            return found
        open_question = open_question or found
    if open_question:
        return open_question
    if pair.in_pieces:
        twos = dict.fromkeys(pair.model.sizes, Integer(2))
        for draw, scale in enumerate(scale for scale in SCALES for _ in range(3)):
            with nullcontext() if scale == 1 else suppress(OutOfProportion):  # exponentials of large numbers
                if found := _differ(pair, twos, sides, draw=draw, scale=scale):
                    return found
        if narrow := [written for (f, written), seen in sides.items() if len(seen) < len(f.pieces)]:
            return Undecided(f"no numbers were found for which {narrow[0]} lies on the other side of a joint")
    return None


def _differ(pair, sizes, sides, most=MOST, witness=False, draw=0, scale=1):
    """What is to be said if the two lines differ at these sizes, or have no value; None if they agree."""
    for attempt in range(2):
        at = _evaluation(pair, sizes, f"{draw} {attempt}", scale, most)
        try:
            equal = all(at.forward.system.equal(a, b) for _, a, b in pair.places(at))
            if equal and witness and (against := contradicted(pair, at)):
                return Undecided(f"SymPy's derivative is another one in {against}")
            break
        except Undefined as error:
            undefined = Undecided(f"there is no value where it was looked for: {error}")
        except TooLong:
            return None if most == AFFORDED else Undecided("its sums are too long to be added up term by term")
    else:
        return undefined
    for key, seen in at.forward.sides.items():
        sides.setdefault(key, set()).update(seen)
    if equal:
        return None
    shown = confirmed(pair, _smallest(pair, sizes)) or confirmed(pair, sizes)
    return shown or Undecided("a difference was found, but none with numbers that can be shown")


def _smallest(pair, sizes):
    """Each size as small as it can be, as long as the two lines differ."""
    for s in sizes:
        while sizes[s] > 1 and _unequal(pair, smaller := {**sizes, s: sizes[s] - 1}):
            sizes = smaller
    return sizes


def _unequal(pair, sizes):
    at = _evaluation(pair, sizes, "smaller", 1, MOST)
    try:
        return not all(at.forward.system.equal(a, b) for _, a, b in pair.places(at))
    except (Undefined, NoMeaning):
        return False


def _evaluation(pair, sizes, use, scale, most):
    random = pair.random(f"{use} {scale} {[*sizes.values()]}")
    if pair.transcendental:
        system = Reals(random)
    else:
        system = Fractions(random) if pair.in_pieces else PrimeField(random, pair.prime)

    def draw(name, _):
        own = int(scale ** random.random()) if scale > 1 else scale
        return system.draw(is_positive(pair.model, name), own)

    return Evaluation(pair.model, sizes, system, draw, system.opaque, most)
