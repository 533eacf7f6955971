"""The names of a derivation in a step, for the reader of a text: x, h, i, f and its derivatives, Im and O."""

from sympy import Symbol

from backprop.proving.language.vocabulary import Vocabulary
from backprop.proving.methods.steps import MOST, Im, O, Opaque, f, h, i, x


class StepNames(Vocabulary):
    """x, h and i, the unnamed f, and positive numbers by their names, such as ``M_0`` and ``epsilon``."""

    def __init__(self, positive=()):
        numbers = [name if isinstance(name, Symbol) else Symbol(name, positive=True) for name in positive]
        super().__init__([x, h, i, *numbers])
        self.functions |= {("f", ""): f(), ("Im", ""): Im, ("O", ""): O}

    def slope(self, of, order):
        """The derivative of f of that order; Im and O have none."""
        if isinstance(of, type) and issubclass(of, Opaque):
            return f(order) if order <= MOST else None
        return of if not order else super().slope(of, order)


def step_names(*lines, positive=()):
    """The names of lines in a step: the positive numbers in them, and more that a text may use."""
    found = set().union(*(line.free_symbols for line in lines)) - {x, h, i}
    return StepNames([*sorted(found, key=str), *positive])
