"""What stands for opaque functions and unknown costs in a counterexample, so that a reader can check it."""

from dataclasses import dataclass
from functools import cache

from sympy import exp

from backprop.proving.at_points.forward import Forward
from backprop.proving.language.functions import U


@dataclass(frozen=True)
class StandIns:
    """A formula for every activation, and a power for every unknown cost.

    The first activation by name is the formula itself, the second twice as much, ..., unless all are to be alike; an
    unknown cost is the sum of the powers of its entries, the k-th taken k times; the second cost is twice that, ...
    """

    formula: object
    text: str
    power: int
    alike: bool = False

    def words(self, activations, costs):
        """A sentence for each, for the reader."""
        if self.alike and activations:
            yield f"every activation {self.text}"
        else:
            yield from (f"{name}(u) = {_times(rank, self.text)}" for rank, name in enumerate(activations, 1))
        powers = {2: "squares", 3: "cubes", 4: "fourth powers"}[self.power]
        yield from (
            f"{name} {_times(rank, f'the sum of the {powers}, the k-th k times')}" for rank, name in enumerate(costs, 1)
        )

    def opaque(self, system, activations, costs):
        """``opaque(name, order, arguments)`` as an `Evaluation` takes it."""
        forward = Forward(system, system.opaque)

        @cache
        def slope(term, times):
            return term.diff(U, times)

        def value(rank, term, order, u):
            formula = forward.formula(slope(term, len(order)), {U: (u, {})}.get)
            return forward.mul([forward.constant(rank), formula])[0]

        def opaque(name, order, arguments):
            if name in activations:
                rank = 1 if self.alike else activations.index(name) + 1
                return value(rank, self.formula, order, arguments[0])
            if len(set(order)) > 1:
                return forward.zero
            places = order[:1] or range(len(arguments))
            times = costs.index(name) + 1
            terms = [(value(times * (k + 1), U**self.power, order, arguments[k]), {}) for k in places]
            return forward.add(terms)[0]

        return opaque


def _times(rank, text):
    return text if rank == 1 else f"{rank} ({text})"


STAND_INS = (
    StandIns(1 / (1 + exp(-U)), "the logistic sigmoid", 2, alike=True),
    StandIns(U + U**2, "u + u^2", 3),
    StandIns(U**3 - U**2 + 2 * U, "u^3 - u^2 + 2u", 4),
)
"""In turn, until one shows the difference."""
