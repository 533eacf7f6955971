"""What a line is built of: everything that an author hands in is built anew, from an allow-list of exact types.

A subclass is not the type, since it may bring its own ``==``, ``diff`` or ``eval``. The author's object is asked for
its type and its arguments only, and nothing of it survives: what comes out is judged, kept and printed.
"""

from functools import lru_cache, partial

from sympy import (
    Add,
    Basic,
    Dummy,
    Expr,
    Float,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Lambda,
    Mul,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    Trace,
    Tuple,
    pi,
)
from sympy.core.symbol import Str
from sympy.matrices import expressions as mat
from sympy.matrices.exceptions import ShapeError
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr

from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.functions import NAMED, InPieces, is_in_pieces
from backprop.proving.language.notation import Array, Index, scalar, size
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback, Unknown
from backprop.proving.language.unnamed import Activation, Loss, entry_by_entry, is_activation, is_loss
from backprop.proving.meaning.instead import INSTEAD
from backprop.proving.meaning.ranges import never_negative

DEEPEST, LONGEST, MOST_DIGITS, HIGHEST_POWER, LARGEST = 100, 20_000, 300, 100, 1000
"""Brackets in brackets, symbols in a line, digits of a number, a power, a number in a size: beyond, all is refused."""


def exact(expr, what="the line"):
    """`expr`, a number or an expression of SymPy, of exact types alone; a decimal is the fraction that it shows.

    Raises
    ------
    NotUnderstood
        It holds what is none of the kinds that the book has rules for, or is too deep, too long or too large.
    """
    built, _ = _built(expr, {}, 0, what)
    if not isinstance(built, (Expr, MatrixExpr)) or isinstance(built, IndexedBase):
        raise NotUnderstood(f"{what} is not an expression but a {type(expr).__name__}")
    return built


def _built(e, seen, depth, what):
    """The expression, built anew, and how many symbols it takes to write it with its powers multiplied out."""
    if type(e) in (int, float):
        e = Integer(e) if type(e) is int else Float(e)
    if id(e) in seen:
        return seen[id(e)][1:]
    if depth > DEEPEST:
        raise NotUnderstood(f"{what} has more than {DEEPEST} brackets in brackets")
    kind = type(e)
    if kind in ATOMS:
        built, length = ATOMS[kind](e, what), 1
    elif kind in WHOLES or _is_function(kind):
        args = _named(e, what) if kind is ElementwiseApplyFunction else e.args
        parts = [_built(a, seen, depth + 1, what) for a in args]
        built = _put_together(e, [part for part, _ in parts], what)
        length = 1 + sum(count for _, count in parts) * _times(built)
    elif kind is MatrixElement:
        raise NotUnderstood(f"{e} counts from 0; the book writes entries from 1, as in w[j, k] or Entry(w.T, k, j)")
    elif kind is mat.Inverse:
        raise NotUnderstood(f"{what} holds an inverse; of a matrix only whole positive powers have a rule")
    elif kind in NO_NUMBERS:
        raise NotUnderstood(f"{what} holds {e}, which is no number")
    elif isinstance(e, Basic):
        own = (
            "; a subclass is not the type"
            if any(base in {*ATOMS, *WHOLES, *FUNCTIONS} for base in kind.__mro__)
            else ""
        )
        instead = own or INSTEAD.get(kind, "")
        raise NotUnderstood(f"{what} holds a {kind.__name__}, for which the book has no rule{instead}")
    else:
        raise NotUnderstood(f"{what} is not an expression but a {kind.__name__}")
    if length > LONGEST:
        raise NotUnderstood(f"{what} is longer than {LONGEST} symbols")
    seen[id(e)] = e, built, length
    return built, length


def _is_function(kind):
    made = {Activation: is_activation, Loss: is_loss, InPieces: is_in_pieces}
    return kind in FUNCTIONS or (
        isinstance(kind, type) and any(issubclass(kind, k) and is_made(kind) for k, is_made in made.items())
    )


