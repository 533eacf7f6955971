"""Text as an expression of SymPy: what each part of it is.

Nothing is evaluated: what is built is what stands there, in its order, as the constructors of the language build it.
"""

from sympy import (
    Identity,
    Integer,
    KroneckerDelta,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    Sum,
    ZeroMatrix,
    exp,
    pi,
)
from sympy.matrices.expressions import MatMul, Transpose

from backprop.proving.language import products
from backprop.proving.language.calls import applied, slope_by
from backprop.proving.language.functions import absolute
from backprop.proving.language.grammar import tree
from backprop.proving.language.nodes import Nodes, letters
from backprop.proving.language.notation import Array, Index
from backprop.proving.language.operators import Entries, Entry, Gradient, Jacobian, Partial, Pullback
from backprop.proving.language.products import ANY, is_matrix, is_single
from backprop.proving.language.ranges import Ranges
from backprop.proving.language.scripts import DELTA, Page, inside_product
from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import SIGN_OF, key_of

LOOSE = ("*", "@", "⊙")
HIGHEST = 100
"""The highest power in an index or a bound."""


def read(text, names, start=0, end=None):
    """The expression that ``text[start:end]`` says, read with a `Vocabulary`.

    Raises `NotRead`, with the line and the column in `text`.
    """
    return _Reading(text, names).read([tree(text, names, "expression", start, end)])[0]


def read_equation(text, names, start=0, end=None):
    """Both sides of an equation."""
    both = tree(text, names, "equation", start, end)
    return _Reading(text, names).read([side for side in both.children if hasattr(side, "data")])


