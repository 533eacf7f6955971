"""Two layers, examples in rows: linear, with biases, with activations (S3, chapter 4)."""

from sympy import OneMatrix

from backprop.proving import Index, claim, column, matrix, model, scalar, size

m, n, n_1, k = size("m"), size("n"), size("n1"), size("k")
i, q, j = Index("i", m), Index("q", k), Index("j", n_1)
X, W1, b1, W2, b2 = matrix("X", m, n), matrix("W1", n, n_1), column("b1", n_1), matrix("W2", n_1, k), column("b2", k)
Y, E = matrix("Y", m, k), scalar("E")
Z1, A1, Z2, A2 = matrix("Z1", m, n_1), matrix("A1", m, n_1), matrix("Z2", m, k), matrix("A2", m, k)
Delta1, Delta2 = matrix("Δ^(1)", m, n_1), matrix("Δ^(2)", m, k)
ONES = OneMatrix(m, 1)

linear = model("""
    given X (m, n), W1 (n, n_1), W2 (n_1, k), Y (m, k)
    A1_ij = sum_p X_ip W1_pj
    A2_iq = sum_j A1_ij W2_jq
    E = (sum_i sum_q (A2_iq - Y_iq)^2)/(2 m)
""")
"""A2 = X W1 W2."""

with_biases = model("""
    given X (m, n), W1 (n, n_1), b1 (n_1), W2 (n_1, k), b2 (k), Y (m, k)
    A1_ij = sum_p X_ip W1_pj + b1_j
    A2_iq = sum_j A1_ij W2_jq + b2_q
    E = (sum_i sum_q (A2_iq - Y_iq)^2)/(2 m)
""")
"""A2 = (X W1 + 1 b1^T) W2 + 1 b2^T."""

_with_activations = """
    given X (m, n), W1 (n, n_1), b1 (n_1), W2 (n_1, k), b2 (k), Y (m, k)
    Z1_ij = sum_p X_ip W1_pj + b1_j
    A1_ij = f1(Z1_ij)
    Z2_iq = sum_j A1_ij W2_jq + b2_q
    A2_iq = f2(Z2_iq)
    E = (sum_i sum_q (A2_iq - Y_iq)^2)/(2 m)
"""
with_activations = model(_with_activations)
"""A2 = f_2(f_1(X W1 + 1 b1^T) W2 + 1 b2^T)."""

with_deltas = model(_with_activations + "Delta^(1)_ij = dE/dZ1_ij \n Delta^(2)_iq = dE/dZ2_iq")
"""The same, with a name for the gradient with respect to Z1 and to Z2."""

LINEAR = {
    "W2": claim(linear, "dE/dW2 = 1/m A1^T (A2 - Y)"),
    "A1": claim(linear, "dE/dA1 = 1/m (A2 - Y) W2^T"),
    "W1": claim(linear, "dE/dW1 = 1/m X^T (A2 - Y) W2^T"),
}

BIASES = {
    "b2": claim(with_biases, "dE/db2 = 1/m (A2 - Y)^T 1_m"),
    "b1": claim(with_biases, "dE/db1 = 1/m W2 (A2 - Y)^T 1_m"),
}

ACTIVATIONS = {
    "Z2": claim(with_activations, "dE/dZ2 = 1/m (A2 - Y) * f2'(Z2)"),
    "W2": claim(with_activations, "dE/dW2 = A1^T dE/dZ2"),
    "b2": claim(with_activations, "dE/db2 = (dE/dZ2)^T 1_m"),
    "Z1": claim(with_activations, "dE/dZ1 = (dE/dZ2 W2^T) * f1'(Z1)"),
    "W1": claim(with_activations, "dE/dW1 = X^T dE/dZ1"),
    "W1 in full": claim(with_activations, "dE/dW1 = 1/m X^T ((((A2 - Y) * f2'(Z2)) W2^T) * f1'(Z1))"),
    "b1": claim(with_activations, "dE/db1 = (dE/dZ1)^T 1_m"),
    "X": claim(with_activations, "dE/dX = dE/dZ1 W1^T"),
}

DELTAS = {
    "2": claim(with_deltas, "Delta^(2) = 1/m (A2 - Y) * f2'(Z2)"),
    "1": claim(with_deltas, "Delta^(1) = (Delta^(2) W2^T) * f1'(Z1)"),
    "W2": claim(with_deltas, "dE/dW2 = A1^T Delta^(2)"),
    "W1": claim(with_deltas, "dE/dW1 = X^T Delta^(1)"),
    "b2": claim(with_deltas, "dE/db2 = Delta^(2)^T 1_m"),
    "b1": claim(with_deltas, "dE/db1 = Delta^(1)^T 1_m"),
    "X": claim(with_deltas, "dE/dX = Delta^(1) W1^T"),
}
"""The same gradients in the deltas."""
