"""What the book writes with: sizes, indices, arrays, the unnamed activation, sums, and products in the order given."""

import re

from sympy import (
    Add,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    Mul,
    Sum,
    Symbol,
    SympifyError,
    sympify,
)
from sympy.core.symbol import Str
from sympy.matrices.expressions import DiagMatrix, HadamardProduct, MatMul
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol

LETTERS = "A-Za-zΓΔΘΛΞΠΣΦΨΩα-νξπρστυφχψω"
"""Latin letters and Greek ones; o and the capital A are Latin."""

LAYER = f"[{LETTERS}](?:[+-][0-9]+)?|[0-9]+"
"""A letter or a number, or a letter and a number more or less, and nothing else that could be printed."""

LAYERED = re.compile(rf"([^\W\d]+)\^\(({LAYER})\)")
"""The name of an array with its layer, such as W^(l), W^(l+1) or W^(2)."""

COUNTED = re.compile("([XWbZAHGza])([0-9]+)")
"""W2, the short way to write W^(2), for the arrays that always have layers."""


def named(name):
    if type(name) is not str:
        raise TypeError(f"a name is a str, such as 'w' or 'f1'; got {name!r}")
    return name


def expression(e, needed="a number or an expression, such as 2 or w[j, k], is needed here"):
    """What stands for a number or a matrix, in SymPy. Raises `TypeError` for text, None, a list, and so on."""
    if isinstance(e, Expr):
        return e
    try:
        built = sympify(e, strict=True)
    except SympifyError:
        built = None
    if not isinstance(built, Expr):
        raise TypeError(f"{needed}; got {e!r}")
    return built


def shown(number):
    """A number in a message; Python writes none of more than 4300 digits."""
    try:
        return str(number)
    except ValueError:
        return "a number of too many digits"


BELOW = re.compile(rf"([fn])([0-9]+)|([^\W_]+)_(?:\(({LAYER})\)|([^\W_]+))")
"""f3, n_(l-1) and w_new."""


def name_parts(name):
    """The letters of a name, the layer above them, and what stands below.

    W3 and W^(l) are arrays and carry their layer above; f3, n_(l-1) and w_new carry theirs below.
    """
    if above := LAYERED.fullmatch(name) or COUNTED.fullmatch(name):
        return *above.groups(), ""
    if below := BELOW.fullmatch(name):
        letters, script = filter(None, below.groups())
        return letters, "", script
    return name, "", ""


def size(name):
    """A size such as m: any positive integer. That of a layer is ``n_l`` or ``n_(l-1)``."""
    return Symbol(named(name), integer=True, positive=True)


class Index(Symbol):
    """An index with its range: ``Index("j", m)`` runs over 1, ..., m wherever it stands free.

    Two indices of one name and different ranges are different symbols, so a range cannot be mistaken silently.
    """

    __slots__ = ("_size",)

    def __new__(cls, name, size):
        self = Symbol.__xnew__(cls, named(name), integer=True)
        self._size = _whole(size)
        return self

    @property
    def size(self):
        """The range is 1, ..., size."""
        return self._size

    def __getnewargs_ex__(self):
        return (self.name, self.size), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), self.size)


def _whole(size):
    """A size in SymPy; whether it is one for every m is seen where it is used."""
    if not isinstance(size, (int, Expr)) or isinstance(size, bool):
        raise TypeError(f"a size is a whole number or size('m'); got {size!r}")
    size = Integer(size) if isinstance(size, int) else size
    if (size.is_number and not size.is_integer) or size.is_positive is False:
        raise ValueError(f"a size is a whole number; got {shown(size)}, and the least is 1")
    return size


