"""One entry of a matrix expression, and a 1 x 1 product as a number: counted from 1, and only where there is one."""

import pytest
from sympy import Identity, OneMatrix, Rational, Sum, Trace

from backprop.proving import Derivation, DerivationError, Model, Translation
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    NotUnderstood,
    Partial,
    column,
    hadamard,
    latex,
    matrix,
    plain,
    row,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.reasons import algebra, definition, derivative_of, entries

n, k = size("n"), size("k")
p, s, q, t = Index("p", n), Index("s", n), Index("q", k), Index("t", k)
w, v, x, y, r = matrix("w", k, n), matrix("v", n, k), column("x", n), column("y", k), column("r", k)
C = scalar("C")
model = Model((w, v, x, y), {r[q]: Entry(times(w, x), q) - y[q], C: Entry(times(r.T, r)) / 2})
square = Entry(times(r.T, r))

TRUE = {
    "a 1 x 1 product is a sum of squares": (square, total(r[q] ** 2, q), total(r[q], q)),
    "and the trace of itself": (square, Trace(times(r.T, r)), 2 * Trace(times(r.T, r))),
    "the trace of the outer product": (square, Trace(times(r, r.T)), Trace(times(r, y.T))),
    "one entry of a product": (Entry(times(w, v), q, t), total(w[q, p] * v[p, t], p), total(w[t, p] * v[p, q], p)),
    "of a transposed product": (Entry(times(w, v).T, q, t), Entry(times(w, v), t, q), Entry(times(w, v), q, t)),
    "w.T[p, q]": (w.T[p, q], w[q, p], w[q, p] + 1),
    "(w + v.T)[q, p]": ((w + v.T)[q, p], w[q, p] + v[p, q], w[q, p]),
    "row by number": (Entry(times(w, x), 1), total(w[1, p] * x[p], p), total(w[1, p] * x[1], p)),
    "under a sum": (total(Entry(times(w, x), q) ** 2, q), Entry(times(x.T, w.T, w, x)), Entry(times(x.T, x))),
    "of ones": (Entry(OneMatrix(n, 1), s) * x[p], x[p], x[s]),
    "of the identity": (total(Entry(Identity(n), p, s) * x[s], s), x[p], total(x[s], s)),
    "of given entries": (Entry(Entries(x[p], p), s), x[s], x[p]),
    "of given entries, the same index again": (total(Entry(Entries(x[p] ** 2, p), p), p), total(x[s] ** 2, s), x[p]),
    "of entries of entries": (
        Entry(times(w, Entries(Entry(Entries(x[p] ** 2, p), p), p)), q),
        total(w[q, p] * x[p] ** 2, p),
        total(w[q, p] * x[p], p),
    ),
    "inside a trace": (Trace(times(square, w, v)), square * Trace(times(w, v)), Trace(times(w, v))),
    "as a factor of a matrix": (times(square, w), times(w, square), times(square, square, w)),
    "of a gradient": (Entry(Gradient(C, y), q), -r[q], r[q]),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_number_from_a_matrix(name):
    left, right, wrong = TRUE[name]
    here, there = (derivative_of(C, r), None) if name == "of a gradient" else (entries(), entries())
    assert Derivation(left, model).step(right, here).result == right
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(left, model).step(wrong, there or here)


def test_the_half_square_and_its_gradient():
    outer = times(r, x.T)
    assert Derivation(Gradient(C, w), model).step(outer, derivative_of(C, r)).result == outer
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Gradient(C, w), model).step(times(2, r, x.T), derivative_of(C, r))
    line = Derivation(C, model).step(square / 2, definition(C)).step(total(r[q] * r[q], q) / 2, entries())
    assert "C\n  = 1/2 rᵀ r   [definition of C]" in repr(line)


def test_a_matrix_stands_for_a_number_only_where_it_is_one():
    assert Entry(times(r.T, r)).args[1:] == (1, 1)
    with pytest.raises(
        ValueError, match=r"only a 1 x 1 matrix is a number without indices; r\*r.T has the shape \(k, k\)"
    ):
        Entry(times(r, r.T))
    for half in (times(w, x), times(r.T, w)):
        with pytest.raises(ValueError, match="only a 1 x 1 matrix is a number without indices"):
            Entry(half)
    with pytest.raises(TypeError, match="an entry is taken of a matrix"):
        Entry(C)
    with pytest.raises(NotUnderstood, match="the definition of C is a matrix"):
        Model((y,), {C: times(y.T, y)})
    with pytest.raises(NotUnderstood, match="a matrix stands where a number is needed"):
        Model((y,), {C: Partial(times(y.T, y), y[q])})


