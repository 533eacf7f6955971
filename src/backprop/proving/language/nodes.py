"""The grammar's tree as nodes, in which sums and derivatives have the factors that follow them."""

from dataclasses import dataclass

from sympy import Rational

from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import in_letters

OPERATORS = {"SLASH": "/", "STAR": "*", "AT": "@", "DOT": "·", "ODOT": "⊙"}
HEADS = ("sum", "slope_of", "gradient_of")
DEEPEST = 50
"""Sums and derivatives of one another, beside the brackets: what goes deeper is not read."""


@dataclass(frozen=True)
class Node:
    """A part of a text: its kind, what it is made of, where it stands, what stands above and below, how it is typed.

    Terms and factors are pairs of a sign and a node, and a sum is a pair of its limits and its body.
    """

    kind: str
    parts: tuple
    at: int
    end: int
    scripts: tuple = ()
    typed: str = ""

    @property
    def inner(self):
        """The nodes that this one is made of, without the limits of a sum."""
        parts = (part[1] if self.kind in ("terms", "product") else part for part in self.parts)
        return [part for part in parts if isinstance(part, Node)]


def name(typed, at, end, scripts=()):
    """A name; a command of LaTeX is the sign that it stands for."""
    return Node("name", (in_letters(typed.removeprefix("\\")),), at, end, tuple(scripts), typed)


def number(typed, at, end):
    """A number as it is typed; 0.5 is one half."""
    return Node("number", (Rational(typed),), at, end, (), typed)


