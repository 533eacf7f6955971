"""Names: what they are made of, and that two things which are printed alike are the same."""

import re
from functools import lru_cache

from sympy import Dummy, Function, Identity, Indexed, KroneckerDelta, Lambda, Symbol

from backprop.proving.language.display import function_name, latex, plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import LAYERED, Array
from backprop.proving.language.styles import LATEX, PLAIN

LAYER = "the letter of a layer"
"""What is entered under such a letter: no thing at all."""

LETTER = "{}: {} is the letter of a layer, and names an index, a size or a quantity too"

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
def legible(thing, what, mark=""):
    """Raise `NotUnderstood` unless a quantity, a size, an index or a function may have this name, perhaps marked."""
    name = _name(thing)
    bare, _ = _apart(thing, mark)
    if not LEGIBLE.fullmatch(bare):
        raise NotUnderstood(
            f"{what}: {name!r} is no name; a name is made of letters and then digits, such as W2 or yhat"
        )
    if bare in TAKEN or plain(Symbol(bare)) in TAKEN:
        raise NotUnderstood(f"{what}: {name} is the name of a sign or a known function; choose another")


def told_apart(printed, things, what, mark=""):
    """Enter each thing under what is printed for it; raise `NotUnderstood` where another thing stands there.

    `printed` maps what is printed to the thing; `things` are symbols, names of arrays, functions and identities.
    """
    for thing in things:
        for write in (plain, latex):
            text = _head(thing, write)
            if (other := printed.setdefault((write, text), thing)) is LAYER:
                raise NotUnderstood(LETTER.format(what, text))
            if other != thing:
                raise NotUnderstood(f"{what} calls two different things {text}; rename one of them")
        for letter in _layers(thing):
            if printed.setdefault((plain, letter), LAYER) is not LAYER:
                raise NotUnderstood(LETTER.format(what, letter))
        if not (isinstance(thing, Identity) or thing is KroneckerDelta or _is_known(thing)):
            legible(thing, what, mark)


def _layers(thing):
    """The letters of the layer in a name, such as l in z^(l+1), n_l and f_(l+1)."""
    if isinstance(thing, Identity) or thing is KroneckerDelta or _is_known(thing):
        return set()
    return set(re.findall(r"[^\W\d_]+", _apart(thing)[1]))


def _apart(thing, mark=""):
    """A name, and the layer behind it: above for an array, below for a size or a function."""
    name = _name(thing).removesuffix(mark)
    above = isinstance(thing, str) or not (isinstance(thing, type) or thing.is_integer)
    layered = LAYERED.fullmatch(name) if above else BELOW.fullmatch(name)
    return tuple(filter(None, layered.groups())) if layered else (name, "")


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
    if isinstance(thing, str):
        return thing
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