OUTSIDE = {
    "a size on the other side": (
        Entry(times(w, v), q, t),
        Entry(times(w, v), p, t),
        r"p \(from 1 to n\) in \(w v\)_pt",
    ),
    "ones": (Entry(OneMatrix(n, 1), 1), Entry(OneMatrix(n, 1), 2), r"2 in \(1\)_2 is not proved"),
    "a sum too long": (
        total(Entry(OneMatrix(n, 1), p), p),
        total(Entry(OneMatrix(k, 1), p), p),
        r"p \(from 1 to n\) in \(1\)_p is not proved to stay within 1..k",
    ),
    "a sum too long for its index": (
        Sum(Entry(OneMatrix(n, 1), p), (p, 1, n)),
        Sum(Entry(OneMatrix(n, 1), p), (p, 1, n + 1)),
        r"p \(from 1 to n \+ 1\) in \(1\)_p",
    ),
    "zero": (Entry(times(w, x), 1), Entry(times(w, x), 0), r"0 in \(w x\)_0"),
    "a half": (Entry(times(w, x), 1), Entry(times(w, x), Rational(3, 2)), "3/2 in"),
    "a number for an index": (Entry(times(w, x), q), Entry(times(w, x), scalar("c")), "c in"),
    "in the argument of another": (
        Entry(Entry(OneMatrix(n, 1), 1) * w, q, p),
        Entry(Entry(OneMatrix(n, 1), 2) * w, q, p),
        r"2 in \(1\)_2",
    ),
    "without a product": (Entry(w.T, p, q), Entry(times(w, w), p, q), "the shapes do not fit"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_entry_stays_inside_its_matrix(name):
    inside, outside, message = OUTSIDE[name]
    assert Derivation(inside, model)
    with pytest.raises(DerivationError, match=message):
        Derivation(outside, model)


FROM_ZERO = [
    lambda: times(w, v)[0, 0],
    lambda: times(w, v)[1, 1],
    lambda: times(w, v)[q, t],
    lambda: w.T[1, 1],
    lambda: w.T[p, 1],
    lambda: w.T[1, q],
    lambda: (w + v.T)[1, p],
    lambda: times(r.T, r)[0, 0],
]


@pytest.mark.parametrize("place", range(len(FROM_ZERO)))
def test_an_entry_of_sympys_own_is_refused(place):
    with pytest.raises(DerivationError, match="counts from 0"):
        Derivation(FROM_ZERO[place](), model)
    assert Derivation(w.T[p, q], model)


def test_an_array_has_its_own_entries():
    assert Entry(w, q, p) == w[q, p]
    assert Entry(x, p) == x[p]


WRITTEN = {
    "a product": (square, "rᵀ r", r"{r}^{\top}\, r"),
    "half of it": (square / 2, "1/2 rᵀ r", r"\tfrac{1}{2}\, {r}^{\top}\, r"),
    "before another factor": (times(square, x[p]), "(rᵀ r) x_p", r"\left({r}^{\top}\, r\right)\, x_{p}"),
    "squared": (square**2, "(rᵀ r)^2", r"{\left({r}^{\top}\, r\right)}^{2}"),
    "before a matrix": (times(square, w), "(rᵀ r) w", r"\left({r}^{\top}\, r\right)\, w"),
    "an entry": (Entry(times(w.T, w), s, p), "(wᵀ w)_sp", r"\left({w}^{\top}\, w\right)_{sp}"),
    "of a column": (Entry(times(w, x), q), "(w x)_q", r"\left(w\, x\right)_{q}"),
    "of a transpose": (Entry(w.T, p, q), "(wᵀ)_pq", r"\left({w}^{\top}\right)_{pq}"),
    "of a Hadamard product": (Entry(hadamard(x, x), p), "(x ⊙ x)_p", r"\left(x \odot x\right)_{p}"),
    "derivative": (Partial(square, y[q]), "∂/∂y_q (rᵀ r)", r"\frac{\partial}{\partial y_{q}}\left({r}^{\top}\, r\right)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_written(name):
    expr, text, tex = WRITTEN[name]
    assert (plain(expr), latex(expr)) == (text, tex)


def test_a_number_from_a_matrix_is_translated():
    X, W, Y, R = row("X", n), matrix("W", n, k), row("Y", k), row("R", k)
    turned = Translation(model, {x: X.T, w: W.T, y: Y.T, r: R.T})
    assert turned(Entry(times(w, v), q, t)) != turned(Entry(times(w, v), t, q))
    line = total(W[p, q] * turned(v[p, t]), p)
    assert Derivation(turned(Entry(times(w, v), q, t)), turned.model).step(line, algebra())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(turned(Entry(times(w, v), t, q)), turned.model).step(line, algebra())


def test_factors_move_under_algebra_only():
    assert Derivation(times(x[p], square), model).step(times(square, x[p]), algebra())
    with pytest.raises(DerivationError, match="not by this reason alone"):
        Derivation(C, model).step(square / 2, algebra())
