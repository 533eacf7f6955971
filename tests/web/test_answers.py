"""What the page asks of the proofs and what they answer, in the Python of this machine."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS
from backprop.numeric.single_layer import gradients_by_entries
from backprop.proving.text.in_step import read_in_step

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "web" / "referee"))
sys.path.insert(0, str(ROOT / "web"))

import answers  # noqa: E402
from changeable import derivations  # noqa: E402

NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
LAYER = """given w (k, n), x (n), b (k), y (k)
z_q = sum_p w_qp x_p + b_q
a_q = sigma(z_q)
E = 1/2 sum_q (a_q - y_q)^2"""


def ask(**question):
    return json.loads(answers.answer(json.dumps(question)))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_line_of_the_book_is_read_back_as_it_is_printed(notebook):
    for texts in derivations(notebook).values():
        lines = [line["text"] for line in texts["lines"]]
        if texts["model"]:
            read = answers.read_all(answers.read_model(texts["model"]), lines)
        else:
            read = [read_in_step(line, texts["positive"]) for line in lines]
        assert [answers.plain(expr) for expr in read] == lines


@pytest.mark.parametrize("notebook", NOTEBOOKS[:11], ids=[path.stem for path in NOTEBOOKS[:11]])
def test_the_lines_of_a_derivation_are_true_and_what_is_more_is_not(notebook):
    of_each_kind = {texts["model"] is None: texts for texts in reversed(derivations(notebook).values())}
    for texts in of_each_kind.values():
        lines = [line["text"] for line in texts["lines"]]
        for at in range(1, len(lines)):
            asked = {
                "ask": "line",
                "model": texts["model"],
                "above": lines[:at],
                "reason": texts["lines"][at]["reason"],
                "positive": texts.get("positive", []),
            }
            assert ask(**asked, text=lines[at])["kind"] == "proved"
            false = f"2 ({lines[at]})" if texts["model"] else f"f(x) + {lines[at]}"
            found = ask(**asked, text=false)
            assert found["kind"] == "wrong"
            assert re.search(" against | they differ by ", found["message"])


def test_a_column_is_counted_in_what_was_typed():
    found = ask(ask="line", model=LAYER, above=["dE/db_q"], text="(a_q - y_q) sigma'(z_q")
    assert (found["kind"], found["column"]) == ("not read", 19)
    assert ask(ask="line", model=LAYER, above=["dE/db_q", "(a_q"], text="a_q")["column"] == 0


def test_a_model_that_cannot_be_read_is_refused_with_its_place():
    found = ask(ask="sizes", model="given w (k, n)\nz_q = sun_p w_qp")
    assert (found["line"], found["column"]) == (2, 7)
    assert ask(ask="line", model="given w (k", above=["w"], text="w")["refused"]


def test_numbers_are_those_of_the_code():
    given = "w = 1 2; -1 0; 3 1\nx = 1/2; 3\nb = 0; 1; -2\ny = 1; 0; 1/4"
    asked = {"ask": "numbers", "model": LAYER, "sizes": {"k": "3", "n": "2"}, "given": given}
    found = ask(**asked, above=["dE/dw_qp"], text="x_p (a_q - y_q) sigma'(z_q)")
    w, x, b, y = [[1, 2], [-1, 0], [3, 1]], [0.5, 3], [0, 1, -2], [1, 0, 0.25]
    sigmoid = ACTIVATIONS["sigmoid"]
    expected = gradients_by_entries(*(np.array(v, float) for v in (w, x, b, y)), sigmoid).dE_dw
    shown = {where: float(above) for where, above, _, equal in found["places"] if equal}
    assert shown == {
        f"p = {p + 1}, q = {q + 1}": pytest.approx(expected[q, p], rel=1e-5) for q in range(3) for p in range(2)
    }
    assert found["given"].splitlines()[-2] == "x = 1/2; 3"


@pytest.mark.parametrize(
    "sizes, given, said",
    [
        ({"k": "3"}, "", "n is a whole number from 1 to 12; got nothing"),
        ({"k": "13", "n": "2"}, "", "k is a whole number from 1 to 12; got 13"),
        ({"k": "-1", "n": "2"}, "", "k is a whole number from 1 to 12; got -1"),
        ({"k": "1", "n": "2"}, "w = 1", "w has 1 row of 2 numbers, with ; between rows here; got 1"),
        ({"k": "2", "n": "2"}, "x = 1 2", "x has 2 rows of 1 number, with ; between rows here; got 1 2"),
        ({"k": "1", "n": "1"}, "v = 1", "numbers are given as in w = 1 2; 0 1, for one of w, x, b, y; got v = 1"),
        ({"k": "12", "n": "12"}, "", None),
    ],
)
def test_bad_sizes_and_numbers_are_refused_in_a_sentence(sizes, given, said):
    found = ask(ask="numbers", model=LAYER, above=["dE/db_q"], text="a_q", sizes=sizes, given=given)
    assert found.get("refused") == said


def test_what_has_no_value_is_refused():
    found = ask(ask="numbers", model=LAYER, above=["dE/db_q"], text="1/(a_q - a_q)", sizes={"k": "1", "n": "1"})
    assert found == {"refused": "division by 0"}
