"""Softmax with cross-entropy: one example and k classes, a shift, two classes, and a batch (chapter 7).

The derivations that conclude the claims stand in the chapter.
"""

from backprop.proving import Index, claim, column, model, scalar, size

k = size("k")
q, t = Index("q", k), Index("t", k)
z, y, a = (column(name, k) for name in "zya")
pot, c, lse, E = scalar("pot"), scalar("c"), scalar("lse"), scalar("E")

classes = model("""
    given z (k), y (k)
    pot = sum_t exp(z_t)
    a_q = exp(z_q)/pot
    E = -sum_q y_q ln(a_q)
""")
"""One example and labels with any sum. The sum of the exponentials has a name, so that no third index is needed."""

labelled = model("""
    given z (k), v (k)
    y_q = (1 - sum_t v_t) I_1q + v_q
    pot = sum_t exp(z_t)
    a_q = exp(z_q)/pot
    E = -sum_q y_q ln(a_q)
    lse = ln(pot)
""")
"""The same for labels that sum to 1: any numbers v, and whatever brings their sum to 1 is added to the first."""

CLASSES = {
    "a by z": claim(classes, "da/dz = diag(a) - a a^T"),
    "E by z": claim(classes, "dE/dz_q = a_q sum_t y_t - y_q"),
    "sum of y": claim(labelled, "sum_q y_q = 1"),
    "E by z, labelled": claim(labelled, "dE/dz_q = a_q - y_q"),
}

rho = column("ρ", k)
shifted = model("""
    given z (k), c
    a_q = exp(z_q)/(sum_t exp(z_t))
    rho_q = exp(z_q - c)/(sum_t exp(z_t - c))
    lse = ln(sum_t exp(z_t - c)) + c
""")
"""The softmax rho of z - c, and the log-sum-exp of z, for any number c."""

LOG_SUM_EXP = {
    "shift": claim(shifted, "rho_q = a_q"),
    "exp lse": claim(shifted, "exp(lse) = sum_t exp(z_t)"),
    "a": claim(shifted, "exp(z_q - lse) = a_q"),
    "lse by z": claim(shifted, "dlse/dz_q = a_q"),
    "cost": claim(labelled, "sum_q y_q (lse - z_q) = lse - sum_q y_q z_q"),
}

above = model("""
    given Z (m, k), G (m, k)
    A_iq = exp(Z_iq)/(sum_t exp(Z_it))
    E = sum_i sum_q G_iq A_iq
""")
"""A softmax in the middle of a network: G is how much each probability matters to the layers above."""

ROW_BY_ROW = {"Z": claim(above, "dE/dZ_iq = A_iq (G_iq - sum_t A_it G_it)")}

two_classes = model("""
    given z (2), y (2)
    a_q = exp(z_q)/(sum_t exp(z_t))
    E = -(y_1 ln(a_1) + (1 - y_1) ln(a_2))
    a_sigmoid = 1/(1 + exp(-(z_1 - z_2)))
    E_sigmoid = -(y_1 ln(a_sigmoid) + (1 - y_1) ln(1 - a_sigmoid))
""")
"""The second label is 1 - y_1. a and E by softmax; and those of chapter 6, sigma(z_1 - z_2) and its cross-entropy."""

a2, a_sigmoid, E_sigmoid = column("a", 2), scalar("a_sigmoid"), scalar("E_sigmoid")

TWO_CLASSES = {
    "a_1": claim(two_classes, "a_1 = a_sigmoid"),
    "a_2": claim(two_classes, "a_2 = 1 - a_sigmoid"),
    "E": claim(two_classes, "E = E_sigmoid"),
    "E by z_1": claim(two_classes, "dE/dz_1 = dE_sigmoid/dz_1"),
}

batch = model("""
    given X (m, n), W (n, k), b (k), Y (m, k)
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = exp(Z_iq)/(sum_t exp(Z_it))
    lse_i = ln(sum_t exp(Z_it))
    E = (sum_i (lse_i - sum_q Y_iq Z_iq))/m
""")
"""E is the cross-entropy where the labels of each row sum to 1."""

BATCH = {
    "Z": claim(batch, "dE/dZ = 1/m (A - Y)"),
    "W": claim(batch, "dE/dW = 1/m X^T (A - Y)"),
    "b": claim(batch, "dE/db = 1/m (A - Y)^T 1_m"),
    "X": claim(batch, "dE/dX = 1/m (A - Y) W^T"),
}

taught = model("""
    given X (m, n), W (n, k), b (k), U (m, k)
    Y_iq = exp(U_iq)/(sum_t exp(U_it))
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = exp(Z_iq)/(sum_t exp(Z_it))
    E = -(sum_i sum_q Y_iq ln(A_iq))/m
""")
"""The cross-entropy, logarithms and all, with labels softmax(U) for any U: what the code is compared with."""
