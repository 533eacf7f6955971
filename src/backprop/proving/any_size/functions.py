"""Functions of forms: exponentials and logarithms taken apart, functions in pieces as steps, others as they are."""

from fractions import Fraction
from functools import partial

from sympy import Poly, atan, cos, cosh, erf, exp, log, sin, sinh, tanh

from backprop.proving.any_size.changes import REBUILT, fraction
from backprop.proving.any_size.forms import (
    ONCE,
    ONE,
    ZERO,
    Atom,
    Form,
    constant,
    sign_of,
    single,
)
from backprop.proving.any_size.powers import (
    factors_of,
    first_step,
    is_positive,
    on_either_side,
    power,
    primitive,
    steps_in,
)
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.functions import InPieces, U

FEW_FACTORS = 4
"""The sign of a product of so many factors is taken apart, and of no more."""


def applied(function, *forms):
    """A function of forms, as a form."""
    if isinstance(function, type) and issubclass(function, InPieces):
        return in_steps(function, *forms)
    if function in KNOWN:
        return KNOWN[function](*forms)
    return single(Atom("apply", function, *forms))


def exponential(form):
    """exp: every term of the exponent is a factor of its own, and c log(a) in it is a to the power of c.

    A term that a step switches on is a factor that the step switches on.
    """
    out = ONE
    for term, c in form.terms.items():
        ((atom, e),) = term if len(term) == 1 else ((None, 0),)
        if atom is not None and atom.kind == "log" and e == 1:
            out = out * power(atom.parts[0], c)
        elif (switch := first_step(term)) is not None:
            out = out * (ONE + single(switch) * (exponential(Form({term - {(switch, 1)}: c})) - ONE))
        else:
            out = out * single(Atom("exp", term), c)
    return out


def logarithm(form):
    """log of what has been proved positive: of its number, of each positive factor, and of the rest."""
    if not form:
        raise NotUnderstood("the logarithm of what is 0 here")
    if (split := on_either_side(logarithm, form, is_positive)) is not None:
        return split
    number, content, rest = primitive(form)
    out = ZERO
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        for prime, times in factors_of(part):
            out += _log_of(constant(int(prime))).scaled(sign * times)
    for atom, e in content:
        if atom.kind == "exp":
            out += Form({atom.parts[0]: e})
        else:
            inside = atom.parts[0] if atom.kind == "base" else single(atom)
            out += (_log_of(constant(atom.parts[0])) if atom.kind == "prime" else _log_of(inside)).scaled(e)
    if (left := rest.number) is not None and left <= 0:
        raise NotUnderstood("the logarithm of what is not positive")
    return out if left == 1 else out + _log_of(rest)


def _log_of(form):
    return single(Atom("log", form))


def _half(form, sign):
    """Half of exp plus or minus its inverse: cosh and sinh."""
    return (exponential(form) + exponential(-form).scaled(sign)).scaled(Fraction(1, 2))


def _tanh(form):
    return _half(form, -1) * power(_half(form, 1), -1)


def _odd(function):
    return lambda form: ZERO if not form else _signed(function, form, -1)


def _even(function):
    return lambda form: ONE if not form else _signed(function, form, 1)


def _signed(function, form, sign):
    """A function whose value only changes its sign, or not even that, with the sign of its argument."""
    if sign_of(form) >= 0:
        return single(Atom("apply", function, form))
    return single(Atom("apply", function, -form)).scaled(sign)


KNOWN = {
    exp: exponential,
    log: logarithm,
    tanh: _tanh,
    sinh: lambda form: _half(form, -1),
    cosh: lambda form: _half(form, 1),
    sin: _odd(sin),
    cos: _even(cos),
    erf: _odd(erf),
    atan: _odd(atan),
}


def in_steps(function, form):
    """A function in pieces: the first piece, and at each joint a step times what the next adds to it.

    Raises `NotUnderstood` for a slope where its argument is at a joint, and has no slope.
    """
    first, *others = [_polynomial(piece, form) for piece in function.pieces]
    out, before = first, first
    for joint, piece in zip(function.joints, others, strict=True):
        if added := piece - before:
            at = form - constant(fraction(joint))
            meets = _meet(function, joint)
            if not meets and not sign_of(at):
                raise NotUnderstood(
                    f"{function.__name__} has no value where its argument is {joint}, as it may be here"
                )
            out += added * step(at, meets)
        before = piece
    return out


def _meet(function, joint):
    """Whether the two pieces at a joint have one value there."""
    place = function.joints.index(joint)
    return len({piece.subs(U, joint) for piece in function.pieces[place : place + 2]}) == 1


def _polynomial(piece, form):
    """A piece, a polynomial, of a form."""
    out = ZERO
    for c in Poly(piece, U).all_coeffs():
        out = out * form + constant(fraction(c))
    return out


def step(form, meets=False):
    """1 where `form` is positive, 0 where it is negative: of an argument without positive factors, and of one sign.

    Where `form` is 0 it is one of the two, if the pieces of the function meet: a factor beside it is 0 there.
    """
    if (number := form.number) is not None:
        return constant(int(number > 0))
    if is_positive(form):
        return ONE
    if is_positive(-form):
        return ZERO
    *_, rest = primitive(form)
    if (split := on_either_side(partial(step, meets=meets), rest, lambda side: meets or side)) is not None:
        return split
    if len(rest.terms) == 1 and len(*rest.terms) <= FEW_FACTORS and (meets or not steps_in(rest)):
        return _step_of_product(rest)
    if sign_of(rest) < 0:
        return ONE - single(Atom("step", -rest))
    return single(Atom("step", rest))


def _step_of_product(form):
    """Of one term: the sign of a product is the product of the signs, and each sign is 2 step - 1."""
    ((term, c),) = form.terms.items()
    sign, switches = constant(1 if c > 0 else -1), ONE
    for atom, e in term:
        if atom.kind in ONCE:
            switches = switches * single(atom)
        elif e % 2 == 1:
            sign = sign * (single(Atom("step", single(atom))).scaled(2) - ONE)
    return switches * (ONE + sign).scaled(Fraction(1, 2))


def _away_from_the_joint(form):
    if not form:
        raise NotUnderstood("a function in pieces, or its slope, stands at its joint for an index that it may have")
    return step(form)


REBUILT["exp"] = lambda atom, e, change: exponential(change.form(Form({atom.parts[0]: e})))
REBUILT["log"] = lambda atom, e, change: power(logarithm(change.form(atom.parts[0])), e)
REBUILT["step"] = lambda atom, e, change: _away_from_the_joint(change.form(atom.parts[0]))
REBUILT["apply"] = lambda atom, e, change: power(applied(atom.parts[0], *map(change.form, atom.parts[1:])), e)
