"""Lines in a step are read as they are printed, and judged: those of chapter 9, and others that are wrong."""

import pytest

from backprop.proving.language.display import plain
from backprop.proving.language.notation import times
from backprop.proving.language.tokens import NotRead
from backprop.proving.methods.expansion import Im, O, at, f, h, i, over, plus, x
from backprop.proving.text.in_step import judge_in_step, read_in_step
from backprop.proving.text.verdicts import NOT_PROVED, NOT_READ, PROVED, WRONG
from backprop.results.finite_differences import CLAIMS

POSITIVE = ["ε", "M_0", "M_3"]


@pytest.mark.parametrize("name", ["one-sided", "central", "complex", "bound"])
def test_what_is_printed_is_read(name):
    for side in (CLAIMS[name].left, CLAIMS[name].right):
        assert plain(read_in_step(plain(side), POSITIVE)) == plain(side)


def test_what_is_read_is_what_stands_there():
    assert plain(read_in_step("f(x+h)")) == plain(f()(at(h)))
    assert plain(read_in_step("Im(f(x + ih))/h")) == plain(over(Im(f()(at(times(i, h)))), h))
    taylor = plain(plus(f()(x), times(h, f(1)(x)), over(times(h**2, f(2)(x)), 2), O(h**3)))
    assert plain(read_in_step("f(x) + h f'(x) + h^2 f''(x)/2 + O(h^3)")) == taylor
    assert plain(read_in_step(r"f(x) + h\, f'(x) + \frac{h^2 f''(x)}{2} + O(h^3)")) == taylor


LINES = [
    ("f(x + h)", "f(x) + h f'(x) + h^2 f''(x)/2 + O(h^3)", PROVED),
    ("f(x + h)", "f(x) + h f'(x) + h^2 f''(x)/3 + O(h^3)", WRONG),
    ("f(x + h)", "f(x) + h f'(x) + O(h^2)", PROVED),
    ("f(x + h)", "f(x) + h f'(x) + O(h^3)", WRONG),
    ("f(x + h)", "f(x) + h f'(x)", WRONG),
    ("(f(x + h) - f(x - h))/(2 h)", "f'(x) + O(h^2)", PROVED),
    ("(f(x + h) - f(x - h))/(2 h)", "f'(x) + h f''(x)/2 + O(h^2)", WRONG),
    ("(f(x + h) - f(x - h))/h", "f'(x) + O(h^2)", WRONG),
    ("Im(f(x + i h))/h", "f'(x) - h^2 f'''(x)/6 + O(h^4)", PROVED),
    ("Im(f(x + i h))/h", "f'(x) + h^2 f'''(x)/6 + O(h^4)", WRONG),
    ("d/dh (ε M_0/h + h^2 M_3/6)", "h M_3/3 - ε M_0/h^2", PROVED),
    ("d/dh (ε M_0/h + h^2 M_3/6)", "h M_3/3 + ε M_0/h^2", WRONG),
    ("f'(x) + O(h^2)", "f'(x) + O(h^4)", NOT_PROVED),
    ("f(x + h)", "f(x) + √h", NOT_PROVED),
    ("f(x + h)", "g(x) + O(h)", NOT_READ),
    ("f(x + h)", "f(x) + q h", NOT_READ),
    ("f(x + h)", "f(x) + O'(h)", NOT_READ),
    ("f(x + h)", "f(x) + O(h", NOT_READ),
    ("f(x + h)", "f(x) + sin(h)", NOT_READ),
    ("f(x + h)", "f(x)/0", NOT_READ),
]


@pytest.mark.parametrize("above, text, kind", LINES)
def test_verdicts(above, text, kind):
    found = judge_in_step(above, text, POSITIVE)
    assert found.kind == kind
    assert (found.message == "") == (kind == PROVED)
    if kind == WRONG:
        assert found.message.startswith("With f(x) = exp(x) at ")
    if kind != NOT_READ:
        assert read_in_step(found.printed, POSITIVE) == read_in_step(text, POSITIVE)


def test_what_cannot_be_read_is_told_with_its_column():
    assert judge_in_step("f(x + h)", "f(x) + g(x)").column == 8
    with pytest.raises(NotRead, match="ε is not defined"):
        read_in_step("ε")


def test_a_message_says_nothing_of_steps():
    assert judge_in_step("f(x + h)", "f(x) + √h").message == "holds √h; only whole powers of the step have a rule."
