"""Gradients that were reported as wrong, in public, by readers of other books and users of other programs.

Each line is what a report says stood there, in the letters of this book, with the least model that it needs. The
wrong one is refuted, with numbers or for its shape; the right one beside it is proved. Where a report was mistaken
and the line was right, it is accepted.
"""

import pytest

from backprop.proving import judge, model
from backprop.proving.text.verdicts import NOT_READ, PROVED, WRONG

MODELS = {
    "two layers": """given  x (n), w1 (h, n), b1 (h), w2 (k, h), b2 (k), y (k)
        z1_j = sum_p w1_jp x_p + b1_j
        a1_j = sigma(z1_j)
        z2_q = sum_j w2_qj a1_j + b2_q
        a2_q = sigma(z2_q)
        E    = 1/2 sum_q (a2_q - y_q)^2""",
    "tanh, then softmax": """given  x (n), w1 (k, n), w2 (k, k), y (k)
        z1_j = sum_s w1_js x_s
        a1_j = tanh(z1_j)
        z2_q = sum_j w2_qj a1_j
        p_q  = exp(z2_q) / sum_t exp(z2_t)
        E    = ln(sum_q exp(z2_q)) - sum_q y_q z2_q""",
    "squared error": """given  z (k), y (k)
        a_q = sigma(z_q)
        E   = 1/2 sum_q (a_q - y_q)^2""",
    "cross-entropy": """given  z (k), y (k)
        a_q = 1 / (1 + exp(-z_q))
        E   = sum_q (-y_q ln a_q - (1 - y_q) ln(1 - a_q))""",
    "any cost": """given  w (k, n), a (n), b (k)
        z_q = sum_p w_qp a_p + b_q
        E   = E(z)""",
    "one number": """given  p, t
        E = (p - t)^2""",
    "a product": """given  x (n), a (n)
        E = x^T a""",
    "penalty": """given  w (k, n), lambda
        E = lambda/2 sum_q sum_p w_qp^2""",
    "rows": """given  A (t, n), W (n, h), V (h, k), Y (t, k)
        Z_ij = sum_p A_ip W_pj
        H_ij = sigma(Z_ij)
        O_iq = sum_j H_ij V_jq
        E    = 1/2 sum_i sum_q (O_iq - Y_iq)^2""",
    "dropout, one in ten": """given  x (n), mask (n)
        h_p = mask_p x_p / (1 - 1/10)
        E   = E(h)""",
    "dropout, every other": """given  x (n), mask (n)
        h_p = mask_p x_p / (1 - 1/2)
        E   = E(h)""",
}

REFUTED = [
    # R1: the slope of the hidden layer's activation is left out.
    ("ujjwalkarn/Machine-Learning-Tutorials#16", "two layers", "dE/dz1 = w2^T dE/dz2", " against "),
    ("makeyourownneuralnetwork#88", "two layers", "dE/dz1_j = sum_q w2_qj dE/dz2_q", " against "),
    # R2: the slope of the first layer's tanh is taken at the second layer.
    ("dennybritz/nn-from-scratch#3", "tanh, then softmax",
     "dE/dz1 = (w2^T (p - y)) * (1_k - tanh(z2) * tanh(z2))", " against "),
    # R3: the sign.
    ("dennybritz/nn-from-scratch#11", "tanh, then softmax", "dE/dz2 = y - p", " against "),
    # R4: a transpose is missing.
    ("fengdu78/deeplearning_ai_books#21", "any cost", "dE/dw = dE/dz a", "no product: ∂E/∂z is k by 1, and a is n by 1"),
    # R5: the slope of the activation for the whole derivative.
    ("fengdu78/deeplearning_ai_books#74", "cross-entropy", "dE/dz = a * (1_k - a)", " against "),
    # R7: the 2 of the square.
    ("iamtrask/Grokking-Deep-Learning#41", "one number", "dE/dp = p - t", "-2 against -1"),
    # R11: the hidden layer's error with the shape of the input; and the penalty's gradient without its factor.
    ("rasbt/python-machine-learning-book-2nd-edition#94", "rows", "dE/dZ = ((O - Y) V^T W^T)",
     r"the line above has the shape (t, h), this one (t, n)"),
    ("rasbt/python-machine-learning-book-2nd-edition#94", "penalty", "dE/dw = 2 lambda w", " against "),
    # R13: right under cross-entropy, wrong under the squared error.
    ("mnielsen/neural-networks-and-deep-learning#77", "squared error", "dE/dz = a - y", " against "),
    # R33: scaled by 1/p, the share that is dropped, and not by 1/(1 - p).
    ("rasbt/LLMs-from-scratch#431", "dropout, one in ten", "dE/dx_p = dE/dh_p mask_p / (1/10)", " against "),
]  # fmt: skip

