"""Names: what they are made of, and that two things which are printed alike are the same."""

import re
from functools import lru_cache

from sympy import Dummy, Function, Identity, Indexed, KroneckerDelta, Lambda, Symbol

from backprop.proving.language.display import function_name, latex, plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.functions import InPieces
from backprop.proving.language.notation import LAYER, LAYERED, LETTERS, Array
from backprop.proving.language.styles import LATEX, PLAIN
from backprop.proving.language.unnamed import DERIVATIVE_OF

MARK = "°"
"""What may stand behind a name, where two models stand under one roof."""

OF_A_LAYER, BELOW_A_NAME = "the letter of a layer", "a word below a name"
INDEXED, COUNTED = "what takes indices", "what has a number below"
"""What is entered under a letter, or under what stands before the indices or the number: no thing at all."""

LETTER = "{}: {} is {}, and names an index, a size or a quantity too"
ENTRY = "{}: an entry of {} can be printed like what is called {} and a number; rename one of them"

LEGIBLE = re.compile(f"[{LETTERS}][{LETTERS}0-9]*(_[{LETTERS}]{{3,}})?'?")
"""Below a name stands a word, such as new: one or two letters, or a number, would be the indices of an entry."""
BELOW = re.compile(rf"(.+?)_(?:([{LETTERS}])|\(({LAYER})\))")
"""The size or the function of a layer, such as n_l or f_(l+1)."""
LOOK_ALIKE = str.maketrans("νχρυκγωι", "vxpukywi")
"""Greek letters that are Latin ones at a glance; one of the two may stand in a line."""
WORDS = re.compile(r"(?:[^\W_]|[ .,;:'’()!?/%&+–-])*")
TAKEN = {"I", "Σ", "∂", "π", "tr", "Im"}.union(PLAIN.functions.values(), (f.__name__ for f in LATEX.functions))
"""What signs and known functions are called."""
KNOWN = re.compile(
    "(a|arc|ar)?(sin|cos|tan|cot|sec|csc)h?|sqrt|cbrt|root|abs|mod|sign|sgn|max|min|argmax|floor|ceil|round|exp|expm|log|ln"
    "|lg|logp|det|tr|trace|norm|erf|erfc|gamma|sigmoid|logistic|logit|softmax|softplus|softsign|gelu|elu|selu|silu|swish"
    "|mish|relu|huber|heaviside|step",
    re.IGNORECASE,
)
"""What everybody knows under its name, whatever the digits after it: it has no pieces of an author's own."""


@lru_cache(maxsize=10_000)
def legible(thing, what, mark=""):
    """Raise `NotUnderstood` unless a quantity, a size, an index or a function may have this name, perhaps marked."""
    name = _name(thing)
    bare, _ = _apart(thing, mark)
    if not LEGIBLE.fullmatch(bare):
        raise NotUnderstood(
            f"{what}: {name!r} is no name; a name is made of letters and then digits, such as W2 or yhat"
        )
    if alike(bare) in TAKEN or plain(Symbol(bare)) in TAKEN:
        raise NotUnderstood(f"{what}: {name} is the name of a sign or a known function; choose another")
    if isinstance(thing, type) and issubclass(thing, InPieces):
        called = DERIVATIVE_OF.get(thing, thing).__name__
        if not _is_known(DERIVATIVE_OF.get(thing, thing)) and KNOWN.fullmatch(alike(called).rstrip("0123456789")):
            raise NotUnderstood(f"{what}: {called} is the name of a known function, in other pieces; choose another")


def told_apart(printed, things, what, mark=""):
    """Enter each thing under what is printed for it; raise `NotUnderstood` where another thing stands there.

    `printed` maps what is printed to the thing; `things` are symbols, names of arrays, functions and identities.
    """
    for thing in things:
        for write in (plain, latex):
            text = _head(thing, write)
            if (other := printed.setdefault((write, alike(text)), thing)) in (OF_A_LAYER, BELOW_A_NAME):
                raise NotUnderstood(LETTER.format(what, text, other))
            if other != thing:
                raise NotUnderstood(f"{what} calls two different things {text}; rename one of them")
        for letter, role in _letters(thing):
            if printed.setdefault((plain, alike(letter)), role) is not role:
                raise NotUnderstood(LETTER.format(what, letter, role))
        if not (isinstance(thing, Identity) or thing is KroneckerDelta or _is_known(thing)):
            legible(thing, what, mark)
        for head, role in _roles(thing, text):
            if printed.setdefault(("indices", alike(head)), role) is not role:
                raise NotUnderstood(ENTRY.format(what, head, head))


def alike(text):
    """The text, with a Latin letter for every Greek one that looks like it."""
    return text.translate(LOOK_ALIKE)


def _letters(thing):
    """What could be an index below or a layer: l in z^(l+1), n_l and f_(l+1), and the word in w_new."""
    if isinstance(thing, Identity) or thing is KroneckerDelta or _is_known(thing):
        return
    bare, layer = _apart(thing)
    yield from ((letter, OF_A_LAYER) for letter in re.findall(r"[^\W\d_]+", layer))
    if word := bare.partition("_")[2].rstrip("'"):
        yield word, BELOW_A_NAME


def _roles(thing, text):
    """What stands before the indices of an entry, or before the number below a name, such as f in f1."""
    if isinstance(thing, str):
        yield text, INDEXED
    if counted := re.fullmatch(r"(.+)_\{[0-9]+\}", text):
        yield counted[1], COUNTED


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
    if isinstance(thing, Identity):
        return "I"
    if not isinstance(thing, type):
        return write(thing)
    if thing is KroneckerDelta:
        return write(KroneckerDelta(Dummy("i"), Dummy("j"))).partition("_")[0]
    return function_name(thing, PLAIN if write is plain else LATEX)
