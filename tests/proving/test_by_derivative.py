"""A quantity defined by a derivative is a name for it: it may stand in lines, and is not differentiated."""

import pytest
from sympy import Rational

from backprop.proving import Derivation, DerivationError, Model
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    Jacobian,
    NotUnderstood,
    Partial,
    Pullback,
    Unknown,
    column,
    dsigma,
    hadamard,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.meaning.value import value
from backprop.proving.reasons import algebra, chain_rule, definition, derivative_of, entries, linearity

n, k = size("n"), size("k")
p, q, t = Index("p", n), Index("q", k), Index("t", k)
w, x, y = matrix("w", k, n), column("x", n), column("y", k)
z, a, E, eta = column("z", k), column("a", k), scalar("E"), scalar("eta")
delta, w_new, length = column("delta", k), matrix("w_new", k, n), scalar("length")
FORWARD = {
    z[q]: total(times(w[q, p], x[p]), p),
    a[q]: sigma(z[q]),
    E: Rational(1, 2) * total((a[q] - y[q]) ** 2, q),
}
NAMES = {
    delta[q]: Partial(E, z[q]),
    w_new[q, p]: w[q, p] - times(eta, Partial(E, w[q, p])),
    length: total(delta[q] ** 2, q),
}
model = Model((w, x, y, eta), {**FORWARD, **NAMES})
slope = times(a[q] - y[q], dsigma(z[q]))


def error():
    return (
        Derivation(delta[q], model)
        .step(Partial(E, z[q]), definition(delta))
        .step(times(Partial(E, a[q]), Partial(a[q], z[q])), chain_rule())
        .step(times(a[q] - y[q], Partial(a[q], z[q])), derivative_of(E))
        .step(slope, derivative_of(a))
    )


def update():
    return (
        Derivation(w_new[q, p], model)
        .step(w[q, p] - times(eta, Partial(E, w[q, p])), definition(w_new))
        .step(w[q, p] - times(eta, Partial(E, z[q]), Partial(z[q], w[q, p])), chain_rule())
        .step(w[q, p] - times(eta, delta[q], Partial(z[q], w[q, p])), definition(delta))
        .step(w[q, p] - times(eta, delta[q], x[p]), derivative_of(z))
    )


def test_a_name_stands_for_its_derivative():
    assert model.by_derivative == {"delta", "w_new", "length"}
    assert error().result == slope
    assert "δ_q = ∂E/∂z_q" in repr(model)


def test_an_update_is_worked_out():
    assert "w_new_qp" in repr(update()) and update().result == w[q, p] - times(eta, delta[q], x[p])