PROVEN = [
    ("ujjwalkarn/Machine-Learning-Tutorials#16", "two layers", "dE/dz1 = (w2^T dE/dz2) * sigma'(z1)"),
    ("makeyourownneuralnetwork#88", "two layers", "dE/dz1_j = sum_q w2_qj dE/dz2_q sigma'(z1_j)"),
    ("dennybritz/nn-from-scratch#3", "tanh, then softmax", "dE/dz1 = (w2^T (p - y)) * (1_k - tanh(z1) * tanh(z1))"),
    ("dennybritz/nn-from-scratch#11", "tanh, then softmax", "dE/dz2 = p - y"),
    ("fengdu78/deeplearning_ai_books#21", "any cost", "dE/dw = dE/dz a^T"),
    ("fengdu78/deeplearning_ai_books#74", "cross-entropy", "dE/dz = a - y"),
    ("iamtrask/Grokking-Deep-Learning#41", "one number", "dE/dp = 2 (p - t)"),
    # R10, not wrong: a column, as everywhere in this book.
    ("mml-book/mml-book.github.io#465", "a product", "dE/dx = a"),
    ("mml-book/mml-book.github.io#465", "a product", "d(x^T a)/dx = a"),
    ("rasbt/python-machine-learning-book-2nd-edition#94", "rows", "dE/dZ = ((O - Y) V^T) * sigma'(Z)"),
    ("rasbt/python-machine-learning-book-2nd-edition#94", "penalty", "dE/dw = lambda w"),
    # R13, not wrong: the slope of the activation cancels.
    ("mnielsen/neural-networks-and-deep-learning#77", "cross-entropy", "dE/dz = a - y"),
    ("mnielsen/DeepLearningPython#17", "cross-entropy", "dE/dz_q = a_q - y_q"),
    ("mnielsen/neural-networks-and-deep-learning#77", "squared error", "dE/dz = (a - y) * sigma'(z)"),
    ("rasbt/LLMs-from-scratch#431", "dropout, one in ten", "dE/dx_p = dE/dh_p mask_p / (1 - 1/10)"),
    # R33 goes unseen where half is dropped.
    ("rasbt/LLMs-from-scratch#431", "dropout, every other", "dE/dx_p = dE/dh_p mask_p / (1/2)"),
]  # fmt: skip


def verdict_on(name, line):
    verdicts, _ = judge(model(MODELS[name]), line)
    return verdicts[-1]


@pytest.mark.parametrize(("report", "name", "line", "shows"), REFUTED)
def test_what_was_reported_is_refuted(report, name, line, shows):
    verdict = verdict_on(name, line)
    assert verdict.kind == (NOT_READ if "no product" in shows else WRONG)
    assert shows in verdict.message


@pytest.mark.parametrize(("report", "name", "line"), PROVEN)
def test_its_right_neighbour_is_proved(report, name, line):
    assert verdict_on(name, line).kind == PROVED


def test_a_row_is_told_that_derivatives_are_columns_here():
    """R10 again, mml-book/mml-book.github.io#465: right where derivatives are rows, and both shapes are named."""
    verdict = verdict_on("a product", "dE/dx = a^T")
    assert verdict.kind == WRONG
    assert verdict.message == "the line above has the shape (n, 1), this one (1, n)"
