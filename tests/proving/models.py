"""Models beyond the single layer, for lines that the referees have to judge."""

from sympy import Rational, exp

from backprop.proving import Index, Model, column, matrix, row, scalar, sigma, size, total

m, n, h, q = size("m"), size("n"), size("h"), size("q")
C = scalar("C")

# vectors, numbers and sums alone
j, i = (Index(name, m) for name in "ji")
k, p = Index("k", n), Index("p", n)
a, b, c, x, W = column("a", m), column("b", m), column("c", n), column("x", n), matrix("W", m, n)
t = scalar("t")
plain_arrays = Model((a, b, c, x, W, t), {})

# S2: m examples in rows, n inputs, q units
e, f = Index("e", m), Index("f", m)
u, v = Index("u", q), Index("v", q)
r, s = Index("r", n), Index("s", n)
X, V, B, Y = matrix("X", m, n), matrix("V", n, q), row("B", q), matrix("Y", m, q)
Z, A, E = matrix("Z", m, q), matrix("A", m, q), scalar("E")
batch = Model(
    (X, V, B, Y),
    {
        Z[e, u]: total(X[e, r] * V[r, u], r) + B[u],
        A[e, u]: sigma(Z[e, u]),
        E: total((A[e, u] - Y[e, u]) ** 2, u, e) / m,
    },
)

# S1 and S3: one example, two layers, n inputs, h hidden units, m outputs
g, o = Index("g", h), Index("o", h)
W1, W2, b1, y = matrix("W1", h, n), matrix("W2", m, h), column("b1", h), column("y", m)
z1, a1, z2, a2, J = column("z1", h), column("a1", h), column("z2", m), column("a2", m), scalar("J")
two_layers = Model(
    (W1, W2, b1, x, y),
    {
        z1[g]: total(W1[g, k] * x[k], k) + b1[g],
        a1[g]: sigma(z1[g]),
        z2[j]: total(W2[j, g] * a1[g], g),
        a2[j]: sigma(z2[j]),
        J: Rational(1, 2) * total((a2[j] - y[j]) ** 2, j),
    },
)

# a skip connection: the hidden layer reaches the cost twice
s1, s2, S = column("s1", m), column("s2", m), scalar("S")
skip = Model(
    (a, W, x),
    {s1[j]: total(W[j, k] * x[k], k), s2[j]: sigma(s1[j]) + s1[j], S: total(a[j] * s2[j], j)},
)

# softmax
logits, prob, L = column("logits", m), column("prob", m), scalar("L")
softmax = Model(
    (logits, b),
    {prob[j]: exp(logits[j]) / total(exp(logits[i]), i), L: total(b[j] * prob[j], j)},
)