def _named(e, what):
    """The argument of a function that is applied entry by entry; SymPy writes the function as u -> f(u)."""
    function, argument = e.args
    variables, applied = function.args if type(function) is Lambda else ((), None)
    if not (_is_function(type(applied)) and len(applied.args) == 1 and applied.args[0] is variables[0]):
        raise NotUnderstood(f"{what}: only a named function is applied entry by entry")
    return (argument,)


def _put_together(e, parts, what):
    kind = type(e)
    try:
        if kind is ElementwiseApplyFunction:
            return entry_by_entry(type(e.args[0].args[1]), *parts)
        if kind in WHOLES:
            return WHOLES[kind](*parts)
        if kind in FUNCTIONS and isinstance(parts[0], MatrixExpr):
            by_entry = f"entry_by_entry({kind.__name__}, {parts[0]})"
            raise NotUnderstood(f"{what} holds {e}, a function of a matrix; of every entry it is {by_entry}")
        return kind(*parts, evaluate=False) if kind in FUNCTIONS else kind(*parts)
    except NotUnderstood:
        raise
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise NotUnderstood(f"{what} holds a {kind.__name__} that cannot be: {error}") from None


def _times(built):
    """How often a power writes its base."""
    if not isinstance(built, (Pow, mat.HadamardPower, mat.MatPow)) or not built.args[1].is_Integer:
        return 1
    return max(1, abs(int(built.args[1])))


def _power(kind, base, exponent):
    if exponent == 0:
        raise NotUnderstood(f"a power is not 0; got {base} to the power 0")
    if exponent.is_number and abs(exponent) > HIGHEST_POWER:
        raise NotUnderstood(f"a power is at most {HIGHEST_POWER}; got {exponent}")
    return kind(base, exponent)


def _delta(i, j, *limits):
    if limits:
        raise NotUnderstood("a delta compares two indices, and has no range of its own")
    return KroneckerDelta(i, j)


def _sum(term, *limits):
    for index, *ends in limits:
        if not isinstance(index, (Index, Dummy)):
            raise NotUnderstood(f"a sum runs over an Index, such as Index('j', m); got {index}")
        if large := [n for end in ends for n in end.atoms(Rational) if abs(n) > LARGEST]:
            raise NotUnderstood(f"a sum counts to {LARGEST} or to a size; got {large[0]}")
    return Sum(term, *[(index, low, high) for index, low, high in limits])


def _number(e, what):
    p, q = int(e.p), int(e.q)
    if max(abs(p), q) >= 10**MOST_DIGITS:
        raise NotUnderstood(f"{what} holds a number of more than {MOST_DIGITS} digits")
    return Rational(p, q)


def _decimal(e, what):
    """0.5 is one half: the digits that are shown, and no more."""
    if not e.is_finite or abs(e._mpf_[2] + e._mpf_[3]) > 4 * MOST_DIGITS:
        raise NotUnderstood(f"{what} holds a decimal that is too large or too small to be written out")
    return _number(Rational(str(e)), what)


def _symbol(e, what):
    made = [scalar(_name(e)), Symbol(_name(e), positive=True), size(_name(e))]
    if e not in made:
        raise NotUnderstood(
            f"{what} mentions {e.name}, which is not defined; a symbol is made by scalar, size or Index"
        )
    return made[made.index(e)]


def _index(e, what):
    index = _once(Index, _name(e), exact_size(e.size, f"the index {e.name}"))
    if index != e:
        raise NotUnderstood(f"{what} mentions {e.name}, which is not defined; an index is made by Index alone")
    return index


OWN = {}
"""For each bound Dummy of an author's one of the engine's: by its number it could be one that is still to be made."""


def _bound(e, what):
    dummy = _once(Dummy, _name(e), dummy_index=e.dummy_index, integer=True)
    if dummy != e:
        raise NotUnderstood(f"{what} mentions {e.name}, which is not defined; a bound index is any whole number")
    return OWN.setdefault(dummy, Dummy(e.name, integer=True))


