"""What mixes the units of one example: softmax, log-sum-exp, and the parts of a layer norm.

With `rows`, an example is a row, and its units lie along the columns; otherwise one example is a column. The way back
is that of appendix F's layer norm and of chapter 7's softmax.
"""

from dataclasses import dataclass

from backprop.deriving.definitions import Way
from backprop.deriving.quantities import Quantity


class _Rowwise:
    """What all have in common: letters for an example, its unit, and another unit of the same example."""

    def _places(self, letters, q):
        row, col = letters.pair(q.shape)
        return row, col, letters.fresh(q.cols if self.rows else q.rows, row + col)

    def _other(self, row, col, other):
        """The place of another unit of the same example."""
        return (row, other) if self.rows else (other, col)

    def _along(self, q):
        """The size along which an example lies."""
        return q.cols if self.rows else q.rows

    def _axis(self):
        return "axis=1, keepdims=True" if self.rows else ""

    def _column(self, code):
        """A number for each example, to be combined with its row."""
        return f"{code}[:, np.newaxis]" if self.rows else code


@dataclass(frozen=True)
class Softmax(_Rowwise):
    """A_iq = exp(Z_iq)/(sum_t exp(Z_it)), the softmax of each example."""

    of: Quantity
    argument: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return (self.argument,)

    def line(self, letters):
        row, col, t = self._places(letters, self.of)
        z, other = self.argument, self._other(row, col, t)
        return f"{self.of.at(row, col)} = exp({z.at(row, col)})/(sum_{t} exp({z.at(*other)}))"

    def forward(self, names):
        z = self.argument.code
        return f"np.exp({z}) / np.exp({z}).sum({self._axis()})"

    def back(self, v, above, letters, names):
        row, col, t = self._places(letters, self.of)
        other = self._other(row, col, t)
        a, sums = self.of, f"sum_{t} {self.of.at(*other)} {above.at(*other)}"
        at = f"{a.at(row, col)} ({above.at(row, col)} - {sums})"
        return Way(at, "", f"{a.code} * ({above.code} - ({a.code} * {above.code}).sum({self._axis()}))")


@dataclass(frozen=True)
class LogSoftmax(_Rowwise):
    """L_iq = Z_iq - ln(sum_t exp(Z_it)), the logarithm of the softmax; P, the softmax, is computed beside it."""

    of: Quantity
    argument: Quantity
    softmax: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return (self.argument,)

    def line(self, letters):
        row, col, t = self._places(letters, self.of)
        z = self.argument
        return f"{self.of.at(row, col)} = {z.at(row, col)} - ln(sum_{t} exp({z.at(*self._other(row, col, t))}))"

    def forward(self, names):
        z = self.argument.code
        return f"{z} - np.log(np.exp({z}).sum({self._axis()}))"

    def back(self, v, above, letters, names):
        row, col, t = self._places(letters, self.of)
        sums = f"sum_{t} {above.at(*self._other(row, col, t))}"
        at = f"{above.at(row, col)} - {self.softmax.at(row, col)} {sums}"
        return Way(at, "", f"{above.code} - {self.softmax.code} * {above.code}.sum({self._axis()})")


@dataclass(frozen=True)
class LogSumExp(_Rowwise):
    """s_i = ln(sum_t exp(Z_it)), of each example; P, the softmax, is computed beside it."""

    of: Quantity
    argument: Quantity
    softmax: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return (self.argument,)

    def line(self, letters):
        row, col = letters.pair(self.argument.shape)
        t = col if self.rows else row
        return f"{self.of.at(row, '')} = ln(sum_{t} exp({self.argument.at(row, col)}))"

    def forward(self, names):
        return f"np.log(np.exp({self.argument.code}).sum({'axis=1' if self.rows else ''}))"

    def back(self, v, above, letters, names):
        row, col = letters.pair(v.shape)
        if above.name == "1":
            return Way(self.softmax.at(row, col), self.softmax.name, self.softmax.code)
        at = f"{above.at(row, '')} {self.softmax.at(row, col)}"
        whole = f"{above.name} {self.softmax.name}" if above.is_number else f"diag({above.name}) {self.softmax.name}"
        return Way(at, whole, f"{self._column(above.code) if not above.is_number else above.code} * {self.softmax.code}")


