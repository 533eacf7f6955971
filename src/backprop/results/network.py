"""Any depth, examples in rows: one layer as a lemma, two neighbours as the step, and whole networks (chapter 5)."""

from sympy import OneMatrix

from backprop.proving import Model, claim, model
from backprop.proving.language import Index, activation, matrix, row, scalar, size, times, total
from backprop.proving.language.entries import entry
from backprop.proving.methods.mentions import arrays_in

m, n, k, h = size("m"), size("n"), size("k"), size("h")
ONES = OneMatrix(m, 1)

X = matrix("X", m, n)
layer = model("""
    given X (m, n), W (n, k), b (1, k), G (m, k)
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = sigma(Z_iq)
""")
"""A = sigma(XW + 1b), and G: the gradient that comes from above, by A or by Z, of a cost that nothing is known of."""

LAYER = {
    "Z": claim(layer, "grad_Z ⟨G, A⟩ = G * sigma'(Z)"),
    "W": claim(layer, "grad_W ⟨G, Z⟩ = X^T G"),
    "b": claim(layer, "grad_b ⟨G, Z⟩ = 1_m^T G"),
    "X": claim(layer, "grad_X ⟨G, Z⟩ = G W^T"),
    "d": claim(layer, "grad_X ⟨G, A⟩ = (sigma'(Z) * G) W^T", "S2.17, corrected"),
    "W by d": claim(layer, "grad_W ⟨G, A⟩ = X^T (sigma'(Z) * G)", "S2.18, corrected"),
}

Z1, A1, W2, b2 = matrix("Z1", m, k), matrix("A1", m, k), matrix("W2", k, h), row("b2", h)
Z2, G2 = matrix("Z2", m, h), matrix("G2", m, h)
neighbours = model("""
    given Z1 (m, k), W2 (k, h), b2 (1, h), G2 (m, h)
    A1_iq = sigma(Z1_iq)
    Z2_ir = sum_q A1_iq W2_qr + b2_r
""")
"""From one pre-activation to the next, and the gradient by the second, of a cost that nothing is known of."""

# Layer 3 on top of 2 on top of 1, one example in a column: every weight of layer 1 reaches J by many paths.
three_layers = model("""
    given a0 (n_0), W1 (n_1, n_0), W2 (n_2, n_1), W3 (n_3, n_2), g (n_3)
    z1_t = sum_s W1_ts a0_s
    a1_t = f1(z1_t)
    z2_u = sum_t W2_ut a1_t
    a2_u = f2(z2_u)
    z3_v = sum_u W3_vu a2_u
    a3_v = f3(z3_v)
    J = sum_v g_v a3_v
""")
"""J = <g, a3>: with the gradient g of any cost by the output, held fixed, J has that cost's derivatives."""

ACROSS = {
    "step": claim(neighbours, "grad_Z1 ⟨G2, Z2⟩ = (G2 W2^T) * sigma'(Z1)", "S1.11, with examples in rows"),
    "paths": claim(
        three_layers,
        "dJ/dW1_ts = sum_u sum_v g_v f3'(z3_v) W3_vu f2'(z2_u) W2_ut f1'(z1_t) a0_s",
        "S1.2 with its sum, one layer deeper",
    ),
}


def forward(depth):
    """Z_l = A_(l-1) W_l + 1 b_l and A_l = f_l(Z_l) for l = 1, ..., `depth`: every array, in order, by earlier ones."""
    widths = [size(f"n{at}") for at in range(depth + 1)]
    below, computed = matrix("A0", m, widths[0]), {}
    for at in range(1, depth + 1):
        f, _ = activation(f"f{at}")
        weights, biases = matrix(f"W{at}", widths[at - 1], widths[at]), row(f"b{at}", widths[at])
        before, after = (matrix(f"{letter}{at}", m, widths[at]) for letter in "ZA")
        computed[before] = times(below, weights) + times(ONES, biases)
        computed[after] = f(before)
        below = after
    return computed


def whole(depth):
    """The same network entry by entry, and on top of it E = 1/(2m) sum (A_L - Y)^2, for SymPy's own derivative of E."""
    given, where = [], {}
    for array, right in forward(depth).items():
        place = i, j = Index("i", m), Index("j", array.shape[1])
        if array.name.startswith("A"):
            where[array[place]] = entry(right, *place)
        else:
            below, weights, biases = arrays_in(right)
            inner = Index("p", weights.shape[0])
            where[array[place]] = total(times(below[i, inner], weights[inner, j]), inner) + biases[j]
            given += [weights, biases] if given else [below, weights, biases]
    Y, E = matrix("Y", *array.shape), scalar("E")
    where[E] = times(1 / (2 * m), total((array[place] - Y[place]) ** 2, j, i))
    return Model((*given, Y), where)
