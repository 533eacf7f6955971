"""The four equations of backpropagation, for every layer l, one example in a column."""

from backprop.proving import Index, activation, claim, column, matrix, model, scalar, size

n_below, n, n_above, n_last = size("n_(l-1)"), size("n_l"), size("n_(l+1)"), size("n_L")
p, q, t, s = Index("p", n_below), Index("q", n), Index("t", n_above), Index("s", n_last)
E = scalar("E")

z_last, a_last, delta_last = (column(f"{name}^(L)", n_last) for name in ("z", "a", "delta"))
f_last, df_last = activation("f_L")
last = model("""
    given z^(L) (n_L)
    a^(L)_s = f_L(z^(L)_s)
    E = E(a^(L))
    delta^(L)_s = dE/dz^(L)_s
""")
"""The last layer L, under a cost of which nothing is known but that it is computed from the output."""

a_below, w = column("a^(l-1)", n_below), matrix("w^(l)", n, n_below)
z, a, b, delta = (column(f"{name}^(l)", n) for name in ("z", "a", "b", "delta"))
w_above, z_above, delta_above = (
    matrix("w^(l+1)", n_above, n),
    column("z^(l+1)", n_above),
    column("delta^(l+1)", n_above),
)
f, df = activation("f_l")
layer = model("""
    given a^(l-1) (n_(l-1)), w^(l) (n_l, n_(l-1)), b^(l) (n_l), w^(l+1) (n_(l+1), n_l), b^(l+1) (n_(l+1))
    z^(l)_q = sum_p w^(l)_qp a^(l-1)_p + b^(l)_q
    a^(l)_q = f_l(z^(l)_q)
    z^(l+1)_t = sum_q w^(l+1)_tq a^(l)_q + b^(l+1)_t
    E = E(z^(l+1))
    delta^(l)_q = dE/dz^(l)_q
    delta^(l+1)_t = dE/dz^(l+1)_t
""")
"""Any layer l below the last, and the next: whatever lies above that is in E, of which nothing is known."""

ENTRIES = {
    "last": claim(last, "delta^(L)_s = f_L'(z^(L)_s) dE/da^(L)_s"),
    "delta": claim(layer, "delta^(l)_q = f_l'(z^(l)_q) sum_t w^(l+1)_tq delta^(l+1)_t"),
    "w": claim(layer, "dE/dw^(l)_qp = delta^(l)_q a^(l-1)_p"),
    "b": claim(layer, "dE/db^(l)_q = delta^(l)_q"),
}
"""The four equations, entry by entry."""

MATRICES = {
    "last": claim(last, "delta^(L) = f_L'(z^(L)) * dE/da^(L)"),
    "delta": claim(layer, "delta^(l) = f_l'(z^(l)) * (w^(l+1)^T delta^(l+1))"),
    "w": claim(layer, "dE/dw^(l) = delta^(l) a^(l-1)^T"),
    "b": claim(layer, "dE/db^(l) = delta^(l)"),
}
"""The four equations."""
