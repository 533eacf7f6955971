"""The names of a model, as the reader of a text needs them."""

from backprop.proving.language.entries import index_form
from backprop.proving.language.notation import Array, Index
from backprop.proving.language.vocabulary import Vocabulary, in_letters
from backprop.proving.meaning.names import things


def vocabulary(model, indices=()):
    """The names of a model; `indices` maps the letters that a text has used so far to their ranges.

    A letter that has one range in all definitions of the model has it where nothing else tells one.
    """
    quantities = [model.quantity(name) for name in model.ranges]
    sides = [side for definition in model.where.values() for side in definition]
    functions = {f for side in sides for f in things(side) if isinstance(f, type)}
    ranges = {}
    for side in sides:
        for index in index_form(side).atoms(Index) if not isinstance(side, Array) else ():
            ranges.setdefault(index.name, set()).add(index.size)
    known = {letter: sizes.pop() for letter, sizes in ranges.items() if len(sizes) == 1}
    return Vocabulary([*quantities, *model.sizes], functions, known, dict(indices))


def free_indices(*exprs):
    """Letter -> size of the indices that stand free in expressions."""
    return {i.name: i.size for expr in exprs for i in expr.free_symbols if isinstance(i, Index)}


def remember(names, expr):
    """Let the letters of a line that was read run as far in the next ones, where nothing there tells how far."""
    for index in expr.atoms(Index):
        names.usual.setdefault(in_letters(index.name), index.size)


def letters(model, lines):
    """The names of a model, with the letters of lines: those that stand free in the first may do so in all."""
    names = vocabulary(model, free_indices(*lines[:1]))
    for line in lines:
        remember(names, line)
    return names