def _base(e, what):
    made = [_once(IndexedBase, _name(e), **sign) for sign in ({"real": True}, {"positive": True})]
    if e not in made:
        raise NotUnderstood(f"{what} mentions {e.name}, which is not defined; entries are those of an array")
    return made[made.index(e)]


@lru_cache(maxsize=10_000)
def _once(kind, *parts, **assumptions):
    """What is made of names and sizes alone, made once: SymPy works out its assumptions each time."""
    return kind(*parts, **assumptions)


def _name(e):
    if type(e.name) is not str:
        raise NotUnderstood(f"a name is a str; got a {type(e.name).__name__}")
    return e.name


def exact_size(expr, what="the line"):
    """A size: a whole number, or made from those of `size` by sums, products and powers, and never below 1."""
    built = exact(expr, what)
    if not (_of_sizes(built) and built.is_integer):
        raise NotUnderstood(f"a size is a whole number; got {built}")
    if not (built.is_positive or never_negative(built - 1, {})):
        raise NotUnderstood(f"a size is never below 1; got {built}")
    if large := [n for n in built.atoms(Integer) if abs(n) > LARGEST]:
        raise NotUnderstood(f"a number in a size is at most {LARGEST}; got {large[0]}")
    return built


def _of_sizes(e):
    if isinstance(e, Symbol):
        return e == size(e.name)
    return e.is_Integer or (isinstance(e, (Add, Mul, Pow)) and all(map(_of_sizes, e.args)))


def _unaligned(kind, *parts):
    """Shapes that do not fit are said of the line, with what is in it."""
    try:
        return kind(*parts)
    except ShapeError:
        return Basic.__new__(kind, *parts)


def _sized(kind):
    return lambda *sizes: kind(*map(exact_size, sizes))


ATOMS = {
    **dict.fromkeys((Rational, Integer, type(S.Zero), type(S.One), type(S.NegativeOne), type(S.Half)), _number),
    Float: _decimal,
    Symbol: _symbol,
    Index: _index,
    Dummy: _bound,
    IndexedBase: _base,
    Str: lambda e, what: Str(_name(e)),
    type(pi): lambda e, what: pi,
}
"""What has no parts -> how it is made again."""

WHOLES = {
    Add: partial(Add, evaluate=False),
    Mul: partial(Mul, evaluate=False),
    Pow: partial(_power, partial(Pow, evaluate=False)),
    Indexed: Indexed,
    KroneckerDelta: _delta,
    Tuple: Tuple,
    Sum: _sum,
    Array: lambda name, rows, cols, *kind: Array(name, exact_size(rows), exact_size(cols), *kind),
    Partial: Partial,
    Gradient: Gradient,
    Jacobian: Jacobian,
    Pullback: Pullback,
    Entries: lambda term, row, col: Entries(term, row, None if col == 1 else col),
    Entry: Entry,
    Unknown: Unknown,
    Trace: Trace,
    mat.Identity: _sized(mat.Identity),
    mat.OneMatrix: _sized(mat.OneMatrix),
    mat.ZeroMatrix: _sized(mat.ZeroMatrix),
    mat.HadamardPower: partial(_power, mat.HadamardPower),
    mat.MatPow: partial(_power, mat.MatPow),
    ElementwiseApplyFunction: None,
    **{kind: partial(_unaligned, kind) for kind in (mat.MatAdd, mat.MatMul, mat.HadamardProduct)},
    **{kind: kind for kind in (mat.Transpose, mat.DiagMatrix)},
}
"""What has parts -> how it is put together again, with nothing simplified."""

NO_NUMBERS = {type(e) for e in (S.Infinity, S.NegativeInfinity, S.ComplexInfinity, S.NaN, S.ImaginaryUnit)}

FUNCTIONS = {*NAMED}
"""The functions known by name; besides, what `activation`, `loss` and `in_pieces` made."""
