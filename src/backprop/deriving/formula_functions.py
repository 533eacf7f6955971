"""The functions of a formula: those of each entry, sums, norms and traces, and those of all units of an example."""

from dataclasses import replace
from math import prod

from sympy import Integer, Symbol, cos, cosh, exp, log, sin, sinh, sqrt, tanh
from sympy import atan as arctan

from backprop.deriving.definitions import Entrywise
from backprop.deriving.formula_parts import Parts
from backprop.deriving.formula_tree import squared
from backprop.deriving.formula_values import NUMBER, ONE, Entries, Number, Products, Sums, linear, summed, value_of
from backprop.deriving.quantities import Refused, quantity
from backprop.deriving.rowwise import LogSoftmax, LogSumExp, Softmax
from backprop.proving.language.functions import absolute, relu
from backprop.proving.language.unnamed import sigma

FORMULAS = {
    "exp": exp, "log": log, "sqrt": sqrt, "tanh": tanh, "sin": sin, "cos": cos, "sinh": sinh, "cosh": cosh,
    "arctan": arctan, "abs": absolute, "relu": relu, "sigma": sigma,
    "sigmoid": lambda z: 1 / (1 + exp(-z)), "softplus": lambda z: log(1 + exp(z)),
}  # fmt: skip
SLOPES = {
    "tanh": lambda z, a: 1 - a**2,
    "sigmoid": lambda z, a: a * (1 - a),
    "softplus": lambda z, a: 1 / (1 + exp(-z)),
}
NAMED = ("sigma", "sigmoid", "tanh", "relu", "softplus", "sqrt")
"""Functions whose value gets a name."""


class Functions(Parts):
    """What a function makes of a value. `logistic` is whether sigma is the logistic function."""

    logistic, epsilon = False, None

    def squares(self, value):
        """The sum of the squares of all entries; of a difference or a product, that of its name."""
        value = self.column(value)
        if value.shape == NUMBER:
            return self.of_each(lambda number: number**2, value)
        if isinstance(value, Products):
            inside = self.atom(value)
            return summed(inside.symbol**2, (inside,))
        return summed(value.formula**2, value.arguments)

    def _norm(self, node):
        return self._norm_of(self._build(node.parts[0]))

    def _norm_of(self, value):
        """A root of what may be 0 is taken a little above it, of any epsilon > 0."""
        if value.shape == NUMBER:
            return self.of_each(absolute, value)
        inside = self.as_number(self.squares(value))
        self.epsilon = self.epsilon or quantity("epsilon", code="0", meaning="any number above 0", positive=True)
        name = self.fresh("number", NUMBER)
        formula = sqrt(inside.formula + self.epsilon.symbol)
        arguments = (*inside.arguments, self.epsilon)
        slopes = {q.name: 1 / (2 * name.symbol) for q in inside.arguments if inside.formula == q.symbol}
        return value_of(self.define(Entrywise(name, formula, arguments, slopes)))

    def _call(self, node):
        function, inner = node.parts
        of, column = squared(inner) if function == "sqrt" else (None, False)
        if of and (not column or self._build(of).shape[1] == ONE):
            return self._norm_of(self._build(of))
        value = self._build(inner)
        if function in ("sum", "mean", "tr", "norm"):
            return getattr(self, f"_{function}_of")(value)
        if function in ("softmax", "lse"):
            return self._of_examples(function, value)
        if function == "log" and isinstance(value, Entries) and value.softmax is not None:
            return self._log_softmax(*value.softmax)
        if function == "sigma" and self.logistic:
            function = "sigmoid"
        return self.upright(lambda one: self._of_entries(function, one), value)

    def _of_entries(self, function, value):
        f = FORMULAS[function]
        if value.shape == NUMBER or function not in NAMED:
            return self.of_each(f, value)
        inside = self.atom(value)
        name = self.fresh("value", value.shape)
        slopes = {inside.name: SLOPES[function](inside.symbol, name.symbol)} if function in SLOPES else {}
        return value_of(self.define(Entrywise(name, f(inside.symbol), (inside,), slopes)))

    def _sum_of(self, value):
        if value.shape == NUMBER:
            return value
        value = self.column(value)
        value = self.entries(value, value.shape)
        return summed(value.formula, value.arguments)

    def _mean_of(self, value):
        count = prod(Integer(size) if size.isdecimal() else Symbol(size) for size in value.shape)
        return self._times(Number(1 / count), self._sum_of(value))

    def _tr_of(self, value):
        if value.shape == NUMBER:
            return value
        return Sums(tuple(part for term in self.products(value).terms for part in self._traced(term)))

    def _traced(self, term):
        rest = tuple(factor for factor in term.factors if not factor.is_ones)
        if rest == term.factors:
            return (linear(replace(term, traced=True)),)
        shape = rest[0].shape[0], rest[-1].shape[1]  # tr(1 x^T) is the sum of x
        return self._sum_of(Products((replace(term, factors=rest),), shape)).parts

    def _of_examples(self, function, value):
        """Of each row; of a column, of all of it."""
        if value.shape == NUMBER:
            raise Refused(f"A {function} is taken of many numbers, and here is one.")
        if value.shape[0] == ONE:
            flipped = self._of_examples(function, self.flipped(value))
            return flipped if flipped.shape == NUMBER else self.flipped(flipped)
        z, rows = self.atom(value), ONE not in value.shape
        p = self.define(Softmax(self.fresh("probability", value.shape), z, rows))
        if function == "softmax":
            return Entries(p.symbol, (p,), value.shape, (z, p))
        shape = (value.shape[0], ONE) if rows else NUMBER
        return value_of(self.define(LogSumExp(self.fresh("product", shape), z, rows, p)))

    def _log_softmax(self, z, p):
        name = self.fresh("value", z.shape)
        return value_of(self.define(LogSoftmax(name, z, ONE not in z.shape, p)))
