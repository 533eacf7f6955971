"""Does the NumPy code compute SymPy's derivative of the cost? All they share is the definition of the model."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sympy import Expr, Float, Integer, Symbol, SympifyError, Tuple, sympify
from sympy.core.function import AppliedUndef

from backprop.checking.likely_cause import cause_of_shape, cause_of_values
from backprop.numeric import Activation
from backprop.proving import Model
from backprop.proving.at_points.confirm import is_positive
from backprop.proving.at_points.written_out import U, WrittenOut, in_numbers
from backprop.proving.meaning.well_formed import listed

SIZES = ((1,) * 8, (2,) * 8, (2, 3, 4, 1, 5, 6, 7, 8), (4, 3, 2, 5, 6, 1, 8, 7))
"""Ones, square, and pairwise distinct in two orders, for the sizes in the order of the model."""

TARGETS = ("y", "Y", "U")
"""What the book compares an output with, U as the logits of a teacher: nobody asks for the gradient by it."""

TOO_LARGE = "the derivative of the cost is too large for float64 at what was drawn, and nothing can be compared there"
RTOL = 1e-12
"""Largest relative error, to the largest entry of the gradient: some rounding errors of float64."""


class Disagreement(AssertionError):
    """The code and SymPy's derivative of the cost differ; the message says where and by what."""


@dataclass(frozen=True)
class Agreement:
    """What was compared, and found equal: for each gradient its shape, then its values, at every choice of sizes."""

    function: str
    cost: str
    gradients: tuple
    sizes: tuple

    def __repr__(self):
        sizes = ", ".join(str(s) for s in self.sizes)
        return "\n".join(
            [f"{self.function} against SymPy's derivative of {self.cost}, sizes {sizes}:"]
            + [f"  {name:6} shapes agree, values agree" for name in self.gradients]
        )


def agrees(function, model, cost, *activations, sizes=None, seed=0, labels=(), targets=None):
    """Compare every gradient that `function` returns with SymPy's own derivative of the written-out cost.

    SymPy sees the definition of the cost and the activation's formula, and differentiates; it never sees the
    formula that the code implements.

    Parameters
    ----------
    function : callable
        ``function(*given, *activations)``, the arrays in the order of ``model.given``; returns a NamedTuple
        with a field called ``dE_dw`` for everything given, here w, but the targets.
    model, cost : Model, Symbol
        The model and its cost E.
    *activations : Activation
        One for each unnamed function of the model, in the order of their names: its formula is for SymPy, its code
        for `function`. None if the model names its own.
    sizes : iterable of tuples, optional
        For the sizes of the model in order; by default ones, square, and pairwise distinct in two orders.
    seed : int
        Of the random arrays.
    labels : iterable of str
        The names of what to draw from between 0 and 1, where `function` accepts nothing else.
    targets : iterable of str
        The names of what needs no gradient; by default those of the book's targets.

    Returns
    -------
    Agreement

    Raises
    ------
    Disagreement
        A shape differs (looked at first) or a value does.
    """
    if type(model) is not Model:
        raise TypeError(f"code is compared with a Model and its cost; got a {type(model).__name__}")
    if not callable(function):
        raise TypeError(f"code is a function of what the model is given; got a {type(function).__name__}")
    if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool) or seed < 0:
        raise ValueError(f"a seed is a whole number from 0 on; got {seed!r}")
    cost = _cost_of(model, cost)
    labels = _of_given(model, labels, "labels")
    targets = TARGETS if targets is None else _of_given(model, targets, "targets")
    sizes = _choices(SIZES if sizes is None else sizes, model.sizes)
    rng, seen, fields = np.random.default_rng(seed), set(), None
    for choice in sizes:
        written, derivatives, names = _written(model, cost, choice)
        given, expected = _drawn(written, derivatives, _formulas(names, activations), rng, labels)
        returned = function(*given.values(), *activations)
        where = dict(zip(map(str, model.sizes), choice, strict=True))
        found = _by_name(function, returned, model, cost, targets)
        for name, (field, gradient) in found.items():
            compare(field, gradient, expected[name], where)
        here = tuple(field for field, _ in found.values())
        if fields not in (None, here):
            raise TypeError(f"{_name_of(function)} returned {', '.join(here)}, and {', '.join(fields)} at other sizes")
        fields = here
        seen |= {name for name, gradient in expected.items() if gradient.any()}
    if blind := set(model.given) - seen:
        raise Disagreement(f"the cost does not change with {', '.join(sorted(blind))}: nothing was compared")
    return Agreement(_name_of(function), str(cost), fields, sizes)


