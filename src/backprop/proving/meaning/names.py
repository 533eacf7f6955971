"""Names: what they are made of, and that two things which are printed alike are the same."""

import re
from functools import lru_cache

from sympy import Dummy, Function, Identity, Indexed, KroneckerDelta, Lambda, Symbol

from backprop.proving.language.display import function_name, latex, plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import LAYERED, Array
from backprop.proving.language.styles import LATEX, PLAIN

LETTERS = "A-Za-zΓΔΘΛΞΠΣΦΨΩα-νξπρςστυφχψω"
"""Of the Greek letters those that no Latin one looks like; o and the capital A are Latin."""
LEGIBLE = re.compile(f"[{LETTERS}][{LETTERS}0-9]*(_[{LETTERS}]{{3,}})?'?")
"""Below a name stands a word, such as new: one or two letters, or a number, would be the indices of an entry."""
BELOW = re.compile(r"(.+?)_(?:([^\W\d_])|\((.+)\))")
"""The size or the function of a layer, such as n_l or f_(l+1)."""
WORDS = re.compile(r"(?:[^\W_]|[ .,;:'’()!?/%&+–-])*")
TAKEN = {"I", "Σ", "∂", "π", "tr", "Im"}.union(PLAIN.functions.values(), (f.__name__ for f in LATEX.functions))
"""What signs and known functions are called."""


@lru_cache(maxsize=10_000)
def legible(name, what, mark="", layers=frozenset()):
    """Raise `NotUnderstood` unless a quantity, a size or an index may have this name, perhaps with a mark.

    `layers` are the letters that stand for a layer, as in z^(l+1), n_l and n_(l+1).
    """
    bare = name.removesuffix(mark)
    if layered := LAYERED.fullmatch(bare) or BELOW.fullmatch(bare):
        letter, layer = filter(None, layered.groups())
        bare = letter if layers.issuperset(re.findall(r"[^\W\d_]+", layer)) else bare
    if not LEGIBLE.fullmatch(bare):
        raise NotUnderstood(
            f"{what}: {name!r} is no name; a name is made of letters and then digits, such as W2 or yhat"
        )
    if bare in TAKEN or plain(Symbol(bare)) in TAKEN:
        raise NotUnderstood(f"{what}: {name} is the name of a sign or a known function; choose another")


def told_apart(printed, things, what, mark="", layers=frozenset()):
    """Enter each thing under what is printed for it; raise `NotUnderstood` where another thing stands there.

    `printed` maps what is printed to the thing; `things` are symbols, names of arrays, functions and identities.
    """
    for thing in things:
        for write in (plain, latex):
            text = _head(thing, write)
            if printed.setdefault((write, text), thing) != thing:
                raise NotUnderstood(f"{what} calls two different things {text}; rename one of them")
        if not (isinstance(thing, Identity) or thing is KroneckerDelta or _is_known(thing)):
            legible(thing if isinstance(thing, str) else _name(thing), what, mark, layers)


def things(expr):
    """The symbols, the names of arrays, and the functions that are printed where an expression stands."""
    silent = {i.base.label for i in expr.atoms(Indexed)}.union(*(f.variables for f in expr.atoms(Lambda)))
    arrays = {i.base.name for i in expr.atoms(Indexed)} | {a.name for a in expr.atoms(Array)}
    return (expr.atoms(Symbol) - silent) | arrays | {type(f) for f in expr.atoms(Function)} | expr.atoms(Identity)


def in_words(text, what):
    """`text`, which stands beside the lines and is judged by nobody; raise if it could be taken for one of them."""
    if type(text) is not str or not WORDS.fullmatch(text):
        raise ValueError(f"{what} is one line of words, without signs of mathematics; got {text!r}")
    return text


def _is_known(thing):
    return isinstance(thing, type) and thing in LATEX.functions


def _name(thing):
    return thing.__name__ if isinstance(thing, type) else thing.name


@lru_cache(maxsize=10_000)
def _head(thing, write):
    """What is printed before the brackets or the indices."""
    if isinstance(thing, str):
        return write(Symbol(thing))
    if not isinstance(thing, type):
        return write(thing)
    if thing is KroneckerDelta:
        return write(KroneckerDelta(Dummy("i"), Dummy("j"))).partition("_")[0]
    return function_name(thing, PLAIN if write is plain else LATEX)
