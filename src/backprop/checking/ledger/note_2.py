"""Note 2: examples in rows, the mean of the squares; its chain for the last layer, and any layer (S2.1 to S2.21).

The note's d(l) is the gradient with respect to the activation A^[l]. Two layers stand for any number: l = 1, L = 2.
"""

from functools import partial

import numpy as np
from sympy import Integer, KroneckerDelta, OneMatrix, Sum

from backprop.checking.ledger.entry import Entry
from backprop.checking.ledger.note_2_layers import NOTE as LAYERS
from backprop.proving import Model
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Partial,
    dsigma,
    hadamard,
    matrix,
    row,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n, k = size("m"), size("n"), size("k")
i, r = Index("i", m), Index("r", m)
p, s = Index("p", n), Index("s", n)
q, t = Index("q", k), Index("t", k)
X, W, b, Y = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("Y", m, k)
Z, A, E = matrix("Z", m, k), matrix("A", m, k), scalar("E")
ONES = OneMatrix(m, 1)

batch = Model(
    (X, W, b, Y),
    {
        Z[i, q]: total(times(X[i, p], W[p, q]), p) + b[q],
        A[i, q]: sigma(Z[i, q]),
        E: times(1 / m, total((A[i, q] - Y[i, q]) ** 2, q, i)),
    },
)
_line = partial(Entry, model=batch)


def _kronecker_is_broadcasting():
    """That the Kronecker product of J and B is J B, and what broadcasting adds"""
    ones, bias = np.ones((2, 1)), np.array([[10.0, 20.0]])
    return np.array_equal(np.kron(ones, bias), ones @ bias) and np.array_equal(ones @ bias, np.zeros((2, 2)) + bias)


def _one_term_too_many():
    """That 0..m has m + 1 terms, for which m examples have no data"""
    residuals = np.array([1.0, 2.0, 3.0])
    return np.sum(residuals**2) / 2 == 7 != np.mean(residuals**2)


def _mean_of_all_is_another():
    """That np.mean((A - Y)**2) divides by m k instead of m"""
    residual = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    return np.mean(residual**2) * 3 == np.sum(residual**2) / 2


def _jacobian_is(numpy_form, output, variable):
    """A check that the true Jacobian, entries in rows, is this Kronecker product; at m, n, k = 2, 3, 4."""
    sizes = {m: 2, n: 3, k: 4}
    rng = np.random.default_rng(0)
    x, w, z = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=(2, 4))

    def check():
        change = {
            X: lambda d: d @ w, W: lambda d: x @ d, b: lambda d: np.ones((2, 1)) @ d, Z: lambda d: np.cos(z) * d,
        }[variable]  # fmt: skip
        shape = tuple(int(side.xreplace(sizes)) for side in variable.shape)
        count = shape[0] * shape[1]
        columns = [change(unit.reshape(shape)).ravel() for unit in np.eye(count)]
        expected = numpy_form(x, w, z)
        return expected.shape == (output, count) and np.allclose(np.array(columns).T, expected)

    check.__doc__ = f"That the Jacobian by {variable} has {output} rows and is a Kronecker product"
    return check


_squares = total((A[i, q] - Y[i, q]) ** 2, q)
_sum_kept = (Partial(E, A[r, q]), times(2 / m, total(A[i, q] - Y[i, q], i)))
_A_by_Z, _Z_by_X = Partial(A[i, q], Z[r, t]), Partial(Z[i, q], X[r, s])
_Z_by_W, _Z_by_b = Partial(Z[i, q], W[s, t]), Partial(Z[i, q], b[t])

