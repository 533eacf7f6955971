"""A line in numbers at chosen sizes: sums are added up term by term, matrices are arrays of entries.

No normal form, no delta rule, no index form of a matrix, no adjoint rule, no derivative by SymPy.
"""

from functools import lru_cache, singledispatch

from sympy import (
    Add,
    Function,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    Trace,
    exp,
    pi,
)

from backprop.proving.at_points.arrays import NoMeaning, array
from backprop.proving.at_points.forward import Forward
from backprop.proving.language.notation import Index
from backprop.proving.language.operators import Entry, Partial, Unknown
from backprop.proving.language.unnamed import SLOPE_OF, Loss


class TooLong(Exception):
    """More numbers are needed than were allowed."""


class Evaluation:
    """Every quantity of `model` in numbers of a `system`, at one choice of sizes.

    Parameters
    ----------
    model : Model
    sizes : dict
        Each size of the model as a whole number.
    system : PrimeField, Fractions, Reals or Intervals
    draw : callable
        ``draw(name, at)``: the number for one entry of what is given.
    opaque : callable
        ``opaque(name, order, arguments)``: what stands for the opaque functions, such as the system's own.
    most : int, optional
        So many parts of lines may be looked at.
    """

    def __init__(self, model, sizes, system, draw, opaque, most=None):
        self.model, self.sizes, self.draw, self.most = model, sizes, draw, most
        self.forward = Forward(system, opaque)
        self.leaves, self.looked = {}, 0
        self._known, self._slopes = {}, {}
        self.shapes = {name: tuple(self.whole(s, {}) for s in r) for name, r in model.ranges.items()}

    def whole(self, e, env):
        """An index or a size in whole numbers; what a sum binds comes before a size of the same name."""
        found = env.get(e, self.sizes.get(e, e))
        if not isinstance(found, (int, Integer)):
            found = e.xreplace({**self.sizes, **env})
        if not isinstance(found, (int, Integer)):
            raise NoMeaning(f"{e} is no whole number here, but {found}")
        return int(found)

    def place(self, entry, env):
        """The indices of an entry in whole numbers."""
        return tuple(self.whole(i, env) for i in entry.indices)

    def quantity(self, name, at, by=None):
        """One entry of a quantity, with its slopes by the entries of the quantity named `by`."""
        if name not in self.shapes:
            raise NoMeaning(f"{name} is not defined")
        limits = self.shapes[name]
        if len(at) != len(limits) or not all(1 <= a <= high for a, high in zip(at, limits, strict=True)):
            raise NoMeaning(f"{name}{list(at)} is outside {name}, which has the sizes {list(limits)}")
        if name == by:
            return self.quantity(name, at)[0], {at: self.forward.one}
        if (name, at, by) not in self._known:
            self._known[name, at, by] = self._computed(name, at, by)
        return self._known[name, at, by]

    def _computed(self, name, at, by):
        if name in self.model.where:
            left, right = self.model.where[name]
            return self.number(right, dict(zip(left.indices, map(Integer, at), strict=True)) if at else {}, by)
        if (name, at) not in self.leaves:
            self.leaves[name, at] = self.draw(name, at)
        return self.leaves[name, at], {}

    def look(self, times=1):
        """Count what is looked at; raise `TooLong` beyond what was allowed."""
        self.looked += times
        if self.most is not None and self.looked > self.most:
            raise TooLong

    def number(self, e, env, by=None):
        """The value of a scalar expression with its slopes; `env` holds the indices as whole numbers of SymPy."""
        self.look()
        return self.forward.constant(env[e]) if e in env else _number(e, self, env, by)

    def array(self, e, env=None, by=None):
        """A matrix expression as a list of rows."""
        return array(e, self, env or {}, by)

    def slopes(self, top, env, name):
        """By how much a scalar `top` changes with each entry of the quantity called `name`."""
        key = top, name, tuple((i, v) for i, v in env.items() if i in _free(top))
        if key not in self._slopes:
            self._slopes[key] = self.number(top, env, name)[1]
        return self._slopes[key]


