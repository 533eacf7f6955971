"""The picture on the landing page: its numbers are those of the lines, and a page without a wrong line is not built."""

import sys
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

WEB = Path(__file__).resolve().parents[2] / "web"


@pytest.fixture
def page(monkeypatch):
    monkeypatch.syspath_prepend(str(WEB))
    import refuted_line

    yield refuted_line
    del sys.modules["refuted_line"]


def test_the_right_line_is_right_and_the_wrong_one_fails_for_its_numbers(page):
    soup = BeautifulSoup(page.picture(), "html.parser")
    start, right, wrong = soup.select("li")
    assert start.text == "∂E/∂w_p" and right["class"] == ["right"] and wrong["class"] == ["wrong"]
    said = wrong.select_one(".said").text
    assert "b = 0, w[1] = 0, x[1] = 1, y = 0, every activation the logistic sigmoid" in said
    a = 1 / 2  # the sigmoid at z = w x + b = 0
    assert said.endswith(f": 1/8 against {a * 1 / (1 + np.exp(-a)) * (1 - 1 / (1 + np.exp(-a))):.6f}.")
    assert (a - 0) * a * (1 - a) * 1 == 1 / 8


@pytest.mark.parametrize(("wrong", "right"), [("sigma'(a)", "sigma'(z)"), ("da/dz", "da/dz da/dz")])
def test_other_verdicts_than_right_and_wrong_stop_the_build(page, monkeypatch, wrong, right):
    monkeypatch.setattr(page, "TYPED", page.TYPED.replace(wrong, right))
    with pytest.raises(ValueError, match="expected the last wrong"):
        page.picture()


def test_the_marks_are_read_aloud(page):
    soup = BeautifulSoup(page.picture(), "html.parser")
    assert [mark["aria-label"] for mark in soup.select("[role=img]")] == ["right", "wrong"]
    figure = soup.select_one("figure")
    assert figure["aria-labelledby"] == soup.select_one("figcaption")["id"]
