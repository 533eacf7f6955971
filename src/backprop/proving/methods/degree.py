"""In which lines the derivatives of a cost may be divided by a factor: those that hold one in every term, and no more.

If C = m/2 E, then dC/dw is m/2 dE/dw: a line in which each term holds one derivative of C is m/2 times the same line
with E for C, whereas w - eta dC/dw is not, nor is (dC/dw)^2.
"""

from sympy import Add, Mul, Pow, Sum, Trace
from sympy.matrices import expressions as mat

from backprop.proving.language.notation import mentioned
from backprop.proving.language.operators import Entries, Entry, Gradient, Partial, Pullback

SUMS = (Add, mat.MatAdd)
IN_EACH = (Mul, mat.MatMul, mat.HadamardProduct, mat.Transpose, mat.DiagMatrix, Sum, Trace, Entry, Entries, Pullback)
"""The kinds that are linear in each part."""
POWERS = (Pow, mat.MatPow, mat.HadamardPower)


def degree(expr, cost):
    """How many derivatives of the cost every term of a line multiplies; None if not all alike, or if that is not seen.

    None, too, where the cost itself stands in it.
    """
    if cost.name not in mentioned(expr):
        return 0
    if isinstance(expr, (Partial, Gradient)):
        top, var = expr.args
        return 1 if top == cost and cost.name not in mentioned(var) else None
    if isinstance(expr, SUMS):
        found = {degree(term, cost) for term in expr.args if not _is_zero(term)}
        return found.pop() if len(found) == 1 else None
    if isinstance(expr, IN_EACH):
        found = [degree(part, cost) for part in expr.args if part.has(cost)]
        return None if None in found else sum(found)
    if isinstance(expr, POWERS):
        base, exponent = expr.args
        inner = degree(base, cost)
        return inner * exponent if inner is not None and exponent.is_Integer else None
    return None


def _is_zero(term):
    return term == 0 or isinstance(term, mat.ZeroMatrix)
