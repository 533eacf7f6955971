"""Nielsen, Prince, d2l and CS231n in their own letters, and chapter 5's equations there (appendix B).

One example is a column, but for CS231n. A layer is named above, in brackets, where a book may print it below. Sizes
have chapter 5's names.
"""

from sympy import ZeroMatrix

from backprop.proving import claim, model
from backprop.proving.language import activation, column, drelu, dsigma, matrix, relu, scalar, sigma
from backprop.results import every_layer as ours
from backprop.results.alongside import Book, Equation

UP = {
    "z": claim(ours.layer, "z^(l) = w^(l) a^(l-1) + b^(l)"),
    "a": claim(ours.layer, "a^(l) = f_l(z^(l))"),
    "z above": claim(ours.layer, "z^(l+1) = w^(l+1) a^(l) + b^(l+1)"),
}
"""Chapter 5's way forward, as matrices."""

DOWN = {
    "w": claim(ours.layer, "dE/dw^(l+1) = delta^(l+1) a^(l)^T"),
    "b": claim(ours.layer, "dE/db^(l+1) = delta^(l+1)"),
    "a": claim(ours.layer, "dE/da^(l) = w^(l+1)^T delta^(l+1)"),
    "z": claim(ours.layer, "delta^(l) = f_l'(z^(l)) * dE/da^(l)"),
}
"""Chapter 5's way back: the gradients of the next layer, and the recursion in two steps."""

nielsen = model("""
    given a^(l-1) (n_(l-1)), w^(l) (n_l, n_(l-1)), b^(l) (n_l), w^(l+1) (n_(l+1), n_l), b^(l+1) (n_(l+1))
    z^(l)_j = sum_k w^(l)_jk a^(l-1)_k + b^(l)_j
    a^(l)_j = sigma(z^(l)_j)
    z^(l+1)_i = sum_j w^(l+1)_ij a^(l)_j + b^(l+1)_i
    C = C(z^(l+1))
    delta^(l)_j = dC/dz^(l)_j
    delta^(l+1)_i = dC/dz^(l+1)_i
""")
nielsen_last = model("""
    given z^(L) (n_L)
    a^(L)_j = sigma(z^(L)_j)
    C = C(a^(L))
    delta^(L)_j = dC/dz^(L)_j
""")
BP = {
    "(BP1)": claim(nielsen_last, "delta^(L) = dC/da^(L) * sigma'(z^(L))"),
    "(BP2)": claim(nielsen, "delta^(l) = (w^(l+1)^T delta^(l+1)) * sigma'(z^(l))"),
    "(BP3)": claim(nielsen, "dC/db^(l)_j = delta^(l)_j"),
    "(BP4)": claim(nielsen, "dC/dw^(l)_jk = a^(l-1)_k delta^(l)_j"),
}
"""Nielsen's four equations, with the index of a layer as he has it: his w^(2) is chapter 5's w^(1)."""

_letters = (*ours.layer.given.values(), ours.z, ours.a, ours.z_above)
_deltas = (ours.delta, ours.delta_above, ours.delta_last)
NIELSEN = Book(
    {letter: letter for letter in (*_letters, *_deltas, ours.z_last, ours.a_last)} | {ours.E: scalar("C")},
    {ours.f: sigma, ours.df: dsigma, ours.f_last: sigma, ours.df_last: dsigma},
    (
        Equation("(BP1)", BP["(BP1)"], ours.MATRICES["last"]),
        Equation("(BP2)", BP["(BP2)"], ours.MATRICES["delta"]),
        Equation("(BP3)", BP["(BP3)"], ours.ENTRIES["b"]),
        Equation("(BP4)", BP["(BP4)"], ours.ENTRIES["w"]),
    ),
)
"""All his layers have one activation, and E is C."""

