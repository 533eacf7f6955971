"""A formula's tree as a `Program`: its sums, products and powers; `formula_functions` has what it calls."""

from dataclasses import replace
from functools import reduce

from sympy import Integer, Rational, Symbol

from backprop.deriving.formula_conditions import positive, sigma_is_logistic
from backprop.deriving.formula_functions import Functions
from backprop.deriving.formula_values import ONE, Entries, Number, Products, Sums, number_of, scaled_part, together
from backprop.deriving.products import Term, ones
from backprop.deriving.programs import Program, quantity, size_names
from backprop.deriving.quantities import Letters, Refused
from backprop.deriving.totals import Total


def program(node, shapes, counts, by):
    """The program of a formula, and whether a norm needs an epsilon."""
    return _Compiler(shapes, counts, by, positive(node, shapes), sigma_is_logistic(node)).program(node)


class _Compiler(Functions):
    def __init__(self, shapes, counts, by, positive, logistic):
        super().__init__(
            {n: quantity(n, *shape, code=_code(n), positive=n in positive) for n, shape in shapes.items()}, counts
        )
        self.by, self.logistic = by, logistic
        for count in counts:
            if not any(count in shape for shape in shapes.values()):
                raise Refused(f"What does {count} count? Say so by shapes, as in --shapes 'X ({count}, p)'.")

    def program(self, node):
        cost = self.fresh_cost()
        value = self._build(node)
        parts = [part(cost) for part in self.sums(value).parts]
        self.definitions.append(parts[0] if len(parts) == 1 else Total(cost, tuple(parts)))
        given = [*self.given.values(), *([self.epsilon] if self.epsilon else [])]
        wanted = tuple(self.given[name] for name in self.by)
        single = "".join(name for name in self.taken if len(name) == 1 and name.islower())
        usual = dict(zip(self.sizes, ("ir", "ps", "qt", "jh"), strict=False))
        computed = frozenset(d.of.name for d in self.definitions[:-1])
        sizes = size_names(given)
        return Program(
            tuple(given),
            tuple(self.definitions),
            Letters(usual, single, by_entries=True),
            wanted,
            inlined=computed,
            sizes=sizes,
        )

    def _build(self, node):
        return getattr(self, f"_{node.kind}")(node)

    def _number(self, node):
        value = node.parts[0]
        return Number(Rational(value.numerator, value.denominator))

    def _name(self, node):
        name = node.parts[0]
        if name in self.counts:
            return Number(Symbol(name))
        q = self.given[name]
        return number_of(q) if q.is_number else self.products_of(q)

    def _turned(self, node):
        value = self._build(node.parts[0])
        return value if value.shape == (ONE, ONE) else self.flipped(value)

    def _sum(self, node):
        parts = [(sign, self._build(part)) for sign, part in node.parts]
        values = [self._times(Number(Integer(-1)), value) if sign == "-" else value for sign, value in parts]
        return reduce(self._plus, values)

    def _plus(self, a, b):
        return self.upright(self._added, a, b)

    def _added(self, a, b):
        if a.shape == b.shape == (ONE, ONE):
            if isinstance(a, Number) and isinstance(b, Number):
                return Number(a.formula + b.formula, together(a, b))
            return Sums((*self.sums(a).parts, *self.sums(b).parts))
        if (ONE, ONE) not in (a.shape, b.shape) and a.shape != b.shape:
            a, b = self.products(a), self.products(b)
        if isinstance(a, Products) and isinstance(b, Products):
            if a.shape == b.shape:
                return Products((*a.terms, *b.terms), a.shape)
            matrix, column = (a, b) if ONE not in a.shape else (b, a)
            (row,) = self.flipped(self.single(column)).terms
            row = Term(row.coefficient, (ones(matrix.shape[0]), *row.factors))
            return Products((*matrix.terms, row), matrix.shape)
        shape = a.shape if a.shape != (ONE, ONE) else b.shape
        a, b = self.entries(a, shape), self.entries(b, shape)
        return Entries(a.formula + b.formula, together(a, b), shape)

    def _product(self, node):
        operator, left, right = node.parts
        a, b = self._build(left), self._build(right)
        if operator == "/":
            return self._over(a, b)
        if (ONE, ONE) in (a.shape, b.shape):
            return self._times(a, b)
        if operator == "*":
            return self.upright(self._entry_by_entry, a, b)
        a, b = (self.single(value) for value in (a, b))
        (s,), (t,) = a.terms, b.terms
        return Products((Term(s.coefficient * t.coefficient, (*s.factors, *t.factors)),), (a.shape[0], b.shape[1]))

    def _entry_by_entry(self, a, b):
        a, b = self.entries(a, a.shape), self.entries(b, a.shape)
        return Entries(a.formula * b.formula, together(a, b), a.shape)

    def _over(self, a, b):
        if b.shape == (ONE, ONE):
            below = self.as_number(b)
            return self._times(a, Number(1 / below.formula, below.arguments))
        return self.upright(self._over_entries, a, b)

    def _over_entries(self, a, b):
        a, b = self.entries(a, b.shape), self.entries(b, b.shape)
        return Entries(a.formula / b.formula, together(a, b), b.shape)

    def _times(self, a, b):
        """A product in which one is a number."""
        if a.shape != (ONE, ONE):
            a, b = b, a
        if not isinstance(a, Number) and isinstance(b, Number):
            a, b = b, a
        if isinstance(a, Number) and isinstance(b, Number):
            return Number(a.formula * b.formula, together(a, b))
        a = self.as_number(a)
        fixed = not any(q.name in self.by or q not in self.given.values() for q in a.arguments)
        if isinstance(b, Sums) and fixed:
            return Sums(tuple(scaled_part(part, a) for part in b.parts))
        if isinstance(b, Products) and fixed:
            return Products(tuple(replace(t, coefficient=a.formula * t.coefficient) for t in b.terms), b.shape)
        if b.shape == (ONE, ONE):
            b = self.as_number(b)
            return Number(a.formula * b.formula, together(a, b))
        if b.shape[0] == ONE:  # of a row, its column is taken
            return self.flipped(self._times(a, self.flipped(b)))
        b = self.entries(b, b.shape)
        return Entries(a.formula * b.formula, together(a, b), b.shape)

    def _power(self, node):
        exponent = self._build(node.parts[1])
        if not isinstance(exponent, Number) or not exponent.formula.is_Rational:
            raise Refused("An exponent is a number that is written out, as in x^2.")
        if node.parts[0].kind == "norm" and exponent.formula == 2:
            return self.squares(self._build(node.parts[0].parts[0]))
        base = self._build(node.parts[0])
        if base.shape == (ONE, ONE):
            base = self.as_number(base)
            return Number(base.formula**exponent.formula, base.arguments)
        return self.upright(lambda value: self._to_power(value, exponent.formula), base)

    def _to_power(self, base, exponent):
        base = self.entries(base, base.shape)
        return Entries(base.formula**exponent, base.arguments, base.shape)


def _code(name):
    return {"lambda": "lam"}.get(name, name)
