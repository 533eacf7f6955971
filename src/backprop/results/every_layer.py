"""The four equations of backpropagation, for every layer l, one example in a column (chapter 5)."""

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Gradient,
    Index,
    Partial,
    Unknown,
    activation,
    column,
    hadamard,
    matrix,
    scalar,
    size,
    times,
    total,
)

n_below, n, n_above, n_last = size("n_(l-1)"), size("n_l"), size("n_(l+1)"), size("n_L")
p, q, t, s = Index("p", n_below), Index("q", n), Index("t", n_above), Index("s", n_last)
E = scalar("E")

z_last, a_last, delta_last = (column(f"{name}^(L)", n_last) for name in ("z", "a", "delta"))
f_last, df_last = activation("f_L")

last = Model(
    (z_last,),
    {
        a_last[s]: f_last(z_last[s]),
        E: Unknown("E", a_last),
        delta_last[s]: Partial(E, z_last[s]),
    },
)
"""The last layer L, under a cost of which nothing is known but that it is computed from the output."""

a_below, w, b = column("a^(l-1)", n_below), matrix("w^(l)", n, n_below), column("b^(l)", n)
z, a, delta = (column(f"{name}^(l)", n) for name in ("z", "a", "delta"))
w_above, b_above = matrix("w^(l+1)", n_above, n), column("b^(l+1)", n_above)
z_above, delta_above = column("z^(l+1)", n_above), column("delta^(l+1)", n_above)
f, df = activation("f_l")

layer = Model(
    (a_below, w, b, w_above, b_above),
    {
        z[q]: total(times(w[q, p], a_below[p]), p) + b[q],
        a[q]: f(z[q]),
        z_above[t]: total(times(w_above[t, q], a[q]), q) + b_above[t],
        E: Unknown("E", z_above),
        delta[q]: Partial(E, z[q]),
        delta_above[t]: Partial(E, z_above[t]),
    },
)
"""Any layer l below the last, and the next: whatever lies above that is in E, of which nothing is known."""

ENTRIES = {
    "last": Claim(delta_last[s], times(df_last(z_last[s]), Partial(E, a_last[s])), last),
    "delta": Claim(delta[q], times(df(z[q]), total(times(w_above[t, q], delta_above[t]), t)), layer),
    "w": Claim(Partial(E, w[q, p]), times(delta[q], a_below[p]), layer),
    "b": Claim(Partial(E, b[q]), delta[q], layer),
}
"""The four equations, entry by entry."""

MATRICES = {
    "last": Claim(delta_last, hadamard(df_last(z_last), Gradient(E, a_last)), last),
    "delta": Claim(delta, hadamard(df(z), times(w_above.T, delta_above)), layer),
    "w": Claim(Gradient(E, w), times(delta, a_below.T), layer),
    "b": Claim(Gradient(E, b), delta, layer),
}
"""The four equations."""
