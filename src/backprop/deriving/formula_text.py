"""A formula as people type it, ``1/(2m) * sum((sigma(X @ W + b) - Y)^2)``, as a tree.

A space or ``@`` is the matrix product, ``*`` entry by entry, bars are a norm; ``^T``, ``.T`` and ``'`` are a transpose.
Letters that stand together are a product, ``Xw``, unless they are a function, a Greek letter, or a name that is known.
"""

import re
from difflib import get_close_matches
from fractions import Fraction
from unicodedata import normalize

from backprop.deriving.formula_tree import Node
from backprop.deriving.formula_words import FUNCTIONS, TAKEN, said_of_sign, said_of_word
from backprop.deriving.quantities import Refused
from backprop.proving.language.vocabulary import GREEK

LONGEST, DEEPEST, HIGHEST = 500, 100, 99
"""Characters, brackets within each other, and the exponent of ten in a number."""
LETTER = r"[^\W\d_²³¹⁰⁴-⁹¼½¾⅐-⅞₀-₉]"
TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[¼½¾⅐-⅞])"
    r"|(?P<turned>\^\s*\{?\s*(?:T|⊤|\\top)\s*\}?|\.T\b|ᵀ|⊤|')|(?P<power>(?:\^|\*\*)\s*\{?)"
    rf"|(?P<raised>⁻?[²³¹⁰⁴-⁹]+)|(?P<word>{LETTER}+(?:_?\d+)?)|(?P<bar>\||‖)|(?P<sign>[-+*/@()}}⊙∘·−,])"
)
SAME = {"−": "-", "·": "@", "∘": "*", "⊙": "*", "}": ")"}


class NotAFormula(Refused):
    """A formula that cannot be read; the message names the column."""

    def __init__(self, said, text, at):
        super().__init__(f"The formula cannot be read at column {at + 1}: {said}\n  {text}\n  {' ' * at}^")


def tree(text, known=()):
    """The tree of a formula; `known` are names of more than one letter.

    Raises `NotAFormula`, with the column.
    """
    if len(text) > LONGEST:
        raise Refused(f"A formula has at most {LONGEST} characters; this one has {len(text)}.")
    if not text.strip():
        raise Refused("The formula is empty.")
    return _Parser(text, known).whole()


