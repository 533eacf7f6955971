import time

import pytest
from sympy import OneMatrix, Trace, symbols
from sympy.matrices.expressions import (
    DiagMatrix,
    HadamardProduct,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Transpose,
    ZeroMatrix,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving import Derivation, DerivationError, Model, Recursion, adjoint, pull_back, rule_proofs, through
from backprop.proving.language import (
    NotUnderstood,
    Pullback,
    column,
    diagonal,
    dsigma,
    hadamard,
    matrix,
    plain,
    scalar,
    sigma,
    size,
    times,
)
from backprop.proving.methods.rules import RULES, Rule
from backprop.proving.reasons import as_written

m, n, k, h = map(size, "mnkh")
w, x, b, g = matrix("w", m, n), column("x", n), column("b", m), column("g", m)


def test_every_rule_is_proved_for_any_size():
    proofs = list(rule_proofs())
    assert {kind for kind, _ in proofs} == set(RULES)
    for _, proof in proofs:
        assert len(proof.lines) == 2
        assert proof.scope.startswith("any size")


PRODUCT = RULES[MatMul].split

WRONG_RULES = {
    "sum, doubled": (MatAdd, lambda G, e: [(2 * G, part) for part in e.args]),
    "product, sides swapped": (MatMul, lambda G, e: [
        (times(*(f.T for f in e.args[i + 1 :]), G, *(f.T for f in e.args[:i])), p) for i, p in enumerate(e.args)]),
    "product, not reversed": (MatMul, lambda G, e: [
        (times(e.as_coeff_matrices()[0], *(f.T for f in e.as_coeff_matrices()[1][:i]), G,
               *(f.T for f in e.as_coeff_matrices()[1][i + 1 :])), p) for i, p in enumerate(e.as_coeff_matrices()[1])]),
    "product, not transposed": (MatMul, lambda G, e: [
        (times(*e.args[:i], G, *e.args[i + 1 :]), p) for i, p in enumerate(e.args)]),
    "product, scalar forgotten": (MatMul, lambda G, e: [
        (g / e.as_coeff_matrices()[0], p) for g, p in PRODUCT(G, e)]),
    "transpose, forgotten": (Transpose, lambda G, e: [(G, e.arg)]),
    "Hadamard product, without the other": (HadamardProduct, lambda G, e: [(G, p) for p in e.args]),
    "Hadamard product, with itself": (HadamardProduct, lambda G, e: [(hadamard(G, p), p) for p in e.args]),
    "elementwise function, slope forgotten": (ElementwiseApplyFunction, lambda G, e: [(G, e.expr)]),
    "elementwise function, for its slope": (ElementwiseApplyFunction, lambda G, e: [(hadamard(G, e), e.expr)]),
    "diagonal, all of G": (DiagMatrix, lambda G, e: [(times(G, OneMatrix(G.shape[0], 1)), e.args[0])]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_RULES)
def test_a_wrong_rule_is_refused_by_its_proof(name, monkeypatch):
    kind, split = WRONG_RULES[name]
    monkeypatch.setitem(RULES, kind, Rule(RULES[kind].name, split))
    with pytest.raises((DerivationError, ValueError)):
        list(rule_proofs())


def two_layers(var):
    V, c, W, B = matrix("V", h, n), column("c", h), matrix("W", m, h), column("B", m)
    symbols_ = {"V": V, "c": c, "W": W, "B": B, "x": x}
    inner = sigma(times(V, x) + c)
    return g, sigma(times(W, inner) + B), symbols_[var], Model((g, V, c, W, B, x), {})


@pytest.mark.parametrize("var", ["V", "c", "W", "B", "x"])
def test_two_layers_in_closed_form(var):
    G, expr, v, model = two_layers(var)
    closed = adjoint(G, expr, v)
    assert tuple(closed.shape) == tuple(v.shape)
    Derivation(Pullback(G, expr, v), model).step(closed, as_written())
    assert plain(pull_back(G, expr, v, model).result) == plain(closed)


def test_a_variable_that_stands_in_two_places():
    square, between, G = (matrix(name, m, m) for name in "ABG")
    expr = times(square, between, square) + hadamard(square, square.T)
    model = Model((G, square, between), {})
    d = pull_back(G, expr, square, model)
    assert d.scope == "any size $m$, every index in its range"
    Derivation(Pullback(G, expr, square), model).step(d.result, as_written())


a, c, v = (matrix(name, m, m) for name in "ACV")
TWO_OF_A_KIND = {
    "two products": times(a, v) + times(v, c),
    "two products, one transposed": times(a, v) + times(v.T, c),
    "two functions": sigma(times(a, v)) + sigma(v),
    "two products under a Hadamard product": hadamard(times(a, v), times(v, c)),
    "a product within each of two sums": times(a, v + times(c, v)) + times(v + c, v),
}


@pytest.mark.parametrize("expr", TWO_OF_A_KIND.values(), ids=TWO_OF_A_KIND)
def test_all_parts_of_a_kind_are_pulled_back_in_one_line(expr):
    G = matrix("G", m, m)
    model = Model((G, a, c, v), {})
    d = pull_back(G, expr, v, model)
    assert not d.result.has(Pullback)
    Derivation(Pullback(G, expr, v), model).step(d.result, as_written())


def test_depth_six_is_derived_mechanically():
    sizes = [size(f"n{layer}") for layer in range(7)]
    out, first = column("x", sizes[0]), None
    for layer in range(1, 7):
        weights = matrix(f"W{layer}", sizes[layer], sizes[layer - 1])
        first = first or weights
        out = sigma(times(weights, out))
    gradient = adjoint(column("g", sizes[-1]), out, first)
    assert tuple(gradient.shape) == tuple(first.shape)


def test_the_diagonal_form_of_a_layer():
    model = Model((g, w, x, b), {})
    d = pull_back(g, sigma(times(w, x) + b), b, model)
    line = times(diagonal(dsigma(times(w, x) + b)), g)
    assert d.step(line, as_written()).result == line


def test_what_does_not_hold_the_variable_gives_zero():
    assert adjoint(g, times(w, x), b) == ZeroMatrix(m, 1)


def test_refusals():
    square = matrix("A", m, m)
    t = Trace(square)
    with pytest.raises(NotUnderstood, match=r"the scalar factor of .* holds A"):
        adjoint(square, MatMul(t, square), square)
    with pytest.raises(NotUnderstood, match="only whole positive powers"):
        adjoint(square, Inverse(square), square)
    with pytest.raises(NotUnderstood, match="the cotangent has the shape"):
        adjoint(w, times(w.T, b), w)
    with pytest.raises(ValueError, match="a cotangent has the shape of what it belongs to"):
        Pullback(x, times(w, x), w)
    with pytest.raises(TypeError, match="taken by an array such as w"):
        Pullback(g, times(w, x), symbols("t"))
    with pytest.raises(TypeError, match="taken by an array"):
        Pullback(g, times(w, x), MatrixSymbol("w", m, n))


def test_a_line_through_another_rule_is_refused():
    model = Model((g, w, x, b), {})
    start = Derivation(Pullback(g, sigma(times(w, x) + b), w), model)
    line = Pullback(hadamard(g, dsigma(times(w, x) + b)), times(w, x) + b, w)
    with pytest.raises(DerivationError, match="the rule of the product is to be applied"):
        start.step(line, through(MatMul))
    start.step(line, through(ElementwiseApplyFunction))


def test_what_would_take_long_is_refused_at_once():
    square, deep = matrix("A", m, m), matrix("A", m, m)
    G, many = matrix("G", m, m), [matrix("M" + letter * 2, m, m) for letter in "abcdefghijklmnopqrstuvwyz"]
    for letter in "BCDEHKL":
        deep = times(matrix(letter, m, m), sigma(deep)) + deep
    started = time.perf_counter()
    for product in (
        MatPow(square, 20),
        times(*many, square),
        MatPow(MatPow(square, 5), 5),
        sigma(times(*[square] * 9)),
    ):
        for pulled in (lambda e: adjoint(G, e, square), lambda e: Recursion({matrix("Z", m, m): e}, scalar("F"))):
            with pytest.raises(NotUnderstood, match="factors is too long to be pulled back; give at most 8 of them"):
                pulled(product)
    for long in (deep, hadamard(*[square] * 90)):
        with pytest.raises(NotUnderstood, match="what comes back to A would be too long; name parts of it"):
            adjoint(G, long, square)
    assert time.perf_counter() - started < 10
    assert adjoint(G, MatAdd(*[times(part, square) for part in many]), square).has(*many)