class Nodes:
    """The nodes of one text; `bound` collects the index of every sum, with its place."""

    def __init__(self, text):
        self.text, self.bound, self.deep = text, {}, 0

    def node(self, tree):
        """The node of a tree of the grammar, by its rule."""
        return getattr(self, f"_{tree.data}", self._plain)(tree, tree.meta.start_pos, tree.meta.end_pos)

    def _error(self, message, at):
        return NotRead(message, self.text, at)

    def _plain(self, tree, at, end):
        return Node(tree.data, tuple(self.node(t) for t in _subtrees(tree)), at, end)

    def _expression(self, tree, at, end):
        terms, sign = [], "+"
        for child in tree.children:
            if hasattr(child, "data"):
                terms.append((sign, self.node(child)))
            else:
                sign = "-" if child.type == "MINUS" else "+"
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "+" else Node("terms", tuple(terms), at, end)

    def _chain(self, tree, at, end):
        items, operator = [], ""
        for child in tree.children:
            if child.data == "operator":
                operator = OPERATORS[child.children[0].type]
            else:
                items.append((operator, child))
                operator = ""
        return self._product(items, at, end)

    def _product(self, items, at, end):
        """Factors with their operators; a sum and a derivative of an expression take those that follow."""
        factors = []
        while items:
            (operator, tree), *items = items
            if tree.data not in HEADS:
                factors.append((operator, self.node(tree)))
                continue
            if not items:
                raise self._error("something is expected after this, of which it is taken", tree.meta.end_pos)
            first = items[0][1].meta
            if items[0][0]:
                raise self._error("an operator stands where a quantity is expected", first.start_pos - 1)
            alone = tree.data == "gradient_of" or (tree.data == "slope_of" and _is_enclosed(items[0][1]))
            taken, items = (items[:1], [*items[1:]]) if alone else (items, [])
            self.deep += 1
            if self.deep > DEEPEST:
                raise self._error(f"a line has at most {DEEPEST} sums and derivatives of one another", at)
            body = self._product(taken, first.start_pos, taken[-1][1].meta.end_pos)
            self.deep -= 1
            factors.append((operator, self._headed(tree, body)))
        return factors[0][1] if len(factors) == 1 else Node("product", tuple(factors), at, end)

    def _headed(self, tree, body):
        if tree.data == "sum":
            return self._summed(self._limits(tree), body, tree.meta.start_pos, body.end)
        by = self.node(_subtrees(tree)[0]) if tree.data == "slope_of" else self._under_nabla(tree)
        return Node("derivative", (body, by), tree.meta.start_pos, body.end)

    def _summed(self, limits, body, at, end):
        self.bound |= {letter: here for letter, _, _, here in limits}
        return Node("sum", (limits, body), at, end)

    def _limits(self, tree):
        """Letter, first and last value of each index that a sum runs over, None where its slot tells; and the place."""
        parts = _subtrees(tree)
        if (raw := _token(tree, "SUBSCRIPT")) is not None:
            return ((in_letters(raw.value), *map(self.node, parts), raw.start_pos),)
        if parts[0].data == "script":
            script = self.script(parts[0])
            return tuple((letter, None, None, script.at) for letter in letters(script))
        if (limits := next((part for part in parts if part.data == "limits"), None)) is None:
            return self._run(parts[0], parts[1:], tree)
        letter, *ends = _subtrees(limits)
        return self._run(letter, [*ends, *(part for part in parts if part is not limits)], tree)

    def _run(self, letter, ends, tree):
        if len(ends) != 2:
            raise self._error("a sum has a first and a last value, as in sum_{p=1}^{n}", tree.meta.start_pos)
        return ((self.node(letter).parts[0], *map(self.node, ends), letter.meta.start_pos),)

    def _whole_sum(self, tree, at, end):
        limits, body = _subtrees(tree)
        letter, *ends = _subtrees(limits)
        return self._summed(self._run(letter, ends, tree), self.node(body), at, end)

    def _name(self, tree, at, end):
        return name(str(tree.children[0]), at, end, map(self.script, _subtrees(tree)))

    def _scripted(self, tree, at, end):
        inner, *scripts = _subtrees(tree)
        node = self.node(inner)
        return Node("scripted", (node,), at, end, tuple(map(self.script, scripts))) if scripts else node

    def script(self, tree):
        """What stands above or below; indices that stand together are one text."""
        first, at, end = tree.children[0], tree.meta.start_pos, tree.meta.end_pos
        kind = {"SUPER": "raised", "TRANSPOSE": "transposed", "CARET": "above"}.get(first.type, "below")
        parts = tuple(self.node(t) for t in _subtrees(tree)) or (str(first.value),)
        return Node(kind, parts, at, end)

    def _under_nabla(self, tree):
        first, *scripts = [self.script(t) for t in _subtrees(tree) if t.data == "script"]
        (inner,) = first.parts
        if isinstance(inner, str):
            return name(inner, first.at, first.end, scripts)
        if inner.kind != "name":
            raise self._error("below ∇ stands the array by which the gradient is taken", first.at)
        return name(inner.typed, inner.at, inner.end, (*inner.scripts, *scripts))

    def _pullback(self, tree, at, end):
        cotangent, value = (self.node(t) for t in _subtrees(tree) if t.data != "script")
        return Node("pullback", (cotangent, value, self._under_nabla(tree)), at, end)

    def _number(self, tree, at, end):
        value = tree.children[0].value
        return Node("number", (Rational(*value),), at, end) if isinstance(value, tuple) else number(value, at, end)

    def _negative(self, tree, at, end):
        return number("-" + _token(tree, "NUMBER").value, at, end)

    def _filled(self, tree, at, end):
        return Node("filled", (tree.children[0].value,), at, end, (self.script(_subtrees(tree)[0]),))

    def _call(self, tree, at, end):
        return Node("call", (_token(tree, "FUNCTION").value, *map(self.node, _subtrees(tree))), at, end)

    def _slope_by(self, tree, at, end):
        script, *arguments = _subtrees(tree)
        (place,) = self.script(script).parts
        typed = place if isinstance(place, str) else place.typed
        return Node("slope_by", (typed, _token(tree, "FUNCTION").value, *map(self.node, arguments)), at, end)

    def _bracket(self, tree, at, end):
        return Node("bracket", (self.node(_subtrees(tree)[0]),), at, end, (), tree.children[0].type)


def letters(script):
    """The letters below a sum or below [ ... ], each of which is an index."""
    found = []
    for part in script.parts:
        if isinstance(part, str):
            found += map(in_letters, characters(part))
        elif part.kind == "product":
            found += [inner.parts[0] for inner in part.inner]
        else:
            found += map(in_letters, characters(part.typed)) if part.kind == "name" else part.parts
    return [str(letter) for letter in found]


def characters(typed):
    """The letters and digits that stand together; a command of LaTeX is one."""
    if typed.startswith("\\"):
        return [typed[1:]]
    found = []
    for char in typed:
        if char == "\u0302" and found:
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_enclosed(tree):
    while tree.data == "scripted" and tree.children:
        tree = tree.children[0]
    return tree.data in ("bracket", "call")


def _token(tree, kind):
    return next((child for child in tree.children if getattr(child, "type", None) == kind), None)


def _subtrees(tree):
    return [child for child in tree.children if hasattr(child, "data")]
