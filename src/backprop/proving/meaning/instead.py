"""What to write for SymPy's kinds of expressions that the book has no rule for."""

from sympy import Abs, Derivative, Heaviside, Max, Min, Piecewise, Product, sign

INSTEAD = {
    Abs: "; write absolute",
    sign: "; write sgn",
    Max: "; write relu(t) for the larger of t and 0",
    Min: "; write -relu(-t) for the smaller of t and 0",
    Heaviside: "; write drelu, the slope of relu",
    Piecewise: "; make a function by in_pieces",
    Derivative: "; write Partial",
    Product: "; write exp of a sum of logarithms",
}
"""Kind -> how a message goes on."""
