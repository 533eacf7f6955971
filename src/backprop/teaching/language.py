"""The tables of the page on the language: what is typed beside what is printed, and what is refused."""

from backprop.proving import Table, model
from backprop.proving.language import NotRead
from backprop.proving.language.reading import read
from backprop.proving.text.names import vocabulary

LAYER = model("""
  given  w (k, n), x (n), b (k), y (k)
  z_q = sum_p w_qp x_p + b_q
  a_q = sigma(z_q)
  E   = 1/2 sum_q (a_q - y_q)^2
""")
NETWORK = model("""
  given  X (m, n), W1 (n, n_1), W2 (n_1, k), b (k), Y (m, k)
  Z1_ij = sum_p X_ip W1_pj
  A1_ij = f_1(Z1_ij)
  Z2_iq = sum_j A1_ij W2_jq + b_q
  A2_iq = f_2(Z2_iq)
  E     = 1/(2 m) sum_i sum_q (A2_iq - Y_iq)^2
""")

ENTRIES = (
    "dE/dw_qp", "∂E/∂w_{q,p}", r"\frac{\partial E}{\partial w_{qp}}", "dE/dw[q,p]", "d/dz_q (a_q - y_q)^2",
    "sum_q a_q", "sum_{q=1}^k a_q", "Σ_q a_q + 1", r"\sum_{q=1}^{k} (a_q + 1)", "sum(q=1..k, a_q)",
    "0.5 (a_q - y_q)^2", "(a_q - y_q)/2", r"\tfrac{1}{2} a_q", "sigma'(z_q) x_p", "w_21 x_1", "w_{2,10}",
    "I_qt a_q b_t", "exp(-z_q)",
)  # fmt: skip
"""Numbers of one layer, as people type them."""
MATRICES = (
    "A1^T dE/dZ2", "X @ W1", "X W1 W2", "(A2 - Y) * f_2'(Z2)", r"\left(A^{(2)} - Y\right) \odot f_2'(Z^{(2)})",
    "dE/dZ2 W2^T", "1_m^T dE/dZ2", "grad_W1 E", "[sum_i X_ip dE/dZ1_ij]_pj", "(X^T Y)_pq", "tr(X^T X)", "I - W2^T W2",
)  # fmt: skip
"""Matrices of a network of two layers."""


def entries():
    """Numbers, typed and printed."""
    return _typed(LAYER, ENTRIES)


def matrices():
    """Matrices, typed and printed."""
    return _typed(NETWORK, MATRICES)


def _typed(in_model, texts):
    """Each text beside what is printed for it, which was read from it."""
    names = vocabulary(in_model)
    return Table(("typed", "printed"), [(f"`{text}`", read(text, names)) for text in texts])


def refused(in_model, *texts):
    """What is said of texts that cannot be read.

    Raises ValueError if one of them can.
    """
    names, said = vocabulary(in_model), []
    for text in texts:
        try:
            read(text, names)
        except NotRead as refusal:
            said.append(str(refusal))
    if len(said) < len(texts):
        raise ValueError(f"of {len(texts)} texts only {len(said)} are refused")
    return "\n\n".join(said)
