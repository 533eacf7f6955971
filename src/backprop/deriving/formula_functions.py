"""The functions of a formula: those of each entry, sums, norms and traces, and those of all units of an example."""

from dataclasses import replace
from functools import reduce

from sympy import Integer, cos, cosh, exp, log, sin, sinh, sqrt, tanh
from sympy import atan as arctan

from backprop.deriving.definitions import Entrywise
from backprop.deriving.formula_parts import Parts
from backprop.deriving.formula_values import ONE, Entries, Number, Products, Sums, linear, number_of, size_of, summed
from backprop.deriving.products import Factor, Term
from backprop.deriving.programs import quantity
from backprop.deriving.quantities import Refused
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
        if value.shape == (ONE, ONE):
            number = self.as_number(value)
            return Number(number.formula**2, number.arguments)
        if isinstance(value, Products):
            inside = self.atom(value)
            return summed(Integer(1), inside.symbol**2, (inside,))
        return summed(Integer(1), value.formula**2, value.arguments)

    def _norm(self, node):
        return self._norm_of(self._build(node.parts[0]))

    def _norm_of(self, value):
        if value.shape == (ONE, ONE):
            number = self.as_number(value)
            return Number(absolute(number.formula), number.arguments)
        inside = self.as_number(self.squares(value))
        return self.root(inside)

    def root(self, inside):
        """A root of what may be 0 is taken a little above it, of any epsilon > 0."""
        self.epsilon = self.epsilon or quantity("epsilon", code="0", meaning="any number above 0", positive=True)
        name = self.fresh("number", (ONE, ONE))
        formula = sqrt(inside.formula + self.epsilon.symbol)
        arguments = (*inside.arguments, self.epsilon)
        slopes = {q.name: 1 / (2 * name.symbol) for q in inside.arguments if inside.formula == q.symbol}
        return number_of(self.define(Entrywise(name, formula, arguments, slopes)))

    def _call(self, node):
        function, inner = node.parts
        value = self._build(inner)
        if function in ("sum", "mean", "tr", "norm"):
            return getattr(self, f"_{function}_of")(value)
        if function in ("softmax", "lse"):
            return self._of_examples(function, value)
        if function == "log" and isinstance(value, Entries) and value.softmax is not None:
            return self._log_softmax(*value.softmax)
        return self._function(function, value)

    def _function(self, function, value):
        if function == "sigma" and self.logistic:
            function = "sigmoid"
        return self.upright(lambda one: self._of_entries(function, one), value)

    def _of_entries(self, function, value):
        f = FORMULAS[function]
        if value.shape == (ONE, ONE):
            number = self.as_number(value)
            return Number(f(number.formula), number.arguments)
        if function in NAMED:
            inside = self.atom(value)
            name = self.fresh("value", value.shape)
            slopes = {inside.name: SLOPES[function](inside.symbol, name.symbol)} if function in SLOPES else {}
            made = self.define(Entrywise(name, f(inside.symbol), (inside,), slopes))
            return Products((Term(Integer(1), (Factor(made),)),), value.shape)
        value = self.entries(value, value.shape)
        return Entries(f(value.formula), value.arguments, value.shape)

    def _sum_of(self, value):
        if value.shape == (ONE, ONE):
            return value
        value = self.column(value)
        value = self.entries(value, value.shape)
        return summed(Integer(1), value.formula, value.arguments)

    def _mean_of(self, value):
        count = reduce(lambda a, b: a * b, [size_of(s) for s in value.shape])
        return self._times(Number(1 / count), self._sum_of(value))

    def _tr_of(self, value):
        if value.shape == (ONE, ONE):
            return value
        terms = self.products(value).terms
        return Sums(tuple(linear(replace(t, traced=True)) for t in terms))

    def _of_examples(self, function, value):
        """Of each row; of a column, of all of it."""
        if value.shape == (ONE, ONE):
            raise Refused(f"A {function} is taken of many numbers, and here is one.")
        if value.shape[0] == ONE:
            flipped = self._of_examples(function, self.flipped(value))
            return flipped if flipped.shape == (ONE, ONE) else self.flipped(flipped)
        z, rows = self.atom(value), ONE not in value.shape
        p = self.define(Softmax(self.fresh("probability", value.shape), z, rows))
        if function == "softmax":
            return Entries(p.symbol, (p,), value.shape, (z, p))
        shape = (value.shape[0], ONE) if rows else (ONE, ONE)
        s = self.define(LogSumExp(self.fresh("number" if not rows else "product", shape), z, p, rows))
        return number_of(s) if not rows else Products((Term(Integer(1), (Factor(s),)),), shape)

    def _log_softmax(self, z, p):
        name = self.fresh("value", z.shape)
        made = self.define(LogSoftmax(name, z, p, ONE not in z.shape))
        return Products((Term(Integer(1), (Factor(made),)),), z.shape)
