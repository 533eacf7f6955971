"""How names, numbers and functions are written: a rule for each kind gives the text, and how tightly it holds."""

import re
from functools import singledispatch

from sympy import Function, Indexed, KroneckerDelta, Rational, Symbol, pi
from sympy.matrices import expressions as mat

from backprop.proving.language.functions import NAMED, InPieces, absolute
from backprop.proving.language.notation import Array, name_parts
from backprop.proving.language.operators import Unknown
from backprop.proving.language.styles import LATEX
from backprop.proving.language.unnamed import DERIVATIVE_OF, SLOPE_OF, Activation, Loss

ADD, SUM, OVER, PART, MUL, POW, ATOM = range(7)
"""How tightly a written expression holds together, loosest first.

A sum reaches over what follows, and so does the slash of plain text; one half and a partial derivative are factors as
they are, but take no second slash, and a power takes no second power.
"""

WORD = re.compile(r"[^\W\d_]{2,}[0-9]*")
"""More than one letter, such as lse: in italics it would look like a product."""


@singledispatch
def write(e, style):
    """The text and how tightly it holds together; a rule for each kind."""
    return str(e), ATOM


@write.register
def _(e: Function, style):
    return f"{function_name(e.func, style)}({', '.join(write(a, style)[0] for a in e.args)})", ATOM


def held(e, level, style):
    """What is written, in brackets if it does not hold together as tightly as it must."""
    text, mine = write(e, style)
    return (text, mine) if mine >= level else (style.parens.format(text), ATOM)


def at_least(e, level, style):
    return held(e, level, style)[0]


def enclosed(e, style):
    """What stands alone in a script or in a fraction: LaTeX shows where it ends, plain text by brackets only."""
    return at_least(e, ADD if style is LATEX else POW, style)


def function_name(f, style):
    """What is printed for a function, before its brackets."""
    if f in DERIVATIVE_OF and f not in style.functions:
        return function_name(DERIVATIVE_OF[f], style) + "'"
    if f in SLOPE_OF:
        loss, place = SLOPE_OF[f]
        return style.slope_by.format(place) + function_name(loss, style)
    return style.functions.get(f) or called(f.__name__, style)


def called(name, style):
    """A name with its layer above, in brackets, or with what stands below it; in LaTeX words are upright."""
    letters, above, below = name_parts(name)
    if above:
        return style.above(called(letters, style), above)
    written = style.names.get(letters) or _upright(letters, style)
    return style.below(written, _upright(below, style)) if below else written


def _upright(letters, style):
    return style.word.format(letters) if WORD.fullmatch(letters) else letters


def subscripts(indices, style):
    texts = [write(i, style)[0] for i in indices]
    if all(len(t) == 1 for t in texts):
        return "".join(texts)
    return ",".join(texts) if style is LATEX else f"({', '.join(texts)})"


@write.register(Indexed)
def _indexed(e, style):
    name = called(e.base.name, style)
    below = subscripts(e.indices, style)
    if style is LATEX and "_" in name:
        name, below = f"{{{name}}}", rf"\,{below}"  # a space, or the word below and the index look like one word
    return style.sub.format(name, below), ATOM


@write.register(Rational)
def _number(e, style):
    sign = style.minus if e < 0 else ""
    if e.is_Integer:
        return f"{sign}{abs(e)}", ATOM if e >= 0 else ADD
    return sign + style.fraction.format(abs(e.p), e.q), PART if e >= 0 else ADD


@write.register(type(pi))
def _pi(e, style):
    return (r"\pi" if style is LATEX else "π"), ATOM


@write.register
def _(e: Symbol, style):
    return called(e.name, style), ATOM


@write.register
def _(e: Array, style):
    return called(e.name, style), ATOM


@write.register
def _(e: Unknown, style):
    return called(e.name, style) + style.parens.format(write(e.args[1], style)[0]), ATOM


@write.register
def _(e: KroneckerDelta, style):
    return style.delta.format(subscripts(e.args, style)), ATOM


@write.register
def _(e: Loss, style):
    text = function_name(e.func, style) + style.parens.format(", ".join(write(a, style)[0] for a in e.args))
    return text, MUL if e.func in SLOPE_OF else ATOM


def _applied(e, style):
    return applied_to(e.func, e.args[0], style), ATOM


for kind in (mat.DiagMatrix, Activation, InPieces, *NAMED):
    write.register(kind, _applied)


def applied_to(f, argument, style):
    """A function of what stands in its brackets; the absolute value is two bars, which do not say where they begin."""
    text = write(argument, style)[0]
    if f is not absolute:
        return function_name(f, style) + style.parens.format(text)
    return style.absolute.format(style.parens.format(text) if argument.has(absolute) else text)
