"""Sheets to be computed by hand: small fractions, right, and others for every seed."""

import json
import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from sympy import Matrix, Rational

from backprop.deriving import Refused, derive_network
from backprop.deriving.asked import network
from backprop.deriving.boards import Sheet, argument
from backprop.deriving.drawn_numbers import draw, for_paper
from backprop.deriving.notations import NOTATIONS
from backprop.deriving.quantities import quantity


def test_the_solution_is_that_of_the_chain_rule_in_fractions():
    """A sigmoid unit on top of a linear one, by hand: everything follows from the numbers that the sheet gives."""
    sheet = derive_network("1, 1", "sigmoid", "squared", seed=7)
    given = dict(re.findall(r"(\w+)=np\.array\(\[+([^\]]*)\]", sheet.markdown))
    x, w, y = (Fraction(given[name]) for name in ("X", "W1", "Y"))
    sign = 0 if "np.log(3)" not in given["b1"] else -1 if re.search(r"- np\.log|-np\.log", given["b1"]) else 1
    a = Fraction(2 + sign, 4)
    delta = (a - y) * a * (1 - a)
    assert Fraction(given["dE_dW1"]) == x * delta
    assert Fraction(given["dE_db1"]) == delta
    assert w in (-2, -1, 1, 2)
    assert sheet.markdown.count(": the same") == 3  # a line of the check, and two of what it printed


def test_every_seed_has_a_sheet_of_its_own_with_small_numbers():
    asked = network("2, 2, 1", "tanh, sigmoid", "cross-entropy")
    drawn = [draw(asked, seed) for seed in range(40)]
    assert drawn[7] == draw(asked, 7)
    assert drawn[7] == draw(replace(asked, notation=replace(asked.notation, remarks=())), 7)
    assert len({str(numbers) for numbers in drawn}) > 35
    rationals = [
        abs(n) for numbers in drawn for m in numbers.values() for e in m for n in e.as_numer_denom() if n.is_Integer
    ]
    assert max(rationals) <= 20


@pytest.mark.parametrize(
    ("layers", "activation", "notation", "carrying"),
    [
        ("2, 3, 2", "relu", "nielsen", ""),
        ("3, 3, 3, 3", "sigmoid", "cs231n", "residual@1, dropout@2, decay"),
        ("1, 1, 1, 1", "tanh", "book", ""),
        ("2, 2, 1", "tanh", "cs231n", "decay"),
        ("2, 2, 2, 2", "relu", "d2l", "dropout@1, dropout@2, dropout@3"),
        ("3, 3, 3, 2", "tanh, relu, softmax", "prince", ""),
    ],
)
def test_the_numbers_suit_paper(layers, activation, notation, carrying):
    """Few zeros, and short fractions, which are the same for a seed ever after."""
    loss = "cross-entropy" if "softmax" in activation else "squared"
    asked = network(layers, activation, loss, notation, carrying)
    computed = Sheet(asked, 0).computed
    for seed in range(10):
        numbers = for_paper(asked, seed, computed)
        found = [np.round(g, 12) for g in computed(numbers)]
        entries = np.concatenate([np.ravel(g) for g in found])
        assert all(map(np.any, found))
        assert np.mean(entries == 0) <= (2 / 3 if "dropout" in carrying else 1 / 2)
        assert max(Fraction(e).limit_denominator(10**6).denominator for e in entries) <= 1000
        assert numbers == for_paper(asked, seed, computed)


@pytest.fixture(scope="module")
def decaying():
    return [derive_network("2, 1", "sigmoid", notation="cs231n", carrying="decay", seed=1, solution=s) for s in (1, 0)]


def test_a_sheet_is_handed_out_without_its_solution(decaying):
    """What is printed is the beginning of the whole, and the numbers in it are those that are given."""
    whole, alone = decaying
    assert whole.markdown.partition("\n## Solution")[0] == alone.markdown
    assert whole.latex.partition("\\clearpage")[0] == alone.latex.partition("\\end{document}")[0]
    assert "".join(cell["cell_type"] for cell in json.loads(alone.notebook)["cells"]) == "markdown" * 4
    with pytest.raises(Refused, match="Python would hold the solution"):
        alone.written("python")


def test_a_sheet_has_one_example_and_goes_to_the_cost_that_it_differentiates(decaying):
    sheet = decaying[1].markdown
    assert r"1 \times 1 \\" in sheet
    assert r"m \times" not in sheet
    assert "There is one example: $m = 1$." in sheet
    assert "Go forwards, to $R$" in sheet


def test_the_python_of_a_sheet_has_its_numbers(decaying, capsys):
    exec(decaying[0].python, {})
    assert capsys.readouterr().out == "dW: the same\ndb: the same\n"


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


def test_numbers_are_printed_in_lines_that_fit_a_page():
    text = argument("W", Matrix(3, 3, [Rational(-1555, 128)] * 9), quantity("W", "n", "n"))
    assert max(map(len, text.splitlines())) <= 92
    assert eval(text.strip().removeprefix("W=").removesuffix(","), {"np": np}).tolist() == [[-1555 / 128] * 3] * 3


@pytest.mark.parametrize("key", NOTATIONS)
def test_the_numbers_are_named_as_in_the_network(key):
    """The labels of a softmax too, which are made of other numbers in the proofs."""
    asked = network("2, 3, 2", "tanh, softmax", "cross-entropy", key, "dropout@1, decay")
    sheet = Sheet(asked, 1)
    sheet.numbers = draw(asked, 1)
    named = [left for left, *_ in sheet.given().rows]
    assert named == [sheet.derived.tex(q.name) for q in sheet.program.given]
    defined = " ".join(text for left, right, _ in sheet.derived.forwards().rows for text in (left, right))
    assert [name for name in named if name not in defined] == []
