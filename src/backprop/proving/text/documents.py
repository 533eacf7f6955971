r"""A document as blocks: the models and the derivations that stand in it, in order, each with its place.

Of Markdown the fenced blocks and the displays are read, of LaTeX the displays and what is verbatim, of
plain text the lines that begin with an equals sign, with the line above them. A model begins with ``given``, or is
called by its name: ``model: single layer``. Everything else is prose.
"""

import re

from backprop.proving.language.tokens import NotRead
from backprop.proving.text.blocks import FENCE, NAMED, SET, Block, in_latex, in_markdown, in_plain_text, name_of
from backprop.proving.text.lines import GOES_ON, spaces
from backprop.proving.text.macros import LONGEST, set_as

BETWEEN = re.compile(r"\\(?:short)?intertext\s*\{[^{}]*\}")
"""Words between the lines of a display."""
CALLED_ASIDE = re.compile(r"(?<!\\)%[ \t]*model[ \t]*:[ \t]*([A-Za-z][^\n]*?)[ \t.]*$", re.M | re.I)


class Document:
    """A document and its blocks.

    Parameters
    ----------
    text : str
        What stands in the file.
    kind : str
        ``markdown``, ``latex`` or ``plain``; found out if it is not said.

    Attributes
    ----------
    text : str
        The text to be read, with the macros of LaTeX put in; `blocks` are places in it.
    """

    def __init__(self, text, kind=None):
        if len(text) > LONGEST:
            raise NotRead(f"a document has at most {LONGEST} characters; this one has {len(text)}", text, LONGEST)
        self.source, self.kind = text, kind or kind_of(text)
        self.text, self._places = set_as(text) if self.kind == "latex" else (text, range(len(text)))
        self.text = BETWEEN.sub(lambda found: r"\\" + spaces(found[0])[2:], self.text)
        found = {"markdown": in_markdown, "latex": in_latex, "plain": in_plain_text}[self.kind](self.text)
        self.blocks = sorted([*found, *self._named_in_comments()], key=lambda block: block.start)
        self.text = GOES_ON.sub(lambda found: spaces(found[0]), self.text)

    def _named_in_comments(self):
        r"""``% model: single layer``, of which the text that is set has nothing."""
        for found in CALLED_ASIDE.finditer(self.source) if self.kind == "latex" else ():
            at = next((i for i, place in enumerate(self._places) if place >= found.start()), len(self.text))
            yield Block(NAMED, at, at, name_of(found[1]))

    def place(self, line, column):
        """Line and column in the file of a line and a column in `text`."""
        at = sum(len(above) + 1 for above in self.text.split("\n")[: line - 1]) + column - 1
        at = self._places[at] if at < len(self._places) else len(self.source)
        return self.source.count("\n", 0, at) + 1, at - self.source.rfind("\n", 0, at)


def kind_of(text, name=""):
    """Markdown, LaTeX or plain text: from the name of the file, else from what stands in it."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("md", "markdown", "myst"):
        return "markdown"
    if ending in ("tex", "latex", "ltx"):
        return "latex"
    if ending in ("txt", "text"):
        return "plain"
    if re.search(r"\\documentclass|\\begin\s*\{|^\s*\\\[", text, re.MULTILINE) and not FENCE.search(text):
        return "latex"
    return "markdown" if FENCE.search(text) or SET.search(text) else "plain"