class Array(MatrixSymbol):
    """An array of the book: ``w[j, k]`` is an entry, counted from 1; ``w`` alone is the matrix.

    Made by `matrix`, `column` and `row`. A column and a row take one index: ``x[k]``. A name may end in a layer,
    ``W^(l+1)``: arrays of two layers are two arrays.
    """

    def __new__(cls, name, rows, cols, kind="matrix", sign="real"):
        name = str(name)
        if (layered := LAYERED.fullmatch(name)) and COUNTED.fullmatch(short := "".join(layered.groups())):
            name = short
        self = MatrixSymbol.__new__(cls, name, _whole(rows), _whole(cols))
        self._args = (*self.args[:3], Str(str(kind)), Str(str(sign)))
        return self

    @property
    def sizes(self):
        """One size for each index that an entry takes."""
        return {"column": self.shape[:1], "row": self.shape[1:], "matrix": self.shape}[self.args[3].name]

    @property
    def positive(self):
        """Whether every entry is declared to be positive."""
        return self.args[4].name == "positive"

    @property
    def base(self):
        return IndexedBase(self.name, **{self.args[4].name: True})

    def _refuse_number(self, other):
        if not getattr(other, "is_Matrix", False):
            ones = f"OneMatrix({self.rows}, {self.cols})"
            raise TypeError(f"a number is not added to a matrix, such as {self.name}; write {ones} times the number")

    def __add__(self, other):
        self._refuse_number(other)
        return super().__add__(other)

    def __radd__(self, other):
        self._refuse_number(other)
        return super().__radd__(other)

    def __sub__(self, other):
        self._refuse_number(other)
        return super().__sub__(other)

    def __rsub__(self, other):
        self._refuse_number(other)
        return super().__rsub__(other)

    def __rtruediv__(self, other):
        raise TypeError(f"nothing is divided by a matrix, such as {self.name}; divide by its entries, one at a time")

    def _entry(self, i, j, **kwargs):
        """SymPy's entry, which counts from 0, is read as the book's where both indices are the author's: w.T[q, p]."""
        return self.at(i, j) if isinstance(i, Index) and isinstance(j, Index) else super()._entry(i, j, **kwargs)

    def __getitem__(self, indices):
        indices = indices if isinstance(indices, tuple) else (indices,)
        if len(indices) != len(self.sizes):
            raise IndexError(
                f"{self.name} takes {len(self.sizes)} {'index' if len(self.sizes) == 1 else 'indices'}, "
                f"one for each of its sizes {self.sizes}; got {indices}"
            )
        return Indexed(self.base, *[expression(i, "an index is a whole number or Index('j', m)") for i in indices])

    __iter__ = __contains__ = None  # its entries have no end, as its sizes are symbols

    def at(self, i, j):
        """The entry in row i and column j, whatever the number of indices."""
        return self[{"column": (i,), "row": (j,), "matrix": (i, j)}[self.args[3].name]]


def matrix(name, rows, cols, positive=False):
    """A rows x cols array, entries ``W[i, j]``; given positive, if so declared."""
    return Array(named(name), rows, cols, "matrix", _sign(positive))


def column(name, rows, positive=False):
    """A rows x 1 array, entries ``x[i]``; given positive, if so declared."""
    return Array(named(name), rows, 1, "column", _sign(positive))


def row(name, cols, positive=False):
    """A 1 x cols array, entries ``b[j]``; given positive, if so declared."""
    return Array(named(name), 1, cols, "row", _sign(positive))


def scalar(name, positive=False):
    """A single real number such as the cost C; given positive, if so declared."""
    return Symbol(named(name), **{_sign(positive): True})


def _sign(positive):
    return "positive" if positive else "real"


def total(term, *indices):
    """The sum of `term` over each index, from 1 to its size."""
    if strange := [i for i in indices if not isinstance(i, Index)]:
        raise TypeError(f"a sum runs over an Index, such as Index('j', m); got {strange[0]}")
    term = expression(term)
    return Sum(term, *[(i, 1, i.size) for i in indices]) if indices else term


def times(*factors):
    """The product of the factors, kept in the order in which they were written."""
    if strange := [f for f in factors if not isinstance(f, (int, float, Expr, MatrixExpr))]:
        raise TypeError(f"a product is of numbers and matrices; got {strange[0]!r}")
    if any(isinstance(f, MatrixExpr) for f in factors):
        return MatMul(*factors)
    return Mul(*factors, evaluate=False)


def plus(*terms):
    """The sum of the terms, printed in the order in which they were written.

    A zero stands in front, as in no sum that SymPy has put in an order of its own.
    """
    return Add(0, *map(expression, terms), evaluate=False)


def hadamard(*factors):
    """The product entry by entry, a (.) b, kept in the order in which it was written."""
    return HadamardProduct(*matrices(factors))


def diagonal(vector):
    """The square matrix with a column on its diagonal."""
    return DiagMatrix(*matrices([vector]))


def matrices(things):
    if not things or (strange := [e for e in things if not isinstance(e, MatrixExpr)]):
        raise TypeError(f"matrices are needed here, such as w or times(w, x); got {strange[0] if things else 'none'}")
    return things


def is_number(symbol):
    """A real number of a model, as `scalar` makes it; not a size, an index, or a symbol of any value."""
    return isinstance(symbol, Symbol) and bool(symbol.is_real) and not symbol.is_integer


def mentioned(expr):
    """The names of the arrays and numbers in an expression."""
    entries = {e.base.name for e in expr.atoms(Indexed)}
    numbers = {s.name for s in expr.free_symbols if is_number(s)}
    return entries | numbers | {a.name for a in expr.atoms(Array)}
