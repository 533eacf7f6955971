r"""The blocks of a text: where its models and its derivations stand, in Markdown, in LaTeX and in plain text."""

import re
from dataclasses import dataclass

from backprop.proving.text.lines import EQUALS, OPERATOR, SAID, pieces, spaces

MODEL, NAMED, DERIVATION = "model", "named", "derivation"
FENCE = re.compile(
    r"^([ \t]*)(`{3,}|~{3,})[ \t]*([^\n`]*)\n(.*?)(?:^[ \t]*\2[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
OURS = ("", "text", "txt", "math", "latex", "tex", "backprop")
"""What may stand behind the opening of a fenced block; what else stands there is a language of programs."""
SET = re.compile(
    r"\\begin\s*\{(align|alignat|aligned|equation|gather|multline|eqnarray|flalign|displaymath|verbatim)(\*?)\}(.*?)"
    r"\\end\s*\{\1\2\}|\\\[(.*?)\\\]|\$\$(.*?)\$\$",
    re.DOTALL,
)
SECTION = re.compile(r"\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph)\*?\s*\{")
GIVEN_IN_LATEX = re.compile(r"(?<![A-Za-z])[Gg]iven(?=\s*(?::|\$|\\begin|\\\[))")
GREEK = "sigma|alpha|beta|gamma|delta|eta|epsilon|lambda|mu|theta|phi|psi|rho|tau"
THING = rf"\\?(?:{GREEK}|[^\W\d_][0-9]*(?:hat)?)"
GIVEN = re.compile(rf"[ \t]*[Gg]iven\b(?=[ \t]*:?[ \t]*(?:\n|\Z|\$|\\|{THING}[ \t]*(?:[(_^\[,:⁰¹²³∈>\n]|\Z|in\b)))")
CALLED = re.compile(
    r"^[ \t]*(?:[>*%-][ \t]*)*model\**[ \t]*:\**[ \t]*[`*\"“]?([A-Za-z][^\n`*\"”]*?)[`*\"”.]*[ \t]*$", re.M | re.I
)
NUMBERED = re.compile(r"(?:[0-9]+[.)]|\(\w\)|[A-Za-z]\)|•)\s+")
"""What stands before an item of a list."""
SLOPE = re.compile(r"(?:d[\w^{}(),\[\]]*\s*/\s*d|∂[^/\n]*/|(?:grad|∇)_?|\\[dt]?frac\s*\{\s*(?:\\partial|d)|\\nabla)")
"""How a line begins that is a derivative: with its equals sign it is a derivation of one line."""


@dataclass(frozen=True)
class Block:
    """A model, the name of one, or a derivation: what it is, and where it stands in the text of the document."""

    kind: str
    start: int
    end: int
    name: str = ""


def name_of(written):
    return re.sub(r"\s+", " ", written).strip().lower()


def _names(text, start=0, end=None):
    for found in CALLED.finditer(text, start, len(text) if end is None else end):
        yield Block(NAMED, *found.span(1), name_of(found[1]))


def in_markdown(text):
    prose = list(text)
    for found in FENCE.finditer(text):
        prose[found.start() : found.end()] = spaces(found[0])
        if found[3].strip().lower() in OURS:
            yield from _all(text, *found.span(4))
    prose = "".join(prose)
    for found in SET.finditer(prose):
        yield from _all(text, *_inside(found))
    yield from _names(SET.sub(lambda display: spaces(display[0]), prose))


def in_latex(text):
    end = 0
    displays = list(SET.finditer(text))
    taken = []
    for given in GIVEN_IN_LATEX.finditer(text):
        if given.start() < end or any(d.start() <= given.start() < d.end() for d in displays):
            continue
        end = _end_of_model(text, given.end(), displays)
        taken.append((given.start(), end))
        yield Block(MODEL, given.start(), end)
    for found in displays:
        if any(first <= found.start() < last for first, last in taken):
            continue
        yield from _all(text, *_inside(found))


def _inside(display):
    """Where a display begins and ends, without what encloses it."""
    return next(display.span(group) for group in (3, 4, 5) if display[group] is not None)


def _end_of_model(text, at, displays):
    """Where a model ends that begins in prose: with its first display, or with its last formula."""
    stop = min([s.start() for s in SECTION.finditer(text, at)] + [len(text)])
    if display := next((d for d in displays if at <= d.start() < stop), None):
        between = text[at : display.start()]
        if not any(part.strip() and not _is_formula(part) for part in re.split(r"\n\s*\n", between)[1:]):
            return display.end()
        stop = display.start()
    end = at
    for place, part in enumerate(re.finditer(r"(?:(?!\n\s*\n).)+", text[at:stop], re.DOTALL)):
        if part[0].strip() and place and not _is_formula(part[0]):
            break
        end = at + part.end()
    return end


def _is_formula(paragraph):
    return paragraph.strip().startswith("$")


def _all(text, start, end):
    """A block that holds nothing but mathematics: a model, if it begins with given, and derivations."""
    begin = start
    models = [found.start() for found in _models(text, start, end)]
    for at in [*models, end]:
        yield from _derivations(text, begin, at, every=True)
        if at < end:
            begin = _model_ends(text, at, end)
            yield Block(MODEL, at, begin)


def _models(text, start, end):
    for line in re.finditer(r"^.*$", text[start:end], re.MULTILINE):
        if GIVEN.match(text, start + line.start(), end) or re.match(r"[\s&]*\\text\s*\{\s*[Gg]iven\b", line[0]):
            yield re.compile(r".*", re.DOTALL).match(text, start + line.start(), end)


def _model_ends(text, at, end):
    """A model goes on to the paragraph that has a line with an equals sign at its beginning."""
    for blank in re.finditer(r"\n[ \t]*\n", text[at:end]):
        rest = at + blank.end()
        paragraph = re.split(r"\n[ \t]*\n\s*(?!\s|=|&\s*=)", text[rest:end], maxsplit=1)[0]
        lines = list(pieces(text, rest, rest + len(paragraph)))
        if any(EQUALS.match(text, first) for first, _ in lines) or GIVEN.match(text, rest):
            return rest
        if lines and SLOPE.match(text, lines[0][0]):
            return rest
    return end


def in_plain_text(text):
    yield from _names(text)
    skip = 0
    blank = list(text)
    for found in _models(text, 0, len(text)):
        at = found.start()
        if at < skip:
            continue
        paragraph = re.compile(r"\n[ \t]*\n").search(text, at)
        skip = paragraph.start() if paragraph else len(text)
        yield Block(MODEL, at, skip)
        blank[at:skip] = spaces(text[at:skip])
    yield from _derivations("".join(blank), 0, len(text), every=False)


def _derivations(text, start, end, every):
    """The derivations in ``text[start:end]``: each line that begins with no equals sign begins one.

    Unless `every` line is mathematics, only those are taken that have a line with an equals sign at its beginning, or
    that begin with a derivative.
    """
    groups = []
    for first, last in pieces(text, start, end):
        if not every and (number := NUMBERED.match(text, first, last)):
            first = number.end()
        if groups and _goes_on(text, first, last, groups[-1]):
            groups[-1].append((first, last))
        else:
            groups.append([(first, last)])
    for group in groups:
        (first, last), *rest = group
        if CALLED.match(text, text.rfind("\n", 0, first) + 1):
            if every:
                yield from _names(text, text.rfind("\n", 0, first) + 1, last)
            continue
        whole = any(EQUALS.match(text, at) for at, _ in rest)
        if every or whole or (SLOPE.match(text, first) and EQUALS.search(text, first, last)):
            yield Block(DERIVATION, first, group[-1][1])


def _goes_on(text, first, last, group):
    """Whether a line belongs to the derivation above: a step, a reason, or the rest of a line that is too long."""
    if EQUALS.match(text, first):
        return True
    if (text[first] == "[" and text[last - 1] == "]") or SAID.match(text, first):
        return len(group) > 1 or EQUALS.search(text, *group[0]) is not None
    between = text[group[-1][1] : first]
    deeper = _indent(text, first) > _indent(text, group[0][0]) or "\\\\" in between
    is_next = deeper and len(group) > 1 and not re.search(r"\n[ \t]*\n", between)
    return is_next and OPERATOR.match(text, first) is not None


def _indent(text, at):
    return at - text.rfind("\n", 0, at) - 1
