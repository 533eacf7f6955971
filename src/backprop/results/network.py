"""Any depth, examples in rows: one layer as a lemma, two neighbours as the step, and whole networks (chapter 5)."""

from sympy import OneMatrix

from backprop.proving import Model, claim, model
from backprop.proving.language import Index, activation, column, matrix, scalar, size, times, total
from backprop.proving.language.entries import entry
from backprop.proving.methods.mentions import arrays_in

m, n, k = size("m"), size("n"), size("k")
ONES = OneMatrix(m, 1)

X = matrix("X", m, n)
layer = model("""
    given X (m, n), W (n, k), b (k), G (m, k), Delta (m, k)
    Z_iq = sum_p X_ip W_pq + b_q
    A_iq = sigma(Z_iq)
""")
"""A = sigma(XW + 1b^T), and the gradients of a cost that nothing is known of: G with respect to A, Delta to Z."""

LAYER = {
    "Z": claim(layer, "grad_Z ⟨G, A⟩ = G * sigma'(Z)"),
    "W": claim(layer, "grad_W ⟨Delta, Z⟩ = X^T Delta"),
    "b": claim(layer, "grad_b ⟨Delta, Z⟩ = Delta^T 1_m"),
    "X": claim(layer, "grad_X ⟨Delta, Z⟩ = Delta W^T"),
}

n_1, n_2 = size("n1"), size("n2")
j, q = Index("j", n_1), Index("q", n_2)
Z1, A1, W2, b2 = matrix("Z1", m, n_1), matrix("A1", m, n_1), matrix("W2", n_1, n_2), column("b2", n_2)
Z2, G2 = matrix("Z2", m, n_2), matrix("G2", m, n_2)
neighbours = model("""
    given Z1 (m, n_1), W2 (n_1, n_2), b2 (n_2), G2 (m, n_2)
    A1_ij = sigma(Z1_ij)
    Z2_iq = sum_j A1_ij W2_jq + b2_q
""")
"""From one pre-activation to the next, and the gradient with respect to the second, of a cost not known."""

ACROSS = {"step": claim(neighbours, "grad_Z1 ⟨G2, Z2⟩ = (G2 W2^T) * sigma'(Z1)")}
"""The step from a layer to the one below it, which other books have in other letters (appendix B)."""

# Layer 3 on top of 2 on top of 1, one example in a column: every weight of layer 1 reaches E by many paths.
three_layers = model("""
    given a^(0) (n_0), w^(1) (n_1, n_0), w^(2) (n_2, n_1), w^(3) (n_3, n_2), G (n_3)
    z^(1)_j = sum_p w^(1)_jp a^(0)_p
    a^(1)_j = f_1(z^(1)_j)
    z^(2)_u = sum_j w^(2)_uj a^(1)_j
    a^(2)_u = f_2(z^(2)_u)
    z^(3)_q = sum_u w^(3)_qu a^(2)_u
    a^(3)_q = f_3(z^(3)_q)
    E = sum_q G_q a^(3)_q
""")
"""E = <G, a^(3)>: with G, any cost's gradient with respect to the output, held fixed, E has that cost's derivatives."""

PATHS = {
    "paths": claim(
        three_layers,
        "dE/dw^(1)_jp = sum_u sum_q G_q f_3'(z^(3)_q) w^(3)_qu f_2'(z^(2)_u) w^(2)_uj f_1'(z^(1)_j) a^(0)_p",
    ),
}


def forward(depth):
    """Z_l = A_(l-1) W_l + 1 b_l^T and A_l = f_l(Z_l) for l = 1, ..., `depth`: each array, in order, by earlier ones."""
    widths = [size(f"n{at}") for at in range(depth + 1)]
    below, computed = matrix("A0", m, widths[0]), {}
    for at in range(1, depth + 1):
        f, _ = activation(f"f{at}")
        weights, biases = matrix(f"W{at}", widths[at - 1], widths[at]), column(f"b{at}", widths[at])
        before, after = (matrix(f"{letter}{at}", m, widths[at]) for letter in "ZA")
        computed[before] = times(below, weights) + times(ONES, biases.T)
        computed[after] = f(before)
        below = after
    return computed


def whole(depth):
    """The same network entry by entry, and on top of it E = 1/(2m) sum (A_L - Y)^2, for SymPy's own derivative of E."""
    given, where = [], {}
    for array, right in forward(depth).items():
        at = int(array.name[1:])
        place = i, unit = Index("i", m), Index("q" if at == depth else "j", array.shape[1])
        if array.name.startswith("A"):
            where[array[place]] = entry(right, *place)
        else:
            below, weights, biases = arrays_in(right)
            inner = Index("p" if at == 1 else "j" if at == depth else "u", weights.shape[0])
            where[array[place]] = total(times(below[i, inner], weights[inner, unit]), inner) + biases[unit]
            given += [weights, biases] if given else [below, weights, biases]
    Y, E = matrix("Y", *array.shape), scalar("E")
    where[E] = times(1 / (2 * m), total((array[place] - Y[place]) ** 2, unit, i))
    return Model((*given, Y), where)
