"""Wrong gradients that people reported in public, each with the right one beside it: lines to be judged."""

TWO_LAYERS = """given w1 (h, n), x (n), w2 (k, h), y (k)
u_j = sum_p w1_jp x_p
c_j = sigma(u_j)
v_q = sum_j w2_qj c_j
E = 1/2 sum_q (v_q - y_q)^2"""
TANH = TWO_LAYERS.replace("sigma(u_j)", "tanh(u_j)")
PENALTY = TWO_LAYERS + " + 1/2 r sum_j (sum_p w1_jp^2)"
PENALTY = PENALTY.replace("y (k)", "y (k), r", 1)
SIGMOID = "given z (k), y (k)\na_q = 1/(1 + exp(-z_q))\n"
SQUARED = SIGMOID + "E = 1/2 sum_q (a_q - y_q)^2"
ENTROPY = SIGMOID + "E = sum_q (-y_q ln(a_q) - (1 - y_q) ln(1 - a_q))"
OUTPUT = "given a (k), y (k)\nE = 1/2 sum_q (a_q - y_q)^2"
NO_HALF = "given p, t\nE = (p - t)^2"
LAYER = "given w (k, n), x (n)\nz_q = sum_p w_qp x_p\nE = E(z)"
DROPOUT = "given a (n), d (n)\nr_p = 10/9 d_p a_p\nE = E(r)"
PRODUCT = "given x (n), a (n)\nE = sum_p x_p a_p"

REPORTS = [  # the repository and number of the report, a model, the start, the reported line, and the right one
    ("ujjwalkarn/Machine-Learning-Tutorials#16", TWO_LAYERS, "dE/du_j", "sum_q w2_qj (v_q - y_q)",
     "sum_q w2_qj (v_q - y_q) sigma'(u_j)"),
    ("dennybritz/nn-from-scratch#3", TANH, "dE/du_j", "(1 - tanh(c_j)^2) sum_q w2_qj (v_q - y_q)",
     "(1 - tanh(u_j)^2) sum_q w2_qj (v_q - y_q)"),
    ("dennybritz/nn-from-scratch#11", OUTPUT, "dE/da_q", "y_q - a_q", "a_q - y_q"),
    ("fengdu78/deeplearning_ai_books#21", LAYER, "dE/dw", "dE/dz x", "dE/dz x^T"),
    ("fengdu78/deeplearning_ai_books#74", ENTROPY, "dE/dz_q", "a_q (1 - a_q)", "a_q - y_q"),
    ("iamtrask/Grokking-Deep-Learning#41", NO_HALF, "dE/dp", "p - t", "2 (p - t)"),
    ("rasbt/python-machine-learning-book-2nd-edition#94", PENALTY, "dE/dw1_jp",
     "x_p sigma'(u_j) sum_q w2_qj (v_q - y_q) + 2 r w1_jp", "x_p sigma'(u_j) sum_q w2_qj (v_q - y_q) + r w1_jp"),
    ("mnielsen/neural-networks-and-deep-learning#77", SQUARED, "dE/dz_q", "a_q - y_q", "(a_q - y_q) a_q (1 - a_q)"),
    ("rasbt/LLMs-from-scratch#431", DROPOUT, "dE/da_p", "dE/dr_p 10 d_p", "dE/dr_p d_p 10/9"),
]  # fmt: skip
NOT_WRONG = [
    ("mml-book/mml-book.github.io#465, in a column", PRODUCT, "(dE/dx)^T", "a^T"),
    ("mml-book/mml-book.github.io#465, in a row", PRODUCT, "dE/dx", "a"),
    ("mnielsen/neural-networks-and-deep-learning#77, cross-entropy", ENTROPY, "dE/dz_q", "a_q - y_q"),
]
"""Reports of lines that are right."""