@dataclass(frozen=True)
class Centred(_Rowwise):
    """D_ij = Z_ij - 1/n sum_s Z_is: less the mean of the example."""

    of: Quantity
    argument: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return (self.argument,)

    def line(self, letters):
        return f"{self._place(letters)} = {self._less_mean(self.argument, letters)}"

    def _place(self, letters):
        return self.of.at(*letters.pair(self.of.shape))

    def _less_mean(self, q, letters):
        row, col, s = self._places(letters, q)
        return f"{q.at(row, col)} - 1/{self._along(q)} sum_{s} {q.at(*self._other(row, col, s))}"

    def forward(self, names):
        return f"{self.argument.code} - {self.argument.code}.mean({self._axis()})"

    def back(self, v, above, letters, names):
        return Way(self._less_mean(above, letters), "", f"{above.code} - {above.code}.mean({self._axis()})")


@dataclass(frozen=True)
class Spread(_Rowwise):
    """xi_i = sqrt(1/n sum_j D_ij^2 + epsilon): the spread of the example."""

    of: Quantity
    argument: Quantity
    small: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return self.argument, self.small

    def line(self, letters):
        row, col = letters.pair(self.argument.shape)
        j = col if self.rows else row
        inside = f"1/{self._along(self.argument)} sum_{j} {self.argument.at(row, col)}^2 + {self.small.name}"
        return f"{self.of.at(row, '')} = sqrt({inside})"

    def forward(self, names):
        return f"np.sqrt(({self.argument.code}**2).mean({'axis=1' if self.rows else ''}) + {self.small.code})"

    def back(self, v, above, letters, names):
        row, col = letters.pair(v.shape)
        n = self._along(v)
        at = f"{above.at(row, '')} {v.at(row, col)}/({n} {self.of.at(row, '')})"
        ratio = self._column(f"({above.code} / {self.of.code})" if self.rows else f"{above.code} / {self.of.code}")
        return Way(at, "", f"{ratio} * {v.code} / {v.code}.shape[-1]")


@dataclass(frozen=True)
class Normalised(_Rowwise):
    """N_ij = D_ij/xi_i: in units of the spread."""

    of: Quantity
    argument: Quantity
    spread: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return self.argument, self.spread

    def line(self, letters):
        row, col = letters.pair(self.of.shape)
        return f"{self.of.at(row, col)} = {self.argument.at(row, col)}/{self.spread.at(row, '')}"

    def forward(self, names):
        return f"{self.argument.code} / {self._column(self.spread.code)}"

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.of.shape)
        if v == self.argument:
            at = f"{above.at(row, col)}/{self.spread.at(row, '')}"
            return Way(at, "", f"{above.code} / {self._column(self.spread.code)}")
        j = col if self.rows else row
        at = f"-1/{v.at(row, '')} sum_{j} {above.at(row, col)} {self.of.at(row, col)}"
        axis = "axis=1" if self.rows else ""
        return Way(at, "", f"-({above.code} * {self.of.code}).sum({axis}) / {v.code}")


@dataclass(frozen=True)
class Scaled(_Rowwise):
    """U_ij = gamma_j N_ij + kappa_j: a gain and a shift for each unit."""

    of: Quantity
    argument: Quantity
    gain: Quantity
    shift: Quantity
    rows: bool = True

    @property
    def arguments(self):
        return self.argument, self.gain, self.shift

    def line(self, letters):
        row, col = letters.pair(self.of.shape)
        j = col if self.rows else row
        gain, shift = (q.at(j, "") for q in (self.gain, self.shift))
        return f"{self.of.at(row, col)} = {gain} {self.argument.at(row, col)} + {shift}"

    def forward(self, names):
        return f"{self.gain.code} * {self.argument.code} + {self.shift.code}"

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.of.shape)
        j = col if self.rows else row
        sums = f"sum_{row} " if self.rows else ""
        summed = ".sum(axis=0)" if self.rows else ""
        if v == self.argument:
            return Way(f"{self.gain.at(j, '')} {above.at(row, col)}", "", f"{self.gain.code} * {above.code}")
        if v == self.gain:
            product = f"{above.code} * {self.argument.code}"
            at = f"{sums}{above.at(row, col)} {self.argument.at(row, col)}"
            return Way(at, "", f"({product}){summed}" if self.rows else product)
        return Way(f"{sums}{above.at(row, col)}", "", f"{above.code}{summed}")


@dataclass(frozen=True)
class Labels(_Rowwise):
    """Y_iq = (1 - sum_t Q_it) I_1q + Q_iq: labels that add up to 1, made of any numbers Q (chapter 7)."""

    of: Quantity
    free: Quantity
    rows: bool = True

    def line(self, letters):
        row, col, t = self._places(letters, self.of)
        q = col if self.rows else row
        inside = f"1 - sum_{t} {self.free.at(*self._other(row, col, t))}"
        return f"{self.of.at(row, col)} = ({inside}) I_1{q} + {self.free.at(row, col)}"
