"""What a page of a formula says: every derivative that it uses, in the order that was asked for."""

import re

import numpy as np
import pytest

from backprop.deriving import Refused, derive_formula


@pytest.mark.parametrize(
    ("formula", "by"),
    [
        ("-1/m * sum(Y*log(softmax(X W + b))) + λ/2 |W|^2", "W, b"),
        ("sum(softmax(x)^2)", "x"),
        ("c^T softmax(A x)", "A"),
        ("|softmax(Q K^T) V - Y|^2", "Q, K"),
        ("x^T A x / (x^T x)", "x"),
        ("sum(logsumexp(X W) * y)", "W"),
    ],
)
def test_every_derivative_that_is_used_stands_on_the_page(formula, by):
    page = derive_formula(formula, by).markdown.partition("## Backwards")[2]
    boards = re.findall(r"\\begin\{aligned\}\n(.*?)\\end", page, re.S)
    derivative = re.compile(r"\\frac\{\\partial E\}\{\\partial (\w+?)(?:_\{\w+\})?\}")
    shown = {derivative.match(board)[1] for board in boards}
    for board in boards:
        assert set(derivative.findall(board.splitlines()[-1])) <= shown
        assert r"&& \text" in board.splitlines()[0]


def test_gradients_come_in_the_order_in_which_they_were_asked_for():
    assert 'namedtuple("Gradients", "dE_dy dE_dX dE_dw")' in derive_formula("|X w - y|^2", "y, X, w").python


@pytest.mark.parametrize(
    ("formula", "by", "said"),
    [
        ("s sum(log(x))", "x", r"| $x$ | $m \times 1$, every entry above 0 |"),
        ("|x|^2/s", "x", "| $s$ | a number, above 0 |"),
        ("tr(A^T X)", "X", r"\operatorname{tr}\left("),
        ("|X W + b - Y|^2", "b", r"$\mathbf{1}_{m}\, {b}^{\top}$ has ${b}^{\top}$ in every row"),
    ],
)
def test_what_is_taken_for_granted_is_said(formula, by, said):
    assert said in derive_formula(formula, by).markdown


@pytest.mark.parametrize(
    ("formula", "gradient"),
    [
        ("sum(x^-2)", lambda x: -2 * x**-3),
        ("sum(x^1.5)", lambda x: 1.5 * x**0.5),
        ("sum(log(x/(2 x * x)))", lambda x: -1 / x),
        ("sqrt(tr(x^T x))", lambda x: x / np.sqrt(x @ x)),
        ("1/|x|^2 + sum(x)/(2 |x|^2)", lambda x: (1 - 2 * x * (2 + sum(x)) / (x @ x)) / (2 * x @ x)),
        ("sqrt(x^T x) + sqrt(sum(x^2))", lambda x: 2 * x / np.sqrt(x @ x)),
    ],
)
def test_what_is_plainly_positive_is_taken_so(formula, gradient):
    space, x = {}, np.array([0.5, 1.5, 2.0])
    exec(derive_formula(formula, "x").python, space)
    np.testing.assert_allclose(space["gradients"](x).dE_dx, gradient(x), rtol=1e-12)


def test_what_may_be_negative_is_said_with_a_way_out():
    with pytest.raises(Refused, match="where s = x\\^T A x; a letter by itself is taken as positive"):
        derive_formula("sqrt(x^T A x)", "x")
