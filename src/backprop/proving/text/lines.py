"""The lines of a text: definitions, or the start of a derivation and its steps, each with its reason."""

import re
from dataclasses import dataclass, replace

from backprop.proving.language.tokens import LONGEST, NotRead

BREAK = re.compile(r"\\\\(?:\[[^\]]*\])?|\n")
DISPLAY = (
    r"\\(?:begin|end)\{(?:align|aligned|alignat|equation|gather|gathered|multline|eqnarray|split|math|displaymath)\*?\}"
)
EDGE = rf"(?:\s|&|{DISPLAY}|\\\[|\\\]|\$\$?|\\q?quad(?![a-z])|\\no(?:number|tag)|\\label\{{[^}}]*\}})"
AROUND = re.compile(rf"{EDGE}+")
AFTER = re.compile(rf"(?:{EDGE}|[.,;](?=\s*$))$")
FAR = 200
"""No edge of a line is longer."""
SAID = re.compile(r"\\(?:text|tag\*?|why|mbox|quad)\s*\{")
ASIDE = re.compile(r"\s(?:#|--|//)\s+(?=\S)")
"""What begins a remark at the end of a line, as in code."""
EQUALS = re.compile(r"(?<![<>!:≠≤≥])=(?![=>])|\\equiv")
GOES_ON = re.compile(
    r"\\\\(?:\[[^\]]*\])?(?=(?:[\s&]|\\q?quad(?![a-z])|\\[,;:! ])*(?:[-+−*/@·]|\\(?:cdot|times|odot)(?![a-z])))"
)
"""The end of a line of LaTeX that goes on below, with an operator."""
OPERATOR = re.compile(r"[-+−*/@·]|\\(?:cdot|times|odot)(?![a-z])")
WORDS_BETWEEN = "mathematics goes on after these words; a reason stands at the end of its line"
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
        if (length := (end if stop is None else stop.start()) - start) > LONGEST:
            raise NotRead(f"a line has at most {LONGEST} characters; this one has {length}", text, start)
        first, last = trimmed(text, start, end if stop is None else stop.start())
        if first < last and not text.startswith(("%", "#"), first):
            yield first, last
        start = end if stop is None else stop.end()


def clauses(text, start, end):
    """Where each clause stands, between the commas that no bracket encloses."""
    depth, begin = 0, start
    for at in range(start, end):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if text[at] == "," and not depth:
            yield begin, at
            begin = at + 1
    if text[begin:end].strip():
        yield begin, end


def trimmed(text, start, end):
    """A stretch of text without what surrounds mathematics: spaces, the signs that align, the ends of displays."""
    if found := AROUND.match(text, start, end):
        start = found.end()
    while start < end:
        bare = start + len(text[start:end].rstrip(" \t\r\n&"))
        edge = AFTER.search(text[max(start, bare - FAR) : bare])
        end = bare - len(edge[0]) if edge else bare
        if not edge:
            break
    return start, max(start, end)


def steps(text, names, start=0, end=None):
    r"""The start of a derivation in ``text[start:end]``, and its steps.

    A step begins with an equals sign, and the rest of a long one with an operator. It may end in its reason in square
    brackets, or in LaTeX in ``\text{...}`` or ``\tag{...}``; a reason may stand on a line of its own below. Brackets
    that hold names of the vocabulary alone are a factor.
    """
    found, begin = [], start
    for first, last in pieces(text, start, end):
        start, end, reason, refused = _without_reason(text, names, first, last)
        if refused:
            found.append(Step(start, end, (), refused))
            continue
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


def _without_reason(text, names, start, end):
    """The line without the reason at its end; where that stands; and why it is no line, if it is none."""
    if first := SAID.search(text, start, end):
        close = _partner(text, first.end() - 1, "{", "}")
        inside = trimmed(text, first.end(), close)
        begin, stop = trimmed(text, start, first.start())
        if inside[0] < inside[1] and text[inside[0]] in "[(" and text[inside[1] - 1] in "])":
            inside = inside[0] + 1, inside[1] - 1
        after, last = trimmed(text, close + 1, end)
        refused = "" if after >= last or SAID.match(text, after, last) else WORDS_BETWEEN
        return begin, stop, inside, refused or _columns(text, begin, stop)
    if (aside := ASIDE.search(text, start, end)) and not _is_factor(text[aside.end() : end], 0, names):
        begin, stop = trimmed(text, start, aside.start())
        return begin, stop, trimmed(text, aside.end(), end), _columns(text, begin, stop)
    if text[end - 1] == "]":
        depth = 0
        for at in range(end - 1, start - 1, -1):
            depth += (text[at] == "]") - (text[at] == "[")
            if not depth:
                gap = at - start - len(text[start:at].rstrip())
                if (at == start or gap) and not _is_factor(text[at + 1 : end - 1], gap, names):
                    begin, stop = trimmed(text, start, at)
                    return begin, stop, (at + 1, end - 1), _columns(text, begin, stop)
                break  # it holds indices, as in w[q, p], or factors
    return start, end, (), _columns(text, start, end)


def _is_factor(inside, gap, names):
    """Whether brackets at the end of a line hold what is multiplied, and not the reason: known names alone."""
    if "=" in inside:
        return gap < 2 and re.fullmatch(r"\s*\w\s*=\s*\w\s*", inside) is not None
    words = re.findall(r"(?<![\\_^\w])[^\W\d_]+", inside)
    return (bool(words) or bool(re.search(r"[0-9\\]", inside))) and all(map(names.knows, words))


def _columns(text, start, end):
    """Why a line with several columns is none, but for one that is broken at an operator."""
    if re.search(r"[^\s&=+\-−*/·]\s*&\s*(?!\s|&|[=+\-−*/·]|\\(?:cdot|times|odot|q?quad)(?![a-z]))", text[start:end]):
        return "& stands between two columns, and a line has one"
    return ""


def _partner(text, at, opens, closes):
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opens) - (text[place] == closes)
        if not depth:
            return place
    raise NotRead(f"this bracket is never closed; {closes} is missing", text, at)
