"""Lines of derivations in a step are read from what they print, and as they are typed."""

import pytest
from sympy import Pow, Symbol, expand

from backprop.proving.language import NotUnderstood, Partial, latex, plain, times
from backprop.proving.language.reading import read
from backprop.proving.methods.expansion import Expansion, taylor
from backprop.proving.methods.step_names import StepNames, step_names
from backprop.proving.methods.steps import Im, O, at, exact, f, h, i, meaning, over, plus, polynomial, x

noise, M0, M3 = (Symbol(name, positive=True) for name in ("epsilon", "M_0", "M_3"))
ih, NAMES = times(i, h), StepNames([noise, M0, "M_3"])

LINES = [
    f()(at(h)),
    plus(*polynomial(h, 6).args, O(h**7)),
    over(f()(at(h)) - f()(x), h),
    plus(times(over(1, h), plus(times(h, f(1)(x)), over(times(h**2, f(2)(x)), 2))), O(h**2)),
    over(f()(at(h)) - f()(at(-h)), times(2, h)),
    plus(times(over(1, times(2, h)), plus(times(2, h, f(1)(x)), over(times(h**3, f(3)(x)), 3))), O(h**4)),
    over(Im(f()(at(ih))), h),
    over(f()(at(ih)) - f()(at(-ih)), times(2, i, h)),
    plus(times(over(1, times(2, i, h)), plus(times(2, ih, f(1)(x)), over(times(ih**3, f(3)(x)), 3))), O(h**4)),
    plus(f(1)(x), -over(times(h**2, f(3)(x)), 6), O(h**4)),
    Partial(plus(over(times(noise, M0), h), over(times(h**2, M3), 6)), h),
    plus(over(times(h, M3), 3), -over(times(noise, M0), h**2)),
    times(over(M3, times(3, h**2)), plus(h**3, -over(times(3, noise, M0), M3))),
    over(plus(over(f()(at(h)) - f()(at(-h)), times(2, h)), over(Im(f()(at(ih))), h)), 2),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=plain)
@pytest.mark.parametrize("write", [plain, latex])
def test_a_line_is_read_back(line, write):
    got = read(write(line), step_names(line))
    assert write(got) == write(line)
    assert write(exact(got)) == write(exact(line))
    assert expand(meaning(got) - meaning(line)) == 0


TYPED = {
    "f(x + h)": f()(at(h)),
    "f''(x)": f(2)(x),
    "f'''(x)/6": over(f(3)(x), 6),
    "f′(x) + O(h^4)": plus(f(1)(x), O(Pow(h, 4, evaluate=False))),
    r"f'(x) + O\left(h^{4}\right)": plus(f(1)(x), O(Pow(h, 4, evaluate=False))),
    "Im(f(x + i h))/h": over(Im(f()(at(ih))), h),
    r"\frac{\operatorname{Im}(f(x + ih))}{h}": over(Im(f()(at(ih))), h),
    "epsilon M_0/h": times(noise, M0, Pow(h, -1)),
    "ε M₀/h": times(noise, M0, Pow(h, -1)),
    r"\frac{\epsilon M_0}{h}": times(times(noise, M0), Pow(h, -1)),
    "d/dh (ε M_0/h)": Partial(times(noise, M0, Pow(h, -1)), h),
    "(f(x+h) - f(x-h))/(2h)": over(f()(at(h)) - f()(at(-h)), times(2, h)),
}


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed(text):
    got = read(text, NAMES)
    assert plain(got) == plain(TYPED[text])
    assert expand(meaning(exact(got)) - meaning(exact(TYPED[text]))) == 0


def test_a_derivation_takes_what_is_read():
    names = StepNames()
    lines = [read(text, names) for text in ("(f(x + h) − f(x))/h", "f'(x) + h f''(x)/2 + O(h^2)")]
    assert "Proved for any f" in repr(Expansion(lines[0]).step(lines[1], taylor(h)))


@pytest.mark.parametrize("text", ["f" + "'" * 21 + "(x)", "Im'(x)", "g(x)", "f(x, h)", "y", "f", "f'", "O(h^4"])
def test_what_is_refused(text):
    with pytest.raises(NotUnderstood):
        read(text, NAMES)
