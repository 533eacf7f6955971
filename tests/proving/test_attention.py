"""Scaled dot-product attention: every gradient, line by line, for any sizes and any cost."""

import pytest
from sympy import KroneckerDelta, exp, sqrt

from backprop.proving import (
    Claim,
    Derivation,
    DerivationError,
    Index,
    Model,
    as_written,
    chain_rule,
    collapse,
    definition,
    derivative_of,
    entries,
    matrix,
    result,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.language import Entries, Gradient, Partial, Unknown

m, n, d, k = size("m"), size("n"), size("d"), size("k")
i, j, r, p, u = Index("i", m), Index("j", n), Index("r", n), Index("p", d), Index("u", k)
Q, K, V = matrix("Q", m, d), matrix("K", n, d), matrix("V", n, k)
S, P, O, E = matrix("S", m, n), matrix("P", m, n), matrix("O", m, k), scalar("E")
attention = Model(
    (Q, K, V),
    {
        S[i, j]: total(Q[i, p] * K[j, p], p) / sqrt(d),
        P[i, j]: exp(S[i, j]) / total(exp(S[i, r]), r),
        O[i, u]: total(P[i, j] * V[j, u], j),
        E: Unknown("E", O),
    },
)
by_S = P[i, j] * (Partial(E, P[i, j]) - total(Partial(E, P[i, r]) * P[i, r], r))
slope = P[i, r] * (KroneckerDelta(r, j) - P[i, j])


def softmax():
    partition = total(exp(S[i, Index("t", n)]), Index("t", n))
    return (
        Derivation(Partial(P[i, r], S[i, j]), attention)
        .step(
            KroneckerDelta(r, j) * exp(S[i, r]) / partition - exp(S[i, r]) * exp(S[i, j]) / partition**2,
            derivative_of(P[i, r]),
        )
        .step(slope, definition(P[i, j]))
        .concludes(Claim(Partial(P[i, r], S[i, j]), slope, attention))
    )


def test_by_the_scores():
    derived = (
        Derivation(Partial(E, S[i, j]), attention)
        .step(total(Partial(E, P[i, r]) * Partial(P[i, r], S[i, j]), r), chain_rule())
        .step(total(Partial(E, P[i, r]) * slope, r), result(softmax()))
        .step(by_S, collapse())
        .concludes(Claim(Partial(E, S[i, j]), by_S, attention))
    )
    assert derived.result == by_S


GRADIENTS = {
    "probabilities": (P, P[i, j], total(Partial(E, O[i, u]) * V[j, u], u), times(Gradient(E, O), V.T), O),
    "values": (V, V[j, u], total(Partial(E, O[i, u]) * P[i, j], i), times(P.T, Gradient(E, O)), O),
    "queries": (Q, Q[i, p], total(Partial(E, S[i, j]) * K[j, p], j) / sqrt(d), times(1 / sqrt(d), Gradient(E, S), K), S),
    "keys": (K, K[j, p], total(Partial(E, S[i, j]) * Q[i, p], i) / sqrt(d), times(1 / sqrt(d), Gradient(E, S).T, Q), S),
}  # fmt: skip


@pytest.mark.parametrize("name", GRADIENTS)
def test_by(name):
    array, entry, line, matrices, through = GRADIENTS[name]
    derived = Derivation(Partial(E, entry), attention).step(line, chain_rule(through))
    assert derived.concludes(Claim(Partial(E, entry), line, attention))
    whole = (
        Derivation(Gradient(E, array), attention)
        .step(Entries(Partial(E, entry), *entry.indices), entries())
        .step(Entries(line, *entry.indices), result(derived))
        .step(matrices, entries())
        .concludes(Claim(Gradient(E, array), matrices, attention))
    )
    assert whole.result == matrices


WRONG = {
    "without the root": (Gradient(E, K), times(1 / d, Gradient(E, S).T, Q)),
    "not transposed": (Gradient(E, V), times(P.T, Gradient(E, O)) * 2),
    "the diagonal alone": (Partial(E, S[i, j]), P[i, j] * (1 - P[i, j]) * Partial(E, P[i, j])),
    "the sum over the other index": (
        Partial(E, S[i, j]),
        P[i, j] * (Partial(E, P[i, j]) - total(Partial(E, P[Index("h", m), j]) * P[Index("h", m), j], Index("h", m))),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused(name):
    before, after = WRONG[name]
    with pytest.raises(DerivationError):
        Derivation(before, attention).step(after, as_written())
