"""Derivatives taken forwards: a number that carries its slopes.

A number is a pair (value, slopes): by how much it changes with each entry, named by its place, of the one quantity that
a derivative is taken by. Sums, products, powers and functions carry the slopes along; SymPy's `diff` is not asked.
"""

from sympy import Add, Function, Integer, Mul, Pow, Rational, pi

from backprop.proving.at_points.systems import Undefined
from backprop.proving.language.functions import NAMED, InPieces, U
from backprop.proving.language.unnamed import DERIVATIVE_OF, Activation


class Forward:
    """Arithmetic on numbers with slopes.

    Parameters
    ----------
    system : PrimeField, Fractions, Reals or Intervals
    opaque : callable
        ``opaque(name, order, arguments)``: what stands for the opaque functions, such as the system's own.

    Attributes
    ----------
    sides : dict
        For each function in pieces, and what it was taken of, the pieces in which the arguments lay.
    """

    def __init__(self, system, opaque):
        self.system, self.opaque, self.sides = system, opaque, {}
        self.zero, self.one = self.constant(0)[0], self.constant(1)[0]

    def constant(self, number):
        return self.system.rational(Rational(number)), {}

    def add(self, terms):
        value, slopes = self.zero, {}
        for other, more in terms:
            value = self.system.add(value, other)
            for place, slope in more.items():
                slopes[place] = self.system.add(slopes[place], slope) if place in slopes else slope
        return value, slopes

    def mul(self, factors):
        value, slopes = self.one, {}
        for other, more in factors:
            slopes = self.scaled(slopes, other)
            for place, slope in self.scaled(more, value).items():
                slopes[place] = self.system.add(slopes[place], slope) if place in slopes else slope
            value = self.system.mul(value, other)
        return value, slopes

    def scaled(self, slopes, factor):
        return {place: self.system.mul(factor, slope) for place, slope in slopes.items()}

    def power(self, base, exponent):
        """A rational power."""
        value, slopes = base
        out = self.system.power(value, exponent)
        if not slopes or exponent == 0:
            return out, {}
        return out, self.scaled(slopes, self._times(self.constant(exponent)[0], self.system.power(value, exponent - 1)))

    def apply(self, function, argument, written):
        """A function of one number; `written` is what its argument is called in the line."""
        if issubclass(function, InPieces):
            return self._in_pieces(function, argument, written)
        if issubclass(function, Activation):
            name, order = opaque_name(function)
            return self.of_opaque(name, (0,) * order, [argument])
        if function in NAMED:
            value = self.system.known(function.__name__, argument[0])
            slopes = argument[1]
            return value, self.scaled(slopes, self._slope(function.__name__, argument[0], value)) if slopes else {}
        raise TypeError(f"no value is known for {function.__name__}")

    def of_opaque(self, name, order, arguments):
        """An opaque function of several numbers, already differentiated by the arguments in `order`."""
        values = tuple(value for value, _ in arguments)
        parts = [(self.opaque(name, order, values), {})]
        for place, (_, slopes) in enumerate(arguments):
            if slopes:
                parts.append((self.zero, self.scaled(slopes, self.opaque(name, (*order, place), values))))
        return self.add(parts)

    def _times(self, *factors):
        return self.mul([(factor, {}) for factor in factors])[0]

    def _slope(self, name, u, value):
        """The slope at u of a function with a name, which has the value there."""
        known, power, minus = self.system.known, self.system.power, self.constant(-1)[0]
        return {
            "exp": lambda: value,
            "log": lambda: power(u, Integer(-1)),
            "sinh": lambda: known("cosh", u),
            "cosh": lambda: known("sinh", u),
            "sin": lambda: known("cos", u),
            "cos": lambda: self._times(minus, known("sin", u)),
            "tanh": lambda: self.system.add(self.one, self._times(minus, value, value)),
            "atan": lambda: power(self.system.add(self.one, self._times(u, u)), Integer(-1)),
            "erf": lambda: self._times(
                self.constant(2)[0], power(self.system.pi, Rational(-1, 2)), known("exp", self._times(minus, u, u))
            ),
        }[name]()

    def _in_pieces(self, function, argument, written):
        """The piece in which the argument lies; at a joint that of both, where they agree."""
        sides = [self.system.side(argument[0], joint) for joint in function.joints]
        pieces = [
            k for k in range(len(function.pieces)) if all(s >= 0 for s in sides[:k]) and all(s <= 0 for s in sides[k:])
        ]
        self.sides.setdefault((function, written), set()).update(pieces)
        first, *others = [self.formula(function.pieces[k], {U: argument}.get) for k in pieces]
        for other in others:
            if not self.system.equal(first[0], other[0]):
                raise Undefined(f"{function.__name__} has no value at its joint")
            if first[1] != other[1]:
                raise Undefined(f"{function.__name__} has no slope at its joint")
        return first

    def formula(self, e, leaf):
        """A formula of SymPy's; ``leaf(part)`` is the number for a part of it that is known, else None."""
        if (known := leaf(e)) is not None:
            return known
        if isinstance(e, Rational):
            return self.constant(e)
        if isinstance(e, Pow):
            return self.power(self.formula(e.base, leaf), e.exp)
        if isinstance(e, Function):
            return self.apply(e.func, self.formula(e.args[0], leaf), e.args[0])
        if e is pi:
            return self.system.pi, {}
        return {Add: self.add, Mul: self.mul}[type(e)]([self.formula(a, leaf) for a in e.args])


def opaque_name(activation):
    """sigma and 2 for sigma''."""
    order = 0
    while activation in DERIVATIVE_OF:
        activation, order = DERIVATIVE_OF[activation], order + 1
    return activation.__name__, order
