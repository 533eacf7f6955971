"""How the book writes an expression: LaTeX for the page, plain text for the terminal, factors in the author's order."""

import re
from functools import singledispatch

from sympy import Add, Function, Indexed, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol, Trace, pi, sympify
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.entries import elementwise_function
from backprop.proving.language.functions import NAMED, InPieces, absolute
from backprop.proving.language.notation import COUNTED, LAYER, LAYERED, Array
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback, Unknown
from backprop.proving.language.styles import LATEX, PLAIN
from backprop.proving.language.unnamed import DERIVATIVE_OF, SLOPE_OF, Activation, Loss

ADD, SUM, OVER, PART, MUL, POW, ATOM = range(7)
"""How tightly a written expression holds together, loosest first.

A sum reaches over what follows, and so does the slash of plain text; one half and a partial derivative are factors as
they are, but take no second slash, and a power takes no second power.
"""

BELOW = re.compile(rf"([fn])([0-9]+)|([^\W_]+)_(?:\(({LAYER})\)|([^\W_]+))")
"""f3, n_(l-1) and w_new."""

PARTED = re.compile("[0-9]+/[0-9]")
"""What begins with a fraction; a dot beside it would be one of its numerator alone."""

IDENTITY = Symbol("I")

NUMBER = re.compile(r"(\\t?frac|[{])*[0-9]+(?![0-9_])")
"""What begins with a number; 1_m is a column of ones."""


def latex(expr):
    """`expr` in LaTeX, for inline mathematics; it holds no vertical bar, which would end a table cell."""
    return _write(expr, LATEX)[0]


def plain(expr):
    """`expr` in one line of Unicode text, which says the same."""
    return _write(expr, PLAIN)[0]


@singledispatch
def _write(e, style):
    """The text and how tightly it holds together; a rule for each kind."""
    return str(e), ATOM


@_write.register
def _(e: Function, style):
    return f"{function_name(e.func, style)}({', '.join(_write(a, style)[0] for a in e.args)})", ATOM


def _held(e, level, style):
    """What is written, in brackets if it does not hold together as tightly as it must."""
    text, mine = _write(e, style)
    return (text, mine) if mine >= level else (style.parens.format(text), ATOM)


def _at_least(e, level, style):
    return _held(e, level, style)[0]


def _enclosed(e, style):
    """What stands alone in a script or in a fraction: LaTeX shows where it ends, plain text by brackets only."""
    return _at_least(e, ADD if style is LATEX else POW, style)


def function_name(f, style):
    """What is printed for a function, before its brackets."""
    if f in DERIVATIVE_OF and f not in style.functions:
        return function_name(DERIVATIVE_OF[f], style) + "'"
    if f in SLOPE_OF:
        loss, place = SLOPE_OF[f]
        return style.slope_by.format(place) + function_name(loss, style)
    return style.functions.get(f) or _name(f.__name__, style)


def _name(name, style):
    """W3 and W^(l) are arrays and carry their layer above, in brackets; f3, n_(l-1) and w_new carry theirs below."""
    if array := LAYERED.fullmatch(name) or COUNTED.fullmatch(name):
        letter, layer = array.groups()
        return style.above(_name(letter, style), layer)
    if below := BELOW.fullmatch(name):
        letter, layer = filter(None, below.groups())
        return style.below(style.names.get(letter, letter), layer)
    return style.names.get(name, name)


def _subscripts(indices, style):
    texts = [_write(i, style)[0] for i in indices]
    if all(len(t) == 1 for t in texts):
        return "".join(texts)
    return ",".join(texts) if style is LATEX else f"({', '.join(texts)})"


@_write.register(Indexed)
def _indexed(e, style):
    name = _name(e.base.name, style)
    if style is LATEX and "_" in name:
        name = f"{{{name}}}"
    return style.sub.format(name, _subscripts(e.indices, style)), ATOM


@_write.register(Rational)
def _number(e, style):
    sign = style.minus if e < 0 else ""
    if e.is_Integer:
        return f"{sign}{abs(e)}", ATOM if e >= 0 else ADD
    return sign + style.fraction.format(abs(e.p), e.q), PART if e >= 0 else ADD


