"""The notes for the speaker are in the page, where the style sheet hides them, and not in the search."""

import json
import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"


def tree():
    document = new_document("a page")
    document += nodes.paragraph("", "before")
    document += nodes.raw("", '<details class="notes">\n<summary>For the speaker</summary>', format="html")
    document += nodes.paragraph("", "within")
    document += nodes.raw("", "</details>", format="html")
    document += nodes.paragraph("", "after")
    document += nodes.raw("", "<details>\n<summary>Hint</summary>", format="html")
    return document


def test_a_note_is_gathered_whole_and_nothing_else_is(web):
    document = tree()
    web("unsearched").gather(None, document, "a page")
    (note,) = document.findall(nodes.comment)
    assert [child.astext().split("\n")[0] for child in note] == ['<details class="notes">', "within", "</details>"]
    assert [child.astext().split("\n")[0] for child in document if child is not note] == [
        "before",
        "after",
        "<details>",
    ]


@pytest.mark.parametrize("page", sorted(path.stem for path in HTML.glob("chapters/[0-9]*.html")))
def test_the_notes_are_in_the_page_and_hidden(page):
    text = (HTML / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    assert text.count('<details class="notes">') >= 5
    assert "<strong>Say:</strong>" in text


def test_the_search_does_not_know_them():
    index = (HTML / "searchindex.js").read_text(encoding="utf-8")
    known = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", index.strip(), re.S)[1])

    def chapters_with(word):
        found = known["terms"].get(word, [])
        names = [known["docnames"][at] for at in (found if isinstance(found, list) else [found])]
        return [name for name in names if re.match(r"chapters/\d", name)]

    assert chapters_with("gradient")
    assert chapters_with("chalk") == []  # only a speaker has any
