"""The page on other books prints their equations in their letters, and draws the labels that it is given."""

import pytest

from backprop.proving import Table
from backprop.proving.language import drelu
from backprop.results.other_books import D2L, NIELSEN, PRINCE
from backprop.teaching import ALPHABETS, Beside, alphabets

PRINTED = {
    "Nielsen": (
        NIELSEN,
        2,
        r"$\delta^{l} = \left((w^{l+1})^{\top}\, \delta^{l+1}\right) \odot \sigma'\left(z^{l}\right)$",
    ),
    "Prince": (PRINCE, 1, r"$h_{k} = a\left[f_{k-1}\right]$"),
    "d2l": (D2L, 2, r"$h = \phi\left(z\right)$"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_book_prints_its_own_letters_and_we_print_ours(name):
    book, at, theirs = PRINTED[name]
    lines = [line.strip("| ").split(" | ") for line in Beside(name, book.rows())._repr_markdown_().splitlines()[2:]]
    assert lines[at - 1][1] == theirs
    ours = [line.strip("| ").split(" | ")[2] for line in Table("abc", book.rows())._repr_markdown_().splitlines()[2:]]
    assert [line[2] for line in lines] == ours


@pytest.mark.parametrize("name, book", [("Nielsen", NIELSEN), ("Prince", PRINCE)])
def test_no_layer_is_left_in_brackets(name, book):
    for line in Beside(name, book.rows())._repr_markdown_().splitlines()[2:]:
        assert "^{(" not in line.split(" | ")[1]


def test_the_indicator_is_the_slope_of_the_relu():
    assert (drelu.joints, drelu.pieces) == ((0,), (0, 1))
    assert r"\mathbb{I}\left[f_{k-1} > 0\right]" in Beside("Prince", PRINCE.rows())._repr_markdown_()


def test_the_figure_shows_its_labels():
    assert alphabets(ALPHABETS)._repr_svg_() == alphabets(dict(ALPHABETS))._repr_svg_()
    for at, label in enumerate(ALPHABETS["d2l"]):
        other = (*ALPHABETS["d2l"][:at], "$q$", *ALPHABETS["d2l"][at + 1 :])
        changed = alphabets(ALPHABETS | {"d2l": other})
        assert changed._repr_svg_() != alphabets(ALPHABETS)._repr_svg_(), label
    assert "d2l: x, W^(1), z, φ, h, J; in orange, ∂ J/∂ z under z and ∂ J/∂ h under h." in repr(alphabets(ALPHABETS))
