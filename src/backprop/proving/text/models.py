"""A model from a text: what is given, then one definition a line, each from earlier ones."""

import re

from sympy import Indexed, Integer, Sum
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, entry
from backprop.proving.language.functions import InPieces, U
from backprop.proving.language.notation import Array, Index, column, matrix, row, scalar, size
from backprop.proving.language.operators import Entry, Unknown
from backprop.proving.language.reading import read
from backprop.proving.language.signs import ABOVE, BELOW, RAISED, STYLED
from backprop.proving.language.tokens import NotRead, tokens
from backprop.proving.language.vocabulary import GREEK, KNOWN, Vocabulary, in_letters, key_of
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.provisos import formulas
from backprop.proving.rewriting.matching import without_short_sums
from backprop.proving.text.given import RANGES, TAIL, given, is_given
from backprop.proving.text.lines import pieces, spaces

GIVEN = re.compile(r"\s*(?:\\text\s*\{\s*)?[Gg]iven\b\s*:?\s*\}?")
RANGE = re.compile(r"\s*([^\W\d_](?:\s*,\s*[^\W\d_])*)\s*=\s*1\s*(?:\.\.\.?|…|,?\s*\\l?dots\s*,?)\s*(.+?)\s*$")
SIGN = {word: sign for sign, word in GREEK.items() if word not in ("eta", "delta")}
"""Words for Greek letters that are called by their sign; eta and delta are called by their word."""
FORMULA = re.compile(r"\s*(\w+)\(u\)\s*=.*\b(?:below|up to)\b.*\babove\s*$")


KRONECKER = re.compile(
    r"(?:\\delta|delta|δ)_?\{?\(?\w,?\s*\w\}?\)?\s*:?=\s*"
    r"(?:\\begin\s*\{cases\}(?s:.*?)\\end\s*\{cases\}|1 if [^\n]*)"
)
"""Kronecker's delta, which nobody need define."""


def model(text, start=0, end=None):
    """The model that ``text[start:end]`` says.

    ``given  w (k, n), x (n), b (1, k), t, eta > 0`` names the things given with their sizes: a row has the sizes
    (1, k). Then one definition a line: ``z_q = sum_p w_qp x_p + b_q``. An index has its range from the slot in which it
    stands, or from a line of its own, ``i, j = 1..m``, or after the definition, ``for q = 1..k``. Sizes may be written
    ``w in R^(k x n)`` too, and remarks are read over. A function that nobody knows is one of which only its name is
    known; ``E = E(z)`` is a cost that depends on z in an unknown way.

    Raises
    ------
    NotRead
        With the line and the column: what was expected there, and the nearest known name.
    NotUnderstood
        What is defined has no meaning, such as a quantity that is defined twice.
    """
    if not isinstance(text, str):
        raise TypeError(f"a model is read from a text; got a {type(text).__name__}")
    try:
        return _Made(text, start, len(text) if end is None else end).model
    except NotRead:
        raise
    except (ValueError, TypeError) as error:  # a name, a size or a definition that no model may have
        raise NotUnderstood(
            str(error).replace("with positive=True", "as positive, such as t > 0 or p (k) > 0")
        ) from None


