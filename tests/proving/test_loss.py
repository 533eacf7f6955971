"""A loss of two arguments, of which nothing is known but that it has a slope by each."""

import pytest

from backprop.proving import Derivation, DerivationError, Model
from backprop.proving.any_size.equal import equal
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Partial,
    column,
    dsigma,
    latex,
    loss,
    matrix,
    plain,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.meaning.value import value
from backprop.proving.reasons import chain_rule, derivative_of, entries

n, k = size("n"), size("k")
p, q, t = Index("p", n), Index("q", k), Index("t", k)
w, x, y = matrix("w", k, n), column("x", n), column("y", k)
z, a, E = column("z", k), column("a", k), scalar("E")
ell, by_output, by_target = loss("ell")
model = Model(
    (w, x, y),
    {z[q]: total(times(w[q, p], x[p]), p), a[q]: sigma(z[q]), E: total(ell(a[q], y[q]), q)},
)

TRUE = {
    "by an output": (Partial(E, a[q]), by_output(a[q], y[q]), by_target(a[q], y[q])),
    "by a target": (Partial(E, y[q]), by_target(a[q], y[q]), by_output(a[q], y[q])),
    "order of the arguments": (Partial(E, a[q]), by_output(a[q], y[q]), by_output(y[q], a[q])),
    "of another example": (Partial(E, a[q]), by_output(a[q], y[q]), by_output(a[q], y[t])),
    "of one number twice": (
        Partial(ell(y[q], y[q]), y[q]),
        by_output(y[q], y[q]) + by_target(y[q], y[q]),
        2 * by_output(y[q], y[q]),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_loss_has_two_slopes(name):
    left, right, wrong = TRUE[name]
    assert Derivation(left, model).step(right, derivative_of(E))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(left, model).step(wrong, derivative_of(E))
    first, second, third = (value(model, e) for e in TRUE[name])
    assert equal(first, second) and not equal(first, third)


def test_the_error_of_the_last_layer():
    proof = (
        Derivation(Partial(E, z[q]), model)
        .step(times(Partial(E, a[q]), Partial(a[q], z[q])), chain_rule())
        .step(times(by_output(a[q], y[q]), Partial(a[q], z[q])), derivative_of(E))
        .step(times(by_output(a[q], y[q]), dsigma(z[q])), derivative_of(a))
    )
    assert "∂_1 ℓ(a_q, y_q) σ'(z_q)" in repr(proof)
    gathered = Derivation(Gradient(E, z), model).step(Entries(Partial(E, z[q]), q), entries())
    with pytest.raises(DerivationError, match="is wrong"):
        gathered.step(Entries(by_output(a[q], y[q]), q), derivative_of(E))


def test_written():
    assert plain(E - ell(a[q], y[q])) == "E − ℓ(a_q, y_q)"
    assert latex(ell(a[q], y[q])) == r"\ell\left(a_{q}, y_{q}\right)"
    assert latex(by_target(a[q], y[q])) == r"\partial_{2} \ell\left(a_{q}, y_{q}\right)"


def test_a_loss_takes_two_arguments():
    assert loss("ell") is loss("ell")
    with pytest.raises(TypeError, match="takes exactly 2 arguments"):
        ell(a[q])
