"""A derivative taken one definition deep, and led through several quantities: what is computed further down stays."""

import pytest
from sympy import KroneckerDelta, Rational, exp, log, sqrt

from backprop.proving import Derivation, DerivationError, Model, Partial, Unknown, chain_rule, derivative_of
from backprop.proving.language import Index, activation, column, matrix, row, scalar, size, times, total
from backprop.proving.reasons import as_written

m, n = size("m"), size("n")
i, r = Index("i", m), Index("r", m)
p, q, s, t = (Index(letter, n) for letter in "pqst")
E, L, J, c = (scalar(name) for name in ("E", "L", "J", "c"))
x, a, y = (column(name, n) for name in "xay")
g, dg = activation("g")

residual = Model(
    (x, c),
    {
        a[p]: g(x[p]),
        y[p]: x[p] + a[p],
        L: total(a[p] ** 2, p) / 2,
        J: L + c / 2 * total(x[p] ** 2, p),
        E: Unknown("E", y),
    },
)
gated = Model((x,), {a[p]: g(x[p]), y[p]: x[p] * a[p]})

z, prob, lse = column("z", n), column("prob", n), scalar("lse")
softmax = Model((z,), {lse: log(total(exp(z[p]), p)), prob[p]: exp(z[p] - lse)})

deeper = Model((x,), {z[p]: g(x[p]), a[p]: g(z[p]), y[p]: z[p] + a[p], E: Unknown("E", y)})

X, H = matrix("X", m, n), matrix("H", m, n)
mu, v, eps = row("mu", n), row("v", n), scalar("epsilon", positive=True)
normalised = Model(
    (X, eps),
    {
        mu[p]: total(X[i, p], i) / m,
        v[p]: total((X[i, p] - mu[p]) ** 2, i) / m,
        H[i, p]: (X[i, p] - mu[p]) / sqrt(v[p] + eps),
        E: Unknown("E", H),
    },
)

U, h0 = matrix("U", n, n), column("h0", n)
z1, z2, h1 = column("z1", n), column("z2", n), column("h1", n)
recurrent = Model(
    (U, h0),
    {
        z1[p]: total(U[p, q] * h0[q], q),
        h1[p]: g(z1[p]),
        z2[p]: total(U[p, q] * h1[q], q),
        E: Unknown("E", z2),
    },
)

slope_of_v = total(2 * (X[r, p] - mu[p]) * (KroneckerDelta(r, i) - Partial(mu[p], X[i, p])), r) / m
ONE_LAYER = {
    "residual": (residual, Partial(y[p], x[q]), KroneckerDelta(p, q) + Partial(a[p], x[q]), derivative_of(y)),
    "weight decay": (residual, Partial(J, x[p]), Partial(L, x[p]) + c * x[p], derivative_of(J)),
    "square": (residual, Partial(a[p] ** 2 / 2, x[q]), a[p] * Partial(a[p], x[q]), derivative_of()),
    "sum of squares": (residual, Partial(L, x[q]), total(a[p] * Partial(a[p], x[q]), p), derivative_of(L)),
    "function of a quantity": (residual, Partial(g(a[p]), x[q]), dg(a[p]) * Partial(a[p], x[q]), derivative_of()),
    "product": (
        gated, Partial(y[p], x[q]), KroneckerDelta(p, q) * a[p] + x[p] * Partial(a[p], x[q]), derivative_of(y)),
    "product, both taken": (
        gated, Partial(y[p], x[q]), KroneckerDelta(p, q) * (a[p] + x[p] * dg(x[p])), derivative_of(y, a)),
    "softmax": (
        softmax, Partial(prob[p], z[q]), prob[p] * (KroneckerDelta(p, q) - Partial(lse, z[q])), derivative_of(prob)),
    "variance": (normalised, Partial(v[p], X[i, p]), slope_of_v, derivative_of(v)),
    "recurrent": (
        recurrent,
        Partial(z2[p], U[q, s]),
        KroneckerDelta(p, q) * h1[s] + total(U[p, t] * Partial(h1[t], U[q, s]), t),
        derivative_of(z2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_LAYER)
def test_what_is_computed_further_down_keeps_its_derivative(name):
    model, above, here, reason = ONE_LAYER[name]
    assert Derivation(above, model).step(here, reason).result == here


@pytest.mark.parametrize("name", ONE_LAYER)
def test_a_definition_put_in_beside_a_derivative_is_a_second_change(name):
    model, above, here, reason = ONE_LAYER[name]
    beside, opened = {
        residual: (y[1], x[1] + a[1]),
        gated: (y[1], x[1] * a[1]),
        softmax: (lse, log(total(exp(z[p]), p))),
        normalised: (H[1, 1], (X[1, 1] - mu[1]) / sqrt(v[1] + eps)),
        recurrent: (h1[1], g(z1[1])),
    }[model]
    Derivation(above + beside, model).step(here + beside, reason)
    Derivation(above + beside, model).step(here + opened, as_written())
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above + beside, model).step(here + opened, reason)


REFUSED = {
    "the inner derivative taken too": (
        residual, Partial(y[p], x[q]), KroneckerDelta(p, q) * (1 + dg(x[p])), derivative_of(y)),
    "the inner quantity opened too": (
        residual, Partial(L, x[q]), total(a[p] * Partial(g(x[p]), x[q]), p), derivative_of(L)),
    "another derivative beside": (
        residual, Partial(J, x[p]) + Partial(a[q], x[q]), Partial(L, x[p]) + c * x[p] + dg(x[q]), derivative_of(J)),
    "an inner value opened": (
        gated, Partial(y[p], x[p]), g(x[p]) + x[p] * Partial(a[p], x[p]), derivative_of(y)),
    "the slope of what is only named inside": (
        residual, Partial(a[p] ** 2 / 2, x[p]), a[p] * dg(x[p]), derivative_of()),
    "the derivative of a computed quantity, unnamed": (residual, Partial(a[p], x[p]), dg(x[p]), derivative_of()),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_one_layer_is_one_layer(name):
    model, above, here, reason = REFUSED[name]
    Derivation(above, model).step(here, as_written())
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above, model).step(here, reason)


TRIVIAL = {
    "by itself": (Partial(x[p], x[q]), KroneckerDelta(p, q)),
    "by itself, in a matrix": (Partial(y[p], y[q]), KroneckerDelta(p, q)),
    "by a stranger": (Partial(x[p], c), 0 * x[p]),
    "of what is not computed from it": (Partial(a[p], c), 0 * x[p]),
    "of a number by itself": (Partial(c, c), 1 + 0 * x[p]),
}


@pytest.mark.parametrize("name", TRIVIAL)
def test_trivial_derivatives_need_no_name(name):
    above, here = TRIVIAL[name]
    Derivation(above, residual).step(here, derivative_of())
    Derivation(above + Partial(y[p], x[p]), residual).step(here + Partial(y[p], x[p]), derivative_of())
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above + Partial(y[p], x[p]), residual).step(here + 1 + dg(x[p]), derivative_of())


