"""What a name stands for, with what is written above and below it: a layer, a word, indices, and what is left."""

from difflib import get_close_matches

from backprop.proving.language.nodes import characters, letters, name, number
from backprop.proving.language.notation import Array
from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import GREEK, in_letters, is_size, key_of

DELTA = "Kronecker's delta, or without indices the identity"


class Page:
    """A text and the names in it."""

    def __init__(self, text, names):
        self.text, self.names = text, names

    def error(self, message, node):
        """What is wrong at a node."""
        return NotRead(message, self.text, node.at)

    def shown(self, node):
        """A node as it is typed."""
        return self.text[node.at : node.end].strip()

    def undefined(self, node):
        """A name that nobody defined, with the nearest that somebody did."""
        typed = node.parts[0]
        known = self.names.names() if self.text[node.end :].lstrip().startswith("(") else self.names.quantities()
        layers = [above for letters, above, _ in self.names.things if letters == typed and above]
        if layers:
            return self.error(f"{typed} has a layer, as in {typed}^({layers[0]})", node)
        if typed == "delta":
            return self.error("delta is not defined; a model may call a derivative so: delta_q = dE/dz_q", node)
        near = get_close_matches(typed, known, n=1, cutoff=0.5)
        others = ", ".join(dict.fromkeys(letters for letters, _, _ in self.names.things))
        return self.error(
            f"{self.shown(node)} is not defined"
            + (f"; is {near[0]} meant?" if near else f"; known are {others}" if others else ""),
            node,
        )

    def is_size(self, typed):
        """Whether a name is one of a size."""
        return is_size(self.names.things.get(key_of(typed)))

    def letter(self, node):
        """The letter that an index is, or None for a number, a size or a sum."""
        return node.parts[0] if node.kind == "name" and not node.scripts and not self.is_size(node.parts[0]) else None

    def resolved(self, node):
        """The thing that a name stands for, its indices as nodes, and the scripts that are left.

        The thing is `DELTA` for an I, and None for a letter alone or a name that is not known.
        """
        letters, above, below = key_of(node.parts[0])
        scripts, things = list(node.scripts), self.names.things
        for script in node.scripts:
            if not above and (layer := _layer(script)) and (letters, layer, below) in things:
                above = layer
                scripts.remove(script)
            elif script.kind == "below" and not below and (letters, above, word := _word_below(script)) in things:
                below = word
                scripts.remove(script)
        thing = things.get((letters, above, below))
        under = [script for script in scripts if script.kind == "below"]
        left = [script for script in scripts if script.kind != "below"]
        if thing is None and not above and not below and letters in ("I", "delta") and (under or letters == "I"):
            return DELTA, self._identity_or_indices(letters, under, node), left
        if thing is None:
            return None, under, left
        arity = len(thing.sizes) if isinstance(thing, Array) else 0
        return thing, self.indices(under, arity, node) if under else [], left

    def _identity_or_indices(self, letters, under, node):
        """Two indices of a delta; one size of an identity; or none."""
        if letters == "I" and len(under) == 1 and len(under[0].parts) == 1:
            (part,), at, end = under[0].parts, under[0].at, under[0].end
            if isinstance(part, str):
                part = number(part, at, end) if part.isdecimal() else name(part, at, end)
            if self._is_whole(part):
                return [part]
        if letters == "delta" and len([index for script in under for index in self._below(script, 2)]) != 2:
            raise self.undefined(node)
        return self.indices(under, 2, node) if under else []

    def _is_whole(self, node):
        """Whether a node is one size: a name of one, a digit, or a sum."""
        named = node.kind == "name" and is_size(self.resolved(node)[0])
        return named or node.kind == "terms" or (node.kind == "number" and len(node.typed) == 1)

    def indices(self, scripts, arity, node):
        """One node for each index: letters that stand together are several, digits as many as there are slots."""
        found = [index for script in scripts for index in self._below(script, arity if len(scripts) == 1 else 0)]
        if arity == 1 < len(found) and all(index.kind == "number" for index in found):
            found = [number("".join(index.typed for index in found), node.at, node.end)]
        if len(found) != arity:
            takes = "no index" if not arity else "one index" if arity == 1 else f"{arity} indices"
            stand = "1 stands" if len(found) == 1 else f"{len(found)} stand"
            raise self.error(f"{self.text[node.at : scripts[0].at]} takes {takes}, and {stand} below it", node)
        return found

    def _below(self, script, arity):
        for part in script.parts:
            if isinstance(part, str):
                yield from self._apart(part, script, arity)
            elif part.kind == "product" and all(
                operator == "" and inner.kind in ("name", "number") and not inner.scripts
                for operator, inner in part.parts
            ):
                for inner in part.inner:
                    yield from self._apart(inner.typed, inner, 0)
            elif part.kind in ("name", "number") and not part.scripts and len(script.parts) < arity:
                yield from self._apart(part.typed, part, arity)
            else:
                yield part

    def _apart(self, typed, node, arity):
        """Letters and digits that stand together, each an index; but the name of a size or of a Greek letter is one.

        Where two indices stand below, `pi` is the letters p and i, and the command is the Greek one.
        """
        letters = in_letters(typed.removeprefix("\\"))
        if (arity == 1 and (typed.isdecimal() or self.is_size(letters))) or (
            letters in GREEK.values() and (typed != letters or len(letters) != arity)
        ):
            found = [typed]
        else:
            found = characters(typed)
        for one in found:
            yield number(one, node.at, node.end) if one.isdecimal() else name(one, node.at, node.end)

    def is_entries(self, node):
        """Whether what stands in brackets is a number, of which the indices below make a matrix."""
        inner, first = node.parts[0], node.scripts[0]
        if inner.kind != "bracket" or first.kind != "below":
            return False
        twice = inner.typed == "LSQUARE" and inner.parts[0].kind == "bracket"
        return twice or not self.is_matrix(inner)

    def is_matrix(self, node):
        """Whether a part is a matrix, seen without the ranges of its indices."""
        if node.kind == "name":
            thing, indices, _ = self.resolved(node)
            return (isinstance(thing, Array) and not indices) or (thing is DELTA and len(indices) < 2)
        if node.kind in ("sum", "number", "iverson", "root"):
            return False
        if node.kind in ("filled", "pullback"):
            return True
        if node.kind == "derivative":
            return self.is_matrix(node.parts[1])
        if node.kind == "call" and node.parts[0][0] in ("diag", "tr"):
            return node.parts[0][0] == "diag"
        if node.kind == "scripted" and any(script.kind == "below" for script in node.scripts):
            return self.is_entries(node)
        return any(map(self.is_matrix, node.inner))

    def free_below(self, script):
        """The letters below a bracket."""
        return [letter for letter in letters(script) if not letter.isdecimal() and not self.is_size(letter)]


def _layer(script):
    """The layer that stands above a name in brackets, or as a small digit; or None."""
    if script.kind == "raised":
        return script.parts[0]
    if script.kind != "above":
        return None
    node = script.parts[0]
    if node.kind == "bracket" and node.typed == "LBRACE":
        node = node.parts[0]
    return _compact(node.parts[0]) if node.kind == "bracket" else None


def _word_below(script):
    return ",".join(in_letters(part) if isinstance(part, str) else _compact(part) for part in script.parts)


def _compact(node):
    """l + 1 as it stands in a name, without spaces; nothing else is part of a name."""
    if node.kind == "terms":
        signs = ("" if not place and sign == "+" else sign for place, (sign, _) in enumerate(node.parts))
        return "".join(sign + _compact(part) for sign, part in zip(signs, node.inner, strict=True))
    plain = node.kind in ("name", "number") and not node.scripts
    return str(node.parts[0]) if plain else "?"


def inside_product(node):
    """The factors of m × n, in braces or not; or None."""
    while node.kind == "bracket":
        node = node.parts[0]
    return node.inner if node.kind == "product" and all(sign in ("", "·") for sign, _ in node.parts) else None
