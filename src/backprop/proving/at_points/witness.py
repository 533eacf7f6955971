"""A further witness at small sizes: SymPy's own `diff` of the written-out cost, evaluated at the same point."""

from functools import cache, lru_cache

from sympy import Indexed, Integer, Mul, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.line import reached
from backprop.proving.at_points.written_out import WrittenOut
from backprop.proving.language.functions import InPieces
from backprop.proving.language.notation import Array, is_number, mentioned
from backprop.proving.language.operators import Entry, Gradient, Jacobian, Partial, Pullback, Unknown
from backprop.proving.language.unnamed import Loss

LONGEST = 1500
"""What has more entries and terms than this, written out, is not given to SymPy."""


def asked(model, e):
    """Whether SymPy is asked: there is a derivative to take, and it is short enough when it is written out."""
    strange = any(part.has(Unknown, Entry, InPieces, Loss) for part in reached(model, e))
    if strange or not e.has(Partial, Gradient, Jacobian, Pullback):
        return False
    return _length(model, e) <= LONGEST


def _length(model, e):
    """How many entries and terms there are in `e` at sizes of 2, roughly."""

    @cache
    def of(name):
        return 1 + (count(model.where[name][1]) if name in model.where else 0)

    def count(part):
        if isinstance(part, (Array, Indexed)) or is_number(part):
            (name,) = mentioned(part)
            return of(name) * (_at_two(Mul(*part.sizes)) if isinstance(part, Array) else 1)
        if isinstance(part, Sum):
            terms = Mul(*[high - low + 1 for _, low, high in part.limits])
            return max(1, _at_two(terms)) * count(part.function)
        return 1 + sum(map(count, part.args))

    return count(e)


@lru_cache(maxsize=1000)
def _at_two(e):
    return int(e.xreplace(dict.fromkeys(e.free_symbols, Integer(2))))


@lru_cache(maxsize=64)
def _written_out(model):
    """The model at sizes of 2, for the next line too: what has been written out once stays written out."""
    return WrittenOut(model, {s: Integer(2) for s in model.sizes})


def contradicted(pair, at):
    """The first of the two lines whose derivatives SymPy takes otherwise; None if they are as they were taken here.

    `at` is an `Evaluation` at sizes of 2.
    """
    written = _written_out(pair.model)
    number = _Numbers(at, written)
    for e in (pair.before, pair.after):
        if not asked(pair.model, e):
            continue
        if isinstance(e, MatrixExpr):
            here = [value for line in at.array(e) for value, _ in line]
            there = list(written.array(e, {}))
        else:
            here = [at.number(e, env)[0] for env in pair.choices(at)]
            there = [written.number(e, env) for env in pair.choices(at)]
        if not all(at.forward.system.equal(a, number(b)) for a, b in zip(here, there, strict=True)):
            return e
    return None


class _Numbers:
    """Written-out expressions in the numbers of an evaluation."""

    def __init__(self, at, written):
        self.at, self.written, self.known = at, written, {}

    def __call__(self, e):
        return self.at.forward.formula(e, self.leaf)[0]

    def leaf(self, part):
        if part not in self.known:
            self.known[part] = self._leaf(part)
        return self.known[part]

    def _leaf(self, part):
        if isinstance(part, Symbol):
            return self.at.quantity(*self.written.leaves[part])
        if isinstance(part, AppliedUndef):
            name = part.func.__name__
            argument = self.at.forward.formula(part.args[0], self.leaf)
            return self.at.forward.of_opaque(name.rstrip("'"), (0,) * name.count("'"), [argument])
        return None