WRONG = {
    "another entry": (delta[q], times(a[t] - y[t], dsigma(z[t])), "is wrong"),
    "without its slope": (delta[q], a[q] - y[q], "is wrong"),
    "the old weight": (w_new[q, p], w[q, p], "is wrong"),
    "uphill": (w_new[q, p], w[q, p] + times(eta, delta[q], x[p]), "is wrong"),
    "computed from a name": (length, total(delta[q], q), "is wrong"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_about_a_name_is_refused(name):
    left, right, message = WRONG[name]
    with pytest.raises(DerivationError, match=message):
        Derivation(left, model).step(right, derivative_of(E))


REASONS = {
    "definition": (delta[q], Partial(E, z[q]), definition(delta), definition(E)),
    "of one entry": (total(delta[q], q), total(Partial(E, z[q]), q), definition(delta[q]), algebra()),
    "back": (Partial(E, z[q]), delta[q], definition(delta), definition(w_new)),
    "as a matrix": (delta, Gradient(E, z), definition(delta), entries()),
    "inside a square": (length, total(Partial(E, z[q]) ** 2, q), definition(length, delta), definition(length)),
    "the whole matrix": (w_new, w - times(eta, Gradient(E, w)), definition(w_new), linearity()),
    "at a number": (delta[1], Partial(E, z[1]), definition(delta), definition(z)),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_name_is_put_in_by_its_definition(name):
    left, right, reason, other = REASONS[name]
    assert Derivation(left, model).step(right, reason)
    with pytest.raises(DerivationError, match="not by this reason alone"):
        Derivation(left, model).step(right, other)


G = column("G", k)
ONLY_A_NAME = {
    "of a name": (Partial(E, w[q, p]), Partial(delta[q], w[q, p])),
    "by a name": (Partial(E, z[q]), Partial(E, delta[q])),
    "by a new weight": (Partial(E, w[q, p]), Partial(E, w_new[q, p])),
    "of a sum": (Partial(total(z[q], q), x[p]), Partial(total(delta[q], q), x[p])),
    "of a product": (Partial(times(z[q], x[p]), x[p]), Partial(times(delta[q], x[p]), x[p])),
    "of what is computed from one": (Partial(E, x[p]), Partial(length, x[p])),
    "by itself": (Partial(z[q], z[q]), Partial(delta[q], delta[q])),
    "under a sum": (total(Partial(E, z[q]), q), total(Partial(delta[q], z[q]), q)),
    "gradient": (Gradient(E, w), Gradient(length, w)),
    "gradient by a name": (Gradient(E, z), Gradient(E, delta)),
    "Jacobian": (Jacobian(z, x), Jacobian(delta, x)),
    "Jacobian by a name": (Jacobian(z, a), Jacobian(z, delta)),
    "pulled back": (Pullback(delta, z, w), Pullback(z, delta, w)),
    "pulled back to a name": (Pullback(delta, z, w), Pullback(z, delta, delta)),
    "in an entry": (Entry(Gradient(E, w), 1, 1), Entry(Gradient(length, w), 1, 1)),
    "in brackets": (Entries(Partial(E, z[q]), q), Entries(Partial(delta[q], z[q]), q)),
    "of an entry": (Partial(Entry(times(z.T, z)), x[p]), Partial(Entry(times(delta.T, delta)), x[p])),
    "of a derivative itself": (Partial(E, z[q]), Partial(Partial(E, z[q]), z[q])),
}


@pytest.mark.parametrize("name", ONLY_A_NAME)
def test_a_name_is_not_differentiated(name):
    accepted, refused = ONLY_A_NAME[name]
    assert name == "Jacobian by a name" or Derivation(accepted, model)
    with pytest.raises(DerivationError, match=r"by a derivative|partial derivative of a partial"):
        Derivation(refused, model)
    with pytest.raises(NotUnderstood, match="differentiated a second time"):
        value(model, Entry(refused, 1, 1) if refused.is_Matrix else refused)


def test_no_definition_differentiates_a_name():
    second = scalar("second")
    assert Model((w, x, y, eta), {**FORWARD, **NAMES, second: length + total(delta[q] * z[q], q)})
    with pytest.raises(NotUnderstood, match="delta is computed by a derivative"):
        Model((w, x, y, eta), {**FORWARD, **NAMES, second: total(Partial(delta[q], z[q]), q)})
    with pytest.raises(NotUnderstood, match="length is computed by a derivative"):
        Model((w, x, y, eta), {**FORWARD, **NAMES, second: Partial(length, eta)})


def test_a_definition_holds_matrices_of_derivatives_only_by_an_entry():
    slopes = matrix("slopes", k, n)
    entry = Model((w, x, y), {**FORWARD, slopes[q, p]: Entry(Gradient(E, w), q, p)})
    assert entry.by_derivative == {"slopes"}
    with pytest.raises(NotUnderstood, match=r"the definition of .* is a matrix"):
        Model((w, x, y), {**FORWARD, slopes[q, p]: Gradient(E, w)})
    assert Derivation(slopes, entry).step(Gradient(E, w), definition(slopes))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(slopes, entry).step(times(hadamard(a - y, a), x.T), derivative_of(E))


def test_a_cost_at_the_new_weights_is_a_number_only():
    after = scalar("after")
    known = Model((w, x, y, eta), {**FORWARD, **NAMES, after: Unknown("after", w_new)})
    assert "after" in known.by_derivative
    assert Derivation(after - E, known).step(-E + after, algebra())
    for refused in (Partial(after, w_new[q, p]), Partial(after, w[q, p]), Partial(E, after)):
        with pytest.raises(DerivationError, match="computed by a derivative"):
            Derivation(refused, known)
