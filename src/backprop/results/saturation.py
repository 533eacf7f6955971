"""Why gradients vanish in layers of sigmoids, and why hidden units must not start alike (chapter 8)."""

from backprop.proving import claim, model

units = model("""
    given z (k)
    a_q = 1/(1 + exp(-z_q))
""")
"""k logistic units."""

layer = model("""
    given z^(l) (n_l), w^(l+1) (n_(l+1), n_l), b^(l+1) (n_(l+1))
    a^(l)_q = 1/(1 + exp(-z^(l)_q))
    z^(l+1)_t = sum_q w^(l+1)_tq a^(l)_q + b^(l+1)_t
    E = E(z^(l+1))
    delta^(l)_q = dE/dz^(l)_q
    delta^(l+1)_t = dE/dz^(l+1)_t
""")
"""Any layer l of logistic units, and the next: whatever lies above that is in E, of which nothing is known."""

alike = model("""
    given x (n), v (n), c, u (k), b^(2) (k)
    j = 1..h
    w^(1)_jp = v_p
    b^(1)_j = c
    z^(1)_j = sum_p w^(1)_jp x_p + b^(1)_j
    a^(1)_j = f(z^(1)_j)
    w^(2)_qj = u_q
    z^(2)_q = sum_j w^(2)_qj a^(1)_j + b^(2)_q
    E = E(z^(2))
    delta_q = dE/dz^(2)_q
""")
"""A hidden layer whose units are alike: all have the weights v and the bias c, and output q hears each through u_q."""

SLOPE = {
    "a by z": claim(units, "da_q/dz_q = a_q (1 - a_q)"),
    "gap": claim(units, "1/4 - a_q (1 - a_q) = (a_q - 1/2)^2"),
    "layer": claim(layer, "delta^(l)_q = a^(l)_q (1 - a^(l)_q) sum_t w^(l+1)_tq delta^(l+1)_t"),
}
"""The slope of a sigmoid, what it lacks to a quarter, and what a layer of sigmoids does with the errors."""

ALIKE = {
    "w1": claim(alike, "dE/dw^(1)_jp = x_p f'(sum_s v_s x_s + c) sum_q u_q delta_q"),
    "b1": claim(alike, "dE/db^(1)_j = f'(sum_s v_s x_s + c) sum_q u_q delta_q"),
    "w2": claim(alike, "dE/dw^(2)_qj = delta_q f(sum_p v_p x_p + c)"),
}
"""No unit j stands on the right: units that start alike have equal gradients."""
