"""The first referee: two lines are equal for any size if the normal form of their difference is 0."""

from sympy import Integer, Pow, Sum, log

from backprop.proving.any_size.apart import surely_apart
from backprop.proving.any_size.changes import substituted
from backprop.proving.any_size.forms import ZERO, Bound, Form
from backprop.proving.any_size.normal_form import normal_form
from backprop.proving.any_size.powers import FEW_STEPS, is_positive, shifted, sides, steps_in
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Index
from backprop.proving.meaning.positive import positive

FEW = 12
"""A free index of so few values is put in value by value, where nothing else proves a line."""


def equal(a, b, divisions_checked=False):
    """True if a = b is proved for every size and every index in its range.

    With `divisions_checked`, what is divided by, or stands under a root or a logarithm, is taken to be positive,
    because that has been proved before.

    Raises
    ------
    NotUnderstood
        Division by what is not proved to be positive; a kind of expression without a rule.
    """
    if not divisions_checked:
        for side in (a, b):
            _check_positive(side, {})
    return vanishes(normal_form(a) - normal_form(b))


def _check_positive(expr, ranges):
    needed = None
    if isinstance(expr, Pow) and (expr.exp.is_negative or not expr.exp.is_Integer):
        needed = f"division by {expr.base}" if expr.exp.is_Integer else f"a root of {expr.base}"
    elif isinstance(expr, log):
        needed = f"the logarithm of {expr.args[0]}"
    if needed and not positive(expr.args[0], ranges):
        raise NotUnderstood(f"{needed}, which is not known to be positive")
    if isinstance(expr, Sum):
        ranges = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
    for part in expr.args:
        _check_positive(part, ranges)


def vanishes(form):
    """True if a form is 0, once it has been multiplied by what it divides by, at every value of a free index of few."""
    if not form:
        return True
    if not surely_apart(form) and not (form := _cleared(form)):
        return True
    # equal under the sum is equal after it, and under it denominators with a bound index can be cleared
    if _divided_under_a_sum(form) and all(_is_zero(body) for body in _bodies(form)):
        return True
    if 1 <= len(steps_in(form)) <= FEW_STEPS and _on_every_side(form, []):
        return True
    few = [i for i in form.free if isinstance(i, Index) and i.size.is_Integer and i.size <= FEW]
    return bool(few) and all(
        vanishes(substituted(form, {few[0]: Integer(value)}, {})) for value in range(1, int(few[0].size) + 1)
    )


def _on_every_side(form, signs):
    """Whether a form is 0 whichever of its steps are 1, where the forms in `signs` are not negative."""
    if not (steps := steps_in(form)):
        return vanishes(form)
    (at,) = steps[0].parts
    return all(
        any(is_positive(-(sign + other)) for other in signs) or _on_every_side(side, [*signs, sign])
        for sign, side in zip((-at, at), sides(form, steps[0]), strict=True)
    )


def _divided_under_a_sum(form):
    sums = {a for term in form.terms for a, _ in term if a.kind == "sum"}
    return any(_denominators(Form({a.parts[1]: 1})) for a in sums)


def _bodies(form):
    """What stands under sums of the same ranges, together; and what stands under none."""
    together = {}
    for term, c in form.terms.items():
        highs, body = _opened(term)
        together[highs] = together.get(highs, ZERO) + body.scaled(c)
    return together.values()


def _opened(term):
    """A term with one sum as the range of that sum and what stands under it; another with no range, and as it is."""
    sums = [(a, e) for a, e in term if a.kind == "sum"]
    if len(sums) != 1 or sums[0][1] != 1:
        return (), Form({term: 1})
    highs, body = sums[0][0].parts
    names = {Bound(sums[0][0].height, place): Bound(0, place) for place in range(len(highs))}
    ranges = {name: (1, high) for name, high in zip(names.values(), highs, strict=True)}
    return highs, Form({term.difference(sums): 1}) * substituted(Form({body: 1}), names, ranges)


def _is_zero(form):
    return not surely_apart(form) and not _cleared(form)


def _cleared(form):
    """`form` times what its terms are divided by, which is positive, each as often as the worst term needs."""
    while lowest := _denominators(form):
        form = shifted(form, {atom: -e for atom, e in lowest.items()})
    return form


def _denominators(form):
    lowest = {}
    for term in form.terms:
        for atom, e in term:
            if atom.kind == "base" and e < lowest.get(atom, 0):
                lowest[atom] = e
    return lowest
