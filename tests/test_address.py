"""The address of the book's repository stands in one place."""

import re
import subprocess

import pytest

from backprop.teaching import address
from backprop.teaching.chapter import FOLDER

ROOT = FOLDER.parent
ELSEWHERE = {"pyproject.toml", "tests"}
OWN = re.compile(r"(?:github\.com|mybinder\.org/v2/gh)/[\w.-]+/backprop\b(?!-)|[\w-]+\.github\.io/backprop\b")


def files():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so there is no list of the book's files")
    return [ROOT / line for line in listed.stdout.splitlines() if line.split("/")[0] not in ELSEWHERE]


def places(text, repository):
    """Where `text` holds an address of the book: the one it has, or one that was guessed."""
    own = [re.escape(repository)] if repository else []
    return re.findall("|".join([*own, OWN.pattern]), text)


def test_no_other_file_holds_the_address():
    for path in files():
        if path.suffix in {".png", ".ipynb"}:  # the notebooks' form has the address of the notebooks
            continue
        assert places(path.read_text(encoding="utf-8"), address.committed()) == [], path


@pytest.mark.parametrize(
    "text",
    [
        "url: https://github.com/somebody/backprop",
        "see https://somebody.github.io/backprop/",
        "https://mybinder.org/v2/gh/somebody/backprop/main",
        "https://github.com/jane/calculus/issues",
    ],
)
def test_an_address_is_seen(text):
    assert places(text, "https://github.com/jane/calculus")


def test_other_books_are_no_address_of_this_one():
    assert places("https://cs231n.github.io and https://github.com/karpathy/micrograd", "") == []
