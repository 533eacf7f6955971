"""The derived lines, run as NumPy, against the code."""

import pytest

from backprop.checking import agrees, closed_forms_agree, gradients_at
from backprop.numeric import ACTIVATIONS
from backprop.proving import Recursion, scalar, times
from backprop.results.network import forward, whole

E = scalar("E")
MIXED = [ACTIVATIONS[name] for name in ("softplus", "tanh", "sigmoid")]


@pytest.mark.parametrize("sizes", [(2, 3, 4, 1, 5), (3, 3, 3, 3, 3), (1, 1, 1, 1, 1)])
def test_the_closed_forms_are_the_code(sizes):
    """That this can fail is shown below."""
    closed_forms_agree(Recursion(forward(3), E), whole(3), MIXED, sizes)


@pytest.mark.parametrize("widths", [(3, 1, 2, 1, 4), (3, 2, 1, 2, 1, 4), (3, 2, 1, 2, 1, 1, 2)])
def test_four_layers_to_six_are_the_code(widths):
    """Up to three, chapter 5 does it."""
    depth = len(widths) - 1
    mixed = [ACTIVATIONS[name] for name in ("tanh", "sigmoid", "softplus", "identity", "tanh", "sigmoid")[:depth]]
    agrees(gradients_at(depth), whole(depth), E, *mixed, sizes=[(2, *widths)])
    closed_forms_agree(Recursion(forward(depth), E), whole(depth), mixed, (2, *widths))


@pytest.mark.parametrize("name", ["Z2", "A1", "W1", "b3", "A0"])
def test_a_wrong_line_is_noticed_in_every_array_below_it(name):
    """Each line is doubled: no shape changes."""
    found = Recursion(forward(3), E)
    (array,) = (a for a in found.lines if a.name == name)
    vars(found)["lines"] = {**found.lines, array: times(2, found.lines[array])}
    with pytest.raises(AssertionError, match="Not equal"):
        closed_forms_agree(found, whole(3), MIXED, (3, 3, 3, 3, 3))


def test_a_gradient_that_was_not_derived_is_noticed():
    found = Recursion(forward(2), E)
    vars(found)["lines"] = {array: line for array, line in found.lines.items() if array.name != "b1"}
    with pytest.raises(AssertionError):
        closed_forms_agree(found, whole(2), MIXED[:2], (2, 3, 4, 1))
