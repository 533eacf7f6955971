"""A formula's tree as a `Program`: what deserves a name gets one, and the rest stays as it was typed.

A part of a formula is one of the four values of `formula_values`.
"""

from dataclasses import replace
from functools import reduce

from sympy import Integer, Rational, Symbol, cos, cosh, exp, log, sin, sinh, sqrt, tanh
from sympy import atan as arctan

from backprop.deriving.definitions import Entrywise, Linear
from backprop.deriving.formula_text import calls, in_node, inner_nodes, names_in
from backprop.deriving.formula_values import (
    ONE,
    Entries,
    Number,
    Part,
    Products,
    Sums,
    linear,
    number_of,
    scaled_part,
    size_of,
    summed,
    together,
)
from backprop.deriving.products import Factor, Term, ones
from backprop.deriving.programs import Program, quantity, size_names
from backprop.deriving.quantities import Letters, Refused
from backprop.deriving.rowwise import LogSoftmax, LogSumExp, Softmax
from backprop.deriving.totals import Total
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
NAMES = {"product": "ZRSTUVQHKMN", "value": "AHPFBGDLU", "probability": "PQFG", "number": "stuvcqrgk"}


def program(node, shapes, counts, by):
    """The program of a formula, and whether a norm needs an epsilon."""
    return _Compiler(shapes, counts, by, positive(node, shapes), sigma_is_logistic(node)).program(node)


def sigma_is_logistic(node):
    """Whether a logarithm is taken of sigma, or a root: then it is no longer any function, but one between 0 and 1."""
    if node.kind == "call" and node.parts[0] in ("log", "sqrt") and calls(node.parts[1], "sigma"):
        return True
    return any(map(sigma_is_logistic, inner_nodes(node)))


def positive(node, shapes):
    """The names that have to be positive: what is divided by, and of what a logarithm or a root is taken as it is."""
    found = set()
    if node.kind == "product" and node.parts[0] == "/":
        below = names_in(node.parts[2])
        found |= {name for name in below if shapes.get(name) == (ONE, ONE) or not in_node(node.parts[2], "norm")}
    if node.kind == "call" and node.parts[0] in ("log", "sqrt") and node.parts[1].kind == "name":
        found.add(node.parts[1].parts[0])
    return found.union(*(positive(part, shapes) for part in inner_nodes(node)))


