"""Weights that decay: lambda/2 times their squares joins the cost, and lambda times each weight its gradient."""

from dataclasses import dataclass

from backprop.deriving.programs import model_text
from backprop.deriving.quantities import Quantity
from backprop.proving import derive, model


@dataclass(frozen=True)
class Decay:
    """The cost with its penalty, the factor, and the weights that decay; the biases do not."""

    total: Quantity
    factor: Quantity
    weights: tuple

    def line(self, cost, letters):
        """The definition of the cost with its penalty, as typed."""
        squares = []
        for W in self.weights:
            row, col = letters.pair(W.shape)
            squares.append(f"sum_{row} sum_{col} {W.at(row, col)}^2")
        inside = " + ".join(squares)
        return f"{self.total.name} = {cost.name} + {self.factor.name}/2 ({inside})"

    def derivation(self, program, q):
        """By a weight or a bias: of the cost, nothing is known but that it depends on it."""
        cost = program.cost
        given = [*self.weights, self.factor, *[q] * (q not in self.weights)]
        text = model_text(given, [f"{cost.name} = {cost.name}({q.name})", self.line(cost, program.letters)])
        before = f"d{cost.name}/d{q.name}"
        line = f"{before} + {self.factor.name} {q.name}" if q in self.weights else before
        return derive(model(text), f"d{self.total.name}/d{q.name} = {line}")

    def named(self, q):
        """The gradient of the cost with its penalty."""
        return q.gradient(self.total)

    def in_code(self, ending, lines, wanted):
        """The penalty, the cost with it, and the lines of its gradients; `wanted` are the gradients without it."""
        squares = " + ".join(f"np.sum({W.code}**2)" for W in self.weights)
        squares = f"({squares})" if len(self.weights) > 1 else squares
        added = {
            g.named.code: (
                self.named(g.by).code,
                f"{g.named.code} + {self.factor.code} * {g.by.code}" if g.by in self.weights else g.named.code,
            )
            for g in wanted
        }
        more = [pair for line in lines for pair in (line, *([added[line[0]]] if line[0] in added else []))]
        more = [(name, code) for name, code in more if name != code]
        return [f"penalty = {self.factor.code} / 2 * {squares}"], f"{ending} + penalty", more
