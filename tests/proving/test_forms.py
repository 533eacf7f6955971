"""A normal form has the value of its line: at random numbers, for lines of every kind, drawn by chance."""

import math
from contextlib import suppress
from functools import cache, partial
from random import Random

import pytest
from sympy import (
    Add,
    E,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    log,
    pi,
    sin,
    tanh,
)

from backprop.proving import Index, NotUnderstood, column, matrix, scalar, size
from backprop.proving.any_size.changes import substituted
from backprop.proving.any_size.forms import Bound, Form
from backprop.proving.any_size.normal_form import normal_form
from backprop.proving.any_size.slopes import slope
from backprop.proving.language import absolute, activation, huber, relu
from backprop.proving.language.functions import InPieces, U
from backprop.proving.meaning.positive import positive

N = 150
m, n = size("m"), size("n")
s, t, e = scalar("s"), scalar("t"), scalar("e", positive=True)
a, b, W, p = column("a", m), column("b", m), matrix("W", m, n), column("p", m, positive=True)
bowl, dbowl = activation("bowl")
i, j, k = Index("i", m), Index("j", m), Index("k", n)
SMOOTH = {exp: math.exp, log: math.log, tanh: math.tanh, sin: math.sin, cos: math.cos,
          bowl: lambda u: math.sin(3 * u) + u**2, dbowl: lambda u: 3 * math.cos(3 * u) + 2 * u}  # fmt: skip


class Values:
    """Numbers for everything: sizes, entries within their range and beyond it, and scalars."""

    def __init__(self, seed, sizes, moved=(), by=0):
        self.seed, self.sizes, self.moved, self.by = seed, sizes, moved, by

    @cache  # noqa: B019, as short-lived as its numbers
    def entry(self, name, at):
        value = Random(f"{self.seed} {name} {at}").uniform(-1.5, 1.5)
        return (abs(value) + 0.1 if name in "pe" else value) + (self.by if (name, at) == self.moved else 0)

    def of(self, line, env):
        """The value of a line."""
        if isinstance(line, Rational):
            return float(line)
        if line is pi:
            return math.pi
        if isinstance(line, Symbol):
            if line in env or line in self.sizes:
                return float(env.get(line, self.sizes.get(line)))
            return self.entry(line.name, ())
        if isinstance(line, Indexed):
            return self.entry(line.base.label.name, tuple(round(self.of(x, env)) for x in line.indices))
        if isinstance(line, KroneckerDelta):
            return float(round(self.of(line.args[0], env)) == round(self.of(line.args[1], env)))
        if isinstance(line, Sum):
            *inner, (index, low, high) = line.limits
            body = Sum(line.function, *inner) if inner else line.function
            low, high = (round(self.of(x, env)) for x in (low, high))
            return sum(self.of(body, {**env, index: v}) for v in range(low, high + 1))
        if line is E:
            return math.e
        values = [self.of(x, env) for x in line.args]
        if isinstance(line, (Add, Mul)):
            return sum(values) if isinstance(line, Add) else math.prod(values)
        return values[0] ** values[1] if isinstance(line, Pow) else self.applied(type(line), values[0])

    def applied(self, function, u):
        if abs(u) > 1000:
            raise OverflowError
        if issubclass(function, InPieces):
            return float(function.pieces[sum(u > float(x) for x in function.joints)].subs(U, u))
        return SMOOTH[function](u)

    def of_form(self, part, env):
        """The value of a form, a term or an atom."""
        if isinstance(part, Form):
            return sum(float(c) * self.of_form(term, env) for term, c in part.terms.items())
        if isinstance(part, frozenset):
            return math.prod(self.of_form(atom, env) ** float(power) for atom, power in part)
        match part.kind, *part.parts:
            case (("entry" | "symbol" | "delta"), leaf):
                return self.of(leaf, env)
            case ("pi",):
                return math.pi
            case "prime", number:
                return float(number)
            case "exp", term:
                return math.exp(self.of_form(term, env))
            case "log", form:
                return math.log(self.of_form(form, env))
            case "base", form:
                return self.of_form(form, env)
            case "step", form:
                return float(self.of_form(form, env) > 0)
            case "apply", function, form:
                return self.applied(function, self.of_form(form, env))
            case "sum", highs, body:
                return self.summed(part.height, highs, body, env)

    def summed(self, height, highs, body, env):
        place = len(highs) - 1
        values = range(1, round(self.of(highs[-1], env)) + 1)
        envs = ({**env, Bound(height, place): value} for value in values)
        if place:
            return sum(self.summed(height, highs[:-1], body, inner) for inner in envs)
        return sum(self.of_form(body, inner) for inner in envs)


