"""The form of the notes for the speaker, each of its rules seen to fail, and the minutes that are read from them."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from backprop.teaching import speaker

TEXT = f"- **Say:** {'word ' * 20}\n- **Ask:** which way,\n  {'word ' * 20}"


def note(minutes=3, text=TEXT):
    opening = '<details class="notes">\n<summary>For the speaker: '
    return new_markdown_cell(f"{opening}{minutes} minutes</summary>\n\n{text}\n\n</details>")


def chapter(*notes, sections=("Question", "By hand")):
    """Sections of which each ends in one of the notes; the second has two sections below it."""
    question, by_hand = (new_markdown_cell(f"## {name}\n\nWords.") for name in sections)
    below = [new_markdown_cell(f"### {name}") for name in ("Forwards", "Backwards")]
    cells = [question, notes[0], by_hand, below[0], *notes[1:-1], below[1], new_code_cell("1 + 1"), notes[-1]]
    return new_notebook(cells=cells)


def test_notes_in_form_have_no_fault():
    assert list(speaker.faults(chapter(note(), note(4)))) == []
    assert list(speaker.faults(chapter(note(), note(4), note(5)))) == []
    linked = "- **Say:** [one word](" + "a_long_target" * 9 + ") " + "word " * 137
    assert list(speaker.faults(chapter(note(text=linked), note()))) == []


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        (note("some"), "a note begins with"),
        (new_markdown_cell(note().source.replace("\n\n</details>", "\n</details>")), "a note begins with"),
        (note(1), "it takes 1 minutes"),
        (note(16), "it takes 16 minutes"),
        (note(text="- **Say:** too little"), "it has 3 words"),
        (note(text="- **Say:** " + "word " * 140), "it has 141 words"),
        (note(text="word " * 40), "should begin like '- **Say:** '"),
        (note(text=TEXT + "\n- **Sing:** la"), "'- **Sing:** la' should begin like"),
    ],
)
def test_a_note_out_of_form_is_seen(wrong, sentence):
    found = list(speaker.faults(chapter(note(), wrong)))
    assert found
    assert [fault for fault in found if sentence in fault] == found


def test_a_part_without_its_note_is_named():
    book = chapter(note(), note())
    for place, part in ((1, "Question"), (-1, "By hand")):
        without = new_notebook(cells=[cell for cell in book.cells if cell is not book.cells[place]])
        assert list(speaker.faults(without)) == [f"{part}: does not end in a note for the speaker"]
    turned = book.cells[-1].copy()
    turned.source = turned.source.replace('"', "'")  # a reader would see this one
    without = new_notebook(cells=[*book.cells[:-1], turned])
    assert list(speaker.faults(without)) == ["By hand: does not end in a note for the speaker"]


def test_a_note_in_the_middle_of_a_section_is_seen():
    book = chapter(note(), note())
    book.cells.insert(1, note())
    (fault,) = speaker.faults(book)
    assert fault.startswith(f"cell {book.cells[1].id}: a note stands at the end of a section")


def test_minutes_are_those_of_a_part_or_of_what_a_note_covers():
    book = chapter(note(2), note(4), note(5))
    assert [one.headings for one in speaker.notes(book)] == [("Question",), ("By hand", "Forwards"), ("Backwards",)]
    wanted = {"Question": 2, "By hand": 9, "Forwards": 4, "Backwards": 5}
    assert {heading: speaker.minutes(book, heading) for heading in wanted} == wanted
    with pytest.raises(KeyError, match="Sideways"):
        speaker.minutes(book, "Sideways")
