"""The "Break it" cells: wrong as they stand, right when the reader has mended them."""

import contextlib
import io
from pathlib import Path

import nbformat
import pytest

CHAPTERS = Path(__file__).parents[2] / "chapters"

MENDED = {
    ("01_single_layer", "break-line-index"): ("dsigma(z[i])", "dsigma(z[j])"),
    ("02_diagonal_form", "break-softmax-diagonal"): (
        "diagonal(hadamard(yhat, OneMatrix(*yhat.shape) - yhat))",
        "diagonal(yhat) - times(yhat, yhat.T)",
    ),
    ("03_batched_form", "break-batch-line"): (
        "times(2, A[r, q] - Y[r, q])",
        "times(2, KroneckerDelta(i, r), A[r, q] - Y[r, q])",
    ),
    ("04_two_layers", "break-hidden-line"): (
        "times(Partial(Loss, Yhat[i, 1]), W2[g, 1])",
        "total(times(Partial(Loss, Yhat[i, q]), W2[g, q]), q)",
    ),
    ("05_cross_entropy", "break-entropy-line"): ("logistic(a[i]), 1 - logistic(a[i])", "a[i], 1 - a[i]"),
    ("06_any_depth", "break-any-line"): ("dsigma(A1)", "dsigma(Z1)"),
    ("07_softmax_and_digits", "break-contraction-line"): ("times(y[j], p[j])", "times(p[j], total(y[i], i))"),
    ("08_gradient_checking", "break-central-line"): ("times(h**2, f(3)(x)), 3)", "times(h**2, f(3)(x)), 6)"),
}


def ran(source, names):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(source, names)
    return printed.getvalue()


@pytest.mark.parametrize(("name", "cell"), MENDED, ids=[name for name, _ in MENDED])
def test_a_broken_line_is_refused_and_the_mended_one_accepted(name, cell):
    names = {}
    for other in nbformat.read(CHAPTERS / f"{name}.ipynb", as_version=4).cells:
        if other.id == cell:
            break
        if other.cell_type == "code" and ("import" in other.source or "derive-" in other.id):
            ran(other.source, names)
    wrong, right = MENDED[name, cell]
    assert wrong in other.source
    assert "is wrong: the two sides differ" in ran(other.source, names)
    assert ran(other.source.replace(wrong, right), names) == "accepted\n"
