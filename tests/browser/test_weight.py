"""What a first visit brings over the wire, gzipped: little, so that a page is there at once on a slow line."""

import random

import pytest

from benchmarks.served import served, weight

from .conftest import HTML

PAGES = ["index.html", *(f"chapters/{page.name}" for page in sorted((HTML / "chapters").glob("*.html")))]
LANDING_PAGE, CHAPTER, SCRIPTS = 320_000, 420_000, 70_000
SVG = '<svg xmlns="http://www.w3.org/2000/svg">'


def too_heavy(page, bytes_):
    """What is above its limit. The pictures of a chapter are not counted."""
    chapter = page.startswith("chapters/")
    whole, limit = bytes_.total() - chapter * bytes_["Image"], CHAPTER if chapter else LANDING_PAGE
    if whole > limit:
        yield f"{whole} bytes: {dict(bytes_)}"
    if bytes_["Script"] > SCRIPTS:
        yield f"{bytes_['Script']} bytes of scripts"


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_is_light(browser, site, page):
    bytes_ = weight(browser, site + page)
    assert bytes_["Document"] and bytes_["Stylesheet"] and bytes_["Script"]
    assert list(too_heavy(page, bytes_)) == []


@pytest.mark.parametrize(
    "page, planted, size, fault",
    [
        ("index.html", '<script src="planted.js"></script>', SCRIPTS, "of scripts"),
        ("index.html", '<link rel="stylesheet" href="planted.css">', LANDING_PAGE, "bytes: "),
        ("index.html", '<img alt="" src="planted.svg">', LANDING_PAGE, "bytes: "),
        ("chapters/1.html", '<link rel="stylesheet" href="planted.css">', CHAPTER, "bytes: "),
        ("chapters/1.html", '<p style="height: 9000px"></p><img loading="lazy" src="planted.svg">', CHAPTER, None),
    ],
)
def test_too_much_is_seen(browser, tmp_path, page, planted, size, fault):
    file = tmp_path / page
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"<title>planted</title>{planted}")
    letters = random.Random(0).randbytes(size).hex()  # which gzip makes no smaller than `size`
    for name, text in [("js", f"/*{letters}*/"), ("css", f"/*{letters}*/"), ("svg", f"{SVG}<!--{letters}--></svg>")]:
        (file.parent / f"planted.{name}").write_text(text)
    with served(tmp_path) as address:
        bytes_ = weight(browser, address + page)
    assert bytes_.total() > size
    assert any(fault in said for said in too_heavy(page, bytes_)) if fault else not list(too_heavy(page, bytes_))
