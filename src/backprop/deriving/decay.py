"""Weights that decay: lambda/2 times their squares joins the cost, and lambda times each weight its gradient."""

from dataclasses import dataclass

from backprop.deriving.programs import model_text
from backprop.deriving.quantities import Quantity
from backprop.proving import derive, model

REST = Quantity("rest", code="rest")
"""The squares of all weights but one, which do not depend on that one."""


@dataclass(frozen=True)
class Decay:
    """The cost with its penalty, the factor, and the weights that decay; the biases do not."""

    total: Quantity
    factor: Quantity
    weights: tuple

    def line(self, cost, letters, rest=None):
        """The definition of the cost with its penalty, as typed; `rest` are the squares of other weights."""
        squares, used = [], {}
        for W in self.weights:
            row = letters.fresh(W.rows, [letter for letter, size in used.items() if size != W.rows])
            col = letters.fresh(W.cols, [row, *(letter for letter, size in used.items() if size != W.cols)])
            used |= {row: W.rows, col: W.cols}
            squares.append(f"sum_{row} sum_{col} {W.at(row, col)}^2")
        inside = " + ".join([*squares, *([rest.name] if rest else [])])
        return f"{self.total.name} = {cost.name} + {self.factor.name}/2 ({inside})"

    def model(self, cost, letters):
        """The model in which the cost without the penalty is given."""
        return model(model_text([cost, self.factor, *self.weights], [self.line(cost, letters)]))

    def derivation(self, program, q):
        """By a weight or a bias; nothing is known of the cost but that it depends on it."""
        cost = program.cost
        one = Decay(self.total, self.factor, (q,) if q in self.weights else self.weights[:1])
        others = len(self.weights) - len(one.weights)
        line = one.line(cost, program.letters, REST if others else None)
        given = [*one.weights, self.factor, *[q] * (q not in self.weights), *[REST] * bool(others)]
        text = model_text(given, [f"{cost.name} = {cost.name}({q.name})", line])
        before = f"d{cost.name}/d{q.name}"
        right = f"{before} + {self.factor.name} {q.name}" if q in self.weights else before
        return derive(model(text), f"d{self.total.name}/d{q.name} = {right}")

    def in_code(self, ending, lines, wanted):
        """The penalty, the cost with it, and the lines of its gradients; `wanted` are the gradients without it."""
        squares = " + ".join(f"np.sum({W.code}**2)" for W in self.weights)
        squares = f"({squares})" if len(self.weights) > 1 else squares
        added = {
            g.named.code: (
                g.by.gradient(self.total).code,
                f"{g.named.code} + {self.factor.code} * {g.by.code}" if g.by in self.weights else g.named.code,
            )
            for g in wanted
        }
        more = [pair for line in lines for pair in (line, *([added[line[0]]] if line[0] in added else []))]
        more = [(name, code) for name, code in more if name != code]
        return [f"penalty = {self.factor.code} / 2 * {squares}"], f"{ending} + penalty", more
