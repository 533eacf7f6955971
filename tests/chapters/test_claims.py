"""What a chapter claims at its head, a derivation in it concludes."""

import re
from pathlib import Path

import nbformat
import pytest

from backprop.results import batch, cross_entropy, finite_differences, network, single_layer, softmax, two_layers

CHAPTERS = Path(__file__).parents[2] / "chapters"
CLAIMS = {
    "01_single_layer": single_layer.DERIVATIVES,
    "02_diagonal_form": single_layer.GRADIENTS,
    "03_batched_form": batch.JACOBIANS | batch.GRADIENTS,
    "04_two_layers": two_layers.LINEAR | two_layers.BIASES | two_layers.ACTIVATIONS,
    "05_cross_entropy": cross_entropy.UNITS | cross_entropy.BATCH,
    "06_any_depth": network.LAYER | network.ACROSS,
    "07_softmax_and_digits": softmax.CLASSES | softmax.LOG_SUM_EXP | softmax.TWO_CLASSES | softmax.BATCH,
    "08_gradient_checking": finite_differences.CLAIMS,
}


def code(name):
    book = nbformat.read(CHAPTERS / f"{name}.ipynb", as_version=4)
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_is_concluded(name):
    concluded = re.findall(r'\.concludes\(\w+\["([^"]+)"\]\)', code(name))
    assert set(concluded) == set(CLAIMS[name])


def test_no_mathematics_is_retyped_in_a_chapter():
    for path in CHAPTERS.glob("*.ipynb"):
        assert "frac" not in code(path.stem)
        assert "Latex(" not in code(path.stem)
