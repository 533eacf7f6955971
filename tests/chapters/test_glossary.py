"""A term of the glossary leads to a heading that is there, in a chapter that uses the term."""

import re

import pytest

from backprop.teaching.chapter import FOLDER
from tests.chapters.test_links import sections

LINK = re.compile(r"\[(?:Chapter|Appendix) (\w+)\]\(([\w.]+\.ipynb)#([\w-]+)\)")


def entries(text):
    """Each entry: its names, and its definition on one line."""
    body = re.search(r"^```\{glossary\}\n(.*?)^```$", text, re.M | re.S)[1]
    for entry in body.strip().split("\n\n"):
        names = [line for line in entry.splitlines() if not line.startswith("  ")]
        yield names, " ".join(line.strip() for line in entry.splitlines()[len(names) :])


def faults(names, definition):
    link = LINK.search(definition)
    if not link:
        yield "leads nowhere"
        return
    number, notebook, heading = link.groups()
    if not (FOLDER / notebook).is_file():
        yield f"leads to {notebook}, which is not there"
        return
    if notebook.split("_")[0].lstrip("0") != number.lstrip("0"):
        yield f"says chapter {number} and leads to {notebook}"
    there = sections(FOLDER / notebook)
    if heading not in there:
        yield f"leads to #{heading}, and {notebook} has no such heading"
    plain = re.sub(r"[*_`]", "", " ".join("".join(there.values()).split())).lower()
    if not any(re.search(rf"\b{re.escape(name.lower())}", plain) for name in names):
        yield f"is not used in {notebook}"


ENTRIES = list(entries((FOLDER / "glossary.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("names, definition", ENTRIES, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_a_term_leads_to_where_it_is_taught(names, definition):
    assert list(faults(names, definition)) == []


def test_the_terms_stand_in_alphabetical_order_once():
    firsts = [names[0].lower() for names, _ in ENTRIES]
    assert firsts == sorted(set(firsts), key=lambda name: re.sub(r"[^a-z ]", " ", name))
    every = [name.lower() for names, _ in ENTRIES for name in names]
    assert len(every) == len(set(every)) >= 40


@pytest.mark.parametrize(
    "names, definition, fault",
    [
        (["weight"], "A number.", "leads nowhere"),
        (["weight"], "[Chapter 0](00_nowhere.ipynb#question)", "which is not there"),
        (["weight"], "[Chapter 1](00_why_a_derivative.ipynb#question)", "says chapter 1"),
        (["weight"], "[Chapter 0](00_why_a_derivative.ipynb#nowhere)", "no such heading"),
        (["wavelet", "ripple"], "[Chapter 0](00_why_a_derivative.ipynb#question)", "is not used in"),
    ],
)
def test_a_term_that_leads_astray_is_seen(names, definition, fault):
    assert any(fault in said for said in faults(names, definition))
