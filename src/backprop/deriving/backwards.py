"""The gradients of a program, from the cost back: each a derivation whose lines the referees accepted, and its code."""

import re
from dataclasses import dataclass

from backprop.deriving.definitions import ONE, Entrywise, Summed
from backprop.deriving.judging import judged, shortened
from backprop.deriving.known_numbers import formula_of, known
from backprop.deriving.line_texts import mentions, replaced, replaced_entries
from backprop.deriving.merging import short_product, softmax_into_entropy, two_slopes
from backprop.deriving.quantities import Quantity
from backprop.deriving.rowwise import Softmax
from backprop.deriving.scalars import as_product, joined, written
from backprop.proving import model

PUT_IN = "the derivatives of the numbers put in"
"""What is said beside a line into which they are put."""


@dataclass(frozen=True)
class Gradient:
    """The gradient of the cost with respect to a quantity.

    Attributes
    ----------
    by : Quantity
    named : Quantity
        The gradient itself, by its name: a delta where it has one.
    derivation : Derivation
    code : str
        What it is in NumPy, from gradients before it.
    closed : str
        The last line, as it is typed.
    through_cost : bool
        Whether it holds what the cost itself says.
    formula : Expr
        Of a number that the cost depends on through numbers alone, a formula of numbers.
    short : str
        The same as `closed` in one formula, where it stands for two slopes of which much cancels.
    """

    by: Quantity
    named: Quantity
    derivation: object
    code: str
    closed: str
    through_cost: bool = False
    formula: object = None
    short: str = ""


def gradients(program):
    """The gradients by everything computed and everything wanted, in the order in which they can be computed."""
    found = {}
    for definition in reversed(program.definitions):
        v = definition.of
        if v != program.cost and program.reaches_cost(v):
            found[v.name] = _Back(program, v, found).gradient()
        for given in program.given:
            if given in program.wanted and next(iter(program.consumers(given)), None) is definition:
                found[given.name] = _Back(program, given, found).gradient()
    return list(found.values())


