"""A formula's tree as a `Program`: its sums, products and powers; `formula_functions` has what it calls."""

from dataclasses import replace
from functools import reduce
from operator import add, mul, truediv

from sympy import Integer, Rational, Symbol

from backprop.deriving.formula_functions import Functions
from backprop.deriving.formula_tree import Misread, positive, sigma_is_logistic
from backprop.deriving.formula_values import NUMBER, ONE, Number, Products, Sums, scaled_part, value_of
from backprop.deriving.products import Term, ones
from backprop.deriving.programs import Program
from backprop.deriving.quantities import Letters, quantity


def program(node, shapes, counts, by):
    """The program of a formula, from the shapes of its names and those of them that count."""
    above_0 = positive(node, {name for name, shape in shapes.items() if shape == NUMBER})
    return _Compiler(shapes, counts, by, above_0, sigma_is_logistic(node)).program(node)


class _Compiler(Functions):
    below = False
    """Whether what is built is divided by: then the square of a norm is that of a root a little above 0."""

    def __init__(self, shapes, counts, by, positive, logistic):
        super().__init__(
            {
                name: quantity(name, *shape, code={"lambda": "lam"}.get(name, name), positive=name in positive)
                for name, shape in shapes.items()
            },
            counts,
        )
        self.by, self.logistic = by, logistic

    def program(self, node):
        cost = self.fresh_cost()
        self.definitions.append(self.added_up(cost, self._build(node)))
        given = [*self.given.values(), *([self.epsilon] if self.epsilon else [])]
        wanted = tuple(self.given[name] for name in self.by)
        single = "".join(name for name in self.taken if len(name) == 1 and name.islower())
        usual = dict(zip(self.sizes, ("ir", "ps", "qt", "jh"), strict=False))
        computed = frozenset(d.of.name for d in self.definitions[:-1])
        letters = Letters(usual, single, by_entries=True)
        return Program(tuple(given), tuple(self.definitions), letters, wanted, inlined=computed)

    def _build(self, node):
        value = getattr(self, f"_{node.kind}")(node)
        if isinstance(value, Number) and value.formula.is_number and not value.formula.is_real:
            raise Misread("this is no real number.", node.at)
        return value

    def _number(self, node):
        value = node.parts[0]
        return Number(Rational(value.numerator, value.denominator))

    def _name(self, node):
        name = node.parts[0]
        if name in self.counts:
            return Number(Symbol(name))
        return value_of(self.given[name])

    def _turned(self, node):
        value = self._build(node.parts[0])
        return value if value.shape == NUMBER else self.flipped(value)

    def _sum(self, node):
        parts = [(sign, self._build(part)) for sign, part in node.parts]
        values = [self._times(Number(Integer(-1)), value) if sign == "-" else value for sign, value in parts]
        return reduce(lambda a, b: self.upright(self._added, a, b), values)

    def _added(self, a, b):
        if a.shape == b.shape == NUMBER and not (isinstance(a, Number) and isinstance(b, Number)):
            return Sums((*self.sums(a).parts, *self.sums(b).parts))
        if NUMBER not in (a.shape, b.shape) and a.shape != b.shape:
            a, b = self.products(a), self.products(b)
        if isinstance(a, Products) and isinstance(b, Products):
            if a.shape == b.shape:
                return Products((*a.terms, *b.terms), a.shape)
            matrix, column = (a, b) if ONE not in a.shape else (b, a)
            (row,) = self.flipped(self.single(column)).terms
            row = Term(row.coefficient, (ones(matrix.shape[0]), *row.factors))
            return Products((*matrix.terms, row), matrix.shape)
        return self.of_both(add, a, b)

    def _product(self, node):
        operator, left, right = node.parts
        a = self._build(left)
        before, self.below = self.below, self.below or operator == "/"
        b = self._build(right)
        self.below = before
        if operator == "/":
            if isinstance(b, Number) and b.formula == 0:
                raise Misread("this divides by zero.", right.at)
            return self._over(a, b)
        if NUMBER in (a.shape, b.shape):
            return self._times(a, b)
        if operator == "*":
            return self.of_both(mul, a, b)
        a, b = (self.single(value) for value in (a, b))
        (s,), (t,) = a.terms, b.terms
        return Products((Term(s.coefficient * t.coefficient, (*s.factors, *t.factors)),), (a.shape[0], b.shape[1]))

    def _over(self, a, b):
        if b.shape == NUMBER:
            return self._times(a, self.of_each(lambda number: 1 / number, b))
        return self.of_both(truediv, a, b)

    def _times(self, a, b):
        """A product in which one is a number."""
        if a.shape != NUMBER:
            a, b = b, a
        if not isinstance(a, Number) and isinstance(b, Number):
            a, b = b, a
        a = self.as_number(a)
        fixed = not any(q.name in self.by or q not in self.given.values() for q in a.arguments)
        if isinstance(b, Sums) and fixed:
            return Sums(tuple(scaled_part(part, a.formula) for part in b.parts))
        if isinstance(b, Products) and fixed:
            return Products(tuple(replace(t, coefficient=a.formula * t.coefficient) for t in b.terms), b.shape)
        return self.of_both(mul, a, b)

    def _power(self, node):
        exponent = self._build(node.parts[1])
        if not isinstance(exponent, Number) or not exponent.formula.is_Rational:
            said = "an exponent is a number that is written out, as in x^2; e^x is written exp(x)."
            raise Misread(said, node.parts[1].at)
        if node.parts[0].kind == "norm" and exponent.formula == 2 and not self.below:
            return self.squares(self._build(node.parts[0].parts[0]))
        base = self._build(node.parts[0])
        return self.upright(lambda each: self.of_each(lambda u: u**exponent.formula, each), base)
