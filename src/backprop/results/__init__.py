"""The results of the book: models and claims, one module a subject, and the equalities between them."""

from backprop.faces import face

__getattr__, __dir__, __all__ = face(__name__, {})
