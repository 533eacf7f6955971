"""How matrices are written: their products, entries, transposes, and those that are filled with ones or zeros."""

from sympy import Trace
from sympy.matrices import expressions as mat
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving.language.entries import elementwise_function
from backprop.proving.language.operators import Entries, Entry, Gradient, Pullback
from backprop.proving.language.writing import ADD, ATOM, OVER, PART, POW, SUM, applied_to, at_least, subscripts, write
from backprop.proving.language.writing_sums import beside_others, is_negative, side_by_side


@write.register(mat.MatMul)
def _matmul(e, style):
    scalar, matrices = e.as_coeff_matrices()
    sign, scalar = (style.minus, -scalar) if is_negative(e) else ("", scalar)
    first = PART if tuple(e.shape) == (1, 1) else OVER  # no matrix is divided by, but such a product may be a number
    text, level = side_by_side(([] if scalar == 1 else [scalar]) + matrices, style, first, last=PART)
    return sign + text, ADD if sign else level


@write.register(mat.HadamardProduct)
def _hadamard(e, style):
    parts = [(a, PART if isinstance(a, Gradient) else POW) for a in beside_others(e.args)]
    return style.hadamard.join(at_least(a, level, style) for a, level in parts), SUM


@write.register(Entries)
def _entries(e, style):
    term, *indices = e.args
    below = subscripts([i for i in indices if i != 1], style)
    single = any(tuple(entry.args[0].shape) == (1, 1) for entry in term.atoms(Entry))
    text = at_least(term, ATOM + 1 if single else ADD, style)  # a product that is one number looks like a matrix
    return style.entries.format(text, below, *(write(s, style)[0] for s in e.shape)), ATOM


@write.register(Entry)
def _entry(e, style):
    """A 1 x 1 product is its number, in brackets unless it stands last; else row, column or both stand below."""
    of, *indices = e.args
    text, level = write(of, style)
    if below := [index for index, length in zip(indices, of.shape, strict=True) if length != 1]:
        return style.sub.format(style.parens.format(text), subscripts(below, style)), ATOM
    return text, min(level, SUM)


@write.register(ElementwiseApplyFunction)
def _elementwise(e, style):
    return applied_to(elementwise_function(e), e.expr, style), ATOM


@write.register
def _(e: Pullback, style):
    return style.pullback.format(*(write(a, style)[0] for a in e.args)), ATOM


@write.register
def _(e: mat.HadamardPower, style):
    return style.hadamard.join([at_least(e.args[0], ATOM, style)] * int(e.args[1])), SUM


@write.register
def _(e: mat.MatPow, style):
    return side_by_side([e.args[0]] * int(e.args[1]), style, last=PART)


@write.register
def _(e: mat.Transpose, style):
    return style.transpose.format(at_least(e.arg, ATOM, style)), POW


@write.register(mat.OneMatrix)
@write.register(mat.ZeroMatrix)
def _filled(e, style):
    """Ones, or zeros: a column has its length below, a row is a column transposed, a matrix has both sizes."""
    sign = style.one if isinstance(e, mat.OneMatrix) else style.zero
    rows, cols = e.shape
    if cols == 1 or rows == 1:
        text = style.sub.format(sign, subscripts((rows if cols == 1 else cols,), style))
        return (text, ATOM) if cols == 1 else (style.transpose.format(text), POW)
    return style.sub.format(sign, style.filled.format(*(write(s, style)[0] for s in e.shape))), ATOM


@write.register
def _(e: mat.Identity, style):
    return style.delta.format(subscripts(e.shape[:1], style)), ATOM


@write.register
def _(e: Trace, style):
    return style.functions[Trace] + style.parens.format(write(e.arg, style)[0]), ATOM
