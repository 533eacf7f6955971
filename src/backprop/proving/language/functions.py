"""The functions that are known: those with a formula in pieces, such as relu, and SymPy's own by name."""

from collections.abc import Iterable
from functools import reduce
from operator import add, mul

from sympy import (
    Add,
    Function,
    Integer,
    Mul,
    Poly,
    Pow,
    Rational,
    S,
    Symbol,
    atan,
    cos,
    cosh,
    erf,
    exp,
    log,
    sin,
    sinh,
    tanh,
)
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import expression, shown
from backprop.proving.language.unnamed import DERIVATIVE_OF, entry_by_entry

NAMED = (exp, log, tanh, sinh, cosh, sin, cos, erf, atan)
"""SymPy's own functions that are themselves in a line."""

U = Symbol("u", real=True)
"""The variable of the pieces."""


NUMBERS = {Integer, Rational, *map(type, (S.Zero, S.One, S.NegativeOne, S.Half))}
"""The exact types of whole numbers and fractions."""
HIGHEST, DIGITS = 20, 300
"""The highest power in a piece, and the most digits of a number in it."""


class InPieces(Function):
    """A function of one number with a formula in pieces: the first up to the first joint, the next from there, ...

    At a joint it has the value on which its two pieces agree; where they differ, as those of a slope may, it has none.
    Of a matrix it is taken entry by entry. Made by `in_pieces`.

    Attributes
    ----------
    joints : tuple of Rational
        In increasing order.
    pieces : tuple of Expr
        Polynomials in `U`, one more than joints.
    """

    nargs = 1
    joints = ()
    pieces = (U,)

    def __new__(cls, z):
        if isinstance(z, MatrixExpr):
            return entry_by_entry(cls, z)
        return super().__new__(cls, expression(z))


def value_at(function, number):
    """What a function in pieces is at a real number; left as it is at a joint where its pieces do not meet."""
    place = 0
    for joint in function.joints:
        if number == joint:
            left, right = (piece.subs(U, joint) for piece in function.pieces[place : place + 2])
            return left if left == right else function(number)
        try:
            above = (number - joint).is_positive
        except OverflowError:  # of exp(exp(exp(100))) SymPy cannot tell
            above = None
        if above is None:
            return function(number)
        place += above
    return function.pieces[place].subs(U, number)


MADE = {}
"""Name -> the function in pieces of this name, and its slope."""


def in_pieces(name, joints, pieces, slope=None):
    """A function in pieces and its slope, such as relu and drelu: one pair for each name.

    Parameters
    ----------
    joints : sequence of numbers
        Where one piece ends and the next begins; whole numbers or fractions, in increasing order.
    pieces : sequence of Expr
        Polynomials in `U`, one more than joints; two that meet agree at their joint.
    slope : str
        What the slope is called, if not by the name with a d before it.

    Raises
    ------
    ValueError
        The pieces do not fit the joints, or do not meet; another function has this name.
    """
    if type(name) is not str or type(slope) not in (str, type(None)):
        raise TypeError(f"a function in pieces and its slope are called by a str; got {name!r} and {slope!r}")
    if not (isinstance(joints, Iterable) and isinstance(pieces, Iterable)):
        raise TypeError(f"joints and pieces are sequences, such as (0,) and (0, U) of relu; got {joints} and {pieces}")
    joints = tuple(_polynomial(e, 0, "a joint is a whole number or a fraction") for e in joints)
    pieces = tuple(
        _polynomial(
            e, HIGHEST, f"a piece is a polynomial in U with whole numbers or fractions, no power over {HIGHEST}"
        )
        for e in pieces
    )
    if len(pieces) != len(joints) + 1 or list(joints) != sorted(set(joints)):
        raise ValueError(f"{name} takes increasing joints and one piece more; got {joints} and {pieces}")
    for joint, left, right in zip(joints, pieces, pieces[1:], strict=False):
        if left.subs(U, joint) != right.subs(U, joint):
            raise ValueError(f"the pieces {left} and {right} of {name} do not meet at {joint}")
    if name in MADE:
        function, prime = MADE[name]
        if (function.joints, function.pieces) != (joints, pieces) or slope not in (None, prime.__name__):
            raise ValueError(f"{name} is already a function in other pieces; choose another name")
        return function, prime
    prime = _class(slope or f"d{name}", f"The slope of {name}.", joints, [p.diff(U) for p in pieces])
    function = _class(name, f"{name}, in pieces.", joints, pieces, fdiff=lambda self, argindex=1: prime(self.args[0]))
    DERIVATIVE_OF[prime] = function
    MADE[name] = function, prime
    return function, prime


def _class(name, doc, joints, pieces, **more):
    return type(name, (InPieces,), {"__doc__": doc, "joints": joints, "pieces": tuple(pieces), **more})


def _polynomial(e, degree, needed):
    """The number or polynomial, multiplied out. Raises `ValueError` for what is none of this degree."""
    try:
        built = _built(e)
    except RecursionError:
        raise ValueError("a piece is nested too deep") from None
    if built is None or built.degree() > degree:
        raise ValueError(f"{needed}, of at most {DIGITS} digits; got {shown(e)}")
    return built.as_expr()


def _built(e):
    """A polynomial in `U` of exact types, so that nothing of the author's own is left; None where it is too large."""
    kind, built = type(e), None
    if kind is int or kind in NUMBERS:
        built = Poly(Rational(int(e.p), int(e.q)) if kind in NUMBERS else Integer(e), U, domain="QQ")
    elif kind is Symbol and e == U:
        built = Poly(U, U, domain="QQ")
    elif kind is Pow and type(e.exp) in NUMBERS and e.exp.is_Integer and 0 <= e.exp <= HIGHEST:
        base = _built(e.base)
        built = None if base is None else base ** int(e.exp)
    elif kind in (Add, Mul):
        parts = [_built(part) for part in e.args]
        built = None if None in parts else reduce(add if kind is Add else mul, parts)
    small = built is not None and all(max(abs(c.p), c.q) < 10**DIGITS for c in built.all_coeffs())
    return built if small and built.degree() <= HIGHEST else None


relu, drelu = in_pieces("relu", (0,), (0, U))
absolute, sgn = in_pieces("absolute", (0,), (-U, U), slope="sgn")
huber, dhuber = in_pieces("huber", (-1, 1), (-U - Rational(1, 2), U**2 / 2, U - Rational(1, 2)))
READY = frozenset(MADE)
"""The names that every reader knows."""


def is_in_pieces(f):
    """Whether `in_pieces` made f: the very function, and no namesake or subclass."""
    return any(f is known for pair in MADE.values() for known in pair)
