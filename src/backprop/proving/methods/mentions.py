"""What expressions mention: their arrays and numbers, for a model in which all of them are given, and unused names."""

from sympy import Indexed, Symbol, preorder_traversal

from backprop.proving.language.notation import Array, is_number, mentioned


def holds(expr, var):
    """Whether the array stands in an expression, as a whole or by an entry."""
    return var.name in mentioned(expr)


def arrays_in(expr):
    """The arrays in an expression, as they stand in it from left to right."""
    return [part for part in preorder_traversal(expr) if isinstance(part, Array)]


def given_in(*exprs):
    """The arrays and numbers that expressions mention, for a `Model` in which all of them are given."""
    arrays = dict.fromkeys(a for e in exprs for a in arrays_in(e))
    entries = {entry.base.label for e in exprs for entry in e.atoms(Indexed)}
    numbers = {s for e in exprs for s in e.free_symbols if is_number(s)} - entries
    return (*arrays, *sorted(numbers, key=str))


def names_in(*exprs):
    """Every name in expressions: of arrays, numbers, sizes and indices."""
    return {s.name for e in exprs for s in e.atoms(Symbol, Array)}


def unused(letter, *exprs):
    """The letter, as often as it takes for no name in the expressions to begin so."""
    name = letter
    while any(other.startswith(name) for other in names_in(*exprs)):
        name += letter
    return name
