"""The second referee: both lines written out at small sizes, and compared exactly.

It shares the model with the first referee, and no rule.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from random import Random

from sympy import QQ, Dummy, Function, Integer, NumberSymbol, Pow, Rational, exp, expand, numer, ring, together
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.written_out import NoMeaning, U, WrittenOut, in_numbers
from backprop.proving.language.notation import Index

LOGISTIC = 1 / (1 + exp(-U))
"""What stands for every unnamed activation in a counterexample."""

SIZES = ((1,) * 8, (2,) * 8, (2, 3, 4, 1, 5, 6, 7, 8), (4, 3, 2, 5, 6, 1, 8, 7))
"""Ones, square, and pairwise distinct in two orders, for the sizes in the order of the model."""

MOST_CASES = 12
"""So many choices of indices (or entries of a matrix) are tried at each size: all, or a seeded choice."""


@dataclass(frozen=True)
class Counterexample:
    """Where two lines differ: sizes, indices, numbers for what is given, and both values."""

    where: dict
    given: dict
    before: object
    after: object
    activations: bool = False

    def __str__(self):
        at = ", ".join(f"{name} = {value}" for name, value in self.where.items()) or "these sizes"
        given = ", ".join(f"{name} = {value}" for name, value in self.given.items())
        given += ", every activation the logistic sigmoid" if self.activations else ""
        return f"At {at}" + (f", with {given}" if given else "") + f": {self.before} against {self.after}."


def referee(model, before, after):
    """Compare two lines at every choice of small sizes.

    Returns
    -------
    None if they agree, a `Counterexample` where they differ, or False if neither could be shown.

    Raises
    ------
    NoMeaning
        A line cannot be written out: an index leaves its array, or shapes do not fit.
    """
    if len(model.sizes) > len(SIZES[0]):
        raise NoMeaning(f"the second referee knows {len(SIZES[0])} sizes, not {len(model.sizes)}")
    decided = True
    for values in SIZES[: None if model.sizes else 1]:
        written = _written_out(model, values[: len(model.sizes)])
        for where, a, b in _cases(written, before, after):
            if a == b or _vanishes(_opaque(a - b)) or _vanishes(a - b):
                continue
            if found := _numbers(a, b):
                sizes = {str(s): v for s, v in written.sizes.items()}
                return Counterexample({**sizes, **where}, *found, bool((a - b).atoms(AppliedUndef)))
            decided = False
    return None if decided else False


@lru_cache(maxsize=64)
def _written_out(model, values):
    """The same model at the same sizes, for the next line too: what has been written out once stays written out."""
    return WrittenOut(model, dict(zip(model.sizes, map(Integer, values), strict=True)))


def _cases(written, before, after):
    """Both lines at each choice of their free indices, or at each entry of a matrix."""
    if isinstance(before, MatrixExpr):
        first, second = written.array(before, {}), written.array(after, {})
        if first.shape != second.shape:
            raise NoMeaning(f"the shapes differ: {first.shape} and {second.shape} at {written.sizes}")
        places = list(product(*map(range, first.shape)))
        for r, c in _some(places):
            yield {"row": r + 1, "column": c + 1}, first[r, c], second[r, c]
        return
    free = sorted({i for e in (before, after) for i in e.free_symbols if isinstance(i, Index)}, key=str)
    ranges = [range(1, int(i.size.xreplace(written.sizes)) + 1) for i in free]
    for values in _some(list(product(*ranges))):
        env = dict(zip(free, map(Integer, values), strict=True))
        yield {str(i): v for i, v in env.items()}, written.number(before, env), written.number(after, env)


def _opaque(e):
    """`e` with a symbol for each value of a function: what is 0 whatever these are, is 0. Most lines need no more."""
    return e.xreplace({value: Dummy() for value in e.atoms(Function)})


def _vanishes(e):
    """True if `e` is 0 when it is multiplied out, over a common denominator if a sum stands below the line."""
    if any(p.exp.is_negative and p.base.is_Add for p in e.atoms(Pow)):
        e = numer(together(e))
    if e.atoms(Function, NumberSymbol) or any(p.exp.is_negative for p in e.atoms(Pow)):
        return expand(e) == 0
    return ring(list(e.free_symbols), QQ)[0].from_expr(e) == 0  # a polynomial: three times as fast


def _some(cases):
    return cases if len(cases) <= MOST_CASES else sorted(Random(0).sample(cases, MOST_CASES))


def _numbers(a, b):
    """Small numbers at which a and b differ, sigma being the logistic function; None if none were found."""
    symbols = sorted(a.free_symbols | b.free_symbols, key=str)
    seed = Random(0)
    for spread in (1, 1, 2, 2, 3, 3, 3, 3):
        numbers = {s: Integer(seed.randint(-spread, spread)) for s in symbols}
        left, right = (in_numbers(e, numbers, lambda _: LOGISTIC).evalf(30) for e in (a, b))
        if left.is_finite and right.is_finite and abs(left - right) > Rational(1, 10**12) * (1 + abs(left)):
            return {str(s): v for s, v in numbers.items()}, left.evalf(6), right.evalf(6)
    return None
