"""How a mistake is entered in the catalogue, and which check of the book catches it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sympy import Integer, Symbol

from backprop.checking.agreement import Disagreement, agrees
from backprop.checking.gradient_check import GradientError, check_gradient
from backprop.proving import Model

MISTAKES = {}
"""Name -> `Mistake`."""

CHECKS = ("shapes", "SymPy", "central differences", "complex step")
"""The checks of the book, cheapest first."""


@dataclass(frozen=True)
class Subject:
    """What can be got wrong: a model, its right gradients, and its cost as code.

    Attributes
    ----------
    gradients : callable
        ``gradients(*given, *activations)``, arrays in the order of ``model.given``.
    value : callable
        The cost in numbers, of the same arguments.
    activations : int
        How many activations both take.
    labels : tuple of str
        What is drawn from between 0 and 1, as labels are; the rest may be any numbers.
    sizes : tuple of tuples
        At which the checks look, for the sizes of the model in order: distinct ones, distinct ones in another
        order, and square ones.
    """

    model: Model
    cost: Symbol
    gradients: Callable
    value: Callable
    activations: int = 1
    labels: tuple = ()
    sizes: tuple = ((3, 2, 4, 5), (2, 3, 4, 5), (2, 2, 2, 2))

    def __post_init__(self):
        count = len(self.model.sizes)
        object.__setattr__(self, "sizes", tuple(choice[:count] for choice in self.sizes))

    def enter(self, name, line, harmless=()):
        """Enter the decorated function in `MISTAKES`, as a wrong version of ``gradients``."""

        def register(function):
            MISTAKES[name] = Mistake(name, line, harmless, function, self)
            return function

        return register


@dataclass(frozen=True)
class Mistake:
    """A wrong version of a model's gradients.

    `line` is the wrong formula as its author would write it, `harmless` the activations for which it happens to be
    right.
    """

    name: str
    line: str
    harmless: tuple
    gradients: Callable
    subject: Subject

    @property
    def field(self):
        """The gradient that is wrong."""
        return self.line.split(" = ")[0]


def caught(wrong, subject, activation, sizes):
    """Which of `CHECKS` notice that the function `wrong` does not return the gradients of `subject`.

    Parameters
    ----------
    wrong : callable
        Called like ``subject.gradients``.
    activation : Activation
        For every layer of the model.
    sizes : tuple
        For the sizes of the model in order. Distinct ones let the shapes alone show many mistakes; square ones hide
        them.

    Returns
    -------
    dict
        For every check its name and True or False; None where the check does not apply (complex step and ReLU).
    """
    if wrong_shapes(wrong, subject, activation, sizes) is None:
        return dict.fromkeys(CHECKS, True)
    activations = [activation] * subject.activations
    given = _random(subject, sizes)
    returned = wrong(*given.values(), *activations)
    variables = {field: field.split("_d")[-1] for field in returned._fields}

    def by_steps(analytic):
        for field, variable in variables.items():
            check_gradient(
                lambda v, variable=variable: subject.value(*{**given, variable: v}.values(), *activations),
                getattr(returned, field),
                at=given[variable],
                analytic=analytic,
            )

    def by_sympy():
        agrees(wrong, subject.model, subject.cost, *activations, sizes=[sizes], labels=subject.labels)

    analytic = activation.analytic or not activations
    return {
        "shapes": bool(wrong_shapes(wrong, subject, activation, sizes)),
        "SymPy": _refused(by_sympy, Disagreement),
        "central differences": _refused(lambda: by_steps(analytic=False), GradientError),
        "complex step": _refused(lambda: by_steps(analytic=True), GradientError) if analytic else None,
    }


def wrong_shapes(wrong, subject, activation, sizes):
    """Return the fields whose shape is not their variable's; None if NumPy itself refuses, as the shapes do not fit."""
    given = _random(subject, sizes)
    arguments = [*given.values(), *[activation] * subject.activations]
    subject.gradients(*arguments)  # what the right code refuses is no mistake's fault, and raises here
    try:
        returned = wrong(*arguments)
    except ValueError:
        return None
    return [f for f, gradient in returned._asdict().items() if np.shape(gradient) != given[f.split("_d")[-1]].shape]


def _random(subject, sizes):
    rng = np.random.default_rng(0)
    numbers = dict(zip(subject.model.sizes, map(Integer, sizes), strict=True))
    shapes = {name: [int(s.xreplace(numbers)) for s in subject.model.ranges[name]] for name in subject.model.given}
    return {name: (rng.uniform if name in subject.labels else rng.normal)(size=shape) for name, shape in shapes.items()}


def _refused(check, error):
    try:
        check()
    except error:
        return True
    return False
