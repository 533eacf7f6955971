"""The lines of a text: definitions, or the start of a derivation and its steps, each with its reason."""

import re
from dataclasses import dataclass, replace

from backprop.proving.language.tokens import NotRead

BREAK = re.compile(r"\\\\(?:\[[^\]]*\])?|\n")
AROUND = re.compile(
    r"(?:\s|&|\\(?:begin|end)\{[a-z]+\*?\}|\\\[|\\\]|\$\$?|\\q?quad(?![a-z])|\\no(?:number|tag)|\\label\{[^}]*\})+"
)
AFTER = re.compile(
    r"(?:\s|&|\\(?:begin|end)\{[a-z]+\*?\}|\\\[|\\\]|\$\$?|\\q?quad(?![a-z])|\\no(?:number|tag)|\\label\{[^}]*\}|[.,;](?=\s*$))+$"
)
SAID = re.compile(r"\\(?:text|tag\*?|why|mbox|quad)\s*\{")
ASIDE = re.compile(r"\s(?:#|--|//)\s+(?=\S)")
"""What begins a remark at the end of a line, as in code."""
EQUALS = re.compile(r"(?<![<>!:≠≤≥])=(?![=>])|\\equiv")
GOES_ON = re.compile(
    r"\\\\(?:\[[^\]]*\])?(?=(?:[\s&]|\\q?quad(?![a-z])|\\[,;:! ])*(?:[-+−*/@·]|\\(?:cdot|times|odot)(?![a-z])))"
)
"""The end of a line of LaTeX that goes on below, with an operator."""
OPERATOR = re.compile(r"[-+−*/@·]|\\(?:cdot|times|odot)(?![a-z])")
NAMES_NOTHING = "a quantity has its name from the model, as in delta_q = dE/dz_q; a step gives none"
RANGE_BEFORE = re.compile(r"(?:Σ|∑|\\sum|sum)\s*_\s*\\?\w+\s*$")


@dataclass(frozen=True)
class Step:
    """A line of a derivation: where its expression stands in the text, and where its reason does.

    `refused` says why it is no line, where it is none.
    """

    start: int
    end: int
    reason: tuple = ()
    refused: str = ""


def spaces(text):
    """As many spaces; line breaks stay."""
    return re.sub(r"[^\n]", " ", text)


def pieces(text, start=0, end=None):
    """Where each line of ``text[start:end]`` begins and ends that says something."""
    end = len(text) if end is None else end
    for stop in [*BREAK.finditer(text, start, end), None]:
        first, last = trimmed(text, start, end if stop is None else stop.start())
        if first < last and not text.startswith(("%", "#"), first):
            yield first, last
        start = end if stop is None else stop.end()


def trimmed(text, start, end):
    """A stretch of text without what surrounds mathematics: spaces, the signs that align, the ends of displays."""
    if found := AROUND.match(text, start, end):
        start = found.end()
    if found := AFTER.search(text[:end], start):
        end = found.start()
    return start, max(start, end)


def steps(text, start=0, end=None):
    r"""The start of a derivation in ``text[start:end]``, and its steps.

    A step begins with an equals sign, and the rest of a long one with an operator. It may end in its reason in square
    brackets, or in LaTeX in ``\text{...}`` or ``\tag{...}``; a reason may stand on a line of its own below.
    """
    found, begin = [], start
    for first, last in pieces(text, start, end):
        start, end, reason = _without_reason(text, first, last)
        if start >= end:
            if reason and len(found) > 1 and not found[-1].reason:
                found[-1] = replace(found[-1], reason=reason)
            continue
        signs = list(_signs(text, start, end))
        if not signs and len(found) > 1 and not found[-1].reason and OPERATOR.match(text, start):
            found[-1] = replace(found[-1], end=end, reason=reason)
            continue
        if not signs and found:
            raise NotRead("a line of a derivation begins with =", text, start)
        if signs and not found and not text[start : signs[0]].strip():
            raise NotRead(
                "a derivation begins with what is derived, such as dE/dw_qp, and then lines with =", text, start
            )
        if signs and found and text[start : signs[0]].strip():
            raise NotRead("a line of a derivation begins with =", text, start)
        ends = [*signs, end]
        if not found:
            found.append(Step(*trimmed(text, start, ends[0])))
        for at, stop in zip(signs, ends[1:], strict=True):
            if text.startswith((":", r"\colon"), at + 1):
                found.append(Step(at, stop, (), NAMES_NOTHING))
                continue
            found.append(Step(*trimmed(text, at + len(EQUALS.match(text, at)[0]), stop)))
        if reason:
            found[-1] = replace(found[-1], reason=reason)
    if not found:
        raise NotRead("a derivation is expected, such as dE/dw_qp and then lines with =", text, begin)
    return found


def _signs(text, start, end):
    """The equals signs of a line that no bracket encloses, and that belong to no sum's range."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] in "([{⟨") - (text[at] in ")]}⟩")
        if depth <= 0 and EQUALS.match(text, at) and not RANGE_BEFORE.search(text[start:at]):
            yield at


def _without_reason(text, start, end):
    """The line without the reason at its end; and where that stands."""
    if first := SAID.search(text, start, end):
        close = _partner(text, first.end() - 1, "{", "}")
        inside = trimmed(text, first.end(), close)
        begin, stop = trimmed(text, start, first.start())
        if text[inside[0]] in "[(" and text[inside[1] - 1] in "])":
            inside = inside[0] + 1, inside[1] - 1
        return begin, stop, inside
    if aside := ASIDE.search(text, start, end):
        return *trimmed(text, start, aside.start()), trimmed(text, aside.end(), end)
    if text[end - 1] == "]":
        depth = 0
        for at in range(end - 1, start - 1, -1):
            depth += (text[at] == "]") - (text[at] == "[")
            if not depth and (at == start or text[at - 1].isspace()):  # else it holds indices, as in w[q, p]
                return *trimmed(text, start, at), (at + 1, end - 1)
            if not depth:
                break
    return start, end, ()


def _partner(text, at, opens, closes):
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opens) - (text[place] == closes)
        if not depth:
            return place
    raise NotRead(f"this bracket is never closed; {closes} is missing", text, at)
