"""The worked examples in ``examples``: every line has the verdict that its file promises."""

import re
from pathlib import Path

import pytest

from backprop.__main__ import main
from backprop.proving.text.checked import checked, status
from backprop.proving.text.documents import kind_of
from backprop.proving.text.verdicts import PROVED, WRONG
from backprop.results.models import named

EXAMPLES = Path(__file__).parents[1] / "examples"
LINES = {
    "01_single_layer.md": 12,
    "02_matrix_form.md": 10,
    "03_batch.tex": 11,
    "04_two_mistakes.md": 9,
    "05_layer_norm.md": 11,
    "06_softmax_cross_entropy.md": 9,
    "07_two_layers.md": 10,
    "08_any_layer.tex": 10,
    "09_tanh.txt": 11,
    "10_four_notes.md": 16,
}
"""File -> how many lines are judged in it."""
MISTAKES = {
    "04_two_mistakes.md": ["sum_t (a_t - y_t) sigma'(a_t) dz_t/dw_qp", "sum_t (a_t - y_t) sigma'(z_t)"],
}
"""File -> its wrong lines; all others are proved, by the rules that they name."""


@pytest.mark.parametrize("name", LINES)
def test_every_line_has_the_verdict_that_is_promised(name):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    found = list(checked(text, kind_of(text, name), named))
    verdicts = [verdict for derivation in found for verdict in derivation.judged]
    wrong = [verdict for verdict in verdicts if verdict.kind != PROVED]
    assert [verdict.text for verdict in wrong] == MISTAKES.get(name, [])
    assert {verdict.kind for verdict in wrong} <= {WRONG}
    assert all(" against " in verdict.message for verdict in wrong)
    assert len(verdicts) == LINES[name]
    assert status(found) == (1 if name in MISTAKES else 0)
    if not name.endswith(".tex"):  # there a macro stands for more than it shows
        for verdict in verdicts:
            assert text.splitlines()[verdict.line - 1][verdict.column - 1 :].startswith(verdict.text)


def test_the_command_says_so_too(capsys):
    assert main(["check", str(EXAMPLES / "04_two_mistakes.md")]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1] == "9 lines in 2 derivations: 7 proved, 2 wrong."
    assert max(map(len, out.splitlines())) <= 100


def test_the_list_names_every_example_with_its_command():
    assert sorted(LINES) == sorted(path.name for path in EXAMPLES.iterdir() if path.name != "README.md")
    rows = re.findall(r"\[(.+?)\]\((.+?)\) \|.*`python -m backprop check examples/(.+?)`",
                      (EXAMPLES / "README.md").read_text(encoding="utf-8"))  # fmt: skip
    assert rows == [(name, name, name) for name in LINES]
