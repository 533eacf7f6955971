"""Matrix expressions as arrays of numbers with slopes: lists of rows, made entry by entry.

In each rule `at` is the `Evaluation` that knows the sizes and the quantities, and `by` the quantity, if any, by whose
entries slopes are taken.
"""

from functools import reduce, singledispatch

from sympy import Integer
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import Array
from backprop.proving.language.operators import Entries, Gradient, Jacobian, Pullback


class NoMeaning(ValueError):
    """At some sizes the line has no meaning: an index outside its array, shapes that do not fit."""


@singledispatch
def array(e, at, env, by):
    """The rows of a matrix expression, indices as in `env`."""
    raise NoMeaning(f"the second referee has no entries for a {type(e).__name__}: {e}")


def _each(e, at, env, entry):
    """An array in the shape of `e`; ``entry(r, c)`` counts from 0."""
    rows, cols = (at.whole(s, env) for s in e.shape)
    at.look(rows * cols)
    return [[entry(r, c) for c in range(cols)] for r in range(rows)]


def _parts(e, at, env, by):
    return [array(a, at, env, by) for a in e.args if isinstance(a, MatrixExpr)]


def elementwise(e):
    """The function that is applied to every entry."""
    if isinstance(e.function, type):
        return e.function
    if e.function.expr.args != e.function.variables:
        raise NoMeaning(f"only a named function is applied entry by entry; got {e.function}")
    return type(e.function.expr)


def _fitting(e, at, env, by):
    """The parts of a sum, or of a product entry by entry, all of the same shape."""
    parts = _parts(e, at, env, by)
    if len({(len(part), len(part[0])) for part in parts}) > 1:
        raise NoMeaning(f"the shapes in {e} do not fit")
    return parts


def _product(e, at, left, right):
    if len(left[0]) != len(right):
        raise NoMeaning(f"the shapes in {e} do not fit")
    columns = list(zip(*right, strict=True))
    at.look(len(left) * len(right) * len(columns))
    dot = at.forward.mul
    return [[at.forward.add([dot(pair) for pair in zip(line, c, strict=True)]) for c in columns] for line in left]


@array.register
def _(e: Array, at, env, by):
    places = {"column": lambda r, c: (r + 1,), "row": lambda r, c: (c + 1,), "matrix": lambda r, c: (r + 1, c + 1)}
    place = places[e.args[3].name]
    return _each(e, at, env, lambda r, c: at.quantity(e.name, place(r, c), by))


@array.register
def _(e: mat.MatAdd, at, env, by):
    parts = _fitting(e, at, env, by)
    return _each(e, at, env, lambda r, c: at.forward.add([part[r][c] for part in parts]))


@array.register
def _(e: mat.HadamardProduct, at, env, by):
    parts = _fitting(e, at, env, by)
    return _each(e, at, env, lambda r, c: at.forward.mul([part[r][c] for part in parts]))


@array.register
def _(e: mat.MatMul, at, env, by):
    factors = [at.number(a, env, by) for a in e.args if not isinstance(a, MatrixExpr)]
    out = reduce(lambda left, right: _product(e, at, left, right), _parts(e, at, env, by))
    return [[at.forward.mul([*factors, entry]) for entry in line] for line in out] if factors else out


@array.register
def _(e: mat.MatPow, at, env, by):
    (base,) = _parts(e, at, env, by)
    return reduce(lambda left, right: _product(e, at, left, right), [base] * int(e.args[1]))


@array.register
def _(e: mat.HadamardPower, at, env, by):
    (base,) = _parts(e, at, env, by)
    return [[at.forward.power(entry, e.args[1]) for entry in line] for line in base]


@array.register
def _(e: mat.Transpose, at, env, by):
    return [list(line) for line in zip(*array(e.arg, at, env, by), strict=True)]


@array.register
def _(e: ElementwiseApplyFunction, at, env, by):
    function = elementwise(e)
    return [[at.forward.apply(function, entry, e.expr) for entry in line] for line in array(e.expr, at, env, by)]


@array.register
def _(e: mat.DiagMatrix, at, env, by):
    ((vector,), zero) = _parts(e, at, env, by), at.forward.constant(0)
    return _each(e, at, env, lambda r, c: vector[r][0] if r == c else zero)


@array.register
def _(e: mat.Identity, at, env, by):
    return _each(e, at, env, lambda r, c: at.forward.constant(int(r == c)))


@array.register
def _(e: mat.OneMatrix, at, env, by):
    return _each(e, at, env, lambda r, c: at.forward.constant(1))


@array.register
def _(e: mat.ZeroMatrix, at, env, by):
    return _each(e, at, env, lambda r, c: at.forward.constant(0))


@array.register
def _(e: Entries, at, env, by):
    term, row, col = e.args

    def entry(r, c):
        place = {row: Integer(r + 1)} if col == 1 else {row: Integer(r + 1), col: Integer(c + 1)}
        return at.number(term, {**env, **place}, by)

    return _each(e, at, env, entry)


def _first_derivative(e, by):
    if by is not None:
        raise NoMeaning(f"a derivative is taken of {e}, which is one already")


@array.register
def _(e: Gradient, at, env, by):
    _first_derivative(e, by)
    top, var = e.args
    return _in_shape(var, at, env, at.slopes(top, env, var.name))


@array.register
def _(e: Jacobian, at, env, by):
    _first_derivative(e, by)
    top, var = e.args
    tops, places = (array(part, at, env, var.name) for part in (top, var))
    return _each(e, at, env, lambda r, c: (tops[r][0][1].get(next(iter(places[c][0][1])), at.forward.zero), {}))


@array.register
def _(e: Pullback, at, env, by):
    _first_derivative(e, by)
    cotangent, value, var = e.args
    held, kept = (
        [entry for line in array(part, at, env, name) for entry in line]
        for part, name in ((cotangent, None), (value, var.name))
    )
    _, slopes = at.forward.add([at.forward.mul(pair) for pair in zip(held, kept, strict=True)])
    return _in_shape(var, at, env, slopes)


def _in_shape(var, at, env, slopes):
    """Slopes by the entries of an array, put where those stand."""
    places = array(var, at, env, var.name)
    return [[(slopes.get(next(iter(own)), at.forward.zero), {}) for _, own in line] for line in places]
