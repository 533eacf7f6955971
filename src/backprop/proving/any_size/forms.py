"""Forms: sums of terms, each a number and a product of atoms to powers. Two forms are equal if their terms are.

An atom is an entry, a number of the model, a delta, or what a function, a division or a sum makes of other forms. It is
kept once: two atoms that say the same are one. The bound indices of a sum are named by where they stand, so that an
atom looks the same wherever it is used.
"""

from fractions import Fraction
from functools import lru_cache
from weakref import WeakValueDictionary

from sympy import Basic, Dummy, Indexed, Symbol, cos, sin

from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Index

ATOMS = WeakValueDictionary()

MOST_TERMS = 50_000
"""So many terms are written out where sums are multiplied or numbers put in, and no more."""


class Bound(Symbol):
    """A bound index of a form: the `place`-th of a sum that holds `height` sums in one another. None can be typed."""

    def __new__(cls, height, place):
        return Symbol.__xnew__(cls, f"i{height}_{place}", integer=True)


class Atom:
    """What forms are made of.

    `free` holds the symbols that no sum inside binds, `names` the quantities that stand in it, and for a partial
    derivative ("by", the name of what it is taken by) alone.
    """

    __slots__ = ("__weakref__", "free", "height", "kind", "names", "parts", "text")

    def __new__(cls, kind, *parts):
        if (known := ATOMS.get((kind, parts))) is not None:
            return known
        self = super().__new__(cls)
        self.kind, self.parts, self.text = kind, parts, None
        self.free, self.height = frozenset().union(*map(_free, parts)), max(map(_height, parts), default=0)
        self.names = (
            frozenset([("by", name_of(parts[1]))]) if kind == "partial" else frozenset().union(*map(_names, parts))
        )
        if kind == "sum":
            self.height += 1
            self.free -= {Bound(self.height, place) for place in range(len(parts[0]))}
        ATOMS[kind, parts] = self
        return self

    def __str__(self):
        if self.text is None:
            self.text = written(self, {})
        return self.text


def _free(part):
    if isinstance(part, Form):
        return part.free
    if isinstance(part, frozenset):
        return frozenset().union(*[a.free for a, _ in part])
    if isinstance(part, tuple):
        return frozenset().union(*map(_free, part))
    if isinstance(part, Indexed):
        return frozenset().union(*[i.free_symbols for i in part.indices])
    return frozenset(part.free_symbols) if isinstance(part, Basic) else frozenset()


def name_of(entry):
    """The name of an entry's array, or of a number."""
    return entry.base.label.name if isinstance(entry, Indexed) else entry.name


def _names(part):
    if isinstance(part, Form):
        return part.names
    if isinstance(part, frozenset):
        return frozenset().union(*[a.names for a, _ in part])
    named = isinstance(part, Indexed) or (isinstance(part, Symbol) and not part.is_integer)
    return frozenset([name_of(part)]) if named else frozenset()


def _height(part):
    terms = part.terms if isinstance(part, Form) else [part] if isinstance(part, frozenset) else []
    return max((a.height for term in terms for a, _ in term), default=0)


class Form:
    """A sum of terms: `terms` maps a set of (atom, exponent) to its coefficient."""

    __slots__ = ("_free", "_hash", "terms")

    def __init__(self, terms):
        self.terms = terms
        self._hash = self._free = None

    def __eq__(self, other):
        return isinstance(other, Form) and self.terms == other.terms

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __bool__(self):
        return bool(self.terms)

    @property
    def free(self):
        """The symbols that no sum inside binds."""
        if self._free is None:
            self._free = frozenset().union(*[a.free for term in self.terms for a, _ in term])
        return self._free

    @property
    def names(self):
        """The quantities that stand in it."""
        return frozenset().union(*[a.names for term in self.terms for a, _ in term])

    @property
    def number(self):
        """The number that it is, or None."""
        if self.terms.keys() <= {NOTHING}:
            return self.terms.get(NOTHING, 0)
        return None

    def __add__(self, other):
        terms = dict(self.terms)
        for term, c in other.terms.items():
            if total := terms.get(term, 0) + c:
                terms[term] = total
            else:
                del terms[term]
        refuse_long(len(terms))
        return Form(terms)

    def __neg__(self):
        return self.scaled(-1)

    def __sub__(self, other):
        return self + -other

    def scaled(self, number):
        """It times a number."""
        return Form({term: number * c for term, c in self.terms.items()}) if number else ZERO

    def __mul__(self, other):
        """The product, multiplied out."""
        refuse_long(len(self.terms) * len(other.terms))
        terms, powers = {}, []
        for a, c in self.terms.items():
            for b, d in other.terms.items():
                scale, term, more = _merged(a, b)
                if more:
                    powers.append((Form({term: c * d * scale}), more))
                    continue
                if total := terms.get(term, 0) + c * d * scale:
                    terms[term] = total
                else:
                    del terms[term]
        out = Form(terms)
        for term, more in powers:
            for base, whole in more:
                term = term * base**whole
            out += term
        return out

    def __pow__(self, whole):
        if whole == 1:
            return self
        out = ONE
        for _ in range(whole):
            out = out * self
        return out


