"""The tables of the notation page, made from the objects that the derivations use."""

from inspect import getdoc

from sympy import KroneckerDelta, OneMatrix

from backprop.proving import reasons
from backprop.proving.language import (
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
from backprop.results.notation import EVERYWHERE, LETTERS
from backprop.results.single_layer import E, a, k, p, q, t, w, x, y, z


def letters(listed=LETTERS):
    """Every letter of the book, or of those listed: what it stands for, its shape and its name in code.

    Parameters
    ----------
    listed : sequence of Letter, optional
    """
    rows = [(f"${e.latex}$", _meaning(e), _shape(e.shape), f"`{e.code}`" if e.code else "") for e in listed]
    wide = any(shape or code for *_, shape, code in rows)
    return Table(
        ("letter", "stands for", "shape", "in code") if wide else ("letter", "stands for"),
        rows if wide else [row[:2] for row in rows],
    )


def _meaning(letter):
    """What a letter stands for, and where, if it is not everywhere: in chapters, or in appendices alone."""
    chapters = sorted((c for c in letter.chapters if c.isdigit()), key=int)
    word, places = ("chapter", chapters) if chapters else ("appendix", sorted(letter.chapters))
    plural = {"chapter": "chapters", "appendix": "appendices"}[word] if len(places) > 1 else word
    return letter.meaning + ("" if letter.chapters == EVERYWHERE else f" ({plural} {' and '.join(places)})")


def _shape(latex):
    """The shape of an array; a letter alone is a column, which NumPy has as a vector with one axis."""
    return "" if not latex else latex if " " in latex and "\\" not in latex else f"${latex}$"


def signs():
    """Every sign that a line may hold, with an example made from the book's own objects."""
    g = column("g", k)
    return Table(
        ("sign", "typed", "read as"),
        [
            (sigma(z[q]), "`sigma(z_q)`", "an activation of which only this is assumed: it can be differentiated"),
            (dsigma(z[q]), "`sigma'(z_q)`", "its derivative, at the pre-activation"),
            (sigma(z), "`sigma(z)`", "of a matrix: entry by entry"),
            (total(x[p], p), "`sum_p x_p`", "the sum over the whole range of the index"),
            (Partial(E, a[q]), "`dE/da_q`", "a derivative that is written down, not yet taken"),
            (Gradient(E, w), "`dE/dw`", "all derivatives with respect to the entries of the matrix, in its shape"),
            (Jacobian(a, z), "`da/dz`", "entry $q, t$: how fast output $q$ changes with pre-activation $t$"),
            (KroneckerDelta(q, t), "`I_qt`", "the entry of the identity: 1 if the indices are equal, else 0"),
            (Entries(times(x[p], y[q]), q, p), "`[x_p y_q]_qp`", "the matrix with these entries"),
            (times(w.T, y), "`w^T y`", "a matrix product; factors stay in the order written"),
            (hadamard(y, a), "`y * a`", "the product entry by entry"),
            (OneMatrix(k, 1), "`1_k`", "a column of $k$ ones"),
            (diagonal(y), "`diag(y)`", "the square matrix with these entries on its diagonal"),
            (Pullback(g, times(w, x), w), "`grad_w ⟨g, w x⟩`",
             "the gradient with respect to $w$ of a sum: the entries of both in one place, multiplied; "
             "the first held fixed"),
        ],
    )  # fmt: skip


TYPED = {
    "definition": "definition of z_t",
    "chain_rule": "chain rule",
    "linearity": "linearity",
    "derivative_of": "derivative of z_t",
    "collapse": "the sum collapses",
    "algebra": "algebra",
    "entries": "entry by entry",
    "result": "result for dz_t/dw_qp",
}
"""A rule and an example of its name."""


def rules():
    """Every reason by the name that is typed, and what it allows."""
    rows = [(f"`[{typed}]`", getdoc(getattr(reasons, name)).splitlines()[0]) for name, typed in TYPED.items()]
    return Table(("typed as", "meaning"), rows)
