"""Backpropagation as an algorithm: the gradient by every array of a model that is written in matrices.

Each array keeps its name. A line gives the gradient by one array from the gradients by what is computed from it, and is
as long for the first of twenty layers as for the last: the work grows with the number of layers, and no faster.
"""

from functools import cache

from sympy import Add, Integer, OneMatrix
from sympy.matrices.expressions import MatAdd, MatMul
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Array, matrix
from backprop.proving.language.operators import Entries, Gradient
from backprop.proving.language.table import Table
from backprop.proving.meaning.model import Model
from backprop.proving.methods.adjoint import pull_back


class Recursion:
    """The gradients of a cost that depends on a model through its last array, from the last array back to the first.

    The gradient by V is a sum over all arrays in whose definition V stands: for each, its own gradient, pulled back
    through its definition by the adjoint rules. Every pull-back is a `Derivation` for any size, with the gradient that
    comes from above as an opaque cotangent. That the sum over them is the gradient is the chain rule.

    Parameters
    ----------
    forward : dict
        ``{Z1: A0*W1 + ONES*b1, A1: f1(Z1), ...}``: the arrays of the model in order, each by earlier ones.
    cost : Symbol
        E, of which nothing is known but that it can be differentiated by the last array.

    Attributes
    ----------
    lines : dict
        For each array the gradient by it; the arrays are in the order in which the gradients can be computed.
    proofs : dict
        For each pair of an array and one in whose definition it stands, the `Derivation`.
    """

    def __init__(self, forward, cost):
        refuse_unordered(forward)
        self.cost, self.proofs, self.lines = cost, {}, {}
        arrays = dict.fromkeys(a for whole, right in forward.items() for a in (*arrays_in(right), whole))
        for array in reversed(list(arrays)[:-1]):
            paths = []
            for whole, right in forward.items():
                if array in arrays_in(right):
                    cotangent, proof = pulled_back(right, array)
                    self.proofs[array, whole] = proof
                    paths.append(proof.result.xreplace({cotangent: Gradient(cost, whole)}))
            self.lines[array] = MatAdd(*paths) if len(paths) > 1 else paths[0]

    def closed(self, array):
        """The gradient by one array with all gradients on the way put in, down to that by the last array."""
        line = self.lines[array]
        while inner := [e for e in line.atoms(Gradient) if e.args[1] in self.lines]:
            line = line.xreplace({e: self.lines[e.args[1]] for e in inner})
        return line

    def _table(self):
        rows = [((Gradient(self.cost, array), line),) for array, line in self.lines.items()]
        return Table(("the recursion, from the last layer to the first",), rows)

    def _footer(self):
        count = sum(len(proof.lines) - 1 for proof in self.proofs.values())
        return (
            f"{len(self.proofs)} pull-backs in {count} steps, each proved for any size; put together by the chain rule."
        )

    def _repr_markdown_(self):
        return f"{self._table()._repr_markdown_()}\n\n*{self._footer()}* ∎"

    def __repr__(self):
        return f"{self._table()!r}\n{self._footer()}"


def refuse_unordered(forward):
    """Refuse a model whose arrays are not each computed once, by earlier ones, in their shapes, and used.

    Raises
    ------
    NotUnderstood
        The message names the first array of which that is not so.
    """
    kinds, used, computed = {}, set(), []
    for whole, right in forward.items():
        if not isinstance(whole, Array) or not isinstance(right, MatrixExpr) or right.atoms(Entries):
            raise NotUnderstood(f"the recursion takes arrays, each by a matrix expression; got {whole} as {right}")
        if tuple(whole.shape) != tuple(right.shape):
            raise NotUnderstood(f"{whole.name} has the shape {whole.shape}, and what it is computed by {right.shape}")
        inside = arrays_in(right)
        used.update(a.name for a in inside)
        if whole.name in used or whole.name in computed:
            raise NotUnderstood(f"{whole.name} is computed after it has been used, or twice; put the arrays in order")
        for a in (*inside, whole):
            if kinds.setdefault(a.name, a) != a:
                raise NotUnderstood(f"two different arrays are called {a.name}; rename one of them")
        computed.append(whole.name)
    if unused := [name for name in computed[:-1] if name not in used]:
        raise NotUnderstood(f"{unused[0]} reaches nothing: only the last array may be used by no other")


def arrays_in(expr):
    """The arrays in a matrix expression, as they stand in it from left to right."""
    if isinstance(expr, Array):
        return [expr]
    return [a for part in expr.args if isinstance(part, MatrixExpr) for a in arrays_in(part)]


def multiplications(expr):
    """How many products of two numbers a line costs: those of its matrix products, taken from left to right.

    A product with a row or a column of ones is a sum, and products entry by entry are left out: they are as few as
    the entries.
    """
    inner = Add(*(multiplications(part) for part in expr.args if isinstance(part, MatrixExpr)))
    if not isinstance(expr, MatMul) or expr.has(OneMatrix):
        return inner
    _, (first, *factors) = expr.as_coeff_matrices()
    return inner + Add(*(first.shape[0] * f.shape[0] * f.shape[1] for f in factors), Integer(0))


@cache
def pulled_back(right, array):
    """The opaque cotangent of `right`, and the `Derivation` of what it becomes at `array`."""
    taken, name = {a.name for a in arrays_in(right)}, "G"
    while name in taken:
        name += "_"
    cotangent = matrix(name, *right.shape)
    return cotangent, pull_back(cotangent, right, array, Model((cotangent, *dict.fromkeys(arrays_in(right))), {}))