def _merged(a, b):
    """The product of two terms: a number, a term, and the sums that take the place of some powers in it."""
    if not a or not b:
        return 1, a or b, ()
    exponents, scale, more = dict(a), 1, []
    for atom, e in b:
        if atom not in exponents:
            exponents[atom] = e
        elif atom.kind not in ONCE:
            e += exponents.pop(atom)
            if (atom.kind in ("base", "prime") and e >= 1) or (atom.kind == "prime" and e < 0):
                whole = e // 1
                e -= whole
                if atom.kind == "prime":
                    scale *= Fraction(atom.parts[0]) ** whole
                else:
                    more.append((atom.parts[0], whole))
            elif atom.kind == "apply" and atom.parts[0] is sin and e == 2:
                more.append((ONE - single(Atom("apply", cos, atom.parts[1]), 2), 1))
                e = 0
            if e:
                exponents[atom] = e
    return scale, frozenset(exponents.items()), more


ONCE = ("delta", "step")
"""Atoms that are 0 or 1, hence their own square."""
NOTHING = frozenset()
ZERO = Form({})
ONE = Form({NOTHING: 1})


def refuse_long(terms):
    """Raise `NotUnderstood` where there would be more than `MOST_TERMS`: nobody would wait for them."""
    if terms > MOST_TERMS:
        raise NotUnderstood(f"the line has more than {MOST_TERMS} terms when it is multiplied out")


def constant(number):
    """A number as a form."""
    return Form({NOTHING: number}) if number else ZERO


def single(atom, exponent=1):
    """One atom, to a power that leaves it as it is, as a form."""
    return Form({frozenset([(atom, exponent)]): 1})


def product(forms):
    """The product of forms."""
    out = ONE
    for form in forms:
        out = out * form
    return out


def written(part, names):
    """A form, a term or an atom as text, by which it is put in order; `names` maps symbols to what is written."""
    if isinstance(part, Atom):
        if not names or (not isinstance(names, Erased) and part.free.isdisjoint(names)):
            if part.text is None:
                part.text = f"{part.kind}({','.join(written(p, {}) for p in part.parts)})"
            return part.text
        return f"{part.kind}({','.join(written(p, names) for p in part.parts)})"
    if isinstance(part, Form):
        return "+".join(sorted(f"{c}*{written(term, names)}" for term, c in part.terms.items()))
    if isinstance(part, frozenset):
        return "*".join(sorted(f"{written(a, names)}^{e}" for a, e in part))
    if isinstance(part, tuple):
        return ",".join(written(p, names) for p in part)
    if isinstance(part, Indexed):
        return f"{part.base.label.name}[{','.join(written(i, names) for i in part.indices)}]"
    if isinstance(part, Symbol):
        return names[part] if part in names else _text(part)
    if isinstance(part, Basic) and part.args and any(s in names for s in part.free_symbols):
        return str(part.xreplace({s: Symbol(names[s]) for s in part.free_symbols if s in names}))
    return part.__name__ if isinstance(part, type) else _text(part)


@lru_cache(maxsize=20_000)
def _text(part):
    return f"{part}{part.dummy_index}" if isinstance(part, Dummy) else str(part)


class Erased(dict):
    """Names in which every index is written alike."""

    def __contains__(self, symbol):
        return isinstance(symbol, (Index, Dummy, Bound))

    def __missing__(self, symbol):
        return "_"

    def __bool__(self):
        return True


def sign_of(form):
    """1 or -1, the same whatever its indices are called; 0 where only the names of its indices decide."""
    terms = {}
    for term, c in form.terms.items():
        text = written(term, Erased())
        terms[text] = terms.get(text, 0) + c
    first = min((text for text, c in terms.items() if c), default=None)
    return 0 if first is None else 1 if terms[first] > 0 else -1
