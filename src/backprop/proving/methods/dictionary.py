"""What the symbols of one convention are in another, and so every expression: x = X^T, w = W^T, C = m/2 E."""

from functools import cached_property
from types import MappingProxyType

from sympy import Expr, Indexed, Integer, Mul, OneMatrix, Sum, Symbol
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, elementwise_function, entry, index_form, rebuilt
from backprop.proving.language.notation import Array, Index, is_number, mentioned, scalar, times
from backprop.proving.language.operators import Entries, Entry, Gradient, Partial, Pullback, Unknown
from backprop.proving.meaning.kinds import exact
from backprop.proving.methods.frozen import Frozen


class Dictionary(Frozen):
    """The value of a scalar in the other convention, and the transpose of a matrix, for which columns become rows."""

    def __init__(self, dictionary, example=None):
        said = {exact(a): exact(value, f"what the dictionary says of {a}") for a, value in dictionary.items()}
        self.dictionary, self.example = MappingProxyType(said), example
        self.arrays = MappingProxyType({a.name: (a, value) for a, value in said.items() if isinstance(a, Array)})
        self.numbers = MappingProxyType({a.name: value for a, value in said.items() if is_number(a)})
        for name, value in self.numbers.items():
            if isinstance(value, (MatrixExpr, Index)):
                raise NotUnderstood(f"{name} is a number, and cannot be {plain(value)}")
        for a, value in said.items():
            if isinstance(a, Index) and not isinstance(value, Index):
                raise NotUnderstood(f"{a} is an index, and cannot be {value}")
        for a, value in self.arrays.values():
            if not isinstance(value, MatrixExpr):
                raise NotUnderstood(f"{a.name} is a matrix, and cannot be {value}")
            rows, cols = (s.xreplace(said) for s in a.shape)
            height, width = value.shape
            if height != rows or (width != cols and not (example is not None and cols == 1)):
                raise NotUnderstood(
                    f"{a.name} is {rows} by {cols}, and cannot be {plain(value)}, which is {height} by {width}"
                )
        self.factors = MappingProxyType({c: _factor(c, value) for c, value in said.items() if is_multiple(value)})

    def _refuse_capture(self, expr):
        """Two indices that became one could bind each other; and a sum could bind one in what is put for a symbol."""
        if not hasattr(expr, "atoms"):
            return
        here = {}
        for index in expr.atoms(Index):
            there = self.dictionary.get(index, index)
            if isinstance(there, Index) and here.setdefault(there.name, index) != index:
                one, two = sorted((index.name, here[there.name].name))
                raise NotUnderstood(f"the dictionary writes two indices, {one} and {two}, as one, {there.name}")
        bound = {getattr(self.dictionary.get(i, i), "name", "") for e in expr.atoms(Sum) for i in e.variables}
        if caught := bound & self._put:
            raise NotUnderstood(
                f"a sum over {sorted(caught)[0]} would bind what the dictionary puts in; rename one of them"
            )

    @cached_property
    def _put(self):
        """The names of the indices in what is put for anything but an index."""
        values = [value for key, value in self.dictionary.items() if not isinstance(key, Index)]
        free = {i.name for value in values for i in value.free_symbols if isinstance(i, Index)}
        return free | ({self.example.name} if isinstance(self.example, Index) else set())

    def __call__(self, expr):
        """The value of a scalar `expr`, and the transpose of a matrix, in the other convention."""
        self._refuse_capture(expr)
        if isinstance(expr, MatrixExpr):
            return self._turned(expr)
        if isinstance(expr, Index):
            return self.dictionary.get(expr) or Index(expr.name, expr.size.xreplace(self.dictionary))
        if isinstance(expr, Symbol):
            return self.numbers.get(expr.name, expr) if is_number(expr) else self.dictionary.get(expr, expr)
        if isinstance(expr, Indexed):
            return self._entry(expr)
        if isinstance(expr, Partial):
            return self._partial(*expr.args)
        if isinstance(expr, Entry):
            return self(index_form(expr))
        if isinstance(expr, Unknown):
            return Unknown(quantity_of(self(scalar(expr.name))), array_of(self.array(expr.args[1])))
        if isinstance(expr, Sum):
            return Sum(self(expr.function), *[tuple(map(self, limit)) for limit in expr.limits])
        return rebuilt(expr, map(self, expr.args)) if isinstance(expr, Expr) and expr.args else expr

    def _partial(self, top, var):
        """With C = m/2 E, dC/d. is m/2 dE/d., and d./dC is 2/m d./dE; of a whole expression it is what it says."""
        above, below = (quantity_of(self(e)) if e in self.factors else self(e) for e in (top, var))
        if not (isinstance(below, Indexed) or is_number(below)):
            raise NotUnderstood(f"{var} is {plain(below)} in the other convention, by which no derivative is taken")
        return scaled(self.factors.get(top, 1) / self.factors.get(var, Integer(1)), Partial(above, below))

    def _entry(self, expr):
        indices = list(map(self, expr.indices))
        if expr.base.name not in self.arrays:
            return Indexed(expr.base, *indices)
        array, value = self.arrays[expr.base.name]
        if len(indices) == 1:
            indices.insert(0 if array.shape[0] == 1 else 1, Integer(1) if value.shape[1] == 1 else self.example or 1)
        return entry(value, *indices)

    def array(self, array):
        """What an array is in the other convention."""
        if array.name in self.arrays:
            return self.arrays[array.name][1]
        kind, sign = (part.name for part in array.args[3:])
        return Array(array.name, *[s.xreplace(self.dictionary) for s in array.shape], kind, sign)

    def _turned(self, expr):
        """The transpose of a matrix, with the transposition inside: (AB)^T = B^T A^T, and the arrays' own."""
        if isinstance(expr, Array):
            return self.array(expr).T
        if isinstance(expr, (Gradient, Pullback)):
            *others, var = expr.args
            partner = self.array(var)
            others = [quantity_of(self(a)) if a in self.factors else self(a) for a in others]
            turned = expr.func(*others, array_of(partner))
            return scaled(self.factors.get(expr.args[0], 1), turned if isinstance(partner, mat.Transpose) else turned.T)
        if isinstance(expr, Entries):
            term, first, second = expr.args
            if second == 1:
                return Entries(self(term), self(first)).T
            return Entries(self(term), self(second), self(first))
        if isinstance(expr, mat.MatMul):
            scalars, factors = expr.as_coeff_matrices()
            return scaled(self(scalars), times(*map(self, factors[::-1])))
        if isinstance(expr, ElementwiseApplyFunction):
            return ElementwiseApplyFunction(elementwise_function(expr), self(expr.expr))
        if isinstance(expr, mat.DiagMatrix):
            return mat.DiagMatrix(self(expr.args[0]).T)
        if isinstance(expr, (OneMatrix, mat.ZeroMatrix)):
            return expr.func(*[s.xreplace(self.dictionary) for s in expr.shape[::-1]])
        if isinstance(expr, (mat.MatPow, mat.HadamardPower)):
            return expr.func(self(expr.base), expr.exp)
        if isinstance(expr, (mat.MatAdd, mat.HadamardProduct, mat.Transpose)):
            return expr.func(*map(self, expr.args))
        raise NotUnderstood(f"a {type(expr).__name__} cannot be turned: {plain(expr)}")


def scaled(factor, expr):
    if factor == 1:
        return expr
    return times(factor, *(expr.args if isinstance(expr, Mul) and not expr.is_Matrix else [expr]))


def is_multiple(value):
    return isinstance(value, Mul) and not value.is_Matrix and bool(mentioned(value))


def _factor(cost, value):
    """m/2 of m/2 E: a number, or one that holds sizes, by which can be divided."""
    factor = value / quantity_of(value)
    if not all(s.is_integer and s.is_positive for s in factor.free_symbols) or factor.is_zero is not False:
        raise NotUnderstood(f"{cost} is a multiple of a quantity by numbers and sizes, never 0; got {plain(value)}")
    return factor


def quantity_of(value):
    """E of m/2 E."""
    return next(filter(mentioned, value.args)) if is_multiple(value) else value


def array_of(value):
    return value.arg if isinstance(value, mat.Transpose) else value
