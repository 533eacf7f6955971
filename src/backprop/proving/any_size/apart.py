"""Whether a form is surely not 0, seen from numbers: what is multiplied out in vain need not be multiplied out.

It is a short cut alone: nothing is proved equal here.
"""

from fractions import Fraction
from functools import lru_cache
from random import Random

from backprop.proving.any_size.forms import ONCE, Form

PRIME = 2**127 - 1
POWERS = 720720
"""An exponential is a number to this power, so that its roots have a value too."""


def surely_apart(form):
    """True if the form has another value than 0 where each atom has one, and what is divided by the value it has.

    Deltas and steps, which are their own squares, have none; what stands beside the same ones is looked at together.
    """
    beside = {}
    for term, c in form.terms.items():
        signs = frozenset(factor for factor in term if factor[0].kind in ONCE)
        beside.setdefault(signs, {})[term - signs] = c
    try:
        return any(_value(Form(terms)) for terms in beside.values())
    except _Unknown:
        return False


class _Unknown(Exception):
    """A delta or a step in what is divided by; or what is divided by is 0 by chance."""


def _value(form):
    total = 0
    for term, c in form.terms.items():
        c = Fraction(c)
        if not c.denominator % PRIME:
            raise _Unknown
        value = c.numerator * pow(c.denominator, -1, PRIME)
        for atom, e in term:
            value = value * _power(atom, Fraction(e)) % PRIME
        total += value
    return total % PRIME


@lru_cache(maxsize=20_000)
def _power(atom, e):
    """The value of an atom to a power; a root is a number of its own, since whole powers come out of roots."""
    if atom.kind in ONCE:
        raise _Unknown
    if atom.kind == "exp":
        if (e * POWERS).denominator != 1:
            raise _Unknown
        return pow(_drawn(str(atom)), int(e * POWERS), PRIME)
    whole, left = e // 1, e % 1
    value = _value(atom.parts[0]) if atom.kind == "base" else _drawn(str(atom))
    if not value:
        raise _Unknown
    return pow(value, int(whole), PRIME) * (_drawn(f"{atom} to the {left}") if left else 1) % PRIME


def _drawn(text):
    return Random(text).randrange(1, PRIME)
