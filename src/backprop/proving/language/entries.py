"""Index form: a matrix expression is what stands in its row i and column j."""

from functools import singledispatch

from sympy import Dummy, Expr, Function, Indexed, Integer, KroneckerDelta, Mul, Sum, Trace
from sympy.matrices.expressions import (
    DiagMatrix,
    HadamardPower,
    HadamardProduct,
    Identity,
    MatAdd,
    MatMul,
    MatPow,
    OneMatrix,
    Transpose,
    ZeroMatrix,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr

from backprop.proving.language.notation import Array, Index
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback, Unknown


class NotUnderstood(ValueError):
    """A line holds something that the book has no rule for, or that has no meaning here."""


def fresh(name="i"):
    """A bound index that nothing else can be."""
    return Dummy(name, integer=True)


def freshen(expr):
    """The same expression, every bound index of a sum renamed to one of its own, so that nothing can be captured.

    Limits are read as SymPy reads them: the first is innermost, and its index means nothing outside its own sum.
    """
    if isinstance(expr, Sum):
        body = freshen(expr.function)
        for index, low, high in expr.limits:
            mine = fresh(index.name)
            body = Sum(body.xreplace({index: mine}), (mine, low, high))
        return body
    if isinstance(expr, Entries):
        term, row, col = expr.args
        return Entries(freshen(term), row, col)
    if isinstance(expr, (Array, Indexed)) or not expr.args:
        return expr
    return rebuilt(expr, map(freshen, expr.args))


def rebuilt(expr, args):
    """The same kind of expression of other arguments; factors are not cancelled, so that 0/0 stays to be seen."""
    return Mul(*args, evaluate=False) if isinstance(expr, Mul) and not expr.is_Matrix else expr.func(*args)


@singledispatch
def entry(expr, i, j):
    """The entry of `expr` in row i and column j, in index form.

    Raises `NotUnderstood` for a kind of matrix without a rule.
    """
    raise NotUnderstood(f"no rule for the entries of a {type(expr).__name__}: {expr}")


@entry.register
def _(expr: Array, i, j):
    return expr.at(i, j)


@entry.register
def _(expr: MatAdd, i, j):
    return sum(entry(a, i, j) for a in expr.args)


@entry.register
def _(expr: MatMul, i, j):
    scalars, (first, *rest) = expr.as_coeff_matrices()
    if not rest:
        return scalars * entry(first, i, j)
    inner = fresh("p")
    tail = entry(MatMul(*rest), inner, j)
    return scalars * Sum(entry(first, i, inner) * tail, (inner, 1, first.shape[1]))


@entry.register
def _(expr: Transpose, i, j):
    return entry(expr.arg, j, i)


@entry.register
def _(expr: HadamardProduct, i, j):
    return Mul(*[entry(a, i, j) for a in expr.args])


@entry.register(HadamardPower)
@entry.register(MatPow)
def _(expr, i, j):
    """SymPy makes a power of a product with itself as soon as something is added to it."""
    base, exponent = expr.args
    if not (isinstance(exponent, Integer) and exponent > 0):
        raise NotUnderstood(
            f"of a matrix only whole positive powers have a rule; got the exponent {exponent}. Of its entries: "
            "Entries(sqrt(v[i]), i)"
        )
    if isinstance(expr, HadamardPower):
        return entry(base, i, j) ** exponent
    return entry(MatMul(*[base] * int(exponent)), i, j)


@entry.register
def _(expr: ElementwiseApplyFunction, i, j):
    return elementwise_function(expr)(entry(expr.expr, i, j))


@entry.register
def _(expr: DiagMatrix, i, j):
    (vector,) = expr.args
    if vector.shape[1] != 1:
        raise NotUnderstood(f"a diagonal matrix is made from a column; got the shape {vector.shape}")
    return KroneckerDelta(i, j) * entry(vector, i, 1)


@entry.register
def _(expr: Identity, i, j):
    return KroneckerDelta(i, j)


@entry.register
def _(expr: OneMatrix, i, j):
    return Integer(1)


@entry.register
def _(expr: ZeroMatrix, i, j):
    return Integer(0)


@entry.register
def _(expr: Entries, i, j):
    term, row, col = expr.args
    # in index form first: an index that a matrix inside the term names its own entries by is not this one
    return freshen(index_form(term)).xreplace({row: i} if col == 1 else {row: i, col: j})


@entry.register
def _(expr: Gradient, i, j):
    top, var = expr.args
    return Partial(top, var.at(i, j))


@entry.register
def _(expr: Jacobian, i, j):
    top, var = expr.args
    return Partial(entry(top, i, 1), var.at(j, 1))


@entry.register
def _(expr: Pullback, i, j):
    cotangent, value, var = expr.args
    a, b = fresh("a"), fresh("b")
    term = entry(cotangent, a, b) * Partial(entry(value, a, b), var.at(i, j))
    return Sum(term, (b, 1, value.shape[1]), (a, 1, value.shape[0]))


def elementwise_function(expr):
    """The named function that a matrix expression applies to every entry.

    Raises `NotUnderstood` for a formula without a name, which no page could show.
    """
    u = Dummy("u")
    applied = expr.function(u)
    if not isinstance(applied, Function) or applied.args != (u,):
        raise NotUnderstood(f"only a named function is applied entry by entry; got {expr.function}")
    return type(applied)


class General(Index):
    """The index of a row or column that stands for any; no author can write one."""


def general_indices(expr, kind=General):
    """A row and a column of a matrix that stand for any; 1 where there is only one."""
    return [Integer(1) if s == 1 else kind(name, s) for name, s in zip(("row", "col"), expr.shape, strict=True)]


def general_entry(expr):
    """The entry of a matrix in any row and column; a scalar as it is."""
    return entry(expr, *general_indices(expr)) if isinstance(expr, MatrixExpr) else expr


def index_form(expr):
    """Write the traces and single entries of matrix expressions inside a scalar in index form."""
    if isinstance(expr, MatrixElement):
        raise NotUnderstood(f"{expr} counts from 0; the book writes entries from 1, as in w[j, k] or Entry(w.T, k, j)")
    if isinstance(expr, Trace):
        i = fresh("i")
        return Sum(index_form(entry(expr.arg, i, i)), (i, 1, expr.arg.shape[0]))
    if isinstance(expr, Entry):
        return index_form(entry(*expr.args))
    if isinstance(expr, Unknown):
        return expr
    if isinstance(expr, Partial) and any(isinstance(a, MatrixExpr) for a in expr.args):
        top, var = expr.args
        whole = f"Jacobian({top}, {var})" if isinstance(top, MatrixExpr) else f"Gradient({top}, {var})"
        whole = f"; by every entry it is {whole}" if isinstance(var, MatrixExpr) else f", and {top} is a matrix"
        raise NotUnderstood(
            f"a matrix stands where a number is needed: Partial is of one, such as z[j], by one, such as x[k]{whole}"
        )
    if isinstance(expr, MatrixExpr):
        raise NotUnderstood(f"a matrix stands where a number is needed: {expr}")
    if not isinstance(expr, Expr) or isinstance(expr, Indexed) or not expr.args:
        return expr
    if isinstance(expr, Sum):
        return Sum(index_form(expr.function), *expr.limits)
    return rebuilt(expr, map(index_form, expr.args))
