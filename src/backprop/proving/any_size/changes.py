"""Forms changed from the inside out: an index put for another, a definition for a quantity.

Whatever is rebuilt is brought to its normal form again by the rule of its kind.
"""

from fractions import Fraction
from functools import lru_cache

from sympy import Add, Dummy, Indexed, Integer, KroneckerDelta, Mul, Pow, Rational, Symbol

from backprop.proving.any_size.forms import ZERO, Atom, Bound, Form, constant, product, single
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Index
from backprop.proving.meaning.ranges import in_range, never_negative

REBUILT = {}
"""Kind of atom -> (atom, exponent, change): its power as a form, its parts changed. Each subject enters its own."""


class Change:
    """What is put for atoms; of an atom that holds others, for those inside.

    Parameters
    ----------
    touches : callable
        Whether an atom holds anything to be changed.
    put : callable
        The form that is put for an atom of the kinds that hold no others: entry, symbol, delta, partial.
    ranges : dict
        For the bound indices around the form their (low, high).
    """

    def __init__(self, touches, put, ranges):
        self.touches, self.put, self.ranges = touches, put, ranges
        self.known = {}

    def within(self, limits):
        """The same change under a sum."""
        return Change(self.touches, self.put, {**self.ranges, **limits})

    def form(self, form):
        """`form`, changed."""
        out, kept = ZERO, {}
        for term, c in form.terms.items():
            touched = [(a, e) for a, e in term if self.touches(a)]
            if touched:
                still = Form({term.difference(touched): c})
                out += product([still, *(self._atom(a, e) for a, e in touched)])
            else:
                kept[term] = c
        return one_name(out, self.ranges) + Form(kept)

    def _atom(self, atom, e):
        if (atom, e) not in self.known:
            rebuilt = REBUILT.get(atom.kind)
            self.known[atom, e] = rebuilt(atom, e, self) if rebuilt else REBUILT["power"](self.put(atom, self), e)
        return self.known[atom, e]


def substituted(form, names, ranges):
    """`form` with `names`, {index: what is put for it}; `ranges` are those of the bound indices afterwards."""

    def put(atom, change):
        new = _renamed(atom.parts[-1], names)
        if atom.kind == "partial":
            return single(Atom("partial", change.form(atom.parts[0]), new))
        return leaf(new)

    return Change(lambda atom: not atom.free.isdisjoint(names), put, ranges).form(form)


def _renamed(expr, names):
    if isinstance(expr, Indexed):
        return _entry(expr.base, *[i.xreplace(names) if i.args else names.get(i, i) for i in expr.indices])
    return expr.xreplace(names)


@lru_cache(maxsize=20_000)
def _entry(base, *indices):
    """An entry, made once: SymPy works out its assumptions each time."""
    return Indexed(base, *indices)


def one_name(form, ranges):
    """Where a delta of two indices stays, one of them is written for the other in all other factors."""
    out, kept = ZERO, {}
    for term, c in form.terms.items():
        new = _with_one_name(term, ranges)
        if new is None:
            kept[term] = c
        else:
            out += new.scaled(c)
    return out + Form(kept) if len(kept) < len(form.terms) else form


def _with_one_name(term, ranges):
    for delta in sorted((a for a, _ in term if a.kind == "delta"), key=str):
        if _apart(*delta.parts[0].args, ranges):
            return ZERO
        keep, drop = sorted(delta.parts[0].args, key=lambda a: (is_index(a), str(Atom("symbol", a))))
        others = term.difference([(delta, 1)])
        if is_index(drop) and not keep.has(drop) and any(drop in a.free for a, _ in others):
            if counts(Form({others: 1}), drop) and not _stays(keep, drop, ranges):
                continue  # what is divided by is positive within the range only
            return one_name(single(delta) * substituted(Form({others: 1}), {drop: keep}, ranges), ranges)
    return None


def _stays(value, index, ranges):
    """Whether a value is proved to be one of the index's."""
    low, high = ranges.get(index) or (Integer(1), getattr(index, "size", None))
    return high is not None and in_range(value, low, high, ranges)


def _apart(a, b, ranges):
    """Whether one is always less than the other; two indices never are."""
    if is_index(a) and is_index(b):
        return False
    return never_negative(a - b - 1, ranges) or never_negative(b - a - 1, ranges)


def is_index(symbol):
    """Whether a symbol is an index, free or bound."""
    return isinstance(symbol, (Index, Dummy, Bound))


def counts(form, index):
    """Whether the index stands in what is positive within its range only.

    That is what is divided by, under a root or a logarithm, or in a step, be it inside a derivative, and by a name too:
    what the name is defined as may count the index.
    """
    return any(_counted(a, e, index) for term in form.terms for a, e in term)


def _counted(atom, e, index):
    if index not in atom.free:
        return False
    if e < 0 or e % 1 or atom.kind in ("base", "log", "step"):
        return True
    return any(_counted(a, k, index) for a, k in inside_of(atom))


def inside_of(atom):
    """The factors, with their powers, of all that an atom holds."""
    for part in atom.parts:
        for term in part.terms if isinstance(part, Form) else [part] if isinstance(part, frozenset) else []:
            yield from term


def leaf(expr):
    """An entry, a symbol, a delta or a polynomial of such, as a form."""
    if isinstance(expr, Rational):
        return constant(fraction(expr))
    if isinstance(expr, Indexed):
        return single(Atom("entry", expr))
    if isinstance(expr, KroneckerDelta):
        return single(Atom("delta", expr))
    if isinstance(expr, Symbol):
        return single(Atom("symbol", expr))
    if isinstance(expr, Add):
        out = ZERO
        for part in expr.args:
            out += leaf(part)
        return out
    if isinstance(expr, Mul):
        return product(map(leaf, expr.args))
    if isinstance(expr, Pow) and isinstance(expr.exp, Integer) and expr.exp > 0:
        return leaf(expr.base) ** int(expr.exp)
    raise NotUnderstood(f"the normal form has no rule for a {type(expr).__name__}: {expr}")


def fraction(number):
    """A rational number of SymPy's as Python's."""
    return int(number) if number.q == 1 else Fraction(int(number.p), int(number.q))
