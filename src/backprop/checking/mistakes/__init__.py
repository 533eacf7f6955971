"""The catalogue of mistakes: wrong gradients that people really write, each as code, and which check catches it.

A mistake is added in the module of its model, under ``@SUBJECT.enter(...)``; the tests demand that every check the
book relies on catches it, and the chapters show its symptom.
"""

from backprop.checking.mistakes import batch, cross_entropy, network, single_layer, softmax, two_layers
from backprop.checking.mistakes.catalogue import CHECKS, MISTAKES, Mistake, Subject, caught, caught_table

__all__ = [
    "CHECKS",
    "MISTAKES",
    "Mistake",
    "Subject",
    "batch",
    "caught",
    "caught_table",
    "cross_entropy",
    "network",
    "single_layer",
    "softmax",
    "two_layers",
]
