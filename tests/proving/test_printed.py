"""What is printed is read as what was judged: every line is read back, by a reader who guesses nothing."""

import re
from math import isclose, prod
from random import Random

import pytest
from sympy import Add, Indexed, Integer, Mul, Pow, Rational, Sum, exp, sqrt

from backprop.proving import Derivation, Model
from backprop.proving.language import (
    Entries,
    Entry,
    Index,
    absolute,
    column,
    latex,
    loss,
    matrix,
    plain,
    plus,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.reasons import as_written

m, n = size("m"), size("n")
i, j = Index("i", m), Index("j", m)
t, s, r = scalar("t"), scalar("s"), scalar("r", positive=True)
y, v, w = column("y", m), column("v", m), matrix("w", m, n)
VALUES = {"t": 1.3, "s": -0.7, "r": 2.9, "m": 3, "y": (0.4, -1.9, 3.3)}
RAW = {"evaluate": False}

TOKEN = {
    plain: re.compile(r"Σ_([a-z])=|\.\.|[0-9]+|[a-z]_[a-z]|[a-z]|[()^√/·+−]| "),
    latex: re.compile(
        r"\\sum_\{([a-z])=1\}\^|\\t?frac|\\sqrt|\\left\(|\\right\)|\\,\ |\ \\cdot\ |[0-9]+|[a-z]_\{[a-z]\}|[a-z]|[{}^+-]|\ "
    ),
}
SIGNS = {r"\left(": "(", r"\right)": ")", r"\, ": " ", r" \cdot ": "·", r"\tfrac": r"\frac", "-": "−"}


class Reader:
    """The value of a printed text; what can be read in two ways is an error."""

    def __init__(self, text, write):
        found = list(TOKEN[write].finditer(text))
        assert "".join(f[0] for f in found) == text, f"no reading of {text}"
        words = ["Σ" + f[1] if f[1] else SIGNS.get(f[0], f[0]) for f in found]
        self.words = [w for k, w in enumerate(words) if w != " " or not {*words[k - 1 : k + 2]} & {"+", "−", *"^"}]
        self.at, self.text = 0, text
        self.index = {}

    def sees(self, *words):
        return self.at < len(self.words) and self.words[self.at] in words

    def takes(self, *words):
        assert self.sees(*words), f"expected {words} in {self.text}, at {self.words[self.at :]}"
        self.at += 1

    def whole(self):
        value = self.sum()
        assert self.at == len(self.words), f"{self.words[self.at :]} is left of {self.text}"
        return value

    def sum(self):
        value = 0
        sign = -1 if self.sees("−") else 1
        self.at += self.sees("−")
        while True:
            value += sign * self.product()
            if not self.sees("+", "−"):
                return value
            sign = -1 if self.sees("−") else 1
            self.at += 1

    def product(self):
        value, over = self.factor()
        while self.sees(" ", "·"):
            assert not over, f"is what follows the slash below it? {self.text}"
            dot = self.sees("·")
            self.at += 1
            start = self.words[self.at].lstrip("{")
            number = re.match("[0-9]", next(w for w in self.words[self.at :] if w not in ("{", r"\frac")))
            assert dot or not (number and start in ("", r"\frac", number.string)), f"a number beside: {self.text}"
            more, over = self.factor()
            value *= more
        return value

    def factor(self):
        """The value, and whether it ends below a slash; a fraction of numbers does not reach over what follows."""
        if self.at < len(self.words) and self.words[self.at].startswith("Σ"):
            return self.total(), False
        start = self.at
        value = self.power()
        if not self.sees("/"):
            return value, False
        self.at += 1
        value /= self.power()
        assert not self.sees("/"), f"two slashes: {self.text}"
        return value, not all(w.isdigit() for w in (self.words[start], self.words[self.at - 1])) or self.at - start != 3

    def total(self):
        index = self.words[self.at][1:]
        self.at += 1
        if self.sees("{"):
            high = self.group()
        else:
            self.takes("1")
            self.takes("..")
            high = self.power()
            self.takes(" ")
        if self.sees(" "):
            self.at += 1
        start, value, outer = self.at, 0, self.index
        for place in range(1, round(high) + 1):
            self.at, self.index = start, {**outer, index: place}
            value += self.product()
        self.index = outer
        return value

    def group(self):
        self.takes("{")
        value = self.sum()
        self.takes("}")
        return value

    def power(self):
        braced = self.sees("{")
        if braced:
            last = self.at + 1 if self.words[self.at + 1] == "{" else None
            assert last is None, f"a power of a power: {self.text}"
            value = self.group()
        else:
            value = self.atom()
        if self.sees("^"):
            self.at += 1
            value **= self.group() if self.sees("{") else self.atom()
            assert not self.sees("^"), f"a power of a power: {self.text}"
        return value

    def atom(self):
        word = self.words[self.at]
        self.at += 1
        if word == "(":
            value = self.sum()
            self.takes(")")
            return value
        if word == "√":
            return self.atom() ** 0.5
        if word == r"\sqrt":
            return self.group() ** 0.5
        if word == r"\frac":
            return self.group() / self.group()
        if word.isdigit():
            return int(word)
        name, *below = re.findall("[a-z]", word)
        if below:
            return VALUES[name][self.index.get(below[0], 2) - 1]
        return self.index.get(name) or (2 if name in "ij" else VALUES[name])


def value(e, index):
    """The value of an expression as it stands; nothing of it is simplified."""
    if isinstance(e, Sum):
        *inner, (at, low, high) = e.limits
        term = Sum(e.function, *inner) if inner else e.function
        ends = round(value(low, index)), round(value(high, index))
        return sum(value(term, {**index, at.name: place}) for place in range(ends[0], ends[1] + 1))
    if isinstance(e, Add):
        return sum(value(a, index) for a in e.args)
    if isinstance(e, Mul):
        return prod(value(a, index) for a in e.args)
    if isinstance(e, Pow):
        return value(e.base, index) ** (float(e.exp) if e.exp.q > 1 else int(e.exp))
    if isinstance(e, Indexed):
        return VALUES[e.base.name][index.get(e.indices[0].name, 2) - 1]
    return float(e) if isinstance(e, Rational) else index.get(e.name) or (2 if e.name in "ij" else VALUES[e.name])


def random_line(choose, depth):
    if depth == 0 or choose.random() < 0.15:
        return choose.choice([t, s, r, y[j], j, m, *map(Integer, (1, 1, 2, 12, -3)), Rational(1, 2), Rational(-2, 3)])
    part = lambda: random_line(choose, depth - 1)  # noqa: E731
    kind = choose.choice(["product", "product", "product", "sum", "power", "total", "over"])
    if kind == "product":
        return times(*[part() for _ in range(choose.choice([2, 2, 3]))])
    if kind == "sum":
        return plus(part(), part())
    if kind == "power":
        return Pow(part(), choose.choice([2, 3]), **RAW)
    if kind == "over":
        return Pow(choose.choice([part(), r, Integer(2)]), choose.choice([-1, -2, Rational(1, 2)]), **RAW)
    high = choose.choice([m, Mul(2, m, **RAW), Add(m, -1, **RAW), Mul(2, 3, m, **RAW), m])
    body = part()
    return Sum(body, (choose.choice([i, j]), 1, high if not body.has(Indexed) else m))


@pytest.mark.parametrize("write", [plain, latex])
@pytest.mark.parametrize("start", range(0, 3000, 300))
def test_what_is_printed_is_what_was_meant(write, start):
    read = 0
    for seed in range(start, start + 300):
        choose = Random(seed)
        line = random_line(choose, choose.choice([2, 3, 4]))
        try:
            meant = value(line, {})
        except ZeroDivisionError:
            continue
        if isinstance(meant, complex) or abs(meant) > 1e12:
            continue
        got = Reader(write(line), write).whole()
        assert isclose(got, meant, rel_tol=1e-9, abs_tol=1e-9), (write(line), got, meant, line)
        read += 1
    assert read > 100


nested = times(times(t, times(s, total(y[j], j))), y[j])
WRITTEN = {
    "a sum swallows nothing": (nested, "(t s Σ_j=1..m y_j) y_j", r"\left(t\, s\, \sum_{j=1}^{m} y_{j}\right)\, y_{j}"),
    "nor before a matrix": (times(times(t, total(y[j], j)), v), "(t Σ_j=1..m y_j) v", r"\left(t\, \sum_{j=1}^{m} y_{j}\right)\, v"),
    "nor inside entries": (Entries(nested, j), "[(t s Σ_j=1..m y_j) y_j]_j",
                           r"\Bigl[\left(t\, s\, \sum_{j=1}^{m} y_{j}\right)\, y_{j}\Bigr]_{j}^{m \times 1}"),
    "a sum over something": (times(t, total(y[j], j), 1 / r), "t (Σ_j=1..m y_j)/r", r"\frac{t\, \sum_{j=1}^{m} y_{j}}{r}"),
    "a number of one entry": (times(times(t, Entry(times(v.T, y))), s), "(t vᵀ y) s", r"\left(t\, {v}^{\top}\, y\right)\, s"),
    "over a number, times a number": (Entry(times(1 / r, v.T, y)), "(1/r) vᵀ y", r"\frac{1}{r}\, {v}^{\top}\, y"),
    "over a number, times a matrix": (times(1 / r, w), "1/r w", r"\frac{1}{r}\, w"),
    "limits": (Sum(t, (j, 1, m + 1)), "Σ_j=1..(1 + m) t", r"\sum_{j=1}^{1 + m} t"),
    "numbers": (times(2, 500, t), "2·500 t", r"2 \cdot 500\, t"),
    "numbers and fractions": (times(Rational(1, 3), 2, 3, t), "(1/3)·2·3 t", r"\tfrac{1}{3} \cdot 2 \cdot 3\, t"),
    "a number behind a name": (times(t, 2), "t·2", r"t \cdot 2"),
    "a fraction that is a number": (times(2, times(1, Pow(3, -1, **RAW))), "2·(1/3)", r"2 \cdot \frac{1}{3}"),
    "numbers below": (Mul(t, Pow(2, -1, **RAW), Pow(3, -1, **RAW), 1 / r, **RAW), "t/(2·3 r)", r"\frac{t}{2 \cdot 3\, r}"),
    "ones": (times(1, 1), "1", "1"),
    "ones added": (plus(t, times(1, 1)), "t + 1", "t + 1"),
    "ones taken away": (times(-1, 1), "−1", "-1"),
    "ones before a matrix": (times(times(1, 1), w), "1 w", r"1\, w"),
    "a power of a power": (Pow(Pow(t, 2, **RAW), 3, **RAW), "(t^2)^3", r"{\left({t}^{2}\right)}^{3}"),
    "a power of a root": (Pow(sqrt(r), 6, **RAW), "(√r)^6", r"{\left(\sqrt{r}\right)}^{6}"),
    "a root of a power": (Pow(Pow(r, 2, **RAW), Rational(1, 2), **RAW), "√(r^2)", r"\sqrt{{r}^{2}}"),
    "one over a half": (times(t, Pow(Rational(1, 2), -1, **RAW)), "t/(1/2)", r"\frac{t}{\tfrac{1}{2}}"),
    "one over one over": (Pow(1 / r, -1, **RAW), "1/(1/r)", r"\frac{1}{\frac{1}{r}}"),
    "over, then times": (times(times(t, 1 / r), s), "(t/r) s", r"\frac{t}{r}\, s"),
    "a slope of a loss, squared": (loss("ell")[1](t, s) ** 2, "(∂_1 ℓ(t, s))^2",
                                   r"{\left(\partial_{1} \ell\left(t, s\right)\right)}^{2}"),
    "bars in bars": (absolute(times(t, absolute(s), t)), "|(t |s| t)|",
                     r"\left\lvert \left(t\, \left\lvert s \right\rvert\, t\right) \right\rvert"),
    "the exponential of ones": (exp(times(-1, 1), **RAW), "exp(−1)", r"\exp\left(-1\right)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_written(name):
    line, text, tex = WRITTEN[name]
    assert (plain(line), latex(line)) == (text, tex)


def test_a_line_of_an_author_keeps_its_numbers():
    assert "= 2·500 t " in repr(Derivation(1000 * t, Model((t,), {})).step(times(2, 500, t), as_written()))
