"""Your own network or formula: its gradients derived line by line, each line proved, with code and its check.

``derive_network("3, 4, 2", activation="tanh, sigmoid", loss="cross-entropy")`` and
``derive_formula("|X w - y|^2", by="w")`` return a `Derived`, which a notebook shows, and which can be written as
Markdown, LaTeX, a notebook or plain Python.
"""

from backprop.faces import face

HOMES = {
    "derived": "Derived derive_formula derive_network",
    "quantities": "Refused",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
