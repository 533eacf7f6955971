"""Text as an expression of SymPy: the grammar's tree, which index runs how far, and what each part is.

Nothing is evaluated: what is built is what stands there, in its order, as the constructors of the language build it.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from lark import Lark
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from sympy import (
    Dummy,
    Expr,
    Identity,
    Integer,
    KroneckerDelta,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    Sum,
    Trace,
    ZeroMatrix,
    exp,
)
from sympy.matrices.expressions import MatAdd, MatMul, MatPow, Transpose
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.functions import NAMED, absolute
from backprop.proving.language.grammar import GRAMMAR, SAID
from backprop.proving.language.notation import (
    SLOPE_OF,
    Array,
    Index,
    diagonal,
    entry_by_entry,
    hadamard,
    plus,
    times,
)
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback
from backprop.proving.language.tokens import NotRead, tokens
from backprop.proving.language.vocabulary import in_letters, is_size, key_of

TIGHT, LOOSE = ("", "/", "·"), ("*", "@", "⊙")
OPERATORS = {"SLASH": "/", "STAR": "*", "AT": "@", "DOT": "·", "ODOT": "⊙"}
ANY = Identity(Dummy("any", integer=True, positive=True))
"""The identity, before its neighbours tell its size."""


def read(text, names, start=0, end=None):
    """The expression that ``text[start:end]`` says, read with a `Vocabulary`.

    Raises `NotRead`, with the line and the column in `text`.
    """
    return _Reading(text, names).expression(_parsed(text, names, "expression", start, end))


def read_equation(text, names, start=0, end=None):
    """Both sides of an equation."""
    tree = _parsed(text, names, "equation", start, end)
    return _Reading(text, names).sides(tree)


@cache
def _parser():

    class Stream(Lexer):
        def __init__(self, _):
            pass

        def lex(self, found):
            for token in found:
                yield LarkToken(token.type, token.value, token.start, 1, token.start, 1, token.end, token.end)

    return Lark(GRAMMAR, parser="lalr", lexer=Stream, start=["expression", "equation"], propagate_positions=True)


def _parsed(text, names, start_rule, start, end):

    stop = len(text) if end is None else end
    if not text[start:stop].strip():
        raise NotRead("an expression is expected here, and nothing is written", text, start)
    found = tokens(text, names, start, stop)
    try:
        return _parser().parse(found, start=start_rule)
    except UnexpectedInput as error:
        at = getattr(getattr(error, "token", None), "start_pos", None)
        last = getattr(error.token, "type", "$END") == "$END" if hasattr(error, "token") else True
        at = stop if at is None or last else at
        wanted = [SAID.get(kind, kind) for kind in getattr(error, "accepts", None) or error.expected]
        starts = {"a name", "a number", "(", "a function"}
        if starts <= set(wanted):
            wanted = ["a quantity, a number or a bracket"]
        here = "the line ends" if last else f"{text[at : error.token.end_column]!r} stands"
        raise NotRead(f"{here} where {_listed(wanted)} is expected", text, at) from None


def _listed(words):
    words = sorted(set(words), key=lambda w: (len(w) < 2, w))[:6]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


@dataclass(frozen=True)
class Node:
    """A part of a line: its kind, what it is made of, and where it begins."""

    kind: str
    parts: tuple
    at: int
    end: int = 0
    scripts: tuple = ()
    shape: str = field(default="")


def _token(tree, *kinds):
    return next((c for c in tree.children if getattr(c, "type", None) in kinds), None)


def _subtrees(tree):
    return [c for c in tree.children if hasattr(c, "data")]


class _Reading:
    def __init__(self, text, names):
        self.text, self.names = text, names

    def expression(self, tree):
        node = self._node(tree)
        return self._finished(node, self._build(node, self._ranges([node], {})))

    def sides(self, tree):
        nodes = [self._node(side) for side in _subtrees(tree)]
        ranges = self._ranges(nodes, {})
        left, right = (self._finished(node, self._build(node, ranges)) for node in nodes)
        return left, right

    def _finished(self, node, value):
        if value.has(ANY) or value == ANY:
            raise self._error("the size of I is not seen here; write I_m, with its size below", node)
        return value

    def _error(self, message, node):
        return NotRead(message, self.text, node.at)

    # The grammar's tree as nodes: sums and derivatives get the factors that follow.

    def _node(self, tree):
        make = getattr(self, f"_node_{tree.data}", None)
        at, end = getattr(tree.meta, "start_pos", 0), getattr(tree.meta, "end_column", 0)
        if make is not None:
            return make(tree, at, end)
        return Node(tree.data, tuple(map(self._node, _subtrees(tree))), at, end)

    def _node_expression(self, tree, at, end):
        terms, sign = [], "+"
        for child in tree.children:
            if hasattr(child, "data"):
                terms.append((sign, self._node(child)))
            else:
                sign = "-" if child.type == "MINUS" else "+"
        if len(terms) == 1 and terms[0][0] == "+":
            return terms[0][1]
        return Node("terms", tuple(terms), at, end)

    def _node_chain(self, tree, at, end):
        items, operator = [], ""
        for child in tree.children:
            if child.data == "operator":
                operator = OPERATORS[child.children[0].type]
                continue
            items.append((operator, child))
            operator = ""
        return self._chain(items, at, end)

    def _chain(self, items, at, end):
        factors = []
        for place, (operator, tree) in enumerate(items):
            rest = items[place + 1 :]
            if tree.data in ("sum", "slope_of", "gradient_of"):
                if not rest:
                    raise NotRead(
                        "something is expected after this, of which it is taken", self.text, tree.meta.end_column
                    )
                if rest[0][0]:
                    raise NotRead(
                        "an operator stands where a quantity is expected", self.text, rest[0][1].meta.start_pos - 1
                    )
                one = tree.data == "gradient_of" or (tree.data == "slope_of" and _is_enclosed(rest[0][1]))
                body = self._node(rest[0][1]) if one else self._chain(rest, rest[0][1].meta.start_pos, end)
                factors.append((operator, self._head(tree, body)))
                if one:
                    factors += self._pairs(rest[1:], end)
                break
            factors.append((operator, self._node(tree)))
        return factors[0][1] if len(factors) == 1 else Node("product", tuple(factors), at, end)

    def _pairs(self, items, end):
        """The factors that follow, each with its operator."""
        if not items:
            return []
        (operator, first), *_ = items
        rest = self._chain([("", first), *items[1:]], first.meta.start_pos, end)
        if rest.kind == "product":
            (_, head), *others = rest.parts
            return [(operator, head), *others]
        return [(operator, rest)]

    def _head(self, tree, body):
        at, end = tree.meta.start_pos, body.end
        if tree.data == "slope_of":
            return Node("derivative", (body, self._node(_subtrees(tree)[0])), at, end)
        if tree.data == "gradient_of":
            return Node("derivative", (body, self._under_nabla(tree)), at, end)
        return Node("sum", (self._limits(tree), body), at, end)

    def _limits(self, tree):
        """Letter, first and last value of each index that a sum runs over; None where its slot tells."""
        parts = _subtrees(tree)
        if (raw := _token(tree, "SUBSCRIPT")) is not None:
            return ((in_letters(raw.value), *map(self._node, parts), raw.start_pos),)
        if parts[0].data == "script":
            script = self._script(parts[0])
            return tuple((letter, None, None, at) for letter, at in self._letters(script))
        if parts[0].data == "limits":
            letter, low, *high = _subtrees(parts[0])
            ends = [self._node(low), *map(self._node, high), *map(self._node, parts[1:])]
            if len(ends) != 2:
                raise NotRead("a sum has a first and a last value, as in sum_{p=1}^{n}", self.text, tree.meta.start_pos)
            return ((self._letter(letter), *ends, letter.meta.start_pos),)
        letter, low, high = parts
        return ((self._letter(letter), self._node(low), self._node(high), letter.meta.start_pos),)

    def _letter(self, tree):
        return in_letters(tree.children[0].value)

    def _letters(self, script):
        if isinstance(script.parts[0], str):
            return [(in_letters(c), script.at) for c in _characters(script.parts[0])]
        found = []
        for node in script.parts:
            if node.kind == "product":
                found += [(part.parts[0], part.at) for _, part in node.parts]
            else:
                found += [(c, node.at) for c in _characters(str(node.parts[0]))]
        return found

    def _node_whole_sum(self, tree, at, end):
        limits, body = _subtrees(tree)
        letter, *ends = _subtrees(limits)
        if len(ends) != 2:
            raise NotRead("a sum has a first and a last value, as in sum(p = 1..n, ...)", self.text, at)
        limit = (self._letter(letter), *map(self._node, ends), letter.meta.start_pos)
        return Node("sum", ((limit,), self._node(body)), at, end)

    def _node_name(self, tree, at, end):
        scripts = tuple(self._script(s) for s in _subtrees(tree) if s.data in ("script", "below"))
        return Node("name", (tree.children[0].value,), at, end, scripts)

    def _node_scripted(self, tree, at, end):
        inner, *scripts = _subtrees(tree)
        node = self._node(inner)
        if not scripts:
            return node
        return Node("scripted", (node,), at, end, tuple(map(self._script, scripts)))

    def _script(self, tree):
        first, at = tree.children[0], tree.meta.start_pos
        kind = first.type
        if kind == "SUBSCRIPT":
            return Node("below", (first.value,), at, first.end_column)
        if kind == "SUPER":
            return Node("raised", (first.value,), at, first.end_column)
        if kind == "TRANSPOSE":
            return Node("transposed", (), at, first.end_column)
        parts = tuple(map(self._node, _subtrees(tree)))
        return Node("above" if kind == "CARET" else "below", parts, at, tree.meta.end_column)

    def _under_nabla(self, tree):
        first, *scripts = [self._script(s) for s in _subtrees(tree) if s.data == "script"]
        if isinstance(first.parts[0], str):
            return Node("name", (in_letters(first.parts[0]),), first.at, first.end, tuple(scripts))
        (inner,) = first.parts
        if inner.kind != "name":
            raise self._error("below ∇ stands the array by which the gradient is taken", first)
        return Node("name", (in_letters(inner.parts[0]),), inner.at, inner.end, (*inner.scripts, *scripts))

    def _node_pullback(self, tree, at, end):
        cotangent, value = (self._node(s) for s in _subtrees(tree) if s.data != "script")
        return Node("pullback", (cotangent, value, self._under_nabla(tree)), at, end)

    def _node_number(self, tree, at, end):
        value = tree.children[0].value
        return Node(
            "number", (Rational(*value) if isinstance(value, tuple) else Rational(value),), at, end, (), str(value)
        )

    def _node_negative(self, tree, at, end):
        return Node("number", (-Rational(_token(tree, "NUMBER").value),), at, end)

    def _node_filled(self, tree, at, end):
        return Node("filled", (tree.children[0].value,), at, end, (self._script(_subtrees(tree)[0]),))

    def _node_call(self, tree, at, end):
        token = _token(tree, "FUNCTION")
        return Node("call", (token.value, *map(self._node, _subtrees(tree))), at, end)

    def _node_slope_by(self, tree, at, end):
        script, *arguments = _subtrees(tree)
        place = str(self._script(script).parts[0])
        return Node("slope_by", (place, _token(tree, "FUNCTION").value, *map(self._node, arguments)), at, end)

    def _node_bracket(self, tree, at, end):
        kind = tree.children[0].type
        return Node("bracket", tuple(map(self._node, _subtrees(tree))), at, end, (), kind)

    # Which index runs how far.

    def _ranges(self, nodes, known):
        """Letter -> size for every letter that is free in the nodes."""
        slots = [slot for node in nodes for slot in self._slots(node)]
        return {**known, **{letter: self._range(letter, slots, known) for letter in dict.fromkeys(s[0] for s in slots)}}

    def _range(self, letter, slots, known=(), last=None):
        own = [slot for slot in slots if slot[0] == letter]
        sizes = {size: node for _, size, _, node in reversed(own) if size is not None}
        fixed = self.names.fixed.get(letter)
        if last is not None:
            return next(iter(sizes), last)
        if len(sizes) > 1 and fixed not in sizes:
            (one, here), (other, there) = list(sizes.items())[:2]
            raise self._error(
                f"the index {letter} runs to {one} in {self._shown(here)} and to {other} in {self._shown(there)}; "
                "give one of them another letter",
                own[0][3],
            )
        if fixed is not None:
            for size, node in sizes.items():
                if size != fixed and not (size - fixed).is_nonnegative:
                    raise self._error(
                        f"the index {letter} runs to {fixed} here, and to {size} in {self._shown(node)}; "
                        "give one of them another letter",
                        node,
                    )
            return fixed
        if sizes:
            return next(iter(sizes))
        for _, _, partner, _ in own:
            size = next((s for l, s, _, _ in slots if l == partner and s is not None), None)
            size = size or dict(known).get(partner) or self.names.fixed.get(partner)
            if size is not None:
                return size
        if letter in self.names.usual:
            return self.names.usual[letter]
        raise self._error(
            f"nothing says how far the index {letter} runs; write a range, as in sum_{{{letter}=1}}^{{n}}"
            if self._is_free(letter)
            else f"{letter} is not defined{self._near(letter)}",
            own[0][3],
        )

    def _is_free(self, letter):
        return len(letter) == 1 or in_letters(letter) != letter

    def _shown(self, node):
        return self.text[node.at : node.end].strip() or "this"

    def _slots(self, node):
        """Each free letter with the size of its slot, if it stands in one, its partner in a delta, and the node."""
        if isinstance(node, str):
            return
        if node.kind == "name":
            yield from self._slots_of_name(node)
            return
        if node.kind == "sum":
            limits, body = node.parts
            own = {letter for letter, *_ in limits}
            for _, low, high, _ in limits:
                for bound in (low, high):
                    if bound is not None:
                        yield from self._slots(bound)
            yield from (slot for slot in self._slots(body) if slot[0] not in own)
            return
        if node.kind == "iverson":
            left, right = node.parts
            yield from self._pair(left, right)
            return
        if node.kind == "scripted" and self._is_entries(node):
            own = {letter for letter, _ in self._letters(node.scripts[0])}
            yield from (slot for slot in self._slots(node.parts[0]) if slot[0] not in own)
            return
        if node.kind == "scripted":
            for script in node.scripts:
                if script.kind == "below":
                    for letter, at in self._letters(script):
                        if not letter.isdigit() and not self._is_size(letter):
                            yield letter, None, None, node
        for part in node.parts:
            part = part[1] if isinstance(part, tuple) and len(part) == 2 and isinstance(part[1], Node) else part
            if isinstance(part, Node):
                yield from self._slots(part)
        for script in node.scripts:
            if script.kind == "above":
                yield from self._slots(script.parts[0])

    def _slots_of_name(self, node):
        thing, indices, _ = self._resolved(node)
        if isinstance(thing, Array):
            for index, size in zip(indices, thing.sizes, strict=False):
                yield from self._slots_of_index(index, size, node)
        elif thing == "delta" and len(indices) == 2:
            yield from self._pair(*indices)
        elif thing is None and indices is not None:
            yield in_letters(node.parts[0]), None, None, node
        for script in node.scripts:
            if script.kind == "above" and script.parts[0].kind != "number":
                yield from ()

    def _slots_of_index(self, index, size, node):
        if (letter := self._bare(index)) is not None:
            yield letter, size, None, node
        else:
            yield from self._slots(index)

    def _pair(self, left, right):
        one, other = self._bare(left), self._bare(right)
        for letter, partner, node in ((one, other, left), (other, one, right)):
            if letter is not None:
                yield letter, None, partner, node
            else:
                yield from self._slots(node)

    def _bare(self, index):
        """The letter that an index is, or None for a number, a size or a sum."""
        if index.kind == "name" and not index.scripts and not self._is_size(index.parts[0]):
            return in_letters(index.parts[0])
        return None

    def _is_size(self, name):
        return is_size(self.names.things.get(key_of(name)))

    def _is_entries(self, node):
        """Whether what stands in brackets is a number, of which the indices below make a matrix."""
        inner, first = node.parts[0], node.scripts[0] if node.scripts else None
        return inner.kind == "bracket" and first is not None and first.kind == "below" and not self._is_matrix(inner)

    def _is_matrix(self, node):
        """Whether a part is a matrix, seen without its indices' ranges."""
        if node.kind == "name":
            thing, indices, _ = self._resolved(node)
            return (isinstance(thing, Array) and not indices) or (thing == "delta" and not indices)
        if node.kind in ("sum", "number", "iverson", "root"):
            return False
        if node.kind in ("filled", "pullback"):
            return True
        if node.kind == "derivative":
            return self._is_matrix(node.parts[1])
        if node.kind == "call":
            (f, *_), *arguments = node.parts
            return f == "diag" or (f != "tr" and any(map(self._is_matrix, arguments)))
        if node.kind == "scripted":
            below = any(s.kind == "below" for s in node.scripts)
            return below != self._is_matrix(node.parts[0])
        parts = [p[1] if isinstance(p, tuple) else p for p in node.parts]
        return any(isinstance(p, Node) and self._is_matrix(p) for p in parts)

    # Names with their scripts.

    def _resolved(self, node):
        """The thing that a name stands for, its indices as nodes, and the scripts that are left."""
        letters, above, below = key_of(node.parts[0])
        scripts, things = list(node.scripts), self.names.things
        for script in scripts:
            layer = self._layer(script)
            if layer and not above and (letters, layer, below) in things:
                above = layer
                scripts.remove(script)
                break
        for script in scripts:
            if script.kind == "below" and not below and (letters, above, text := self._text_below(script)) in things:
                below = text
                scripts.remove(script)
                break
        thing = things.get((letters, above, below))
        under = [s for s in scripts if s.kind == "below"]
        rest = [s for s in scripts if s.kind != "below"]
        if thing is None and (letters, above, below) in (("I", "", ""), ("delta", "", "")):
            return "delta", self._indices(under, 2, node) if under else [], rest
        if thing is None:
            unknown = under or above or below or self.names.has(letters)
            return (None, None if unknown else [], rest)
        arity = len(thing.sizes) if isinstance(thing, Array) else 0
        return thing, self._indices(under, arity, node) if under else [], rest

    def _layer(self, script):
        """The layer that stands above a name in brackets, as it is named; or as a small digit."""
        if script.kind == "raised":
            return script.parts[0]
        if script.kind != "above":
            return None
        node = script.parts[0]
        if node.kind == "bracket" and node.shape == "LBRACE":
            node = node.parts[0]
        if node.kind != "bracket":
            return None
        return self._compact(node.parts[0])

    def _compact(self, node):
        if node.kind == "terms":
            return "".join(("" if not place and sign == "+" else sign) + self._compact(part)
                           for place, (sign, part) in enumerate(node.parts))  # fmt: skip
        if node.kind in ("name", "number") and not node.scripts:
            return str(node.parts[0])
        return "?"

    def _text_below(self, script):
        if isinstance(script.parts[0], str):
            return in_letters(script.parts[0])
        return ",".join(map(self._compact, script.parts))

    def _indices(self, scripts, arity, node):
        """One node for each index: letters that stand together are several, digits as many as there are slots."""
        found = []
        for script in scripts:
            for part in script.parts:
                if isinstance(part, str):
                    found += self._split(part, script, arity if len(scripts) == 1 else 0)
                elif part.kind == "product" and all(op == "" and p.kind in ("name", "number") for op, p in part.parts):
                    found += [n for _, p in part.parts for n in self._split(p.shape or p.parts[0], p, arity)]
                elif part.kind == "name" and not part.scripts and len(script.parts) < arity:
                    found += self._split(part.parts[0], part, arity)
                elif part.kind == "number" and len(script.parts) == 1 < arity == len(part.shape):
                    found += self._split(part.shape, part, arity)
                else:
                    found.append(part)
        if arity == 1 and len(found) > 1 and all(isinstance(n.parts[0], Integer) for n in found):
            found = [Node("number", (Integer("".join(str(n.parts[0]) for n in found)),), node.at, node.end)]
        if len(found) != arity:
            takes = "takes no index" if not arity else "takes one index" if arity == 1 else f"takes {arity} indices"
            raise self._error(f"{node.parts[0]} {takes}, and {len(found)} stand below it", node)
        return found

    def _split(self, text, node, arity):
        if self._is_size(in_letters(text)) and arity == 1:
            return [Node("name", (in_letters(text),), node.at, node.end)]
        parts = _characters(text)
        if arity == 1 and text.isdigit():
            parts = [text]
        return [
            Node("number", (Integer(c),), node.at, node.end, (), c)
            if c.isdigit()
            else Node("name", (in_letters(c),), node.at, node.end)
            for c in parts
        ]

    # What each part is.

    def _build(self, node, ranges):
        value = getattr(self, f"_build_{node.kind}")(node, ranges)
        return value

    def _number(self, node, ranges):
        """A part that has to be a number."""
        value = self._build(node, ranges)
        return self._as_number(value, node)

    def _as_number(self, value, node):
        if isinstance(value, MatrixExpr):
            if tuple(value.shape) != (1, 1):
                raise self._error(f"a number is needed here, and {self._shown(node)} is a matrix of {_by(value)}", node)
            return Entry(value)
        return value

    def _build_number(self, node, _):
        return node.parts[0]

    def _build_name(self, node, ranges):
        letters = node.parts[0]
        thing, indices, scripts = self._resolved(node)
        if thing == "delta":
            value = self._delta(node, indices, ranges)
        elif thing is None:
            value = self._unknown(node, ranges, scripts)
            if value is None:
                return exp(self._number(scripts[0].parts[0], ranges), evaluate=False)
        elif not indices:
            value = thing
        else:
            value = thing[tuple(self._index(i, ranges) for i in indices)]
        del letters
        return self._with_scripts(value, scripts, node, ranges)

    def _delta(self, node, indices, ranges):
        if not indices:
            if node.parts[0] == "delta":
                raise self._error(f"delta is not defined{self._near('delta')}", node)
            return ANY
        return KroneckerDelta(*(self._index(i, ranges) for i in indices), evaluate=False)

    def _unknown(self, node, ranges, scripts):
        letters = node.parts[0]
        if letters in ranges and not any(s.kind == "below" for s in node.scripts):
            return Index(letters, ranges[letters])
        if letters == "pi" and not node.scripts:
            from sympy import pi

            return pi
        if letters == "e" and len(scripts) == 1 and scripts[0].kind == "above":
            return None
        layers = [above for known, above, _ in self.names.things if known == letters and above]
        if layers:
            raise self._error(f"{letters} has a layer, as in {letters}^({layers[0]})", node)
        raise self._error(f"{letters} is not defined{self._near(letters)}", node)

    def _near(self, letters):
        near = get_close_matches(letters, self.names.names(), n=1, cutoff=0.5)
        known = ", ".join(dict.fromkeys(letters for letters, _, _ in self.names.things))
        return f"; is {near[0]} meant?" if near else f"; known are {known}" if known else ""

    def _index(self, node, ranges):
        if node.kind == "name" and not node.scripts:
            if self._is_size(node.parts[0]):
                return self.names.things[key_of(node.parts[0])]
            letter = in_letters(node.parts[0])
            return Index(_sign_of(letter), ranges[letter])
        return self._evaluated(node, ranges)

    def _evaluated(self, node, ranges):
        """An index or a bound, which is worked out: i + 1, 2 m."""
        if node.kind == "terms":
            return sum((-1 if sign == "-" else 1) * self._evaluated(part, ranges) for sign, part in node.parts)
        if node.kind == "product":
            out = Integer(1)
            for operator, part in node.parts:
                value = self._evaluated(part, ranges)
                out = out / value if operator == "/" else out * value
            return out
        if node.kind == "bracket":
            return self._evaluated(node.parts[0], ranges)
        return self._index(node, ranges) if node.kind == "name" and not node.scripts else self._number(node, ranges)

    def _with_scripts(self, value, scripts, node, ranges):
        for script in scripts:
            if script.kind == "transposed":
                if not isinstance(value, MatrixExpr):
                    raise self._error(f"only a matrix is transposed, and {self._shown(node)} is a number", script)
                value = Transpose(value)
            elif script.kind in ("above", "raised"):
                value = self._power(value, script, node, ranges)
        return value

    def _power(self, value, script, node, ranges):
        if script.kind == "raised":
            exponent = Integer(script.parts[0])
        else:
            (inner,) = script.parts
            exponent = self._number(inner, ranges)
        if isinstance(value, MatrixExpr):
            if tuple(value.shape) == (1, 1):
                value = Entry(value)
            elif isinstance(exponent, Integer) and exponent > 0 and value.shape[0] == value.shape[1]:
                return MatPow(value, exponent)
            else:
                raise self._error(
                    f"{self._shown(node)} is a matrix of {_by(value)}, and has no power here; entry by entry write a * a",
                    script,
                )
        return Pow(value, exponent, evaluate=False)

    def _build_scripted(self, node, ranges):
        (inner,) = node.parts
        if self._is_entries(node):
            return self._entries(node, ranges)
        value = self._build(inner, ranges)
        scripts = list(node.scripts)
        if scripts[0].kind == "below":
            value = self._entry(value, scripts.pop(0), node, ranges)
        return self._with_scripts(value, scripts, node, ranges)

    def _entries(self, node, ranges):
        first, *scripts = node.scripts
        letters = [letter for letter, _ in self._letters(first)]
        sizes = []
        if scripts and scripts[0].kind == "above" and inside_product(scripts[0].parts[0]):
            sizes = [self._evaluated(part, ranges) for _, part in inside_product(scripts.pop(0).parts[0])]
        (body,) = node.parts[0].parts
        slots = list(self._slots(body))
        own = dict(ranges)
        for place, letter in enumerate(letters):
            own[letter] = (
                self._range(letter, slots, ranges, sizes[place] if sizes else self.names.range(letter))
                if any(s[0] == letter for s in slots) or not sizes
                else sizes[place]
            )
        term = self._number(body, own)
        value = Entries(term, *(Index(_sign_of(letter), own[letter]) for letter in letters))
        return self._with_scripts(value, scripts, node, ranges)

    def _entry(self, value, script, node, ranges):
        if not isinstance(value, MatrixExpr):
            raise self._error("indices stand below a matrix or below [ ... ] alone", script)
        free = [s for s in value.shape if s != 1]
        indices = [self._index(i, ranges) for i in self._indices([script], len(free), node)]
        at = [indices.pop(0) if size != 1 else None for size in value.shape]
        return Entry(value, *at)

    def _build_filled(self, node, ranges):
        (script,) = node.scripts
        kind = OneMatrix if node.parts[0] else ZeroMatrix
        sizes = [
            Node("name", (in_letters(p),), script.at, script.end) if isinstance(p, str) else p for p in script.parts
        ]
        if len(sizes) == 1 and sizes[0].kind == "number":
            return kind(sizes[0].parts[0], 1)
        if len(sizes) == 1 and (both := inside_product(sizes[0])):
            sizes = [part for _, part in both]
        values = [self._evaluated(s, ranges) for s in sizes]
        return kind(values[0], values[1] if len(values) > 1 else 1)

    def _build_bracket(self, node, ranges):
        return self._build(node.parts[0], ranges)

    def _build_iverson(self, node, ranges):
        return KroneckerDelta(*(self._index(i, ranges) for i in node.parts), evaluate=False)

    def _build_absolute(self, node, ranges):
        value = self._build(node.parts[0], ranges)
        return absolute(value)

    def _build_root(self, node, ranges):
        return Pow(self._number(node.parts[0], ranges), Rational(1, 2), evaluate=False)

    def _build_fraction(self, node, ranges):
        top, below = node.parts
        return self._multiplied([("", top), ("/", below)], node, ranges)

    def _build_sum(self, node, ranges):
        limits, body = node.parts
        slots, own, runs = list(self._slots(body)), dict(ranges), []
        for letter, low, high, at in reversed(limits):
            here = Node("name", (letter,), at, at + 1)
            first = Integer(1) if low is None else self._evaluated(low, ranges)
            last = None if high is None else self._evaluated(high, ranges)
            if not any(s[0] == letter for s in slots) and last is None:
                if self.names.range(letter) is None:
                    raise self._error(
                        f"the sum over {letter} holds no {letter}, so nothing says how far it runs; "
                        f"write sum_{{{letter}=1}}^{{n}}", here)  # fmt: skip
                own[letter] = self.names.range(letter)
            else:
                own[letter] = last if not any(s[0] == letter for s in slots) else self._range(
                    letter, slots, tuple(ranges.items()), last)  # fmt: skip
            index = Index(_sign_of(letter), own[letter])
            runs.append((index, first, own[letter] if last is None else last))
        term = self._number(body, own)
        return Sum(term, *runs)

    def _build_call(self, node, ranges):
        (f, primes, *_), *arguments = node.parts
        values = [self._build(a, ranges) for a in arguments]
        if f in ("diag", "tr"):
            if len(values) != 1 or not isinstance(values[0], MatrixExpr):
                raise self._error(f"{f} is taken of one matrix", node)
            return diagonal(values[0]) if f == "diag" else Trace(values[0])
        if isinstance(f, tuple):
            f = self.names.new_function(*f, len(values))
        if len(values) == 2:
            return f(*(self._as_number(v, a) for v, a in zip(values, arguments, strict=True)))
        if len(values) != 1:
            raise self._error(f"a function takes one argument, or a loss two; here are {len(values)}", node)
        (value,) = values
        if isinstance(value, MatrixExpr) and tuple(value.shape) == (1, 1) and not isinstance(value, Array):
            value = Entry(value)
        prime = self.names.slope(f, primes)
        if prime is None:
            return self._formula(f, primes, value, node)
        if isinstance(value, MatrixExpr):
            return entry_by_entry(prime, value)
        return prime(value, evaluate=False) if prime in NAMED else prime(value)

    def _formula(self, f, primes, value, node):
        """The slope of a function that SymPy knows is a formula."""
        if isinstance(value, MatrixExpr):
            raise self._error("this slope is a formula, which is written for one entry, not for a matrix", node)
        u = Dummy("u", real=True)
        return f(u).diff(u, primes).xreplace({u: value})

    def _build_slope_by(self, node, ranges):
        place, (f, *_), *arguments = node.parts
        slopes = {str(at): prime for prime, (of, at) in SLOPE_OF.items() if of is f}
        if place not in slopes:
            raise self._error(f"a loss has slopes by its first and its second argument; got {place}", node)
        return slopes[place](*(self._number(a, ranges) for a in arguments))

    def _build_derivative(self, node, ranges):
        top, var = node.parts
        value, by = self._build(top, ranges), self._build(var, ranges)
        try:
            if isinstance(by, Array):
                if isinstance(value, MatrixExpr) and tuple(value.shape) == (1, 1) and not isinstance(value, Array):
                    value = Entry(value)
                return Jacobian(value, by) if isinstance(value, MatrixExpr) else Gradient(value, by)
            if isinstance(by, MatrixExpr):
                raise self._error("a derivative is taken by a quantity, such as w or w_qp", var)
            return Partial(self._as_number(value, top), by)
        except NotRead:
            raise
        except (ValueError, TypeError) as error:
            raise self._error(str(error), node) from None

    def _build_pullback(self, node, ranges):
        cotangent, value, var = (self._build(p, ranges) for p in node.parts)
        try:
            return Pullback(cotangent, value, var)
        except (ValueError, TypeError) as error:
            raise self._error(str(error), node) from None

    def _build_terms(self, node, ranges):
        values = [(sign, self._build(part, ranges), part) for sign, part in node.parts]
        large = [v for _, v, _ in values if isinstance(v, MatrixExpr) and v != ANY and tuple(v.shape) != (1, 1)]
        if large or all(isinstance(v, MatrixExpr) for _, v, _ in values):
            return self._matrix_sum(values, large, node)
        terms = []
        for sign, value, part in values:
            term = self._as_number(value, part)
            terms.append(_negative(term) if sign == "-" else term)
        return terms[0] if len(terms) == 1 else plus(*terms)

    def _matrix_sum(self, values, large, node):
        terms = []
        for sign, value, part in values:
            if not isinstance(value, MatrixExpr):
                raise self._error(
                    f"a number is added to a matrix of {_by(large[0])} here; ones are written 1_m, with their size",
                    part,
                )
            if value == ANY and large:
                value = Identity(large[0].shape[0])
            if large and tuple(value.shape) != tuple(large[0].shape):
                raise self._error(
                    f"matrices of one shape are added; {self._shown(values[0][2])} is {_by(large[0])}, "
                    f"and {self._shown(part)} is {_by(value)}",
                    part,
                )
            terms.append(times(-1, value) if sign == "-" else value)
        return terms[0] if len(terms) == 1 else MatAdd(*terms)

    def _build_product(self, node, ranges):
        groups = [[]]
        joined = []
        for operator, part in node.parts:
            if operator in LOOSE and groups[-1]:
                joined.append((operator, part))
                groups.append([("", part)])
            else:
                groups[-1].append((operator, part))
        value = self._multiplied(groups[0], node, ranges)
        for (operator, part), group in zip(joined, groups[1:], strict=True):
            value = self._joined(value, operator, self._multiplied(group, node, ranges), part)
        return value

    def _joined(self, left, operator, right, node):
        both = isinstance(left, MatrixExpr), isinstance(right, MatrixExpr)
        if operator == "@" and not all(both):
            raise self._error("@ is the product of two matrices; a number stands on one side", node)
        if operator == "⊙" and not all(both):
            raise self._error("⊙ multiplies two matrices entry by entry; a number stands on one side", node)
        if operator == "@" or not all(both):
            return self._product([left, right], node)
        if tuple(left.shape) != tuple(right.shape):
            raise self._error(f"entry by entry, both are of one shape; here are {_by(left)} and {_by(right)}", node)
        return hadamard(left, right)

    def _multiplied(self, parts, node, ranges):
        """Factors side by side, some of them below a slash."""
        factors = []
        for place, (operator, part) in enumerate(parts):
            value = self._build(part, ranges)
            if operator == "/":
                value = self._as_number(value, part)
                if (
                    part.kind == "number"
                    and place
                    and isinstance(factors[-1], Integer)
                    and parts[place - 1][1].kind == "number"
                ):
                    if value == 0:
                        raise self._error("a division by 0", part)
                    factors[-1] = Rational(factors[-1], value)
                    continue
                if isinstance(factors[-1] if factors else None, MatrixExpr) or any(
                    isinstance(f, MatrixExpr) for f in factors
                ):
                    factors.insert(0, Pow(value, -1, evaluate=False))
                    continue
                value = Pow(value, -1, evaluate=False)
            factors.append(value)
        return self._product(factors, node)

    def _product(self, factors, node):
        matrices = [f for f in factors if isinstance(f, MatrixExpr)]
        if not matrices:
            return factors[0] if len(factors) == 1 else times(*_without_one(factors))
        numbers = [f for f in factors if not isinstance(f, MatrixExpr)]
        row = []
        for matrix in matrices:
            if matrix == ANY and row:
                matrix = Identity(row[-1].shape[1])
            if row and row[-1] == ANY:
                row[-1] = Identity(matrix.shape[0])
            if row and row[-1].shape[1] != matrix.shape[0]:
                if tuple(matrix.shape) == (1, 1):
                    numbers.append(Entry(matrix))
                    continue
                if tuple((row[0].shape[0], row[-1].shape[1])) == (1, 1):
                    numbers.append(Entry(times(*row) if len(row) > 1 else row[0]))
                    row = [matrix]
                    continue
                raise self._error(
                    f"these do not fit: {_by(row[-1])} and {_by(matrix)} have no product; "
                    "is a transpose missing, or * for entry by entry?",
                    node,
                )
            row.append(matrix)
        if not numbers and len(row) == 1:
            return row[0]
        scalar = numbers[0] if len(numbers) == 1 else Mul(*_without_one(numbers), evaluate=False) if numbers else None
        return times(*([] if scalar is None else [scalar]), *row)


