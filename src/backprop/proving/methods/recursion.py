"""Backpropagation as an algorithm: the gradient by every array of a model that is written in matrices.

Each array keeps its name. A line gives the gradient by one array from the gradients by what is computed from it, and is
as long for the first of twenty layers as for the last: the work grows with the number of layers, and no faster.
"""

from copy import copy
from functools import cache
from types import MappingProxyType

from sympy import Add, Integer, OneMatrix, Symbol, Transpose
from sympy.matrices.expressions import HadamardPower, HadamardProduct, MatAdd, MatMul, MatPow
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.derivation import Derivation
from backprop.proving.language.display import latex, plain
from backprop.proving.language.entries import NotUnderstood, general_entry, index_form
from backprop.proving.language.functions import READY
from backprop.proving.language.notation import Array, is_number, matrix, mentioned
from backprop.proving.language.operators import Entries, Gradient, Pullback
from backprop.proving.language.table import Table
from backprop.proving.meaning.kinds import LONGEST, exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.names import things, told_apart
from backprop.proving.meaning.provisos import formulas, provisos
from backprop.proving.meaning.well_formed import check, listed
from backprop.proving.methods.adjoint import gathered, opaque_pull_back, refuse_derivatives
from backprop.proving.methods.frozen import Frozen
from backprop.proving.methods.mentions import arrays_in, given_in, holds, names_in, unused
from backprop.proving.reasons import as_written


def pulled_back(right, array):
    """As `opaque_pull_back`, proved once for all that ask; each has a `Derivation` of its own, to go on with."""
    cotangent, proof = _pulled_back(exact(right), exact(array))
    return cotangent, copy(proof)


_pulled_back = cache(opaque_pull_back)
pulled_back.cache_clear = _pulled_back.cache_clear


class Recursion(Frozen):
    """The gradients of a cost that depends on a model through its last array, from the last array back to the first.

    The gradient by V is a sum over all arrays in whose definition V stands: for each, its own gradient, pulled back
    through its definition by the adjoint rules. Every pull-back is a `Derivation` for any size, with the gradient that
    comes from above as an opaque cotangent, and so is every line: the sum is the derivative of all definitions that
    mention V, in index form, at once. That this is the gradient is the chain rule.

    Parameters
    ----------
    forward : dict
        ``{Z1: A0*W1 + ONES*b1, A1: f1(Z1), ...}``: the arrays of the model in order, each by earlier ones and numbers.
    cost : Symbol
        E, of which nothing is known but that it can be differentiated by the last array.

    Attributes
    ----------
    lines : mapping
        For each array the gradient by it; the arrays are in the order in which the gradients can be computed.
    proofs : mapping
        For each pair of an array and one in whose definition it stands, the `Derivation`.

    Raises
    ------
    NotUnderstood
        The arrays are not in order, the cost is no number of its own, or no adjoint rule covers a path.
    DerivationError
        The referees refuse a line.
    """

    def __init__(self, forward, cost):
        forward = _exact_forward(forward)
        refuse_unordered(forward)
        _refuse_cost(cost, forward)
        arrays = dict.fromkeys(a for whole, right in forward.items() for a in (*arrays_in(right), whole))
        letter = unused("G", *arrays, *forward.values())
        above = {whole: matrix(f"{letter}{place}", *whole.shape) for place, whole in enumerate(forward, start=1)}
        names = {whole: mentioned(index_form(general_entry(right))) for whole, right in forward.items()}
        self.cost, proofs, lines = exact(cost), {}, {}
        for array in reversed(list(arrays)[:-1]):
            paths = {w: pulled_back(right, array) for w, right in forward.items() if holds(right, array)}
            back = [proof.result.xreplace({opaque: above[whole]}) for whole, (opaque, proof) in paths.items()]
            line, seen = gathered(back, array), [whole for whole in forward if array.name in names[whole]]
            if len(seen) != 1 or seen != [*paths]:  # one pull-back is judged as it is
                start = gathered([Pullback(above[whole], forward[whole], array) for whole in seen], array)
                Derivation(start, Model(given_in(start, line), {})).step(line, as_written())
            proofs |= {(array, whole): proof for whole, (_, proof) in paths.items()}
            lines[array] = line.xreplace({above[whole]: Gradient(self.cost, whole) for whole in paths})
        self.lines, self.proofs = MappingProxyType(lines), MappingProxyType(proofs)
        judged = [line.expr for proof in proofs.values() for line in proof.lines]
        self._steps = sum(len(proof.lines) - 1 for proof in proofs.values())
        self._judged = Model(given_in(*forward, *forward.values()), {}), judged
        self._freeze()

    def closed(self, array):
        """The gradient by one array with all gradients on the way put in, down to that by the last array."""
        if not isinstance(array, Array) or array not in self.lines:
            raise NotUnderstood(f"the recursion has no line for {array}; it has one for {listed(self.lines)}")
        lengths, closed = {}, {}
        for inner, line in self.lines.items():
            gradient = Gradient(self.cost, inner)
            lengths[gradient] = _length(line, lengths)
            if lengths[gradient] <= LONGEST:
                closed[gradient] = line.xreplace(closed)
            if inner == array:
                break
        if gradient not in closed:
            raise NotUnderstood(
                f"the closed form for {array} is longer than {LONGEST} symbols; read the lines of the recursion"
            )
        return closed[gradient]

    def _table(self):
        rows = [((Gradient(self.cost, array), line),) for array, line in self.lines.items()]
        return Table(("the recursion, from the last layer to the first",), rows)

    def _footer(self, write, quote="{}"):
        proved = ", ".join(["each proved for any size", *provisos(*self._judged, write, quote)])
        pieces = "; ".join(formulas(*self._judged, write, quote, READY))
        here = f" Here {pieces}." if pieces else ""
        return f"{len(self.proofs)} pull-backs in {self._steps} steps, {proved}; put together by the chain rule.{here}"

    def _repr_markdown_(self):
        return f"{self._table()._repr_markdown_()}\n\n*{self._footer(latex, '${}$')}* ∎"

    def __repr__(self):
        return f"{self._table()!r}\n{self._footer(plain)}"


