"""LaTeX as the notes and the remarks on them use it, in a line of Unicode for the terminal."""

import re
import unicodedata

_SIGNS = {
    "partial": "∂", "alpha": "α", "delta": "δ", "sigma": "σ", "omega": "ω", "chi": "χ", "top": "T", "times": "×",
    "cdot": "·", "odot": "⊙", "otimes": "⊗", "cup": "∪", "approx": "≈", "Rightarrow": "⇒", "therefore": "∴",
    "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "prime": "'", "quad": ",", "cr": ";", "bigg": "", "&": ",", "-": "−",
    "left": "", "right": "", "boldsymbol": "", "mathbf": "",
}  # fmt: skip
_ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "dot": "\N{COMBINING DOT ABOVE}"}
_SCRIPT = {"L": "ℒ", "I": "ℐ", "X": "𝒳", "W": "𝒲"}


def as_text(markdown):
    """The same words, with the formulas between dollar signs in Unicode."""
    parts = markdown.replace("`", "").split("$")
    return "".join(_Formula(part).text() if number % 2 else part for number, part in enumerate(parts))


class _Formula:
    """A formula, read from left to right."""

    def __init__(self, latex):
        self._tokens = re.findall(r"\\[A-Za-z]+|\\?.", latex)[::-1]

    def text(self, end=None):
        """What stands before the token `end`, which is taken too."""
        found = ""
        while self._tokens and (token := self._tokens.pop()) != end:
            found += self._said(token)
        found = re.sub(r"(?<=[(\[∂]) +| +(?=[,;)\]^_'])", "", found)
        return re.sub(r" +", " ", found).strip()

    def _said(self, token):
        if token in "{^_":
            return {"{": self._group, "^": self._above, "_": self._below}[token]()
        name = token.removeprefix("\\")
        if name in _ACCENTS:
            return unicodedata.normalize("NFC", self._argument() + _ACCENTS[name])
        if name in _SIGNS:
            return _SIGNS[name]
        if token == name:
            return token
        return getattr(self, f"_{name}")() if name.isalpha() else {",": " "}.get(name, name)

    def _group(self):
        return self.text("}")

    def _argument(self):
        while self._tokens[-1] == " ":
            self._tokens.pop()
        return self._said(self._tokens.pop())

    def _next_is(self, token):
        return self._tokens[-1:] == [token] and bool(self._tokens.pop())

    def _above(self):
        over = re.sub("T$", "ᵀ", self._argument())
        return re.sub("^' ?(?=.)", "'^", over) if over[0] in "'ᵀ" else f"^{over}"

    def _below(self):
        under = self._argument()
        return f" ({under})" if "×" in under else f"_{under}"

    def _frac(self):
        return "/".join(f"({side})" if _is_a_product(side) else side for side in (self._argument(), self._argument()))

    def _sum(self):
        limits = {}
        for _ in "_^":
            for place in "_^":
                if self._next_is(place):
                    limits[place] = self._argument().replace(" ", "")
        return f"Σ_{limits['_']}" + (f"..{limits['^']} " if "^" in limits else " ")

    def _cancel(self):
        return f"(struck out: {self._argument()})"

    def _underbrace(self):
        return self._argument() + (f" ({self._argument()})" if self._next_is("_") else "")

    def _begin(self):
        self._argument()
        rows = self.text(r"\end")
        self._argument()
        return f"[{rows}]"

    def _vphantom(self):
        self._argument()
        return ""

    def _text(self):
        return f" {self._argument()} "

    def _mathcal(self):
        return _SCRIPT[self._argument()]


def _is_a_product(side):
    """Whether a fraction needs brackets around it: more than one factor or term outside of its own brackets."""
    return bool(re.search(r"[ ·+−]", re.sub(r"[(\[].*[)\]]", "", side)))
