"""The tables of the page on the language: what is typed beside what is printed, and the rules by their names."""

from backprop.proving import Table, model
from backprop.proving.language import NotRead
from backprop.proving.language.reading import read
from backprop.proving.text.names import vocabulary

NETWORK = model("""
  given  X (m, n), W1 (n, h), W2 (h, k), b (1, k), Y (m, k), t
  Z1_ij = sum_p X_ip W1_pj
  A1_ij = f_1(Z1_ij)
  Z2_iq = sum_j A1_ij W2_jq + b_q
  A2_iq = sigma(Z2_iq)
  E     = 1/(2 m) sum_i sum_q (A2_iq - Y_iq)^2
""")
"""A network of two layers, for the examples with matrices."""

REASONS = {
    "definition of z_q": "z is replaced by what it is defined to be, or the other way round",
    "chain rule": "a derivative becomes a sum over every path, each a product of derivatives",
    "chain rule through z, a": "the same, with the derivatives named here taken at once",
    "derivative of a_q": "the derivative of a is taken, from its definition",
    "derivative taken": "the derivative of an expression that is written out is taken",
    "linearity": "a derivative moves inside a sum, or past what does not depend on its variable",
    "the sum collapses": "a sum over $I_{ij}$ keeps the one term in which it is 1",
    "result for dE/da_q": "what another derivation has concluded is put in, with any letters for its indices",
    "entry by entry": "a matrix is written as its entries, or gathered from them",
    "algebra": "factors and terms are moved, and nothing else",
    "as written": "no rule is named: the line only has to be true",
}


def typed(in_model, *texts):
    """Each text beside what is printed for it, which was read from it."""
    names = vocabulary(in_model)
    return Table(("typed", "printed"), [(f"`{text}`", read(text, names)) for text in texts])


def refused(in_model, *texts):
    """What is said of texts that cannot be read."""
    names, said = vocabulary(in_model), []
    for text in texts:
        try:
            read(text, names)
        except NotRead as refusal:
            said.append(str(refusal))
    if len(said) < len(texts):
        raise ValueError(f"of {len(texts)} texts only {len(said)} are refused")
    return "\n\n".join(said)


def reasons():
    """Each rule as it is written in square brackets, and what it allows."""
    return Table(("in square brackets", "what has changed"), [(f"`{name}`", what) for name, what in REASONS.items()])