class _Made:
    def __init__(self, text, begin, stop):
        self.names = Vocabulary(open_to=True)
        self.given, self.where = [], {}
        inside = KRONECKER.sub(lambda found: spaces(found[0]), text[begin:stop])
        self.text = text[:begin] + inside.replace("$", " ") + text[stop:]
        under_given = False
        for start, end in pieces(self.text, begin, stop):
            opening = GIVEN.match(self.text, start, end)
            if not opening and (found := RANGE.fullmatch(self.text, start, end)):
                self._range(found)
                continue
            begins = opening.end() if opening else start
            end, ranges = self._without_ranges(begins, end, bool(opening))
            line = self.text[begins:end]
            if opening or (under_given and is_given(line)):
                under_given = True
                self._give_all(begins, end, ranges)
            elif found := FORMULA.fullmatch(line):
                self._formula(found[1], begins, end)
            else:
                self._define(start, end)
                under_given = False
        if not self.given and not self.where:
            raise NotRead("a model begins with given, as in: given w (k, n), x (n)", text, begin)
        self.model = Model(self.given, self.where)

    def _without_ranges(self, start, end, opening):
        """Where a line ends without ``for q = 1..k``; the ranges that it had hold from here on."""
        found = list(RANGES.finditer(self.text, start, end)) if opening else []
        if tail := TAIL.search(self.text[start:end]):
            found = list(RANGES.finditer(self.text, start + tail.start(), end))
        for one in found:
            self._range(one)
            if not tail:
                self.text = self.text[: one.start()] + spaces(one[0]) + self.text[one.end() :]
        if tail:
            end = start + tail.start()
        return end, {in_letters(letter) for one in found for letter in re.split(r"\s*,\s*", one[1])}

    def _give_all(self, start, end, ranges):
        for one in given(self.text, start, end):
            written = self.text[one.start : one.end]
            if one.indexed:
                name, letters = self._left(written.strip(), one.start)
                if loose := [letter for letter in letters if letter not in self.names.fixed]:
                    raise NotRead(
                        f"nothing says how far {loose[0]} runs; write {written.strip()} in R for {loose[0]} = 1..n, "
                        f"or {name} with its sizes in brackets, such as {name} (n)", self.text, one.start
                    )  # fmt: skip
                self._give(name, [self.names.fixed[letter] for letter in letters], one)
            else:
                name = self._name(written, one.start)
                self._give(name, None if one.sizes is None else [self._size(size) for size in one.sizes], one)

    def _give(self, name, lengths, one):
        if lengths is None:
            thing = scalar(name, one.positive)
        else:
            if not 1 <= len(lengths) <= 2:
                raise NotRead(
                    f"{name} has one size or two, such as {name} (k, n); got {len(lengths)}", self.text, one.start
                )
            make = column if len(lengths) == 1 else row if lengths[0] == 1 else matrix
            thing = make(name, *lengths[make is row :], one.positive)
        if key_of(name) in self.names.things:
            raise NotRead(f"{name} is given twice, or is a size too", self.text, one.start)
        self.given.append(thing)
        self.names.add(thing)

    def _size(self, place):
        """A size; its letters are sizes from here on."""
        if isinstance(place, str):
            if key_of(place) not in self.names.things:
                self.names.add(size(place))
            return self.names.things[key_of(place)]
        start, end = place
        text = self.text[start:end]
        for found in re.finditer(r"(?:[^\W\d_]{3,}|[^\W\d_])(?:_(?:\([^)]*\)|\{[^}]*\}|\w)|[₀-₉]+)?", text):
            name = re.sub(r"[{}]", "", found[0])
            name = "".join(BELOW.get(c, c) for c in name)
            if (script := name[2:]) and name[1] == "_" and not script.startswith("(") and len(script) > 1:
                name = f"{name[0]}_({script})"
            name = re.sub(r"^n_([0-9]+)$", r"n\1", name).replace("−", "-")
            if key_of(name) not in self.names.things:
                self.names.add(size(name))
        return read(self.text, self.names, start, end)

    def _range(self, found):
        length = self._size(found.span(2))
        for letter in re.split(r"\s*,\s*", found[1]):
            self.names.fixed[in_letters(letter)] = length

    def _formula(self, name, start, end):
        """What a printed model says of a function in pieces that every reader knows."""
        f = KNOWN.get(name)
        if not (isinstance(f, type) and issubclass(f, InPieces)):
            raise NotRead(f"{name} is a function in pieces of your own, which in_pieces makes", self.text, start)
        (said,) = formulas(Model((U,), {}), [f(U)], plain)
        typed = re.sub(r"\s+", " ", self.text[start:end]).strip()
        if typed.replace("-", "−") != said:
            raise NotRead(f"known is {said}; a function of your own needs a name of its own", self.text, start)

    def _name(self, written, at):
        """The name of what is given or defined, as the constructors take it."""
        found = tokens(written, Vocabulary(), 0, len(written)) if "\\" in written else None
        if found:
            written = "".join(str(t.value) for t in found if t.type not in ("LBRACE", "RBRACE"))
        if re.search(r"\w\s+\w", written.strip()):
            got = f"got {written.strip()}"
            raise NotRead(f"a name is one word, with its sizes in brackets, as in w (k, n); {got}", self.text, at)
        written = re.sub(r"\s|[{}]", "", written).replace("−", "-")
        written = RAISED.sub(lambda found: f"^({''.join(map(ABOVE.get, found[0]))})", written)
        letters, above, below = key_of(written)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*°?", letters):
            raise NotRead(
                f"a name is expected, such as w or W^(l), with its sizes in brackets; got {written}", self.text, at
            )
        letters = SIGN.get(letters, letters)
        return letters + f"^({above})" * bool(above) + f"_{below}" * bool(below)

    def _define(self, start, end):
        text = self.text
        sign = text.find("=", start, end)
        if sign < 0:
            raise NotRead("a definition is expected, such as z_q = sum_p w_qp x_p + b_q", text, start)
        name, letters = self._left(text[start:sign].strip(" \t&:"), start)
        at = sign + 1
        if not letters and (inside := self._unknown_of(name, at, end)) is not None:
            return self._enter(scalar(name), Unknown(name, inside))
        right = read(text, self.names, at, end)
        if isinstance(right, MatrixExpr) and tuple(right.shape) == (1, 1) and not letters:
            right = Entry(right)
        elif isinstance(right, MatrixExpr) and not letters:
            return self._enter_whole(name, right, start)
        free = {i.name: i for i in right.free_symbols if isinstance(i, Index)}
        indices = []
        for letter in letters:
            if letter not in free and letter not in self.names.fixed:
                raise NotRead(
                    f"nothing says how far the index {letter} of {name} runs; write a line {letter} = 1..m", text, start
                )
            indices.append(free.get(letter) or Index(letter, self.names.fixed[letter]))
        if loose := [i for i in free if i not in letters]:
            raise NotRead(
                f"the index {loose[0]} stands on the right alone; sum over it, or put it on the left", text, at
            )
        sizes = [i.size for i in indices]
        make = {0: scalar, 1: column, 2: matrix}.get(len(sizes))
        if make is None:
            raise NotRead(f"a quantity has at most two indices; {name} has {len(sizes)}", text, start)
        thing = make(name, *sizes)
        return self._enter(thing[tuple(indices)] if indices else thing, right, thing)

    def _enter_whole(self, name, right, at):
        """``z = w x + b``: the definition of every entry."""
        indices = []
        for length in right.shape:
            if length != 1:
                indices.append(self._index(length, "qijrstuv" if 1 in right.shape else "iqjrstuv", indices, at))
        left = iter(indices)
        place = [Integer(1) if length == 1 else next(left) for length in right.shape]
        make = row if right.shape[0] == 1 else column if right.shape[1] == 1 else matrix
        thing = make(name, *(i.size for i in indices))
        term = without_short_sums(entry(right, *place))
        used = list(indices)
        for old, _, length in sorted((limit for s in term.atoms(Sum) for limit in s.limits), key=str):
            used.append(self._index(length, "psijqrtuv", used, at))
            term = term.xreplace({old: used[-1]})
        self._enter(thing[tuple(indices)], term, thing)

    def _index(self, length, letters, taken, at):
        """An index of this range by a letter that stands for nothing else, the usual one if there is one."""
        used = {i.name for i in taken} | {known for known, _, _ in self.names.things}
        free = [c for c in letters if c not in used and self.names.range(c) in (None, length)]
        if not free:
            raise NotRead("write the entries of this, such as z_q = sum_p w_qp x_p", self.text, at)
        return Index(next((c for c in free if self.names.range(c) == length), free[0]), length)

    def _unknown_of(self, name, start, end):
        """The array z, where the right side is E(z) and the left side E."""
        found = re.fullmatch(r"\s*([^\W_]+)\s*\((.*)\)\s*", self.text[start:end], re.DOTALL)
        if not found or found[1] in KNOWN or key_of(found[1]) != key_of(name):
            return None
        inside = read(self.text, self.names, start + found.start(2), start + found.end(2))
        if not isinstance(inside, Array):
            raise NotRead(f"an unknown cost is one of an array, such as {name}(z)", self.text, start)
        return inside

    def _enter(self, left, right, thing=None):
        name = left.base.name if isinstance(left, Indexed) else left.name
        if key_of(name) in self.names.things:
            raise NotUnderstood(f"{name} is defined twice, or given and defined")
        self.where[left] = right
        self.names.add(left if thing is None else thing)
        for index in getattr(left, "indices", ()):
            self.names.usual.setdefault(in_letters(index.name), index.size)

    def _left(self, written, at):
        """The name on the left side, and the letters of its indices."""
        found = re.fullmatch(
            r"(?P<name>\\?\w*?[^\W_]+?|\\(?:wide)?hat\s*\{?\w\}?)"
            r"(?P<before>\s*\^\s*\{?\s*\([^)]*\)\s*\}?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
            r"(?:\s*_\s*(?P<below>\{[^}]*\}|\([^)]*\)|[^\W_]+)|\[(?P<square>[^\]]*)\])?"
            r"(?P<after>\s*\^\s*\{?\s*\([^)]*\)\s*\}?)?",
            STYLED.sub(r"\2", written),
        )
        if not found:
            raise NotRead("on the left of a definition stands a quantity with its indices, such as z_q", self.text, at)
        below = re.sub(r"[{}()\s]", "", found["below"] or found["square"] or "")
        name = found["name"] + (found["before"] or found["after"] or "")
        if (found["below"] or "").startswith("("):  # indices that are words, as in z_(row, col)
            return self._name(name, at), [in_letters(word) for word in below.split(",")]
        if len(below) >= 3 and below.isalpha() and "," not in below:
            return self._name(f"{name}_{below}", at), []
        return self._name(name, at), [in_letters(c) for c in below if c != ","]
