"""What somebody asks for, as text, read as a `Network`; what cannot be is refused in one sentence."""

import re

from backprop.deriving.layers import ACTIVATIONS, LOSSES, Network
from backprop.deriving.notations import NOTATIONS, nearest
from backprop.deriving.quantities import Refused

MOST_LAYERS = 8
LARGEST = 1000
CARRIED = {"residual": "residual", "dropout": "dropout", "layer-norm": "normalised"}
"""What a layer may carry, as it is asked for -> the field of `Network`."""
ALSO = {"mse": "squared", "logistic": "sigmoid", "linear": "identity", "none": "identity"}


def network(layers, activation, loss, notation="book", carrying=""):
    """A `Network` from texts, or from lists of what they hold.

    ``layers`` is "3, 4, 2" or "n, h, k", from the inputs to the outputs; ``activation`` one for all layers or one
    each; ``carrying`` "residual@2, dropout@1, layer-norm@2, decay".

    Raises
    ------
    Refused
        What is wrong, and what was expected.
    """
    sizes = tuple(map(_size, _listed(layers)))
    if len(sizes) < 2:
        raise Refused(f"A network has at least its inputs and one layer, as in 3,4,2; got {_shown(layers)}.")
    depth = len(sizes) - 1
    if depth > MOST_LAYERS:
        raise Refused(f"At most {MOST_LAYERS} layers are derived; got {depth}.")
    style = nearest("notation", str(notation), NOTATIONS)
    names = [ALSO.get(name, name) for name in _listed(activation)]
    for name in names:
        nearest("activation", name, ACTIVATIONS)
    if len(names) == 1:
        names *= depth
    if not names:
        raise Refused("No activation is named; write one for all layers, such as tanh, or one for each.")
    if len(names) != depth:
        raise Refused(f"{_shown(layers)} has {depth} layers, and {_shown(activation)} are {len(names)} activations.")
    loss = ALSO.get(loss, loss)
    nearest("loss", str(loss), LOSSES)
    _fitting(names, loss)
    _letters(sizes, style)
    carried, decay = _carried(carrying, depth)
    made = Network(sizes, tuple(names), loss, style, decay=decay, **carried)
    _chained(made)
    return made


def _listed(given):
    if isinstance(given, str):
        given = given.split(",") if given.strip() else []
    parts = [str(part).strip() for part in given]
    if "" in parts:
        raise Refused(f"Something is missing before or after a comma in {','.join(parts)!r}; write as in 3,4,2.")
    return parts


def _shown(given):
    return ", ".join(_listed(given)) or "nothing"


def _size(text):
    if text.isdecimal() and 1 <= int(text) <= LARGEST:
        return str(int(text))
    if re.fullmatch(r"[a-z](_\d)?", text) and text[0] not in "deil":
        return text
    raise Refused(
        f"A size is a whole number from 1 to {LARGEST}, or a small letter other than d, e, i and l; got {text!r}."
    )


def _letters(sizes, style):
    """A size must not be called like something in the notation."""
    names = [style.name(part, 2, 3) for part in (*style.names, "gain", "shift")] + [style.name("input"), "m"]
    for size in sizes:
        if not size.isdecimal() and size[0] in {name[0] for name in names}:
            raise Refused(f"{size} has a meaning already in {style.title}; call the size otherwise, such as n or k.")


def _fitting(names, loss):
    if "softmax" in names[:-1]:
        raise Refused("Softmax stands in the last layer only, under the cross-entropy.")
    if loss == "cross-entropy" and names[-1] not in ("sigmoid", "softmax"):
        raise Refused(
            f"The cross-entropy takes probabilities: the last activation is sigmoid or softmax; got {names[-1]}."
        )
    if loss == "squared" and names[-1] == "softmax":
        raise Refused("Softmax goes with the cross-entropy; under squared errors take sigmoid, or any other.")


def _carried(carrying, depth):
    found, decay = {field: set() for field in CARRIED.values()}, False
    for part in _listed(carrying):
        what, at, layer = part.partition("@")
        if what == "decay" and not at:
            decay = True
            continue
        nearest("part of a network called", what, {**CARRIED, "decay": "decay"})
        if what == "decay" or not layer.isdecimal() or not 1 <= int(layer) <= depth:
            raise Refused(
                f"{part} names no layer from 1 to {depth}; write {what}@2 for layer 2, and decay without one."
            )
        found[CARRIED[what]].add(int(layer))
    return {field: frozenset(layers) for field, layers in found.items()}, decay


def _chained(made):
    if made.activations[-1] == "softmax" and made.sizes[-1] == "1":
        raise Refused("A softmax of one output is always 1; give it at least two, or take a sigmoid.")
    if alone := [layer for layer in sorted(made.normalised) if made.sizes[layer] == "1"]:
        raise Refused(f"A layer norm of one unit is always the same; layer {alone[0]} has one.")
    for layer in sorted(made.residual):
        inside, outside = made.sizes[layer - 1], made.sizes[layer]
        if inside != outside:
            raise Refused(
                f"The sizes do not chain: a residual adds what goes into layer {layer} to what comes out of it, "
                f"and these are {inside} and {outside}."
            )
    if made.loss == "cross-entropy" and {made.depth} & (made.residual | made.dropout):
        raise Refused("Under the cross-entropy the last layer carries no residual and no dropout.")
