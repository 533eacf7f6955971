import pytest
from sympy import Indexed

from backprop.proving import Index, column, dsigma, matrix, row, sigma, size, times

m, n = size("m"), size("n")


def test_indices_of_one_name_and_different_ranges_differ():
    assert Index("j", m) == Index("j", m)
    assert Index("j", m) != Index("j", n)
    assert hash(Index("j", m)) == hash(Index("j", m))


def test_entries_take_as_many_indices_as_the_array_has_sizes():
    j, k = Index("j", m), Index("k", n)
    assert isinstance(matrix("w", m, n)[j, k], Indexed)
    assert column("x", n)[k] == column("x", n).at(k, 1)
    assert row("b", n)[k] == row("b", n).at(1, k)
    with pytest.raises(IndexError, match=r"w takes 2 indices, one for each of its sizes \(m, n\)"):
        matrix("w", m, n)[j]
    with pytest.raises(IndexError, match="x takes 1 index"):
        column("x", n)[j, k]


def test_activation_of_a_matrix_is_taken_entry_by_entry():
    z = column("z", m)
    assert sigma(z).shape == z.shape
    assert sigma(z[1]).diff(z[1]) == dsigma(z[1])


def test_times_keeps_the_order_of_the_author():
    x = column("x", n)
    j, k = Index("j", n), Index("k", n)
    assert times(x[k], x[j]).args == (x[k], x[j])
    assert times(x[j], x[k]).args == (x[j], x[k])
