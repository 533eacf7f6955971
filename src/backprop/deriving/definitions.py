"""How a quantity is computed from earlier ones, and what comes back to each of them: products, entries, sums.

Every kind has the same three methods: `line`, the definition as it is typed in a model; `forward`, its NumPy code;
`back`, the `Way` back to one of its arguments. A way is only proposed here: the referees judge it.
"""

from dataclasses import dataclass, field

from sympy import Expr, Integer, diff

from backprop.deriving.products import Term, before, times_code
from backprop.deriving.quantities import Known, Quantity
from backprop.deriving.scalars import (
    as_factor,
    as_factor_of,
    as_matrix,
    as_product,
    bracketed,
    code,
    joined,
    simplest,
    written,
)
from backprop.proving.language.functions import drelu


@dataclass(frozen=True)
class Way:
    """What comes back to a quantity through one that is computed from it.

    Attributes
    ----------
    at, matrix : str
        Its entry, and the whole as matrices, as they are typed; "" where there is no such form.
    code : str
        In NumPy.
    before : tuple of str
        The lines that lead to `at`, the first with derivatives that are still to be taken.
    """

    at: str
    matrix: str
    code: str
    before: tuple = ()

    @property
    def entries(self):
        """The lines of an entry, the last of them `at`."""
        return (*self.before, self.at)


@dataclass(frozen=True)
class Linear:
    """A sum of products: ``Z = X W + 1_m b^T``."""

    of: Quantity
    terms: tuple

    @property
    def arguments(self):
        found = [f.of for term in self.terms for f in term.factors if not f.is_ones]
        return tuple(dict.fromkeys(found))

    def line(self, letters):
        if letters.by_entries and not self.of.is_number:
            row, col = letters.pair(self.of.shape)
            entries = joined([term.at(row, col, letters) for term in self.terms])
            return f"{self.of.at(row, col)} = {entries}"
        return self.matrix_line()

    def matrix_line(self):
        """The definition as matrices."""
        return f"{self.of.name} = {joined([term.text() for term in self.terms])}"

    def forward(self, names):
        return joined([self._row(term).code(names) for term in self.terms])

    def _row(self, term):
        """1_m b^T is added to every row, which is what NumPy does with b."""
        return Term(term.coefficient, term.factors[1:]) if term.factors[0].is_ones else term

    def back(self, v, above, letters, names):
        ways = _together(
            term.back(place, above)
            for term in self.terms
            for place, factor in enumerate(term.factors)
            if factor.of == v
        )
        row, col = letters.pair(v.shape)
        at = joined([way.at(row, col, letters) for way in ways]) if not above.is_number else ""
        return Way(at, joined([way.text() for way in ways]), joined([way.code(names) for way in ways]))


@dataclass(frozen=True)
class Entrywise:
    """Each entry a formula of the entries in its place, and of numbers: ``A_ij = tanh(Z_ij)``.

    `slopes` maps the name of an argument to the derivative by it, where it has a shorter form in terms of the
    result. With `diagonal`, a slope is a diagonal matrix in front of what comes from above.
    """

    of: Quantity
    formula: Expr
    arguments: tuple
    slopes: dict = field(default_factory=dict, hash=False, compare=False)
    diagonal: bool = False

    def line(self, letters):
        row, col = letters.pair(self.of.shape)
        return f"{self.of.at(row, col)} = {written(self.formula, self._entries(row, col))}"

    def forward(self, names):
        return code(self.formula, names)

    def _entries(self, row, col):
        return {q.name: q.at(row, col) for q in (*self.arguments, self.of)}

    def slope(self, v):
        """The derivative by an argument, in entries."""
        if v.name in self.slopes:
            return self.slopes[v.name]
        return simplest(diff(self.formula, v.symbol))

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.of.shape)
        entries, slope = self._entries(row, col), self.slope(v)
        chain = f"{above.at(row, col)} d{self.of.at(row, col)}/d{v.at(row, col)}"
        if slope.is_number and not v.is_number:
            number, times = ("", "") if slope == 1 else (f"{written(slope)} ", f"{code(slope, names)} * ")
            return Way(f"{number}{above.at(row, col)}", f"{number}{above.name}", f"{times}{above.code}", (chain,))
        if isinstance(above, Known):  # both are numbers
            short = simplest(above.symbol * slope)
            return Way(written(above.symbol * slope), written(short), slope_code(short, v, set(), names))
        own = written(slope, entries)
        at = f"{above.at(row, col)} {as_product(own)}"
        if v.is_number and not self.of.is_number:
            summed = f"{_sums(row, col)} {at}"
            return Way(summed, summed, f"np.sum({above.code} * {bracketed(code(slope, names))})")
        arrays = {q.name for q in (*self.arguments, self.of) if not q.is_number}
        whole = as_matrix(slope, arrays, self.of.shape)
        by_entries = f"[{own}]_{row}{col}"
        matrix = at if self.of.is_number else slope_times(whole or by_entries, above.name, self.diagonal)
        text = f"{above.code} * {bracketed(code(slope, names))}"
        return Way(at, matrix, text, () if self.of.is_number else (chain,))


