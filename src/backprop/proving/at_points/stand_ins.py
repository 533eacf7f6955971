"""What stands for opaque functions and unknown costs in a counterexample, so that a reader can check it."""

from dataclasses import dataclass
from functools import cache

from sympy import Mul, exp

from backprop.proving.at_points.forward import Forward
from backprop.proving.language.functions import U


@dataclass(frozen=True)
class StandIns:
    """A formula for every activation, and a polynomial for every unknown cost and loss.

    The first activation by name is the formula itself, the second twice as much, ..., unless all are to be alike. The
    first cost of u_1, u_2, ... is v + v^2 plus the sum of u_k^power, v = u_1 + 2 u_2 + ..., the second twice that, ...
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
        cost = f"v + v^2 + u_1^{self.power} + u_2^{self.power} + ..."
        yield from (
            f"{name}(u) = {_times(rank, cost)} with v = u_1 + 2 u_2 + ..." for rank, name in enumerate(costs, 1)
        )

    def opaque(self, system, activations, costs):
        """``opaque(name, order, arguments)`` as an `Evaluation` takes it."""
        forward = Forward(system, system.opaque)

        @cache
        def slope(term, times):
            return term.diff(U, times)

        def of(factor, term, order, u):
            value = forward.formula(slope(term, len(order)), {U: (u, {})}.get)
            return forward.mul([forward.constant(factor), value])

        def opaque(name, order, arguments):
            if name in activations:
                rank = 1 if self.alike else activations.index(name) + 1
                return of(rank, self.formula, order, arguments[0])[0]
            rank = costs.index(name) + 1
            weighted = forward.add([of(place, U, (), u) for place, u in enumerate(arguments, 1)])[0]
            terms = [of(rank * Mul(*(place + 1 for place in order)), U + U**2, order, weighted)]
            for place in set(order) or range(len(arguments)):
                if len(set(order)) < 2:
                    terms.append(of(rank, U**self.power, order, arguments[place]))
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
