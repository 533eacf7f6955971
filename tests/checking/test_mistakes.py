import pytest

from backprop.checking.agreement import agrees
from backprop.checking.mistakes import CHECKS, MISTAKES, caught, caught_table
from backprop.numeric.activations import ACTIVATIONS
from backprop.numeric.single_layer import gradients
from backprop.symbolic.single_layer import C, layer

SIZES = [(3, 2), (2, 3), (2, 2)]


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_is_caught_by_every_check_of_values(mistake, sizes):
    found = caught(mistake.gradients, layer, C, ACTIVATIONS["sigmoid"], sizes)
    assert {check: found[check] for check in CHECKS[1:]} == dict.fromkeys(CHECKS[1:], True)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_harmless_for_these_activations_only(mistake, activation):
    found = caught(mistake.gradients, layer, C, activation, (3, 2))
    assert found["SymPy"] == (activation.name not in mistake.harmless)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_the_right_code_is_not_caught(activation, sizes):
    found = caught(gradients, layer, C, activation, sizes)
    assert found == {"shapes": False, "SymPy": False, "central differences": False,
                     "complex step": False if activation.analytic else None}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_spoils_the_gradient_that_it_names(mistake):
    """The other two are right: what is caught is the mistake, not something else."""

    def mended(w, x, b, y, activation):
        wrong, right = mistake.gradients(w, x, b, y, activation), gradients(w, x, b, y, activation)
        return wrong._replace(**{mistake.field: getattr(right, mistake.field)})

    agrees(mended, layer, C, ACTIVATIONS["sigmoid"], sizes=[(2, 2)])


def test_the_table_shows_what_was_found():
    rows = {name: (shape, values) for name, _, shape, values in caught_table(2, layer, C).rows}
    everything = ", ".join(CHECKS[1:])
    assert rows["swapped outer product"] == ("unless square", everything)
    assert rows["inner for elementwise product"] == ("yes", everything)
    assert rows["np.diag of a column"] == ("no", everything)
    assert set(rows) == {m.name for m in MISTAKES.values() if m.chapter == 2}