class _Parser:
    def __init__(self, text, known):
        self.text, self.known = text, set(known)
        self.place, self.bars, self.braces, self.depth = 0, 0, 0, 0
        self.tokens = list(self._tokens())

    def _tokens(self):
        at = 0
        while at < len(self.text):
            found = TOKEN.match(self.text, at)
            kind, value = (found.lastgroup, found[0]) if found else ("", "")
            if not found or (value == "}" and not self.braces):
                raise self._error(said_of_sign(self.text, at), at)
            if kind == "raised":
                yield "power", "^", at
                if value[0] == "⁻":
                    yield "sign", "-", at
                yield "number", normalize("NFKC", value.lstrip("⁻")), at
            elif kind == "power":
                yield kind, "^", at
                if value.endswith("{"):
                    self.braces += 1
                    yield "sign", "(", found.end() - 1
            elif kind == "number":
                yield kind, self._number(value, at), at
            elif kind == "word":
                yield from self._words(value, at)
            elif kind != "space":
                self.braces -= value == "}"
                yield kind, SAME.get(value, value) if kind == "sign" else value, at
            at = found.end()
        yield "end", "", len(self.text)

    def _number(self, digits, at):
        if abs(int(re.split("[eE]", digits + "e0")[1])) > HIGHEST:
            raise self._error(f"a power of ten is at most {HIGHEST} here.", at)
        return normalize("NFKC", digits).replace("⁄", "/")

    def _words(self, word, at):
        """A function, a name, or letters that stand together."""
        rest = self.text[at + len(word) :]
        if said := said_of_word(word, rest, self.known):
            raise self._error(said, at)
        ends = re.match(r"\s*\(", rest)
        plain = "".join(GREEK.get(c, c) for c in word)
        if ends and plain in FUNCTIONS and plain not in self.known:
            yield "function", FUNCTIONS[plain], at
        elif word in self.known or plain in self.known or plain in GREEK.values():
            yield "name", plain, at
        elif found := re.fullmatch(r"([^\W\d_]*?)([^\W\d_]_?\d+)", word):
            for place, c in enumerate(found[1]):
                yield "name", GREEK.get(c, c), at + place
            yield "name", found[2].replace("_", ""), at + len(found[1])
        elif len(word) > 2 and word.islower():
            near = get_close_matches(word, [*FUNCTIONS, *self.known], n=1, cutoff=0.6)
            advice = f"is {near[0]} meant?" if near else f"if it is a name, say so: --shapes '{word} (n)'."
            raise self._error(f"{word} is not known; {advice}", at)
        else:
            for place, c in enumerate(word):
                yield "name", GREEK.get(c, c), at + place

    def _error(self, said, at=None):
        return NotAFormula(said, self.text, self.tokens[self.place][2] if at is None else at)

    def whole(self):
        node = self._sum()
        if self._peek()[0] != "end":
            raise self._error(f"{self._peek()[1]!r} stands where the formula should go on or end.")
        return node

    def _peek(self):
        return self.tokens[self.place]

    def _take(self):
        self.place += 1
        return self.tokens[self.place - 1]

    def _is(self, value):
        kind, here, _ = self._peek()
        return kind == "sign" and here == value

    def _expect(self, value):
        if not self._is(value):
            here = self._peek()[1]
            raise self._error(f"{value!r} is expected, and {here!r} stands here." if here else f"{value!r} is missing.")
        self._take()

    def _sum(self):
        at, terms = self._peek()[2], []
        while not terms or self._is("+") or self._is("-"):
            sign = self._take()[1] if self._is("+") or self._is("-") else "+"
            terms.append((sign, self._product()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "+" else Node("sum", tuple(terms), at)

    def _product(self):
        at = self._peek()[2]
        value = self._power()
        while True:
            kind, here, _ = self._peek()
            if kind == "sign" and here in "*/@":
                self._take()
                factor = self._signed(self._power)
                if here == "@":
                    self._not_ones(value, factor)
                if here == "/" and self._factor_follows():
                    self._clear_fraction(value, factor)
                value = Node("product", (here, value, factor), at)
            elif self._factor_follows():
                factor = self._power()
                self._not_ones(value, factor)
                value = Node("product", ("", value, factor), at)
            else:
                return value

    def _factor_follows(self):
        """Whether a factor stands here by itself, without a sign for the product."""
        kind = self._peek()[0]
        return kind in ("number", "name", "function") or self._is("(") or (kind == "bar" and not self.bars)

    def _clear_fraction(self, above, below):
        """Refuse a / b c where it could as well be a / (b c)."""
        kind, _, at = self._peek()
        apart = self.text[at - 1].isspace() or (below.kind == "number" and kind not in ("name", "number"))
        if not apart or (above.kind == "product" and above.parts[0] == ""):
            raise self._error("what is divided by is not clear in a/b c; write a/(b c) or (a/b) c.")

    def _not_ones(self, left, right):
        """Refuse a number that is meant to be a column of ones, or stands behind what it multiplies."""
        last = left.parts[2] if left.kind == "product" else left
        if right.kind == "number":
            instead = ", and x^T 1 is written sum(x)" if last.kind == "turned" else ""
            said = f"a number stands before what it multiplies, as in 2 x; it is no column of ones{instead}."
            raise self._error(said, right.at)
        if left.kind == "number" and left.parts[0] == 1 and right.kind == "turned":
            raise self._error("1 is no column of ones; b is added to every row by itself, as in X W + b.", left.at)

    def _signed(self, operand):
        if self._is("-"):
            at = self._take()[2]
            return Node("sum", (("-", operand()),), at)
        return operand()

    def _power(self):
        value = self._atom()
        while self._peek()[0] in ("power", "turned"):
            kind, _, at = self._take()
            if kind == "turned" and value.kind == "number":
                raise self._error("a number is no column of ones; 1^T x is written sum(x).", value.at)
            if kind == "power" and value.kind == "power":
                raise self._error("a power of a power needs brackets, as in (x^2)^3.", at)
            parts = (value,) if kind == "turned" else (value, self._signed(self._atom))
            value = Node(kind, parts, at)
        return value

    def _atom(self):
        kind, value, at = self._peek()
        if kind == "number":
            self._take()
            return Node("number", (Fraction(value),), at)
        if kind == "name" and value in TAKEN:
            raise self._error(TAKEN[value])
        if kind == "name":
            self._take()
            return Node("name", (value,), at)
        if kind == "function":
            self._take()
            return Node("call", (value, self._inside()), at)
        if self._is("("):
            return self._inside()
        if kind == "bar":
            return self._norm()
        if kind == "end":
            raise self._error("the formula ends where a quantity, a number or a bracket is expected.")
        raise self._error(f"{value!r} stands where a quantity, a number or a bracket is expected.")

    def _inside(self):
        """What stands in brackets, where a bar begins a norm of its own."""
        bars, self.bars = self.bars, 0
        self._deeper()
        self._expect("(")
        inner = self._sum()
        if self._is(","):
            raise self._error("a function here takes one argument.")
        self._expect(")")
        self.bars, self.depth = bars, self.depth - 1
        return inner

    def _deeper(self):
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._error(f"at most {DEEPEST} brackets stand within each other.")

    def _norm(self):
        """Bars, single or double."""
        self._deeper()
        at = self._take()[2]
        self.bars += 1
        inner = self._norm() if self._peek()[0] == "bar" else self._sum()
        if self._peek()[0] != "bar":
            raise self._error("a bar is missing: a norm is written |x| or ||x||.", at)
        self._take()
        self.bars, self.depth = self.bars - 1, self.depth - 1
        return inner if inner.kind == "norm" else Node("norm", (inner,), at)
