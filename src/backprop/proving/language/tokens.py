"""A line of plain text or of LaTeX as tokens: what is one thing on paper is one token, whichever way it is written."""

import re
from dataclasses import dataclass

from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.vocabulary import SIGNS, in_letters, key_of

LONGEST, DEEPEST = 10_000, 100
"""Characters of a text, and brackets in brackets: what is longer or deeper is not read."""


class NotRead(NotUnderstood):
    """A text that is not understood, with the place: `line` and `column` count from 1."""

    def __init__(self, message, text, at=0):
        before = text[:at]
        self.line, self.column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
        self.said = message
        shown = text.split("\n")[self.line - 1]
        start = max(0, self.column - 60)
        mark = " " * (self.column - 1 - start) + "^"
        where = f"line {self.line}, column {self.column}" if "\n" in text.strip("\n") else f"column {self.column}"
        super().__init__(f"{where}: {message}\n  {shown[start : start + 100]}\n  {mark}")


@dataclass(frozen=True)
class Token:
    """One token: its type in the grammar, what it says, and where it begins and ends."""

    type: str
    value: object
    start: int
    end: int


ABOVE = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))}
BELOW = {**dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))}
PART = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
LETTER = rf"(?:(?![{''.join(ABOVE)}{''.join(BELOW)}ᵀᵏⁿᵐ∑Σ∂∇])[^\W\d_]\u0302?)"
WORD = re.compile(rf"{LETTER}(?:{LETTER}|[0-9])*°?")
SPACE = re.compile(
    r"(?:\s|~|&|\u200b|\\[,;:! ]|\\(?:left|right|[bB]igg?[lrm]?|limits|displaystyle|nonumber|q?quad|mathstrut)(?![a-zA-Z]))+"
)
FRACTION = re.compile(r"\\[tdc]?frac(?![a-zA-Z])\s*(?:(\d)\s*(\d))?")
PLAIN_STYLE = re.compile(
    r"\\(?:operatorname\*?|math(?:rm|bf|it|sf|frak|bb|cal|scr)|boldsymbol|bm|vec|text(?:rm|bf|it)?)\s*\{\s*(\\?[^\W_]+)\s*\}"
)
HAT = re.compile(r"\\(?:wide)?hat\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|\s([A-Za-z]))(°?)")
COMMAND = re.compile(r"\\([A-Za-z]+)")
PRIMES = re.compile(r"\s*(?:['′’]+|\^\s*\{?\s*((?:\\prime\s*)+|'+)\}?)")
TRANSPOSED = re.compile(
    r"ᵀ|\^\s*(?:\{\s*)?(?:\\top|\\intercal|\\mathsf\s*(?:\{\s*T\s*\}|T)|\\mathrm\s*\{\s*T\s*\}|⊤|T)(?![A-Za-z0-9])(?:\s*\})?"
)
UNDER = re.compile(rf"_\s*(\\[A-Za-z]+|(?:{LETTER}|[0-9])+)")
LITTLE = re.compile(rf"\s*(?:([{''.join(BELOW)}]+)|_\s*(?:([^\W_]+)|[({{]\s*([^(){{}}]+?)\s*[)}}]))")

SYMBOLS = [
    ("DOTS", r"\.\.\.?|…|\\l?dots|\\cdots"),
    ("NUMBER", r"[0-9]+(?:\.[0-9]+)?(?!\.?[0-9])"),
    ("SUM", r"Σ|∑|\\sum(?![A-Za-z])|sum(?![A-Za-z0-9])"),
    ("DEL", r"∂|\\partial(?![A-Za-z])"),
    ("NABLA", r"∇|\\nabla(?![A-Za-z])|grad(?=_)"),
    ("ROOT", r"√|\\sqrt(?![A-Za-z])|sqrt(?![A-Za-z0-9])"),
    ("SUBBRACE", r"_\s*\{(?:\\!)?"),
    ("SUBPAR", r"_\s*\("),
    ("LANGLE", r"⟨|\\langle(?![A-Za-z])"),
    ("RANGLE", r"⟩|\\rangle(?![A-Za-z])"),
    ("ODOT", r"⊙|∘|\\odot(?![A-Za-z])|\\circ(?![A-Za-z])"),
    ("DOT", r"·|⋅|×|\\cdot(?![A-Za-z])|\\times(?![A-Za-z])"),
    ("CARET", r"\^|\*\*"),
    ("MINUS", r"[-−–]"),
    ("EQUALS", r"=|≡"),
    ("LBRACE", r"\\?\{"),
    ("RBRACE", r"\\?\}"),
    *((name, re.escape(sign)) for name, sign in zip(
        ["PLUS", "SLASH", "STAR", "AT", "COMMA", "LPAR", "RPAR", "LSQUARE", "RSQUARE"], ["+", "/", "*", "@", ",", "(", ")", "[", "]"], strict=True)),
    ("LSQUARE", r"\\lbrack"),
]  # fmt: skip
SYMBOL = re.compile("|".join(f"(?P<s{place}>{pattern})" for place, (_, pattern) in enumerate(SYMBOLS)))
OPENS = {"LPAR": "RPAR", "LBRACE": "RBRACE", "LSQUARE": "RSQUARE", "LANGLE": "RANGLE", "SUBPAR": "RPAR",
         "SUBBRACE": "RBRACE", "SUBSQUARE": "RSQUARE", "BAR": "ENDBAR"}  # fmt: skip
