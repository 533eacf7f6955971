"""The site's typesetter: good LaTeX becomes HTML and MathML, bad LaTeX is refused."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "web" / "book_site.py"


@pytest.fixture(scope="module")
def book_site():
    spec = importlib.util.spec_from_file_location("book_site", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    with module.typesetter() as process:
        process.stdin.close()
        assert process.wait() == 0


def test_formula_becomes_html_and_mathml(book_site):
    found = book_site.typeset(r"\frac{\partial C}{\partial w_{jk}}", display=False)
    assert "katex-html" in found
    assert "<mfrac>" in found


@pytest.mark.parametrize("latex", [r"\frac{1}{", r"\undefinedmacro", r"x_1_2", "naïve"])
def test_bad_latex_is_refused(book_site, latex):
    with pytest.raises(book_site.BadLaTeXError):
        book_site.typeset(latex, display=False)
    assert "katex" in book_site.typeset("x", display=False)  # and the typesetter goes on
