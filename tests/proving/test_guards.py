"""What SymPy 1.14 gets silently wrong, kept as it is: a release that changes one of these announces itself here."""

import pytest
from sympy import IndexedBase, MatrixSymbol, Sum, Symbol, Trace, ZeroMatrix, exp, symbols, tanh

from backprop.proving import SilentlyWrong, derivative, matrix_derivative

m, n = symbols("m n", integer=True, positive=True)
j, r = symbols("j r", integer=True)
x, y = IndexedBase("x"), IndexedBase("y")
A, Y, G = (MatrixSymbol(name, m, n) for name in "AYG")
cost = Sum((x[j] - y[j]) ** 2 / 2, (j, 1, m))


def test_bound_index_sympy_forgets_the_delta():
    assert cost.diff(x[j]) == Sum(x[j] - y[j], (j, 1, m))  # wrong, and line S2.6 of the notes
    with pytest.raises(SilentlyWrong, match="which a sum of the expression binds"):
        derivative(cost, x[j])
    assert derivative(cost, x[r]).subs(m, 3).doit().subs(r, 2) == x[2] - y[2]


@pytest.mark.parametrize(
    "expr",
    [
        Trace(A.T * A) - 2 * Trace(Y.T * A),
        Trace(A.T * Y) + 1,
        exp(Trace(A.T * Y)),
        (Trace(A.T * A) + Trace(A.T * Y)) / m,
    ],
)
def test_functions_of_traces_sympy_answers_zero(expr):
    assert isinstance(expr.diff(A), ZeroMatrix)  # wrong
    with pytest.raises(SilentlyWrong, match="one Trace"):
        matrix_derivative(expr, A)


def test_a_sum_that_holds_a_trace_is_found_beside_one_that_holds_none():
    expr = (m + 1) * (m + Trace(A.T * Y)) * Trace(A.T * A)
    with pytest.raises(SilentlyWrong, match="one Trace"):
        matrix_derivative(expr, A)


def test_one_trace_is_right():
    assert matrix_derivative(Trace((A - Y).T * (A - Y)) / m, A) == (2 / m) * (A - Y)
    assert matrix_derivative(Trace(G.T * A), A) == G


def test_elementwise_function_of_a_column_sympy_gives_another_shape():
    g, z = MatrixSymbol("g", m, 1), MatrixSymbol("z", m, 1)
    expr = Trace(g.T * z.applyfunc(tanh))
    assert tuple(expr.diff(z).shape) != (m, 1)  # wrong
    with pytest.raises(SilentlyWrong, match="column or a row"):
        matrix_derivative(expr, z)


def test_half_substituted_sizes_sympy_answers_zero():
    W, half = MatrixSymbol("W", m, n), MatrixSymbol("W", 2, n)
    assert W[0, 1] != half[0, 1]
    assert (half[0, 1] ** 2).diff(W[0, 1]) == 0  # wrong: both are printed W[0, 1]
    with pytest.raises(SilentlyWrong, match="different sizes"):
        derivative(half[0, 1] ** 2, W[0, 1])


def test_unexpected_zero_matrix_is_refused():
    class Stubborn(Trace):
        def diff(self, *_):
            return ZeroMatrix(m, n)

    with pytest.raises(SilentlyWrong, match="came out as zero"):
        matrix_derivative(Stubborn(A.T * Y), A)


def test_another_shape_is_refused():
    class Turned(Trace):
        def diff(self, *_):
            return Y.T

    with pytest.raises(SilentlyWrong, match="not in the shape"):
        matrix_derivative(Turned(A.T * Y), A)


def test_derivative_by_an_expression_is_refused():
    t = Symbol("t")
    with pytest.raises(SilentlyWrong, match="one entry or one scalar"):
        derivative(t**2, 2 * t)
    assert derivative(t**2, t) == 2 * t
