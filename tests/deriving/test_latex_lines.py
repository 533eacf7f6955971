"""A document in LaTeX has no line that runs off the page, and nothing that LaTeX warns of."""

import re
import shutil
import subprocess

import pytest

from backprop.deriving import derive_formula, derive_network
from backprop.deriving.latex_lines import broken, width

LONG = "sum(tanh(A x)*sin(B x)*exp(-x^2))"


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"a + b", [r"a + b"]),
        (r"\left(a + b\right) + c", [r"\left(a + b\right) ", "+ c"]),
        (r"a \odot b - c", [r"a \odot b ", "- c"]),
        (r"\left(a + b\right) \odot -c", [r"\left(a + b\right) ", r"\odot -c"]),
        (r"\left(a + b + {c - d}^{-e}\right)", [r"\bigl(a + b ", r"+ {c - d}^{-e}\bigr)"]),
    ],
)
def test_a_line_is_broken_before_a_sign_and_outside_of_brackets(tex, lines):
    assert broken(tex, max(map(width, lines)) + 1) == lines


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
@pytest.mark.parametrize(
    "derived",
    [
        lambda: derive_formula(LONG, "x, A, B"),
        lambda: derive_formula("sum(exp(-(A x)^2 - (B x)^2) * sin(A x) * cos(B x) * tanh(C x)^3)", "A"),
        lambda: derive_formula("½ |x|² + sum(y⁻²)", "x"),
        lambda: derive_network("n, k", "softmax", "cross-entropy"),
    ],
)
def test_no_line_runs_off_the_page(derived, tmp_path):
    (tmp_path / "a.tex").write_text(derived().latex)
    subprocess.run(["pdflatex", "-interaction=batchmode", "a.tex"], cwd=tmp_path, capture_output=True)
    log = (tmp_path / "a.log").read_text(errors="replace")
    assert re.findall("^!.*|.*Warning.*|Overfull.*", log, re.M) == []