def inside_product(node):
    """The factors of m × n, in braces or not; or None."""
    while node.kind == "bracket":
        node = node.parts[0]
    return node.parts if node.kind == "product" and all(op in ("", "·") for op, _ in node.parts) else None


def _without_one(factors):
    return factors


def _negative(term):
    if isinstance(term, Rational):
        return -term
    if isinstance(term, Mul):
        head, *rest = term.args
        if isinstance(head, Rational):
            return Mul(-head, *rest, evaluate=False)
        return Mul(-1, *term.args, evaluate=False)
    return Mul(-1, term, evaluate=False)


def _is_enclosed(tree):
    while tree.data == "scripted" and tree.children:
        tree = tree.children[0]
    return tree.data in ("bracket", "call")


def _characters(text):
    """The letters and digits that stand together below a name; a command of LaTeX is one."""
    if text.startswith("\\"):
        return [text[1:]]
    out = []
    for c in text:
        if c == "\u0302" and out:
            out[-1] += c
        else:
            out.append(c)
    return out


SIGN_OF = {}


def _sign_of(letter):
    """The name of an index: Greek by its sign."""
    from backprop.proving.language.vocabulary import GREEK

    if not SIGN_OF:
        SIGN_OF.update({word: sign for sign, word in GREEK.items()})
    return SIGN_OF.get(letter, letter)


def _by(matrix):
    rows, cols = matrix.shape
    return f"{rows} by {cols}"


__all__ = ["Expr", "MatMul", "NotRead", "NotUnderstood", "read", "read_equation"]