def _cost_of(model, cost):
    """The model's own symbol for its cost, so that it is called by no other name."""
    costs = [left for left, _ in model.where.values() if left.is_Symbol]
    if not isinstance(cost, Symbol) or cost not in costs:
        raise ValueError(f"the cost is a number that the model computes, {listed(costs)}; got {cost}")
    return costs[costs.index(cost)]


def _name_of(function):
    """What a function is called, in one line."""
    return " ".join(str(getattr(function, "__name__", type(function).__name__)).split())


def _of_given(model, names, what):
    """These names, each of something given."""
    names = tuple(names) if isinstance(names, Iterable) else (names,)
    if strange := [name for name in names if type(name) is not str]:
        raise TypeError(f"{what} are the names of things given, such as 'y'; got {strange[0]!r}")
    if unknown := set(names) - set(model.given):
        raise ValueError(f"{what} names {', '.join(sorted(unknown))}; given are {', '.join(model.given)}")
    return names


def _choices(sizes, of):
    """The sizes to compare at, each a whole number for every size of the model."""
    given = tuple(sizes) if isinstance(sizes, Iterable) else sizes
    each = given if isinstance(given, tuple) and all(isinstance(choice, Iterable) for choice in given) else ()
    choices = [tuple(choice)[: len(of)] for choice in each]
    if not choices or any(len(c) < len(of) or not all(type(s) is int and s > 0 for s in c) for c in choices):
        names = ", ".join(map(str, of))
        raise ValueError(f"sizes are tuples of whole numbers from 1 on, one for each of {names}; got {given}")
    return tuple(dict.fromkeys(choices))


def _by_name(function, returned, model, cost, targets):
    """Name of a thing given -> field and gradient, which are to be there for everything but the targets."""
    if not hasattr(returned, "_asdict"):
        kind = type(returned).__name__
        raise TypeError(f"{_name_of(function)} returned a {kind}; expected a NamedTuple with fields such as dE_dw")
    found, names = {}, {f"d{cost}_d{name}": name for name in model.given}
    for field, gradient in returned._asdict().items():
        if type(field) is not str or field not in names or names[field] in found:
            raise TypeError(
                f"{_name_of(function)} returned {field}; expected one gradient by each of {', '.join(model.given)}, "
                f"called {', '.join(names)}"
            )
        name = names[field]
        try:
            gradient = np.asarray(gradient)
        except ValueError:
            raise TypeError(f"{field} holds rows of several lengths; a gradient is an array of real numbers") from None
        if gradient.dtype.kind not in "fiu":
            raise TypeError(f"{field} holds {gradient.dtype}; a gradient is an array of real numbers such as float64")
        found[name] = field, gradient
    if missing := [name for name in model.given if name not in found and name not in targets]:
        raise TypeError(f"{_name_of(function)} returned no gradient by {', '.join(missing)}")
    if not found:
        raise TypeError(f"{_name_of(function)} returned no gradient")
    return found


@lru_cache(maxsize=64)
def _written(model, cost, choice):
    """The derivative of the cost by every entry of everything given, written out, and the functions still unnamed."""
    written = WrittenOut(model, dict(zip(model.sizes, map(Integer, choice), strict=True)))
    derivatives = {}
    for name, given in model.given.items():
        places = np.ndindex(written.shapes[name])
        by_entry = [written.partial(cost, given[tuple(i + 1 for i in at)] if at else given, {}) for at in places]
        derivatives[name] = np.array(by_entry, dtype=object).reshape(written.shapes[name])
    applied = Tuple(*(e for by_entry in derivatives.values() for e in by_entry.flat)).atoms(AppliedUndef)
    return written, derivatives, sorted({f.func.__name__.removesuffix("'") for f in applied})