prince = model("""
    given h^(k-1) (n_(l-1)), Ω^(k-1) (n_l, n_(l-1)), β^(k-1) (n_l), Ω^(k) (n_(l+1), n_l), β^(k) (n_(l+1))
    f^(k-1)_r = sum_s Ω^(k-1)_rs h^(k-1)_s + β^(k-1)_r
    h^(k)_r = relu(f^(k-1)_r)
    f^(k)_t = sum_r Ω^(k)_tr h^(k)_r + β^(k)_t
    ell = ell(f^(k))
""")
PRINCE = Book(
    dict(zip((*_letters, ours.E), (
        *prince.given.values(),
        column("f^(k-1)", ours.n), column("h^(k)", ours.n), column("f^(k)", ours.n_above), scalar("ell"),
    ), strict=True)),
    {ours.f: relu, ours.df: drelu},
    (
        Equation("forwards", claim(prince, "h^(k) = relu(f^(k-1))"), UP["a"]),
        Equation("forwards", claim(prince, "f^(k) = β^(k) + Ω^(k) h^(k)"), UP["z above"]),
        Equation("biases", claim(prince, "dell/dβ^(k) = dell/df^(k)"), DOWN["b"]),
        Equation("weights", claim(prince, "dell/dΩ^(k) = dell/df^(k) h^(k)^T"), DOWN["w"]),
        Equation("one layer down", claim(prince, "dell/df^(k-1) = relu'(f^(k-1)) * (Ω^(k)^T dell/df^(k))"),
                 ours.MATRICES["delta"]),
    ),
)  # fmt: skip
"""His f_(k-1) is our z^(l), so that his k is our l; the cost of one example is ell."""

d2l = model("""
    given x (n_(l-1)), W1 (n_l, n_(l-1)), W2 (n_(l+1), n_l), λ
    z_r = sum_p W1_rp x_p
    h_r = φ(z_r)
    o_t = sum_r W2_tr h_r
    L = L(o)
    s = λ/2 (sum_r sum_p W1_rp^2 + sum_t sum_r W2_tr^2)
    J = L + s
""")
_phi, _dphi = activation("phi")
D2L = Book(
    dict(zip((*_letters, ours.E), (
        column("x", ours.n_below), matrix("W1", ours.n, ours.n_below), ZeroMatrix(ours.n, 1),
        matrix("W2", ours.n_above, ours.n), ZeroMatrix(ours.n_above, 1),
        column("z", ours.n), column("h", ours.n), column("o", ours.n_above), scalar("L"),
    ), strict=True)),
    {ours.f: _phi, ours.df: _dphi},
    (
        Equation("(5.3.1)", claim(d2l, "z = W1 x"), UP["z"]),
        Equation("(5.3.2)", claim(d2l, "h = φ(z)"), UP["a"]),
        Equation("(5.3.3)", claim(d2l, "o = W2 h"), UP["z above"]),
        Equation("(5.3.11)", claim(d2l, "dL/dW2 = dL/do h^T"), DOWN["w"]),
        Equation("(5.3.12)", claim(d2l, "dL/dh = W2^T dL/do"), DOWN["a"]),
        Equation("(5.3.13)", claim(d2l, "dL/dz = dL/dh * φ'(z)"), DOWN["z"]),
        Equation("(5.3.14)", claim(d2l, "dL/dW1 = dL/dz x^T"), ours.MATRICES["w"]),
    ),
)  # fmt: skip
"""Section 5.3 without its penalty: one hidden layer, no biases, no activation at the end, any loss of one example."""

PENALTY = {
    "o": claim(d2l, "dJ/do = dL/do"),
    "W2": claim(d2l, "dJ/dW2 = dJ/do h^T + λ W2"),
    "z": claim(d2l, "dJ/dz = dL/dz"),
    "W1": claim(d2l, "dJ/dW1 = dJ/dz x^T + λ W1"),
}
"""With the penalty: J = L + s, and only the weights notice."""

cs231n = model("""
    given X (m, n), W (n, n_1), b (n_1), W2 (n_1, k), b2 (k), Y (m, k), reg
    H_ij = relu(sum_p X_ip W_pj + b_j)
    S_iq = sum_j H_ij W2_jq + b2_q
    lse_i = ln(sum_t exp(S_it))
    loss = (sum_i (lse_i - sum_q Y_iq S_iq))/m + reg/2 (sum_p sum_j W_pj^2 + sum_j sum_q W2_jq^2)
""")
"""The case study: H is its hidden_layer, S its scores, and each row of Y has a 1 at the class and zeros beside it."""
