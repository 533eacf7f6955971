import pytest
from sympy import Derivative, Identity, KroneckerDelta, OneMatrix, Pow, Rational, Sum, Trace, cos, exp, log, sin, tanh
from sympy.matrices.expressions import MatAdd, MatPow, Transpose

from backprop.proving import Model
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    Jacobian,
    Partial,
    Pullback,
    absolute,
    activation,
    column,
    diagonal,
    dsigma,
    hadamard,
    loss,
    matrix,
    plus,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.language.reading import read, read_equation
from backprop.proving.language.vocabulary import Vocabulary
from backprop.proving.text.names import vocabulary

k, n, m, h = map(size, "knmh")
n_l, n_below = size("n_l"), size("n_(l-1)")
q, t, r, s, p, o, i = (*(Index(name, k) for name in "qtrs"), Index("p", n), Index("o", n), Index("i", m))
u, v = Index("u", n_l), Index("v", n_below)
w, x, b, y = matrix("w", k, n), column("x", n), column("b", k), column("y", k)
z, a, yhat, E = column("z", k), column("a", k), column("yhat", k), scalar("E")
X, W, V, Delta = matrix("X", m, n), matrix("W", n, k), matrix("V", k, k), matrix("Delta", m, k)
Wl, al, below, W2, eta = (
    matrix("W^(l)", n_l, n_below),
    column("a^(l)", n_l),
    column("a^(l-1)", n_below),
    matrix("W2", h, k),
    scalar("eta"),
)
(f_l, df_l), (ell, d1, d2) = activation("f_l"), loss("ell")
model = Model(
    (w, x, b, y, yhat, X, W, V, Delta, Wl, below, W2, eta),
    {
        z[q]: total(times(w[q, p], x[p]), p) + b[q],
        a[q]: sigma(z[q]),
        E: total((a[q] - y[q]) ** 2, q) + total(ell(a[q], y[q]), q),
        al[u]: f_l(below[1] + Wl[u, 1]),
    },
)
NAMES = vocabulary(model)

