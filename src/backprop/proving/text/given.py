r"""What a model says is given, clause by clause: ``w (k, n)``, ``x in R^n``, ``b, y \in \mathbb{R}^k``, ``x_p in R``.

Words that people add are told apart from it: ``sigma : R -> R differentiable``, ``n, k positive integers``,
``(weights)``, ``for q = 1..k``.
"""

import re
from dataclasses import dataclass

from backprop.proving.language.tokens import NotRead
from backprop.proving.text.lines import clauses, spaces

RANGES = re.compile(
    r"(?P<letters>[^\W\d_](?:\s*,\s*[^\W\d_])*)\s*=\s*1\s*,?\s*(?:\.\.\.?|…|\\[lc]?dots)\s*,?\s*"
    r"(?P<size>[^\W\d_](?:_(?:\([^)]*\)|\{[^}]*\}|\w)|[₀-₉]+)?|[0-9]+)"
)
BETWEEN = (
    r"(?:[\s,;(&]|\\text\s*\{\s*(?:for|and|where|with)\s*\}|\b(?:for|and|where|with|all|each)\b"
    r"|\\q?quad(?![a-z])|\\[ ,;:!])"
)
TAIL = re.compile(rf"(?:{BETWEEN}+{re.sub(r'[?]P<[a-z]+>', '?:', RANGES.pattern)})+[\s)]*$")
REMARK = re.compile(r"\\text\s*\{[^{}]*\}|\((?!\s*\w+\s+(?:by|x)\s)[^\W\d_]+(?:[ ,.'-]+[^\W\d_]+)*\s+[^\W\d_]+\)")
"""Words that say what a thing is: several in brackets. One word alone in brackets is a size."""
FOR = re.compile(r"\b(?:for|where|and|all|each)\b|\\q?quad(?![a-z])|&")
FUNCTION = re.compile(r"differentiable|derivative|function|smooth|→|->|\\to(?![a-z])|\\rightarrow")
INTEGERS = re.compile(
    r"(?:positive |natural )*(?:integers?|numbers?)\b"
    r"|(?:\\in(?![a-z])|∈|\bin\b)\s*(?:ℕ|\\mathbb\s*\{?\s*[NZ]\s*\}?|[NZ]\b)"
    r"|(?:>=|≥|\\geq?(?![a-z]))\s*1"
)
REALS = re.compile(
    r"(?P<name>.+?)\s*(?:\\in(?![a-z])|∈|\bin\b)\s*(?:ℝ|\\mathbb\s*\{?\s*R\s*\}?|\\Re|R)\s*"
    r"(?P<sizes>\^\s*(?:\{[^{}]*\}|\([^()]*\)|\w+)|[ᵏⁿᵐʰˣ×]+)?\s*(?:\(\s*[^\W\d_]{3,}\s*\)\s*)?"
)
WORDS = re.compile(r"(?P<name>[^=]+?)\s*:?=\s*(?:[A-Za-z]+ )*[a-z]{4,}(?: [a-z]+)*\s*")
SIZED = re.compile(r"(?P<name>.+?)\s*(?:\((?P<sizes>.*)\))?\s*(?P<positive>>\s*0)?\s*", re.DOTALL)
OF_A_LAYER = re.compile(
    r"(?P<name>.+?\^\s*\{?\s*\(.*?\)\s*\}?)\s*(?:\((?P<sizes>.*)\))?\s*(?P<positive>>\s*0)?\s*", re.DOTALL
)
GIVEN_AS = "what is given is written as w (k, n), x (n), t, or p (k) > 0"
RAISED = dict(zip("ᵏⁿᵐʰ", "knmh", strict=True))


@dataclass(frozen=True)
class Given:
    """A thing that is given: where its name stands, where its sizes do, and whether it is above zero.

    `sizes` is None for a number or where the indices of the name tell them; a size is a place in the text or a letter.
    """

    start: int
    end: int
    sizes: tuple | None = None
    indexed: bool = False
    positive: bool = False


def is_given(line):
    """Whether a line below `given` says of something that it is given, though it has an equals sign."""
    if not re.search(r"(?<![<>!])=", line):
        return True
    start, end = next(clauses(line, 0, len(line)))
    return bool(WORDS.fullmatch(line[start:end]))


def given(text, start, end):
    """The things that a line gives."""
    line = REMARK.sub(lambda found: spaces(found[0]) if not FUNCTION.search(found[0]) else found[0], text[start:end])
    line = FOR.sub(lambda found: spaces(found[0]), line)
    text = text[:start] + line + text[end:]
    bare = []
    for at, stop in clauses(text, start, end):
        clause = text[at:stop]
        if not clause.strip():
            continue
        if FUNCTION.search(clause):
            continue
        if INTEGERS.search(clause) and "(" not in clause:  # the letters before are sizes, as in n, k positive integers
            bare = []
            continue
        if found := REALS.fullmatch(clause):
            sizes = _exponent(text, at + found.start("sizes"), at + found.end("sizes")) if found["sizes"] else None
            indexed = sizes is None and _has_indices(found["name"])
            for first, last in [*bare, (at + found.start("name"), at + found.end("name"))]:
                yield Given(first, last, sizes, indexed)
            bare = []
        elif found := WORDS.fullmatch(clause):
            yield Given(at + found.start("name"), at + found.end("name"), None, _has_indices(found["name"]))
        else:
            found = SIZED.fullmatch(clause)
            if found is None:
                raise NotRead(GIVEN_AS, text, at)
            if found["sizes"] and found["name"].endswith("^"):  # the brackets were those of a layer: z^(l)
                found = OF_A_LAYER.fullmatch(clause)
            first, last = at + found.start("name"), at + found.end("name")
            if found["sizes"] is None and not found["positive"]:
                bare.append((first, last))
                continue
            yield from (Given(*place) for place in bare)
            bare = []
            sizes = None
            if found["sizes"] is not None:
                sizes = tuple(_split(text, at + found.start("sizes"), at + found.end("sizes")))
            yield Given(first, last, sizes, False, bool(found["positive"]))
    yield from (Given(*place) for place in bare)


def _has_indices(name):
    return re.search(r"_\s*(?:\{[^}]*\}|[^\W\d]{1,2}\s*$)|\[|[₀-₉ᵢⱼₖₗₘₙₚᵣₛₜ]$", name) is not None


def _exponent(text, start, end):
    """The sizes that stand above the R."""
    written = text[start:end]
    if written[0] != "^":
        return tuple(RAISED[c] for c in written if c in RAISED)
    first = start + 1 + (len(written[1:]) - len(written[1:].lstrip()))
    if text[first] in "{(":
        first, end = first + 1, end - 1
    return tuple(_split(text, first, end))


def _split(text, start, end):
    """Where each size stands: between commas, or with x, by or a cross."""
    parts = list(clauses(text, start, end))
    if len(parts) != 1:
        yield from parts
        return
    begin = start
    for found in re.finditer(r"\s+(?:x|by)\s+|\s*(?:×|\\times(?![a-z])|\*)\s*", text[start:end]):
        yield begin, start + found.start()
        begin = start + found.end()
    if text[begin:end].strip():
        yield begin, end
