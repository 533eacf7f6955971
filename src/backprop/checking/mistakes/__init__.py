"""The catalogue of mistakes: wrong gradients that people really write, each as code, and which check catches it.

A mistake is added in the module of its model, under ``@SUBJECT.enter(...)``; a module is found by itself. The tests
demand that every check the book relies on catches it, and the chapters show its symptom.
"""

from importlib import import_module
from pkgutil import iter_modules

from backprop.checking.mistakes.catalogue import CHECKS, MISTAKES, Mistake, Subject, caught, wrong_shapes

__all__ = ["CHECKS", "MISTAKES", "SUBJECTS", "Mistake", "Subject", "caught", "wrong_shapes"]

_modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]

SUBJECTS = {module.__name__.rpartition(".")[-1]: module.SUBJECT for module in _modules if hasattr(module, "SUBJECT")}
"""Name of a model's module -> its `Subject`."""
