"""What the pages show is made from the code that runs."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from sympy import Matrix, Rational

from backprop.numeric import passes
from backprop.numeric.joint import softmax_jacobian
from backprop.numeric.single_layer import gradients
from backprop.proving import claim, column, derive
from backprop.proving.language.display import plain
from backprop.proving.language.reading import read
from backprop.proving.language.vocabulary import Vocabulary
from backprop.proving.text.names import vocabulary
from backprop.proving.text.reasons import reason
from backprop.results.notation import LETTERS, PROJECTS
from backprop.results.single_layer import E, a, k, layer, w, x, y, z
from backprop.teaching import Source, jacobians, letters, rules, signs
from backprop.teaching.figures import GREEN, VIOLET
from tests.teaching.pixels import pixels


@pytest.mark.parametrize("draw", [lambda: jacobians({"softmax": softmax_jacobian(np.zeros(3))}, "A table.")])
def test_figures_are_the_same_each_time_and_not_blank(draw):
    first, second = draw(), draw()
    assert first._repr_svg_() == second._repr_svg_()
    assert pixels(first).std() > 0.01
    assert repr(first).endswith(".")


def test_the_figure_of_jacobians_shows_its_numbers():
    zero, other = (pixels(jacobians({"J": np.diag([1.0, v])}, "A table.")) for v in (0.0, 0.9))
    assert not np.array_equal(zero, other)


def test_the_largest_entry_of_each_jacobian_has_the_same_shade():
    small, large = jacobians({"a": np.diag([1.0, 0.2]), "b": np.diag([9.0, -8.0])}, "Tables.").figure.axes
    shades = [[patch.get_facecolor()[3] for patch in axes.patches] for axes in (small, large)]
    assert max(shades[0]) == max(shades[1]) > 0
    assert shades[0][3] < shades[1][3]


def test_the_figure_of_jacobians_shows_exact_numbers_as_fractions():
    axes = jacobians({"J": np.array(Matrix([[Rational(-1, 32), 0], [0, 1]]))}, "A table.").figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["−1/32", "0", "0", "1"]


def test_a_table_of_signs_is_green_above_zero_and_violet_below():
    axes = jacobians({"J": np.array([[1.0, 0.0], [0.5, -1.0]])}, "A table.").figure.axes[0]
    shades = [(GREEN, 0.5), (VIOLET, 0), (GREEN, 0.25), (VIOLET, 0.5)]
    assert [cell.get_facecolor() for cell in axes.patches] == [to_rgba(*shade) for shade in shades]


def test_source_is_the_code_with_the_formula_of_its_docstring():
    assert 'dE_db_l = Delta_l^T 1, dE_dX = Delta_1 W_1^T."""\n    A, df' in Source(passes.gradients).text
    shown = Source(gradients)
    assert "return Gradients(dE_dw=np.outer(delta, x), dE_db=delta, dE_dx=w.T @ delta)" in shown.text
    assert "Parameters" not in shown.text
    assert shown._repr_markdown_().startswith("```python\ndef gradients(")
    compile(shown.text, "shown", "exec")


def test_source_of_a_function_without_docstring():
    def bare(a):
        return a

    assert repr(Source(bare)) == "def bare(a):\n    return a"


def test_a_long_source_may_be_folded_and_is_the_same():
    shown = Source(gradients, folded="norms")._repr_markdown_()
    assert shown == f"<details>\n<summary>norms</summary>\n\n{Source(gradients)._repr_markdown_()}\n\n</details>"
    assert repr(Source(gradients, folded="norms")) == repr(Source(gradients))


def test_the_table_of_notation_has_a_row_for_every_letter():
    assert {row[0] for row in letters(PROJECTS).rows} == {f"${letter.latex}$" for letter in PROJECTS}
    assert letters(PROJECTS).rows[0][1].startswith("the velocity")
    rows = {row[0]: row for row in letters().rows}
    assert set(rows) == {f"${letter.latex}$" for letter in LETTERS}
    assert rows["$w$"][2:] == (r"$k \times n$", "`w`")
    assert rows[r"$\mathrm{lse}$"][1].endswith("(chapter 7)")
    assert "(" not in rows["$x$"][1]


def test_signs_are_typed_as_they_say():
    names = Vocabulary((w, x, y, z, a, E, k, column("g", k)), fixed={"q": k, "t": k})
    for sign, typed, _ in signs().rows:
        assert plain(read(typed.strip("`"), names)) == plain(sign)


def test_reasons_are_typed_as_they_say():
    typed = [name.strip("`[]") for name, _ in rules().rows]
    derive(layer, "dz_t/dw_qp = I_tq x_p").concludes(claim(layer, "dz_t/dw_qp = I_tq x_p"))
    names = vocabulary(layer, {"t": k})
    for text in typed:
        because, comment = reason(text, names, layer, 0, len(text))
        assert (str(because).replace("∂", "d"), comment) == (text, "")
