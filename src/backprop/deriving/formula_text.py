"""A formula as people type it, ``1/(2m) * sum((sigma(X @ W + b) - Y)^2)``, as a tree.

A space or ``@`` is the matrix product, ``*`` entry by entry, bars are a norm; ``^T``, ``.T`` and ``'`` are a transpose.
Letters that stand together are a product, ``Xw``, unless they are a function, a Greek letter, or a name that is known.
"""

import re
from difflib import get_close_matches
from fractions import Fraction

from backprop.deriving.formula_tree import Node
from backprop.deriving.quantities import Refused
from backprop.proving.language.vocabulary import GREEK

LONGEST = 500
ENTRYWISE = (
    "exp", "log", "sqrt", "tanh", "sin", "cos", "sinh", "cosh", "arctan", "abs", "relu", "sigma", "sigmoid", "softplus",
)  # fmt: skip
WHOLE = ("sum", "mean", "tr", "norm", "softmax", "lse")
FUNCTIONS = {name: name for name in (*ENTRYWISE, *WHOLE)}
FUNCTIONS |= {"ln": "log", "atan": "arctan", "ReLU": "relu", "trace": "tr", "logsumexp": "lse"}
"""What may stand before a bracket, as it is typed -> its name."""
RAISED = {"²": "2", "³": "3", "⁴": "4"}
TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<turned>\^\s*\{?\s*(?:T|⊤|\\top)\s*\}?|\.T\b|ᵀ|⊤|')"
    r"|(?P<power>\^|\*\*)|(?P<raised>[²³⁴])|(?P<word>[^\W\d_]+(?:_?\d+)?)|(?P<bar>\||‖)|(?P<sign>[-+*/@()⊙∘·−,])"
)
SAME = {"−": "-", "·": "@", "∘": "*", "⊙": "*"}


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
        self.text, self.known, self.place, self.bars = text, set(known), 0, 0
        self.tokens = list(self._tokens())

    def _tokens(self):
        at = 0
        while at < len(self.text):
            found = TOKEN.match(self.text, at)
            if not found:
                raise self._error(f"{self.text[at]!r} has no meaning here.", at)
            kind, value = found.lastgroup, found[0]
            if kind == "raised":
                yield "power", "^", at
                yield "number", RAISED[value], at
            elif kind == "word":
                yield from self._words(value, at)
            elif kind != "space":
                yield kind, SAME.get(value, value) if kind == "sign" else value, at
            at = found.end()
        yield "end", "", len(self.text)

    def _words(self, word, at):
        """A function, a name, or letters that stand together."""
        ends = re.match(r"\s*\(", self.text[at + len(word) :])
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
                value = Node("product", (here, value, self._signed(self._power)), at)
            elif kind in ("number", "name", "function") or self._is("(") or (kind == "bar" and not self.bars):
                value = Node("product", ("", value, self._power()), at)
            else:
                return value

    def _signed(self, operand):
        if self._is("-"):
            at = self._take()[2]
            return Node("sum", (("-", operand()),), at)
        return operand()

    def _power(self):
        value = self._atom()
        while self._peek()[0] in ("power", "turned"):
            kind, _, at = self._take()
            parts = (value,) if kind == "turned" else (value, self._signed(self._atom))
            value = Node(kind, parts, at)
        return value

    def _atom(self):
        kind, value, at = self._peek()
        if kind == "number":
            self._take()
            return Node("number", (Fraction(value),), at)
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
        self._expect("(")
        inner = self._sum()
        if self._is(","):
            raise self._error("a function here takes one argument.")
        self._expect(")")
        self.bars = bars
        return inner

    def _norm(self):
        """Bars, single or double."""
        at = self._take()[2]
        self.bars += 1
        inner = self._norm() if self._peek()[0] == "bar" else self._sum()
        if self._peek()[0] != "bar":
            raise self._error("a bar is missing: a norm is written |x| or ||x||.", at)
        self._take()
        self.bars -= 1
        return inner if inner.kind == "norm" else Node("norm", (inner,), at)
