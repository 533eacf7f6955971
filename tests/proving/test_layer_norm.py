"""Layer normalisation: every gradient, line by line, for any size and any cost."""

import pytest
from sympy import KroneckerDelta, sqrt
from sympy.matrices.expressions import OneMatrix

from backprop.proving import (
    Claim,
    Derivation,
    DerivationError,
    Index,
    Model,
    algebra,
    chain_rule,
    collapse,
    column,
    definition,
    derivative_of,
    entries,
    matrix,
    result,
    row,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.language import Entries, Gradient, Partial, Unknown, diagonal, hadamard

m, n = size("m"), size("n")
i, p, q = Index("i", m), Index("p", n), Index("q", n)
X, g, b, epsilon = matrix("X", m, n), row("g", n), row("b", n), scalar("epsilon", positive=True)
D, v, s, H, Y, E = matrix("D", m, n), column("v", m), column("s", m), matrix("H", m, n), matrix("Y", m, n), scalar("E")
where = {
    D[i, p]: X[i, p] - total(X[i, q], q) / n,
    v[i]: total(D[i, p] ** 2, p) / n,
    s[i]: sqrt(v[i] + epsilon),
    H[i, p]: D[i, p] / s[i],
    Y[i, p]: g[p] * H[i, p] + b[p],
    E: Unknown("E", Y),
}
norm = Model((X, g, b, epsilon), where)

by_b = total(Partial(E, Y[i, p]), i)
by_g = total(Partial(E, Y[i, p]) * H[i, p], i)
along = total(Partial(E, H[i, q]) * H[i, q], q)
by_D = (Partial(E, H[i, p]) - H[i, p] / n * along) / s[i]
by_X = (Partial(E, H[i, p]) - total(Partial(E, H[i, q]), q) / n - H[i, p] / n * along) / s[i]


ones = OneMatrix(1, m)
THROUGH_THE_OUTPUT = {
    "shift": (b, b[p], by_b, times(ones, Gradient(E, Y))),
    "gain": (g, g[p], by_g, times(ones, hadamard(Gradient(E, Y), H))),
    "normalised entries": (H, H[i, p], Partial(E, Y[i, p]) * g[p], times(Gradient(E, Y), diagonal(g.T))),
}


@pytest.mark.parametrize("name", THROUGH_THE_OUTPUT)
def test_the(name):
    array, entry, line, matrices = THROUGH_THE_OUTPUT[name]
    claim = Claim(Partial(E, entry), line, norm)
    derived = Derivation(Partial(E, entry), norm).step(line, chain_rule(Y)).concludes(claim)
    place = (i, p) if array is H else (Index("one", 1), p)
    whole = (
        Derivation(Gradient(E, array), norm)
        .step(Entries(Partial(E, entry), *place), entries())
        .step(Entries(line, *place), result(derived))
        .step(matrices, entries())
    )
    assert whole.concludes(Claim(Gradient(E, array), matrices, norm)).result == matrices


def slope_of_normalised():
    """What a centred entry does to the others: by itself, and by the root of the variance."""
    return (
        Derivation(Partial(H[i, q], D[i, p]), norm)
        .step(
            KroneckerDelta(p, q) / s[i] - D[i, q] / s[i] ** 2 * D[i, p] / (n * sqrt(v[i] + epsilon)),
            derivative_of(H[i, q], s[i], v[i]),
        )
        .step(KroneckerDelta(p, q) / s[i] - D[i, q] * D[i, p] / (n * s[i] ** 3), definition(s[i]))
        .step((KroneckerDelta(p, q) - H[i, q] * H[i, p] / n) / s[i], definition(H[i, q]))
        .concludes(Claim(Partial(H[i, q], D[i, p]), (KroneckerDelta(p, q) - H[i, q] * H[i, p] / n) / s[i], norm))
    )


def centred():
    return (
        Derivation(Partial(E, D[i, p]), norm)
        .step(total(Partial(E, H[i, q]) * Partial(H[i, q], D[i, p]), q), chain_rule())
        .step(
            total(Partial(E, H[i, q]) * (KroneckerDelta(p, q) - H[i, q] * H[i, p] / n) / s[i], q),
            result(slope_of_normalised()),
        )
        .step(by_D, collapse())
        .concludes(Claim(Partial(E, D[i, p]), by_D, norm))
    )


def test_the_centred_entries():
    assert centred().result == by_D


def test_the_input():
    line = by_D - total((Partial(E, H[i, q]) - H[i, q] / n * along.xreplace({q: Index("r", n)})) / s[i], q) / n
    derived = (
        Derivation(Partial(E, X[i, p]), norm)
        .step(Partial(E, D[i, p]) - total(Partial(E, D[i, q]), q) / n, chain_rule(D))
        .step(line, result(centred()))
        .step(by_X, definition(H[i, p], D[i, p]))
        .concludes(Claim(Partial(E, X[i, p]), by_X, norm))
    )
    assert derived.result == by_X


@pytest.mark.parametrize("name", ["epsilon", "mean", "along"])
def test_what_is_forgotten_is_refused(name):
    wrong = {
        "epsilon": by_X * s[i] / sqrt(v[i] + 2 * epsilon),
        "mean": by_D,
        "along": by_X + H[i, p] / n * along / s[i],
    }[name]
    derived = Derivation(Partial(E, X[i, p]), norm)
    with pytest.raises(DerivationError):
        derived.step(wrong, algebra())


def test_epsilon_must_be_positive():
    real = scalar("epsilon")
    definitions = {left: right.xreplace({epsilon: real}) for left, right in where.items()}
    with pytest.raises(ValueError, match="takes a root of"):
        Model((X, g, b, real), definitions)
