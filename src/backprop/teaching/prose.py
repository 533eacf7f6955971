"""Words that a cell shows, with the numbers that it has computed: captions, readings of a number, answers."""


class Prose:
    """Markdown text as a cell's output; its plain text is the same."""

    def __init__(self, text):
        self._text = text

    def _repr_markdown_(self):
        return self._text

    def __repr__(self):
        return self._text
