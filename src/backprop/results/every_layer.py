"""The four equations of backpropagation, for every layer l: one example in a column, and a batch in rows."""

from sympy import OneMatrix

from backprop.proving import Index, activation, claim, column, matrix, model, scalar, size

n_below, n, n_above, n_last = size("n_(l-1)"), size("n_l"), size("n_(l+1)"), size("n_L")
p, j, q, q_last = Index("p", n_below), Index("j", n), Index("q", n_above), Index("q", n_last)
"""What comes in, a unit of this layer, and what goes out."""
E = scalar("E")

z_last, a_last, delta_last = (column(f"{name}^(L)", n_last) for name in ("z", "a", "delta"))
f_last, df_last = activation("f_L")
last = model("""
    given z^(L) (n_L)
    a^(L)_q = f_L(z^(L)_q)
    E = E(a^(L))
    delta^(L)_q = dE/dz^(L)_q
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
    z^(l)_j = sum_p w^(l)_jp a^(l-1)_p + b^(l)_j
    a^(l)_j = f_l(z^(l)_j)
    z^(l+1)_q = sum_j w^(l+1)_qj a^(l)_j + b^(l+1)_q
    E = E(z^(l+1))
    delta^(l)_j = dE/dz^(l)_j
    delta^(l+1)_q = dE/dz^(l+1)_q
""")
"""Any layer l below the last, and the next: whatever lies above that is in E, of which nothing is known."""

ENTRIES = {
    "last": claim(last, "delta^(L)_q = f_L'(z^(L)_q) dE/da^(L)_q"),
    "delta": claim(layer, "delta^(l)_j = f_l'(z^(l)_j) sum_q w^(l+1)_qj delta^(l+1)_q"),
    "w": claim(layer, "dE/dw^(l)_jp = delta^(l)_j a^(l-1)_p"),
    "b": claim(layer, "dE/db^(l)_j = delta^(l)_j"),
}
"""The four equations, entry by entry."""

MATRICES = {
    "last": claim(last, "delta^(L) = f_L'(z^(L)) * dE/da^(L)"),
    "delta": claim(layer, "delta^(l) = f_l'(z^(l)) * (w^(l+1)^T delta^(l+1))"),
    "w": claim(layer, "dE/dw^(l) = delta^(l) a^(l-1)^T"),
    "b": claim(layer, "dE/db^(l) = delta^(l)"),
}
"""The four equations."""

m = size("m")
i = Index("i", m)
ONES = OneMatrix(m, 1)

Z_last, A_last, Delta_last = (matrix(f"{name}^(L)", m, n_last) for name in ("Z", "A", "Δ"))
last_batch = model("""
    given Z^(L) (m, n_L)
    A^(L)_iq = f_L(Z^(L)_iq)
    E = E(A^(L))
    Delta^(L)_iq = dE/dZ^(L)_iq
""")
"""The last layer for a batch; that the cost is a mean over the examples is in E, of which nothing is known."""

A_below, W = matrix("A^(l-1)", m, n_below), matrix("W^(l)", n_below, n)
Z, A, Delta = (matrix(f"{name}^(l)", m, n) for name in ("Z", "A", "Δ"))
W_above, Z_above, Delta_above = (
    matrix("W^(l+1)", n, n_above),
    matrix("Z^(l+1)", m, n_above),
    matrix("Δ^(l+1)", m, n_above),
)
layer_batch = model("""
    given A^(l-1) (m, n_(l-1)), W^(l) (n_(l-1), n_l), b^(l) (n_l), W^(l+1) (n_l, n_(l+1)), b^(l+1) (n_(l+1))
    Z^(l)_ij = sum_p A^(l-1)_ip W^(l)_pj + b^(l)_j
    A^(l)_ij = f_l(Z^(l)_ij)
    Z^(l+1)_iq = sum_j A^(l)_ij W^(l+1)_jq + b^(l+1)_q
    E = E(Z^(l+1))
    Delta^(l)_ij = dE/dZ^(l)_ij
    Delta^(l+1)_iq = dE/dZ^(l+1)_iq
""")
"""Any layer l below the last, and the next, for a batch."""

BATCH = {
    "last": claim(last_batch, "Delta^(L) = dE/dA^(L) * f_L'(Z^(L))"),
    "delta": claim(layer_batch, "Delta^(l) = (Delta^(l+1) W^(l+1)^T) * f_l'(Z^(l))"),
    "w": claim(layer_batch, "dE/dW^(l) = A^(l-1)^T Delta^(l)"),
    "b": claim(layer_batch, "dE/db^(l) = Delta^(l)^T 1_m"),
}
"""The four equations for a batch, whose weights are transposed: W^(l) has a column for each unit."""

told_of_output = model("""
    given A^(l-1) (m, n_(l-1)), W^(l) (n_(l-1), n_l), b^(l) (n_l)
    Z^(l)_ij = sum_p A^(l-1)_ip W^(l)_pj + b^(l)_j
    A^(l)_ij = f_l(Z^(l)_ij)
    E = E(A^(l))
""")
"""Any layer l that is cut off after its activation: whatever lies above is in E, of which nothing is known."""

CUT = {
    "input": claim(told_of_output, "dE/dA^(l-1) = (dE/dA^(l) * f_l'(Z^(l))) W^(l)^T"),
    "w": claim(told_of_output, "dE/dW^(l) = A^(l-1)^T (dE/dA^(l) * f_l'(Z^(l)))"),
    "b": claim(told_of_output, "dE/db^(l) = (dE/dA^(l) * f_l'(Z^(l)))^T 1_m"),
}
"""What other books pass back: the gradient with respect to the output."""
