"""The quantities and gradients of a model in exact numbers, small enough for a board."""

from sympy import Integer, Matrix, Symbol, simplify, sympify
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.written_out import U, WrittenOut, with_formulas
from backprop.proving.language.notation import Array
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
        given = {a.name: (a, Matrix(sympify(v))) for a, v in given.items()}
        if missing := set(model.given) - set(given):
            raise ValueError(f"numbers are missing for {', '.join(sorted(missing))}")
        sizes = {}
        for array, numbers in given.values():
            numbers = numbers.T if array.shape[0] == 1 and numbers.shape[1] == 1 else numbers
            for size, length in zip(array.shape, numbers.shape, strict=True):
                if sizes.setdefault(size, Integer(length)) != length or (size.is_Integer and size != length):
                    raise ValueError(f"{array.name} has {numbers.shape} numbers, expected {array.shape} with {sizes}")
        self.numbers, self.written = (
            {},
            WrittenOut(model, {s: v for s, v in sizes.items() if isinstance(s, Symbol)}),
        )
        for array, numbers in given.values():
            entries = (
                self.written.array(array, {})
                if isinstance(array, Array)
                else Matrix([self.written.leaf(array.name, ())])
            )
            self.numbers.update(zip(entries, numbers, strict=True))
        self.formula = activation(U)

    def __getitem__(self, expr):
        """The exact value of a scalar or a matrix: ``by_hand[yhat]``, ``by_hand[Gradient(C, w)]``."""
        if isinstance(expr, MatrixExpr):
            return self.written.array(expr, {}).applyfunc(self._exact)
        return self._exact(self.written.number(expr, {}))

    def _exact(self, e):
        return simplify(with_formulas(e, lambda _: self.formula).xreplace(self.numbers))

    def table(self, *exprs):
        """The values of these, one a row."""
        return Table(("quantity", "value"), [(e, self[e]) for e in exprs])
