"""Products of matrices: as typed, entry by entry, backwards, and in NumPy, where a column has one axis."""

from dataclasses import dataclass, replace

from sympy import Expr, Integer

from backprop.deriving.quantities import Quantity
from backprop.deriving.scalars import as_factor_of, bracketed, code, ones_name, simplest


def ones(size):
    """The column of ones, 1_m."""
    return Factor(Quantity(ones_name(size), size, "1", f"np.ones({size})"))


def _identity(v):
    """The identity that fits a square matrix."""
    return Factor(Quantity(f"I_{v.rows}", v.rows, v.rows, f"np.eye(len({v.code}))"))


@dataclass(frozen=True)
class Factor:
    """A quantity in a product, transposed or not."""

    of: Quantity
    turned: bool = False

    @property
    def shape(self):
        return self.of.shape[::-1] if self.turned else self.of.shape

    @property
    def is_ones(self):
        """Whether it is a column of ones, or a row."""
        return self.of.name.startswith("1_")

    def flipped(self):
        return replace(self, turned=not self.turned) if not self.of.is_number else self

    def text(self):
        return self.of.turned if self.turned else self.of.name

    def at(self, row, col):
        """An entry, as typed; "" for the entries of ones."""
        return "" if self.is_ones else self.of.at(col, row) if self.turned else self.of.at(row, col)


@dataclass(frozen=True)
class Term:
    """A number times a product of matrices, ``Term(1/m, (X^T, R))``; with `traced`, the trace of the product."""

    coefficient: Expr
    factors: tuple
    traced: bool = False

    def text(self):
        """As it is typed, with a minus in front where there is one."""
        product = " ".join(f.text() for f in self.factors)
        if self.traced:
            product = f"tr({product})"
        return f"{before(self.coefficient)}{product}".strip() if product else as_factor_of(self.coefficient)

    def at(self, row, col, letters):
        """The entry in this row and column, as typed."""
        taken, here, sums, entries = row + col, row, "", []
        for place, factor in enumerate(self.factors):
            last = place == len(self.factors) - 1
            to = col if last else letters.fresh(factor.shape[1], taken)
            if not last and to:
                sums, taken = f"{sums}sum_{to} ", taken + to
            entries.append(factor.at(here, to))
            here = to
        return f"{before(self.coefficient)}{sums}{' '.join(filter(None, entries))}"

    def back(self, place, above):
        """What comes back to the factor at `place` if `above` comes back to the product: L^T G R^T for L v R."""
        left = [f.flipped() for f in reversed(self.factors[:place])]
        right = [f.flipped() for f in reversed(self.factors[place + 1 :])]
        coefficient, middle = self.coefficient, (Factor(above),)
        if above.is_number:
            coefficient, middle = coefficient * above.symbol, ()
        factors = (*left, *middle, *right) or (_identity(self.factors[place].of),)
        if self.factors[place].turned:
            factors = tuple(f.flipped() for f in reversed(factors))
        return Term(simplest(coefficient), factors)

    def code(self, names):
        """In NumPy; `names` says what the symbols of the coefficient are called there."""
        if self.traced:
            left, right = self.factors[0], self.factors[1:]
            inner = Term(Integer(1), right).code(names) if right else None
            if inner is None:
                return times_code(self.coefficient, f"np.trace({_one(left)})", names)
            return times_code(self.coefficient, f"np.sum({_one(left.flipped())} * {bracketed(inner)})", names)
        return times_code(self.coefficient, _product(self.factors), names)


def before(coefficient):
    """A number in front of a product, as typed."""
    if coefficient == 1:
        return ""
    return "-" if coefficient == -1 else f"{as_factor_of(coefficient)} "


def _one(factor):
    return f"{factor.of.code}.T" if factor.turned and "1" not in factor.of.shape else factor.of.code


def _product(factors):
    """Split where the inner size is 1: a column times a row is an outer product, a row times a column a number."""
    runs, run = [], []
    for factor in factors:
        if run and run[-1].shape[1] == "1":
            runs.append(run)
            run = []
        run.append(factor)
    runs.append(run)
    numbers, column, row = [], None, None
    for run in runs:
        text = _run(run)
        tall, wide = run[0].shape[0] != "1", run[-1].shape[1] != "1"
        if tall and wide:
            return text
        if tall:
            column = text
        elif wide:
            row = text
        else:
            numbers.append(text if "+" not in text else f"({text})")
    alone = len(numbers) == 1 and not column and not row
    parts = [f"({n})" if " " in n and not alone else n for n in numbers]
    if column and row:
        parts.append(f"np.outer({column}, {row})")
    elif column or row:
        whole = column or row
        parts.append(f"({whole})" if parts and " " in whole else whole)
    return " * ".join(parts)


def _run(run):
    """A product without an inner size of 1; with ones at an end it is a sum along an axis."""
    for end, inner, axis in ((run[-1], run[:-1], 1), (run[0], run[1:], 0)):
        if inner and end.is_ones:
            if len(inner) > 1:
                return f"({_run(inner)}).sum(axis={-axis})"
            (factor,) = inner
            along = "" if "1" in factor.of.shape else f"axis={1 - axis if factor.turned else axis}"
            return f"{factor.of.code}.sum({along})"
    return " @ ".join(map(_one, run))


def times_code(coefficient, text, names):
    """A number times something, in NumPy."""
    if coefficient == 1:
        return text
    inner = bracketed(text)
    if coefficient == -1:
        return f"-{inner}"
    sign = "-" if coefficient.could_extract_minus_sign() else ""
    above, below = (-coefficient if sign else coefficient).as_numer_denom()
    number = "" if above == 1 else f"{bracketed(code(above, names))} * "
    return f"{sign}{number}{inner}" + ("" if below == 1 else f" / {bracketed(code(below, names))}")