class _Back:
    """The way back to one quantity."""

    def __init__(self, program, v, before):
        self.program, self.v, self.before = program, v, before
        self.cost, self.letters = program.cost, program.letters
        self.consumers = program.consumers(v)
        self.row, self.col = self.letters.pair(v.shape)
        self.lines, self.in_entries, self.through_cost = [], False, False

    def gradient(self):
        """Propose the lines, have them judged, and keep them."""
        program, v = self.program, self.v
        start = v.gradient(self.cost)
        named = program.deltas.get(v.name, start)
        ways = [d.back(v, self.above(d.of), self.letters, program.names) for d in self.consumers]
        text = joined([self._named_in_code(way.code) for way in ways])
        merged = self._merged()
        if merged is not None:
            text = merged
        else:
            self._propose(ways)
        closed = self.lines[-1][0]
        if named != start:
            before = start.at(self.row, self.col) if self.in_entries else start.name
            self.lines.insert(0, (before, f"definition of {named.name}"))
        if v.name in program.inlined:
            formula = formula_of(v, self.consumers, self.cost, self.before)
            return Gradient(v, named, None, text, closed, merged is not None, formula, self._short())
        used = self._used(start)
        deltas = [(q, program.deltas[q.name]) for q in used if q.name in program.deltas]
        references = [q for q in used if q != v] + [self.cost] * (merged is not None or self.through_cost)
        first = named.at(self.row, self.col) if self.in_entries else named.name
        derivation = judged(model(program.local_model(v, references, deltas)), first, self.lines)
        return Gradient(v, named, derivation if program.local else shortened(derivation), text, closed)

    def above(self, q):
        return ONE if q == self.cost else q.gradient(self.cost)

    def entries(self, text):
        turned = "^T" if self.v.rows == "1" != self.v.cols else ""
        return f"[{text}]_{self.row}{self.col}{turned}"

    def _propose(self, ways):
        """Entry by entry first, then as matrices, then with what is known of the gradients above."""
        if not all(way.matrix for way in ways):
            self.in_entries = self.v.name not in self.program.inlined
            self._add_all(ways, "{}" if self.in_entries else self.entries("{}"))
            return
        if not self.v.is_number and all(way.at for way in ways) and self.cost not in [d.of for d in self.consumers]:
            self._add_all(ways, self.entries("{}"))
        by_entry = "entry by entry" if self.lines else self._through(self.consumers[0])
        self.add(joined([way.matrix for way in ways]), by_entry)
        if any(d.of.is_number and d.of != self.cost for d in self.consumers):
            above = [known(self.before.get(d.of.name)) or self.above(d.of) for d in self.consumers]
            pairs = zip(self.consumers, above, strict=True)
            ways = [d.back(self.v, q, self.letters, self.program.names) for d, q in pairs]
            self.add(joined([way.matrix for way in ways]), PUT_IN)
        self._put_in()

    def _add_all(self, ways, frame):
        """The lines of the entries; of several ways, which the chain rule counts each by itself, only the last."""
        if len(ways) > 1:
            self.add(frame.format(joined([way.at for way in ways])), "each way by itself")
            return
        *before, last = ways[0].entries
        for place, entry in enumerate(before):
            self.add(frame.format(entry), "chain rule" if place == 0 else "")
        name, why = self.consumers[0].of.name, self.in_entries and getattr(self.consumers[0], "why", "")
        reasons = (why or f"chain rule through {name}", f"derivative of {name}")
        self.add(frame.format(last), reasons[len(before)] if len(before) < 2 else "")

    def _through(self, consumer):
        """By what the way back to a consumer is taken."""
        if why := getattr(consumer, "why", ""):
            return why
        if isinstance(consumer, Entrywise) and consumer.slopes and not consumer.of.is_number:
            return "chain rule and the slope of the activation"
        if consumer.of == self.cost:
            return f"derivative of {self.cost.name}"
        names = (
            [d.of.name for d in self.program.consumers(self.v)] if consumer in self.consumers else [consumer.of.name]
        )
        return f"chain rule through {', '.join(names)}"

    def _put_in(self):
        """The gradients that are not shown by themselves, then the deltas by their names."""
        first = self.lines[-1][0]
        while self.v.name not in self.program.inlined:
            text, _ = self.lines[-1]
            for q in [d.of.name for d in self.program.definitions if d.of.name in self.program.inlined]:
                gradient = self.before.get(q)
                if gradient is not None and (inside := self._with(text, gradient)):
                    through = self.program.consumers(gradient.by)
                    by_numbers = any(d.of.is_number and d.of != self.cost and not hasattr(d, "why") for d in through)
                    self.add(inside, PUT_IN if by_numbers else self._through(through[0]))
                    self.through_cost |= gradient.through_cost
                    break
            else:
                break
        if self.v.name in self.program.inlined:
            return
        for gradient in self.before.values():
            if gradient.short and (inside := replaced(first, gradient.by.gradient(self.cost).name, gradient.short)):
                self.add(inside, "algebra")
        for name, delta in self.program.deltas.items():
            if name in self.before and name != self.v.name:
                old = self.before[name].by.gradient(self.cost).name
                if text := replaced(self.lines[-1][0], old, delta.name):
                    self.add(text, f"definition of {delta.name}")

    def _with(self, text, gradient):
        """A line with a gradient put in, as a matrix or entry by entry; None where it does not stand there."""
        name = gradient.by.gradient(self.cost).name
        if inside := replaced(text, name, gradient.closed):
            return inside
        consumers = self.program.consumers(gradient.by)
        if [d.of for d in consumers] != [self.cost] or not isinstance(consumers[0], Summed):
            return None
        slope, arguments = consumers[0].slope(gradient.by), consumers[0].arguments

        def entry(letters):
            return as_product(
                written(slope, {q.name: q.name if q.is_number else f"{q.name}_{letters}" for q in arguments})
            )

        return replaced_entries(text, name, entry)

    def _into_cost(self):
        """The two definitions that lead into the cost, if there is one way alone, and a sum over entries at its end."""
        last = self.program.consumers(self.consumers[0].of)
        if len(self.consumers) != 1 or len(last) != 1 or not isinstance(last[0], Summed) or last[0].of != self.cost:
            return None
        return self.consumers[0], last[0]

    def _short(self):
        """Two slopes as one formula, where much cancels; "" elsewhere."""
        pair = self._into_cost()
        return short_product(self.v, *pair) if pair and isinstance(pair[0], Entrywise) else ""

    def _merged(self):
        """Into the cost through one quantity alone: the two slopes as one formula. Returns the code, or None."""
        pair = None if self.v.name in self.program.inlined else self._into_cost()
        if pair and isinstance(pair[0], Softmax) and self.program.labels is not None:
            return softmax_into_entropy(self, *pair)
        return two_slopes(self, *pair) if pair and isinstance(pair[0], Entrywise) and not self.v.is_number else None

    def add(self, line, why=""):
        """One more line, and the reason that is expected of it."""
        if not self.lines or self.lines[-1][0] != line:
            self.lines.append((line, why))

    def _used(self, start):
        """The quantities whose gradients stand in the lines, in order."""
        quantities = [q for q in (*self.program.given, *(d.of for d in self.program.definitions)) if q != self.cost]
        text = "\n".join([start.name, *(line for line, _ in self.lines)])
        return [q for q in quantities if q == self.v or mentions(text, q.gradient(self.cost).name)]

    def _named_in_code(self, text):
        for name, delta in self.program.deltas.items():
            if name in self.before:
                text = re.sub(rf"\b{self.before[name].by.gradient(self.cost).code}\b", delta.code, text)
        return text
