"""The parts of a formula: what deserves a name gets one, and any of the four values can be taken as another."""

from dataclasses import replace

from sympy import Integer, Symbol

from backprop.deriving.definitions import Entrywise, Linear
from backprop.deriving.formula_values import NUMBER, ONE, Entries, Number, Products, Sums, linear, value_of
from backprop.deriving.products import Term
from backprop.deriving.quantities import Refused, quantity
from backprop.deriving.totals import Total

NAMES = {"product": "ZRSTUVQHKMN", "value": "AHPFBGDLU", "probability": "PQFG", "number": "stuvcqrgk"}
"""What is named -> the letters that it may have; a column has small ones."""


class Parts:
    """The definitions so far, and the names that are taken."""

    def __init__(self, given, counts):
        self.given, self.counts = given, counts
        self.sizes = list(dict.fromkeys(size for q in given.values() for size in q.shape if size != ONE))
        self.definitions, self.taken = [], {*given, *self.sizes, "E", "I"}

    def fresh_cost(self):
        name = next(c for c in ("E", "C", "J", "L", *(f"E{n}" for n in range(2, 99))) if c not in self.given)
        self.taken.add(name)
        return quantity(name, meaning="the cost")

    def fresh(self, kind, shape):
        letters = NAMES[kind]
        if shape == NUMBER:
            letters = NAMES["number"]
        elif ONE in shape:
            letters = letters.lower()
        found = (c for c in letters if c not in self.taken and c not in "deil")
        name = next(found, None) or next(
            f"{c}{n}" for n in range(2, 99) for c in letters if f"{c}{n}" not in self.taken and c not in "defil"
        )
        self.taken.add(name)
        return quantity(name, *shape)

    def define(self, definition):
        held = {q.symbol for q in definition.arguments if not q.is_number}
        if (
            isinstance(definition, Entrywise)
            and not definition.of.is_number
            and held.isdisjoint(definition.formula.free_symbols)
        ):
            raise Refused("A part of the formula is the same number everywhere, whatever its letters are.")
        for known in self.definitions:
            if known == replace(definition, of=known.of):
                self.taken.discard(definition.of.name)
                return known.of
        self.definitions.append(definition)
        return definition.of

    def upright(self, function, *values):
        """What a function makes of these, where rows are taken as columns, and what it makes is turned back."""
        if not any(value.shape[0] == ONE != value.shape[1] for value in values):
            return function(*values)
        columns = [value if value.shape == NUMBER else self.flipped(value) for value in values]
        return self.flipped(function(*columns))

    def flipped(self, value):
        """Its transpose."""
        terms = self.products(value).terms
        flipped = tuple(Term(t.coefficient, tuple(f.flipped() for f in reversed(t.factors))) for t in terms)
        return Products(flipped, value.shape[::-1])

    def column(self, value):
        """A row as the column of the same entries; anything else as it is."""
        return self.flipped(value) if value.shape[0] == ONE != value.shape[1] else value

    def products(self, value):
        """As a sum of products; what is none gets a name."""
        return value if isinstance(value, Products) else value_of(self.atom(value))

    def single(self, value):
        """As one product; a sum gets a name, that of a row by its column."""
        is_one = isinstance(value, Products) and len(value.terms) == 1
        return value if is_one else self.upright(lambda each: value_of(self.atom(each)), value)

    def atom(self, value):
        """One array, by its name."""
        if isinstance(value, Products):
            if len(value.terms) == 1:
                (term,) = value.terms
                if term.coefficient == 1 and len(term.factors) == 1 and not term.factors[0].turned:
                    return term.factors[0].of
            return self.define(Linear(self.fresh("product", value.shape), value.terms))
        if isinstance(value.formula, Symbol) and len(value.arguments) == 1:
            return value.arguments[0]
        return self.define(Entrywise(self.fresh("value", value.shape), value.formula, value.arguments))

    def entries(self, value, shape):
        """As a formula of entries; a product of matrices gets a name."""
        if isinstance(value, Entries):
            return value
        if value.shape == NUMBER:
            number = self.as_number(value)
            return Entries(number.formula, number.arguments, shape)
        if any(len(t.factors) > 1 or t.factors[0].turned for t in value.terms):
            q = self.atom(value)
            return Entries(q.symbol, (q,), value.shape)
        formula = sum(t.coefficient * t.factors[0].of.symbol for t in value.terms)
        return Entries(formula, tuple(dict.fromkeys(t.factors[0].of for t in value.terms)), value.shape)

    def as_number(self, value):
        """As a formula of numbers; what is added up gets a name."""
        if isinstance(value, Number):
            return value
        return value_of(self.define(self.added_up(self.fresh("number", NUMBER), value)))

    def added_up(self, name, value):
        """The definition of a number by its name."""
        parts = [part(name, Integer(1)) for part in self.sums(value).parts]
        return parts[0] if len(parts) == 1 else Total(name, tuple(parts))

    def sums(self, value):
        """As a number that is added up."""
        if isinstance(value, Sums):
            return value
        if isinstance(value, Products):
            return Sums(tuple(linear(term) for term in value.terms))
        return Sums((lambda of, k: Entrywise(of, k * value.formula, value.arguments),))

    def of_each(self, function, value):
        """A function of a number, or of each entry."""
        if value.shape == NUMBER:
            number = self.as_number(value)
            return Number(function(number.formula), number.arguments)
        value = self.entries(value, value.shape)
        return Entries(function(value.formula), value.arguments, value.shape)

    def of_both(self, function, a, b):
        """A function of two numbers, or of the entries of two, of which one may be a number."""

        def both(a, b):
            shape = b.shape if a.shape == NUMBER else a.shape
            a, b = (self.as_number(v) if shape == NUMBER else self.entries(v, shape) for v in (a, b))
            kind = Number if shape == NUMBER else Entries
            return kind(function(a.formula, b.formula), tuple(dict.fromkeys((*a.arguments, *b.arguments))), shape)

        return self.upright(both, a, b)