class _Reading:
    def __init__(self, text, names):
        self.text, self.names, self.page = text, names, Page(text, names)
        self.ranges = Ranges(self.page)

    def read(self, trees):
        nodes = Nodes(self.text)
        sides = [nodes.node(side) for side in trees]
        free = self.ranges.free(sides, nodes.bound)
        values = [self._build(side, free) for side in sides]
        values = [Entry(value) if isinstance(value, MatMul) and is_single(value) else value for value in values]
        for side, value in zip(sides, values, strict=True):
            if value.has(ANY):
                raise self.page.error("the size of I is not seen here; write I_m, with its size below", side)
        return tuple(values)

    def _build(self, node, ranges):
        """What a node is, where the letters run so far."""
        try:
            return getattr(self, f"_{node.kind}")(node, ranges)
        except NotRead:
            raise
        except products.Misfit as error:
            inner = node.inner
            at = inner[error.place] if node.kind in ("terms", "product") and error.place < len(inner) else node
            raise self.page.error(str(error), at) from None
        except (TypeError, ValueError, IndexError) as error:
            raise self.page.error(str(error), node) from None

    def _value(self, node, ranges):
        """A part that has to be a number."""
        value = self._build(node, ranges)
        try:
            return products.number(value)
        except products.Misfit as error:
            raise self.page.error(str(error), node) from None

    def _number(self, node, _):
        return node.parts[0]

    def _name(self, node, ranges):
        thing, indices, left = self.page.resolved(node)
        if thing is DELTA:
            places = [self._index(index, ranges) for index in indices]
            value = (
                KroneckerDelta(*places, evaluate=False) if len(places) == 2 else Identity(*places) if places else ANY
            )
        elif thing is not None:
            value = thing[tuple(self._index(index, ranges) for index in indices)] if indices else thing
        elif node.parts[0] in ranges and not indices:
            value = self._letter(node.parts[0], ranges)
        elif node.parts[0] == "pi" and not indices:
            value = pi
        elif node.parts[0] == "e" and not indices and left and left[0].kind == "above":
            value = exp(self._value(left.pop(0).parts[0], ranges), evaluate=False)
        else:
            raise self.page.undefined(node)
        return self._with_scripts(value, left, ranges)

    def _letter(self, letter, ranges):
        return Index(SIGN_OF.get(letter, letter), ranges[letter])

    def _index(self, node, ranges):
        """An index, a bound or a size, which is worked out: i + 1, 2 m."""
        if node.kind == "terms":
            return sum((-1 if sign == "-" else 1) * self._index(part, ranges) for sign, part in node.parts)
        if node.kind == "product":
            value = Integer(1)
            for operator, part in node.parts:
                factor = self._index(part, ranges)
                value = value / factor if operator == "/" and factor != 0 else value * factor
            return value
        if node.kind == "bracket":
            return self._index(node.parts[0], ranges)
        if node.kind == "name" and not node.scripts:
            if self.page.is_size(node.parts[0]):
                return self.names.things[key_of(node.parts[0])]
            if node.parts[0] in ranges:
                return self._letter(node.parts[0], ranges)
        value = self._value(node, ranges)
        if isinstance(value, Pow) and not (value.exp.is_Integer and abs(value.exp) <= HIGHEST and value.base.is_Symbol):
            raise self.page.error(f"a power in an index or a bound is of a size, to {HIGHEST} at most", node)
        return value

    def _with_scripts(self, value, scripts, ranges):
        for before, script in zip([None, *scripts], scripts, strict=False):
            if before is not None and before.kind.replace("raised", "above") == script.kind.replace("raised", "above"):
                raise self.page.error("two of these stand after one another; brackets tell what is meant", script)
            if script.kind == "transposed":
                if not is_matrix(value):
                    raise self.page.error(
                        f"only a matrix is transposed, and {products.shown(value)} is a number", script
                    )
                value = Transpose(value)
            elif script.kind == "below":
                value = self._entry(value, script, ranges)
            else:
                raised = script.kind == "raised"
                exponent = Integer(script.parts[0]) if raised else self._value(script.parts[0], ranges)
                try:
                    value = products.power(value, exponent)
                except products.Misfit as error:
                    raise self.page.error(str(error), script) from None
        return value

    def _scripted(self, node, ranges):
        if self.page.is_entries(node):
            return self._entries(node, ranges)
        inner = node.parts[0].parts[0] if node.parts[0].kind == "bracket" else node.parts[0]
        return self._with_scripts(self._build(inner, ranges), node.scripts, ranges)

    def _entries(self, node, ranges):
        """[ ... ]_qp, perhaps with its sizes above."""
        below, *scripts = node.scripts
        sizes = []
        if scripts and scripts[0].kind == "above" and (inside := inside_product(scripts[0].parts[0])):
            scripts, sizes = scripts[1:], [self._index(size, ranges) for size in inside]
        body, own = node.parts[0].parts[0], dict(ranges)
        slots = list(self.ranges.slots(body))
        for place, letter in enumerate(letters(below)):
            stands = any(slot.letter == letter for slot in slots)
            size = sizes[place] if place < len(sizes) else None
            known = size or self.names.range(letter) or ranges.get(letter)
            own[letter] = self._told(letter, slots, ranges, size) if stands else known
            if own[letter] is None:
                raise self.page.error(f"nothing says how far the index {letter} runs", below)
        value = Entries(self._value(body, own), *(self._letter(letter, own) for letter in letters(below)))
        return self._with_scripts(value, scripts, ranges)

    def _told(self, letter, slots, ranges, size):
        """How far a letter runs: as its slot says, and where none does, as a range that is written."""
        told = next((slot.size for slot in slots if slot.letter == letter and slot.size is not None), None)
        return (told or size) if size is not None else self.ranges.size(letter, slots, ranges)

    def _entry(self, value, script, ranges):
        if not is_matrix(value):
            raise self.page.error("indices stand below a matrix or below [ ... ] alone", script)
        free = [size for size in value.shape if size != 1]
        places = [self._index(index, ranges) for index in self.page.indices([script], len(free), script)]
        return Entry(value, *(places.pop(0) if size != 1 else None for size in value.shape))

    def _filled(self, node, ranges):
        """1_m and 0_(m, n)."""
        (script,) = node.scripts
        sizes = script.parts
        if isinstance(sizes[0], str):
            sizes = self.page.indices([script], 1, script)
        elif len(sizes) == 1 and (inside := inside_product(sizes[0])):
            sizes = inside
        rows, *cols = (self._index(size, ranges) for size in sizes)
        return (OneMatrix if node.parts[0] else ZeroMatrix)(rows, *(cols or [1]))

    def _bracket(self, node, ranges):
        return products.single(self._build(node.parts[0], ranges))

    def _iverson(self, node, ranges):
        return KroneckerDelta(*(self._index(part, ranges) for part in node.parts), evaluate=False)

    def _absolute(self, node, ranges):
        return absolute(products.single(self._build(node.parts[0], ranges)))

    def _root(self, node, ranges):
        return Pow(self._value(node.parts[0], ranges), Rational(1, 2), evaluate=False)

    def _fraction(self, node, ranges):
        return self._side_by_side([("", node.parts[0]), ("/", node.parts[1])], ranges)

    def _sum(self, node, ranges):
        limits, body = node.parts
        slots, own, runs = list(self.ranges.slots(body)), dict(ranges), []
        for letter, low, high, at in reversed(limits):
            first, last = (end if end is None else self._index(end, ranges) for end in (low, high))
            if any(slot.letter == letter for slot in slots):
                own[letter] = self._told(letter, slots, ranges, last)
            elif (size := last if last is not None else self.names.range(letter)) is not None:
                own[letter] = size
            else:
                raise NotRead(
                    f"the sum over {letter} holds no {letter}, so nothing says how far it runs; "
                    f"write sum_{{{letter}=1}}^{{n}}",
                    self.text,
                    at,
                )
            runs.append((self._letter(letter, own), Integer(1) if first is None else first,
                         own[letter] if last is None else last))  # fmt: skip
        return Sum(self._value(body, own), *runs)

    def _call(self, node, ranges):
        (f, primes), *arguments = node.parts
        return applied(self.names, f, primes, [self._build(argument, ranges) for argument in arguments])

    def _slope_by(self, node, ranges):
        place, (f, *_), *arguments = node.parts
        return slope_by(place, f, [self._value(argument, ranges) for argument in arguments])

    def _derivative(self, node, ranges):
        top, by = (self._build(part, ranges) for part in node.parts)
        if isinstance(by, Array):
            top = products.single(top)
            return Jacobian(top, by) if is_matrix(top) else Gradient(top, by)
        if is_matrix(by):
            raise self.page.error("a derivative is taken by a quantity, such as w or w_qp", node.parts[1])
        return Partial(products.number(top), by)

    def _pullback(self, node, ranges):
        return Pullback(*(self._build(part, ranges) for part in node.parts))

    def _terms(self, node, ranges):
        signs, parts = zip(*node.parts, strict=True)
        return products.added(signs, [self._build(part, ranges) for part in parts])

    def _product(self, node, ranges):
        """Factors side by side, and such groups joined by *, @ or the dotted circle."""
        groups, operators = [[]], []
        for operator, part in node.parts:
            if operator in LOOSE:
                operators.append(operator)
                groups.append([("", part)])
            else:
                groups[-1].append((operator, part))
        return products.joined(operators, [self._side_by_side(group, ranges) for group in groups])

    def _side_by_side(self, group, ranges):
        factors, before = [], None
        for operator, part in group:
            value = self._build(part, ranges)
            if len(group) > 1 and part.kind in ("bracket", "fraction") and isinstance(value, Pow) and value.exp == -1:
                value = Mul(1, value, evaluate=False)  # (1/a) b is printed as it stands, and not as b/a
            whole = part.kind == "number" and before is not None and before.kind == "number"
            factors = products.over(factors, value, whole) if operator == "/" else [*factors, value]
            before = part
        return products.product(factors)