def _negative(e):
    factor = e.as_coeff_matrices()[0] if isinstance(e, mat.MatMul) else e.as_coeff_Mul()[0]
    return factor.could_extract_minus_sign() and (factor.is_number or isinstance(e, mat.MatMul))


@_write.register(Add)
def _add(e, style):
    """As the author wrote it by `plus`, else what is added before what is taken away, and sums before the rest."""
    text = ""
    terms = e.args[1:] if e.args[0] == 0 else sorted(e.args, key=lambda a: (_negative(a), not a.has(Sum)))
    for place, term in enumerate(map(_signed, _beside_others(terms))):
        sign = style.minus if _negative(term) else "+"
        last = place == len(terms) - 1
        written = _at_least(_turned(term), SUM if last else OVER, style) if sign != "+" else _at_least(term, SUM, style)
        text += f" {sign} {written}" if text else ("" if sign == "+" else sign) + written
    return text, ADD


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


@_write.register(Mul)
def _mul(e, style):
    turned = len(e.args) == 2 and e.args[0] == -1 and isinstance(e.args[1], Mul) and not _negative(e.args[1])
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
        text, level = _factors(above, style)
    elif style is LATEX:
        over = [_enclosed(a[0], style) if len(a) == 1 else _factors(a, style)[0] for a in (above, below)]
        text, level = style.inverse.format(*over), MUL
    else:
        lower = _enclosed(below[0], style) if len(below) == 1 else style.parens.format(_factors(below, style)[0])
        text, level = style.inverse.format(_factors(above, style, last=MUL)[0], lower), OVER
    return sign + text, ADD if sign else level


def _factors(factors, style, first=PART, last=SUM):
    """Side by side; a sum may stand last without brackets. A number that follows is told from the others by a dot."""
    *before, final = factors = _beside_others(factors)
    least = [first, *[PART] * (len(before) - 1), last] if before else [max(last, PART)]
    least = [ATOM if place and _is_scaled(f) else least[place] for place, f in enumerate(factors)]
    written = [_at_least(f, level, style) for f, level in zip(before, least, strict=False)]
    text, level = _held(final, least[-1], style)
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


def _beside_others(parts):
    """An identity needs no size where it stands beside a matrix that tells it."""
    told = any(isinstance(part, MatrixExpr) and not isinstance(part, mat.Identity) for part in parts)
    return [IDENTITY if told and isinstance(part, mat.Identity) else part for part in parts]


@_write.register(Pow)
def _pow(e, style):
    if _below(e):
        return _quotient([e], style)
    if e.exp == Rational(1, 2):
        return style.root.format(_at_least(e.base, ADD if style is LATEX else ATOM, style)), POW
    return style.power.format(_at_least(e.base, ATOM, style), _enclosed(e.exp, style)), POW


@_write.register(Sum)
def _sum(e, style):
    text = _at_least(e.function, SUM, style)
    for index, low, high in e.limits:
        text = style.sum.format(_write(index, style)[0], _enclosed(low, style), _enclosed(high, style), text)
    return text, SUM


@_write.register(Partial)
@_write.register(Gradient)
@_write.register(Jacobian)
def _derivative(e, style):
    top, var = (_write(a, style) for a in e.args)
    simple = isinstance(e.args[0], (Indexed, Symbol, Array))
    return (style.partial if simple else style.partial_of).format(top[0], var[0]), MUL if style is LATEX else PART


@_write.register(mat.MatMul)
def _matmul(e, style):
    scalar, matrices = e.as_coeff_matrices()
    sign, scalar = (style.minus, -scalar) if _negative(e) else ("", scalar)
    first = PART if tuple(e.shape) == (1, 1) else OVER  # no matrix is divided by, but such a product may be a number
    text, level = _factors(([] if scalar == 1 else [scalar]) + matrices, style, first, last=PART)
    return sign + text, ADD if sign else level


