"""A formula of numbers and entries, a SymPy expression, as the language writes it, as a matrix, and as NumPy code."""

import re

from sympy import Add, Mul, Pow, S, Symbol, cancel, factor, fraction, prod
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from backprop.proving.language.functions import absolute, drelu, relu, sgn
from backprop.proving.language.unnamed import DERIVATIVE_OF

NUMPY = {
    **{name: f"np.{name}({{}})" for name in ("exp", "log", "tanh", "sin", "cos", "sinh", "cosh")},
    "atan": "np.arctan({})",
    relu.__name__: "np.maximum({}, 0)",
    drelu.__name__: "({} > 0)",
    absolute.__name__: "np.abs({})",
    sgn.__name__: "np.sign({})",
}
"""SymPy's functions and those in pieces -> what they are in NumPy; others are functions of the code itself."""
OWN_SLOPES = {drelu: "relu'", sgn: "sgn"}


def _function_name(kind):
    if kind in OWN_SLOPES:
        return OWN_SLOPES[kind]
    if kind in DERIVATIVE_OF:
        return f"{DERIVATIVE_OF[kind].__name__}'"
    return {"log": "ln"}.get(kind.__name__, kind.__name__)


class _Writer(StrPrinter):
    """Factors in the order in which a person has them: numbers, sizes, entries, brackets."""

    def __init__(self, names):
        super().__init__({"order": "none"})
        self.names = names

    def _print_Symbol(self, expr):
        return self.names.get(expr.name, expr.name)

    def _print_Mul(self, expr):
        sign = "-" if expr.could_extract_minus_sign() and expr.args[0].is_number else ""
        above, below = fraction(-expr if sign else expr, exact=True)
        top = "*".join(self._factors(above))
        under = self._factors(below)
        if not under:
            return f"{sign}{top or '1'}"
        under = under[0] if len(under) == 1 and self._is_single(below) else f"({'*'.join(under)})"
        return f"{sign}{top or '1'}/{under}"

    def _factors(self, product):
        parts = [part for part in Mul.make_args(product) if part != 1]
        parts.sort(key=self._rank)
        return [self.parenthesize(part, PRECEDENCE["Mul"], strict=False) for part in parts]

    def _rank(self, part):
        base = part.as_base_exp()[0]
        size = base.is_Symbol and self.names.get(base.name, base.name) == base.name
        return 0 if part.is_number else 1 if size else 2 if base.is_Symbol else 3 if base.is_Add else 4

    def _is_single(self, below):
        return below.is_Symbol or below.is_Integer or below.is_Add or below.is_Function


class _Written(_Writer):
    """The language's own notation."""

    def _print_Pow(self, expr, rational=False):
        text = super()._print_Pow(expr, rational=rational)
        return text.replace("**", "^")

    def _print_Function(self, expr):
        return f"{_function_name(type(expr))}({', '.join(map(self._print, expr.args))})"


class _Code(_Writer):
    """NumPy's."""

    def _print_Pow(self, expr, rational=False):
        text = super()._print_Pow(expr, rational=rational)
        return text.replace("sqrt(", "np.sqrt(") if expr.exp in (S.Half, -S.Half) else text

    def _print_Function(self, expr):
        kind = type(expr)
        inside = ", ".join(map(self._print, expr.args))
        if kind in DERIVATIVE_OF and kind not in OWN_SLOPES:
            return f"{DERIVATIVE_OF[kind].__name__}_prime({inside})"
        return NUMPY.get(kind.__name__, kind.__name__ + "({})").format(inside)


def written(formula, names=()):
    """A formula in the language; `names` says how symbols are written, such as ``{"Z": "Z_ij"}``."""
    return _Written(dict(names)).doprint(formula)


def code(formula, names):
    """A formula in NumPy; `names` says what symbols are called there, "0" for what is 0."""
    formula = formula.xreplace({s: S.Zero for s in formula.free_symbols if names.get(s.name) == "0"})
    return _Code(dict(names)).doprint(formula)


def as_factor(text):
    """A text that can stand in a product: in brackets where it is a sum or begins with a sign."""
    return f"({text})" if _stands_outside("+-", text) else text