class _Compiler:
    def __init__(self, shapes, counts, by, positive, logistic):
        self.counts, self.by, self.logistic = counts, by, logistic
        self.given = {
            name: quantity(name, *shape, code=_code(name), positive=name in positive) for name, shape in shapes.items()
        }
        self.sizes = list(dict.fromkeys(size for shape in shapes.values() for size in shape if size != ONE))
        self.definitions, self.taken = [], {*shapes, *self.sizes, "E", "I"}
        self.epsilon = None
        for count in counts:
            if not any(count in shape for shape in shapes.values()):
                raise Refused(f"What does {count} count? Say so by shapes, as in --shapes 'X ({count}, p)'.")

    def program(self, node):
        cost = self._fresh_cost()
        value = self._build(node)
        parts = [part(cost) for part in self._sums(value).parts]
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

    def _fresh_cost(self):
        name = next(c for c in ("E", "C", "J", "L") if c not in self.given)
        self.taken.add(name)
        return quantity(name, meaning="the cost")

    def _fresh(self, kind, shape):
        letters = NAMES[kind]
        if shape == (ONE, ONE):
            letters = NAMES["number"]
        elif ONE in shape:
            letters = letters.lower()
        found = (c for c in letters if c not in self.taken and c not in "deil")
        name = next(found, None) or next(
            f"{c}{n}" for n in range(2, 99) for c in letters if f"{c}{n}" not in self.taken
        )
        self.taken.add(name)
        return quantity(name, *shape)

    def _define(self, definition):
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
        return number_of(q) if q.is_number else self._products_of(q)

    def _turned(self, node):
        value = self._build(node.parts[0])
        return value if value.shape == (ONE, ONE) else self._flipped(value)

    def _sum(self, node):
        parts = [(sign, self._build(part)) for sign, part in node.parts]
        values = [self._times(Number(Integer(-1)), value) if sign == "-" else value for sign, value in parts]
        return reduce(self._plus, values)

    def _upright(self, function, *values):
        """What a function makes of these, where rows are taken as columns, and what it makes is turned back."""
        if not any(value.shape[0] == ONE != value.shape[1] for value in values):
            return function(*values)
        columns = [value if value.shape == (ONE, ONE) else self._flipped(value) for value in values]
        return self._flipped(function(*columns))

    def _plus(self, a, b):
        return self._upright(self._added, a, b)

    def _added(self, a, b):
        if a.shape == b.shape == (ONE, ONE):
            if isinstance(a, Number) and isinstance(b, Number):
                return Number(a.formula + b.formula, together(a, b))
            return Sums((*self._sums(a).parts, *self._sums(b).parts))
        if (ONE, ONE) not in (a.shape, b.shape) and a.shape != b.shape:
            a, b = self._products(a), self._products(b)
        if isinstance(a, Products) and isinstance(b, Products):
            if a.shape == b.shape:
                return Products((*a.terms, *b.terms), a.shape)
            matrix, column = (a, b) if ONE not in a.shape else (b, a)
            rows = tuple(self._in_every_row(t, matrix.shape[0]) for t in self._products(self._single(column)).terms)
            return Products((*matrix.terms, *rows), matrix.shape)
        shape = a.shape if a.shape != (ONE, ONE) else b.shape
        a, b = self._entries(a, shape), self._entries(b, shape)
        return Entries(a.formula + b.formula, together(a, b), shape)

    def _in_every_row(self, term, rows):
        (factor,) = term.factors
        return Term(term.coefficient, (ones(rows), factor.flipped()))

    def _product(self, node):
        operator, left, right = node.parts
        a, b = self._build(left), self._build(right)
        if operator == "/":
            return self._over(a, b)
        if (ONE, ONE) in (a.shape, b.shape):
            return self._times(a, b)
        if operator == "*":
            return self._upright(self._entry_by_entry, a, b)
        a, b = (self._single(value) for value in (a, b))
        (s,), (t,) = a.terms, b.terms
        return Products((Term(s.coefficient * t.coefficient, (*s.factors, *t.factors)),), (a.shape[0], b.shape[1]))

    def _entry_by_entry(self, a, b):
        a, b = self._entries(a, a.shape), self._entries(b, a.shape)
        return Entries(a.formula * b.formula, together(a, b), a.shape)

    def _over(self, a, b):
        if b.shape == (ONE, ONE):
            below = self._as_number(b)
            return self._times(a, Number(1 / below.formula, below.arguments))
        return self._upright(self._over_entries, a, b)

    def _over_entries(self, a, b):
        a, b = self._entries(a, b.shape), self._entries(b, b.shape)
        return Entries(a.formula / b.formula, together(a, b), b.shape)

    def _times(self, a, b):
        """A product in which one is a number."""
        if a.shape != (ONE, ONE):
            a, b = b, a
        if not isinstance(a, Number) and isinstance(b, Number):
            a, b = b, a
        if isinstance(a, Number) and isinstance(b, Number):
            return Number(a.formula * b.formula, together(a, b))
        a = self._as_number(a)
        fixed = not any(q.name in self.by or q not in self.given.values() for q in a.arguments)
        if isinstance(b, Sums) and fixed:
            return Sums(tuple(scaled_part(part, a) for part in b.parts))
        if isinstance(b, Products) and fixed:
            return Products(tuple(replace(t, coefficient=a.formula * t.coefficient) for t in b.terms), b.shape)
        if b.shape == (ONE, ONE):
            b = self._as_number(b)
            return Number(a.formula * b.formula, together(a, b))
        if b.shape[0] == ONE:  # of a row, its column is taken
            return self._flipped(self._times(a, self._flipped(b)))
        b = self._entries(b, b.shape)
        return Entries(a.formula * b.formula, together(a, b), b.shape)

    def _flipped(self, value):
        """Its transpose."""
        terms = self._products(value).terms
        flipped = tuple(Term(t.coefficient, tuple(f.flipped() for f in reversed(t.factors))) for t in terms)
        return Products(flipped, value.shape[::-1])

    def _power(self, node):
        exponent = self._build(node.parts[1])
        if not isinstance(exponent, Number) or not exponent.formula.is_Rational:
            raise Refused("An exponent is a number that is written out, as in x^2.")
        if node.parts[0].kind == "norm" and exponent.formula == 2:
            return self._squares(self._build(node.parts[0].parts[0]))
        base = self._build(node.parts[0])
        if base.shape == (ONE, ONE):
            base = self._as_number(base)
            return Number(base.formula**exponent.formula, base.arguments)
        return self._upright(lambda value: self._to_power(value, exponent.formula), base)

    def _to_power(self, base, exponent):
        base = self._entries(base, base.shape)
        return Entries(base.formula**exponent, base.arguments, base.shape)

    def _squares(self, value):
        """The sum of the squares of all entries; of a difference or a product, that of its name."""
        value = self._column(value)
        if value.shape == (ONE, ONE):
            number = self._as_number(value)
            return Number(number.formula**2, number.arguments)
        if isinstance(value, Products):
            inside = self._atom(value)
            return summed(Integer(1), inside.symbol**2, (inside,))
        return summed(Integer(1), value.formula**2, value.arguments)

    def _column(self, value):
        """A row as the column of the same entries; anything else as it is."""
        return self._flipped(value) if value.shape[0] == ONE != value.shape[1] else value

    def _norm(self, node):
        return self._norm_of(self._build(node.parts[0]))

    def _norm_of(self, value):
        if value.shape == (ONE, ONE):
            number = self._as_number(value)
            return Number(absolute(number.formula), number.arguments)
        inside = self._as_number(self._squares(value))
        return self._root(inside)

    def _root(self, inside):
        """A root of what may be 0 is taken a little above it, of any epsilon > 0."""
        self.epsilon = self.epsilon or quantity("epsilon", code="0", meaning="any number above 0", positive=True)
        name = self._fresh("number", (ONE, ONE))
        formula = sqrt(inside.formula + self.epsilon.symbol)
        arguments = (*inside.arguments, self.epsilon)
        slopes = {q.name: 1 / (2 * name.symbol) for q in inside.arguments if inside.formula == q.symbol}
        return number_of(self._define(Entrywise(name, formula, arguments, slopes)))

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
        return self._upright(lambda one: self._of_entries(function, one), value)

    def _of_entries(self, function, value):
        f = FORMULAS[function]
        if value.shape == (ONE, ONE):
            number = self._as_number(value)
            return Number(f(number.formula), number.arguments)
        if function in NAMED:
            inside = self._atom(value)
            name = self._fresh("value", value.shape)
            slopes = {inside.name: SLOPES[function](inside.symbol, name.symbol)} if function in SLOPES else {}
            made = self._define(Entrywise(name, f(inside.symbol), (inside,), slopes))
            return Products((Term(Integer(1), (Factor(made),)),), value.shape)
        value = self._entries(value, value.shape)
        return Entries(f(value.formula), value.arguments, value.shape)

    def _sum_of(self, value):
        if value.shape == (ONE, ONE):
            return value
        value = self._column(value)
        value = self._entries(value, value.shape)
        return summed(Integer(1), value.formula, value.arguments)

    def _mean_of(self, value):
        count = reduce(lambda a, b: a * b, [size_of(s) for s in value.shape])
        return self._times(Number(1 / count), self._sum_of(value))

    def _tr_of(self, value):
        terms = self._products(value).terms
        return Sums(tuple(linear(replace(t, traced=t.shape != (ONE, ONE))) for t in terms))

    def _of_examples(self, function, value):
        """Of each row; of a column, of all of it."""
        if value.shape == (ONE, ONE):
            raise Refused(f"A {function} is taken of many numbers, and here is one.")
        if value.shape[0] == ONE:
            flipped = self._of_examples(function, self._flipped(value))
            return flipped if flipped.shape == (ONE, ONE) else self._flipped(flipped)
        z, rows = self._atom(value), ONE not in value.shape
        p = self._define(Softmax(self._fresh("probability", value.shape), z, rows))
        if function == "softmax":
            return Entries(p.symbol, (p,), value.shape, (z, p))
        shape = (value.shape[0], ONE) if rows else (ONE, ONE)
        s = self._define(LogSumExp(self._fresh("number" if not rows else "product", shape), z, p, rows))
        return number_of(s) if not rows else Products((Term(Integer(1), (Factor(s),)),), shape)

    def _log_softmax(self, z, p):
        name = self._fresh("value", z.shape)
        made = self._define(LogSoftmax(name, z, p, ONE not in z.shape))
        return Products((Term(Integer(1), (Factor(made),)),), z.shape)

    def _products(self, value):
        """As a sum of products; what is none gets a name."""
        if isinstance(value, Products):
            return value
        return Products((Term(Integer(1), (Factor(self._atom(value)),)),), value.shape)

    def _single(self, value):
        """As one product; a sum gets a name, that of a row by its column."""
        if value.shape[0] == ONE != value.shape[1]:
            return self._flipped(self._single(self._flipped(value)))
        value = self._products(value)
        return value if len(value.terms) == 1 else self._products_of(self._atom(value))

    def _products_of(self, q):
        return Products((Term(Integer(1), (Factor(q),)),), q.shape)

    def _atom(self, value):
        """One array, by its name."""
        if isinstance(value, Products):
            if len(value.terms) == 1:
                (term,) = value.terms
                if term.coefficient == 1 and len(term.factors) == 1 and not term.factors[0].turned:
                    return term.factors[0].of
            return self._define(Linear(self._fresh("product", value.shape), value.terms))
        if isinstance(value.formula, Symbol) and len(value.arguments) == 1:
            return value.arguments[0]
        return self._define(Entrywise(self._fresh("value", value.shape), value.formula, value.arguments))

    def _entries(self, value, shape):
        """As a formula of entries; a product of matrices gets a name."""
        if isinstance(value, Entries):
            return value
        if value.shape == (ONE, ONE):
            number = self._as_number(value)
            return Entries(number.formula, number.arguments, shape)
        if any(len(t.factors) > 1 or t.factors[0].turned for t in value.terms):
            q = self._atom(value)
            return Entries(q.symbol, (q,), value.shape)
        formula = sum(t.coefficient * t.factors[0].of.symbol for t in value.terms)
        return Entries(formula, tuple(dict.fromkeys(t.factors[0].of for t in value.terms)), value.shape)

    def _as_number(self, value):
        """As a formula of numbers; what is added up gets a name."""
        if isinstance(value, Number):
            return value
        name = self._fresh("number", (ONE, ONE))
        parts = [part(name) for part in self._sums(value).parts]
        return number_of(self._define(parts[0] if len(parts) == 1 else Total(name, tuple(parts))))

    def _sums(self, value):
        """As a number that is added up."""
        if isinstance(value, Sums):
            return value
        if isinstance(value, Products):
            return Sums(tuple(linear(term) for term in value.terms))
        if isinstance(value, Entries):
            raise Refused("The formula is no number.")
        return Sums((Part(lambda of, k: Entrywise(of, k * value.formula, value.arguments)),))


def _code(name):
    return {"lambda": "lam"}.get(name, name)
