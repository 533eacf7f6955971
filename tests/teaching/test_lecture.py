"""The page for lecturers: its links lead where they say, its minutes are those of the notes, and its plans add up."""

import re

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from backprop.teaching import lecture, speaker
from backprop.teaching.chapter import FOLDER
from tests.chapters.test_links import faults

TEXT = lecture.PAGE.read_text(encoding="utf-8")
BOOKS = {int(path.name[:2]): (path, nbformat.read(path, as_version=4)) for path in sorted(FOLDER.glob("[0-9]*.ipynb"))}
HEAD = "| at | minutes | part | show, run, move | leave out |\n| --: | --: | :-- | :-- | :-- |\n"
ROW = re.compile(
    r"\| (?P<at>\d+) \| (?P<minutes>\d+) \| "
    r"\[(?P<chapter>\d+), (?P<heading>.+?)\]\(chapters/(?P<file>[^#]+)#(?P<slug>[^)]+)\)(?P<some>, in part)? "
    r"\| .+? \|.*\|"
)


def plans(text):
    """The rows of each plan."""
    return [part.split("\n\n")[0].split("\n") for part in text.split(HEAD)[1:]]


def plan_faults(lines, total):
    """What is wrong with a plan of so many minutes."""
    at, shown = 0, []
    for line in lines:
        row = ROW.fullmatch(line)
        if not row:
            yield f"{line} is no row of a plan"
            continue
        path, book = BOOKS[int(row["chapter"])]
        heading, minutes = row["heading"], int(row["minutes"])
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        if (row["file"], row["slug"]) != (path.name, slug):
            yield f"{row['chapter']}, {heading} leads to {row['file']}#{row['slug']}"
        if int(row["at"]) != at:
            yield f"{row['chapter']}, {heading} begins at {at}, not at {row['at']}"
        whole = speaker.minutes(book, heading)
        if minutes >= whole if row["some"] else minutes != whole:
            yield f"{row['chapter']}, {heading} has {minutes} minutes{row['some'] or ''}, and its note {whole}"
        shown += [(row["chapter"], note) for note in speaker.notes(book) if heading in (note.part, *note.headings)]
        at += minutes
    if at != total:
        yield f"it takes {at} minutes"
    if len(shown) != len(set(shown)):
        yield "a note is shown twice"


def test_its_links_lead_where_they_say():
    assert list(faults(TEXT, lecture.PAGE)) == []
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT):
        assert (lecture.PAGE.parent / target).is_file(), target
    for file in re.findall(r"`([\w/.-]+\.(?:md|yml|cff|txt))`", TEXT):
        assert (lecture.PAGE.parent / file).is_file(), file


def test_its_table_is_that_of_today_s_notebooks():
    assert lecture.rewritten(TEXT) == TEXT, "run python -m backprop.teaching.lecture"
    assert lecture.table() in TEXT
    assert lecture.rewritten(TEXT.replace(lecture.table(), "")) == TEXT


@pytest.mark.parametrize("place, total", list(enumerate((45, 90, 90, 90, 90))))
def test_a_plan_adds_up(place, total):
    assert list(plan_faults(plans(TEXT)[place], total)) == []
    assert len(plans(TEXT)) == 5


@pytest.mark.parametrize(
    "row, fault",
    [
        (
            "| 3 | 3 | [0, Nudge it and look](chapters/00_why_a_derivative.ipynb#nudge-it-and-look) | x |  |",
            "begins at 0",
        ),
        (
            "| 0 | 4 | [0, Question](chapters/00_why_a_derivative.ipynb#question) | x |  |",
            "has 4 minutes, and its note 3",
        ),
        (
            "| 0 | 3 | [0, Question](chapters/00_why_a_derivative.ipynb#question), in part | x |  |",
            "3 minutes, in part",
        ),
        ("| 0 | 3 | [0, Question](chapters/01_single_layer.ipynb#question) | x |  |", "leads to 01"),
        ("| 0 | 3 | [0, Question](chapters/00_why_a_derivative.ipynb#code) | x |  |", "leads to 00_why"),
        ("| 0 | 3 | Question | x |  |", "is no row"),
        ("| 0 | 3 | [0, Question](chapters/00_why_a_derivative.ipynb#question) | x |  |", "it takes 3 minutes"),
    ],
)
def test_a_plan_that_does_not_hold_is_seen(row, fault):
    assert any(fault in said for said in plan_faults([row], 45))


def test_a_note_that_is_shown_twice_is_seen():
    rows = [
        "| 0 | 8 | [1, The weight](chapters/01_single_layer.ipynb#the-weight) | x |  |",
        "| 8 | 8 | [1, The bias](chapters/01_single_layer.ipynb#the-bias) | x |  |",
    ]
    assert list(plan_faults(rows, 16)) == ["a note is shown twice"]


def test_what_it_says_of_the_ways_is_what_the_chapters_say():
    needed = {number: set(lecture.needs(book)) for number, (_, book) in BOOKS.items()}

    def way(number):
        return needed[number].union(*map(way, needed[number]))

    assert way(8) == set(range(8))
    assert way(6) == way(10) == set(range(6))
    assert not any(9 in chapters for chapters in needed.values())


def test_what_a_chapter_needs_is_read_from_its_own_line():
    line = "**You need** chapters [3](03_x.ipynb) and [10](10_y.ipynb), tea. **You will be able to** [go](01_z.ipynb)."
    assert lecture.needs(new_notebook(cells=[new_markdown_cell(line)])) == [3, 10]
    assert lecture.needs(new_notebook(cells=[new_markdown_cell("**You need** tea. **You will be able to**")])) == []
    assert lecture.needs(new_notebook()) == []
