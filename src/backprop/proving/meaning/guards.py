"""SymPy's own derivative, refused where SymPy 1.14 would answer silently wrong (tests/proving/test_guards.py)."""

from sympy import Add, Indexed, Sum, Trace
from sympy.matrices.expressions import ZeroMatrix
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr, MatrixSymbol


class SilentlyWrong(ValueError):
    """SymPy would return a wrong derivative here without a word."""


def derivative(expr, var):
    """SymPy's ``expr.diff(var)`` of a scalar.

    Raises
    ------
    SilentlyWrong
        An index of `var` is bound in a sum of `expr` (SymPy leaves the delta out, as S2.6 does);
        an entry belongs to a matrix of another size than its namesake (half-substituted sizes give 0).
    """
    bound = {limit[0] for s in expr.atoms(Sum) for limit in s.limits}
    if clash := bound & var.free_symbols:
        raise SilentlyWrong(
            f"{var} has the index {clash.pop()}, which a sum of the expression binds; rename one of them"
        )
    parents = {e.parent for e in expr.atoms(MatrixElement) | var.atoms(MatrixElement)}
    if len({p.name for p in parents if isinstance(p, MatrixSymbol)}) < len(parents):
        raise SilentlyWrong(f"matrices of one name and different sizes, {parents}: substitute sizes in all of them")
    if not isinstance(var, (Indexed, MatrixElement)) and not var.is_Symbol:
        raise SilentlyWrong(f"the derivative is taken by one entry or one scalar; got {var}")
    return expr.diff(var)


def matrix_derivative(expr, var):
    """SymPy's ``Trace(...).diff(var)``, an array in the shape of `var`.

    Raises
    ------
    SilentlyWrong
        A sum that holds a trace, or a function of one (SymPy answers 0); an elementwise function of a column
        (wrong shape and values); a result that is zero although `var` occurs, or has not the shape of `var`.
    """
    if not isinstance(expr.as_coeff_Mul()[1] if not expr.is_Mul else expr.args[-1], Trace) or (
        expr.has(Add) and any(a.has(Trace) for a in expr.atoms(Add))
    ):
        raise SilentlyWrong(f"write the cost as one Trace, times a factor at most; got {expr}")
    if any(1 in f.shape for f in expr.atoms(ElementwiseApplyFunction)):
        raise SilentlyWrong(f"an elementwise function of a column or a row inside a Trace; got {expr}")
    result = expr.diff(var)
    if not isinstance(result, MatrixExpr) or tuple(result.shape) != tuple(var.shape):
        raise SilentlyWrong(f"the derivative by {var} came out as {result}, not in the shape {var.shape}")
    if isinstance(result, ZeroMatrix) and expr.has(var):
        raise SilentlyWrong(f"{expr} holds {var}, yet its derivative came out as zero")
    return result
