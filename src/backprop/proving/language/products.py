"""Sums, products and powers of numbers and matrices, as a text writes them: nothing is evaluated, every shape fits."""

from sympy import Dummy, Identity, Integer, Mul, Pow, Rational
from sympy.matrices.expressions import MatAdd, MatPow
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import plain
from backprop.proving.language.notation import Array, hadamard, plus, times
from backprop.proving.language.operators import Entry

ANY = Identity(Dummy("any", integer=True, positive=True))
"""The identity, before its neighbours tell its size."""


class Misfit(ValueError):
    """What does not fit, and which of the parts it is."""

    def __init__(self, message, place=0):
        super().__init__(message)
        self.place = place


def is_matrix(value):
    """Whether a value is a matrix; an array of 1 by 1 is one, too."""
    return isinstance(value, MatrixExpr)


def is_single(value):
    """Whether a value is a matrix of one number."""
    return is_matrix(value) and tuple(value.shape) == (1, 1)


def is_large(value):
    """Whether a value is a matrix of more than one number."""
    return is_matrix(value) and not is_single(value)


def by(value):
    """A shape in words."""
    rows, cols = value.shape
    return f"{rows} by {cols}"


def number(value, place=0):
    """A value that has to be a number; a matrix of 1 by 1 is its entry."""
    if not is_matrix(value):
        return value
    if not is_single(value):
        raise Misfit(f"a number is needed here, and {shown(value)} is a matrix of {by(value)}", place)
    return Entry(value)


def shown(value):
    """A value as the book prints it, beginning with what it is."""
    return "I" if value == ANY else plain(value)


def added(signs, values):
    """The sum of values, each with its sign."""
    large = [v for v in values if is_large(v) and v != ANY]
    if not large and not all(map(is_matrix, values)):
        terms = [number(value, place) for place, value in enumerate(values)]
        terms = [_negative(term) if sign == "-" else term for sign, term in zip(signs, terms, strict=True)]
        return terms[0] if len(terms) == 1 else plus(*terms)
    terms, first = [], large[0] if large else values[0]
    for place, (sign, value) in enumerate(zip(signs, values, strict=True)):
        if not is_matrix(value):
            raise Misfit(
                f"a number, {shown(value)}, is added to a matrix of {by(first)}, {shown(first)}; "
                "ones are written 1_m, with their size",
                place,
            )
        value = _identity(value, first.shape[0]) if large else value
        if tuple(value.shape) != tuple(first.shape):
            raise Misfit(
                f"matrices of one shape are added; {shown(first)} is {by(first)}, and {shown(value)} is {by(value)}",
                place,
            )
        terms.append(times(-1, value) if sign == "-" else value)
    return terms[0] if len(terms) == 1 else MatAdd(*terms)


def _identity(value, size):
    return Identity(size) if value == ANY else value


def _negative(term):
    number, *rest = term.args if isinstance(term, Mul) else (term,)
    if isinstance(number, Rational) and number >= 0:
        return Mul(-number, *rest, evaluate=False) if rest else -number
    return Mul(-1, *([term] if isinstance(number, Rational) else [number, *rest]), evaluate=False)


def over(factors, value, whole):
    """Factors and a divisor that follows them; a whole number over a `whole` one is a fraction."""
    value = number(value, len(factors))
    if value == 0:
        raise Misfit("a division by 0", len(factors))
    if whole and factors and isinstance(factors[-1], Rational):
        return [*factors[:-1], Rational(factors[-1], value)]
    inverse = Pow(value, -1, evaluate=False)
    if factors == [1]:
        return [Mul(*map(_inverse, value.args), evaluate=False) if isinstance(value, Mul) else inverse]
    if not (matrices := [factor for factor in factors if is_matrix(factor)]):
        return [*factors, inverse]
    if is_single(whole_row := product(matrices)):
        return [*(factor for factor in factors if not is_matrix(factor)), Entry(whole_row), inverse]
    return [inverse, *factors]


def _inverse(value):
    whole = isinstance(value, Integer) and value != 0
    return Rational(1, value) if whole else Pow(value, -1, evaluate=False)


def product(factors):
    """Factors side by side: numbers in their order, before the product of the matrices."""
    first = factors[0]
    if (
        isinstance(first, Rational)
        and not first.is_Integer
        and any(isinstance(f, Pow) and f.exp == -1 for f in factors[2:])
    ):
        return product([first, product(factors[1:])])  # 1/2 a/b is one half of a quotient
    numbers, row = [], []
    for place, value in enumerate(factors):
        if not is_matrix(value):
            numbers.append(value)
            continue
        value = _identity(value, row[-1].shape[1]) if row else value
        if row and row[-1] == ANY:
            row[-1] = Identity(value.shape[0])
        if row and row[-1].shape[1] != value.shape[0]:
            if is_single(value):
                numbers.append(Entry(value))
                continue
            if (row[0].shape[0], row[-1].shape[1]) != (1, 1):
                fits = f"{shown(row[-1])} is {by(row[-1])}, and {shown(value)} is {by(value)}"
                raise Misfit(f"these have no product: {fits}; is a transpose missing, or * for entry by entry?", place)
            numbers.append(Entry(times(*row) if len(row) > 1 else row[0]))
            row = []
        row.append(value)
    if not row:
        return numbers[0] if len(numbers) == 1 else times(*numbers)
    if numbers:
        return times(numbers[0] if len(numbers) == 1 else Mul(*numbers, evaluate=False), *row)
    return row[0] if len(row) == 1 else times(*row)


def joined(operators, values):
    """Products joined by *, @ or the dotted circle, from left to right; what one of them joins is one product."""
    run, entrywise = [values[0]], False
    for place, (operator, right) in enumerate(zip(operators, values[1:], strict=True), 1):
        large = is_large(right) and any(map(is_large, run))
        if operator != "*" and not (is_matrix(right) and any(map(is_matrix, run))):
            does = "is the product of two matrices" if operator == "@" else "multiplies two matrices entry by entry"
            raise Misfit(f"{operator} {does}; a number stands on one side", place)
        by_entry = operator == "⊙" or (operator == "*" and large)
        if by_entry != entrywise:
            run, entrywise = [_run(run, entrywise)], by_entry
        if by_entry:
            (run[0], right), left = _identities(run[0], right), run[0]
            if tuple(run[0].shape) != tuple(right.shape):
                fits = f"{shown(left)} is {by(left)}, and {shown(right)} is {by(right)}"
                raise Misfit(f"entry by entry, both are of one shape; {fits}", place)
        run.append(right)
    return _run(run, entrywise)


def _run(values, entrywise):
    if len(values) == 1:
        return values[0]
    return hadamard(*values) if entrywise else product(values)


def _identities(left, right):
    return _identity(left, right.shape[0]), _identity(right, left.shape[0])


def power(value, exponent):
    """A power of a number, or a whole one of a square matrix."""
    if is_single(value):
        value = Entry(value)
    if not is_matrix(value):
        return Pow(value, exponent, evaluate=False)
    if isinstance(exponent, Integer) and exponent > 0 and value.shape[0] == value.shape[1]:
        return MatPow(value, exponent)
    raise Misfit(f"{shown(value)} is a matrix of {by(value)}, and has no power here; entry by entry it is a * a")


def single(value):
    """A product that is one number as this number; an array of 1 by 1 stays a matrix."""
    return Entry(value) if is_single(value) and not isinstance(value, Array) else value
