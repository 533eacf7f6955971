"""One layer of neurons and one example: models and claims (S4, chapters 1 and 2).

The derivations that conclude the claims stand in the chapters.
"""

from backprop.proving import Index, claim, column, matrix, model, scalar, size

k, n = size("k"), size("n")
q, t = (Index(name, k) for name in "qt")
p, s = (Index(name, n) for name in "ps")
w, x, b, y = matrix("w", k, n), column("x", n), column("b", k), column("y", k)
z, a, E = column("z", k), column("a", k), scalar("E")

layer = model("""
    given w (k, n), x (n), b (k), y (k)
    z_q = sum_p w_qp x_p + b_q
    a_q = sigma(z_q)
    E = 1/2 sum_q (a_q - y_q)^2
""")

softmax_layer = model("""
    given w (k, n), x (n), b (k), y (k)
    z_q = sum_p w_qp x_p + b_q
    a_q = exp(z_q)/(sum_t exp(z_t))
    E = 1/2 sum_q (a_q - y_q)^2
""")
"""The same layer with an activation that mixes its entries."""

z2, a2, y2 = column("z", 2), column("a", 2), column("y", 2)
product_layer = model("""
    given z (2), y (2)
    q = 1..2
    a_q = z_2 I_2q + z_1 z_2 I_1q
    E = 1/2 sum_q (a_q - y_q)^2
""")
"""a = (z_1 z_2, z_2): an activation whose Jacobian is not even symmetric."""

DERIVATIVES = {
    "z by w": claim(layer, "dz_t/dw_qp = I_tq x_p"),
    "z by x": claim(layer, "dz_q/dx_p = w_qp"),
    "a": claim(layer, "dE/da_t = a_t - y_t"),
    "w": claim(layer, "dE/dw_qp = x_p sigma'(z_q) (a_q - y_q)"),
    "b": claim(layer, "dE/db_q = sigma'(z_q) (a_q - y_q)"),
    "x": claim(layer, "dE/dx_p = sum_q w_qp sigma'(z_q) (a_q - y_q)"),
}
"""The derivatives of the cost, entry by entry (S4.5 to S4.7, chapter 1)."""

GRADIENTS = {
    "a by z": claim(layer, "da/dz = diag(sigma'(z))"),
    "z": claim(layer, "dE/dz = diag(sigma'(z)) (a - y)"),
    "w": claim(layer, "dE/dw = diag(sigma'(z)) (a - y) x^T"),
    "b": claim(layer, "dE/db = diag(sigma'(z)) (a - y)"),
    "x": claim(layer, "dE/dx = w^T diag(sigma'(z)) (a - y)"),
}
"""The same as matrices, with sigma' on a diagonal (S4.8 to S4.11, chapter 2)."""

any_cost = model("""
    given w (k, n), x (n), b (k)
    z_q = sum_p w_qp x_p + b_q
    a_q = sigma(z_q)
    E = E(a)
    G_q = dE/da_q
    delta_q = dE/dz_q
""")
"""The layer under a cost of which nothing is known but that it is computed from the output."""

mixing = model("""
    given z (k)
    a_q = exp(z_q)/(sum_t exp(z_t))
    E = E(a)
    G_q = dE/da_q
    delta_q = dE/dz_q
""")
"""An activation that mixes its entries, under such a cost."""

PULLED_BACK = {
    "a": claim(mixing, "delta = (da/dz)^T G"),
    "z": claim(any_cost, "delta = sigma'(z) * G"),
    "w": claim(any_cost, "dE/dw = delta x^T"),
    "b": claim(any_cost, "dE/db = delta"),
    "x": claim(any_cost, "dE/dx = w^T delta"),
}
"""What comes back through a layer, whatever the cost (chapter 2)."""

SOFTMAX_JACOBIAN = claim(softmax_layer, "[da_q/dz_t]_qt = [a_q (I_qt - a_t)]_qt")
MIXED = {"softmax": SOFTMAX_JACOBIAN}
"""No zero in it for two outputs or more (chapter 2)."""
