"""The first referee: two lines are equal for any size if the normal form of their difference is 0."""

from sympy import Add, Function, Mul, Pow, Sum, exp

from backprop.proving.any_size.normal_form import Exponential, normal_form
from backprop.proving.language.entries import NotUnderstood, freshen
from backprop.proving.meaning.positive import positive


def equal(a, b, divisions_checked=False):
    """True if a = b is proved for every size and every index in its range.

    With `divisions_checked`, what is divided by is taken to differ from zero, because that has been proved before.

    Raises
    ------
    NotUnderstood
        Division by what is not proved to differ from zero; a kind of expression without a rule.
    """
    difference = freshen(a - b)
    if not divisions_checked:
        _check_divisions(difference, {})
    difference = normal_form(difference.replace(exp, Exponential))
    if _cleared(difference, {}) == 0:
        return True
    together = {}
    for term in Add.make_args(difference):
        sums = [f for f in Mul.make_args(term) if isinstance(f, Sum)]
        others = Mul(*[f for f in Mul.make_args(term) if not isinstance(f, Sum)])
        limits, body = (sums[0].limits, sums[0].function) if len(sums) == 1 else ((), Mul(*sums))
        together[limits] = together.get(limits, 0) + others * body
    # equal under the sum is equal after it, and under it denominators with a bound index can be cleared
    return all(_cleared(body, {i: (low, high) for i, low, high in limits}) == 0 for limits, body in together.items())


def _check_divisions(expr, ranges):
    if isinstance(expr, Pow) and expr.exp.is_negative and not positive(expr.base, ranges):
        raise NotUnderstood(f"division by {expr.base}, which is not known to differ from zero")
    if isinstance(expr, Sum):
        ranges = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
    for part in expr.args:
        _check_divisions(part, ranges)


def _cleared(expr, ranges, level=1):
    """The normal form of `expr` times its denominators, which are positive, each as often as the worst term needs.

    What is already a normal form has the names of its level, which would be captured at another: hence `freshen`.
    """
    form = normal_form(freshen(expr), level, ranges)
    while powers := _denominators(form):
        base, power = min(powers.items(), key=str)
        form = normal_form(freshen(Add(*[term * base**power for term in Add.make_args(form)])), level, ranges)
    return form


def _denominators(form):
    """The sums that terms are divided by, outside every other sum, with the highest power of each."""
    powers = {}
    for term in Add.make_args(form):
        for factor in Mul.make_args(term):
            base, e = factor.as_base_exp()
            if e.is_negative and base.has(Sum, Add) and not isinstance(base, Function):
                powers[base] = max(powers.get(base, 0), -e)
    return powers
