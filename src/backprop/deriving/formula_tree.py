"""A formula as a tree, and what its parts ask of its letters."""

from dataclasses import dataclass

from backprop.deriving.quantities import Refused


@dataclass(frozen=True)
class Node:
    """A part of a formula: its kind, its parts, and where it begins."""

    kind: str
    parts: tuple
    at: int


class Misread(Refused):
    """A part that means something else than is meant: what is said of it, and where it begins."""

    def __init__(self, said, at):
        super().__init__(said)
        self.said, self.at = said, at


def nodes_in(node):
    """A node and all within it, in the order in which they stand."""
    yield node
    for part in node.parts:
        inner = part[1] if isinstance(part, tuple) else part  # a term of a sum has a sign
        if isinstance(inner, Node):
            yield from nodes_in(inner)


def names_in(node):
    """The names in a tree, in the order in which they stand."""
    return list(dict.fromkeys(part.parts[0] for part in nodes_in(node) if part.kind == "name"))


def sigma_is_logistic(node):
    """Whether a logarithm is taken of sigma, or a root: then it is no longer any function, but one between 0 and 1."""
    insides = [part.parts[1] for part in nodes_in(node) if _is_log_or_root(part)]
    return any(part.kind == "call" and part.parts[0] == "sigma" for inside in insides for part in nodes_in(inside))


def positive(node, numbers):
    """The names that have to be positive: what is divided by, and of what a logarithm or a root is taken as it is.

    In a norm, which is divided by, that is asked of `numbers` alone.
    """
    found = set()
    for part in nodes_in(node):
        if part.kind == "product" and part.parts[0] == "/":
            found |= _below(part.parts[2], numbers)
        if part.kind == "power" and (exponent := number_in(part.parts[1])) is not None:
            found |= _below(part.parts[0], numbers) if exponent < 0 else set()
            found |= _factors(part.parts[0], numbers) if exponent.denominator > 1 else set()
        if _is_log_or_root(part):
            found |= _factors(part.parts[1], numbers)
    return found


def number_in(node):
    """The number that a node is, with its sign; None for anything else."""
    if node.kind == "number":
        return node.parts[0]
    if node.kind == "product" and node.parts[0] == "/":
        above, below = map(number_in, node.parts[1:])
        return above / below if above is not None and below else None
    if node.kind == "sum" and len(node.parts) == 1:
        (sign, inner), *_ = node.parts
        number = number_in(inner)
        return -number if number is not None and sign == "-" else number
    return None


def _below(node, numbers):
    has_norm = any(inside.kind == "norm" for inside in nodes_in(node))
    return {name for name in names_in(node) if name in numbers or not has_norm}


def _factors(node, numbers):
    """The names in a product of entries and numbers; none where anything else is in it."""
    if node.kind == "number":
        return set()
    if node.kind == "name":
        return {node.parts[0]}
    if node.kind == "power":
        return _factors(node.parts[0], numbers)
    if node.kind == "product":
        operator, *sides = node.parts
        by_entries = operator in ("*", "/") or any(numbers.issuperset(names_in(side)) for side in sides)
        return set.union(*(_factors(side, numbers) for side in sides)) if by_entries else set()
    return set()


def squared(node):
    """What a node is the sum of the squares of, by the way it is written; and whether it has to be a column."""
    if node.kind == "call" and node.parts[0] in ("sum", "tr"):
        function, inner = node.parts
        if function == "sum" and inner.kind == "power" and number_in(inner.parts[1]) == 2:
            return inner.parts[0], False
        return squared(inner)[0] if function == "tr" else None, False
    if node.kind == "product" and node.parts[0] in ("", "@"):
        left, right = node.parts[1:]
        if left.kind == "turned" and _alike(left.parts[0], right):
            return right, True
    return None, False


def _alike(a, b):
    """Whether two nodes are the same, wherever they stand."""
    if not isinstance(a, Node) or not isinstance(b, Node):
        return a == b if not isinstance(a, tuple) else a[0] == b[0] and _alike(a[1], b[1])
    return a.kind == b.kind and len(a.parts) == len(b.parts) and all(map(_alike, a.parts, b.parts))


def _is_log_or_root(node):
    return node.kind == "call" and node.parts[0] in ("log", "sqrt")
