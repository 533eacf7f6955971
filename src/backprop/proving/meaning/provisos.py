"""What a proof takes for granted beside its sizes: ranges, what is positive, that no slope is taken at a joint."""

from sympy import Indexed

from backprop.proving.language.display import function_name, latex
from backprop.proving.language.functions import MADE, InPieces, U
from backprop.proving.language.notation import Array, Index, mentioned
from backprop.proving.language.operators import Entry, Gradient, Jacobian, Partial, Pullback
from backprop.proving.language.styles import LATEX, PLAIN
from backprop.proving.language.unnamed import DERIVATIVE_OF


def provisos(model, lines, write, quote="{}"):
    """For which indices and numbers the lines were proved, where not for all, such as b > 0; a list of texts."""
    return [*own_ranges(model, lines, write, quote), *_of_numbers(model, lines, write, quote)]


def own_ranges(model, lines, write, quote="{}"):
    """The ranges of free indices that do not run over all that stands in their place, be it nothing but a delta."""
    free = {i for line in lines for i in line.free_symbols if isinstance(i, Index)}
    places = {pair for line in lines for pair in _places(model, line)}
    odd = [i for i in sorted(free, key=str) if {high for place, high in places if place.has(i)} != {i.size}]
    return [f"{quote.format(write(i))} from 1 to {quote.format(write(i.size))}" for i in odd]


def _places(model, line):
    """What stands as an index, and up to where one in this place can run."""
    for e in line.atoms(Indexed):
        yield from zip(e.indices, model.ranges.get(e.base.name, ()), strict=False)
    for e in line.atoms(Entry):
        yield from zip(e.args[1:], e.args[0].shape, strict=True)


def _of_numbers(model, lines, write, quote):
    sides = _sides(model, lines)
    named = set().union(*map(mentioned, sides))
    known = [quote.format(f"{write(a)} > 0") for a in model.given.values() if a.name in named and is_positive(a)]
    taken = [e.args[-2] for side in sides for e in side.atoms(Partial, Gradient, Jacobian, Pullback)]
    broken = {f for f in _in_pieces(sides) if _jumps(f)}
    broken |= {MADE[f.__name__][1] for f in _in_pieces(sides) if taken and _is_whole(f) and _jumps(MADE[f.__name__][1])}
    broken |= {f for f in _in_pieces(_sides(model, taken)) if not _is_whole(f) and _jumps(f, order=1)}
    if broken:
        joints = "joint" if sum(len(f.joints) for f in broken) == 1 else "joints"
        known.append(f"away from the {joints} of {', '.join(quote.format(_name(f, write)) for f in _ordered(broken))}")
    return known


def formulas(model, lines, write, quote="{}", known=()):
    """What the functions in pieces are that the lines hold: relu(u) = 0 below 0, u above; a list of texts.

    A slope is not told beside its function, nor what is `known`.
    """
    held = _in_pieces(_sides(model, lines))
    told = {f for f in held if DERIVATIVE_OF.get(f) not in held and DERIVATIVE_OF.get(f, f).__name__ not in known}
    return [_formula(f, write, quote) for f in _ordered(told)]


def is_positive(given):
    """Whether a thing given is declared to be positive."""
    return given.positive if isinstance(given, Array) else bool(given.is_positive)


def _sides(model, lines):
    """The lines, and the definitions of all that they mention, at first or second hand."""
    named = set().union(*map(mentioned, lines))
    named = named.union(*map(model.ancestors, named))
    return [*lines, *(right for name, (_, right) in model.where.items() if name in named)]


def _in_pieces(sides):
    return {type(f) for side in sides for f in side.atoms(InPieces)}


def _ordered(functions):
    return sorted(functions, key=lambda f: f.__name__)


def _is_whole(f):
    return f.__name__ in MADE and MADE[f.__name__][0] is f


def _jumps(f, order=0):
    """Whether its pieces differ at a joint, or their slopes: that of a slope has no name of its own."""
    pieces = [piece.diff(U, order) for piece in f.pieces]
    return any(
        left.subs(U, joint) != right.subs(U, joint)
        for joint, left, right in zip(f.joints, pieces, pieces[1:], strict=False)
    )


def _name(f, write):
    return function_name(f, LATEX if write is latex else PLAIN)


def _formula(f, write, quote):
    first, *others = map(write, f.pieces)
    ends = [quote.format(write(joint)) for joint in f.joints]
    pieces = [quote.format(f"{write(f(U))} = {first}"), *map(quote.format, others)]
    places = [f" below {ends[0]}", *(f" up to {end}" for end in ends[1:]), " above"] if ends else [""]
    return ", ".join(piece + place for piece, place in zip(pieces, places, strict=True))
