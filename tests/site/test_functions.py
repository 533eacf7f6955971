"""The pages of the functions hold what readers are handed out, and the chapters lead to them."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook

from backprop import checking, deriving, proving
from backprop.numeric import batch, cross_entropy, network, single_layer, two_layers
from backprop.teaching.chapter import FOLDER
from backprop.teaching.chapters import CHAPTERS

HTML = FOLDER.with_name("_build") / "html"
NOT_FOR_READERS = {
    "language": "Activation InPieces NAMED U absolute df1 df2 dhuber drelu dsigma f1 f2 huber relu sgn sigma"
}
"""Letters and functions of the proofs that stand for themselves."""


def soup(page):
    return BeautifulSoup((HTML / page).read_text(encoding="utf-8"), "html.parser")


def documented():
    return {entry["id"] for page in (HTML / "functions").glob("*.html") for entry in soup(page).select("dt.sig[id]")}


@pytest.mark.parametrize("room", [checking, deriving, proving], ids=lambda room: room.__name__)
def test_what_a_room_hands_out_has_its_place(room):
    names = {name for home in room.HOMES.values() for name in home.split()}
    names -= set(NOT_FOR_READERS["language"].split()) if room is proving else set()
    assert {f"{room.__name__}.{name}" for name in names} - documented() == set()


@pytest.mark.parametrize("module", [single_layer, batch, two_layers, network, cross_entropy], ids=lambda m: m.__name__)
def test_every_public_function_of_a_model_has_its_place(module):
    names = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    assert {f"{module.__name__}.{name}" for name in names if name[0] != "_"} - documented() == set()


@pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: chapter.number)
def test_a_chapter_leads_from_the_source_that_it_shows_to_the_page(chapter):
    page = soup(f"chapters/{chapter.notebook.stem}.html")
    led = {link.get_text() for link in page.select(".cell_output a.code-link[href^='../functions/']")}
    own = {f.__name__ for f in chapter.functions if not f.__module__.startswith("backprop.teaching")}
    assert own <= led


def test_inline_code_that_names_a_function_is_a_link():
    page = soup(f"chapters/{CHAPTERS[9].notebook.stem}.html")
    names = {link.get_text(): link["href"] for link in page.select("p a.reference.internal:has(> code)")}
    assert names["check_gradient"] == "../functions/checking.html#backprop.checking.check_gradient"


def test_formulas_are_kept_from_the_markup(web):
    readable = web("functions").readable
    said = readable(
        "z = |x| * W_.\n\nOf `z` and |x|, W_ a_q.\n\nRaises\n------\nE\n    |x|.\n\nSource: S1.1, chapter 3.",
        "function",
    )
    formula, *rest = said.split("\n\n   z = |x| * W_.\n\n")
    assert formula.startswith(".. code-block:: text")
    assert rest[0].startswith(r"Of ``z`` and \|x\|, W\_ a_q.")
    assert rest[0].index("Source: S1.1, :doc:`chapter 3 </chapters/03_batched_form>`") < rest[0].index("Raises")


def test_a_name_that_a_notebook_gives_another_meaning_is_no_link(web, tmp_path):
    cells = [
        "from backprop.checking import agrees, caught\nfrom backprop.numeric import network",
        "def caught(): ...",
        "%pip x",
    ]
    path = tmp_path / "12_x.ipynb"
    nbformat.write(new_notebook(cells=list(map(new_code_cell, cells))), path)
    assert web("code_links").names_in(path) == {"agrees": checking.agrees, "network": network}
