"""Every numbered result is a thing that the search finds, at a box with that number."""

from bs4 import BeautifulSoup

from backprop.teaching.chapter import FOLDER
from backprop.teaching.chapters import CHAPTERS

HTML = FOLDER.with_name("_build") / "html"


def test_every_result_has_a_name_and_a_box(web):
    names = web("results").names()
    index = (HTML / "searchindex.js").read_text(encoding="utf-8")
    assert len(names) == sum(len(chapter.results) for chapter in CHAPTERS.values()) > 40
    for chapter in CHAPTERS.values():
        page = BeautifulSoup(
            (HTML / f"chapters/{chapter.notebook.stem}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for place in range(1, len(chapter.results) + 1):
            box = page.find(id=f"result-{chapter.number}-{place}")
            assert box and rf"\tag{{{chapter.number}.{place}}}" in box.find("annotation").get_text()
            assert f'"result-{chapter.number}-{place}"' in index
            assert names[f"{chapter.number}.{place}"].startswith(f"({chapter.number}.{place}) ")
