"""The derivative of a form by an entry or a number, everything else that stands in it held fixed."""

from fractions import Fraction

from sympy import Dummy, Function, KroneckerDelta, atan, cos, erf, sin

from backprop.proving.any_size.changes import leaf, one_name
from backprop.proving.any_size.forms import ONE, ZERO, Atom, Form, name_of, product, sign_of, single
from backprop.proving.any_size.functions import applied, exponential
from backprop.proving.any_size.powers import power, raised
from backprop.proving.any_size.sums import opened_up, summed
from backprop.proving.language.entries import NotUnderstood


def slope(form, var, ranges=None):
    """The derivative of `form` by `var`, an entry or a number of the model."""
    ranges, out = ranges or {}, ZERO
    for term, c in form.terms.items():
        for atom, e in term:
            if inner := _of_atom(atom, var, ranges):
                others = Form({term.difference([(atom, e)]): c * e})
                out += product([others, raised(atom, e - 1) if e != 1 else ONE, inner])
    return one_name(out, ranges)


def _of_atom(atom, var, ranges):
    if atom.kind == "partial":
        raise NotUnderstood("a partial derivative of a partial derivative has no normal form")
    if name_of(var) not in atom.names:
        return ZERO
    if atom.kind in ("entry", "symbol"):
        pairs = zip(atom.parts[0].indices, var.indices, strict=True) if atom.kind == "entry" else ()
        return product(leaf(KroneckerDelta(i, j)) for i, j in pairs)
    if atom.kind == "sum":
        body, limits = opened_up(atom, ranges)
        return summed(slope(body, var, {**ranges, **limits}), limits, ranges)
    if atom.kind == "exp":
        return single(atom) * slope(Form({atom.parts[0]: 1}), var, ranges)
    if atom.kind == "apply":
        function, *forms = atom.parts
        inner = [slope(form, var, ranges) for form in forms]
        paths = [_of_function(function, at, *forms) * path for at, path in enumerate(inner, 1) if path]
        return sum(paths, ZERO)
    inner = slope(atom.parts[0], var, ranges)
    if atom.kind == "log":
        return power(atom.parts[0], -1) * inner
    if atom.kind == "step" and inner and not sign_of(atom.parts[0]):
        raise NotUnderstood("the slope of a function in pieces, where its argument may always be at a joint")
    return ZERO if atom.kind == "step" else inner


def _of_function(function, at, *forms):
    """The slope of a function that is not taken apart by one of its arguments."""
    if function in SLOPES:
        return SLOPES[function](*forms)
    places = [Dummy("u") for _ in forms]
    prime = function(*places).fdiff(at)
    if not isinstance(prime, Function) or list(prime.args) != places:
        raise NotUnderstood(f"no slope is known of {function.__name__}")
    return applied(type(prime), *forms)


SLOPES = {
    sin: lambda form: applied(cos, form),
    cos: lambda form: -applied(sin, form),
    atan: lambda form: power(ONE + form * form, -1),
    erf: lambda form: exponential(-(form * form)).scaled(2) * power(single(Atom("pi")), Fraction(-1, 2)),
}
"""Of the functions of SymPy's that are not taken apart."""