@dataclass(frozen=True)
class Summed:
    """A number: a formula of entries, added up over all of them: ``E = 1/(2 m) sum_i sum_q (A_iq - Y_iq)^2``."""

    of: Quantity
    coefficient: Expr
    formula: Expr
    arguments: tuple

    @property
    def over(self):
        """The shape of what is added up."""
        return next(q.shape for q in self.arguments if not q.is_number)

    def line(self, letters):
        row, col = letters.pair(self.over)
        entries = {q.name: q.at(row, col) for q in self.arguments}
        return (
            f"{self.of.name} = {before(self.coefficient)}{_sums(row, col)} {as_factor(written(self.formula, entries))}"
        )

    def forward(self, names):
        return times_code(self.coefficient, f"np.sum({code(self.formula, names)})", names)

    def slope(self, v):
        """The derivative by an entry, before what comes from above."""
        return simplest(self.coefficient * diff(self.formula, v.symbol))

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.over)
        entries = {q.name: q.at(row, col) for q in self.arguments}
        if v.is_number:
            inner = simplest(diff(self.formula, v.symbol))
            outer = self.coefficient * above.symbol
            number, times = (
                ("", "") if outer == 1 else (f"{as_factor_of(outer)} ", f"{bracketed(code(outer, names))} * ")
            )
            text = f"{number}{_sums(row, col)} {as_factor(written(inner, entries))}"
            return Way(text, text, f"{times}np.sum({code(inner, names)})")
        slope = self.slope(v) * above.symbol
        arrays = {q.name for q in self.arguments if not q.is_number}
        own = written(slope, entries)
        whole = as_matrix(slope, arrays, self.over)
        return Way(own, whole or f"[{own}]_{row}{col}", slope_code(slope, v, arrays, names))


def _sums(*letters):
    return " ".join(f"sum_{letter}" for letter in letters if letter)


def _together(terms):
    """Terms with the same factors as one."""
    found = {}
    for term in terms:
        known = found.get(term.factors)
        found[term.factors] = term if known is None else Term(known.coefficient + term.coefficient, term.factors)
    return list(found.values())


def slope_times(slope, above, diagonal):
    """A slope and what comes from above, both matrices as typed."""
    if diagonal:
        return f"diag({slope}) {as_product(above)}"
    return f"{above} * {as_factor(slope) if ' * ' not in slope else f'({slope})'}"


def slope_code(slope, v, arrays, names):
    """A slope by itself in NumPy, numbers in the shape of `v`, even where it is constant, or a comparison."""
    text = code(slope, names)
    if isinstance(slope, drelu):
        return f"1.0 * {text}"
    if v.is_number or not arrays.isdisjoint(s.name for s in slope.free_symbols):
        return text
    return f"np.full({v.code}.shape, {text})" if slope != 1 else f"np.ones_like({v.code})"


ONE = Known("1", code="1", formula=Integer(1))
"""What comes back to the cost itself."""
