"""What a page of a formula says: every derivative that it uses, in the order that was asked for."""

import re

import pytest

from backprop.deriving import derive_formula


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
