"""The NumPy implementations. This room knows nothing of SymPy: see `backprop.checking`."""

from backprop.faces import face

HOMES = {
    "activations": "ACTIVATIONS Activation",
    "layers": "Layer",
    "losses": "LOSSES Loss",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
