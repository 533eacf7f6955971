"""Has a line a meaning in a model? Every name known, every index in its range, no division by what may be 0."""

from itertools import pairwise

from sympy import (
    Dummy,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Pow,
    Rational,
    Sum,
    Symbol,
    Trace,
    log,
    pi,
    preorder_traversal,
)
from sympy.matrices.expressions import HadamardProduct, MatAdd, MatMul, MatPow
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, freshen, general_entry, general_indices, index_form
from backprop.proving.language.functions import NAMED, InPieces
from backprop.proving.language.notation import Array, Index, mentioned
from backprop.proving.language.operators import Entry, Partial
from backprop.proving.language.unnamed import Activation, Loss
from backprop.proving.meaning.names import things, told_apart
from backprop.proving.meaning.positive import positive
from backprop.proving.meaning.ranges import in_range, never_negative
from backprop.proving.meaning.value import value


def check(model, expr, what="the line", mark=None):
    """Raise `NotUnderstood` unless every name in `expr` is defined in `model` and every index provably in its range."""
    mark = model.mark if mark is None else mark
    kinds = dict(model.given)
    for a in expr.atoms(Array):
        if model.ranges.get(a.name) != a.sizes:
            raise NotUnderstood(f"{what} mentions {a.name} with sizes {a.sizes}; {_known(model, a.name)}")
        if kinds.setdefault(a.name, a) != a:
            raise NotUnderstood(f"{what} has {a.name} as a column and as a row; write a transpose instead")
    told_apart(dict(model.printed), things(expr), what, mark)
    _check_shapes(expr, what)
    if expr.has(Entry):
        _check_places(model, expr, {}, what)
    _check_bases(model, expr, {}, what)  # as typed: SymPy cancels 0/0 as soon as a product is built again
    entry = index_form(general_entry(expr))
    if isinstance(expr, MatrixExpr):
        shown = {t for t in things(entry) if not isinstance(t, Dummy)}
        told_apart(dict(model.printed), shown, what, mark)
        if loose := {i for i in entry.free_symbols if isinstance(i, Index)} - set(general_indices(expr)):
            raise NotUnderstood(f"{what} is a matrix, in which the index {listed(loose)} stands free")
    _check(model, freshen(entry), {}, what)


def _check_shapes(expr, what):
    """SymPy lets a product of m x n by m x 1 pass, as n could be m; a line holds for every size or not at all."""
    for node in preorder_traversal(expr):
        parts = [a for a in node.args if getattr(a, "is_Matrix", False)]
        shapes = [tuple(a.shape) for a in parts]
        product = isinstance(node, MatMul) and any(a[1] != b[0] for a, b in pairwise(shapes))
        if isinstance(node, Trace) and node.arg.shape[0] != node.arg.shape[1]:
            raise NotUnderstood(f"{what}: a trace is taken of a square matrix; {plain(node.arg)} is {shapes[0]}")
        if isinstance(node, MatPow) and len(set(shapes[0])) > 1:
            by_entry = f"hadamard({node.base}, {node.base})" if node.exp.is_Integer else "Entries(sqrt(z[j]), j)"
            raise NotUnderstood(
                f"{what}: a power of a matrix is of a square one, and {plain(node.base)} is {shapes[0][0]} by "
                f"{shapes[0][1]}; entry by entry it is written as {by_entry}"
            )
        if product or (isinstance(node, (MatAdd, HadamardProduct)) and len(set(shapes)) > 1):
            fits = ", ".join(
                f"{plain(part)} is {rows} by {cols}" for part, (rows, cols) in zip(parts, shapes, strict=True)
            )
            by_entry = "; the product entry by entry is hadamard" if product and len(set(shapes)) == 1 else ""
            raise NotUnderstood(f"{what}: the shapes do not fit (is a transpose missing?): {fits}{by_entry}")


def _check_places(model, expr, ranges, what):
    """Every entry of a matrix stands in a row and a column that it has: of a matrix of ones nothing else says so."""
    if isinstance(expr, Sum):
        ranges = {**ranges, **_limits(model, expr, ranges, what)}
    if isinstance(expr, Entry):
        for index, high in zip(expr.args[1:], expr.args[0].shape, strict=True):
            if not in_range(index, Integer(1), high, ranges):
                raise NotUnderstood(
                    f"{what}: {_plain(index, ranges)} in {plain(expr)} is not proved to stay within 1..{high}"
                )
    for part in expr.args:
        _check_places(model, part, ranges, what)


def _check(model, expr, ranges, what):
    if isinstance(expr, Indexed):
        _check_entry(model, expr, ranges, what)
    elif isinstance(expr, Symbol):
        if isinstance(expr, Index):
            known = expr.size.free_symbols <= set(model.sizes) and expr.size.is_integer
        else:
            known = model.is_scalar(expr)
        if not (known or expr in ranges or expr in model.sizes):
            raise NotUnderstood(f"{what} mentions {expr}, which is not defined; {_known(model, expr.name)}")
    elif isinstance(expr, Sum):
        _check(model, expr.function, {**ranges, **_limits(model, expr, ranges, what)}, what)
    elif isinstance(expr, Partial):
        _check_partial(model, expr, what)
        for a in expr.args:
            _check(model, a, ranges, what)
    elif expr.is_Pow or isinstance(expr, log):
        _check(model, expr.args[0], ranges, what)
        _check_base(model, expr, ranges, what)
    elif isinstance(expr, KroneckerDelta):
        if not all(a.is_integer for a in expr.args) or expr.atoms(Indexed):
            raise NotUnderstood(f"{what} holds {expr}; a delta compares indices, sizes and whole numbers")
        for symbol in expr.free_symbols - set(ranges):
            _check(model, symbol, ranges, what)
    elif isinstance(expr, (Rational, Activation, Loss, InPieces, *NAMED)) or expr is pi or expr.is_Add or expr.is_Mul:
        for a in expr.args:
            _check(model, a, ranges, what)
    else:
        raise NotUnderstood(f"{what} holds a {type(expr).__name__}, for which the book has no rule: {expr}")


