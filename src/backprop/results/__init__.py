"""The results of the book: models and claims, one module a chapter, and the equalities between them."""

from backprop.faces import face

HOMES = {
    "batch": "",
    "columns": "",
    "cross_entropy": "",
    "equalities": "",
    "finite_differences": "",
    "network": "",
    "single_layer": "",
    "softmax": "",
    "two_layers": "",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