def _numbers(rng, label, positive, shape):
    """Random numbers: labels between 0 and 1, what is declared positive above 0."""
    numbers = (rng.uniform if label else rng.normal)(size=shape)
    return np.abs(numbers) + 1 / 8 if positive and not label else numbers


def _drawn(written, derivatives, formulas, rng, labels):
    """Random arrays and the gradients at them; drawn again where one is 0 throughout, which hides mistakes."""
    for _ in range(20):
        given = {
            name: _numbers(rng, name in labels, is_positive(written.model, name), written.shapes[name])
            for name in written.model.given
        }
        numbers = {
            leaf: Float(float(given[name][tuple(i - 1 for i in at)]), 30)
            for leaf, (name, at) in written.leaves.items()
            if name in given
        }
        expected = {name: _expected(by_entry, formulas, numbers) for name, by_entry in derivatives.items()}
        if all(gradient.any() for gradient in expected.values()):
            break
    return given, expected


def _formulas(names, activations):
    """For each undefined function of the model the formula of an activation."""
    if len(names) != len(activations):
        raise ValueError(f"the model has the unnamed functions {names}; got {len(activations)} activations")
    if wrong := [a for a in activations if not isinstance(a, Activation)]:
        raise TypeError(
            f"activations are given as ACTIVATIONS[...]; got {type(wrong[0]).__name__} {str(wrong[0])[:30]}"
        )
    return {name: _formula_of(a) for name, a in zip(names, activations, strict=True)}


def _formula_of(activation):
    """The formula of an activation in `U`, for SymPy to differentiate."""
    try:
        formula = sympify(activation.formula, locals={"z": U})
    except (SympifyError, TypeError, AttributeError):
        formula = None
    if not isinstance(formula, Expr) or not formula.free_symbols <= {U} or formula.atoms(AppliedUndef):
        raise ValueError(
            f"the formula of {activation.name} is one in z of SymPy's functions, such as 1/(1 + exp(-z)); "
            f"got {activation.formula!r}"
        )
    return formula


def _expected(derivatives, formulas, numbers):
    """The derivatives in numbers, computed with 30 digits and rounded once."""
    try:
        exact = in_numbers(Tuple(*derivatives.ravel()), numbers, formulas.get)
        values = [e.evalf(30) for e in exact]
    except OverflowError:
        raise ValueError(TOO_LARGE) from None
    if not all(value.is_real for value in values):
        raise ValueError(
            "the derivative of the cost is no real number at what was drawn; declare things positive, or name labels"
        )
    if any(abs(value) > np.finfo(float).max for value in values):
        raise ValueError(TOO_LARGE)
    return np.array([float(value) for value in values]).reshape(derivatives.shape)


def compare(field, gradient, expected, where):
    """Raise `Disagreement` unless a gradient has the shape and, to `RTOL`, the values expected at the sizes `where`."""
    at = ", ".join(f"{name} = {value}" for name, value in where.items())
    if gradient.shape != expected.shape:
        raise Disagreement(
            f"{field} has shape {gradient.shape}; its variable has {expected.shape} (at {at}).\n"
            f"  likely cause: {cause_of_shape(gradient, expected)}"
        )
    error = np.abs(gradient - expected)
    scale = np.abs(expected).max()
    if not (error <= RTOL * scale).all():
        worst = np.unravel_index(np.nanargmax(np.where(np.isnan(error), np.inf, error)), error.shape)
        raise Disagreement(
            f"{field} is not SymPy's derivative of the cost at {at}. The worst entry is {[int(i) for i in worst]}:\n"
            f"  code   {gradient[worst]:.6g}\n  SymPy  {expected[worst]:.6g}\n"
            f"  likely cause: {cause_of_values(gradient, expected)}"
        )
