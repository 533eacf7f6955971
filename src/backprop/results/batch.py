"""One layer and a batch of examples in rows: models and claims (S2, chapter 3)."""

from sympy import OneMatrix

from backprop.proving import Index, claim, column, matrix, model, scalar, size

m, n, k = size("m"), size("n"), size("k")
i, r = Index("i", m), Index("r", m)
p, s = Index("p", n), Index("s", n)
q, t = Index("q", k), Index("t", k)
X, W, b, Y = matrix("X", m, n), matrix("W", n, k), column("b", k), matrix("Y", m, k)
Z, A, E = matrix("Z", m, k), matrix("A", m, k), scalar("E")
Delta = matrix("Δ", m, k)
ONES = OneMatrix(m, 1)

_batch = """
    given X (m, n), W (n, k), b (k), Y (m, k)
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = sigma(Z_iq)
    E = (sum_i sum_q (A_iq - Y_iq)^2)/(2 m)
"""
batch = model(_batch)
"""Z = XW + 1b^T, A = sigma(Z), E = 1/m sum_i 1/2 |A_i - Y_i|^2, for any number of examples, inputs and neurons."""

with_delta = model(_batch + "Delta_iq = dE/dZ_iq")
"""The same, with a name for the gradient with respect to Z."""

JACOBIANS = {
    "A by Z": claim(batch, "dA_rt/dZ_iq = I_ir I_qt sigma'(Z_rt)"),
    "Z by X": claim(batch, "dZ_iq/dX_rs = I_ir W_sq"),
    "Z by W": claim(batch, "dZ_iq/dW_st = X_is I_qt"),
    "Z by b": claim(batch, "dZ_iq/db_t = I_qt"),
}
"""The four Jacobians, entry by entry: four indices each, for b three."""

GRADIENTS = {
    "A": claim(batch, "dE/dA = 1/m (A - Y)"),
    "Z": claim(batch, "dE/dZ = dE/dA * sigma'(Z)"),
    "W": claim(batch, "dE/dW = X^T dE/dZ"),
    "each b": claim(batch, "dE/db_t = sum_i dE/dZ_it"),
    "b": claim(batch, "dE/db = (dE/dZ)^T 1_m"),
    "X": claim(batch, "dE/dX = dE/dZ W^T"),
}
"""The gradients of the batch as matrices."""

DELTA = {
    "Z": claim(with_delta, "Delta = dE/dA * sigma'(Z)"),
    "W": claim(with_delta, "dE/dW = X^T Delta"),
    "b": claim(with_delta, "dE/db = Delta^T 1_m"),
    "X": claim(with_delta, "dE/dX = Delta W^T"),
}
"""The same gradients in Delta."""
