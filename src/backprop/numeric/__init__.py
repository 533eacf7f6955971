"""The NumPy implementations. This room knows nothing of SymPy: see `backprop.checking`."""

from backprop.faces import face

HOMES = {
    "activations": "ACTIVATIONS Activation",
    "batch": "",
    "cross_entropy": "",
    "joint": "",
    "layers": "Layer",
    "losses": "LOSSES Loss",
    "network": "",
    "single_layer": "",
    "softmax_cross_entropy": "",
    "two_layers": "",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