def as_product(text):
    """A text that can stand in a product as one factor, in brackets where it is more than a name."""
    return text if re.fullmatch(r"[\w^()]+", text) else f"({text})"


def ones_name(size):
    """The column of ones, as typed."""
    return f"1_{size}" if len(size) == 1 else f"1_{{{size}}}"


def as_matrix(formula, arrays, shape):
    """The matrix whose entries are a formula of entries, in the language; None where it has no such form.

    `arrays` are the names of the symbols that stand for entries; `shape` is that of the matrix.
    """
    held = {s.name for s in formula.free_symbols} & set(arrays)
    if not held:
        ones = f"1_{{{shape[0]} × {shape[1]}}}" if shape[1] != "1" else ones_name(shape[0])
        return ones if formula == 1 else f"{as_factor(written(formula))} {ones}"
    if isinstance(formula, Symbol):
        return formula.name
    if isinstance(formula, Add):
        return _sum(formula, arrays, shape)
    if isinstance(formula, Mul):
        return _product(formula, arrays, shape)
    if isinstance(formula, Pow) and formula.exp.is_Integer and 2 <= formula.exp <= 3:
        inner = as_matrix(formula.base, arrays, shape)
        return inner and " * ".join([as_factor(inner)] * int(formula.exp))
    if formula.is_Function and len(formula.args) == 1:
        inner = as_matrix(formula.args[0], arrays, shape)
        return inner and f"{_function_name(type(formula))}({inner})"
    return None


def _sum(formula, arrays, shape):
    positive_first = sorted(formula.args, key=lambda t: t.could_extract_minus_sign())
    parts = [as_matrix(part, arrays, shape) for part in positive_first]
    return None if None in parts else joined(parts)


def _product(formula, arrays, shape):
    held = [f for f in formula.args if {s.name for s in f.free_symbols} & set(arrays)]
    beside = Mul(*[f for f in formula.args if f not in held])
    if any(isinstance(f, Pow) and f.exp.is_negative for f in held):
        return None
    parts = [as_matrix(f, arrays, shape) for f in held]
    if None in parts:
        return None
    return scaled(beside, " * ".join(map(as_factor, parts)) if len(parts) > 1 else parts[0])


def scaled(number, text):
    """A number times a matrix, as typed."""
    if number == 1:
        return text
    if number == -1:
        return f"-{as_factor(text)}"
    inner = f"({text})" if " * " in text else as_factor(text)
    return f"{as_factor_of(number)} {inner}"


def as_factor_of(number):
    """A number before a matrix, as typed: 1/m, 2/(m k), -3."""
    return written(number) if not isinstance(number, Add) else f"({written(number)})"


def joined(parts):
    """Texts added up, with a minus where one begins with it."""
    text = parts[0]
    for part in parts[1:]:
        text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def bracketed(text):
    """Code that may be multiplied: in brackets where it has an operator at its outermost level."""
    return f"({text})" if _stands_outside("+-*/@", text) else text


def _stands_outside(signs, text):
    """Whether one of these signs stands outside all brackets, and not within a word."""
    depth = 0
    for place, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and c in signs and (place == 0 or c in "*/@" or text[place - 1] == " "):
            return True
    return False


def simplest(formula):
    """A formula with what cancels cancelled, in factors, and without a minus in front where that can be."""
    short = factor(cancel(formula)) if formula.is_rational_function() else formula
    return _signed(min((formula, short), key=lambda e: (e.count_ops(), len(str(e)))))


def _signed(formula):
    """A minus goes into 1 - a, rather than to stand before a - 1; one that is left goes into a difference."""
    if not isinstance(formula, (Mul, Pow)):
        return formula
    sign, parts = 1, []
    for part in Mul.make_args(formula):
        base, power = part.as_base_exp()
        if isinstance(base, Add) and power.is_odd and any(t.is_number and t.is_negative for t in base.args):
            base, sign = -base, -sign
        parts.append(base**power)
    number = [part for part in parts if part.is_number]
    if prod(number) * sign < 0:
        for place, part in enumerate(parts):
            base, power = part.as_base_exp()
            if isinstance(base, Add) and power.is_odd and not any(t.is_number for t in base.args):
                parts[place], sign = (-base) ** power, -sign
                break
    return Mul(sign, *parts)
