"""What the functions in a formula ask of its letters."""

from backprop.deriving.formula_text import calls, in_node, inner_nodes, names_in
from backprop.deriving.formula_values import ONE


def sigma_is_logistic(node):
    """Whether a logarithm is taken of sigma, or a root: then it is no longer any function, but one between 0 and 1."""
    if node.kind == "call" and node.parts[0] in ("log", "sqrt") and calls(node.parts[1], "sigma"):
        return True
    return any(map(sigma_is_logistic, inner_nodes(node)))


def positive(node, shapes):
    """The names that have to be positive: what is divided by, and of what a logarithm or a root is taken as it is."""
    found = set()
    if node.kind == "product" and node.parts[0] == "/":
        below = names_in(node.parts[2])
        found |= {name for name in below if shapes.get(name) == (ONE, ONE) or not in_node(node.parts[2], "norm")}
    if node.kind == "call" and node.parts[0] in ("log", "sqrt") and node.parts[1].kind == "name":
        found.add(node.parts[1].parts[0])
    return found.union(*(positive(part, shapes) for part in inner_nodes(node)))
