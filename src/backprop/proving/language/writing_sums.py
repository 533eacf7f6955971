"""How sums, products, powers and derivatives are written, in the author's order, with no bracket that is not needed."""

import re

from sympy import Add, Indexed, Mul, Pow, Rational, Sum, Symbol, sympify
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import Array
from backprop.proving.language.operators import Gradient, Jacobian, Partial
from backprop.proving.language.styles import LATEX, PLAIN
from backprop.proving.language.writing import (
    ADD,
    ATOM,
    MUL,
    OVER,
    PART,
    POW,
    SUM,
    at_least,
    enclosed,
    held,
    write,
)

PARTED = re.compile("[0-9]+/[0-9]")
"""What begins with a fraction; a dot beside it would be one of its numerator alone."""

IDENTITY = Symbol("I")

NUMBER = re.compile(r"(\\t?frac|[{])*[0-9]+(?![0-9_])")
"""What begins with a number; 1_m is a column of ones."""


def is_negative(e):
    factor = e.as_coeff_matrices()[0] if isinstance(e, mat.MatMul) else e.as_coeff_Mul()[0]
    return factor.could_extract_minus_sign() and (factor.is_number or isinstance(e, mat.MatMul))


@write.register(Add)
def _add(e, style):
    """As the author wrote it by `plus`, else what is added before what is taken away, sums before the rest, O last."""
    text = ""
    terms = e.args[1:] if e.args[0] == 0 else sorted(e.args, key=_place)
    for place, term in enumerate(map(_signed, beside_others(terms))):
        sign = style.minus if is_negative(term) else "+"
        last = place == len(terms) - 1
        written = at_least(_turned(term), SUM if last else OVER, style) if sign != "+" else at_least(term, SUM, style)
        text += f" {sign} {written}" if text else ("" if sign == "+" else sign) + written
    return text, ADD


def _place(term):
    return getattr(type(term), "is_last", False), is_negative(term), not term.has(Sum)


def _signed(term):
    """A term with its sign in front, wherever in the product it stands, and without a factor 1."""
    if not isinstance(term, Mul):
        return term
    negative = [a for a in term.args if isinstance(a, Rational) and a < 0]
    if negative and negative != [term.args[0]]:
        factors = [abs(a) if a in negative else a for a in term.args]
        return Mul(*[-1] * (len(negative) % 2), *factors, evaluate=False)
    return term.args[1] if len(term.args) == 2 and term.args[0] == 1 else term


def _turned(term):
    """A term that is taken away, with its factors in the order in which they stand."""
    if not (isinstance(term, Mul) and isinstance(term.args[0], Rational)):
        return -term
    number, *factors = term.args
    return (
        Mul(*[-number][number == -1 :], *factors, evaluate=False) if len(factors) + (number != -1) > 1 else factors[0]
    )


@write.register(Mul)
def _mul(e, style):
    turned = len(e.args) == 2 and e.args[0] == -1 and isinstance(e.args[1], Mul) and not is_negative(e.args[1])
    return _quotient([-1, *e.args[1].args] if turned else e.args, style)


def _below(factor):
    return isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp < 0


def _quotient(factors, style):
    sign, above, below = "", [], []
    divided = any(_below(f) for f in factors)
    for factor in factors:
        if isinstance(factor, Rational):
            sign = style.minus if (factor < 0) != bool(sign) else ""
            up, down = (abs(factor.p), factor.q) if divided else (abs(factor), 1)
            above += [sympify(up)] * (up != 1)
            below += [sympify(down)] * (down != 1)
        elif _below(factor):
            below.append(factor.base if factor.exp == -1 else Pow(factor.base, -factor.exp, evaluate=False))
        else:
            above.append(factor)
    above = above or [sympify(1)]
    if not below:
        text, level = side_by_side(above, style)
    elif style is LATEX:
        over = [enclosed(a[0], style) if len(a) == 1 else side_by_side(a, style)[0] for a in (above, below)]
        text, level = style.inverse.format(*over), MUL
    else:
        lower = enclosed(below[0], style) if len(below) == 1 else style.parens.format(side_by_side(below, style)[0])
        text, level = style.inverse.format(side_by_side(above, style, last=MUL)[0], lower), OVER
    return sign + text, ADD if sign else level


def side_by_side(factors, style, first=PART, last=SUM):
    """Side by side; a sum may stand last without brackets. A number that follows is told from the others by a dot."""
    *before, final = factors = beside_others(factors)
    least = [first, *[PART] * (len(before) - 1), last] if before else [max(last, PART)]
    least = [ATOM if place and _is_scaled(f) else least[place] for place, f in enumerate(factors)]
    written = [at_least(f, level, style) for f, level in zip(before, least, strict=False)]
    text, level = held(final, least[-1], style)
    written.append(text)
    signs = [style.dot if NUMBER.match(w) else style.times for w in written[1:]]
    if style is PLAIN:
        beside = zip(["", *signs], [*signs, ""], strict=True)
        written = [style.parens.format(w) if style.dot in signs and PARTED.match(w) else w
                   for w, signs in zip(written, beside, strict=True)]  # fmt: skip
    return "".join(sign + w for sign, w in zip(["", *signs], written, strict=True)), min(
        level, MUL
    ) if before else level


def _is_scaled(factor):
    """Whether a matrix has a number in front, which would be lost among the factors before it."""
    if not isinstance(factor, mat.MatMul):
        return False
    number, matrices = factor.as_coeff_matrices()
    return number != 1 or _is_scaled(matrices[0])


def beside_others(parts):
    """An identity needs no size where it stands beside a matrix that tells it."""
    told = any(isinstance(part, MatrixExpr) and not isinstance(part, mat.Identity) for part in parts)
    return [IDENTITY if told and isinstance(part, mat.Identity) else part for part in parts]


@write.register(Pow)
def _pow(e, style):
    if _below(e):
        return _quotient([e], style)
    if e.exp == Rational(1, 2):
        return style.root.format(at_least(e.base, ADD if style is LATEX else ATOM, style)), POW
    return style.power.format(at_least(e.base, ATOM, style), enclosed(e.exp, style)), POW


@write.register(Sum)
def _sum(e, style):
    text = at_least(e.function, SUM, style)
    for index, low, high in e.limits:
        text = style.sum.format(write(index, style)[0], enclosed(low, style), enclosed(high, style), text)
    return text, SUM


@write.register(Partial)
@write.register(Gradient)
@write.register(Jacobian)
def _derivative(e, style):
    top, var = (write(a, style) for a in e.args)
    simple = isinstance(e.args[0], (Indexed, Symbol, Array))
    return (style.partial if simple else style.partial_of).format(top[0], var[0]), MUL if style is LATEX else PART
