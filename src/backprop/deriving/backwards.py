"""The gradients of a program, from the cost back: each a derivation whose lines the referees accepted, and its code."""

import re
from dataclasses import dataclass

from backprop.deriving.definitions import ONE, Entrywise, Summed, simplest, slope_times
from backprop.deriving.quantities import Quantity
from backprop.deriving.rowwise import Softmax
from backprop.deriving.scalars import as_matrix, as_product, code, joined, scaled, written
from backprop.proving import derive, model


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
    """

    by: Quantity
    named: Quantity
    derivation: object
    code: str
    closed: str
    through_cost: bool = False


def gradients(program):
    """The gradients by everything computed and everything wanted, in the order in which they can be computed."""
    found = {}
    for definition in reversed(program.definitions):
        v = definition.of
        if v != program.cost:
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
        ways = [d.back(v, self._above(d.of), self.letters, program.names) for d in self.consumers]
        text = joined([self._named_in_code(way.code) for way in ways])
        merged = self._merged()
        if merged is not None:
            text = merged
        else:
            self._propose(ways)
        closed = self.lines[-1]
        self.in_entries = self.in_entries and v.name not in program.inlined
        if named != start:
            self.lines.insert(0, start.at(self.row, self.col) if self.in_entries else start.name)
        if v.name in program.inlined:
            return Gradient(v, named, None, text, closed, merged is not None)
        used = self._used(start)
        deltas = [(q, program.deltas[q.name]) for q in used if q.name in program.deltas]
        references = [q for q in used if q != v] + [self.cost] * (merged is not None or self.through_cost)
        derivation = derive(model(program.local_model(v, references, deltas)), self._text(named))
        return Gradient(v, named, derivation, text, closed)

    def _above(self, q):
        return ONE if q == self.cost else q.gradient(self.cost)

    def _entries(self, text):
        turned = "^T" if self.v.rows == "1" != self.v.cols else ""
        return f"[{text}]_{self.row}{self.col}{turned}"

    def _propose(self, ways):
        """Entry by entry first, then as matrices, then with what is known of the gradients above."""
        if not all(way.matrix for way in ways):
            self.in_entries = True
            self._add(joined([way.at for way in ways]))
            return
        if not self.v.is_number and all(way.at for way in ways) and self.cost not in [d.of for d in self.consumers]:
            if len(ways) == 1 and ways[0].chain:
                self._add(self._entries(ways[0].chain))
            self._add(self._entries(joined([way.at for way in ways])))
        self._add(joined([way.matrix for way in ways]))
        self._put_in()

    def _put_in(self):
        """The gradients that are not shown by themselves, then the deltas by their names."""
        while True:
            text = self.lines[-1]
            for q in self.program.inlined:
                gradient = self.before.get(q)
                if gradient is not None and (inside := _replaced(text, gradient.by.gradient(self.cost).name, gradient.closed)):
                    self._add(inside)
                    self.through_cost |= gradient.through_cost
                    break
            else:
                break
        if self.v.name in self.program.inlined:
            return
        for name, delta in self.program.deltas.items():
            if name in self.before and name != self.v.name:
                old = self.before[name].by.gradient(self.cost).name
                if text := _replaced(self.lines[-1], old, delta.name):
                    self._add(text)

    def _merged(self):
        """Into the cost through one quantity alone: the two slopes as one formula. Returns the code, or None."""
        if len(self.consumers) != 1:
            return None
        through = self.consumers[0]
        last = self.program.consumers(through.of)
        if len(last) != 1 or not isinstance(last[0], Summed) or last[0].of != self.cost:
            return None
        if isinstance(through, Softmax) and self.program.labels is not None:
            return self._softmax_into_entropy(through, last[0])
        return self._two_slopes(through, last[0]) if isinstance(through, Entrywise) else None

    def _two_slopes(self, through, last):
        way = through.back(self.v, self._above(through.of), self.letters, self.program.names)
        arguments = {q.name: q for q in (*through.arguments, through.of, *last.arguments)}
        entries = {name: q.at(self.row, self.col) for name, q in arguments.items()}
        arrays = {name for name, q in arguments.items() if not q.is_number}
        above, slope = last.slope(through.of), through.slope(self.v)
        short = simplest(above * slope)
        self._add(self._entries(way.chain))
        self._add(self._entries(way.at))
        if slope != 1:
            self._add(self._entries(f"{as_product(written(above, entries))} {as_product(written(slope, entries))}"))
        self._add(self._entries(written(short, entries)))
        whole, outer = (as_matrix(e, arrays, self.v.shape) for e in (short, above))
        if through.diagonal and slope != 1 and outer:
            whole = slope_times(as_matrix(slope, arrays, self.v.shape), outer, diagonal=True)
        if whole:
            self._add(whole)
        return code(short, self.program.names)

    def _softmax_into_entropy(self, through, last):
        """Chapter 7: every unit has a share in every probability, and what is left is a - y."""
        a, y, z = through.of, self.program.labels.of, self.v
        row, col, t = through._places(self.letters, a)
        here, other = (row, col), through._other(row, col, t)
        above = a.gradient(self.cost)
        unit = col if through.rows else row
        times = scaled(-last.coefficient, f"({a.at(*here)} sum_{t} {y.at(*other)} - {y.at(*here)})")
        short = simplest(-last.coefficient * (a.symbol - y.symbol))
        self._add(self._entries(f"sum_{t} {above.at(*other)} d{a.at(*other)}/d{z.at(*here)}"))
        self._add(self._entries(f"sum_{t} {above.at(*other)} {a.at(*other)} (I_{t}{unit} - {a.at(*here)})"))
        self._add(self._entries(times))
        self._add(self._entries(written(short, {q.name: q.at(*here) for q in (a, y)})))
        self._add(as_matrix(short, {a.name, y.name}, z.shape))
        return code(short, self.program.names)

    def _add(self, line):
        if not self.lines or self.lines[-1] != line:
            self.lines.append(line)

    def _used(self, start):
        """The quantities whose gradients stand in the lines, in order."""
        quantities = [q for q in (*self.program.given, *(d.of for d in self.program.definitions)) if q != self.cost]
        text = "\n".join([start.name, *self.lines])
        return [q for q in quantities if q == self.v or _mentions(text, q.gradient(self.cost).name)]

    def _named_in_code(self, text):
        for name, delta in self.program.deltas.items():
            if name in self.before:
                text = re.sub(rf"\b{self.before[name].by.gradient(self.cost).code}\b", delta.code, text)
        return text

    def _text(self, named):
        start = named.at(self.row, self.col) if self.in_entries else named.name
        return "\n  = ".join([start, *self.lines])


def _pattern(name):
    return re.escape(name) + r"(?![\w(])(?!\^\()"


def _mentions(text, name):
    return re.search(re.escape(name) + r"(?!\^\()(?![A-Za-z0-9(])", text) is not None


def _replaced(text, name, by):
    """The text with a name replaced; None if the name does not stand there as a whole matrix."""
    found = re.search(_pattern(name), text)
    if not found:
        return None
    alone = text == name
    return re.sub(_pattern(name), lambda _: by if alone else as_factor_or_product(by), text)


def as_factor_or_product(text):
    """A matrix as typed, in brackets unless it is one name."""
    return text if re.fullmatch(r"[\w^()]+", text) and " " not in text else f"({text})"
