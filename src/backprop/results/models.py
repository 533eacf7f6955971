"""The models of the book by name, loaded when they are asked for."""

from difflib import get_close_matches
from importlib import import_module

MODELS = {
    "single layer": "single_layer layer",
    "softmax layer": "single_layer softmax_layer",
    "batch": "batch batch",
    "two layers": "two_layers with_activations",
    "two layers with biases": "two_layers with_biases",
    "two linear layers": "two_layers linear",
    "any layer": "every_layer layer",
    "last layer": "every_layer last",
    "cross-entropy": "cross_entropy units",
    "batch with cross-entropy": "cross_entropy batch",
    "softmax": "softmax classes",
    "softmax with cross-entropy": "softmax labelled",
    "two classes": "softmax two_classes",
    "batch with softmax": "softmax batch",
}
"""Name -> the module of `results` that holds the model, and what it is called there."""


def named(name):
    """The model of the book that is called `name`.

    Raises `LookupError` for a name that no model has; the message says which there are, and the nearest.
    """
    key = " ".join(name.lower().split())
    if key not in MODELS:
        near = get_close_matches(key, MODELS, n=1)
        meant = f"; is {near[0]!r} meant?" if near else "."
        raise LookupError(f"no model of the book is called {name!r}{meant} There are: {', '.join(MODELS)}")
    module, attribute = MODELS[key].split()
    return getattr(import_module(f"backprop.results.{module}"), attribute)