def _limits(model, expr, ranges, what):
    """The ranges of the bound indices of a sum, each of which holds a number for every size."""
    found = {}
    for index, low, high in reversed(expr.limits):
        if not (low.free_symbols | high.free_symbols) <= set(model.sizes):
            raise NotUnderstood(f"{what} sums from {low} to {high}; limits may hold sizes and numbers only")
        if not (low.is_integer and high.is_integer):
            raise NotUnderstood(f"{what} sums from {low} to {high}; limits are whole numbers")
        if not never_negative(high - low + 1, {**ranges, **found}):
            raise NotUnderstood(f"{what} sums from {low} to {high}, which is not a range for every size")
        found[index] = low, high
    return found


def _check_bases(model, expr, ranges, what):
    if isinstance(expr, Sum):
        ranges = {**ranges, **{index: (low, high) for index, low, high in expr.limits}}
    if isinstance(expr, (Pow, log)):
        _check_base(model, expr, ranges, what)
    if isinstance(expr, ElementwiseApplyFunction):  # of every entry: the variable of the function has no sign
        if isinstance(applied := general_entry(expr), log):
            _check_base(model, applied, ranges, what)
        return _check_bases(model, expr.expr, ranges, what)
    for part in expr.args:
        _check_bases(model, part, ranges, what)


def _is_positive(model, expr, ranges):
    """Whether it is seen as it stands; if not, from what it is computed from."""
    return positive(expr, ranges) or positive(value(model, expr), ranges)


def _check_base(model, expr, ranges, what):
    """Only powers in numbers; what is divided by, or under a root or a logarithm, is provably positive."""
    if expr.is_Pow and not expr.exp.is_Rational:
        raise NotUnderstood(f"{what} holds {plain(expr)}; only whole powers have a rule, and roots of what is positive")
    whole = expr.is_Pow and expr.exp.is_Integer
    if not (whole and expr.exp.is_nonnegative) and not _is_positive(model, expr.args[0], ranges):
        by = "takes the logarithm of" if isinstance(expr, log) else "divides by" if whole else "takes a root of"
        how = "declare what is given with positive=True, or add what is positive"
        raise NotUnderstood(f"{what} {by} {plain(expr.args[0])}, which is not known to be positive; {how}")


def _check_entry(model, expr, ranges, what):
    name = expr.base.name
    sizes = model.ranges.get(name)
    base = model.given[name].base if name in model.given else IndexedBase(name, real=True)
    if sizes is None or expr.base != base:
        raise NotUnderstood(f"{what} mentions {expr}, which is not defined; {_known(model, name)}")
    if len(sizes) != len(expr.indices):
        raise NotUnderstood(f"{what} mentions {expr}; {name} takes {len(sizes)} indices")
    for index, high in zip(expr.indices, sizes, strict=True):
        for symbol in index.free_symbols - set(ranges):
            _check(model, symbol, ranges, what)
        if not in_range(index, Integer(1), high, ranges):
            raise NotUnderstood(f"{what}: {_plain(index, ranges)} in {expr} is not proved to stay within 1..{high}")


def _check_partial(model, expr, what):
    top, var = expr.args
    if not (isinstance(var, Indexed) or model.is_scalar(var)):
        raise NotUnderstood(f"{what} differentiates by {var}, which is not an entry of a defined quantity")
    if named := (mentioned(top) | mentioned(var)) & model.by_derivative:
        raise NotUnderstood(
            f"{what} holds {plain(expr)}, but {listed(named)} is computed by a derivative, and only a name for it"
        )
    if top.has(Partial):
        raise NotUnderstood(f"{what} holds a partial derivative of a partial derivative, {plain(expr)}")
    name = mentioned(var).pop()
    tops = mentioned(top)
    downstream = {t for t in tops if t != name and name not in model.ancestors(t) and t in model.ancestors(name)}
    if downstream and downstream == tops:
        reverse = f"{listed(tops)} is not computed from {plain(var)}: it is the reverse"
        raise NotUnderstood(f"{what} holds {plain(expr)}, but {reverse}")


def _known(model, name):
    if name in model.ranges:
        return f"{name} is defined with the sizes {model.ranges[name]}, and real"
    return f"defined are {', '.join(model.ranges)}"


def listed(things):
    """The names of these, in order, for a message."""
    return ", ".join(sorted(map(str, things)))


def _plain(index, ranges):
    low, high = ranges.get(index, (1, getattr(index, "size", None)))
    return f"{index} (from {low} to {high})" if high is not None else str(index)
