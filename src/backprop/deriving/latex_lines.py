"""How wide a line of mathematics is in print, about, and where a long one is broken."""

import re

WIDTH, INDENT, SMALL = 465, 20, 0.9
"""Points of a line, by how many a broken one goes in, and the size of a reason."""
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)
OPENING, CLOSING = ("\\left", "\\Bigl", "\\bigl"), ("\\right", "\\Bigr", "\\bigr")
NO_WIDTH = {"\\text", "\\mathbf", "\\mathrm", "\\operatorname", "\\mathcal", "\\hat", "\\small", *OPENING, *CLOSING}
WIDE = {"\\,": 1.7, "\\;": 2.8, "\\!": -1.7, "\\quad": 10, "\\qquad": 20, "\\sum": 15, "\\sqrt": 9, "\\partial": 5.6}
OPERATORS = {"+", "-", "=", "\\odot", "\\times", "\\cdot", "\\otimes"}
NAMES = {"\\exp", "\\ln", "\\log", "\\tanh", "\\sinh", "\\cosh", "\\sin", "\\cos", "\\arctan"}
BREAKS = (("+", "-"), ("\\odot",), ("\\,",))
"""Signs before which a line is broken, those that are tried first before others."""


def width(tex):
    """The width of a line at ten points; a fraction is as wide as the wider of its halves."""
    return _widths(iter(TOKEN.findall(tex)))


def _widths(tokens):
    total = 0
    for token in tokens:
        if token == "}":
            return total
        total += _one(token, tokens)
    return total


def _one(token, tokens):
    if token == "{":
        return _widths(tokens)
    if token in ("\\frac", "\\tfrac"):
        return max(_argument(tokens), _argument(tokens)) + 3
    if token in "^_":
        return 0.7 * _argument(tokens)
    if token in OPERATORS:
        return 12
    if token in NAMES:
        return 5 * len(token) - 3
    if token.isspace() or token in NO_WIDTH:
        return 0
    return WIDE.get(token, 8 if token.isupper() else 4 if token in "()[]." else 5.6)


def _argument(tokens):
    return _one(next(tokens), tokens)


def broken(tex, room, breaks=BREAKS):
    """The line in pieces that fit, broken outside of brackets, or else inside of the outermost."""
    if width(tex) <= room:
        return [tex]
    if not breaks:
        opened = _opened(tex)
        return [tex] if opened == tex else broken(opened, room)
    lines = []
    for part in _parts(tex, breaks[0]):
        if lines and width(lines[-1] + part) <= room:
            lines[-1] += part
        else:
            lines.append(part)
    return [piece for line in lines for piece in broken(line, room, breaks[1:])]


def _parts(tex, signs):
    """The pieces between signs that stand outside of all brackets, each with the sign before it."""
    parts, depth, last = [""], 0, ""
    for token in TOKEN.findall(tex):
        opens = token in ("{", "\\left", "\\Bigl") or (token in "([" and last not in OPENING)
        closes = token in ("}", "\\right", "\\Bigr") or (token in ")]" and last not in CLOSING)
        if depth == 0 and token in signs and parts[-1].strip() and last not in ("", "\\odot"):
            parts.append("")
        depth += opens - closes
        parts[-1] += token
        last = last if token.isspace() else token
    return parts


def _opened(tex):
    """With brackets that need not end on the line on which they begin, for the outermost."""
    tokens, depth = TOKEN.findall(tex), 0
    for place, token in enumerate(tokens):
        depth -= token in ("}", "\\right")
        if depth == 0 and token in ("\\left", "\\right"):
            tokens[place] = {"\\left": "\\bigl", "\\right": "\\bigr"}[token]
        depth += token in ("{", "\\left")
    return "".join(tokens)


def rows(board):
    """The rows of a board, its reasons beside the lines, or under them where there is no room."""
    first = max(width(left) for left, _, _ in board) + 14
    second = max(width(right) for _, right, _ in board)
    beside = max(SMALL * width(reason) for _, _, reason in board) + 20
    if first + second + beside <= WIDTH:
        return [f"{left} &= {right}" + (f" && {_small(reason)}" if reason else "") for left, right, reason in board]
    found = []
    for left, right, reason in board:
        line, *more = broken(right, WIDTH - first - INDENT)
        found += [f"{left} &= {line}", *(f" &\\qquad {{}} {piece}" for piece in more)]
        found += [f" &\\qquad {_small(reason)}"] if reason else []
    return found


def _small(reason):
    return f"\\text{{\\small ${reason}$}}"
