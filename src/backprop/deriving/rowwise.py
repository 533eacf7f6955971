"""What mixes the units of one example: softmax, its logarithm, log-sum-exp, and labels that add up to 1.

With `rows`, an example is a row, and its units lie along the columns; otherwise one example is a column. The way back
is that of chapter 7.
"""

from dataclasses import dataclass

from backprop.deriving.definitions import Way
from backprop.deriving.quantities import Quantity
from backprop.deriving.scalars import scaled


@dataclass(frozen=True)
class Rowwise:
    """What all have in common: letters for an example, its unit, and another unit of the same example."""

    of: Quantity
    argument: Quantity
    rows: bool

    @property
    def arguments(self):
        return (self.argument,)

    def places(self, letters, q):
        row, col = letters.pair(q.shape)
        return row, col, letters.fresh(self.along(*q.shape), row + col)

    def other(self, row, col, other):
        """The place of another unit of the same example."""
        return (row, other) if self.rows else (other, col)

    def along(self, row, col):
        """The one of two that goes along an example: of letters its unit's, of sizes how many units it has."""
        return col if self.rows else row

    @property
    def axis(self):
        return "axis=1" if self.rows else ""

    @property
    def kept_axis(self):
        return "axis=1, keepdims=True" if self.rows else ""

    def slope_at(self, letters, place, v):
        """d of an entry of this, over d of an entry of `v`."""
        return f"d{self.of.at(*place)}/d{v.at(*letters.pair(v.shape))}"

    def as_column(self, code):
        """A number for each example, to be combined with its row."""
        return f"{code}[:, np.newaxis]" if self.rows else code


class Softmax(Rowwise):
    """A_iq = exp(Z_iq)/(sum_t exp(Z_it)), the softmax of each example."""

    def line(self, letters):
        row, col, t = self.places(letters, self.of)
        z, other = self.argument, self.other(row, col, t)
        return f"{self.of.at(row, col)} = exp({z.at(row, col)})/(sum_{t} exp({z.at(*other)}))"

    def forward(self, names):
        z = self.argument.code
        return f"np.exp({z}) / np.exp({z}).sum({self.kept_axis})"

    def back(self, v, above, letters, names):
        row, col, t = self.places(letters, self.of)
        other = self.other(row, col, t)
        a, sums = self.of, f"sum_{t} {self.of.at(*other)} {above.at(*other)}"
        at = f"{a.at(row, col)} ({above.at(row, col)} - {sums})"
        before = (
            f"sum_{t} {above.at(*other)} {self.slope_at(letters, other, v)}",
            f"sum_{t} {above.at(*other)} {a.at(*other)} (I_{t}{self.along(row, col)} - {a.at(row, col)})",
        )
        return Way(at, "", f"{a.code} * ({above.code} - ({a.code} * {above.code}).sum({self.kept_axis}))", before)


@dataclass(frozen=True)
class LogSoftmax(Rowwise):
    """L_iq = Z_iq - ln(sum_t exp(Z_it)), the logarithm of the softmax; P, the softmax, is computed beside it."""

    why = "each by itself, and all through the sum"

    softmax: Quantity

    def line(self, letters):
        row, col, t = self.places(letters, self.of)
        z = self.argument
        return f"{self.of.at(row, col)} = {z.at(row, col)} - ln(sum_{t} exp({z.at(*self.other(row, col, t))}))"

    def forward(self, names):
        z = self.argument.code
        return f"{z} - np.log(np.exp({z}).sum({self.kept_axis}))"

    def back(self, v, above, letters, names):
        row, col, t = self.places(letters, self.of)
        sums = f"sum_{t} {above.at(*self.other(row, col, t))}"
        at = f"{above.at(row, col)} - {self.softmax.at(row, col)} {sums}"
        return Way(at, "", f"{above.code} - {self.softmax.code} * {above.code}.sum({self.kept_axis})")


@dataclass(frozen=True)
class LogSumExp(Rowwise):
    """s_i = ln(sum_t exp(Z_it)), of each example; P, the softmax, is computed beside it."""

    why = "the slope of a log-sum-exp is the softmax"

    softmax: Quantity

    def line(self, letters):
        row, col = letters.pair(self.argument.shape)
        t = self.along(row, col)
        return f"{self.of.at(row, '')} = ln(sum_{t} exp({self.argument.at(row, col)}))"

    def forward(self, names):
        return f"np.log(np.exp({self.argument.code}).sum({self.axis}))"

    def back(self, v, above, letters, names):
        row, col = letters.pair(v.shape)
        at = f"{above.at(row, '')} {self.softmax.at(row, col)}"
        name = self.softmax.name
        whole = f"diag({above.name}) {name}" if self.rows else scaled(above.symbol, name)
        return Way(at, whole, f"{self.as_column(above.code)} * {self.softmax.code}")


class Labels(Rowwise):
    """Y_iq = (1 - sum_t Q_it) I_1q + Q_iq: labels that add up to 1, made of any numbers Q (chapter 7)."""

    def line(self, letters):
        row, col, t = self.places(letters, self.of)
        q = self.along(row, col)
        inside = f"1 - sum_{t} {self.argument.at(*self.other(row, col, t))}"
        return f"{self.of.at(row, col)} = ({inside}) I_1{q} + {self.argument.at(row, col)}"
