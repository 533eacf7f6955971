"""One layer in other letters than the book's, and what is true of it: the engine knows no notation."""

from backprop.proving import Index, claim, column, matrix, model, scalar, size

m, n = size("m"), size("n")
i, j, r = (Index(name, m) for name in "ijr")
k, p = (Index(name, n) for name in "kp")
w, x, b, y = matrix("w", m, n), column("x", n), column("b", m), column("y", m)
z, yhat, C = column("z", m), column("yhat", m), scalar("C")

layer = model("""
    given w (m, n), x (n), b (m), y (m)
    z_j = sum_k w_jk x_k + b_j
    yhat_j = sigma(z_j)
    C = 1/2 sum_j (yhat_j - y_j)^2
""")

softmax_layer = model("""
    given w (m, n), x (n), b (m), y (m)
    z_j = sum_k w_jk x_k + b_j
    yhat_j = exp(z_j)/(sum_i exp(z_i))
    C = 1/2 sum_j (yhat_j - y_j)^2
""")
"""The same layer with an activation that mixes its entries."""

z2, yhat2, y2 = column("z", 2), column("yhat", 2), column("y", 2)
product_layer = model("""
    given z (2), y (2)
    i = 1..2
    yhat_i = z_2 I_2i + z_1 z_2 I_1i
    C = 1/2 sum_i (yhat_i - y_i)^2
""")
"""yhat = (z_1 z_2, z_2): an activation whose Jacobian is not even symmetric."""

DERIVATIVES = {
    "z by w": claim(layer, "dz_i/dw_jk = I_ij x_k"),
    "z by x": claim(layer, "dz_j/dx_k = w_jk"),
    "yhat": claim(layer, "dC/dyhat_i = yhat_i - y_i"),
    "w": claim(layer, "dC/dw_jk = x_k sigma'(z_j) (yhat_j - y_j)"),
    "b": claim(layer, "dC/db_j = sigma'(z_j) (yhat_j - y_j)"),
    "x": claim(layer, "dC/dx_k = sum_j w_jk sigma'(z_j) (yhat_j - y_j)"),
}
"""Entry by entry."""

GRADIENTS = {
    "yhat by z": claim(layer, "dyhat/dz = diag(sigma'(z))"),
    "z": claim(layer, "dC/dz = diag(sigma'(z)) (yhat - y)"),
    "w": claim(layer, "dC/dw = diag(sigma'(z)) (yhat - y) x^T"),
    "b": claim(layer, "dC/db = diag(sigma'(z)) (yhat - y)"),
    "x": claim(layer, "dC/dx = w^T diag(sigma'(z)) (yhat - y)"),
}
"""As matrices."""

SOFTMAX_JACOBIAN = claim(softmax_layer, "[dyhat_i/dz_j]_ij = [yhat_i (I_ij - yhat_j)]_ij")
"""No zero in it for two outputs or more."""
