"""Why gradients vanish in layers of sigmoids, and why hidden units must not start alike (chapter 8)."""

from backprop.proving import claim, model

units = model("""
    given z (k)
    a_q = 1/(1 + exp(-z_q))
""")
"""k sigmoids."""

layer = model("""
    given z^(l) (n_l), w^(l+1) (n_(l+1), n_l), b^(l+1) (n_(l+1))
    a^(l)_j = 1/(1 + exp(-z^(l)_j))
    z^(l+1)_q = sum_j w^(l+1)_qj a^(l)_j + b^(l+1)_q
    E = E(z^(l+1))
    delta^(l)_j = dE/dz^(l)_j
    delta^(l+1)_q = dE/dz^(l+1)_q
""")
"""Any layer l of sigmoids, and the next: whatever lies above that is in E, of which nothing is known."""

alike = model("""
    given x (n), theta^(1) (n), b, theta^(2) (k), b^(2) (k)
    j = 1..n_1
    w^(1)_jp = theta^(1)_p
    b^(1)_j = b
    z^(1)_j = sum_p w^(1)_jp x_p + b^(1)_j
    a^(1)_j = f(z^(1)_j)
    w^(2)_qj = theta^(2)_q
    z^(2)_q = sum_j w^(2)_qj a^(1)_j + b^(2)_q
    E = E(z^(2))
    delta_q = dE/dz^(2)_q
""")
"""Hidden units that are alike: each has the weights theta^(1) and the bias b, and goes to output q by theta^(2)_q."""

SLOPE = {
    "gap": claim(units, "1/4 - da_q/dz_q = (a_q - 1/2)^2"),
    "layer": claim(layer, "delta^(l)_j = a^(l)_j (1 - a^(l)_j) sum_q w^(l+1)_qj delta^(l+1)_q"),
}
"""By how much the slope of a sigmoid falls short of a quarter, and what a layer of sigmoids does with the deltas."""

ALIKE = {
    "b1": claim(alike, "dE/db^(1)_j = f'(sum_s theta^(1)_s x_s + b) sum_q theta^(2)_q delta_q"),
    "w1": claim(alike, "dE/dw^(1)_jp = x_p f'(sum_s theta^(1)_s x_s + b) sum_q theta^(2)_q delta_q"),
    "w2": claim(alike, "dE/dw^(2)_qj = delta_q f(sum_p theta^(1)_p x_p + b)"),
}
"""No unit j is on the right: units that start alike have equal gradients."""
