"""Attacks on the first referee through indices that leave their range, and on names of bound indices.

`far` is 0 for n < 500: it blinds the second referee, and the first stands alone.
"""

import pytest
from sympy import Dummy, Identity, KroneckerDelta, Sum, cos, exp, log, pi, sin, sinh, sqrt, tanh

from backprop.proving import Derivation, DerivationError, Model, NotProved
from backprop.proving.any_size.levels import proved
from backprop.proving.language import (
    Entries,
    Index,
    Jacobian,
    NotUnderstood,
    Partial,
    absolute,
    column,
    drelu,
    matrix,
    relu,
    scalar,
    sgn,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.reasons import as_written

m, n = size("m"), size("n")
i, j, l = (Index(letter, m) for letter in "ijl")
k6 = Index("k6", 6)
k, o = Index("k", n), Index("o", m + 1)
a, b, c, t = column("a", m), column("b", m), column("c", n), scalar("t")
z, y = column("z", m), column("y", m)
g, V = matrix("g", m, n), matrix("V", m, m)
plain = Model((a, b, c, V, t), {})
D = KroneckerDelta
far = total(D(k, 500), k)


def shown(model, before, after):
    """Whether the first referee proves a line; one that it does not understand it does not."""
    try:
        return proved(model, before, after)
    except NotUnderstood:
        return False


def test_an_index_written_for_another_does_not_leave_what_is_divided_by():
    """At k = 500 the left is 1/2 and the right 1: under the delta, 1/i is not 1/(k - 500)."""
    divided = Model((a, c), {g[i, k]: 1 / (1 + D(i, k - 500) / i + D(k, 500))})
    with pytest.raises(NotProved):
        Derivation(g[i, k], divided).step(1 / (1 + D(i, k - 500) / i), as_written())
    assert proved(divided, D(i, l) / (1 + 1 / i), D(i, l) / (1 + 1 / l))


HIDDEN = {
    "a quotient": lambda d: (total(c[k] / (1 + d + D(k, 500)), k), total(c[k] / (1 + d), k)),
    "a root": lambda d: (total(c[k] * sqrt(1 + d + D(k, 500)), k), total(c[k] * sqrt(1 + d), k)),
    "a logarithm": lambda d: (total(c[k] * log(1 + d + D(k, 500)), k), total(c[k] * log(1 + d), k)),
    "a step": lambda _: (drelu(t + D(i, k - 500) / i), drelu(t * (k - 500) + D(i, k - 500))),
    "value by value": lambda _: (
        D(i, k6 - 5) * (1 / i - 1 / (i + 1)) + D(k6, 5) * t, D(i, k6 - 5) / (i * (i + 1))),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_a_delta_hides_no_sign(name):
    before, after = HIDDEN[name](D(i, 2 * k - 1000) / i)
    assert not proved(plain, before, after)


def test_a_slope_that_comes_to_its_joint_has_no_value():
    joint = Model((t, a), {b[i]: (500 - i) * t})
    for slope_of in (drelu, sgn):
        with pytest.raises(NotProved):
            Derivation(D(i, 500) * slope_of(b[i]), joint).step(0 * t, as_written())


def test_a_logarithm_of_what_becomes_0_is_refused_in_a_sentence():
    with pytest.raises(NotProved):
        Derivation(D(k, 500) * log(1 + D(i, k - 500) / i), plain).step(D(k, 500), as_written())


def test_a_sum_that_collapses_while_it_is_named_captures_no_other():
    def side(f, h):
        return total(sigma(Sum(sigma(f[i] * total(D(l, o) * h[l], l)), (o, 1, m + 1))), i)

    assert not proved(plain, side(a, b), side(b, a))
    apart = total(sigma(sigma(0) + total(sigma(a[i] * b[j]), j)), i)
    assert proved(plain, side(a, b), apart)
    assert not proved(plain, side(b, a), apart)


def test_an_authors_dummy_is_none_that_the_engine_will_make():
    for ahead in range(60):
        d = Dummy("i", dummy_index=Dummy("i").dummy_index + ahead, integer=True)
        with pytest.raises(NotProved):
            Derivation(far * Sum(a[d] * total(V[d, l], l), (d, 1, m)), plain).step(
                far * total(a[l] * V[l, l], l), as_written()
            )


@pytest.mark.parametrize("low", [0, 500 - m])
def test_what_a_bound_index_may_be_is_not_divided_by(low):
    for start in (Sum(times(j, 1 / j), (j, low, m)), Entries(Sum(times(j, 1 / j), (j, low, m)), i)):
        with pytest.raises(DerivationError, match=r"divides by j|range for every size"):
            Derivation(start, plain)


def test_a_jacobian_by_a_matrix_of_one_column():
    A = matrix("A", m, 1)
    only = Model((A,), {})
    Derivation(Jacobian(2 * A, A), only).step(2 * Identity(m), as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Jacobian(2 * A, A), only).step(Identity(m), as_written())


NAMED = Model((a, c, t), {b[i]: Partial(t / i, t), z[i]: i + 0, y[i]: 2 * m + 1 - 2 * i})


@pytest.mark.parametrize("hidden", [Partial(t / i, t), b[i], 1 / z[i]], ids=["a derivative", "its name", "a name"])
@pytest.mark.parametrize("f", [lambda u: 1 / u, sqrt, log], ids=["quotient", "root", "logarithm"])
def test_what_hides_an_index_is_kept_in_its_range_too(f, hidden):
    """At k = 500 the index is 0."""
    d = D(i, 2 * k - 1000) * hidden
    assert not shown(NAMED, total(c[k] * f(1 + d + D(k, 500)), k), total(c[k] * f(1 + d), k))


def test_a_sum_is_not_begun_earlier_where_what_it_is_divided_by_leaves_its_range():
    def later(term):
        return Sum(term, (j, 2, m))

    with pytest.raises(NotUnderstood, match="is divided by"):
        proved(NAMED, later(relu(t / y[m + 2 - j])), later(relu(t) / y[m + 2 - j]) - absolute(t))


def test_a_sum_whose_terms_become_numbers_has_a_value():
    last = KroneckerDelta(o, m + 1)
    for e in (total(1 / (1 + last), o), total(exp(t * last), o), total(drelu(o), o)):
        assert not shown(plain, e, e + 1)


def test_numbers_beyond_all_bounds_end_in_a_sentence():
    p = 2**127 - 1
    with pytest.raises(DerivationError):
        Derivation((1 + exp(t)) ** 2 / (p * (1 + exp(t))), plain).step((2 + exp(t)) / p, as_written())
    for large in (cos(exp(exp(t))), sinh(exp(t)), tanh(exp(exp(t)))):
        with pytest.raises(DerivationError, match=r"is wrong|is not proved"):
            Derivation(sin(100 * pi * t) * large, plain).step(0 * t, as_written())


def test_a_slope_has_no_value_where_its_argument_is_0_on_one_side():
    x, r = column("x", m), column("r", m)
    gates = Model((x, y), {r[i]: relu(x[i])})
    for left, right in ((drelu(relu(x[i]) * y[i]), drelu(x[i]) * drelu(y[i])), (drelu(relu(t)), drelu(t))):
        assert not proved(gates, left, right)
    assert not proved(gates, drelu(r[i] * y[i]), drelu(x[i]) * drelu(y[i]))
    assert proved(gates, relu(relu(x[i])), relu(x[i]))
