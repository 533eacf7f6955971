"""Powers: what stands under a root or a fraction is brought to its content, and a rest that has none.

Whatever is divided by, or stands under a root, has been proved positive before; so is each part of its content.
"""

from fractions import Fraction
from math import gcd, lcm

from sympy import factorint

from backprop.proving.any_size.changes import REBUILT
from backprop.proving.any_size.forms import ONCE, ONE, ZERO, Atom, Bound, Form, constant, product, single
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.meaning.ranges import never_negative

SMALL = 10_000
"""Primes up to this one are looked for in a number under a root or a logarithm."""

FEW_STEPS = 4
"""A function of so many steps is written out on either side of each, and of no more."""


def power(form, e):
    """`form` to a rational power; unless that is whole and positive, `form` has been proved positive."""
    if e == e // 1 and e >= 0:
        return form ** int(e)
    if not form:
        raise NotUnderstood("division by what is always 0, or a root of it")
    if len(form.terms) == 1 and e == e // 1:
        ((term, c),) = form.terms.items()
        if any(a.kind in ONCE for a, _ in term):
            raise NotUnderstood("division by an entry of the identity, or by what is 0 on one side of a joint")
        return product([constant(Fraction(c) ** int(e)), *(raised(a, k * e) for a, k in term)])
    if is_positive(-form):
        raise NotUnderstood("division by what is negative, or a root of it")
    if (split := on_either_side(lambda side: power(side, e), form, is_positive)) is not None:
        return split
    number, content, rest = primitive(form)
    parts = [power_of_number(number, e), *(raised(a, k * e) for a, k in content)]
    if (left := rest.number) is not None and left <= 0:
        raise NotUnderstood(f"a root of {number * left} times what is positive")
    if left != 1:
        parts.append(raised(Atom("base", rest), e))
    return product(parts)


def first_step(atoms):
    """The first of the steps among atoms with their powers, or None."""
    return min((a for a, _ in atoms if a.kind == "step"), key=str, default=None)


def on_either_side(function, form, allowed):
    """A function of a form that holds steps, by what it is on either side of each; None where it is not allowed."""
    steps = steps_in(form)
    if not 1 <= len(steps) <= FEW_STEPS:
        return None
    off, on = sides(form, steps[0])
    if not (allowed(off) and allowed(on)):
        return None
    return (ONE - single(steps[0])) * function(off) + single(steps[0]) * function(on)


def steps_in(form):
    """The steps among the factors of a form, in order."""
    return sorted({a for term in form.terms for a, _ in term if a.kind == "step"}, key=str)


def sides(form, switch):
    """A form where a step is 0, and where it is 1."""
    off = Form({term: c for term, c in form.terms.items() if (switch, 1) not in term})
    return off, off + Form({term - {(switch, 1)}: c for term, c in form.terms.items() if (switch, 1) in term})


def raised(atom, e):
    """An atom to a power, the whole part of which comes out of a fraction or a prime number."""
    if atom.kind == "prime":
        return power_of_number(atom.parts[0], e)
    whole = max(int(e // 1), 0) if atom.kind == "base" else 0
    out = atom.parts[0] ** whole if whole else constant(1)
    return out * single(atom, e - whole) if e != whole else out


def factors_of(number):
    """A whole number as primes and how often; large factors that are not found quickly stay as one."""
    return factorint(number, limit=SMALL).items()


def power_of_number(number, e):
    """A positive number to a power, prime by prime: 2 to the 3/2 is 2 times the root of 2."""
    number = Fraction(number)
    if e == e // 1:
        return constant(number ** int(e))
    if number <= 0:
        raise NotUnderstood(f"a root of {number}, which is not positive")
    whole, term = Fraction(1), set()
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        for prime, times in factors_of(part):
            k = times * sign * e
            whole *= Fraction(int(prime)) ** int(k // 1)
            if k % 1:
                term.add((Atom("prime", int(prime)), k % 1))
    return Form({frozenset(term): whole})


def primitive(form):
    """A positive number, a term of positive atoms, and a form without such content: `form` is their product."""
    content = {}
    while True:
        terms = [dict(term) for term in form.terms]
        shared = {a for term in terms for a in term if is_positive_atom(a)}
        lowest = {a: min(term.get(a, 0) for term in terms) for a in shared}
        lowest = {a: e for a, e in lowest.items() if e}
        if not lowest:
            break
        for a, e in lowest.items():
            content[a] = content.get(a, 0) + e
        form = shifted(form, {a: -e for a, e in lowest.items()})
    numbers = [Fraction(c) for c in form.terms.values()]
    number = Fraction(gcd(*[c.numerator for c in numbers]), lcm(*[c.denominator for c in numbers]))
    return number, [(a, e) for a, e in content.items() if e], form.scaled(1 / number)


def shifted(form, powers):
    """`form` times a power of each of these atoms, which cancels in each term before anything is multiplied out."""
    out = ZERO
    for term, c in form.terms.items():
        still = {a: e for a, e in term if a not in powers}
        exponents = dict(term)
        moved = [raised(a, exponents.get(a, 0) + e) for a, e in powers.items()]
        out += product([Form({frozenset(still.items()): c}), *moved])
    return out


def is_positive_atom(atom):
    """True if the atom is positive whatever its variables are, and its indices in their ranges."""
    if atom.kind in ("exp", "prime", "pi", "base"):
        return True
    if atom.kind == "symbol":
        (symbol,) = atom.parts
        return bool(symbol.is_positive) or isinstance(symbol, Bound)
    if atom.kind == "entry":
        return bool(atom.parts[0].base.label.is_positive)
    if atom.kind == "log":
        return (atom.parts[0].number or 0) > 1
    if atom.kind == "sum":
        highs, body = atom.parts
        return all(is_positive_atom(a) for a, _ in body) and all(never_negative(high - 1, {}) for high in highs)
    return False


def is_positive(form):
    """True if the form is seen to be positive: nothing is taken away, and one term at least is never 0."""
    certain = False
    for term, c in form.terms.items():
        if c < 0 or not all(is_positive_atom(a) or a.kind in ONCE or (e % 2 == 0 and e > 0) for a, e in term):
            return False
        certain = certain or all(is_positive_atom(a) for a, _ in term)
    return certain


REBUILT["power"] = power
REBUILT["base"] = lambda atom, e, change: power(change.form(atom.parts[0]), e)
