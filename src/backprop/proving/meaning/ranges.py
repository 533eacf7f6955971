"""The range of an index, and whether what is written stays in it: affine bounds, proved or not claimed."""

from sympy import Function, Indexed, Integer, Poly, Symbol, expand

from backprop.proving.language.notation import Index


def never_negative(expr, ranges):
    """True if `expr` >= 0 is proved for all sizes >= 1 and all indices in their ranges; False if it is not proved.

    `ranges` maps a bound index to its (low, high), which hold sizes only; a free `Index` brings its own range. Each
    index is put where it makes an affine `expr` smallest; what is left is affine in the sizes.
    """
    expr = expand(expr)
    if expr.has(Indexed, Function):
        return False
    for index in [i for i in expr.free_symbols if i in ranges or isinstance(i, Index)]:
        slope = expr.coeff(index)
        if not (expr.is_polynomial(index) and slope.is_number and Poly(expr, index).degree() == 1):
            return False
        low, high = ranges[index] if index in ranges else (Integer(1), index.size)
        expr = expand(expr.subs(index, low if slope > 0 else high))
    sizes = sorted(expr.free_symbols, key=str)
    if any(not isinstance(s, Symbol) or not (s.is_integer and s.is_positive) for s in sizes):
        return False
    if not sizes:
        return bool(expr >= 0)
    if not expr.is_polynomial(*sizes):
        return False
    poly = Poly(expr, *sizes)
    slopes = [poly.coeff_monomial(s) for s in sizes]
    smallest = sum(slopes) + poly.coeff_monomial(1)
    return poly.total_degree() <= 1 and all(c >= 0 for c in slopes) and bool(smallest >= 0)


def in_range(index, low, high, ranges):
    """True if `index` is a whole number and low <= index <= high is proved."""
    own = ranges.get(index) or ((Integer(1), index.size) if isinstance(index, Index) else None)
    if own == (low, high):
        return bool(index.is_integer)
    return bool(index.is_integer) and never_negative(index - low, ranges) and never_negative(high - index, ranges)
