"""The tables of the notation page, made from the objects that the derivations use."""

from inspect import getdoc

from sympy import KroneckerDelta

from backprop.proving import reasons
from backprop.proving.language import (
    Array,
    Entries,
    Gradient,
    Jacobian,
    Partial,
    Pullback,
    Table,
    column,
    diagonal,
    dsigma,
    hadamard,
    sigma,
    times,
    total,
)
from backprop.results.single_layer import MEANINGS, C, i, j, k, m, w, x, y, yhat, z


def arrays():
    """Every array and number of the single layer: symbol, name in code, shape, meaning."""
    rows = [(s, f"`{s.name}`", _shape(s), meaning) for s, meaning in MEANINGS.items() if not s.is_integer]
    return Table(("symbol", "in code", "shape", "meaning"), rows)


def indices():
    """The sizes and the indices, and what they count."""
    return Table(("symbol", "counts"), [(s, meaning) for s, meaning in MEANINGS.items() if s.is_integer])


def _shape(symbol):
    if not isinstance(symbol, Array):
        return "one number"
    rows, cols = map(str, symbol.shape)
    return rf"${rows} \times {cols}$, in NumPy " + (f"`({rows},)`" if cols == "1" else f"`({rows}, {cols})`")


def signs():
    """Every sign that a line may hold, with an example made from the book's own objects."""
    g = column("g", m)
    return Table(
        ("sign", "typed", "read as"),
        [
            (sigma(z[j]), "`sigma(z_j)`", "an activation of which only this is assumed: it can be differentiated"),
            (dsigma(z[j]), "`sigma'(z_j)`", "its derivative, at the pre-activation"),
            (sigma(z), "`sigma(z)`", "of a matrix: entry by entry"),
            (total(x[k], k), "`sum_k x_k`", "the sum over the whole range of the index"),
            (Partial(C, yhat[j]), "`dC/dyhat_j`", "a derivative that is written down, not yet taken"),
            (Gradient(C, w), "`dC/dw`", "all derivatives by the entries of the matrix, in its shape"),
            (Jacobian(yhat, z), "`dyhat/dz`", "entry $i, j$: how output $i$ answers to pre-activation $j$"),
            (KroneckerDelta(i, j), "`I_ij`", "the entry of the identity: 1 if the indices are equal, else 0"),
            (Entries(times(x[k], y[j]), j, k), "`[x_k y_j]_jk`", "the matrix with these entries"),
            (times(w.T, y), "`w^T y`", "a matrix product; factors stay in the order written"),
            (hadamard(y, yhat), "`y * yhat`", "the product entry by entry"),
            (diagonal(y), "`diag(y)`", "the square matrix with these entries on its diagonal"),
            (Pullback(g, times(w, x), w), "`grad_w ⟨g, w x⟩`",
             "the gradient by $w$ of a sum: the entries of both in one place, multiplied; the first held fixed"),
        ],
    )  # fmt: skip


TYPED = {
    "definition": "definition of z_i",
    "chain_rule": "chain rule",
    "linearity": "linearity",
    "derivative_of": "derivative of z_i",
    "collapse": "the sum collapses",
    "algebra": "algebra",
    "entries": "entry by entry",
    "result": "result for dz_i/dw_jk",
}
"""A rule and an example of its name."""


def rules():
    """Every reason by the name that is typed, and what it allows."""
    rows = [(f"`[{typed}]`", getdoc(getattr(reasons, name)).splitlines()[0]) for name, typed in TYPED.items()]
    return Table(("typed as", "meaning"), rows)
