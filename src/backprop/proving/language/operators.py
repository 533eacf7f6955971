"""Derivatives written down but not yet taken, matrices by their entries and their entries, and unknown costs."""

from sympy import Basic, Expr, Integer, Tuple
from sympy.core.symbol import Str
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import Array, Index, expression


class Partial(Expr):
    r"""\partial top / \partial var, one number: `var` is an entry or a scalar, perhaps an intermediate one."""

    is_commutative = True

    def __new__(cls, top, var):
        return Expr.__new__(cls, expression(top), expression(var))


class Gradient(MatrixExpr):
    r"""\partial C / \partial V: the array of all \partial C / \partial V_{rs}, in the shape of V."""

    def __new__(cls, top, var):
        return Basic.__new__(cls, expression(top), _variable(var))

    @property
    def shape(self):
        return self.args[1].shape


class Jacobian(MatrixExpr):
    r"""\partial u / \partial v of two columns: the matrix of all \partial u_r / \partial v_s."""

    def __new__(cls, top, var):
        _matrices(top, var)
        if top.shape[1] != 1 or var.shape[1] != 1:
            raise ValueError(f"a Jacobian is taken of a column by a column; got shapes {top.shape} and {var.shape}")
        return Basic.__new__(cls, top, _variable(var))

    @property
    def shape(self):
        return self.args[0].shape[0], self.args[1].shape[0]


class Pullback(MatrixExpr):
    r"""The gradient by V of <G, E>, the sum of all G_{ab} E_{ab}, with the cotangent G held fixed.

    If G is \partial C / \partial E, this is \partial C / \partial V: backpropagation through E, for every cost at once.
    """

    def __new__(cls, cotangent, expr, var):
        _matrices(cotangent, expr)
        if tuple(cotangent.shape) != tuple(expr.shape):
            raise ValueError(f"a cotangent has the shape of what it belongs to; got {cotangent.shape} for {expr.shape}")
        return Basic.__new__(cls, cotangent, expr, _variable(var))

    @property
    def shape(self):
        return self.args[2].shape


class Entries(MatrixExpr):
    """[expr]: the matrix with `expr` in row `row` and column `col`; without `col`, a column."""

    def __new__(cls, expr, row, col=None):
        if not isinstance(row, Index) or row == col or not (col is None or col == 1 or isinstance(col, Index)):
            raise ValueError(f"the entries of a matrix are named by two different indices; got {row} and {col}")
        return Basic.__new__(cls, expression(expr), row, Integer(1) if col is None else col)

    @property
    def shape(self):
        _, row, col = self.args
        return Tuple(row.size, getattr(col, "size", Integer(1)))


class Entry(Expr):
    """One entry of a matrix expression, counted from 1; of a 1 x 1 product, such as ``times(r.T, r)``, its number."""

    is_commutative = True

    def __new__(cls, matrix, i=None, j=None):
        if not isinstance(matrix, MatrixExpr):
            raise TypeError(f"an entry is taken of a matrix, such as times(r.T, r); got {matrix}")
        shape = tuple(matrix.shape)
        if (i is None and shape[0] != 1) or (j is None and shape[1] != 1):
            raise ValueError(f"only a 1 x 1 matrix is a number without indices; {matrix} has the shape {shape}")
        i, j = (Integer(1) if at is None else expression(at) for at in (i, j))
        return matrix.at(i, j) if isinstance(matrix, Array) else Expr.__new__(cls, matrix, i, j)


class Unknown(Expr):
    """E(V): a cost of which nothing is known but that it can be differentiated by every entry of the array V.

    It stands on the right of a definition, alone and by the name of the left side: ``{E: Unknown("E", z)}``.
    """

    is_commutative = True

    def __new__(cls, name, array):
        return Expr.__new__(cls, Str(str(name)), _variable(array))

    @property
    def name(self):
        return self.args[0].name


def _matrices(*things):
    if strange := [e for e in things if not isinstance(e, MatrixExpr)]:
        raise TypeError(f"a matrix is needed here, such as w or times(w, x); got {strange[0]!r}")


def _variable(var):
    if not isinstance(var, Array):
        raise TypeError(f"a matrix of derivatives is taken by an array such as w; got {var}. By one number: Partial")
    return var
