"""Reverse mode on single numbers: a node remembers what it was made of, and one walk back finds every slope.

    w, x = Node(1), Node(2)
    E = sigmoid(w * x - 1)
    backward(E)
    w.gradient

Chapter 10 shows all of this module but `number`, `must_be_node` and `refuse_strangers`: they refuse bad input.
"""

from __future__ import annotations

import math
import reprlib
from itertools import count
from numbers import Real

import numpy as np

births = count()


class Operators:
    """u + v means plus(u, v), and u * v means times(u, v); one of the two may be a plain number."""

    def __add__(self, other):
        return plus(self, other)

    def __mul__(self, other):
        return times(self, other)

    def __sub__(self, other):
        return plus(self, times(other, -1))

    __radd__, __rmul__ = __add__, __mul__


class Node(Operators):
    """A number that remembers the nodes it was made of, each with the slope of that step.

    Parameters
    ----------
    value : float
        One finite real number.
    parents : sequence of pairs
        ``[(u, slope), ...]``: a node that this one was made of, and the derivative of this one with respect to it while
        all its other parents are held. A node that was used twice stands here twice.

    Attributes
    ----------
    gradient : float
        The derivative of E with respect to this node, once `backward` has walked back from E; 0 before.
    born : int
        Counts the nodes in the order of their making, so that every node has a larger number than its parents.

    Raises
    ------
    TypeError
        The value or a slope is no real number, or a parent is no node.
    ValueError
        The value or a slope is not finite.

    Source: chapter 10.
    """

    def __init__(self, value, parents=()):
        self.value = number(value)
        self.parents = [(must_be_node(u), number(slope)) for u, slope in parents]
        self.gradient = 0.0
        self.born = next(births)


def as_node(v: Node | float) -> Node:
    """v itself if it is a node; a plain number becomes a node without parents.

    Raises TypeError and ValueError as `Node` does.
    Source: chapter 10.
    """
    return v if isinstance(v, Node) else Node(v)


def plus(u: Node | float, v: Node | float) -> Node:
    """u + v has the slope 1 towards both. A sum copies.

    Raises TypeError and ValueError as `Node` does.
    Source: chapter 10.
    """
    u, v = as_node(u), as_node(v)
    return Node(u.value + v.value, [(u, 1), (v, 1)])


def times(u: Node | float, v: Node | float) -> Node:
    """u v has the slope v towards u, and u towards v. A product swaps.

    Raises TypeError and ValueError as `Node` does; a product that overflows is a ValueError too.
    Source: chapter 10.
    """
    u, v = as_node(u), as_node(v)
    return Node(u.value * v.value, [(u, v.value), (v, u.value)])


def tanh(z: Node | float) -> Node:
    """a = tanh z has the slope 1 - a^2. A function scales.

    Raises TypeError and ValueError as `Node` does.
    Source: chapter 10.
    """
    z = as_node(z)
    a = math.tanh(z.value)
    return Node(a, [(z, 1 - a * a)])


def sigmoid(z: Node | float) -> Node:
    """a = 1 / (1 + exp(-z)) = (1 + tanh(z/2)) / 2 has the slope a (1 - a).

    Written with tanh, which cannot overflow. Raises TypeError and ValueError as `Node` does.
    Source: chapter 10.
    """
    z = as_node(z)
    a = (1 + math.tanh(z.value / 2)) / 2
    return Node(a, [(z, a * (1 - a))])


def order(E: Node) -> list[Node]:
    """E and all that it was made of, the youngest first: every node comes after all that it feeds.

    Raises TypeError if E is no node. A graph may be as deep as memory allows.
    Source: chapter 10.
    """
    found, todo = {must_be_node(E)}, [E]
    while todo:
        new = {u for u, _ in todo.pop().parents} - found
        found |= new
        todo.extend(new)
    return sorted(found, key=lambda u: u.born, reverse=True)


def backward(E: Node) -> None:
    """Multiply along every edge, and add where edges meet: this sets the gradient of all that E was made of.

    Each walk starts afresh: what an earlier walk left in these nodes is forgotten. Raises TypeError if E is no node.
    Source: chapter 10.
    """
    nodes = order(E)
    for u in nodes:
        u.gradient = 0.0
    E.gradient = 1.0
    for u in nodes:
        for parent, slope in u.parents:
            parent.gradient += slope * u.gradient


def gradients(E: Node, *nodes: Node) -> tuple[float, ...]:
    """The derivatives of E with respect to these nodes, by one walk back.

    Raises
    ------
    TypeError
        E, or what stands among the nodes, is no node.
    ValueError
        E was not made of one of the nodes, or a derivative is too large for a float.

    Source: chapter 10.
    """
    refuse_strangers(E, nodes)
    backward(E)
    return tuple(number(u.gradient) for u in nodes)


def number(value: Real) -> float:
    """The float of one finite real number.

    Raises
    ------
    TypeError
        It is no real number: a boolean, a text, an array, a complex number, a node.
    ValueError
        It is nan or infinite, or too large for a float.
    """
    if isinstance(value, Node):
        raise TypeError("the value is a Node already; expected a plain number. Use the node itself, or pass its value.")
    if isinstance(value, bool) or not isinstance(value, Real):
        advice = "Make a node of every entry." if isinstance(value, np.ndarray | list | tuple) else "Pass a float."
        raise TypeError(
            f"the value is {reprlib.repr(value)}, a {type(value).__name__}; expected one real number. {advice}"
        )
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(
            f"the value is {found}; expected a finite number. "
            f"Look for it in what goes in, or scale it down if a product grew too large."
        )
    return found


def must_be_node(u: Node) -> Node:
    """u itself; TypeError if it is no node."""
    if isinstance(u, Node):
        return u
    raise TypeError(
        f"{reprlib.repr(u)} is a {type(u).__name__}; expected a Node. Pass what plus, times or a function "
        f"returned, or Node({'...' if not isinstance(u, Real) else u})."
    )


def refuse_strangers(E: Node, nodes: tuple[Node, ...]) -> None:
    """Raise ValueError if E was not made of one of the nodes."""
    made_of = set(order(E))
    for place, u in enumerate(nodes, start=1):
        if must_be_node(u) not in made_of:
            raise ValueError(
                f"node {place}, of value {u.value:g}, is not among the {len(made_of)} that E was made of; expected one "
                f"of these. Build E from it, or take 0: what E does not use cannot change it."
            )
