"""The results of a chapter carry the numbers that its record gives them."""

from dataclasses import replace

import pytest

from backprop.results.single_layer import DERIVATIVES
from backprop.teaching import Boxed
from backprop.teaching.boxed import number_of
from backprop.teaching.chapters import CHAPTERS


def test_a_box_has_its_number_on_the_page_and_in_the_terminal(monkeypatch):
    record = replace(CHAPTERS[1], results=(DERIVATIVES["w"], DERIVATIVES["b"]))
    monkeypatch.setitem(CHAPTERS, 1, record)
    shown = Boxed(DERIVATIVES["b"], DERIVATIVES["w"])
    first, second = shown._repr_markdown_().split("\n\n")
    assert first.startswith(r"$$\boxed{\frac{\partial E}{\partial b_{q}} = ")
    assert first.endswith(r"\tag{1.2}$$")
    assert second.endswith(r"\tag{1.1}$$")
    assert repr(shown).startswith("(1.2)  ∂E/∂b_q = ")


def test_a_claim_that_is_no_result_has_no_number(monkeypatch):
    monkeypatch.setitem(CHAPTERS, 1, replace(CHAPTERS[1], results=()))
    with pytest.raises(ValueError, match="has no number; enter it in the results of chapter 1's record"):
        number_of(DERIVATIVES["w"])


def test_every_result_is_one_of_the_claims_of_its_chapter():
    for chapter in CHAPTERS.values():
        for result in chapter.results:
            assert any(result is claim for table in chapter.claims.values() for claim in table.values())
