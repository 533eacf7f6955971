"""Attacks on the first referee through indices that leave their range, and on names of bound indices.

`far` is 0 for n < 500: it blinds the second referee, and the first stands alone.
"""

import pytest
from sympy import Dummy, Identity, KroneckerDelta, Sum, log

from backprop.proving import Derivation, DerivationError, Model, NotProved
from backprop.proving.any_size.levels import proved
from backprop.proving.language import Entries, Index, Jacobian, column, matrix, scalar, sigma, size, times, total
from backprop.proving.reasons import as_written

m, n = size("m"), size("n")
i, j, l = (Index(letter, m) for letter in "ijl")
k, o = Index("k", n), Index("o", m + 1)
a, b, c, t = column("a", m), column("b", m), column("c", n), scalar("t")
g, V = matrix("g", m, n), matrix("V", m, m)
plain = Model((a, b, c, V, t), {})
D = KroneckerDelta
far = total(D(k, 500), k)


def test_an_index_written_for_another_does_not_leave_what_is_divided_by():
    """At k = 500 the left is 1/2 and the right 1: under the delta, 1/i is not 1/(k - 500)."""
    divided = Model((a, c), {g[i, k]: 1 / (1 + D(i, k - 500) / i + D(k, 500))})
    with pytest.raises(NotProved):
        Derivation(g[i, k], divided).step(1 / (1 + D(i, k - 500) / i), as_written())
    assert proved(divided, D(i, l) / (1 + 1 / i), D(i, l) / (1 + 1 / l))


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