SIGN = {"RPAR": ")", "RBRACE": "}", "RSQUARE": "]", "RANGLE": "⟩", "ENDBAR": "|"}
ENDS = {"NAME", "NUMBER", "RPAR", "RBRACE", "RSQUARE", "SUBSCRIPT", "SUPER", "TRANSPOSE", "ENDBAR"}
WORDS = {"diag": "diag", "tr": "tr", "trace": "tr", "Tr": "tr"}
SPELLED = {"lvert": "BAR", "rvert": "BAR", "vert": "BAR", "lbrace": "LBRACE", "rbrace": "RBRACE"}


def tokens(text, names, start=0, end=None):
    """The tokens of ``text[start:end]``, read with a vocabulary.

    Raises `NotRead` where a sign has no meaning here, or a bracket has no partner.
    """
    return _Lexer(text, names, start, len(text) if end is None else end).all()


class _Lexer:
    def __init__(self, text, names, at, end):
        self.text, self.names, self.at, self.end = text, names, at, end
        self.found, self.open = [], []
        if end - at > LONGEST:
            raise NotRead(f"a line has at most {LONGEST} characters; this one has {end - at}", text, at)

    def all(self):
        while True:
            if space := SPACE.match(self.text, self.at, self.end):
                self.at = space.end()
                continue
            if self.at >= self.end:
                break
            self._next()
        if self.open:
            closing, at = self.open[-1]
            raise NotRead(f"this bracket is never closed; {SIGN[closing]} is missing", self.text, at)
        return self.found

    def _match(self, pattern):
        return pattern.match(self.text, self.at, self.end)

    def _emit(self, kind, value, end):
        self.found.append(Token(kind, value, self.at, end))
        if kind in OPENS:
            self.open.append((OPENS[kind], self.at))
            if len(self.open) > DEEPEST:
                raise NotRead(f"a line has at most {DEEPEST} brackets in brackets", self.text, self.at)
        elif kind in SIGN:
            if not self.open or self.open[-1][0] != kind:
                fits = f"{SIGN[self.open[-1][0]]} is expected" if self.open else "no bracket is open"
                raise NotRead(f"{SIGN[kind]} closes nothing: {fits}", self.text, self.at)
            self.open.pop()
        self.at = end

    def _in_indices(self):
        return bool(self.open) and self.text[self.open[-1][1]] in "_[" and self.found_kind_at(self.open[-1][1])

    def found_kind_at(self, at):
        return any(t.start == at and t.type in ("SUBBRACE", "SUBPAR", "SUBSQUARE") for t in reversed(self.found))

    def _next(self):
        if found := self._match(TRANSPOSED):
            if self.found and self.found[-1].type in ENDS and not self._is_known("T", found):
                return self._emit("TRANSPOSE", "T", found.end())
        char = self.text[self.at]
        if char in ABOVE or char == "⁻":
            found = self._match(re.compile(f"⁻?[{''.join(ABOVE)}]+"))
            if found:
                value = "".join(ABOVE.get(c, "-") for c in found[0])
                return self._emit("SUPER", value, found.end())
        if char in BELOW:
            found = self._match(re.compile(f"[{''.join(BELOW)}]+"))
            return self._emit("SUBSCRIPT", "".join(map(BELOW.get, found[0])), found.end())
        if char in PART:
            return self._emit("NUMBER", PART[char], self.at + 1)
        if char == "|" or self.text.startswith(r"\|", self.at):
            return self._bar(self.at + 1 + (char != "|"))
        if found := self._match(FRACTION):
            return self._fraction(found)
        if found := re.compile(r"\\mathbf\s*\{\s*([01])\s*\}|([01])(?=\s*_)").match(self.text, self.at, self.end):
            return self._emit("FILLED", int(found[1] or found[2]), found.end())
        if found := self._match(PLAIN_STYLE):
            cal = found[0].startswith(r"\mathcal") and self.names.has("Loss")
            return self._word("Loss" if cal else found[1].removeprefix("\\"), found.end(), latex=True)
        if found := self._match(HAT):
            return self._word((found[1] or found[2]) + "hat" + found[3], found.end())
        if found := self._match(SYMBOL):
            return self._symbol(SYMBOLS[int(found.lastgroup[1:])][0], found)
        if found := self._match(COMMAND):
            return self._command(found)
        if found := self._match(UNDER):
            return self._emit("SUBSCRIPT", found[1], found.end())
        if found := self._match(WORD):
            return self._word(found[0], found.end())
        what = f"{char!r}" if char.isprintable() else f"U+{ord(char):04X}"
        raise NotRead(f"{what} is no sign of this language", self.text, self.at)

    def _is_known(self, letters, found):
        return found[0].startswith("^") and letters in found[0] and (letters, "", "") in self.names.things

    def _bar(self, end):
        closes = self.open and self.open[-1][0] == "ENDBAR"
        self._emit("ENDBAR" if closes else "BAR", "|", end)

    def _fraction(self, found):
        if found[1]:
            for kind, value in (("NUMBER", found[1]), ("SLASH", "/"), ("NUMBER", found[2])):
                self.found.append(Token(kind, value, self.at, found.end()))
            self.at = found.end()
        else:
            self._emit("FRAC", found[0], found.end())

    def _symbol(self, kind, found):
        if kind == "LSQUARE" and self._indexes(found):
            kind = "SUBSQUARE"
        self._emit(kind, found[0], found.end())

    def _indexes(self, found):
        """Whether a square bracket stands at a name with indices, as in code: w[q, p]."""
        before = self.found[-1] if self.found else None
        return before is not None and before.type == "NAME" and before.end == found.start()

    def _command(self, found):
        word = found[1]
        if word in SPELLED:
            if SPELLED[word] == "BAR":
                return self._bar(found.end())
            return self._emit(SPELLED[word], word, found.end())
        if word in ("exp", "ln", "log", "tanh", "sinh", "cosh", "sin", "cos", "arctan", "diag", "tr") or (
            word in SIGNS.values() or word in ("ell", "varepsilon", "varphi", "vartheta", "mathcal")
        ):
            return self._word(word.removeprefix("var"), found.end(), latex=True)
        raise NotRead(f"\\{word} is no command of this language", self.text, self.at)

    def _word(self, word, end, latex=False):
        """A name, a function, the d of a derivative, or several names written together."""
        letters = in_letters(word)
        if self._in_indices():
            return self._emit("NAME", word, end)
        if self._function(letters, end):
            return None
        key = key_of(letters)
        if key in self.names.things or self.names.has(key[0]) or letters == "I":
            return self._emit("NAME", letters, end)
        if self._differential(word, end):
            return None
        singles = [key_of(in_letters(c)) for c in word]
        if (
            len(word) > 1
            and not latex
            and all(c.isalpha() for c in word)
            and all(s in self.names.things or self.names.has(s[0]) or s[0] == "I" for s in singles)
        ):
            for place, c in enumerate(word):
                self.found.append(Token("NAME", in_letters(c), self.at + place, self.at + place + 1))
            self.at = end
            return None
        return self._emit("NAME", letters, end)

    def _function(self, letters, end):
        """Enter a function with its primes, if that is what the name is; a new one where the vocabulary is open."""
        base, below, stop = letters, "", end
        if (key := key_of(letters))[2]:
            base, below = key[0], key[2]
        elif little := LITTLE.match(self.text, end, self.end):
            script = little[1] or little[2] or little[3]
            script = "".join(BELOW.get(c, c) for c in script).replace("−", "-").replace(" ", "")
            if (letters, script) in self.names.functions or (
                self.names.may_be_new(letters, script) and self._opens(little.end())
            ):
                below, stop = script, little.end()
        if letters in WORDS and not self.names.has(letters):
            self._emit("FUNCTION", (WORDS[letters], 0, ""), end)
            return True
        f = self.names.functions.get((base, below))
        new = f is None and self.names.may_be_new(base, below) and self._opens(stop)
        if (f is None and not new) or (self.names.has(base) and not self._opens(stop) and not below):
            return False
        if letters == "e":
            return False
        primes = 0
        if found := PRIMES.match(self.text, stop, self.end):
            primes, stop = len(re.findall(r"['′’]|\\prime", found[0])), found.end()
        self._emit("FUNCTION", (f if f is not None else (base, below), primes, letters), stop)
        return True

    def _opens(self, at):
        """Whether brackets with arguments begin here, perhaps after primes."""
        if found := PRIMES.match(self.text, at, self.end):
            at = found.end()
        return re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?\(").match(self.text, at, self.end) is not None

    def _differential(self, word, end):
        """d as in dE/dw_qp, only where what follows is a quantity; and alone, as in d/dw_qp (...)."""
        if word[0] != "d":
            return False
        if rest := word[1:]:
            letters = in_letters(rest)
            if not self.names.is_quantity(key_of(letters)[0]) and not any(
                f == letters for f, _ in self.names.functions
            ):
                return False
            self._emit("DEL", "d", self.at + 1)
            if not self._function(letters, end):
                self._emit("NAME", letters, end)
            return True
        alone = r"\s*(?:/\s*\\?(?:d|∂|partial)|\}\s*\{\s*\\?(?:d|∂|partial|mathrm))|\s*\("
        if re.compile(alone).match(self.text, end, self.end) or self._before_quantity(end):
            self._emit("DEL", "d", end)
            return True
        return False

    def _before_quantity(self, at):
        found = re.compile(rf"\s*\\?({WORD.pattern})").match(self.text, at, self.end)
        if not found:
            return False
        letters = in_letters(found[1])
        return self.names.is_quantity(key_of(letters)[0]) or any(f == letters for f, _ in self.names.functions)