READ = {
    "a derivative, curly": (Partial(E, w[q, p]), ["∂E/∂w_qp", r"\frac{\partial E}{\partial w_{qp}}", "∂E / ∂w_{q,p}", "∂E/∂w_(q, p)"]),
    "a derivative, straight": (Partial(E, w[q, p]), ["dE/dw_qp", r"\frac{dE}{dw_{q,p}}", "dE/dw[q,p]", r"\frac{\mathrm{d}E}{\mathrm{d}w_{qp}}", r"\dfrac{d E}{d w_{q p}}", "dE/dw_{q p}"]),
    "of a product": (Partial(times(a[q], y[q]), z[q]), ["d/dz_q (a_q y_q)", r"\frac{d}{dz_q}(a_q y_q)", r"\frac{\partial}{\partial z_q}\left(a_q\,y_q\right)", "d(a_q y_q)/dz_q"]),
    "of a difference": (Partial(plus(a[q], -y[q]), z[q]), ["d(a_q - y_q)/dz_q", "∂(a_q − y_q)/∂z_q", r"\frac{d(a_q - y_q)}{dz_q}"]),
    "of a function": (Partial(sigma(z[q]), w[q, p]), ["d sigma(z_q)/dw_qp", "dσ(z_q)/dw_qp", r"\frac{\partial \sigma(z_q)}{\partial w_{qp}}", "d/dw_qp sigma(z_q)"]),
    "and what follows it": (times(Partial(E, z[q]), x[p]), ["dE/dz_q x_p", r"\frac{dE}{dz_q} x_p", "∂E/∂z_q * x_p", r"\frac{\partial E}{\partial z_q} \cdot x_p"]),
    "with a hat": (Partial(E, yhat[q]), ["dE/dyhat_q", "∂E/∂ŷ_q", r"\frac{\partial E}{\partial \hat{y}_q}", r"\frac{dE}{d\hat y_q}"]),
    "d alone is no letter of the model": (times(yhat[1], x[2]), ["ŷ_1 x_2", r"\hat{y}_1 x_2"]),
    "a sum over its slot": (total(a[q], q), ["sum_q a_q", r"\sum_q a_q", "Σ_q a_q", "∑_q a_q", r"\sum\limits_{q} a_q", "sum_{q} a_q"]),
    "a sum with its ends": (total(a[q], q), ["sum_{q=1}^k a_q", "sum_q=1..k a_q", "Σ_q=1..k a_q", "sum(q, 1, k) a_q", "sum(q=1..k, a_q)", r"\sum_{q=1}^{k} a_{q}", r"\sum\limits_{q=1}^k a_q", r"\sum^k_{q=1} a_q", "sum_{q=1..k} a_q", "sum_{q=1}^(k) a_q"]),
    "other ends": (Sum(x[p], (p, 2, n)), ["sum_{p=2}^n x_p", "sum_p=2..n x_p", r"\sum_{p=2}^{n} x_p", "sum(p=2..n, x_p)"]),
    "two sums": (total(total(times(w[q, p], x[p]), p), q), ["sum_q sum_p w_qp x_p", r"\sum_{q=1}^k \sum_{p=1}^n w_{qp} x_p"]),
    "a sum over two": (Sum(w[q, p], (p, 1, n), (q, 1, k)), ["sum_qp w_qp", r"\sum_{q,p} w_{qp}"]),
    "a sum takes the factors alone": (plus(total(times(a[q], y[q]), q), eta), ["sum_q a_q y_q + eta", r"\sum_q a_q y_q + \eta"]),
    "a sum of a bracket": (total(plus(a[q], -y[q]), q), ["sum_q (a_q - y_q)", r"\sum_q \left(a_q - y_q\right)"]),
    "times a sum": (times(eta, total(a[q], q)), ["eta sum_q a_q", r"\eta \sum_q a_q", "η * Σ_q a_q"]),
    "a slope": (dsigma(z[q]), ["sigma'(z_q)", "σ′(z_q)", r"\sigma'(z_q)", "sigma’(z_q)", r"\sigma^{\prime}(z_q)", r"\sigma^\prime\left(z_q\right)"]),
    "of every entry": (dsigma(z), ["sigma'(z)", r"\sigma'(z)", "σ'(z)"]),
    "a transpose": (Transpose(W), ["W^T", "Wᵀ", r"W^\top", r"W^{\top}", r"W^{\mathsf T}", r"W^{\mathsf{T}}", "W^{T}", r"{W}^{\top}", "W^⊤", r"W^\intercal", r"W^{\mathrm{T}}"]),
    "a transpose and what follows": (times(X.T, Delta), ["X^T Delta", r"X^\top \Delta", "XᵀΔ", r"X^T\Delta", "X^T @ Delta", "XᵀDelta", r"X^{\mathsf T}\Delta"]),
    "entry by entry": (hadamard(a, y), ["a ⊙ y", r"a \odot y", "a * y", "a ∘ y", r"a\circ y"]),
    "three entry by entry": (hadamard(a, y, b), ["a ⊙ y ⊙ b", r"a \odot y * b", "a * y * b"]),
    "a star of numbers": (times(a[q], y[q]), ["a_q * y_q", r"a_q \cdot y_q", "a_q y_q", r"a_q\,y_q", "a_q·y_q", "a_q × y_q"]),
    "a star of a number and a matrix": (times(eta, W), ["eta * W", r"\eta W", "η W", "eta·W"]),
    "a product of matrices": (times(X, W), ["X W", "XW", "X @ W", r"X\,W", r"X \cdot W", "X~W"]),
    "entry by entry with a product": (hadamard(Delta, times(X, W)), ["Delta * X W", "Δ ⊙ (X W)", r"\Delta \odot (XW)"]),
    "a diagonal": (times(diagonal(dsigma(z)), w), ["diag(sigma'(z)) w", r"\operatorname{diag}(\sigma'(z)) w", r"\mathrm{diag}\left(\sigma'(z)\right)\, w"]),
    "a trace": (Trace(V), ["tr(V)", r"\operatorname{tr}(V)", r"\operatorname{tr} V", "trace(V)", r"\mathrm{Tr}(V)"]),
    "a half": (times(Rational(1, 2), y[q]), ["1/2 y_q", "½ y_q", r"\tfrac12 y_q", r"\frac{1}{2} y_q", "0.5 y_q", r"\frac12 y_q", "(1/2) y_q", "0.50 * y_q"]),
    "a tenth": (times(Rational(1, 10), y[q]), ["0.1 y_q", "1/10 y_q"]),
    "over a number": (times(a[q], Pow(2, -1, evaluate=False)), ["a_q/2", r"\frac{a_q}{2}"]),
    "over a size": (times(Pow(m, -1), a[q]), ["1/m a_q", "1/m * a_q"]),
    "a fraction of its own": (times(times(1, Pow(m, -1)), a[q]), ["(1/m) a_q", r"\frac{1}{m} a_q", r"\tfrac{1}{m} a_q"]),
    "a number in Greek": (times(eta, a[q]), ["eta a_q", "η a_q", r"\eta a_q", r"\eta\,a_q"]),
    "a matrix in Greek": (Delta, ["Delta", "Δ", r"\Delta"]),
    "with a layer": (Wl, ["W^(l)", "W^{(l)}", r"W^{\left(l\right)}"]),
    "an entry with a layer": (Wl[u, v], ["W_uv^(l)", "W^(l)_uv", r"W_{uv}^{(l)}", r"W^{(l)}_{u,v}"]),
    "the layer below": (below[v], ["a_v^(l-1)", "a^(l−1)_v", r"a^{(l-1)}_v", "a_v^(l - 1)"]),
    "with a number": (W2, ["W2", "W²", "W^(2)", "W^{(2)}"]),
    "an entry of it": (W2[1, q], ["W2_1q", "W²_1q", r"W^{(2)}_{1q}", "W_{1,q}^(2)"]),
    "a size with a layer": (times(n_l, eta), ["n_l eta", r"n_l \eta", "n_{l} η"]),
    "the size below": (times(n_below, eta), ["n_(l-1) eta", r"n_{l-1} \eta", "n_{l - 1} η"]),
    "a function with a layer": (df_l(al[u]), ["f_l'(a_u^(l))", r"f_l'(a^{(l)}_u)", r"f_{l}'\left(a_u^{(l)}\right)"]),
    "a square": (Pow(a[q], 2, evaluate=False), ["a_q^2", "a_q²", "a_q**2", "a_q^{2}", r"{a_{q}}^{2}", "(a_q)^2"]),
    "a power of a matrix": (MatPow(V, 2), ["V^2", "V²", "V^{2}"]),
    "indices that are numbers": (w[2, 1], ["w_21", "w_{21}", "w_{2,1}", "w[2, 1]", "w₂₁"]),
    "with two digits": (w[2, 10], ["w_{2,10}", "w_(2, 10)", "w[2,10]"]),
    "one index of two digits": (x[12], ["x_12", "x_{12}", "x[12]", "x₁₂"]),
    "an index and one more": (x[p + 1], ["x_{p+1}", "x_(p + 1)", "x_{1 + p}", "x[p+1]"]),
    "the last": (x[n], ["x_n", "x_{n}", "x[n]"]),
    "a delta": (times(KroneckerDelta(q, t, evaluate=False), a[q], y[t]), ["I_qt a_q y_t", r"\delta_{qt} a_q y_t", "delta_qt a_q y_t", "δ_qt a_q y_t", "[q = t] a_q y_t", r"I_{q,t}\, a_q y_t"]),
    "the identity in a sum": (MatAdd(V, Identity(k)), ["V + I", "V+I"]),
    "the identity in a product": (times(w, Identity(n), x), ["w I x", "w I_n x"]),
    "the identity with its size": (Identity(k), ["I_k", "I_{k}"]),
    "ones": (times(OneMatrix(m, 1), b.T), ["1_m b^T", r"\mathbf{1}_m b^\top", r"\mathbf 1_m b^T", r"\mathbf{1}_{m} b^{\top}", r"\mathbb{1}_m b^T"]),
    "a matrix of ones": (OneMatrix(m, k), ["1_(m, k)", r"\mathbf{1}_{m \times k}"]),
    "an exponential": (exp(times(-1, z[q])), ["e^{-z_q}", "exp(-z_q)", "e^(-z_q)", r"\exp(-z_q)", r"\exp\left(-z_q\right)"]),
    "a logarithm": (log(yhat[q]), [r"\ln(ŷ_q)", "ln(yhat_q)", "log(ŷ_q)", r"\ln \hat{y}_q", r"\log \hat y_q"]),
    "other functions": (plus(sin(a[q]), cos(a[q]), tanh(a[q])), ["sin(a_q) + cos(a_q) + tanh(a_q)", r"\sin a_q + \cos a_q + \tanh a_q"]),
    "an absolute value": (absolute(a[q]), ["|a_q|", r"\lvert a_q \rvert", r"\left|a_q\right|", "abs(a_q)"]),
    "a root": (Pow(yhat[q], Rational(1, 2), evaluate=False), ["√ŷ_q", "sqrt(yhat_q)", r"\sqrt{\hat{y}_q}", "√(ŷ_q)", "ŷ_q^{1/2}"]),
    "brackets of all kinds": (times(eta, plus(a[q], y[q])), ["eta (a_q + y_q)", "eta {a_q + y_q}", "eta [a_q + y_q]", r"\eta \left(a_q + y_q\right)", r"\eta \big(a_q + y_q\big)", r"\eta \Bigl[a_q + y_q\Bigr]", r"\eta \{a_q + y_q\}", r"\eta \lbrack a_q + y_q \rbrack"]),
    "a product of a bracket": (times(a[q], plus(y[q], 1)), ["a_q (y_q + 1)", r"a_q \left(y_q + 1\right)"]),
    "a function of a bracket": (sigma(plus(z[q], 1)), ["sigma (z_q + 1)", r"\sigma \left(z_q + 1\right)"]),
    "a gradient": (Gradient(E, W), ["dE/dW", "∂E/∂W", r"\nabla_W E", "grad_W E", "∇_W E", r"\nabla_{W} E"]),
    "a gradient by a layer": (Gradient(E, Wl), ["dE/dW^(l)", r"\nabla_{W^{(l)}} E", r"\frac{\partial E}{\partial W^{(l)}}"]),
    "a Jacobian": (Jacobian(a, z), ["da/dz", r"\frac{\partial a}{\partial z}", "∂a/∂z"]),
    "an entry of a product": (Entry(times(w.T, Gradient(E, b)), p), ["(w^T dE/db)_p", r"\left(w^\top \frac{\partial E}{\partial b}\right)_p", "(wᵀ ∂E/∂b)_p"]),
    "entries": (Entries(a[q], q), ["[a_q]_q", r"\Bigl[a_q\Bigr]_q", r"\left[a_q\right]_{q}"]),
    "entries in two directions": (Entries(times(a[q], x[p]), q, p), ["[a_q x_p]_qp", r"[a_q x_p]_{qp}^{k \times n}", r"\left[a_q\, x_p\right]_{q,p}"]),
    "a pullback": (Pullback(b, times(w, x), w), ["∇_w ⟨b, w x⟩", r"\nabla_{\!w} \left\langle b,\ w\, x \right\rangle"]),
    "a loss": (ell(a[q], y[q]), ["ell(a_q, y_q)", "ℓ(a_q, y_q)", r"\ell(a_q, y_q)"]),
    "a slope of a loss": (d1(a[q], y[q]), ["∂_1 ℓ(a_q, y_q)", r"\partial_1 \ell(a_q, y_q)", r"\partial_{1} \ell\left(a_q, y_q\right)"]),
    "minus a product": (times(-1, a[q], y[q]), ["-a_q y_q", "−a_q y_q", "- a_q * y_q"]),
    "one number that is a product": (Entry(times(eta, x.T, x)), ["eta x^T x", r"\eta\, x^\top x"]),
}  # fmt: skip
"""What it is -> the expression, and how people write it."""