@_write.register(mat.HadamardProduct)
def _hadamard(e, style):
    parts = [(a, PART if isinstance(a, Gradient) else POW) for a in _beside_others(e.args)]
    return style.hadamard.join(_at_least(a, level, style) for a, level in parts), SUM


@_write.register(Entries)
def _entries(e, style):
    term, *indices = e.args
    subscripts = _subscripts([i for i in indices if i != 1], style)
    single = any(tuple(entry.args[0].shape) == (1, 1) for entry in term.atoms(Entry))
    text = _at_least(term, ATOM + 1 if single else ADD, style)  # a product that is one number looks like a matrix
    return style.entries.format(text, subscripts, *(_write(s, style)[0] for s in e.shape)), ATOM


@_write.register(Entry)
def _entry(e, style):
    """A 1 x 1 product is its number, in brackets unless it stands last; else row, column or both stand below."""
    of, *indices = e.args
    text, level = _write(of, style)
    if below := [index for index, length in zip(indices, of.shape, strict=True) if length != 1]:
        return style.sub.format(style.parens.format(text), _subscripts(below, style)), ATOM
    return text, min(level, SUM)


@_write.register(ElementwiseApplyFunction)
def _elementwise(e, style):
    return _of(elementwise_function(e), e.expr, style), ATOM


@_write.register(type(pi))
def _pi(e, style):
    return (r"\pi" if style is LATEX else "π"), ATOM


@_write.register
def _(e: Symbol, style):
    return _name(e.name, style), ATOM


@_write.register
def _(e: Array, style):
    return _name(e.name, style), ATOM


@_write.register
def _(e: Unknown, style):
    return _name(e.name, style) + style.parens.format(_write(e.args[1], style)[0]), ATOM


@_write.register
def _(e: Pullback, style):
    return style.pullback.format(*(_write(a, style)[0] for a in e.args)), ATOM


@_write.register
def _(e: KroneckerDelta, style):
    return style.delta.format(_subscripts(e.args, style)), ATOM


@_write.register
def _(e: mat.HadamardPower, style):
    return style.hadamard.join([_at_least(e.args[0], ATOM, style)] * int(e.args[1])), SUM


@_write.register
def _(e: mat.MatPow, style):
    return _factors([e.args[0]] * int(e.args[1]), style, last=PART)


@_write.register
def _(e: mat.Transpose, style):
    return style.transpose.format(_at_least(e.arg, ATOM, style)), POW


@_write.register(mat.OneMatrix)
@_write.register(mat.ZeroMatrix)
def _filled(e, style):
    """Ones, or zeros: a column has its length below, a row is a column transposed, a matrix has both sizes."""
    sign = style.one if isinstance(e, mat.OneMatrix) else style.zero
    rows, cols = e.shape
    if cols == 1 or rows == 1:
        text = style.sub.format(sign, _subscripts((rows if cols == 1 else cols,), style))
        return (text, ATOM) if cols == 1 else (style.transpose.format(text), POW)
    return style.sub.format(sign, style.filled.format(*(_write(s, style)[0] for s in e.shape))), ATOM


@_write.register
def _(e: mat.Identity, style):
    return style.delta.format(_subscripts(e.shape[:1], style)), ATOM


@_write.register
def _(e: Trace, style):
    return "tr" + style.parens.format(_write(e.arg, style)[0]), ATOM


@_write.register
def _(e: Loss, style):
    text = function_name(e.func, style) + style.parens.format(", ".join(_write(a, style)[0] for a in e.args))
    return text, MUL if e.func in SLOPE_OF else ATOM


def _applied(e, style):
    return _of(e.func, e.args[0], style), ATOM


for kind in (mat.DiagMatrix, Activation, InPieces, *NAMED):
    _write.register(kind, _applied)


def _of(f, argument, style):
    """A function of what stands in its brackets; the absolute value is two bars, which do not say where they begin."""
    text = _write(argument, style)[0]
    if f is not absolute:
        return function_name(f, style) + style.parens.format(text)
    return style.absolute.format(style.parens.format(text) if argument.has(absolute) else text)
