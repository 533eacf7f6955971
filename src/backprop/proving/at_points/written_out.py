"""Quantities written out at chosen sizes, entry by entry, and differentiated by SymPy alone.

No normal form, no delta rule, no index form of a matrix, no adjoint rule. Sums are added up term by term, matrices are
arrays of entries, and sigma' is what SymPy calls the derivative of an undefined function sigma.
"""

from functools import cache

from sympy import (
    Add,
    Derivative,
    Function,
    Indexed,
    Integer,
    KroneckerDelta,
    Matrix,
    Mul,
    Rational,
    Subs,
    Sum,
    Symbol,
    Trace,
    diag,
    eye,
    ones,
    zeros,
)
from sympy.core.function import AppliedUndef
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.language.functions import InPieces, U, value_at
from backprop.proving.language.notation import Array, Index
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback, Unknown
from backprop.proving.language.unnamed import DERIVATIVE_OF, Activation, Loss


class WrittenOut:
    """Every quantity of `model` at one choice of sizes, as plain SymPy expressions of single numbers."""

    def __init__(self, model, sizes):
        self.model, self.sizes = model, sizes
        self.leaves, self._leaf, self._known = {}, {}, {}
        self.shapes = {name: tuple(self._whole(r)) for name, r in model.ranges.items()}

    def _whole(self, numbers, env=None):
        """Sizes, limits or indices as whole numbers."""
        whole = [n.xreplace({**(env or {}), **self.sizes}) for n in numbers]
        if strange := [n for n in whole if not isinstance(n, (int, Integer))]:
            raise NoMeaning(f"{strange[0]} is no whole number at the sizes {self.sizes}")
        return list(map(int, whole))

    def leaf(self, name, at):
        """The symbol for one entry, such as w[2,3]."""
        if (name, at) not in self._leaf:
            symbol = Symbol(f"{name}[{','.join(map(str, at))}]" if at else name, real=True)
            self._leaf[name, at], self.leaves[symbol] = symbol, (name, at)
        return self._leaf[name, at]

    def quantity(self, name, at, keep=None):
        """One entry: a symbol if it is given or kept, else its definition written out."""
        if name not in self.shapes:
            raise NoMeaning(f"{name} is not defined")
        limits = self.shapes[name]
        if len(at) != len(limits) or not all(1 <= a <= high for a, high in zip(at, limits, strict=True)):
            raise NoMeaning(f"{name}{list(at)} is outside {name}, which has the sizes {list(limits)}")
        if name == keep or name not in self.model.where:
            return self.leaf(name, at)
        if (name, at, keep) not in self._known:
            left, right = self.model.where[name]
            env = dict(zip(left.indices, map(Integer, at), strict=True)) if at else {}
            self._known[name, at, keep] = self.number(right, env, keep)
        return self._known[name, at, keep]

    def place(self, entry, env):
        """The indices of an entry in whole numbers."""
        at = [env[i] if i in env else i.xreplace({**env, **self.sizes}) for i in entry.indices]
        if not all(isinstance(a, Integer) for a in at):
            raise NoMeaning(f"{entry} stands at {at}, not at whole numbers")
        return tuple(map(int, at))

    def number(self, e, env, keep=None):
        """The value of a scalar expression, indices as in `env`."""
        if isinstance(e, Rational):
            return e
        if isinstance(e, Index) or e in env:
            if e not in env:
                raise NoMeaning(f"the index {e} stands free in a matrix, which has no index")
            return env[e]
        if isinstance(e, Indexed):
            return self.quantity(e.base.name, self.place(e, env), keep)
        if isinstance(e, Symbol):
            return self.sizes[e] if e in self.sizes else self.quantity(e.name, (), keep)
        if isinstance(e, Partial):
            return self.partial(*e.args, env)
        if isinstance(e, Sum):
            *inner, (index, low, high) = e.limits
            body = Sum(e.function, *inner) if inner else e.function
            low, high = self._whole((low, high))
            if high < low - 1:
                raise NoMeaning(f"a sum runs from {low} to {high}, which is no range")
            return Add(*[self.number(body, {**env, index: Integer(v)}, keep) for v in range(low, high + 1)])
        if isinstance(e, KroneckerDelta):
            i, j = (v.xreplace({**env, **self.sizes}) for v in e.args)
            if not (i.is_Integer and j.is_Integer):
                raise NoMeaning(f"{e} compares {i} and {j}, which are not both whole numbers")
            return Integer(int(i == j))
        if isinstance(e, Trace):
            return self.array(e.arg, env, keep).trace()
        if isinstance(e, Entry):
            matrix, *at = e.args
            row, col = self._whole(at, env)
            array = self.array(matrix, env, keep)
            if not (1 <= row <= array.rows and 1 <= col <= array.cols):
                raise NoMeaning(f"row {row} and column {col} are outside {matrix}, which has the shape {array.shape}")
            return array[row - 1, col - 1]
        if isinstance(e, Unknown):
            raise NoMeaning(f"{e.name} is an unknown cost, which has no numbers")
        return self._rebuilt(e, [self.number(a, env, keep) for a in e.args])

    def _rebuilt(self, e, args):
        """sigma becomes an undefined function, and dsigma what SymPy's derivative of it is called."""
        return unnamed(_undefined(type(e)))(*args) if isinstance(e, Activation) else e.func(*args)

    def partial(self, top, var, env):
        """SymPy's derivative of the numerator, written out down to the variable; then the variable written out."""
        if isinstance(var, Indexed):
            name, at = var.base.name, self.place(var, env)
        else:
            name, at = var.name, ()
        self.quantity(name, at)
        return self._finished(self.number(top, env, keep=name).diff(self.leaf(name, at)), name)

    def _finished(self, derivative, keep):
        """Write the kept quantity out, now that the derivative by it has been taken."""
        if keep not in self.model.where:
            return derivative
        kept = [s for s in derivative.free_symbols if self.leaves.get(s, ("",))[0] == keep]
        return derivative.xreplace({s: self.quantity(*self.leaves[s]) for s in kept})

    def array(self, e, env, keep=None):
        """A matrix expression as an array of entries."""
        if env:
            return self._array(e, env, keep)
        if (e, keep) not in self._known:
            self._known[e, keep] = self._array(e, env, keep)
        return self._known[e, keep]

    def _array(self, e, env, keep):
        rows, cols = self._whole(e.shape)
        parts = [self.array(a, env, keep) for a in e.args if isinstance(a, MatrixExpr)]
        if isinstance(e, Array):
            at = {"column": lambda r, c: (r,), "row": lambda r, c: (c,), "matrix": lambda r, c: (r, c)}[e.args[3].name]
            return Matrix(rows, cols, lambda r, c: self.quantity(e.name, at(r + 1, c + 1), keep))
        if isinstance(e, mat.MatAdd):
            return sum(parts[1:], parts[0])
        if isinstance(e, mat.MatMul):
            factor = Mul(*[self.number(a, env, keep) for a in e.args if not isinstance(a, MatrixExpr)])
            out = parts[0]
            for part in parts[1:]:
                out = out * part
            return factor * out
        if isinstance(e, mat.Transpose):
            return parts[0].T
        if isinstance(e, mat.HadamardProduct):
            out = parts[0]
            for part in parts[1:]:
                out = out.multiply_elementwise(part)
            return out
        if isinstance(e, mat.HadamardPower):
            return parts[0].applyfunc(lambda entry: entry ** e.args[1])
        if isinstance(e, mat.MatPow):
            return parts[0] ** e.args[1]
        if isinstance(e, ElementwiseApplyFunction):
            argument = Symbol("argument")
            applied = e.function(argument)
            return parts[0].applyfunc(lambda entry: self.number(applied, {**env, argument: entry}, keep))
        if isinstance(e, mat.DiagMatrix):
            return diag(*parts[0])
        if isinstance(e, mat.Identity):
            return eye(rows)
        if isinstance(e, mat.OneMatrix):
            return ones(rows, cols)
        if isinstance(e, mat.ZeroMatrix):
            return zeros(rows, cols)
        if isinstance(e, Entries):
            term, row, col = e.args
            return Matrix(
                rows, cols, lambda r, c: self.number(term, {**env, row: Integer(r + 1), col: Integer(c + 1)}, keep)
            )
        if isinstance(e, Gradient):
            top, var = e.args
            cost = self.number(top, env, keep=var.name)
            return self.array(var, {}, var.name).applyfunc(lambda v: self._finished(cost.diff(v), var.name))
        if isinstance(e, Jacobian):
            top, var = e.args
            tops = self.array(top, env, keep=var.name)
            columns = [[self._finished(t.diff(v), var.name) for v in self.array(var, env, var.name)] for t in tops]
            return Matrix(rows, cols, lambda r, c: columns[r][c])
        if isinstance(e, Pullback):
            cotangent, value, var = e.args
            held = self.array(cotangent, env)
            kept = self.array(value, env, keep=var.name)
            entries = self.array(var, env, keep=var.name)
            return entries.applyfunc(
                lambda v: Add(*[g * self._finished(a.diff(v), var.name) for g, a in zip(held, kept, strict=True)])
            )
        raise NoMeaning(f"the second referee cannot write out a {type(e).__name__}: {e}")


