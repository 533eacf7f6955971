"""Two lines that ought to be equal: what they are made of, and where they are compared."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import product
from math import prod
from random import Random

from sympy import Function, Integer, NumberSymbol, Pow, nextprime, preorder_traversal
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.arrays import NoMeaning, elementwise
from backprop.proving.at_points.forward import opaque_name
from backprop.proving.language.functions import NAMED, InPieces
from backprop.proving.language.notation import Index, mentioned
from backprop.proving.language.operators import Unknown
from backprop.proving.language.unnamed import SLOPE_OF, Activation, Loss

MOST_PLACES = 1000
"""Of more choices of free indices than this, so many are drawn."""


@dataclass(frozen=True)
class Pair:
    """A line and the one above it, in a model."""

    model: object
    before: object
    after: object

    @cached_property
    def exprs(self):
        """Both lines, and the definition of whatever they mention."""
        return list(dict.fromkeys([*reached(self.model, self.before), *reached(self.model, self.after)]))

    @cached_property
    def kinds(self):
        """The kinds of functions in them, and `Pow` for roots, `NumberSymbol` for numbers such as pi."""
        return frozenset().union(*map(_kinds, self.exprs))

    @property
    def in_pieces(self):
        return any(issubclass(kind, InPieces) for kind in self.kinds)

    @property
    def transcendental(self):
        """Whether there are exponentials, logarithms or roots, for which there are only reals."""
        return not self.kinds.isdisjoint({*NAMED, Pow, NumberSymbol})

    @cached_property
    def activations(self):
        """The names of the opaque functions of one number, in order."""
        return sorted({opaque_name(kind)[0] for kind in self.kinds if issubclass(kind, Activation)})

    @cached_property
    def costs(self):
        """The names of the unknown costs and of the opaque functions of two numbers, in order."""
        losses = {SLOPE_OF.get(kind, (kind,))[0].__name__ for kind in self.kinds if issubclass(kind, Loss)}
        return sorted(losses | {cost.name for e in self.exprs for cost in e.atoms(Unknown)})

    @cached_property
    def whole_numbers(self):
        """The whole numbers in them, without their signs."""
        return frozenset().union(*map(_whole_numbers, self.exprs))

    @cached_property
    def _text(self):
        return f"{self.before!r} = {self.after!r}, where {_written(self.model)}"

    def random(self, use):
        """Numbers that nobody can know before the line is written; others for each `use`."""
        return Random(sha256(f"{use}: {self._text}".encode()).digest())

    @cached_property
    def prime(self):
        """A prime that nobody can know before the line is written."""
        return nextprime(self.random("prime").randrange(2**126, 2**127))

    def places(self, at):
        """Both lines as numbers, at each choice of their free indices, or at each entry of a matrix."""
        if isinstance(self.before, MatrixExpr):
            first, second = at.array(self.before), at.array(self.after)
            if len(first) != len(second) or len(first[0]) != len(second[0]):
                raise NoMeaning(
                    f"the two sides are {len(first)} by {len(first[0])} and {len(second)} by {len(second[0])}"
                )
            for r, c in product(range(len(first)), range(len(first[0]))):
                yield {"row": r + 1, "column": c + 1}, first[r][c][0], second[r][c][0]
        else:
            for env in self.choices(at):
                where = {str(i): v for i, v in env.items()}
                yield where, at.number(self.before, env)[0], at.number(self.after, env)[0]

    def sides(self, at, where):
        """Both lines at one of these places."""
        if isinstance(self.before, MatrixExpr):
            return next((a, b) for place, a, b in self.places(at) if place == where)
        env = {i: Integer(where[str(i)]) for i in self._free}
        return at.number(self.before, env)[0], at.number(self.after, env)[0]

    @cached_property
    def _free(self):
        return sorted({i for e in (self.before, self.after) for i in e.free_symbols if isinstance(i, Index)}, key=str)

    def choices(self, at):
        """Every choice of the free indices, as many as are looked at."""
        sizes = [at.whole(i.size, {}) for i in self._free]
        if prod(sizes) <= MOST_PLACES:
            choices = product(*(range(1, s + 1) for s in sizes))
        else:
            random = self.random("places")
            choices = sorted({tuple(random.randint(1, s) for s in sizes) for _ in range(MOST_PLACES)})
        return [dict(zip(self._free, map(Integer, values), strict=True)) for values in choices]


@lru_cache(maxsize=64)
def _written(model):
    return repr((list(model.where.values()), list(model.ranges.items())))


def reached(model, e):
    """The expression, and the definitions of all that it mentions, at first or second hand."""
    names, found = [*mentioned(e)], {}
    while names:
        name = names.pop()
        if name in model.where and name not in found:
            found[name] = model.where[name][1]
            names += mentioned(found[name])
    return [e, *(found[name] for name in sorted(found))]


@lru_cache(maxsize=10_000)
def _kinds(e):
    found = set()
    for part in preorder_traversal(e):
        if isinstance(part, ElementwiseApplyFunction):
            found.add(elementwise(part))
        elif isinstance(part, Function):
            found.add(type(part))
        elif isinstance(part, NumberSymbol):
            found.add(NumberSymbol)
        elif isinstance(part, Pow) and not part.exp.is_Integer:
            found.add(Pow)
    return found


@lru_cache(maxsize=10_000)
def _whole_numbers(e):
    return {abs(int(n)) for n in e.atoms(Integer)}
