"""The slope of a sigmoid, and hidden units that are alike: true lines are proved, and near misses refuted."""

import pytest

from backprop.proving import derive
from backprop.proving.derivation import Refuted
from backprop.results.saturation import ALIKE, SLOPE, alike, layer, units

LINES = {
    "the slope": (units, "da_q/dz_q = a_q (1 - a_q)", "da_q/dz_q = 1 - a_q^2"),
    "what it falls short by": (units, "1/4 - da_q/dz_q = (a_q - 1/2)^2", "1/4 - da_q/dz_q = a_q^2 - 1/2"),
    "a layer": (
        layer,
        "delta^(l)_j = a^(l)_j (1 - a^(l)_j) sum_q w^(l+1)_qj delta^(l+1)_q",
        "delta^(l)_j = a^(l)_j sum_q w^(l+1)_qj delta^(l+1)_q",
    ),
    "weights below": (
        alike,
        "dE/dw^(1)_jp = x_p f'(sum_s theta^(1)_s x_s + b) sum_q theta^(2)_q delta_q",
        "dE/dw^(1)_jp = x_p f(sum_s theta^(1)_s x_s + b) sum_q theta^(2)_q delta_q",
    ),
    "weights above": (
        alike,
        "dE/dw^(2)_qj = delta_q f(sum_p theta^(1)_p x_p + b)",
        "dE/dw^(2)_qj = delta_q theta^(2)_q",
    ),
}


@pytest.mark.parametrize("model, right, wrong", LINES.values(), ids=LINES)
def test_what_is_true_is_proved_and_a_near_miss_is_refuted(model, right, wrong):
    assert "Proved for any size" in repr(derive(model, right))
    with pytest.raises(Refuted):
        derive(model, wrong)


def test_no_hidden_unit_stands_on_the_right():
    for claim in ALIKE.values():
        assert "j" in {symbol.name for symbol in claim.left.free_symbols}
        assert "j" not in {symbol.name for symbol in claim.right.free_symbols}


def test_a_square_bounds_the_slope():
    assert SLOPE["gap"].right.is_Pow
    assert SLOPE["gap"].right.exp == 2
