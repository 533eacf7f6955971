r"""A document in LaTeX as it is set: comments and preamble gone, ``\newcommand`` put in, each sign with its place."""

import re

from backprop.proving.language.tokens import NotRead
from backprop.proving.text.lines import spaces

DEFINED = re.compile(
    r"\\(?:(?P<operator>DeclareMathOperator\*?)|(?:re)?newcommand\*?|providecommand\*?|def(?![A-Za-z]))\s*"
    r"\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*(?:\[(?P<count>[0-9])\]|(?P<hashes>(?:#[0-9])+))?\s*(?=\{)"
)
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
COMMAND = re.compile(r"\\[A-Za-z]+")
LONGEST, DEEPEST = 200_000, 20
"""Characters of a document, and macros in macros: what is longer or deeper is not read."""


def set_as(text):
    """The text of the document with every macro put in, and for each of its characters where it came from."""
    blank, macros = COMMENT.sub(lambda found: spaces(found[0]), text), {}
    for found in DEFINED.finditer(blank):
        close = partner(blank, found.end())
        body = blank[found.end() + 1 : close]
        if found["operator"]:
            body = rf"\operatorname{{{body}}}"
        macros[found["name"]] = int(found["count"] or 0) or len(found["hashes"] or "") // 2, body
        blank = blank[: found.start()] + spaces(blank[found.start() : close + 1]) + blank[close + 1 :]
    if begin := re.search(r"\\begin\s*\{document\}", blank):
        blank = spaces(blank[: begin.end()]) + blank[begin.end() :]
    if end := re.search(r"\\end\s*\{document\}", blank):
        blank = blank[: end.start()] + spaces(blank[end.start() :])
    places = list(range(len(blank)))
    return _put_in(blank, places, macros, text, 0) if macros else (blank, places)


def partner(text, at, opens="{", closes="}"):
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opens) - (text[place] == closes)
        if not depth:
            return place
    raise NotRead(f"this bracket is never closed; {closes} is missing", text, at)


def _put_in(text, places, macros, whole, depth):
    if depth > DEEPEST:
        raise NotRead(f"macros stand in macros {DEEPEST} deep at most", whole, places[0])
    signs, origins, at, length = [], [], 0, 0
    while at < len(text):
        found = COMMAND.match(text, at)
        end = found.end() if found else at + 1
        begin = at
        if found and found[0][1:] in macros:
            count, body = macros[found[0][1:]]
            arguments = []
            for _ in range(count):
                first, last, end = _argument(text, end, places, whole)
                arguments.append((first, last))
            part, origin = _filled(body, arguments, text, places, at)
            if part:
                part, origin = _put_in(part, origin, macros, whole, depth + 1)
            if part[-1:].isalpha() and text[end : end + 1].isalpha():
                part, origin = part + " ", [*origin, places[at]]
        else:
            part, origin = text[begin:end], places[begin:end]
        signs.append(part)
        origins.extend(origin)
        length += len(part)
        if length > LONGEST:
            raise NotRead(f"a document has at most {LONGEST} characters once its macros are put in", whole, places[at])
        at = end
    return "".join(signs), origins


def _argument(text, at, places, whole):
    """Where the next argument of a macro begins and ends, and where the text goes on."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at == len(text):
        raise NotRead("a macro lacks an argument here", whole, len(whole))
    if text[at] == "{":
        close = partner(text, at)
        return at + 1, close, close + 1
    end = found.end() if (found := COMMAND.match(text, at)) else at + 1
    return at, end, end


def _filled(body, arguments, text, places, at):
    """The body of a macro with its arguments: these keep their own places."""
    signs, origins = [], []
    for part in re.split(r"(#[0-9])", body):
        if part[:1] == "#" and len(part) == 2 and 0 < int(part[1]) <= len(arguments):
            first, last = arguments[int(part[1]) - 1]
            signs.append(text[first:last])
            origins.extend(places[first:last])
        else:
            signs.append(part)
            origins.extend([places[at]] * len(part))
    return "".join(signs), origins