class Lines:
    """Lines drawn by chance."""

    def __init__(self, seed):
        self.draw = Random(seed)

    def line(self, depth, rows, cols):
        """A line in which these indices may stand: `rows` run over m, `cols` over n."""
        draw = self.draw
        kind = (
            draw.choice(["leaf", "leaf", "sum", "add", "add", "mul", "mul", "pow", "function", "log", "over", "root"])
            if depth
            else "leaf"
        )
        inner = partial(self.line, depth - 1, rows, cols)
        if kind == "leaf":
            return self.leaf(rows, cols)
        if kind == "add":
            return inner() + draw.choice([1, -1, 2, Rational(1, 3)]) * inner()
        if kind == "mul":
            return inner() * inner()
        if kind == "pow":
            return inner() ** draw.choice([2, 2, 3])
        if kind == "function":
            return draw.choice([exp, bowl, tanh, sin, cos, relu, absolute, huber])(inner())
        if kind == "sum":
            over_rows = draw.choice([True, True, False])
            index = Index(draw.choice("ijk"), m if over_rows else n)
            low, shift = draw.choice([(1, 0), (1, 0), (2, 0), (0, 0), (1, -1), (0, -1), (2, 1), (1, 2)])
            body = self.line(depth - 1, [*(x for x in rows if x.name != index.name), *([index] * over_rows)],
                             [*(x for x in cols if x.name != index.name), *([index] * (not over_rows))])  # fmt: skip
            return Sum(body, (index, low, (m if over_rows else n) + shift))
        one = draw.choice(
            [p[rows[0]] if rows else e, e, 1 + inner() ** 2, exp(inner()), e * exp(inner()) + inner() ** 2, m]
        )
        if kind == "log":
            return log(one)
        return one ** (
            -1 if kind == "over" else draw.choice([Rational(1, 2), Rational(-1, 2), Rational(3, 2), Rational(2, 3)])
        )

    def leaf(self, rows, cols):
        draw = self.draw
        row, col = draw.choice([*rows, Integer(1)]), draw.choice([*cols, Integer(1)])
        leaves = [
            s,
            t,
            e,
            a[row],
            b[row],
            a[row + draw.choice([1, -1])],
            b[m + 1 - row],
            W[row, col],
            p[row],
            m,
            Rational(draw.randint(-3, 3), 2),
        ]
        if len(set(rows)) > 1:
            leaves += [KroneckerDelta(*draw.sample(rows, 2))] * 3
        if rows:
            leaves += [row, KroneckerDelta(row, draw.choice([1, m, m + 1, rows[0], rows[0] + 1]))]
        return draw.choice(leaves)


def close(first, second):
    return abs(first - second) <= 1e-7 * (1 + abs(first) + abs(second))


def drawn(seed):
    """A line, its normal form, and numbers at sizes and indices: only where all of these exist."""
    line = Lines(seed).line(4, [i, j], [k])
    form = normal_form(line)
    for sizes in ((1, 1), (2, 2), (2, 3), (3, 2)):
        for row in range(1, sizes[0] + 1):
            yield line, form, dict(zip((m, n), sizes, strict=True)), {i: row, j: 1, k: sizes[1]}


@pytest.mark.parametrize("seed", range(N))
def test_a_normal_form_has_the_value_of_its_line(seed):
    with suppress(NotUnderstood, OverflowError, ZeroDivisionError):
        for line, form, sizes, env in drawn(seed):
            values = Values(seed, sizes)
            expected = values.of(line, env)
            assert close(values.of_form(form, env), expected), line


@pytest.mark.parametrize("seed", range(N))
def test_a_form_keeps_its_value_when_an_index_is_put_for_another(seed):
    with suppress(NotUnderstood, OverflowError, ZeroDivisionError):
        for line, form, sizes, env in drawn(seed):
            values, names = Values(seed, sizes), {i: Random(seed).choice([j, Integer(1), m])}
            expected = values.of(line, {**env, i: values.of(names[i], env)})
            assert close(values.of_form(substituted(form, names, {}), env), expected), line


@pytest.mark.parametrize("seed", range(N))
def test_the_slope_of_a_form_is_the_limit_of_its_differences(seed):
    var, at = Random(seed).choice([(t, lambda env: ("t", ())), (a[i], lambda env: ("a", (env[i],))),
                                   (p[1], lambda env: ("p", (1,)))])  # fmt: skip
    with suppress(NotUnderstood, OverflowError, ZeroDivisionError):
        for line, form, sizes, env in drawn(seed):
            got = Values(seed, sizes).of_form(slope(form, var), env)
            h = 1e-5
            first, second, third, fourth = (Values(seed, sizes, at(env), x * h).of(line, env) for x in (-2, -1, 1, 2))
            expected = (first - 8 * second + 8 * third - fourth) / (12 * h)
            assert abs(got - expected) <= 1e-5 * (1 + abs(got) + abs(third)), line


@pytest.mark.parametrize("seed", range(N))
def test_what_is_called_positive_is(seed):
    with suppress(NotUnderstood, OverflowError, ZeroDivisionError):
        for line, _, sizes, env in drawn(seed):
            assert not positive(line) or Values(seed, sizes).of(line, env) >= 0  # tiny numbers are rounded to 0
