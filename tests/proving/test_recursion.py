import time

import pytest
from sympy import Identity, Integer, OneMatrix, Trace, ZeroMatrix, expand
from sympy.matrices.expressions import MatMul, MatPow

from backprop.proving import Derivation, DerivationError, Model, Recursion, multiplications
from backprop.proving.language import (
    Entry,
    Gradient,
    Index,
    Jacobian,
    NotUnderstood,
    Pullback,
    U,
    absolute,
    column,
    diagonal,
    hadamard,
    in_pieces,
    matrix,
    relu,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.methods import recursion, rules
from backprop.proving.reasons import as_written
from backprop.results import network

E = scalar("E")
m, n, k = size("m"), size("n"), size("k")
Q, M, v = matrix("Q", m, m), matrix("M", n, m), column("v", m)


def agrees_in_full(recursion, array, model):
    """Both referees on the whole model at once, where the recursion looked at one definition at a time."""
    line = recursion.closed(array)
    return Derivation(Gradient(E, array), model).step(line, as_written())


@pytest.mark.parametrize("depth", [1, 2])
def test_every_gradient_of_a_network_is_the_derivative_of_its_cost(depth):
    found = Recursion(network.forward(depth), E)
    assert [a.name for a in found.lines][-1] == "A0"
    for array in found.lines:
        agrees_in_full(found, array, network.whole(depth))


def test_the_first_weights_under_three_layers_are_right():
    found = Recursion(network.forward(3), E)
    (weights,) = (a for a in found.lines if a.name == "W1")
    agrees_in_full(found, weights, network.whole(3))


def test_an_array_that_is_used_twice_adds_up_both_ways():
    X, W, Z, V = matrix("X", m, n), matrix("W", n, n), matrix("Z", m, n), matrix("V", m, n)
    i, j, p = Index("i", m), Index("j", n), Index("p", n)
    shared = Model(
        (X, W),
        {
            Z[i, j]: total(times(X[i, p], W[p, j]), p),
            V[i, j]: total(times(sigma(Z[i, p]), W[p, j]), p),
            E: total(V[i, j] ** 2, j, i),
        },
    )
    found = Recursion({Z: times(X, W), V: times(sigma(Z), W)}, E)
    agrees_in_full(found, W, shared)
    one_way = found.proofs[W, Z].result.xreplace({matrix("G", m, n): Gradient(E, Z)})
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Gradient(E, W), shared).step(one_way, as_written())


def test_a_way_past_a_layer_is_not_lost():
    X, Z, V = matrix("X", m, n), matrix("Z", m, n), matrix("V", m, n)
    i, j = Index("i", m), Index("j", n)
    past = Model((X,), {Z[i, j]: sigma(X[i, j]), V[i, j]: Z[i, j] + X[i, j], E: total(V[i, j] ** 2, j, i)})
    found = Recursion({Z: sigma(X), V: Z + X}, E)
    agrees_in_full(found, X, past)
    assert found.lines[X] != found.lines[Z]


@pytest.mark.parametrize("depth", range(1, 7))
def test_each_layer_takes_four_pull_backs_whatever_the_depth(depth):
    found = Recursion(network.forward(depth), E)
    assert len(found.proofs) == 4 * depth
    assert all(proof.scope.startswith("any size") for proof in found.proofs.values())


def test_a_line_is_no_longer_at_the_bottom_of_twenty_layers_than_of_two():
    lengths = {
        depth: max(line.count_ops() for line in Recursion(network.forward(depth), E).lines.values())
        for depth in (2, 20)
    }
    assert lengths[2] == lengths[20]


def test_a_closed_form_holds_no_gradient_but_the_last():
    found = Recursion(network.forward(4), E)
    for array in found.lines:
        assert {g.args[1].name for g in found.closed(array).atoms(Gradient)} == {"A4"}


def test_the_footer_says_what_the_proofs_take_for_granted():
    X, Z, A, V = (matrix(name, m, n) for name in "XZAV")
    W, b = matrix("W", n, n, positive=True), scalar("b", positive=True)
    steep, _ = in_pieces("steep", (0,), (0, 7 * U))
    found = Recursion({Z: times(X, W), A: relu(Z) + absolute(Z), V: times(b, steep(A))}, E)
    there = "each proved for any size, W > 0, b > 0, away from the joints of relu', steep', sgn; put together"
    assert there in repr(found) and repr(found).endswith(" Here steep(u) = 0 below 0, 7 u above.")
    page = found._repr_markdown_()
    assert r"$b > 0$, away from the joints of $\operatorname{relu}'$" in page and page.endswith("above.* ∎")
    assert "each proved for any size; put together by the chain rule." in repr(Recursion(network.forward(2), E))


