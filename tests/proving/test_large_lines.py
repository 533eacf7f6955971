"""Lines that took minutes, or for ever, when everything was written out before it was compared."""

import time

import pytest
from sympy import Dummy, Identity, Integer, Rational, Sum, exp, expand

from backprop.proving import Index, Model, column, matrix, scalar, size, total
from backprop.proving.any_size.equal import equal
from backprop.proving.any_size.levels import proved
from backprop.proving.language import (
    Gradient,
    NotUnderstood,
    Partial,
    Unknown,
    activation,
    diagonal,
    dsigma,
    huber,
    relu,
    times,
)

m = size("m")
i, k, p = (Index(name, m) for name in "ikp")
s, t, E, y = scalar("s"), scalar("t"), scalar("E"), column("y", m)
DEPTH = 9
a = [column(f"a{l}", m) for l in range(DEPTH + 1)]
W = [None, *(matrix(f"W{l}", m, m) for l in range(1, DEPTH + 1))]
f = [None, *(activation(f"f{l}") for l in range(1, DEPTH + 1))]


def z(l, q):
    return total(W[l][q, p] * a[l - 1][p], p)


residual = Model(
    (a[0], y, *W[1:]),
    {
        **{a[l][i]: a[l - 1][i] + f[l][0](z(l, i)) for l in range(1, DEPTH + 1)},
        E: Rational(1, 2) * total((a[DEPTH][i] - y[i]) ** 2, i),
    },
)


def seconds(prove):
    start = time.perf_counter()
    assert prove()
    return time.perf_counter() - start


def test_a_power_of_20():
    assert seconds(lambda: equal((s + t) ** 20, expand((t + s) ** 20))) < 2
    assert not equal((s + t) ** 20, expand((t + s) ** 20) + s)


def test_a_residual_network_of_depth_9():
    def every_line():
        lines = [Partial(E, a[l][i]) + total(W[l][k, i] * f[l][1](z(l, k)) * Partial(E, a[l][k]), k)
                 for l in range(1, DEPTH + 1)]  # fmt: skip
        return all(proved(residual, Partial(E, a[l - 1][i]), line) for l, line in enumerate(lines, 1))

    assert seconds(every_line) < 10
    by_W1 = f[1][1](z(1, i)) * a[0][k] * Partial(E, a[1][i])
    assert seconds(lambda: proved(residual, Partial(E, W[1][i, k]), by_W1)) < 10
    assert not proved(residual, Partial(E, W[1][i, k]) - by_W1, Integer(0) + a[0][k])


def through_blocks(blocks):
    """A residual network without a known cost, and the gradient of that as the product of the blocks' Jacobians."""
    L = scalar("L")
    given = {a[l][i]: a[l - 1][i] + f[l][0](z(l, i)) for l in range(1, blocks + 1)}
    jacobians = [(Identity(m) + times(diagonal(f[l][1](times(W[l], a[l - 1]))), W[l])).T for l in range(1, blocks + 1)]
    return Model((a[0], *W[1:]), {**given, L: Unknown("L", a[blocks])}), L, times(*jacobians, Gradient(L, a[blocks]))


def test_a_residual_network_as_the_product_of_its_jacobians():
    network, L, line = through_blocks(6)
    assert seconds(lambda: proved(network, Gradient(L, a[0]), line)) < 10
    network, L, line = through_blocks(2)
    assert proved(network, Gradient(L, a[0]), line)
    assert not proved(network, Gradient(L, a[0]), line + Gradient(L, a[1]))


q, r, v = (Dummy(name, integer=True) for name in "qrv")
LONG = {
    "powers of powers": ((((t + s + 1) ** 4 + y[i]) ** 4 + t) ** 4 + s) ** 2,
    "pieces in pieces": huber(huber(huber(huber(t + s) + y[i]) + t) + s),
    "an exponential of many pieces": exp(sum(relu(y[i] + t / p) for p in range(1, 13))),
    "a sum between numbers": Sum(dsigma(q * r * v * t), (q, 1, 200), (r, 1, 200), (v, 1, 200)),
    "a sum of sums": Sum(Sum(dsigma(q * r * v * t) + 1, (q, 1, 60)) ** 2, (r, 1, 60), (v, 1, 60)),
}


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_what_is_too_long_to_be_multiplied_out_ends_in_a_sentence(line):
    def refused():
        with pytest.raises(NotUnderstood, match="more than 50000 terms when it is multiplied out"):
            proved(Model((s, t, y), {}), line, s + line)
        return True

    assert seconds(refused) < 20
