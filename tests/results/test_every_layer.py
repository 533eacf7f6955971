"""The four equations of backpropagation, for every layer: entry by entry, then as matrices."""

from dataclasses import replace

import pytest

from backprop.proving import (
    Derivation,
    DerivationError,
    Entries,
    Gradient,
    Partial,
    algebra,
    as_written,
    chain_rule,
    definition,
    derivative_of,
    derive,
    entries,
    hadamard,
    times,
    total,
)
from backprop.results.every_layer import (
    BATCH,
    CUT,
    ENTRIES,
    MATRICES,
    ONES,
    A,
    A_below,
    A_last,
    Delta,
    Delta_above,
    E,
    W_above,
    a,
    a_below,
    a_last,
    b,
    delta,
    delta_above,
    delta_last,
    df,
    df_last,
    j,
    last,
    layer,
    p,
    q,
    q_last,
    w,
    w_above,
    z,
    z_above,
    z_last,
)
from backprop.results.network import ACROSS


def delta_of_the_last_layer():
    return (
        Derivation(delta_last[q_last], last)
        .step(Partial(E, z_last[q_last]), definition(delta_last))
        .step(times(Partial(a_last[q_last], z_last[q_last]), Partial(E, a_last[q_last])), chain_rule())
        .step(times(df_last(z_last[q_last]), Partial(E, a_last[q_last])), derivative_of(a_last))
        .concludes(ENTRIES["last"])
    )


def delta_of_any_layer():
    path = Partial(z_above[q], a[j]), Partial(a[j], z[j])
    return (
        Derivation(delta[j], layer)
        .step(Partial(E, z[j]), definition(delta))
        .step(total(times(Partial(E, z_above[q]), *path), q), chain_rule())
        .step(total(times(delta_above[q], *path), q), definition(delta_above))
        .step(total(times(delta_above[q], w_above[q, j], path[1]), q), derivative_of(z_above))
        .step(total(times(delta_above[q], w_above[q, j], df(z[j])), q), derivative_of(a))
        .step(times(df(z[j]), total(times(w_above[q, j], delta_above[q]), q)), algebra())
        .concludes(ENTRIES["delta"])
    )


def by_weight():
    return (
        Derivation(Partial(E, w[j, p]), layer)
        .step(times(Partial(E, z[j]), Partial(z[j], w[j, p])), chain_rule())
        .step(times(delta[j], Partial(z[j], w[j, p])), definition(delta))
        .step(times(delta[j], a_below[p]), derivative_of(z))
        .concludes(ENTRIES["w"])
    )


def by_bias():
    return (
        Derivation(Partial(E, b[j]), layer)
        .step(times(Partial(E, z[j]), Partial(z[j], b[j])), chain_rule())
        .step(times(delta[j], Partial(z[j], b[j])), definition(delta))
        .step(delta[j], derivative_of(z))
        .concludes(ENTRIES["b"])
    )


PROOFS = {"last": delta_of_the_last_layer, "delta": delta_of_any_layer, "w": by_weight, "b": by_bias}
PLACES = {"last": (q_last,), "delta": (j,), "w": (j, p), "b": (j,)}


def gathered(name):
    """The lines of an entry, in the brackets of its matrix."""
    claim, place = MATRICES[name], PLACES[name]
    (first, *lines) = PROOFS[name]().lines
    proof = Derivation(claim.left, claim.model).step(Entries(first.expr, *place), entries())
    for line in lines:
        proof.step(Entries(line.expr, *place), line.reason)
    return proof.step(claim.right, entries()).concludes(claim)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_equation_is_proved_for_every_layer(name):
    proof = PROOFS[name]()
    assert proof.claim is ENTRIES[name]
    assert proof.scope.startswith("any size $n_")
    assert gathered(name).claim is MATRICES[name]


WRONG = {
    "last": hadamard(df_last(a_last), Gradient(E, a_last)),
    "delta": hadamard(df(a), times(w_above.T, delta_above)),
    "w": times(2, delta, a_below.T),
    "b": times(2, delta),
}


@pytest.mark.parametrize("name", MATRICES)
def test_a_wrong_equation_is_refused(name):
    wrong = replace(MATRICES[name], right=WRONG[name])
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(wrong.left, wrong.model).step(wrong.right, entries())


WRONG_BATCH = {
    "last": hadamard(Gradient(E, A_last), df_last(A_last)),
    "delta": hadamard(times(Delta_above, W_above.T), df(A)),
    "w": times(2, A_below.T, Delta),
    "b": times(2, Delta.T, ONES),
}


@pytest.mark.parametrize("name", BATCH)
def test_the_four_equations_hold_for_a_batch(name):
    claim = BATCH[name]
    Derivation(claim.left, claim.model).step(claim.right, as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(claim.left, claim.model).step(WRONG_BATCH[name], as_written())


def test_the_four_equations_as_they_are_printed():
    assert [repr(claim) for claim in MATRICES.values()] == [
        "δ^(L) = f_L'(z^(L)) ⊙ ∂E/∂a^(L)",
        "δ^(l) = f_l'(z^(l)) ⊙ (w^(l+1)ᵀ δ^(l+1))",
        "∂E/∂w^(l) = δ^(l) a^(l-1)ᵀ",
        "∂E/∂b^(l) = δ^(l)",
    ]
    assert [repr(claim) for claim in BATCH.values()] == [
        "Δ^(L) = ∂E/∂A^(L) ⊙ f_L'(Z^(L))",
        "Δ^(l) = (Δ^(l+1) W^(l+1)ᵀ) ⊙ f_l'(Z^(l))",
        "∂E/∂W^(l) = A^(l-1)ᵀ Δ^(l)",
        "∂E/∂b^(l) = Δ^(l)ᵀ 1_m",
    ]
    assert [claim._repr_markdown_() for claim in MATRICES.values()] == [
        r"$\delta^{(L)} = f_{L}'\left(z^{(L)}\right) \odot \frac{\partial E}{\partial a^{(L)}}$",
        r"$\delta^{(l)} = f_{l}'\left(z^{(l)}\right) \odot \left({w^{(l+1)}}^{\top}\, \delta^{(l+1)}\right)$",
        r"$\frac{\partial E}{\partial w^{(l)}} = \delta^{(l)}\, {a^{(l-1)}}^{\top}$",
        r"$\frac{\partial E}{\partial b^{(l)}} = \delta^{(l)}$",
    ]


@pytest.mark.parametrize("name", CUT)
def test_a_layer_that_is_told_of_its_output(name):
    claim = CUT[name]
    Derivation(claim.left, claim.model).step(claim.right, as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(claim.left, claim.model).step(times(2, claim.right), as_written())


def test_the_step_between_two_neighbours():
    step = ACROSS["step"]
    text = "grad_Z1 ⟨G2, Z2⟩ = [sum_q G2_iq W2_jq {}]_ij = (G2 W2^T) * {}"
    derive(step.model, text.format("sigma'(Z1_ij)", "sigma'(Z1)")).concludes(step)
    with pytest.raises(DerivationError, match="is wrong"):
        derive(step.model, text.format("sigma'(A1_ij)", "sigma'(A1)"))
