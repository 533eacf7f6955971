"""A line of plain text or of LaTeX as tokens: what is one thing on paper is one token, whichever way it is written."""

from dataclasses import dataclass

from backprop.proving.language import signs
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.vocabulary import SIGNS, in_letters, key_of

LONGEST, DEEPEST, MOST_DIGITS, MOST_PRIMES = 10_000, 100, 300, 20
"""Characters of a text, brackets in brackets, digits of a number, primes: what goes beyond is not read."""


class NotRead(NotUnderstood):
    """A text that is not understood, with the place: `line` and `column` count from 1, `said` is the message alone."""

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
            raise self._error(f"a line has at most {LONGEST} characters; this one has {end - at}")

    def all(self):
        while self._skipped() < self.end:
            self._next()
        if self.open:
            opened = self.open[-1]
            raise self._error(
                f"this bracket is never closed; {signs.CLOSING[signs.CLOSED_BY[opened.type]]} is missing", opened.start
            )
        return self.found

    def _skipped(self):
        if space := self._match(signs.SPACE):
            self.at = space.end()
        return self.at

    def _error(self, message, at=None):
        return NotRead(message, self.text, self.at if at is None else at)

    def _match(self, pattern, at=None):
        return pattern.match(self.text, self.at if at is None else at, self.end)

    def _emit(self, kind, value, end):
        token = Token(kind, value, self.at, end)
        if kind in signs.CLOSED_BY:
            self.open.append(token)
            if len(self.open) > DEEPEST:
                raise self._error(f"a line has at most {DEEPEST} brackets in brackets")
        elif kind in signs.CLOSING:
            wanted = signs.CLOSED_BY[self.open[-1].type] if self.open else None
            if kind != wanted:
                fits = f"{signs.CLOSING[wanted]} is expected" if wanted else "no bracket is open"
                raise self._error(f"{signs.CLOSING[kind]} closes nothing: {fits}")
            self.open.pop()
        self.found.append(token)
        self.at = end

    def _next(self):
        """One token, or a name that is several."""
        if (found := self._match(signs.TRANSPOSED)) and self._transposes(found[0]):
            return self._emit("TRANSPOSE", "T", found.end())
        if found := self._match(signs.RAISED):
            return self._emit("SUPER", "".join(map(signs.ABOVE.get, found[0])), found.end())
        if found := self._match(signs.LOWERED):
            return self._emit("SUBSCRIPT", "".join(map(signs.BELOW.get, found[0])), found.end())
        if part := signs.PART.get(self.text[self.at]):
            return self._emit("NUMBER", part, self.at + 1)
        if self.text.startswith((r"\|", "||", r"\lVert", "‖"), self.at):
            raise self._error("a norm is written out, as in sum_q a_q^2 or a^T a")
        if self.text[self.at] == "|":
            return self._bar(self.at + 1)
        if found := self._match(signs.FRACTION):
            return self._fraction(found)
        if found := self._match(signs.FILLED):
            return self._emit("FILLED", int(found[1] or found[2] or found[3]), found.end())
        if found := self._match(signs.STYLED):
            loss = found[1] == "mathcal" and self.names.has("Loss")
            return self._word("Loss" if loss else found[2].removeprefix("\\"), found.end(), typed=found[2])
        if found := self._match(signs.HAT):
            word = ((found[1] or found[2]) + "hat" + found[3]).removeprefix("\\")
            return self._word(word, found.end(), typed="\\" + word)
        if found := self._match(signs.SYMBOL):
            return self._symbol(found.lastgroup, found)
        if found := self._match(signs.COMMAND):
            return self._command(found[1], found.end())
        if found := self._match(signs.UNDER):
            return self._emit("SUBSCRIPT", found[1], found.end())
        if found := self._match(signs.WORD):
            return self._word(found[0], found.end())
        char = self.text[self.at]
        what = f"{char!r}" if char.isprintable() else f"U+{ord(char):04X}"
        raise self._error(f"{what} is no sign of this language")

    def _transposes(self, typed):
        """Whether there is something to transpose, and ^T is no power of a quantity T."""
        power = typed[-1] == "T" and ("T", "", "") in self.names.things
        return bool(self.found) and self.found[-1].type in signs.TAKES_SCRIPTS and not power

    def _bar(self, end):
        self._emit("ENDBAR" if self.open and self.open[-1].type == "BAR" else "BAR", "|", end)

    def _fraction(self, found):
        if not found[1]:
            return self._emit("FRAC", found[0], found.end())
        for kind, value in (("NUMBER", found[1]), ("SLASH", "/"), ("NUMBER", found[2])):
            self.found.append(Token(kind, value, self.at, found.end()))
        self.at = found.end()

    def _symbol(self, kind, found):
        before = self.found[-1] if self.found else None
        if kind == "LSQUARE" and before and before.type == "NAME" and before.end == found.start():
            kind = "SUBSQUARE"  # indices as in code: w[q, p]
        if kind == "NUMBER" and len(found[0]) > MOST_DIGITS:
            raise self._error(f"a number has at most {MOST_DIGITS} digits; this one has {len(found[0])}")
        self._emit(kind, found[0], found.end())

    def _command(self, word, end):
        if word in signs.BARS:
            return self._bar(end)
        if word not in signs.NAMED_COMMANDS and word not in SIGNS.values():
            raise self._error(f"\\{word} is no command of this language")
        self._word(word.removeprefix("var"), end, typed="\\" + word.removeprefix("var"))

    def _word(self, word, end, typed=None):
        """A name, a function, the d of a derivative, or several names written together."""
        letters = in_letters(word)
        if self.open and self.open[-1].type.startswith("SUB"):
            return self._emit("NAME", typed or word, end)
        if self._function(letters, end):
            return None
        if self._is_name(letters):
            return self._emit("NAME", letters, end)
        if self._differential(word, end):
            return None
        if typed is None and len(word) > 1 and word.isalpha() and all(self._is_name(in_letters(c)) for c in word):
            for at, letter in enumerate(word, self.at):
                self.found.append(Token("NAME", in_letters(letter), at, at + 1))
            self.at = end
            return None
        return self._emit("NAME", letters, end)

    def _is_name(self, letters):
        return letters == "I" or self.names.has(key_of(letters)[0])

    def _function(self, letters, end):
        """Enter a function with its primes, if that is what the name is; a new one where the vocabulary is open."""
        if letters == "e":
            return False
        if letters in signs.WORDS and not self.names.has(letters):
            self._emit("FUNCTION", (signs.WORDS[letters], 0), end)
            return True
        (base, _, below), stop = key_of(letters), end
        if not below and (little := self._match(signs.LITTLE, end)):
            script = little[1] or little[2] or little[3]
            script = "".join(signs.BELOW.get(c, c) for c in script).replace("−", "-").replace(" ", "")
            if (base, script) in self.names.functions or (
                self.names.may_be_new(base, script) and self._opens(little.end())
            ):
                below, stop = script, little.end()
        f, opens = self.names.functions.get((base, below)), self._opens(stop)
        if f is None:
            if not (opens and self.names.may_be_new(base, below)):
                return False
        elif self.names.has(base) and not opens and not below:
            return False
        primes = 0
        if found := self._match(signs.PRIMES, stop):
            primes, stop = len(signs.PRIME.findall(found[0])), found.end()
        if primes > MOST_PRIMES:
            raise self._error(f"a function has at most {MOST_PRIMES} primes")
        self._emit("FUNCTION", ((base, below) if f is None else f, primes), stop)
        return True

    def _opens(self, at):
        """Whether brackets with arguments begin here, perhaps after primes."""
        primes = self._match(signs.PRIMES, at)
        return self._match(signs.OPENS_BRACKET, primes.end() if primes else at) is not None

    def _differential(self, word, end):
        """d as in dE/dw_qp, only where what follows is a quantity; and alone, as in d/dw_qp (...)."""
        if word[0] != "d":
            return False
        if rest := in_letters(word[1:]):
            if not self._is_variable(rest):
                return False
            self._emit("DEL", "d", self.at + 1)
            if not self._function(rest, end):
                self._emit("NAME", rest, end)
            return True
        if self._match(signs.ALONE, end) or self._is_variable(self._word_at(end)):
            self._emit("DEL", "d", end)
            return True
        return False

    def _word_at(self, at):
        """The letters of the name that follows, however it is written."""
        space = self._match(signs.SPACE, at)
        at = space.end() if space else at
        if hat := self._match(signs.HAT, at):
            return (hat[1] or hat[2]).removeprefix("\\") + "hat"
        word = self._match(signs.STYLED, at) or self._match(signs.COMMAND, at) or self._match(signs.WORD, at)
        return in_letters(word[word.lastindex or 0].removeprefix("\\")) if word else ""

    def _is_variable(self, letters):
        """Whether a derivative can be one of this, or by this."""
        return self.names.is_quantity(key_of(letters)[0]) or any(f == letters for f, _ in self.names.functions)
