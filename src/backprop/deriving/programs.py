"""What is given, what is computed from it in order, and the cost: as a model of the language and as NumPy code."""

from dataclasses import dataclass, field
from functools import cached_property

from backprop.deriving.quantities import Letters
from backprop.proving import model


@dataclass(frozen=True)
class Program:
    """The way forward.

    Attributes
    ----------
    given, definitions : tuple
        Quantities, and how each other one is computed, in order; the last is the cost.
    letters : Letters
    wanted : tuple of Quantity
        Those given by which the cost is differentiated.
    deltas : dict
        The name of a quantity -> the name of the gradient with respect to it, a Quantity.
    inlined : frozenset of str
        Names of quantities whose gradients are put in where they occur, and not shown by themselves.
    local : bool
        Whether each gradient is proved in its own part of the program, above which nothing is known of the cost.
    labels : Labels
        Labels that add up to 1, and any numbers of which they are made; None where labels may be anything.
    layers : dict
        The name of a quantity -> the number of its layer, from 1; empty for a formula.
    """

    given: tuple
    definitions: tuple
    letters: Letters
    wanted: tuple
    deltas: dict = field(default_factory=dict)
    inlined: frozenset = frozenset()
    local: bool = False
    labels: object = None
    layers: dict = field(default_factory=dict)

    @property
    def cost(self):
        return self.definitions[-1].of

    @cached_property
    def names(self):
        """What every symbol is called in Python."""
        quantities = (*self.given, *(d.of for d in self.definitions))
        gradients = [q.gradient(self.cost) for q in quantities]
        return {q.name: q.code for q in (*quantities, *gradients, *self.deltas.values())} | size_names(self.given)

    def consumers(self, v):
        """The definitions in which a quantity stands, and on which the cost depends."""
        return [d for d in self.definitions if v in d.arguments and (d.of == self.cost or self.reaches_cost(d.of))]

    def made(self, v):
        """How a quantity is computed; None if it is given."""
        return next((d for d in self.definitions if d.of == v), None)

    def text(self):
        """The whole model, as it is typed."""
        return self._model_text(self.given, [d.line(self.letters) for d in self.definitions])

    def _model_text(self, given, lines):
        """A model, in which labels are made of the numbers that they may be."""
        made = self.labels
        if made is None or made.of not in given:
            return model_text(given, lines)
        return model_text([made.argument if q == made.of else q for q in given], [made.line(self.letters), *lines])

    @cached_property
    def whole(self):
        """The whole model."""
        return model(self.text())

    def letters_model(self):
        """A model in which everything is given: what the letters are, and nothing of what is computed."""
        return model(model_text([*self.given, *(d.of for d in self.definitions)], []))

    def step_model(self, definition):
        """The model of one step, from what it is computed from.

        Before a cost stands what it is computed from too, since that tells of what a logarithm may be taken.
        """
        steps = [d for d in map(self.made, definition.arguments) if d and definition.of == self.cost] + [definition]
        return model(model_text(_held(steps), [d.line(self.letters) for d in steps]))

    def between(self, v, references):
        """The definitions from a quantity on to the first that all its ways to the cost lead through, as a list.

        They hold those of `references`, quantities.
        """
        below = self._above(v)
        last = max((self._place(q) for q in references if q in below), default=-1)
        for place, definition in enumerate(self.definitions):
            c = definition.of
            lead_through = self.cost not in self._above(v, without=c)
            if c in below and place >= last and not c.is_number and lead_through:
                return [d for d in self.definitions[: place + 1] if d.of in below]
        return [d for d in self.definitions if d.of in below]

    def reaches_cost(self, v):
        """Whether the cost depends on a quantity."""
        return self.cost in self._above(v)

    def _place(self, q):
        return next(place for place, d in enumerate(self.definitions) if d.of == q)

    def _above(self, v, without=None):
        """All that is computed from a quantity, but for what another is needed."""
        found = {v}
        for d in self.definitions:
            if d.of != without and found.intersection(d.arguments):
                found.add(d.of)
        return found - {v}

    def local_model(self, v, references, deltas):
        """The model in which the gradient with respect to `v` is proved, as it is typed."""
        definitions = self.between(v, references) if self.local else self.definitions
        reaches_cost = definitions[-1].of == self.cost
        if self.local and reaches_cost and (own := self.made(v)):
            definitions.insert(0, own)  # of what it is made tells that a logarithm may be taken of it
        given = _held(definitions) if self.local else self.given
        lines = [d.line(self.letters) for d in definitions]
        if not reaches_cost:
            lines.append(f"{self.cost.name} = {self.cost.name}({definitions[-1].of.name})")
        for q, delta in deltas:
            row, col = self.letters.pair(q.shape)
            lines.append(f"{delta.at(row, col)} = {q.gradient(self.cost).at(row, col)}")
        return self._model_text(given, lines)


def model_text(given, lines):
    """A model as it is typed, from quantities and definitions."""
    return "\n".join([f"given {', '.join(q.given() for q in given)}", *(f"  {line}" for line in lines)])


def _held(definitions):
    """What definitions are computed from, and do not compute."""
    computed = {d.of for d in definitions}
    return list(dict.fromkeys(q for d in definitions for q in d.arguments if q not in computed))


def size_names(given):
    """Size -> its Python, from the first array given that has it."""
    found = {}
    for q in given:
        for axis, size in enumerate(q.shape):
            if size != "1" and not size.isdecimal():
                found.setdefault(size, f"len({q.code})" if axis == 0 else f"{q.code}.shape[{axis}]")
    return found