@pytest.mark.parametrize("text, name", [(text, name) for name, (_, texts) in READ.items() for text in texts])
def test_read(text, name):
    expected, _ = READ[name]
    assert read(text, NAMES) == expected


def test_an_equation_has_two_sides():
    assert read_equation("dE/dW = X^T Delta", NAMES) == (Gradient(E, W), times(X.T, Delta))
    assert read_equation(r"\frac{\partial E}{\partial w_{qp}} &= \frac{\partial E}{\partial z_q} x_p", NAMES) == (
        Partial(E, w[q, p]),
        times(Partial(E, z[q]), x[p]),
    )


def test_a_part_of_a_text_is_read_where_it_stands():
    assert read("so a_q [by sight]", NAMES, 3, 7) == a[q]
    assert read("first\n  a_q\nlast", NAMES, 6, 11) == a[q]


def test_a_letter_keeps_the_range_that_it_had():
    assert read("I_qt", vocabulary(model, {"q": k, "t": k})) == KroneckerDelta(q, t, evaluate=False)


def test_d_is_a_letter_where_it_is_one():
    d = column("d", n)
    assert read("d_p x_p", Vocabulary([d, x])) == times(d[p], x[p])
    assert read("d^T x", Vocabulary([d, x])) == Entry(times(d.T, x))


def test_a_new_function_is_one_where_the_place_is_open_to_it():
    phi, dphi = activation("phi")
    names = Vocabulary([z], open_to=True)
    assert read("phi(z_q)", names) == phi(z[q])
    assert read("φ'(z_q)", names) == dphi(z[q])
    g, *_ = loss("g")
    assert read("g(z_q, 1)", names) == g(z[q], 1)


def test_greek_letters_are_indices():
    alpha = Index("α", k)
    for text in ("z_α", r"z_\alpha", r"z_{\alpha}", "z_alpha", "z_{alpha}"):
        assert read(text, NAMES) == z[alpha]
    assert read(r"sum_{\alpha=1}^k w_{\alpha p}", NAMES) == total(w[alpha, p], alpha)


def test_nothing_is_taken():
    assert not read("d/dz_q (a_q)", NAMES).has(Derivative)
