"""A model: what is given, and what is computed from it, in order."""

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

from sympy import Expr, Indexed, KroneckerDelta, Sum
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, freshen, index_form
from backprop.proving.language.notation import Array, Index, column, is_number, matrix, mentioned
from backprop.proving.language.operators import Partial, Unknown
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.names import MARK, things, told_apart
from backprop.proving.meaning.provisos import formulas, is_positive
from backprop.proving.meaning.well_formed import check, listed


class Model:
    """What is given, and what is computed from it, in order.

    Parameters
    ----------
    given : iterable of Array or Symbol
        The variables: weights, biases, inputs, targets.
    where : dict
        ``{z[j]: total(w[j, k] * x[k], k) + b[j], yhat[j]: sigma(z[j]), C: ...}``: every quantity by earlier ones.
        On the left stand distinct indices, which give the quantity its range.
    mark : str
        The `MARK` that names may have after them, where two models stand under one roof.

    Attributes
    ----------
    given : mapping
        Name -> array or scalar.
    where : mapping
        Name -> (left side, right side) of its definition.
    ranges : mapping
        Name of any quantity -> one size for each of its indices.
    by_derivative : frozenset
        The quantities that are defined by a derivative, such as ``{delta[q]: Partial(E, z[q])}``, or computed from
        one that is. They are names only: nothing is differentiated by them, nor are they.
    unknown : mapping
        Each cost that is defined as ``{E: Unknown("E", z)}`` -> its array.

    Raises
    ------
    NotUnderstood
        A definition mentions what is not defined before it, or an index outside its range.
    """

    def __init__(self, given, where, mark=""):
        if type(mark) is not str or mark not in ("", MARK):
            raise NotUnderstood(f"names are marked by {MARK}, or not at all; got {mark!r}")
        self.mark, self.printed = mark, {}
        if not (isinstance(given, Iterable) and isinstance(where, Mapping)):
            raise TypeError("a model takes the things given, as in (w, x), and a dict of definitions")
        given = tuple(exact(a, "what is given") for a in given)
        for a in given:
            if not isinstance(a, Array) and not is_number(a):
                raise NotUnderstood(f"given are arrays and real numbers, made by matrix, column, row, scalar; got {a}")
        self.given = {a.name: a for a in given}
        if len(self.given) < len(given):
            raise NotUnderstood(f"two of the things given have the same name: {listed(given)}")
        self.ranges = {a.name: a.sizes if isinstance(a, Array) else () for a in given}
        self.where, self.by_derivative, self.unknown = {}, frozenset(), {}
        for left, right in where.items():
            self._define(exact(left, "the left side of a definition"), exact(right, f"the definition of {left}"))
        if clash := {s.name for s in self.sizes} & set(self.ranges):
            raise NotUnderstood(f"{listed(clash)} names both a size and a quantity")
        self._tell_apart()
        for name in ("given", "where", "ranges", "printed", "unknown"):
            setattr(self, name, MappingProxyType(getattr(self, name)))
        self._frozen = True

    def __setattr__(self, name, value):
        if getattr(self, "_frozen", False):
            raise AttributeError(f"a model cannot change, since lines have been proved in it; {name} stays as it is")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        raise AttributeError(f"a model cannot change, since lines have been proved in it; {name} stays as it is")

    def _tell_apart(self):
        """Of all that is printed for the model: names that print alike, and indices that are called like a quantity."""
        sides = [side for definition in self.where.values() for side in definition]
        functions = {f for side in sides for f in things(side) if isinstance(f, type)}
        named = [a.name if isinstance(a, Array) else a for a in self.given.values()]
        named += [left.base.name if isinstance(left, Indexed) else left for left, _ in self.where.values()]
        told_apart(self.printed, [*named, *self.sizes, *functions], "the model", self.mark)
        for left, right in self.where.values():
            shown = things(left) | things(right)
            told_apart(dict(self.printed), shown, f"the definition of {left}", self.mark)

    def _define(self, left, right):
        if not ((isinstance(left, Indexed) and left.base.label.is_real) or is_number(left)):
            raise NotUnderstood(f"the left side of a definition is an entry such as z[j] or a scalar; got {left}")
        if (left.base.label if isinstance(left, Indexed) else left).is_positive:
            raise NotUnderstood(
                f"{left} is computed, so that its sign is not declared; leave positive=True to things given"
            )
        if isinstance(right, MatrixExpr):
            raise NotUnderstood(f"the definition of {left} is a matrix; define entries, such as z[j]")
        name, indices = (left.base.name, left.indices) if isinstance(left, Indexed) else (left.name, ())
        if name in self.ranges:
            raise NotUnderstood(f"{name} is defined twice")
        if not all(isinstance(i, Index) for i in indices) or len(set(indices)) < len(indices):
            raise NotUnderstood(f"the left side of a definition takes distinct indices with ranges; got {left}")
        if isinstance(right, Unknown):
            if indices or right.name != name:
                raise NotUnderstood(f"the unknown cost {right.name} is defined by its own name, not as {left}")
            self.unknown[left] = right.args[1]
        check(self, right.args[1] if isinstance(right, Unknown) else right, f"the definition of {left}")
        body = index_form(right)
        if loose := {i for i in body.free_symbols if isinstance(i, Index)} - set(indices):
            raise NotUnderstood(f"the definition of {left} leaves {listed(loose)} free")
        if body.has(Partial) or mentioned(body) & self.by_derivative:
            self.by_derivative |= {name}
        self.where[name] = left, right
        self.ranges[name] = tuple(i.size for i in indices)

    @property
    def sizes(self):
        """The size symbols, in the order in which the model mentions them."""
        every = [s for r in self.ranges.values() for size in r for s in sorted(size.free_symbols, key=str)]
        return tuple(dict.fromkeys(every))

    def ancestors(self, name):
        """Every quantity that `name` is computed from, at first or second hand."""
        if name not in self.where:
            return set()
        direct = mentioned(index_form(self.where[name][1]))
        return direct.union(*map(self.ancestors, direct))

    def quantity(self, name):
        """What has this name, given or computed: the array, or the number."""
        if name in self.given:
            return self.given[name]
        left, _ = self.where[name]
        sizes = self.ranges[name]
        return (lambda: left, partial(column, name), partial(matrix, name))[len(sizes)](*sizes)

    def is_scalar(self, symbol):
        """Whether the symbol is a number of the model: given, or computed."""
        return is_number(symbol) and symbol == (self.given.get(symbol.name) or self.where.get(symbol.name, (None,))[0])

    def expand(self, expr, keep=None, among=None):
        """Replace quantities (those in `among`, or all) by their definitions, down to the quantity named `keep`."""
        if isinstance(expr, Indexed) or self.is_scalar(expr):
            name, indices = (expr.base.name, expr.indices) if isinstance(expr, Indexed) else (expr.name, ())
            if name not in (self.where if among is None else among) or name == keep:
                return expr
            left, right = self.where[name]
            if isinstance(right, Unknown) or (indices and left.base != expr.base):  # the slope of a cost has a name too
                return expr
            place = dict(zip(left.indices, indices, strict=True)) if indices else {}
            return self.expand(freshen(index_form(right)).xreplace(place), keep, among)
        if isinstance(expr, Sum):
            return Sum(self.expand(expr.function, keep, among), *expr.limits)
        if isinstance(expr, KroneckerDelta) or not isinstance(expr, Expr) or not expr.args:
            return expr
        return expr.func(*[self.expand(a, keep, among) for a in expr.args])

    def __repr__(self):
        given = ", ".join(plain(a) + _sizes(a) + " > 0" * is_positive(a) for a in self.given.values())
        pieces = formulas(self, [right for _, right in self.where.values()], plain)
        lines = [f"given {given}", *pieces]
        for left, right in self.where.values():
            lines += [f"{i} = 1..{plain(i.size)}" for i in _without_slot(left, right)]
            lines.append(f"{plain(left)} = {plain(right)}")
        return "\n".join(dict.fromkeys(lines))


def _without_slot(left, right):
    """The indices of a definition that stand in no slot on the right, which would tell how far they run."""
    slots = {i for entry in right.atoms(Indexed) for i in entry.indices}
    return [i for i in getattr(left, "indices", ()) if i not in slots]


def _sizes(a):
    """The sizes of what is given, as a text has them: a row has two, the first of them 1."""
    if not isinstance(a, Array):
        return ""
    return f" ({', '.join(map(plain, a.sizes if a.shape[1] == 1 else a.shape))})"
