"""Links: each mention of another chapter, of a figure, a result or an exercise leads to it, and to no other."""

import re
from functools import lru_cache
from pathlib import Path

import nbformat
import pytest

from backprop.teaching.speaker import is_note

FOLDER = Path(__file__).parents[2] / "chapters"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+\.ipynb)(?:#([^)]*))?\)")
NUMBERED = {
    re.compile(r"\b[Ff]igure ([\dA-G]+\.\d+)"): "**Figure {}.**",
    re.compile(r"\b[Ee]xercise ([\dA-G]+\.\d+)"): "**{}** *",
    re.compile(r"\b[Rr]esults? \(?(\d+\.\d+)\)?"): "\\tag{{{}}}",
}
"""How a thing with a number is mentioned, and what stands where it is."""
MENTION = re.compile(
    r"(?<!`, )"  # a chapter of a cited book: {cite:t}`nielsen2015`, chapter 2
    r"\b(?:[Cc]hapters?\s+(\d+)\b(?!\.\d)|[Aa]ppendi(?:x|ces)\s+([A-G])\b)"
)
GOES_ON = re.compile(r"\.ipynb\)(?:,| and| or| to|, and)\s+(\d+|[A-G])\b(?!\.\d)")


def mark(path):
    """What the book calls a notebook: 5, or C."""
    first = Path(path).name.split("_")[0]
    return str(int(first)) if first.isdigit() else first


@lru_cache(None)
def sections(path):
    """The headings of a notebook, as the end of an address, with what stands under each, up to the next."""
    found, slug = {}, ""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown" and not is_note(cell):
            for line in cell.source.split("\n"):
                if heading := re.match(r"#+ (.+)", line):
                    slug = re.sub(r"[^\w\- ]", "", heading[1].lower()).strip().replace(" ", "-")
                found[slug] = found.get(slug, "") + line + "\n"
        for out in cell.get("outputs", ()):
            found[slug] = found.get(slug, "") + out.get("data", {}).get("text/markdown", "") + "\n"
    return found


def numbered_faults(text, path):
    """What is wrong with the links to things that have a number."""
    for label, target, slug in LINK.findall(text):
        there = sections((path.parent / target).resolve()) if (path.parent / target).is_file() else {}
        if slug and slug not in there:
            yield f"{label} leads to {target}#{slug}, and there is no such heading"
        for mention, sign in NUMBERED.items():
            for number in mention.findall(label):
                if sign.format(number) not in there.get(slug, ""):
                    yield f"{label} leads to {target}#{slug}, and does not stand there"
    for mention in NUMBERED:
        for found in mention.finditer(LINK.sub("", text)):
            yield f"{found[0]} is mentioned and not linked"


def faults(text, path):
    """What is wrong with the links of a text that stands in a notebook."""
    text = re.sub(r"^#.*$", "", text, flags=re.M)  # a heading may name a chapter
    text = re.sub(r"(?<!\})`[^`]+`", "", text)  # code, but not {cite}`a role`
    for label, target, _ in LINK.findall(text):
        if not (path.parent / target).is_file():
            yield f"{label} leads to {target}, which is not there"
        named = re.fullmatch(r"(?:[Cc]hapter |[Aa]ppendix )?(\d+|[A-G])", label)
        if named and named[1] != mark(target):
            yield f"{label} leads to {target}"
    yield from numbered_faults(text, path)
    outside = LINK.sub("", text)
    for number, letter in MENTION.findall(outside):
        if (number or letter) != mark(path):
            yield f"{number or letter} is mentioned and not linked"
    for number in GOES_ON.findall(text):
        if number != mark(path):
            yield f"{number} is mentioned after a link and not linked"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_mention_of_another_chapter_is_a_link_to_it(path):
    cells = nbformat.read(path, as_version=4).cells
    found = [fault for cell in cells if cell.cell_type == "markdown" for fault in faults(cell.source, path)]
    assert found == []


def test_there_are_links_in_every_chapter_but_the_tables():
    for path in NOTEBOOKS:
        text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        assert LINK.search(text) or path.stem == "E_language", path.stem


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("as in chapter 3", "3 is mentioned and not linked"),
        ("Chapters\n4 and 5", "4 is mentioned and not linked"),
        ("chapters [4](04_two_layers.ipynb) and 5", "5 is mentioned after a link and not linked"),
        ("appendix C", "C is mentioned and not linked"),
        ("[chapter 3](04_two_layers.ipynb)", "chapter 3 leads to 04_two_layers.ipynb"),
        ("[chapter 3](03_batch.ipynb)", "chapter 3 leads to 03_batch.ipynb, which is not there"),
        ("[appendix C](D_trust.ipynb)", "appendix C leads to D_trust.ipynb"),
        ("as in figure 0.4", "figure 0.4 is mentioned and not linked"),
        ("Exercise 0.4 asks", "Exercise 0.4 is mentioned and not linked"),
        ("by result 5.2", "result 5.2 is mentioned and not linked"),
        (
            "[figure 0.3](00_why_a_derivative.ipynb#two-weights)",
            "figure 0.3 leads to 00_why_a_derivative.ipynb#two-weights, and does not stand there",
        ),
        (
            "[exercise 0.1](00_why_a_derivative.ipynb#code)",
            "exercise 0.1 leads to 00_why_a_derivative.ipynb#code, and does not stand there",
        ),
        (
            "[the map](00_why_a_derivative.ipynb#maps)",
            "the map leads to 00_why_a_derivative.ipynb#maps, and there is no such heading",
        ),
    ],
)
def test_a_link_that_is_missing_or_wrong_is_found(text, fault):
    assert fault in list(faults(text, FOLDER / "01_single_layer.ipynb"))


@pytest.mark.parametrize(
    "text",
    [
        "this is chapter 1",
        "[figure 0.4](00_why_a_derivative.ipynb#two-weights)",
        "[exercise 0.1](00_why_a_derivative.ipynb#exercises)",
        "[S1.2](C_notes.ipynb)",
        "{cite:t}`nielsen2015`, chapter 2",
        "[chapter 3](03_batched_form.ipynb)'s cost, and [why](00_why_a_derivative.ipynb)",
        "chapters [4](04_two_layers.ipynb) to [5](05_any_depth.ipynb): 3 of them",
    ],
)
def test_what_is_no_mention_is_let_pass(text):
    assert list(faults(text, FOLDER / "01_single_layer.ipynb")) == []
