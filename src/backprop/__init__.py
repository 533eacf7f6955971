"""Backpropagation, derived by SymPy, implemented in NumPy, and the one checked against the other."""

from backprop.faces import face

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = face(__name__, {})
