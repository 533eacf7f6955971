"""One derivation as five people typed it, each their own way, in plain text and in LaTeX.

They had seen what is given and computed in a single layer, and nothing of this language. Every line must be read and
proved as they typed it; those that are not are listed here, with the reason.
"""

import re
from pathlib import Path

import pytest

from backprop.proving.text.blocks import DERIVATION, MODEL
from backprop.proving.text.checked import checked
from backprop.proving.text.documents import Document, kind_of
from backprop.proving.text.models import model
from backprop.proving.text.verdicts import NOT_READ, PROVED

PEOPLE = Path(__file__).parent / "people"
LINES = {"1": 24, "2": 19, "3": 25, "4": 47, "5": 19}
"""Whose -> how many lines there are below the starts."""
REFUSED = {
    "3": {r"a quantity has its name from the model, as in delta_q = .*": 1, r"\\?delta (takes 2|is not defined).*": 12}
}
"""Whose -> the messages about lines that are not read, and how often.

The third person names a quantity in a step, ``=: delta``, and goes on with it; the model has none of that name.
"""
FILES = sorted(path.name for path in PEOPLE.iterdir())


def text_of(name):
    return (PEOPLE / name).read_text(encoding="utf-8")


def test_there_are_five_people_who_write_both_ways():
    assert [f"{number}.{ending}" for number in "12345" for ending in ("tex", "txt")] == FILES


@pytest.mark.parametrize("name", FILES)
def test_the_model_is_read_as_it_was_typed(name):
    text = text_of(name)
    document = Document(text, kind_of(text, name))
    first, *rest = document.blocks
    assert first.kind == MODEL
    assert {block.kind for block in rest} == {DERIVATION}
    made = model(document.text, first.start, first.end)
    assert {given: made.ranges[given] for given in made.given} == {
        thing: tuple(map(size_of(made), sizes)) for thing, sizes in dict(w="kn", x="n", b="k", y="k").items()
    }
    p = "j" if name[0] == "3" else "p"
    assert repr(made).splitlines()[1:] == [
        f"z_q = Σ_{p}=1..n w_q{p} x_{p} + b_q", "a_q = σ(z_q)", "E = 1/2 Σ_q=1..k (a_q − y_q)^2"]  # fmt: skip


def size_of(made):
    return lambda letter: next(size for size in made.sizes if size.name == letter)


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_proved_as_it_was_typed_or_refused_with_one_message(name):
    text = text_of(name)
    verdicts = [v for derivation in checked(text, kind_of(text, name), None) for v in derivation.judged]
    assert len(verdicts) == LINES[name[0]]
    others = [verdict for verdict in verdicts if verdict.kind != PROVED]
    assert {verdict.kind for verdict in others} <= {NOT_READ}
    messages = [verdict.message for verdict in others]
    expected = REFUSED.get(name[0], {})
    assert {said: sum(bool(re.fullmatch(said, m)) for m in messages) for said in expected} == expected
    assert len(messages) == sum(expected.values())


def test_a_line_stands_where_it_was_typed():
    """In LaTeX too, where macros have been put in."""
    verdicts = [v for d in checked(text_of("1.tex"), "latex", None) for v in d.verdicts]
    lines = text_of("1.tex").splitlines()
    assert [lines[v.line - 1].startswith((r"\pd", " &=")) for v in verdicts] == [True] * len(verdicts)
    assert [v.column for v in verdicts[:3]] == [1, 5, 5]
