"""One notation: what a chapter writes, in prose, displays, captions and figures, is in the table of letters."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from backprop import teaching
from backprop.results.notation import EVERYWHERE, LETTERS, PROJECTS
from backprop.teaching.chapter import FOLDER
from backprop.teaching.notebooks import CODE_IN_MARKDOWN, mark

NOTEBOOKS = [path for path in sorted(FOLDER.glob("*.ipynb")) if mark(path.name) in EVERYWHERE]
FIGURES = sorted(Path(teaching.__file__).parent.glob("*figures.py"))
GREEK = (
    "alpha beta gamma delta varepsilon epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
)
GREEK = {f"\\{name}" for word in GREEK.split() for name in (word, word.capitalize())}
ANOTHER_ALPHABET = {r"\hat", r"\tilde", r"\bar", r"\mathcal", r"\ell"}
"""What makes another letter of one."""
MATHS = re.compile(r"(?<![\\$])\$\$?([^$]+?)(?<!\\)\$\$?", re.S)
TOKEN = re.compile(r"\\(?:text|operatorname|mathbf|begin|end)\{[^}]*\}|\\mathrm\{([^}]*)\}|(\\[A-Za-z]+)|([A-Za-z])")


def letters(text):
    """The letters in the mathematics of a text; a word in upright type is one."""
    found = set()
    for latex in MATHS.findall(text):
        for upright, command, letter in TOKEN.findall(latex):
            if upright:
                found.add(rf"\mathrm{{{upright}}}" if len(upright) > 1 else upright)
            elif command in GREEK | ANOTHER_ALPHABET:
                found.add(command)
            elif letter:
                found.add(letter)
    return found


def known(chapter):
    """The letters that a page may use; A, which lists them, has all of them."""
    return {letter.latex for letter in (*LETTERS, *PROJECTS) if chapter in letter.chapters or chapter == "A"}


def written(path):
    """All that a reader sees of a notebook but its code: Markdown, what cells show, and captions."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            yield CODE_IN_MARKDOWN.sub("", cell.source)
        for out in cell.get("outputs", ()):
            yield CODE_IN_MARKDOWN.sub("", out.get("data", {}).get("text/markdown", ""))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_letter_of_a_chapter_is_in_the_table_for_that_chapter(path):
    found = set().union(*map(letters, written(path)))
    assert found - known(mark(path.name)) == set()


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_every_letter_of_a_figure_is_in_the_table(path):
    texts = [
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    ]
    found = set().union(*(letters(text) for text in texts if isinstance(text, str)))
    assert found - set().union(*map(known, EVERYWHERE)) == set()


@pytest.mark.parametrize(
    "text, chapter, strange",
    [
        (r"the cost $C$", "1", {"C"}),
        (r"$\frac{\partial E}{\partial W^{(l)}}$", "4", set()),
        (r"$\mathcal{L}$ and $\hat{y}$", "4", {"\\hat", "\\mathcal"}),
        (r"$h$ hidden units", "4", {"h"}),
        (r"the step $h$", "9", set()),
        (r"$$\boxed{\alpha\, x_{q}}\tag{5.2}$$", "5", {"\\alpha"}),
        (r"$\mathrm{lse}_i$", "1", {r"\mathrm{lse}"}),
        (r"costs \$5 and $g$", "3", {"g"}),
    ],
)
def test_a_letter_that_is_not_in_the_table_is_found(text, chapter, strange):
    assert letters(text) - known(chapter) == strange