def test_a_wrong_rule_stops_the_recursion(monkeypatch):
    monkeypatch.setattr(
        rules.RULES[MatMul],
        "split",
        lambda G, e: [(times(*e.args[:i], G, *e.args[i + 1 :]), part) for i, part in enumerate(e.args)],
    )
    recursion.pulled_back.cache_clear()
    with pytest.raises((DerivationError, ValueError)):
        Recursion(network.forward(2), E)


def test_the_cost_of_a_product_depends_on_the_order():
    A, B, v = matrix("A", m, n), matrix("B", n, k), matrix("v", k, 1)
    assert expand(multiplications(times(A, B, v)) - (m * n * k + m * k)) == 0
    assert expand(multiplications(times(A, MatMul(B, v, evaluate=False))) - (n * k + m * n)) == 0
    assert multiplications(hadamard(A, A)) == multiplications(A) == Integer(0)
    assert multiplications(times(network.ONES.T, matrix("D", m, k))) == 0


def test_a_power_is_a_product_and_only_what_meets_ones_is_a_sum():
    Q, A, ones = matrix("Q", m, m), matrix("A", m, n), OneMatrix(m, 1)
    assert multiplications(MatPow(Q, 3)) == multiplications(MatMul(Q, Q, Q))
    assert multiplications(MatPow(Q, 3)) == 2 * m**3
    assert multiplications(MatPow(MatMul(A, A.T), 2)) == m**2 * n + m**3
    assert multiplications(MatMul(Q, Q, ones)) == m**3
    assert multiplications(MatMul(ones.T, Q, Q)) == m**2
    assert multiplications(MatMul(Q, MatMul(Q, ones, evaluate=False), evaluate=False)) == m**2
    assert multiplications(times(Q, hadamard(A, OneMatrix(m, n)) + A)) == m**2 * n
    for nothing in (None, "Q", 3):
        with pytest.raises(TypeError, match="products are counted in a matrix expression"):
            multiplications(nothing)


@pytest.mark.parametrize(
    "expr",
    [
        MatMul(Trace(times(Q, Q)), Q), MatMul(Entry(times(Q, Q), 1, 1), Q), diagonal(times(Q, v)), Q.I, MatPow(Q, -2),
        MatPow(Q, 0), MatPow(Q, scalar("t")), times(Identity(m), Q), times(ZeroMatrix(m, m), Q), MatMul(Q, M),
        Pullback(Q, times(Q, Q), Q), Gradient(Trace(times(Q, Q)), Q), Jacobian(v, v),
    ],
    ids=str,
)  # fmt: skip
def test_products_of_what_is_not_counted_are_refused(expr):
    with pytest.raises(NotUnderstood, match=r"not counted|holds an inverse|power|positive|shapes do not fit|whole"):
        multiplications(expr)
    for number in (Trace(times(Q, Q)), 2 * Trace(times(Q, Q)), Entry(times(Q, Q), 1, 1) + 1, Integer(3)):
        with pytest.raises(TypeError, match="products are counted in a matrix expression"):
            multiplications(number)


def test_a_closed_form_that_would_be_too_long_is_refused_at_once():
    layers, X = {}, matrix("A0", m, m)
    for depth in range(1, 21):
        Z, A = matrix(f"Z{depth}", m, m), matrix(f"A{depth}", m, m)
        layers |= {Z: times(X, matrix(f"W{depth}", m, m)), A: sigma(Z) + X}
        X = A
    found = Recursion(layers, E)
    started = time.perf_counter()
    with pytest.raises(NotUnderstood, match="the closed form for A0 is longer than 20000 symbols; read the lines"):
        found.closed(matrix("A0", m, m))
    assert found.closed(matrix("A19", m, m)).atoms(Gradient) == {Gradient(E, X)}
    assert time.perf_counter() - started < 15


def test_backward_costs_twice_forward():
    forward = network.forward(6)
    there = sum(map(multiplications, forward.values()))
    back = sum(map(multiplications, Recursion(forward, E).lines.values()))
    assert there != 0 and expand(back - 2 * there) == 0