NOTE = (
    _line("S2.1", ((total(Integer(1), i), m), (total(Integer(1), p), n), (total(Integer(1), q), k)), "definition",
          r"of one layer; the inputs of a later layer are the neurons before it"),
    _line("S2.2", (Z, times(X, W) + times(ONES, b)), "correct",
          r"the note writes $J \otimes B$, which is $\mathbf{1}\, b$", besides=_kronecker_is_broadcasting),
    _line("S2.3", ((X, Entries(X[i, p], i, p)), (W, Entries(W[p, q], p, q)), (b.T, Entries(b[q], q)),
                   (ONES, Entries(Integer(1), i))), "definition",
          "a superscript counts examples in one matrix and neurons in the other; it is no power"),
    _line("S2.4", (Z, times(X, W + times(OneMatrix(n, 1), b))), "wrong",
          r"the bias is added to the rows of $XW$, not of $W$", (Z, times(X, W) + times(ONES, b))),
    _line("S2.5", (E, times(1 / m, Sum(_squares, (i, 0, m)))), "wrong",
          "the sum must start at 1; the square of a vector can only be its squared length, and that is how it was read",
          (E, times(1 / m, total(_squares, i))), besides=_one_term_too_many),
    _line("S2.6", (Partial(E, A[r, q]), times(2 / m, Sum(A[i, q] - Y[i, q], (i, 0, m)))), "wrong",
          "only the example that is differentiated by has a derivative: an entry of the identity is missing, "
          "so the sum never "
          "collapses. The limits are those of S2.5",
          (Partial(E, A[r, q]), times(2 / m, total(times(A[i, q] - Y[i, q], KroneckerDelta(i, r)), i))),
          refused=((_sum_kept, batch),)),
    _line("S2.7", (Partial(E, A[r, q]), times(2 / m, A[r, q] - Y[r, q])), "correct", "although S2.6 is not"),
    _line("S2.8", (E, times(1 / m, total(_squares, i))), "ambiguous",
          "the index must count examples, as in the sum; read as counting neurons, the sum of S2.5 leaves the matrix",
          refused=(((E, times(1 / m, total((A[r, i] - Y[r, i]) ** 2, r, i))), batch),)),
    _line("S2.9", (Gradient(E, A), times(2 / m, A - Y)), "correct", r"`np.mean((A - Y)**2)` divides by $m k$ instead",
          besides=_mean_of_all_is_another),
    _line("S2.10", (_A_by_Z, dsigma(Z[i, q])), "wrong",
          r"as a derivative it is $mk \times mk$ and diagonal; the $m \times k$ array is its diagonal, to be used with "
          r"$\odot$", (_A_by_Z, times(KroneckerDelta(i, r), KroneckerDelta(q, t), dsigma(Z[i, q]))),
          besides=_jacobian_is(lambda x, w, z: np.diag(np.cos(z).ravel()), 8, Z)),
    _line("S2.11", (Z, times(X, W) + times(ONES, b)), "correct",
          "$X$ is the activation of the layer before; the bias is broadcast"),
    _line("S2.12", (_Z_by_X, W[s, q]), "wrong",
          r"as a derivative it is $mk \times mn$, a Kronecker product of $I$ and $W^{\top}$",
          (_Z_by_X, times(KroneckerDelta(i, r), W[s, q])),
          besides=_jacobian_is(lambda x, w, z: np.kron(np.eye(2), w.T), 8, X)),
    _line("S2.13", (_Z_by_W, X[i, s]), "wrong",
          r"as a derivative it is $mk \times nk$, a Kronecker product of $X$ and $I$",
          (_Z_by_W, times(X[i, s], KroneckerDelta(q, t))),
          besides=_jacobian_is(lambda x, w, z: np.kron(x, np.eye(4)), 8, W)),
    _line("S2.14", (_Z_by_b, Integer(1)), "wrong",
          r"as a derivative it is $mk \times k$, a Kronecker product of $\mathbf{1}$ and $I$; the lost $\mathbf{1}$ is "
          "the sum that S2.19 lacks", (_Z_by_b, KroneckerDelta(q, t)),
          besides=_jacobian_is(lambda x, w, z: np.kron(np.ones((2, 1)), np.eye(4)), 8, b)),
    *LAYERS,
    _line("S2.19", (Gradient(E, b), hadamard(dsigma(Z), Gradient(E, A))), "wrong",
          r"$m \times k$ is not the shape of the bias: the sum over the examples is missing",
          (Gradient(E, b), times(ONES.T, hadamard(dsigma(Z), Gradient(E, A)))),
          proved=(((Gradient(E, b), times(ONES.T, Gradient(E, Z))), batch),),
          refused=(((Partial(E, b[q]), times(dsigma(Z[i, q]), Partial(E, A[i, q]))), batch),)),
)  # fmt: skip
