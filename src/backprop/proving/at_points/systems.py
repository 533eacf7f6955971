"""The numbers in which lines are evaluated: a prime field, fractions, reals with many digits, intervals.

Each system says how numbers are drawn, added and multiplied, and what a function of one is. An opaque function, of
which nothing is known but that it has slopes, is looked up by its exact argument where numbers are exact. Reals that
ought to be equal may differ in the last digit; there it is one smooth function, drawn once.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from mpmath.ctx_iv import MPIntervalContext
from mpmath.ctx_mp import MPContext

DIGITS = 100
"""Reals are computed with so many digits."""

AGREED = 60
"""So many of them must agree."""

PROPORTION = 15
"""A real whose exponent of ten lies further from 0 than this is out of proportion."""


LARGE = 10_000
"""An exponential of more than this is not computed to be shown."""


class Undefined(ArithmeticError):
    """At this point the line has no value: a denominator is 0, or an argument stands at a joint."""


class OutOfProportion(ArithmeticError):
    """A number so large or so small that the digits do not reach from it to the others."""


class Exact:
    """What a prime field and fractions have in common: opaque functions are looked up by their exact arguments."""

    def __init__(self, random):
        self.random, self.values = random, {}

    def opaque(self, name, order, arguments):
        """A slope of an opaque function; `order` holds the place of an argument for each time it was differentiated."""
        key = name, tuple(sorted(order)), arguments
        if key not in self.values:
            self.values[key] = self.draw()
        return self.values[key]

    def equal(self, a, b):
        return a == b


class PrimeField(Exact):
    """Whole numbers modulo a large prime."""

    def __init__(self, random, prime):
        super().__init__(random)
        self.prime = prime

    def draw(self, positive=False, scale=1):
        return self.random.randrange(1, self.prime)

    def rational(self, q):
        return q.p % self.prime if q.q == 1 else q.p * self._inverse(q.q) % self.prime

    def _inverse(self, a):
        if a % self.prime == 0:
            raise Undefined("division by 0")
        return pow(a, -1, self.prime)

    def add(self, a, b):
        return (a + b) % self.prime

    def mul(self, a, b):
        return a * b % self.prime

    def power(self, a, exponent):
        return pow(a if exponent.p >= 0 else self._inverse(a), abs(exponent.p), self.prime)


class Fractions(Exact):
    """Exact fractions, for functions in pieces: here it can be said on which side of a joint an argument lies."""

    def draw(self, positive=False, scale=1):
        size = Fraction(self.random.randint(1, 2 * 10**6), 10**6) * scale
        return size if positive or self.random.random() < 1 / 2 else -size

    def rational(self, q):
        return Fraction(q.p, q.q)

    def add(self, a, b):
        return a + b

    def mul(self, a, b):
        return a * b

    def power(self, a, exponent):
        if exponent.p < 0 and a == 0:
            raise Undefined("division by 0")
        return a**exponent.p

    def side(self, a, joint):
        """-1 below the joint, 1 above, 0 at it."""
        joint = self.rational(joint)
        return (a > joint) - (a < joint)


class Reals:
    """Reals with `DIGITS` digits, for exponentials, logarithms and roots."""

    def __init__(self, random):
        self.random, self.shapes = random, {}
        self.context = MPContext()
        self.context.dps = DIGITS

    def draw(self, positive=False, scale=1):
        size = Fraction(self.random.randint(1, 10**9) + 250_000_000, 10**9) * scale
        size = self.context.mpf(size.numerator) / size.denominator
        return size if positive or self.random.random() < 1 / 2 else -size

    def rational(self, q):
        return self._kept(self.context.mpf(q.p) / q.q)

    def _kept(self, a):
        if a and not -PROPORTION < self.context.mag(a) * 0.30103 < PROPORTION:
            raise OutOfProportion(f"{self.context.nstr(a, 3)} is out of proportion")
        return a

    def add(self, a, b):
        """The sum; 0 where all the digits that count cancel, and what is left is rounding."""
        out = a + b
        largest = max(self.context.mag(a), self.context.mag(b))
        return out if self.context.mag(out) > largest - AGREED / 0.30103 else self.context.zero

    def mul(self, a, b):
        return self._kept(a * b)

    def power(self, a, exponent):
        if a == 0 and exponent.p < 0:
            raise Undefined("division by 0")
        if a < 0 and exponent.q != 1:
            raise Undefined("a root of a negative number")
        return self._kept(a**exponent.p if exponent.q == 1 else a ** (self.context.mpf(exponent.p) / exponent.q))

    def known(self, name, a):
        """The value of one of the functions that have a name, such as exp."""
        if name == "log" and a <= 0:
            raise Undefined("a logarithm of what is not positive")
        value = getattr(self.context, name)(a)
        if name in ("log", "sin", "cos") and abs(value) < self.context.mpf(10) ** -AGREED:
            return self.context.zero  # log 1, where only rounding tells the argument from 1
        return self._kept(value)

    @property
    def pi(self):
        return +self.context.pi

    def opaque(self, name, order, arguments):
        """A slope of alpha sin(beta . u + gamma) + (kappa . u)**2, drawn once for each name."""
        if (name, len(arguments)) not in self.shapes:
            draw = [[self.draw(positive=True) for _ in arguments] for _ in range(2)]
            self.shapes[name, len(arguments)] = (self.draw(), self.draw(), *draw)
        alpha, gamma, beta, kappa = self.shapes[name, len(arguments)]
        turned, along = (self.context.fdot(weights, arguments) for weights in (beta, kappa))
        wave = alpha * self.context.sin(turned + gamma + len(order) * self.context.pi / 2)
        parabola = (along**2, 2 * along, self.context.mpf(2))[len(order)] if len(order) < 3 else 0
        for place in order:
            wave, parabola = wave * beta[place], parabola * kappa[place]
        return wave + parabola

    def equal(self, a, b):
        return abs(a - b) <= self.context.mpf(10) ** -AGREED * (1 + abs(a) + abs(b))

    def side(self, a, joint):
        """-1 below the joint, 1 above, 0 where too few digits tell it from the joint."""
        distance = a - self.rational(joint)
        return 0 if abs(distance) < self.context.mpf(10) ** -AGREED else int(self.context.sign(distance))


class Intervals:
    """Reals between two bounds: what differs here, differs."""

    RISING = ("tanh", "sinh", "erf", "atan")
    """Functions that rise everywhere: of the ends of an interval they are the ends."""

    def __init__(self):
        self.context, self.ends = MPIntervalContext(), MPContext()
        self.context.dps = self.ends.dps = DIGITS

    def rational(self, q):
        return self.context.mpf(q.p) / q.q

    def add(self, a, b):
        return a + b

    def mul(self, a, b):
        return a * b

    def power(self, a, exponent):
        if exponent.p < 0 and 0 in a:
            raise Undefined("division by 0")
        if exponent.q != 1 and not a > 0:
            raise Undefined("a root of what may be negative")
        return a**exponent.p if exponent.q == 1 else self.context.exp(self.context.log(a) * exponent.p / exponent.q)

    def known(self, name, a):
        if not -LARGE < a < LARGE:
            raise Undefined("a number that is too large for a function of it")
        if name == "log" and not a > 0:
            raise Undefined("a logarithm of what may be negative")
        if name == "cosh":
            return (self.context.exp(a) + self.context.exp(-a)) / 2
        if name not in self.RISING:
            return getattr(self.context, name)(a)
        low, high = (getattr(self.ends, name)(self.ends.mpf(end)) for end in (a.a, a.b))
        slack = self.ends.mpf(10) ** (5 - DIGITS) * (1 + abs(low) + abs(high))
        return self.context.mpf([low - slack, high + slack])

    @property
    def pi(self):
        return self.context.pi

    def side(self, a, joint):
        """-1 below the joint, 1 above, 0 where it is the joint and nothing beside it."""
        joint = self.rational(joint)
        if not (a > joint or a < joint or a.a == a.b == joint):
            raise Undefined("too few digits tell on which side of a joint an argument lies")
        return 1 if a > joint else -1 if a < joint else 0

    def equal(self, a, b):
        return 0 in a - b

    @staticmethod
    def opaque(name, order, arguments):
        raise Undefined(f"{name} has no formula")


@dataclass(frozen=True)
class Number:
    """A number of another system, and whether it hangs on one that is free; two are equal whether they do or not."""

    value: object
    free: bool = field(default=False, compare=False)


class Traced:
    """Numbers of another system, some of which are free: what they are multiplied by may be 0, and hangs on none then.

    Attributes
    ----------
    undecided : bool
        Whether it hangs on a free number in which piece of a function an argument lies.
    """

    def __init__(self, system):
        self.system, self.opaque, self.undecided = system, system.opaque, False

    @property
    def pi(self):
        return Number(self.system.pi)

    def rational(self, q):
        return Number(self.system.rational(q))

    def add(self, a, b):
        return Number(self.system.add(a.value, b.value), a.free or b.free)

    def mul(self, a, b):
        zero = any(number.value == 0 and not number.free for number in (a, b))
        return Number(self.system.mul(a.value, b.value), not zero and (a.free or b.free))

    def power(self, a, exponent):
        return Number(self.system.power(a.value, exponent), a.free)

    def known(self, name, a):
        return Number(self.system.known(name, a.value), a.free)

    def side(self, a, joint):
        self.undecided |= a.free
        return self.system.side(a.value, joint)

    def equal(self, a, b):
        return self.system.equal(a.value, b.value)
