"""Two layers by hand, examples in rows: linear, with biases, with activations (S3, chapter 4)."""

from sympy import OneMatrix

from backprop.proving import Index, claim, matrix, model, row, scalar, size

m, n, h, k = size("m"), size("n"), size("h"), size("k")
i, q = Index("i", m), Index("q", k)
X, W1, b1, W2, b2 = matrix("X", m, n), matrix("W1", n, h), row("b1", h), matrix("W2", h, k), row("b2", k)
Y, Loss = matrix("Y", m, k), scalar("Loss")
Z1, A1, Z2, Yhat = matrix("Z1", m, h), matrix("A1", m, h), matrix("Z2", m, k), matrix("Yhat", m, k)
ONES = OneMatrix(m, 1)

linear = model("""
    given X (m, n), W1 (n, h), W2 (h, k), Y (m, k)
    A1_ig = sum_p X_ip W1_pg
    Yhat_iq = sum_g A1_ig W2_gq
    Loss = 1/2 sum_i sum_q (Yhat_iq - Y_iq)^2
""")
"""Yhat = X W1 W2."""

with_biases = model("""
    given X (m, n), W1 (n, h), b1 (1, h), W2 (h, k), b2 (1, k), Y (m, k)
    A1_ig = sum_p X_ip W1_pg + b1_g
    Yhat_iq = sum_g A1_ig W2_gq + b2_q
    Loss = 1/2 sum_i sum_q (Yhat_iq - Y_iq)^2
""")
"""Yhat = (X W1 + 1 b1) W2 + 1 b2."""

with_activations = model("""
    given X (m, n), W1 (n, h), b1 (1, h), W2 (h, k), b2 (1, k), Y (m, k)
    Z1_ig = sum_p X_ip W1_pg + b1_g
    A1_ig = f1(Z1_ig)
    Z2_iq = sum_g A1_ig W2_gq + b2_q
    Yhat_iq = f2(Z2_iq)
    Loss = 1/2 sum_i sum_q (Yhat_iq - Y_iq)^2
""")
"""Yhat = f_2(f_1(X W1 + 1 b1) W2 + 1 b2)."""

LINEAR = {
    "W2": claim(linear, "dLoss/dW2 = A1^T (Yhat - Y)", "S3.6, corrected"),
    "A1": claim(linear, "dLoss/dA1 = (Yhat - Y) W2^T", "S3.8, corrected"),
    "W1": claim(linear, "dLoss/dW1 = X^T (Yhat - Y) W2^T", "S3.8, carried on"),
}

BIASES = {
    "b2": claim(with_biases, "dLoss/db2 = 1_m^T (Yhat - Y)", "S3.10, corrected"),
    "b1": claim(with_biases, "dLoss/db1 = 1_m^T (Yhat - Y) W2^T"),
}

ACTIVATIONS = {
    "Z2": claim(with_activations, "dLoss/dZ2 = (Yhat - Y) * f2'(Z2)"),
    "W2": claim(with_activations, "dLoss/dW2 = A1^T dLoss/dZ2"),
    "b2": claim(with_activations, "dLoss/db2 = 1_m^T dLoss/dZ2"),
    "Z1": claim(with_activations, "dLoss/dZ1 = (dLoss/dZ2 W2^T) * f1'(Z1)"),
    "W1": claim(with_activations, "dLoss/dW1 = X^T ((((Yhat - Y) * f2'(Z2)) W2^T) * f1'(Z1))", "S3.13, corrected"),
    "b1": claim(with_activations, "dLoss/db1 = 1_m^T dLoss/dZ1"),
    "X": claim(with_activations, "dLoss/dX = dLoss/dZ1 W1^T"),
}
