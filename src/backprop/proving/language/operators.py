"""Derivatives that are written down but not yet taken, and matrices given by their entries."""

from sympy import Basic, Expr, Integer, Tuple, sympify
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import Array, Index


class Partial(Expr):
    r"""\partial top / \partial var, one number: `var` is an entry or a scalar, perhaps an intermediate one."""

    is_commutative = True

    def __new__(cls, top, var):
        return Expr.__new__(cls, sympify(top), sympify(var))


class Gradient(MatrixExpr):
    r"""\partial C / \partial V: the array of all \partial C / \partial V_{rs}, in the shape of V."""

    def __new__(cls, top, var):
        return Basic.__new__(cls, sympify(top), _variable(var))

    @property
    def shape(self):
        return self.args[1].shape


class Jacobian(MatrixExpr):
    r"""\partial u / \partial v of two columns: the matrix of all \partial u_r / \partial v_s."""

    def __new__(cls, top, var):
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
        return Basic.__new__(cls, sympify(expr), row, Integer(1) if col is None else col)

    @property
    def shape(self):
        _, row, col = self.args
        return Tuple(row.size, getattr(col, "size", Integer(1)))


def _variable(var):
    if not isinstance(var, Array):
        raise TypeError(f"a matrix of derivatives is taken by an array such as w; got {var}. By one number: Partial")
    return var
