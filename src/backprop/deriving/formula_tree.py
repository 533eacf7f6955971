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
            below = part.parts[2]
            has_norm = any(inside.kind == "norm" for inside in nodes_in(below))
            found |= {name for name in names_in(below) if name in numbers or not has_norm}
        if _is_log_or_root(part) and part.parts[1].kind == "name":
            found.add(part.parts[1].parts[0])
    return found


def _is_log_or_root(node):
    return node.kind == "call" and node.parts[0] in ("log", "sqrt")