@cache
def unnamed(name):
    """An undefined function; SymPy calls its derivative by the same name with a prime, instead of by a Derivative."""
    function = Function(name, real=True)
    function.fdiff = lambda self, argindex=1: unnamed(f"{name}'")(*self.args)
    return function


def _undefined(activation):
    """sigma for sigma, and sigma' for what is called its derivative."""
    if activation in DERIVATIVE_OF:
        return _undefined(DERIVATIVE_OF[activation]) + "'"
    return activation.__name__


def in_numbers(e, numbers, formula, judged=lambda value: value):
    """`e` with numbers for its symbols, and ``formula(name)``, an expression in `U`, for each undefined function.

    From the inside out, so that SymPy has no formula of a formula to simplify; and once for each part, since one value
    of a hidden unit stands in many places. Derivatives of a formula are SymPy's. What each part comes to is `judged`.

    Raises `NoMeaning` for what has no numbers: an unnamed loss, and a slope for which no function stands.
    """

    @cache
    def number(part, argument=None):
        """The value of a part; inside a formula `U` is the argument."""
        if part == U and argument is not None:
            return argument
        if part in numbers or not part.args:
            return numbers.get(part, part)
        if isinstance(part, (Derivative, Subs)):
            names = ", ".join(sorted({d.expr.func.__name__ for d in part.atoms(Derivative)}))
            raise NoMeaning(f"no function stands for the slope of {names}, so it has no numbers")
        if isinstance(part, Loss):
            raise NoMeaning(f"{part.func.__name__} is a loss without a formula, which has no numbers")
        args = [number(a, argument) for a in part.args]
        if isinstance(part, InPieces):
            return judged(value_at(type(part), *args))
        if not isinstance(part, AppliedUndef):
            return judged(part.func(*args))
        name = part.func.__name__
        order = name.count("'")
        # a slope has a value only where what it is the slope of has one: that of ln, 1/u, has none at -1
        return [number(slope(name.rstrip("'"), k), *args) for k in range(order + 1)][order]

    @cache
    def slope(name, order):
        return formula(name).diff(U, order)

    return number(e)