paths = Partial(E, v[p]) * 2 * (X[i, p] - mu[p]) / m
LED = {
    "batch normalisation, three paths": (
        normalised, Partial(E, X[i, p]),
        Partial(E, H[i, p]) / sqrt(v[p] + eps) + paths + Partial(E, mu[p]) / m, chain_rule(H, v, mu)),
    "batch normalisation, the mean": (
        normalised, Partial(E, mu[p]),
        -total(Partial(E, H[i, p]), i) / sqrt(v[p] + eps) - 2 * Partial(E, v[p]) * total(X[i, p] - mu[p], i) / m,
        chain_rule(H, v)),
    "residual": (
        residual, Partial(E, x[p]), Partial(E, y[p]) + Partial(E, a[p]) * Partial(a[p], x[p]), chain_rule(y, a)),
    "residual, past a": (
        residual, Partial(E, x[p]), Partial(E, y[p]) + Partial(E, a[p]) * dg(x[p]), chain_rule(a)),
    "residual, by what is computed": (
        deeper, Partial(E, z[p]), Partial(E, y[p]) + Partial(E, a[p]) * dg(z[p]), chain_rule(a)),
    "weight decay": (residual, Partial(J, x[p]), Partial(J, L) * Partial(L, x[p]) + c * x[p], chain_rule(L)),
    "recurrent": (
        recurrent, Partial(E, U[p, q]), Partial(E, z1[p]) * h0[q] + Partial(E, z2[p]) * h1[q], chain_rule(z1, z2)),
}  # fmt: skip


@pytest.mark.parametrize("name", LED)
def test_every_path_leads_through_the_first_that_it_meets(name):
    model, above, here, reason = LED[name]
    assert Derivation(above, model).step(here, reason).result == here
    assert Derivation(2 * above + c if model is residual else 2 * above, model).step(
        2 * here + c if model is residual else 2 * here, reason)  # fmt: skip


def test_a_second_change_beside_the_paths_is_refused():
    model, above, here, _ = LED["residual"]
    for line, other, reason in (
        (here + y[q], above + x[q] + a[q], chain_rule(y, a)),
        (here + Partial(a[q], x[q]), above + dg(x[q]), chain_rule(y, a)),
        (here + Partial(E, a[q]) * Partial(a[q], x[q]), above + Partial(E, a[q]) * dg(x[q]), chain_rule(y, a)),
        (Partial(a[p], x[p]), dg(x[p]), chain_rule(a)),
        (Partial(L, x[p]), a[p] * dg(x[p]), chain_rule(y, a)),
    ):
        Derivation(other, model).step(line, as_written())
        for start, end in ((other, line), (line, other)):
            with pytest.raises(DerivationError, match="not by this reason"):
                Derivation(start, model).step(end, reason)
    model, above, here, _ = LED["batch normalisation, three paths"]
    with pytest.raises(DerivationError, match="not by this reason"):
        Derivation(above, model).step(here, chain_rule(H, v))
    with pytest.raises(DerivationError):
        Derivation(above, model).step(here - Partial(E, mu[p]) / m, chain_rule(H, v, mu))


def test_layer_by_layer_in_a_deeper_line():
    half = Rational(1, 2)
    proof = Derivation(Partial(J, x[q]), residual)
    proof.step(Partial(L, x[q]) + c * x[q], derivative_of(J))
    proof.step(total(a[p] * Partial(a[p], x[q]), p) + c * x[q], derivative_of(L))
    proof.step(total(times(2 * half, a[p], dg(x[p]), KroneckerDelta(p, q)), p) + c * x[q], derivative_of(a))