@lru_cache(maxsize=10_000)
def _free(e):
    return frozenset(e.free_symbols)


@singledispatch
def _number(e, at, env, by):
    raise NoMeaning(f"the second referee has no value for a {type(e).__name__}: {e}")


@_number.register
def _(e: Rational, at, env, by):
    return at.forward.constant(e)


@_number.register
def _(e: NumberSymbol, at, env, by):
    if e is S.Exp1:
        return at.forward.apply(exp, at.forward.constant(1), e)
    if e is not pi:
        raise NoMeaning(f"the second referee has no value for {e}")
    return at.forward.system.pi, {}


@_number.register
def _(e: Symbol, at, env, by):
    if e in at.sizes:
        return at.forward.constant(at.sizes[e])
    if isinstance(e, Index):
        raise NoMeaning(f"the index {e} stands free in a matrix, which has no index")
    return at.quantity(e.name, (), by)


@_number.register
def _(e: Indexed, at, env, by):
    return at.quantity(e.base.name, at.place(e, env), by)


@_number.register
def _(e: Add, at, env, by):
    return at.forward.add([at.number(a, env, by) for a in e.args])


@_number.register
def _(e: Mul, at, env, by):
    return at.forward.mul([at.number(a, env, by) for a in e.args])


@_number.register
def _(e: Pow, at, env, by):
    if not isinstance(e.exp, Rational):
        raise NoMeaning(f"the second referee takes powers that are numbers; got {e}")
    return at.forward.power(at.number(e.base, env, by), e.exp)


@_number.register
def _(e: Sum, at, env, by):
    return at.forward.add(at.number(e.function, inner, by) for inner in _bound(e.limits, at, env))


def _bound(limits, at, env):
    """`env` with every choice of the indices that a sum binds, one at a time: there may be many."""
    if not limits:
        yield env
        return
    *inner, (index, low, high) = limits
    for v in range(at.whole(low, env), at.whole(high, env) + 1):
        yield from _bound(inner, at, {**env, index: Integer(v)})


@_number.register
def _(e: KroneckerDelta, at, env, by):
    i, j = (at.whole(a, env) for a in e.args)
    return at.forward.constant(int(i == j))


@_number.register
def _(e: Loss, at, env, by):
    whole, place = SLOPE_OF.get(type(e), (type(e), None))
    order = () if place is None else (place - 1,)
    return at.forward.of_opaque(whole.__name__, order, [at.number(a, env, by) for a in e.args])


@_number.register
def _(e: Function, at, env, by):
    return at.forward.apply(e.func, at.number(e.args[0], env, by), e.args[0])


@_number.register
def _(e: Partial, at, env, by):
    if by is not None:
        raise NoMeaning(f"a derivative is taken of {e}, which is one already")
    top, var = e.args
    name, place = (var.base.name, at.place(var, env)) if isinstance(var, Indexed) else (var.name, ())
    at.quantity(name, place)
    return at.slopes(top, env, name).get(place, at.forward.zero), {}


@_number.register
def _(e: Trace, at, env, by):
    square = array(e.arg, at, env, by)
    return at.forward.add([square[r][r] for r in range(len(square))])


@_number.register
def _(e: Entry, at, env, by):
    matrix, *place = e.args
    r, c = (at.whole(a, env) for a in place)
    rows = array(matrix, at, env, by)
    if not (1 <= r <= len(rows) and 1 <= c <= len(rows[0])):
        raise NoMeaning(f"{e} is outside its matrix, which is {len(rows)} by {len(rows[0])}")
    return rows[r - 1][c - 1]


@_number.register
def _(e: Unknown, at, env, by):
    entries = [entry for line in array(e.args[1], at, env, by) for entry in line]
    return at.forward.of_opaque(e.name, (), entries)
