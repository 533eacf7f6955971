"""The quantities of a model, each defined by earlier ones, and the value of an expression that mentions them."""

from itertools import pairwise

from sympy import (
    Dummy,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Lambda,
    Pow,
    Rational,
    Sum,
    Symbol,
    Trace,
    exp,
    log,
    preorder_traversal,
    sympify,
)
from sympy.matrices.expressions import HadamardProduct, MatAdd, MatMul
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.any_size.guards import derivative
from backprop.proving.any_size.normal_form import positive
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, freshen, general_entry, general_indices, index_form
from backprop.proving.language.notation import Activation, Array, Index
from backprop.proving.language.operators import Partial
from backprop.proving.language.ranges import in_range, never_negative


class Definitions:
    """What is given, and what is computed from it, in order.

    Parameters
    ----------
    given : iterable of Array or Symbol
        The variables: weights, biases, inputs, targets.
    where : dict
        ``{z[j]: total(w[j, k] * x[k], k) + b[j], yhat[j]: sigma(z[j]), C: ...}``: every quantity by earlier ones.
        On the left stand distinct indices, which give the quantity its range.

    Raises
    ------
    NotUnderstood
        A definition mentions what is not defined before it, or an index outside its range.
    """

    def __init__(self, given, where):
        given = tuple(given)
        self.given = {a.name: a for a in given}
        if len(self.given) < len(given):
            raise NotUnderstood(f"two of the things given have the same name: {_names(given)}")
        if broken := [s for a in given if isinstance(a, Array) for s in a.sizes if not s.is_integer]:
            raise NotUnderstood(f"a size is a whole number; got {broken[0]}")
        for a in given:
            if not isinstance(a, Array) and not _is_number(a):
                raise NotUnderstood(f"given are arrays and real numbers, made by matrix, column, row, scalar; got {a}")
        self.ranges = {a.name: a.sizes if isinstance(a, Array) else () for a in given}
        self.where, self._values = {}, {}
        for left, right in where.items():
            right = sympify(right)
            if not ((isinstance(left, Indexed) and left.base.label.is_real) or _is_number(left)):
                raise NotUnderstood(f"the left side of a definition is an entry such as z[j] or a scalar; got {left}")
            if right.has(Partial, MatrixExpr):
                raise NotUnderstood(f"the definition of {left} holds a derivative or a matrix; define entries, without")
            name, indices = (left.base.name, left.indices) if isinstance(left, Indexed) else (left.name, ())
            if name in self.ranges:
                raise NotUnderstood(f"{name} is defined twice")
            if not all(isinstance(i, Index) for i in indices) or len(set(indices)) < len(indices):
                raise NotUnderstood(f"the left side of a definition takes distinct indices with ranges; got {left}")
            self.check(right, f"the definition of {left}")
            if loose := {i for i in index_form(right).free_symbols if isinstance(i, Index)} - set(indices):
                raise NotUnderstood(f"the definition of {left} leaves {_names(loose)} free")
            self.where[name] = left, right
            self.ranges[name] = tuple(i.size for i in indices)
        if clash := {s.name for s in self.sizes} & set(self.ranges):
            raise NotUnderstood(f"{_names(clash)} names both a size and a quantity")

    @property
    def sizes(self):
        """The size symbols, in the order in which the model mentions them."""
        mentioned = [s for r in self.ranges.values() for size in r for s in sorted(size.free_symbols, key=str)]
        return tuple(dict.fromkeys(mentioned))

    def ancestors(self, name):
        """Every quantity that `name` is computed from, at first or second hand."""
        if name not in self.where:
            return set()
        direct = mentioned(index_form(self.where[name][1]))
        return direct.union(*map(self.ancestors, direct))

    def check(self, expr, what="the line"):
        """Raise `NotUnderstood` unless every name in `expr` is defined and every index provably in its range."""
        kinds = dict(self.given)
        for a in expr.atoms(Array):
            if self.ranges.get(a.name) != a.sizes:
                raise NotUnderstood(f"{what} mentions {a.name} with sizes {a.sizes}; {self._known(a.name)}")
            if kinds.setdefault(a.name, a) != a:
                raise NotUnderstood(f"{what} has {a.name} as a column and as a row; write a transpose instead")
        self._check_names(expr, what)
        _check_shapes(expr, what)
        for a in expr.atoms(Pow, log):  # as typed: SymPy cancels 0/0 as soon as a product is built again
            self._check_base(a, {}, what)
        entry = index_form(general_entry(expr))
        if isinstance(expr, MatrixExpr):
            self._check_names(entry, what, own=Dummy)
            if loose := {i for i in entry.free_symbols if isinstance(i, Index)} - set(general_indices(expr)):
                raise NotUnderstood(f"{what} is a matrix, in which the index {_names(loose)} stands free")
        self._check(freshen(entry), {}, what)

    def _check_names(self, expr, what, own=()):
        """One name, one thing: what is printed alike must be the same. Symbols of the kind `own` are not printed."""
        seen, silent = {}, {i.base.label for i in expr.atoms(Indexed)}.union(*(f.variables for f in expr.atoms(Lambda)))
        for symbol in expr.atoms(Symbol) - silent:
            taken = isinstance(symbol, Index) and symbol.name in self.ranges
            if taken or (not isinstance(symbol, own) and seen.setdefault(symbol.name, symbol) != symbol):
                raise NotUnderstood(f"{what} calls two different things {symbol.name}; rename one of them")

    def _check(self, expr, ranges, what):
        if isinstance(expr, Indexed):
            self._check_entry(expr, ranges, what)
        elif isinstance(expr, Symbol):
            if isinstance(expr, Index):
                known = expr.size.free_symbols <= set(self.sizes) and expr.size.is_integer
            else:
                known = self._is_scalar(expr)
            if not (known or expr in ranges or expr in self.sizes):
                raise NotUnderstood(f"{what} mentions {expr}, which is not defined; {self._known(expr.name)}")
        elif isinstance(expr, Sum):
            for index, low, high in reversed(expr.limits):
                if not (low.free_symbols | high.free_symbols) <= set(self.sizes):
                    raise NotUnderstood(f"{what} sums from {low} to {high}; limits may hold sizes and numbers only")
                if not (low.is_integer and high.is_integer):
                    raise NotUnderstood(f"{what} sums from {low} to {high}; limits are whole numbers")
                if not never_negative(high - low + 1, ranges):
                    raise NotUnderstood(f"{what} sums from {low} to {high}, which is not a range for every size")
                ranges = {**ranges, index: (low, high)}
            self._check(expr.function, ranges, what)
        elif isinstance(expr, Partial):
            self._check_partial(expr, what)
            for a in expr.args:
                self._check(a, ranges, what)
        elif expr.is_Pow or isinstance(expr, log):
            self._check(expr.args[0], ranges, what)
            self._check_base(expr, ranges, what)
        elif isinstance(expr, KroneckerDelta):
            if not all(a.is_integer for a in expr.args) or expr.atoms(Indexed):
                raise NotUnderstood(f"{what} holds {expr}; a delta compares indices, sizes and whole numbers")
            for symbol in expr.free_symbols - set(ranges):
                self._check(symbol, ranges, what)
        elif isinstance(expr, (Rational, Activation, exp)) or expr.is_Add or expr.is_Mul:
            for a in expr.args:
                self._check(a, ranges, what)
        else:
            raise NotUnderstood(f"{what} holds a {type(expr).__name__}, for which the book has no rule: {expr}")

    def _check_base(self, expr, ranges, what):
        """Only whole powers; what is divided by, or under a logarithm, is provably positive."""
        if expr.is_Pow and not expr.exp.is_Integer:
            raise NotUnderstood(f"{what} holds {expr}; only whole powers have a rule")
        if (isinstance(expr, log) or expr.exp.is_negative) and not positive(self._value(expr.args[0]), ranges):
            by = "takes the logarithm of" if isinstance(expr, log) else "divides by"
            raise NotUnderstood(f"{what} {by} {expr.args[0]}, which is not known to be positive")

    def _check_entry(self, expr, ranges, what):
        name = expr.base.name
        sizes = self.ranges.get(name)
        if sizes is None or expr.base != IndexedBase(name, real=True):
            raise NotUnderstood(f"{what} mentions {expr}, which is not defined; {self._known(name)}")
        if len(sizes) != len(expr.indices):
            raise NotUnderstood(f"{what} mentions {expr}; {name} takes {len(sizes)} indices")
        for index, high in zip(expr.indices, sizes, strict=True):
            for symbol in index.free_symbols - set(ranges):
                self._check(symbol, ranges, what)
            if not in_range(index, Integer(1), high, ranges):
                raise NotUnderstood(f"{what}: {_plain(index, ranges)} in {expr} is not proved to stay within 1..{high}")

    def _check_partial(self, expr, what):
        top, var = expr.args
        if not (isinstance(var, Indexed) or self._is_scalar(var)):
            raise NotUnderstood(f"{what} differentiates by {var}, which is not an entry of a defined quantity")
        if top.has(Partial):  # definitions hold none
            raise NotUnderstood(f"{what} holds a partial derivative of a partial derivative, {expr}")
        name = mentioned(var).pop()
        tops = mentioned(top)
        downstream = {t for t in tops if t != name and name not in self.ancestors(t) and t in self.ancestors(name)}
        if downstream and downstream == tops:
            raise NotUnderstood(
                f"{what} holds {expr}, but {_names(tops)} is not computed from {var}: it is the reverse"
            )

    def _is_scalar(self, symbol):
        if not isinstance(symbol, Symbol):
            return False
        mine = self.given.get(symbol.name) or self.where.get(symbol.name, (None,))[0]
        return symbol == mine

    def _known(self, name):
        if name in self.ranges:
            return f"{name} is defined with the sizes {self.ranges[name]}, and real"
        return f"defined are {', '.join(self.ranges)}"

    def expand(self, expr, keep=None, among=None):
        """Replace quantities (those in `among`, or all) by their definitions, down to the quantity named `keep`."""
        if isinstance(expr, Indexed) or self._is_scalar(expr):
            name, indices = (expr.base.name, expr.indices) if isinstance(expr, Indexed) else (expr.name, ())
            if name not in (self.where if among is None else among) or name == keep:
                return expr
            left, right = self.where[name]
            pattern = left.indices if indices else ()
            body = freshen(index_form(right)).xreplace(dict(zip(pattern, indices, strict=True)))
            return self.expand(body, keep, among)
        if isinstance(expr, Sum):
            return Sum(self.expand(expr.function, keep, among), *expr.limits)
        if isinstance(expr, KroneckerDelta) or not isinstance(expr, Expr) or not expr.args:
            return expr
        return expr.func(*[self.expand(a, keep, among) for a in expr.args])

    def value(self, expr):
        """`expr` in terms of what is given: each partial derivative taken at its own level, then everything expanded.

        The numerator is expanded down to the variable, differentiated by SymPy, and the rest expanded.
        """
        if expr not in self._values:
            self._values[expr] = self._value(freshen(index_form(expr)))
        return self._values[expr]

    def _value(self, expr):
        if isinstance(expr, Partial):
            top, var = expr.args
            (name,) = mentioned(var)
            return self.expand(derivative(freshen(self.expand(top, keep=name)), var))
        if not expr.has(Partial):
            return self.expand(expr)
        if isinstance(expr, Sum):
            return Sum(self._value(expr.function), *expr.limits)
        return expr.func(*map(self._value, expr.args))


