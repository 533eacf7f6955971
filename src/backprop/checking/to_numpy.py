"""An expression as a NumPy function: each index is an axis, each sum adds along its own."""

import numpy as np
from sympy import Add, Function, Indexed, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol

from backprop.proving import Index, NotUnderstood, Partial
from backprop.proving.language.entries import general_entry, index_form
from backprop.proving.meaning.value import value


def to_numpy(expr, model):
    """A function of the given arrays and of the unnamed functions that computes `expr` at every index.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        A line of a derivation; partial derivatives in it are taken first.
    model : Model
        Where its quantities come from.

    Returns
    -------
    callable
        ``f(given, functions)``: `given` maps names to arrays (columns and rows are 1-D), `functions` maps the names
        of functions, such as ``"sigma"``, to NumPy ones. The axes of the result are the free indices of `expr`, in
        the order of their names; those of a matrix are its rows and columns, a column or a row having one.
    """
    entry = index_form(general_entry(expr))
    if entry.has(Partial):
        entry = value(model, entry)
    order = {"row": 0, "col": 1}
    free = sorted({i for i in entry.free_symbols if isinstance(i, Index)}, key=lambda i: (order.get(i.name, 2), i.name))

    def function(given, functions):
        return _Evaluation(model, given, functions).over(entry, free)

    return function


class _Evaluation:
    def __init__(self, model, given, functions):
        self.model, self.functions = model, {"exp": np.exp, "log": np.log, **functions}
        self.arrays = {name: np.asarray(a) for name, a in given.items()}
        self.sizes = {}
        for name, a in self.arrays.items():
            sizes = model.ranges[name]
            if a.ndim != len(sizes):
                raise ValueError(f"{name} has the shape {a.shape}; expected {len(sizes)} axes, {sizes}")
            for s, length in zip(sizes, a.shape, strict=True):
                if self.sizes.setdefault(s, length) != length:
                    raise ValueError(f"{name} has the shape {a.shape}; expected {s} = {self.sizes[s]}")

    def over(self, expr, indices):
        """`expr` at every value of `indices`, one axis each."""
        lengths = [int(i.size.xreplace(self.sizes)) for i in indices]
        axes = {i: np.arange(1, n + 1).reshape([-1 if p == q else 1 for q in range(len(indices))])
                for p, (i, n) in enumerate(zip(indices, lengths, strict=True))}  # fmt: skip
        return np.broadcast_to(self.at(expr, axes), lengths).copy()

    def at(self, e, axes):
        if isinstance(e, Rational):
            return int(e) if e.is_Integer else float(e)
        if e in axes:
            return axes[e]
        if e in self.sizes:
            return self.sizes[e]
        if isinstance(e, Indexed):
            return self.array(e.base.name)[tuple(self.at(i, axes) - 1 for i in e.indices)]
        if isinstance(e, Symbol):
            return self.array(e.name)[()]
        if isinstance(e, Sum):
            *inner, (index, low, high) = e.limits
            body = Sum(e.function, *inner) if inner else e.function
            values = np.arange(self.at(low, axes), self.at(high, axes) + 1)
            lifted = {i: np.asarray(a)[..., None] for i, a in axes.items()}
            term = self.at(body, {**lifted, index: values})
            # a term that does not mention the index is still added once for each of its values
            return np.sum(term * np.ones(len(values), dtype=np.asarray(term).dtype), axis=-1)
        if isinstance(e, KroneckerDelta):
            return np.equal(*(self.at(a, axes) for a in e.args)).astype(int)
        args = [self.at(a, axes) for a in e.args]
        if isinstance(e, (Add, Mul)):
            total = args[0]
            for a in args[1:]:
                total = total + a if isinstance(e, Add) else total * a
            return total
        if isinstance(e, Pow):
            return args[0] ** (args[1] if args[1] >= 0 else float(args[1]))
        if isinstance(e, Function) and type(e).__name__ in self.functions:
            return self.functions[type(e).__name__](*args)
        raise NotUnderstood(f"no NumPy function for {type(e).__name__}: {e}")

    def array(self, name):
        if name in self.model.given and name not in self.arrays:
            raise ValueError(f"{name} is missing; given must hold {', '.join(self.model.given)}")
        if name not in self.arrays:
            left, right = self.model.where[name]
            self.arrays[name] = self.over(index_form(right), left.indices if isinstance(left, Indexed) else ())
        return self.arrays[name]
