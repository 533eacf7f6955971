"""The figures of chapter 5 show the numbers that they are given."""

import numpy as np
import pytest
from sympy import Matrix, Rational

from backprop.teaching import carried, cost_of_order, depth_figures, kept, many_layers, network_numbers, relay

UNITS = [[7], [Rational(1, 2), Rational(3, 4)], [Rational(-1, 5)]]
WEIGHTS = [Matrix([11, 12]), Matrix([[13, -14]])]
BACK = [[Rational(1, 9)], [Rational(-1, 8), Rational(5, 8)], [Rational(2, 7)]]
SHAPES = {"from the cost": [(1, 10), None], "from the input": [(20, 30), (1, 30)]}


def changed(layers, at, unit, number):
    return [[number if (at, unit) == (v, u) else old for u, old in enumerate(layer)] for v, layer in enumerate(layers)]


FIGURES = {
    "depth": (lambda: many_layers(100, 4), lambda: many_layers(50, 4)),
    "width": (lambda: many_layers(100, 4), lambda: many_layers(100, 3)),
    "layers": (lambda: relay("l-2", "l-1", "l"), lambda: relay("l-1", "l", "l+1")),
    "bytes of a layer": (lambda: kept(10**6, 10**6, 9), lambda: kept(2 * 10**6, 10**6, 9)),
    "bytes forwards": (lambda: kept(10**6, 10**6, 9), lambda: kept(10**6, 2 * 10**6, 9)),
    "layers kept": (lambda: kept(10**6, 10**6, 9), lambda: kept(10**6, 10**6, 8)),
    "cost": (lambda: network_numbers(UNITS, WEIGHTS, 3), lambda: network_numbers(UNITS, WEIGHTS, 4)),
    "biases": (
        lambda: network_numbers(UNITS, WEIGHTS, 3, None, [[21, 22], [23]]),
        lambda: network_numbers(UNITS, WEIGHTS, 3, None, [[21, 22], [24]]),
    ),
    "backwards": (lambda: network_numbers(UNITS, WEIGHTS, 3), lambda: network_numbers(UNITS, WEIGHTS, 3, BACK)),
    "carried": (
        lambda: carried(["in", "out"], SHAPES),
        lambda: carried(["in", "out"], SHAPES | {"from the input": [(20, 29), (1, 30)]}),
    ),
    "order": (
        lambda: carried(["in", "out"], SHAPES),
        lambda: carried(["in", "out"], SHAPES | {"from the input": [(1, 30), (20, 30)]}),
    ),
    "places": (lambda: carried(["in", "out"], SHAPES), lambda: carried(["in", "end"], SHAPES)),
}


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()) != repr(draw_other())
    assert repr(draw()).endswith(".")


@pytest.mark.parametrize("place", [(0, 0), (1, 0), (1, 1), (2, 0)])
def test_every_unit_shows_its_number_and_its_delta(place):
    drawn = network_numbers(UNITS, WEIGHTS, 3, BACK)
    for other in (
        network_numbers(changed(UNITS, *place, 99), WEIGHTS, 3, BACK),
        network_numbers(UNITS, WEIGHTS, 3, changed(BACK, *place, 99)),
    ):
        assert other._repr_svg_() != drawn._repr_svg_()
        assert "99" in repr(other)


@pytest.fixture
def drawn(monkeypatch):
    """Draws, and hands out the axes in place of the image."""
    for module in (depth_figures, cost_of_order):
        monkeypatch.setattr(module, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data: draw(*data)


def texts(axes):
    return sorted(text.get_text() for text in axes.texts if text.get_text())


def test_every_weight_stands_on_its_own_edge(drawn):
    (axes,) = drawn(network_numbers, UNITS, WEIGHTS, 3)
    at = {text.get_text(): text.get_position() for text in axes.texts}
    assert at["11"][1] > at["7"][1] > at["12"][1]  # the upper unit is the first
    assert at["13"][1] > at["−14"][1]
    assert {"7", "1/2", "3/4", "−1/5", "3", "$E$", "input", "layer 1", "layer 2"} <= set(texts(axes))


def test_every_bias_is_beside_its_unit(drawn):
    (axes,) = drawn(network_numbers, UNITS, WEIGHTS, 3, None, [[21, 22], [23]])
    at = {text.get_text(): text.get_position() for text in axes.texts}
    for unit, bias, side in (("1/2", "$b$ = 21", 1), ("3/4", "$b$ = 22", -1), ("−1/5", "$b$ = 23", -1)):
        assert np.allclose(np.subtract(at[bias], at[unit]), (0, 0.34 * side))


def test_only_what_the_weight_leads_to_is_lit(drawn):
    (axes,) = drawn(many_layers, 100, 3)
    lit = [line for line in axes.lines if line.get_color() == depth_figures.ORANGE]
    assert len(lit) == 1 + 3 + 9 + 9 + 3
    assert {"1", "2", "3", "99", "100"} <= set(texts(axes))


def test_memory_rises_by_a_layer_and_falls_again(drawn):
    (axes,) = drawn(kept, 2 * 10**6, 3 * 10**6, 4)
    up, down, flat = (line.get_xydata() for line in axes.lines)
    assert np.allclose(up, [(at, 2 * at) for at in range(5)])
    assert np.allclose(down, [(4 + at, 8 - 2 * at) for at in range(5)])
    assert np.allclose(flat[:, 1], 3)


def test_rectangles_are_as_large_as_what_is_carried_and_stand_over_their_place(drawn):
    some = {"a": [(40, 500), None, (400, 500)], "b": [None, (1, 500), (400, 40)]}
    middles = []
    for axes, shapes in zip(drawn(carried, ["x", "y", "z"], some), some.values(), strict=True):
        there = [shape for shape in shapes if shape]
        for patch, (rows, columns) in zip(axes.patches, there, strict=True):
            least = cost_of_order.LEAST
            assert (patch.get_height(), patch.get_width()) == (max(rows, least), max(columns, least))
            assert rf"${rows} \times {columns}$" in texts(axes)
            assert f"{rows * columns:,}" in texts(axes)
        middles.append([patch.get_x() + patch.get_width() / 2 for patch in axes.patches])
    assert middles[0][1] == middles[1][1] > middles[1][0] > middles[0][0]


def test_the_relay_hands_delta_back_through_its_own_weights_and_drops_two_gradients(drawn):
    (axes,) = drawn(relay, "l-2", "l-1", "l")
    place = {text.get_text(): text.get_position()[0] for text in axes.texts if text.get_text()}
    below, between, above = (rf"$\Delta^{{({at})}} W^{{({at})\top}}$" for at in ("l-1", "l", "l+1"))
    drops = [rf"$\dfrac{{\partial E}}{{\partial W^{{({at})}}}},\ \dfrac{{\partial E}}{{\partial b^{{({at})}}}}$"
             for at in ("l-1", "l")]  # fmt: skip
    units = [r"$\Delta^{(l-1)}$", r"$\Delta^{(l)}$", "layer $l{-}1$", "layer $l$"]
    assert sorted(place) == sorted(
        [below, between, above, *drops, *units, *(f"$A^{{({at})}}$" for at in ("l-2", "l-1", "l"))]
    )
    assert place[below] < place[units[0]] < place[between] < place[units[1]] < place[above]
    assert [place[drop] for drop in drops] == [place[unit] for unit in units[:2]] == [place[name] for name in units[2:]]
