"""The parts of a layer norm: less the mean, over the spread, with a gain and a shift (appendix F)."""

from dataclasses import dataclass

from backprop.deriving.definitions import Way
from backprop.deriving.quantities import Quantity
from backprop.deriving.rowwise import Rowwise


class Centred(Rowwise):
    """D_ij = Z_ij - 1/n sum_s Z_is: less the mean of the example."""

    def line(self, letters):
        return f"{self.of.at(*letters.pair(self.of.shape))} = {self._less_mean(self.argument, letters)}"

    def _less_mean(self, q, letters):
        row, col, s = self.places(letters, q)
        return f"{q.at(row, col)} - 1/{self.along(*q.shape)} sum_{s} {q.at(*self.other(row, col, s))}"

    def forward(self, names):
        return f"{self.argument.code} - {self.argument.code}.mean({self.kept_axis})"

    def back(self, v, above, letters, names):
        row, col, s = self.places(letters, v)
        other = self.other(row, col, s)
        before = (
            f"sum_{s} {above.at(*other)} {self.slope_at(letters, other, v)}",
            f"sum_{s} {above.at(*other)} (I_{s}{self.along(row, col)} - 1/{self.along(*v.shape)})",
        )
        at = self._less_mean(above, letters)
        return Way(at, "", f"{above.code} - {above.code}.mean({self.kept_axis})", before)


@dataclass(frozen=True)
class Spread(Rowwise):
    """xi_i = sqrt(1/n sum_j D_ij^2 + epsilon): the spread of the example."""

    small: Quantity

    @property
    def arguments(self):
        return self.argument, self.small

    def line(self, letters):
        row, col = letters.pair(self.argument.shape)
        j = self.along(row, col)
        inside = f"1/{self.along(*self.argument.shape)} sum_{j} {self.argument.at(row, col)}^2 + {self.small.name}"
        return f"{self.of.at(row, '')} = sqrt({inside})"

    def forward(self, names):
        return f"np.sqrt(({self.argument.code}**2).mean({self.axis}) + {self.small.code})"

    def back(self, v, above, letters, names):
        row, col = letters.pair(v.shape)
        at = f"{above.at(row, '')} {v.at(row, col)}/({self.along(*v.shape)} {self.of.at(row, '')})"
        ratio = self.as_column(f"({above.code} / {self.of.code})" if self.rows else f"{above.code} / {self.of.code}")
        before = (f"{above.at(row, '')} {self.slope_at(letters, (row, ''), v)}",)
        return Way(at, "", f"{ratio} * {v.code} / {v.code}.shape[-1]", before)


@dataclass(frozen=True)
class Normalised(Rowwise):
    """N_ij = D_ij/xi_i: in units of the spread."""

    spread: Quantity

    @property
    def arguments(self):
        return self.argument, self.spread

    def line(self, letters):
        row, col = letters.pair(self.of.shape)
        return f"{self.of.at(row, col)} = {self.argument.at(row, col)}/{self.spread.at(row, '')}"

    def forward(self, names):
        return f"{self.argument.code} / {self.as_column(self.spread.code)}"

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.of.shape)
        if v == self.argument:
            at = f"{above.at(row, col)}/{self.spread.at(row, '')}"
            before = (f"{above.at(row, col)} {self.slope_at(letters, (row, col), v)}",)
            return Way(at, "", f"{above.code} / {self.as_column(self.spread.code)}", before)
        j = self.along(row, col)
        xi = v.at(row, "")
        before = (
            f"sum_{j} {above.at(row, col)} d{self.of.at(row, col)}/d{xi}",
            f"-sum_{j} {above.at(row, col)} {self.argument.at(row, col)}/{xi}^2",
        )
        at = f"-1/{xi} sum_{j} {above.at(row, col)} {self.of.at(row, col)}"
        return Way(at, "", f"-({above.code} * {self.of.code}).sum({self.axis}) / {v.code}", before)


@dataclass(frozen=True)
class Scaled(Rowwise):
    """U_ij = gamma_j N_ij + kappa_j: a gain and a shift for each unit."""

    gain: Quantity
    shift: Quantity

    @property
    def arguments(self):
        return self.argument, self.gain, self.shift

    def line(self, letters):
        row, col = letters.pair(self.of.shape)
        j = self.along(row, col)
        gain, shift = (q.at(j, "") for q in (self.gain, self.shift))
        return f"{self.of.at(row, col)} = {gain} {self.argument.at(row, col)} + {shift}"

    def forward(self, names):
        return f"{self.gain.code} * {self.argument.code} + {self.shift.code}"

    def back(self, v, above, letters, names):
        row, col = letters.pair(self.of.shape)
        j = self.along(row, col)
        sums = f"sum_{row} " if self.rows else ""
        summed = ".sum(axis=0)" if self.rows else ""
        if v == self.argument:
            return Way(f"{self.gain.at(j, '')} {above.at(row, col)}", "", f"{self.gain.code} * {above.code}")
        if v == self.gain:
            product = f"{above.code} * {self.argument.code}"
            at = f"{sums}{above.at(row, col)} {self.argument.at(row, col)}"
            return Way(at, "", f"({product}){summed}" if self.rows else product)
        return Way(f"{sums}{above.at(row, col)}", "", f"{above.code}{summed}")
