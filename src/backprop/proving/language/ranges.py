"""How far every index runs: the slots in which a letter stands tell it."""

from typing import NamedTuple

from backprop.proving.language.nodes import Node
from backprop.proving.language.notation import Array
from backprop.proving.language.scripts import DELTA


class Slot(NamedTuple):
    """A letter where it stands: the size of the slot, and the node that holds it.

    Its partner is the other letter of a delta, nothing where indices make a matrix, and None for a letter alone.
    """

    letter: str
    size: object
    partner: str
    node: Node


class Ranges:
    """The ranges of the letters on a `Page`."""

    def __init__(self, page):
        self.page, self.fixed = page, page.names.fixed

    def free(self, nodes, bound):
        """Letter -> size for every letter that stands free in the nodes; none of them is the index of a sum too."""
        slots = [slot for node in nodes for slot in self.slots(node)]
        for slot in slots:
            if slot.letter in bound:
                raise self.page.error(
                    f"{slot.letter} is the index of a sum, and stands outside of it too; "
                    "give it another letter there, or put brackets round all that is summed",
                    slot.node,
                )
        return {letter: self.size(letter, slots, {}) for letter in dict.fromkeys(slot.letter for slot in slots)}

    def size(self, letter, slots, known):
        """How far a letter runs, by its slots, by what is known of it, or by its partner in a delta."""
        own = [slot for slot in slots if slot.letter == letter]
        sizes = {}
        for slot in own:
            if slot.size is not None:
                sizes.setdefault(slot.size, slot.node)
        fixed = self.fixed.get(letter)
        if fixed is not None:
            for size, node in sizes.items():
                if size != fixed and not (size - fixed).is_nonnegative:
                    raise self._two(letter, fixed, "the lines before", size, node)
            return fixed
        if len(sizes) > 1:
            (one, here), (other, there) = list(sizes.items())[:2]
            raise self._two(letter, one, self.page.shown(here), other, there)
        if sizes:
            return next(iter(sizes))
        for partner in (slot.partner for slot in own):
            slot = next((slot for slot in slots if slot.letter == partner and slot.size is not None), None)
            if size := slot.size if slot else known.get(partner) or self.fixed.get(partner):
                return size
        if letter in self.page.names.usual:
            return self.page.names.usual[letter]
        if own[0].partner is None:
            raise self.page.undefined(own[0].node)
        raise self.page.error(
            f"nothing says how far the index {letter} runs; write a range, as in sum_{{{letter}=1}}^{{n}}", own[0].node
        )

    def _two(self, letter, one, here, other, there):
        return self.page.error(
            f"the index {letter} runs to {one} in {here} and to {other} in {self.page.shown(there)}; "
            "give one of them another letter",
            there,
        )

    def slots(self, node):
        """Every slot in which a letter stands free."""
        if node.kind == "name":
            yield from self._of_name(node)
        elif node.kind == "sum":
            limits, body = node.parts
            for bound in (end for _, low, high, _ in limits for end in (low, high) if end is not None):
                yield from self.slots(bound)
            yield from self._without(self.slots(body), [letter for letter, *_ in limits])
        elif node.kind == "iverson":
            yield from self._of_pair(*node.parts)
        elif node.kind == "scripted" and self.page.is_entries(node):
            yield from self._without(self.slots(node.parts[0]), self.page.free_below(node.scripts[0]))
        else:
            for inner in node.inner:
                yield from self.slots(inner)
            for script in node.scripts if node.kind == "scripted" else ():
                if script.kind == "below":
                    yield from (Slot(letter, None, "", node) for letter in self.page.free_below(script))
        for script in node.scripts:
            if script.kind == "above" and node.kind not in ("name", "filled"):
                yield from self.slots(script.parts[0])

    def _without(self, slots, letters):
        return (slot for slot in slots if slot.letter not in letters)

    def _of_name(self, node):
        thing, indices, left = self.page.resolved(node)
        if isinstance(thing, Array):
            for index, size in zip(indices, thing.sizes, strict=False):
                yield from self._of_index(index, size, node)
        elif thing is DELTA and len(indices) == 2:
            yield from self._of_pair(*indices)
        elif thing is None and node.parts[0] not in ("e", "pi"):
            yield Slot(node.parts[0], None, None, node)
        for script in left:
            if script.kind == "above":
                yield from self.slots(script.parts[0])

    def _of_index(self, index, size, node):
        if (letter := self.page.letter(index)) is not None:
            yield Slot(letter, size, "", node)
        else:
            yield from self.slots(index)

    def _of_pair(self, left, right):
        one, other = self.page.letter(left), self.page.letter(right)
        for letter, partner, node in ((one, other, left), (other, one, right)):
            if letter is None:
                yield from self.slots(node)
            else:
                yield Slot(letter, None, partner or "", node)
