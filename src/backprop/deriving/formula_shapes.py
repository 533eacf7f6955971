"""The shapes of what stands in a formula: a capital is a matrix, a small letter a column unless it must be a number."""

import re
from itertools import combinations

from backprop.deriving.formula_tree import Misread, names_in
from backprop.deriving.formula_values import NUMBER, ONE
from backprop.deriving.formula_words import ENTRYWISE
from backprop.deriving.quantities import Refused
from backprop.proving.language.vocabulary import in_letters

SIZES = "mnkhpqgtuv"
"""Letters for sizes, in the order in which they are taken."""
COUNTS = ("m", "n", "k", "N")
"""Numbers that are called so count: the examples, where nothing else is said."""
MOST_NAMES, LARGEST = 10, 12


class _Misfit(Exception):
    """Two shapes that do not fit, and where."""

    def __init__(self, said, at):
        super().__init__(said)
        self.said, self.at = said, at


class _Sizes:
    """Sizes that are found to be equal, each set known by one of them."""

    def __init__(self):
        self.parent, self.count = {}, 0

    def new(self):
        self.count += 1
        return self.count

    def find(self, size):
        while size in self.parent:
            size = self.parent[size]
        return size

    def same(self, a, b):
        """Make two sizes one; False where both are known and differ. An unknown one is never 1."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if isinstance(a, int) and b != ONE:
            self.parent[a] = b
        elif isinstance(b, int) and a != ONE:
            self.parent[b] = a
        else:
            return False
        return True


def shapes(node, known, by=()):
    """Name -> (rows, cols) as typed, for every name of a formula; and the numbers that are sizes.

    `known` are those of `given_shapes`, and `by` what is differentiated by, which counts nothing.

    Raises `Refused` where they do not fit, or cannot be told.
    """
    names = names_in(node)
    small = [name for name in names if name not in known and not _is_matrix(name)]
    if len(small) > MOST_NAMES:
        raise Refused(
            f"So many small letters may be columns or numbers: say which are, as in --shapes '{small[0]} ()'."
        )
    failure = None
    for count in range(len(small) + 1):
        for numbers in combinations(small, count):
            try:
                return _Inferred(node, names, known, set(numbers)).shapes(by)
            except _Misfit as misfit:
                failure = failure or misfit
    raise Refused(f"The shapes do not fit: {failure.said} Say what they are, as in --shapes 'X (m, n), w (n), s ()'.")


def given_shapes(text):
    """The shapes that somebody gives: ``{"X": ("m", "n"), "w": ("n", "1"), "s": ("1", "1")}``."""
    found, rest = {}, text.strip()
    while rest:
        one = re.match(r"([^\W\d_]\w*)\s*\(\s*([\w\s,]*?)\s*\)\s*,?\s*", rest)
        if not one:
            raise Refused(f"Shapes are given as in 'X (m, n), w (n), s ()'; got {rest!r}.")
        sizes = [size.strip() for size in one[2].split(",") if size.strip()]
        for size in sizes:
            if not re.fullmatch(r"[a-zN]|[1-9]\d{0,3}", size) or size in "deil":
                raise Refused(f"A size is a whole number, or a small letter other than d, e, i and l; got {size!r}.")
            if size.isdecimal() and int(size) > LARGEST:
                raise Refused(
                    f"A size that is a number is at most {LARGEST}; a letter stands for any, in place of {size}."
                )
        if len(sizes) > 2:
            raise Refused(f"{one[1]} has at most two sizes; got {one[2]}.")
        if in_letters(one[1]) in found:
            raise Refused(f"{one[1]} has two shapes in --shapes; give it one.")
        found[in_letters(one[1])] = tuple((*sizes, ONE, ONE)[:2])
        rest = rest[one.end() :]
    return found


def _is_matrix(name):
    return name[0].isupper() and name not in COUNTS


class _Inferred:
    def __init__(self, node, names, known, numbers):
        self.sizes, self.names, self.known, self.numbers = _Sizes(), names, known, numbers
        self.of = {name: self._first(name) for name in names}
        shape = self._shape(node)
        if shape != NUMBER:
            raise _Misfit("the formula is no number, as a cost is; add its entries up, as in sum(...).", node.at)

    def _first(self, name):
        if name in self.known:
            return self.known[name]
        if _is_matrix(name):
            return self.sizes.new(), self.sizes.new()
        return NUMBER if name in self.numbers else (self.sizes.new(), ONE)

    def shapes(self, by):
        """The shapes, with a letter for every size that is none yet."""
        taken = {name for name in self.names if len(name) == 1} | {s for shape in self.known.values() for s in shape}
        counts = [
            name for name in self.names
            if name in COUNTS and name in self.numbers and name not in by and name not in self.known
        ]  # fmt: skip
        if len(counts) > 1 and not any(set(counts) & set(shape) for shape in self.known.values()):
            raise Refused(
                f"What do {' and '.join(counts)} count? Say so by shapes, as in --shapes 'X ({counts[0]}, p)'."
            )
        letters, spare = {}, (letter for letter in SIZES if letter not in taken)
        pending = [c for c in counts if not any(c in shape for shape in self.known.values())]
        found = {}
        for name in sorted(self.names, key=lambda name: not _is_matrix(name)) if pending else self.names:
            shape = []
            for size in self.of[name]:
                root = self.sizes.find(size)
                if isinstance(root, int) and root not in letters:
                    letters[root] = pending.pop() if pending else next(spare)
                shape.append(letters.get(root, root))
            found[name] = tuple(shape)
        counted = {c for c in counts if any(c in shape for shape in found.values())}
        return {name: found[name] for name in self.names if name not in counted}, counted

    def _shape(self, node):
        shape = getattr(self, f"_{node.kind}")(node)
        return tuple(self.sizes.find(size) for size in shape)

    def _number(self, node):
        return NUMBER

    def _name(self, node):
        return self.of[node.parts[0]]

    def _call(self, node):
        function, inner = node.parts
        shape = self._shape(inner)
        if function in ENTRYWISE or function == "softmax":
            return shape
        if function == "tr":
            self._no_power(inner)
        if function == "tr" and not self.sizes.same(*shape):
            raise _Misfit(f"a trace is taken of a square matrix; here is one of {self._said(shape)}.", node.at)
        if function == "lse" and ONE not in shape:
            return shape[0], ONE
        return NUMBER

    def _norm(self, node):
        self._shape(node.parts[0])
        return NUMBER

    def _turned(self, node):
        return self._shape(node.parts[0])[::-1]

    def _power(self, node):
        base, exponent = node.parts
        if self._shape(exponent) != NUMBER:
            raise _Misfit("an exponent is a number.", exponent.at)
        shape = self._shape(base)
        if ONE not in shape and exponent.kind == "sum" and exponent.parts[0][0] == "-":
            raise Misread("an inverse is not supported; entry by entry, 1/A is written so.", base.at)
        return shape

    def _no_power(self, node):
        """Refuse a power of a matrix where it is meant as a product with itself."""
        if node.kind == "power" and ONE not in self._shape(node):
            a = node.parts[0].parts[0] if node.parts[0].kind == "name" else "(...)"
            raise Misread(
                f"a power may be either; write {a} {a} for the product of matrices, {a} * {a} entry by entry.",
                node.parts[0].at,
            )
        if node.kind == "sum":
            for _, part in node.parts:
                self._no_power(part)
        elif node.kind == "turned":
            self._no_power(node.parts[0])
        elif node.kind == "product" and node.parts[0] != "/":
            left, right = node.parts[1:]
            for part, other in ((left, right), (right, left)):
                if self._shape(other) == NUMBER:
                    self._no_power(part)

    def _sum(self, node):
        whole = NUMBER
        for _, part in node.parts:
            whole = self._added(whole, self._shape(part), part)
        return whole

    def _added(self, a, b, node):
        if NUMBER in (a, b):
            return b if a == NUMBER else a
        for matrix, column in ((a, b), (b, a)):
            if ONE not in matrix and column[1] == ONE and self.sizes.same(matrix[1], column[0]):
                return matrix  # a bias is added to every row
        return self._alike(a, b, node, "added")

    def _alike(self, a, b, node, done):
        if not all(self.sizes.same(x, y) for x, y in zip(a, b, strict=True)):
            raise _Misfit(f"{self._said(a)} and {self._said(b)} cannot be {done}.", node.at)
        return a

    def _product(self, node):
        operator, left, right = node.parts
        a, b = self._shape(left), self._shape(right)
        if operator == "/" and b != NUMBER and a != NUMBER:
            return self._alike(a, b, node, "divided entry by entry")
        if NUMBER in (a, b):
            return b if a == NUMBER else a
        if operator == "*":
            return self._alike(a, b, node, "multiplied entry by entry; a matrix product is written with a space or @")
        if not self.sizes.same(a[1], b[0]):
            raise _Misfit(f"{self._said(a)} times {self._said(b)} is no product of matrices.", node.at)
        self._no_power(left)
        self._no_power(right)
        return a[0], b[1]

    def _said(self, shape):
        def one(size):
            size = self.sizes.find(size)
            return chr(ord("a") + (size - 1) % 26) if isinstance(size, int) else size

        a, b = map(one, shape)
        return f"a column of {a}" if b == ONE else f"a row of {b}" if a == ONE else f"a matrix of {a} by {b}"
