"""Any depth, examples in rows: one layer as a lemma, two neighbours as the step, and whole networks (chapter 6)."""

from sympy import OneMatrix

from backprop.proving import Claim, Model
from backprop.proving.language import (
    Index,
    Partial,
    Pullback,
    activation,
    column,
    dsigma,
    hadamard,
    matrix,
    row,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.language.entries import entry
from backprop.proving.methods.mentions import arrays_in

m, n, k, h = size("m"), size("n"), size("k"), size("h")
i, p, q, r = Index("i", m), Index("p", n), Index("q", k), Index("r", h)
ONES = OneMatrix(m, 1)

X, W, b, G = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("G", m, k)
Z, A = matrix("Z", m, k), matrix("A", m, k)
layer = Model((X, W, b, G), {Z[i, q]: total(times(X[i, p], W[p, q]), p) + b[q], A[i, q]: sigma(Z[i, q])})
"""A = sigma(XW + 1b), and G: the gradient that comes from above, by A or by Z, of a cost that nothing is known of."""

LAYER = {
    "Z": Claim(Pullback(G, A, Z), hadamard(G, dsigma(Z)), layer),
    "W": Claim(Pullback(G, Z, W), times(X.T, G), layer),
    "b": Claim(Pullback(G, Z, b), times(ONES.T, G), layer),
    "X": Claim(Pullback(G, Z, X), times(G, W.T), layer),
    "d": Claim(Pullback(G, A, X), times(hadamard(dsigma(Z), G), W.T), layer, "S2.17, corrected"),
    "W by d": Claim(Pullback(G, A, W), times(X.T, hadamard(dsigma(Z), G)), layer, "S2.18, corrected"),
}

Z1, A1, W2, b2 = matrix("Z1", m, k), matrix("A1", m, k), matrix("W2", k, h), row("b2", h)
Z2, G2 = matrix("Z2", m, h), matrix("G2", m, h)
neighbours = Model((Z1, W2, b2, G2), {A1[i, q]: sigma(Z1[i, q]), Z2[i, r]: total(times(A1[i, q], W2[q, r]), q) + b2[r]})
"""From one pre-activation to the next, and the gradient by the second, of a cost that nothing is known of."""

# Layer 3 on top of 2 on top of 1, one example in a column: every weight of layer 1 reaches J by many paths.
_sizes = [size(f"n{at}") for at in range(4)]
s, t, u, v = (Index(name, limit) for name, limit in zip("stuv", _sizes, strict=True))
a0, a1, a2, a3 = (column(f"a{at}", limit) for at, limit in enumerate(_sizes))
z1, z2, z3 = (column(f"z{at}", limit) for at, limit in enumerate(_sizes[1:], 1))
V1, V2, V3 = (matrix(f"W{at}", _sizes[at], _sizes[at - 1]) for at in (1, 2, 3))
g, J = column("g", _sizes[3]), scalar("J")
(f1, df1), (f2, df2), (f3, df3) = map(activation, ("f1", "f2", "f3"))
three_layers = Model(
    (a0, V1, V2, V3, g),
    {
        z1[t]: total(times(V1[t, s], a0[s]), s),
        a1[t]: f1(z1[t]),
        z2[u]: total(times(V2[u, t], a1[t]), t),
        a2[u]: f2(z2[u]),
        z3[v]: total(times(V3[v, u], a2[u]), u),
        a3[v]: f3(z3[v]),
        J: total(times(g[v], a3[v]), v),
    },
)
"""J = <g, a3>: with the gradient g of any cost by the output, held fixed, J has that cost's derivatives."""

ACROSS = {
    "step": Claim(
        Pullback(G2, Z2, Z1), hadamard(times(G2, W2.T), dsigma(Z1)), neighbours, "S1.11, with examples in rows"
    ),
    "paths": Claim(
        Partial(J, V1[t, s]),
        total(times(g[v], df3(z3[v]), V3[v, u], df2(z2[u]), V2[u, t], df1(z1[t]), a0[s]), v, u),
        three_layers,
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
