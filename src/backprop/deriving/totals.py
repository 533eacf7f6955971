"""A number that is several things added up: sums over entries, products that are numbers, and formulas of numbers."""

from dataclasses import dataclass

from backprop.deriving.definitions import Way
from backprop.deriving.quantities import Quantity
from backprop.deriving.scalars import joined


@dataclass(frozen=True)
class Total:
    """E = the sum of its parts, each a definition of E alone, such as a `Summed` or a `Linear`."""

    of: Quantity
    parts: tuple

    @property
    def arguments(self):
        return tuple(dict.fromkeys(q for part in self.parts for q in part.arguments))

    def line(self, letters):
        sides = [part.line(letters).partition(" = ")[2] for part in self.parts]
        return f"{self.of.name} = {joined(sides)}"

    def forward(self, names):
        return joined([part.forward(names) for part in self.parts])

    def back(self, v, above, letters, names):
        ways = [part.back(v, above, letters, names) for part in self.parts if v in part.arguments]
        return Way("", joined([way.matrix for way in ways]), joined([way.code for way in ways]))
