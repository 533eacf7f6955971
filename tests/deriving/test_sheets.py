"""Sheets to be computed by hand: small fractions, right, and others for every seed."""

import re
from fractions import Fraction

import pytest

from backprop.deriving import Refused, derive_network
from backprop.deriving.asked import network
from backprop.deriving.boards import Sheet
from backprop.deriving.drawn_numbers import draw
from backprop.deriving.notations import NOTATIONS


def test_the_solution_is_that_of_the_chain_rule_in_fractions():
    """A sigmoid unit on top of a linear one, by hand: everything follows from the numbers that the sheet gives."""
    sheet = derive_network("1, 1", "sigmoid", "squared", seed=7)
    given = dict(re.findall(r"(\w+)=np\.array\(\[+([^\]]*)\]", sheet.markdown))
    x, w, y = (Fraction(given[name]) for name in ("X", "W1", "Y"))
    a = (
        Fraction(3, 4)
        if "np.log(3)" in given["b1"] and not re.search(r"- np\.log|-np\.log", given["b1"])
        else Fraction(1, 4)
    )
    delta = (a - y) * a * (1 - a)
    assert Fraction(given["dE_dW1"]) == x * delta
    assert Fraction(given["dE_db1"]) == delta
    assert w in (-2, -1, 1, 2)
    assert sheet.markdown.count(": the same") == 3  # a line of the check, and two of what it printed


def test_every_seed_has_a_sheet_of_its_own_with_small_numbers():
    asked = network("2, 2, 1", "tanh, sigmoid", "cross-entropy")
    drawn = [draw(asked, seed) for seed in range(40)]
    assert drawn[7] == draw(asked, 7)
    assert len({str(numbers) for numbers in drawn}) > 35
    rationals = [
        abs(n) for numbers in drawn for m in numbers.values() for e in m for n in e.as_numer_denom() if n.is_Integer
    ]
    assert max(rationals) <= 20


def test_a_sheet_is_printed_with_its_solution_behind():
    sheet = derive_network("3, 2", "softmax", "cross-entropy", "nielsen", "decay", seed=3)
    parts = re.findall(r"^## (.*)", sheet.markdown, re.M)
    assert parts == ["The network", "The numbers", "What to do", "Solution", "In NumPy"]
    assert sheet.latex.count("\\clearpage\n\\section*{Solution}") == 1
    solution = sheet.markdown.partition("## Solution")[2].partition("## In NumPy")[0]
    assert max(map(int, re.findall(r"\d+", solution))) <= 200
    assert "exp" not in solution


def test_what_is_none_for_a_board_is_refused():
    for arguments, said in (
        (("n, k",), "sizes that are numbers"),
        (("2, 4, 1",), "at most 3 units"),
        (("2, 2, 2, 2, 2",), "at most 3 layers"),
        (("2, 2", "softplus"), "no values that are fractions"),
        (("2, 2", "tanh", "squared", "book", "layer-norm@1"), "which is no fraction"),
    ):
        with pytest.raises(Refused, match=said):
            derive_network(*arguments, seed=1)


@pytest.mark.parametrize("key", NOTATIONS)
def test_the_numbers_are_named_as_in_the_network(key):
    """The labels of a softmax too, which are made of other numbers in the proofs."""
    asked = network("2, 3, 2", "tanh, softmax", "cross-entropy", key, "dropout@1, decay")
    sheet = Sheet(asked, 1)
    named = [left for left, *_ in sheet.given().rows]
    assert named == [sheet.derived.tex(q.name) for q in sheet.program.given]
    defined = " ".join(text for left, right, _ in sheet.derived.forwards().rows for text in (left, right))
    assert [name for name in named if name not in defined] == []
