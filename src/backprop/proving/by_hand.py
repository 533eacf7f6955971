"""The quantities and gradients of a model in exact numbers, small enough for a board."""

from itertools import product

from sympy import Array as NDimArray
from sympy import Float, Integer, Rational, simplify
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.written_out import U, WrittenOut, in_numbers
from backprop.proving.language.table import Table


class ByHand:
    """A model with numbers put in.

    Parameters
    ----------
    model : Model
    given : dict
        ``{w: [[1, 2], [0, 1]], x: [1, 1], ...}``: exact numbers for everything given; they fix the sizes.
    activation : callable
        sigma as a formula, ``lambda u: 1 / (1 + exp(-u))``; its derivative is SymPy's.

    Raises
    ------
    ValueError
        Something given has no numbers, or numbers of a shape that does not fit.
    """

    def __init__(self, model, given, activation):
        given = {a.name: _exact_numbers(a.name, value) for a, value in given.items()}
        if missing := set(model.given) - set(given):
            raise ValueError(f"numbers are missing for {', '.join(sorted(missing))}")
        sizes = {}
        for name, numbers in given.items():
            shape, expected = numbers.shape, model.ranges[name]
            fits = len(shape) == len(expected) and all(
                sizes.setdefault(s, length) == length if s.is_Symbol else s == length
                for s, length in zip(expected, shape, strict=True)
            )
            if not fits:
                raise ValueError(f"{name} has numbers of the shape {shape}, expected {expected} with {sizes}")
        self.written = WrittenOut(model, {s: Integer(length) for s, length in sizes.items()})
        self.numbers = {
            self.written.leaf(name, tuple(i + 1 for i in at)): numbers[at]
            for name, numbers in given.items()
            for at in product(*map(range, numbers.shape))
        }
        self.formula = activation(U)

    def __getitem__(self, expr):
        """The exact value of a scalar or a matrix: ``by_hand[yhat]``, ``by_hand[Gradient(C, w)]``."""
        if isinstance(expr, MatrixExpr):
            return self.written.array(expr, {}).applyfunc(self._exact)
        return self._exact(self.written.number(expr, {}))

    def _exact(self, e):
        return simplify(in_numbers(e, self.numbers, lambda _: self.formula))

    def table(self, *exprs):
        """The values of these, one a row."""
        return Table(("quantity", "value"), [(e, self[e]) for e in exprs])


def _exact_numbers(name, value):
    numbers = NDimArray(value)
    if decimals := numbers.atoms(Float):
        exact = Rational(str(decimal := decimals.pop()))
        raise ValueError(
            f"{name} holds the decimal {float(decimal)}, which may be rounded; write Rational({exact.p}, {exact.q})"
        )
    return numbers