def _length(line, lengths):
    """How many symbols a line takes, with as many for each gradient in it as its own line takes."""
    return lengths.get(line) or 1 + sum(_length(part, lengths) for part in line.args)


def _exact_forward(forward):
    """The arrays and what they are computed by, built anew: an author's object may be equal to anything."""
    if not isinstance(forward, dict) or not forward:
        raise NotUnderstood(f"the recursion takes arrays in order, as {{Z: times(X, W), A: sigma(Z)}}; got {forward}")
    pairs = []
    for whole, right in forward.items():
        if not isinstance(whole, Array) or not isinstance(right, MatrixExpr):
            raise NotUnderstood(f"the recursion takes arrays, each by a matrix expression; got {whole} as {right}")
        pairs.append((exact(whole), exact(right, f"the definition of {whole.name}")))
    if twice := [whole.name for at, (whole, _) in enumerate(pairs) if whole in dict(pairs[:at])]:
        raise NotUnderstood(f"{twice[0]} is computed after it has been used, or twice; put the arrays in order")
    return dict(pairs)


def refuse_unordered(forward):
    """Refuse a model whose arrays are not each computed once, by earlier ones, in their shapes, and used.

    Raises
    ------
    NotUnderstood
        The message names the first array of which that is not so.
    """
    kinds, used, computed = {}, set(), []
    for whole, right in forward.items():
        if right.atoms(Entries):
            raise NotUnderstood(f"the recursion takes arrays, each by a matrix expression; got {whole} as {right}")
        if tuple(whole.shape) != tuple(right.shape):
            raise NotUnderstood(f"{whole.name} has the shape {whole.shape}, and what it is computed by {right.shape}")
        refuse_derivatives(right)
        used.update(mentioned(right))
        if whole.name in used or whole.name in computed:
            raise NotUnderstood(f"{whole.name} is computed after it has been used, or twice; put the arrays in order")
        for a in (*arrays_in(right), whole):
            if kinds.setdefault(a.name, a) != a:
                raise NotUnderstood(f"two different arrays are called {a.name}; rename one of them")
        computed.append(whole.name)
    if idle := [name for name in computed[:-1] if name not in used]:
        raise NotUnderstood(f"{idle[0]} reaches nothing: only the last array may be used by no other")
    model = Model(given_in(*forward, *forward.values()), {})
    for whole, right in forward.items():
        check(model, right, f"the definition of {whole.name}")


def _refuse_cost(cost, forward):
    """Refuse a cost of which something is known, or that is called like what the arrays are computed from."""
    if type(cost) is not Symbol or not is_number(cost) or cost.is_positive:
        raise NotUnderstood(f"the cost of a recursion is a number of which nothing is known, scalar('E'); got {cost}")
    if cost.name in names_in(*forward, *forward.values()):
        raise NotUnderstood(f"the cost is called {cost}, and so is something in the recursion; rename one of them")
    printed = dict(Model(given_in(*forward, *forward.values()), {}).printed)
    told_apart(printed, {cost}.union(*map(things, forward.values())), "the recursion")


COUNTED = (
    Array,
    OneMatrix,
    MatAdd,
    MatMul,
    MatPow,
    Transpose,
    HadamardProduct,
    HadamardPower,
    ElementwiseApplyFunction,
)
"""The kinds of matrices in which products are counted; the gradient of a cost counts as an array."""


def multiplications(expr):
    """How many products of two numbers a line costs: those of its matrix products, taken from left to right.

    A product with a row or a column of ones is a sum, and products entry by entry are left out: they are as few as
    the entries.

    Raises `NotUnderstood` for other kinds of matrices, and for shapes that do not fit.
    """
    if not isinstance(expr, MatrixExpr):
        raise TypeError(f"products are counted in a matrix expression, such as times(A, B, v); got {expr!r}")
    expr = exact(expr)
    check(Model(given_in(expr), {}), expr)
    return _multiplications(expr)


def _multiplications(expr):
    if isinstance(expr, Gradient) and isinstance(expr.args[0], Symbol):
        return Integer(0)
    if not isinstance(expr, COUNTED):
        raise NotUnderstood(f"products are not counted in {plain(expr)}, but in sums, powers and products of arrays")
    inner = Add(*(_multiplications(part) for part in expr.args if isinstance(part, MatrixExpr)))
    if isinstance(expr, MatPow):
        return inner + (expr.exp - 1) * expr.shape[0] ** 3
    if not isinstance(expr, MatMul):
        return inner
    number, (left, *factors) = expr.as_coeff_matrices()
    if number.has(MatrixExpr):
        raise NotUnderstood(f"products are not counted in the number {plain(number)}; count its matrices apart")
    rows, summed = left.shape[0], _of_ones(left)
    for factor in factors:
        if not (summed or _of_ones(factor)):
            inner += rows * factor.shape[0] * factor.shape[1]
        summed = False
    return inner


def _of_ones(expr):
    return isinstance(expr.arg if isinstance(expr, Transpose) else expr, OneMatrix)
