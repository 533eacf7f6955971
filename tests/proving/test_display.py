import pytest
from sympy import KroneckerDelta, Rational, exp, log
from sympy.matrices.expressions import Identity, OneMatrix

from backprop.proving import Derivation, DerivationError
from backprop.proving.language import (
    Entries,
    Gradient,
    Jacobian,
    Partial,
    Pullback,
    Table,
    column,
    diagonal,
    dsigma,
    hadamard,
    latex,
    plain,
    plus,
    sigma,
    times,
    total,
)
from backprop.proving.reasons import algebra

from .one_layer import C, b, i, j, k, layer, m, w, x, y, yhat, z

WRITTEN = {
    "author's order": (times(x[k], dsigma(z[j]), yhat[j] - y[j]), "x_k σ'(z_j) (ŷ_j − y_j)",
                       r"x_{k}\, \sigma'\left(z_{j}\right)\, \left(\hat{y}_{j} - y_{j}\right)"),
    "the other order": (times(yhat[j] - y[j], x[k]), "(ŷ_j − y_j) x_k", r"\left(\hat{y}_{j} - y_{j}\right)\, x_{k}"),
    "sum before what is added": (total(times(w[j, k], x[k]), k) + b[j], "Σ_k=1..n w_jk x_k + b_j",
                                 r"\sum_{k=1}^{n} w_{jk}\, x_{k} + b_{j}"),
    "sum of a sum of terms": (total(y[j] + 1, j), "Σ_j=1..m (1 + y_j)", r"\sum_{j=1}^{m} \left(1 + y_{j}\right)"),
    "sum times something": (times(total(y[j], j), x[k]), "(Σ_j=1..m y_j) x_k", r"\left(\sum_{j=1}^{m} y_{j}\right)\, x_{k}"),
    "something times a sum": (times(x[k], total(y[j], j)), "x_k Σ_j=1..m y_j", r"x_{k}\, \sum_{j=1}^{m} y_{j}"),
    "taken away": (y[j] - total(y[i], i), "y_j − Σ_i=1..m y_i", r"y_{j} - \sum_{i=1}^{m} y_{i}"),
    "minus first": (-y[j] - x[k], "−x_k − y_j", r"-x_{k} - y_{j}"),
    "minus first, by the author": (plus(-y[j], x[k]), "−y_j + x_k", r"-y_{j} + x_{k}"),
    "sum last, by the author": (plus(b[j], total(times(w[j, k], x[k]), k)), "b_j + Σ_k=1..n w_jk x_k",
                                r"b_{j} + \sum_{k=1}^{n} w_{jk}\, x_{k}"),
    "a sum taken away, by the author": (plus(x[k], -total(y[j], j), y[i]), "x_k − (Σ_j=1..m y_j) + y_i",
                                        r"x_{k} - \left(\sum_{j=1}^{m} y_{j}\right) + y_{i}"),
    "a factor in the author's order": (times(x[k], plus(-y[j], yhat[j])), "x_k (−y_j + ŷ_j)",
                                       r"x_{k}\, \left(-y_{j} + \hat{y}_{j}\right)"),
    "half": (Rational(1, 2) * y[j], "1/2 y_j", r"\tfrac{1}{2}\, y_{j}"),
    "over a size": (2 * y[j] / m, "2 y_j/m", r"\frac{2\, y_{j}}{m}"),
    "one over": (1 / (1 + exp(-z[j])), "1/(1 + exp(−z_j))", r"\frac{1}{1 + \exp\left(-z_{j}\right)}"),
    "square": ((yhat[j] - y[j]) ** 2, "(ŷ_j − y_j)^2", r"{\left(\hat{y}_{j} - y_{j}\right)}^{2}"),
    "negative number": (times(-3, y[j]), "−3 y_j", r"-3\, y_{j}"),
    "logarithm": (log(m), "ln(m)", r"\ln\left(m\right)"),
    "derivative": (Partial(C, w[j, k]), "∂C/∂w_jk", r"\frac{\partial C}{\partial w_{jk}}"),
    "derivative of an expression": (Partial(y[j] + x[k], x[k]), "∂/∂x_k (x_k + y_j)",
                                    r"\frac{\partial}{\partial x_{k}}\left(x_{k} + y_{j}\right)"),
    "two-part subscript": (yhat[j + 1], "ŷ_(1 + j)", r"\hat{y}_{1 + j}"),
    "numbers as subscripts": (w[2, 1], "w_21", "w_{21}"),
    "delta": (KroneckerDelta(i, j), "I_ij", r"I_{ij}"),
    "matrices": (times(diagonal(dsigma(z)), yhat - y, x.T), "diag(σ'(z)) (ŷ − y) xᵀ",
                 r"\operatorname{diag}\left(\sigma'\left(z\right)\right)\, \left(\hat{y} - y\right)\, {x}^{\top}"),
    "product with a Hadamard product": (times(w.T, hadamard(y, yhat)), "wᵀ (y ⊙ ŷ)", r"{w}^{\top}\, \left(y \odot \hat{y}\right)"),
    "Hadamard product of products": (hadamard(times(w, x), y), "(w x) ⊙ y", r"\left(w\, x\right) \odot y"),
    "number times a matrix": (times(3, w, x), "3 w x", r"3\, w\, x"),
    "minus a matrix": (-w * x + b, "b − w x", r"b - w\, x"),
    "gradient": (Gradient(C, w), "∂C/∂w", r"\frac{\partial C}{\partial w}"),
    "Jacobian transposed": (Jacobian(yhat, z).T, "(∂ŷ/∂z)ᵀ", r"{\left(\frac{\partial \hat{y}}{\partial z}\right)}^{\top}"),
    "entries": (Entries(x[k], j, k), "[x_k]_jk", r"\Bigl[x_{k}\Bigr]_{jk}^{m \times n}"),
    "activation of a matrix": (sigma(times(w, x) + b), "σ(w x + b)", r"\sigma\left(w\, x + b\right)"),
    "ones and identity": (OneMatrix(m, 1) + Identity(m) * y, "y + 1_m", r"y + \mathbf{1}_{m}"),
    "pullback": (Pullback(column("g", m), times(w, x), w), "∇_w ⟨g, w x⟩", r"\nabla_{\!w} \left\langle g,\ w\, x \right\rangle"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_written(name):
    expr, text, tex = WRITTEN[name]
    assert plain(expr) == text
    assert latex(expr) == tex


@pytest.mark.parametrize("name", WRITTEN)
def test_latex_fits_into_a_table_cell(name):
    assert "|" not in latex(WRITTEN[name][0])


def test_table():
    table = Table(("what", "value"), [(z[j], Rational(3, 4)), ((C, y[j]), "about $m \\times n$")])
    assert repr(table) == "z_j; 3/4\nC = y_j; about m × n"
    assert table._repr_markdown_().splitlines() == [
        "| what | value |",
        "| :-- | :-- |",
        r"| $z_{j}$ | $3 / 4$ |",
        r"| $C = y_{j}$ | about $m \times n$ |",
    ]


def test_a_sum_in_the_authors_order_is_judged_like_any_other():
    line = plus(-y[j], yhat[j])
    assert Derivation(yhat[j] - y[j], layer).step(line, algebra()).step(yhat[j] - y[j], algebra())
    assert "= −y_j + ŷ_j" in repr(Derivation(yhat[j] - y[j], layer).step(line, algebra()))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(yhat[j] - y[j], layer).step(plus(y[j], -yhat[j]), algebra())