def _check_shapes(expr, what):
    """SymPy lets a product of m x n by m x 1 pass, as n could be m; a line holds for every size or not at all."""
    for node in preorder_traversal(expr):
        parts = [a for a in node.args if getattr(a, "is_Matrix", False)]
        shapes = [tuple(a.shape) for a in parts]
        product = isinstance(node, MatMul) and any(a[1] != b[0] for a, b in pairwise(shapes))
        if isinstance(node, Trace) and node.arg.shape[0] != node.arg.shape[1]:
            raise NotUnderstood(f"{what}: a trace is taken of a square matrix; {plain(node.arg)} is {shapes[0]}")
        if product or (isinstance(node, (MatAdd, HadamardProduct)) and len(set(shapes)) > 1):
            fits = ", ".join(
                f"{plain(part)} is {rows} by {cols}" for part, (rows, cols) in zip(parts, shapes, strict=True)
            )
            raise NotUnderstood(f"{what}: the shapes do not fit (is a transpose missing?): {fits}")


def _is_number(symbol):
    """A real number of the model, as `scalar` makes it; not a size, an index, or a symbol of any value."""
    return isinstance(symbol, Symbol) and bool(symbol.is_real) and not symbol.is_integer


def mentioned(expr):
    """The names of the arrays and scalars in an index-form expression."""
    entries = {e.base.name for e in expr.atoms(Indexed)}
    scalars = {s.name for s in expr.free_symbols if _is_number(s)}
    return entries | scalars | {a.name for a in expr.atoms(Array)}


def _names(things):
    return ", ".join(sorted(map(str, things)))


def _plain(index, ranges):
    low, high = ranges.get(index, (1, getattr(index, "size", None)))
    return f"{index} (from {low} to {high})" if high is not None else str(index)
