"""The figures of chapters 1 and 2 show the numbers that they are given."""

import re

import numpy as np
import pytest
from sympy import Rational

from backprop.teaching import layer_figures
from backprop.teaching.layer_figures import (
    collected,
    layer_numbers,
    outer_product,
    paths,
    slopes_at,
    stretching,
    wires,
)
from tests.teaching.pixels import pixels

NAMES = {"x": 2, "b": 3, "z": 3, "a": 3, "y": 3}
FORWARDS = {
    name: [Rational(10 * at + 1, 7 + place) for at in range(count)] for place, (name, count) in enumerate(NAMES.items())
}
FORWARDS |= {"w": [[11, 12], [21, 22], [31, 32]], "E": 41}
BACKWARDS = {
    name: [Rational(-10 * at - 3, 17 + place) for at in range(count)]
    for place, (name, count) in enumerate(NAMES.items())
}
BACKWARDS |= {"w": [[-11, -12], [-21, -22], [-31, -32]], "slope": [51, 52, 53]}
GRID = np.linspace(-1, 1, 9)


def squeezed(z):
    return np.array([0.3, 0.2]) * z


def one_wire(entry=2, upstream=3, back=6):
    return wires({"one": ([[entry, 0, 0], [0, 1, 0], [0, 0, 1]], [upstream, 0, 0], [back, 0, 0])})


FIGURES = {
    "weights": (lambda: collected("$x_1$", [2, -1], [3, 4], 2), lambda: collected("$x_1$", [2, -5], [3, 4], 2)),
    "slopes": (lambda: collected("$x_1$", [2, -1], [3, 4], 2), lambda: collected("$x_1$", [2, -1], [3, 5], 2)),
    "sum": (lambda: collected("$x_1$", [2, -1], [3, 4], 2), lambda: collected("$x_1$", [2, -1], [3, 4], 7)),
    "input": (lambda: collected("$x_1$", [2, -1], [3, 4], 2), lambda: collected("$x_2$", [2, -1], [3, 4], 2)),
    "right slope": (lambda: slopes_at({"f": (GRID, GRID)}, GRID), lambda: slopes_at({"f": (GRID**2, GRID)}, GRID)),
    "wrong slope": (lambda: slopes_at({"f": (GRID, GRID)}, GRID), lambda: slopes_at({"f": (GRID, GRID**2)}, GRID)),
    "function": (
        lambda: stretching({"f": (squeezed, (0, 0))}, 0.1),
        lambda: stretching({"f": (lambda z: squeezed(z)[::-1], (0, 0))}, 0.1),
    ),
    "middle": (
        lambda: stretching({"f": (lambda z: z**2, (0.1, 0.2))}, 0.1),
        lambda: stretching({"f": (lambda z: z**2, (0.1, 0.1))}, 0.1),
    ),
    "enlarged": (
        lambda: stretching({"f": (squeezed, (0, 0))}, 0.1, 2.5), lambda: stretching({"f": (squeezed, (0, 0))}, 0.1, 2),
    ),
    "entry": (one_wire, lambda: one_wire(entry=5)),
    "upstream": (one_wire, lambda: one_wire(upstream=5)),
    "back": (one_wire, lambda: one_wire(back=5)),
    "column": (lambda: outer_product([1, 2], [3, 4], "dx"), lambda: outer_product([1, 5], [3, 4], "dx")),
    "row": (lambda: outer_product([1, 2], [3, 4], "dx"), lambda: outer_product([1, 2], [3, 5], "dx")),
    "slopes of a layer": (lambda: layer_numbers(FORWARDS), lambda: layer_numbers(FORWARDS, BACKWARDS)),
}  # fmt: skip


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()).endswith(".")


def test_the_paths_are_the_same_each_time_and_not_blank():
    assert paths()._repr_svg_() == paths()._repr_svg_()
    assert pixels(paths()).std() > 0.01
    assert repr(paths()).endswith("one through each output.")


@pytest.fixture
def drawn(monkeypatch):
    """Draws, and hands out the panels in place of the image."""
    monkeypatch.setattr(layer_figures, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data: draw(*data)


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def flat(numbers):
    return [v for value in numbers.values() for v in np.array(value, dtype=object).ravel()]


def shown(numbers):
    return sorted(layer_figures.written(v) for v in numbers)


def test_a_layer_shows_every_number_forwards_and_backwards_once(drawn):
    (axes,) = drawn(layer_numbers, FORWARDS)
    plain = [re.sub(r"^\$[by]_\d\$ = ", "", text) for text in texts(axes)]
    assert sorted(text for text in plain if "$" not in text) == shown(flat(FORWARDS))
    (axes,) = drawn(layer_numbers, FORWARDS, BACKWARDS)
    plain = [re.sub(r"^(\$[by]_\d\$(:| =) |·)", "", text) for text in texts(axes)]
    there = {name: value for name, value in FORWARDS.items() if name not in ("w", "b")}
    back = {name: value for name, value in BACKWARDS.items() if name != "y"}
    assert sorted(text for text in plain if "$" not in text) == shown([*flat(there), *flat(back), 1])


@pytest.mark.parametrize("given", [[FORWARDS], [FORWARDS, BACKWARDS]], ids=["forwards", "backwards"])
def test_a_weight_stands_on_its_own_edge(drawn, given):
    (axes,) = drawn(layer_numbers, *given)
    places = {text.get_text(): text.get_position() for text in axes.texts}
    for q, high in enumerate(layer_figures.OUTPUTS):
        for p, low in enumerate(layer_figures.INPUTS):
            x, y = places[layer_figures.written(given[-1]["w"][q][p])]
            along = x / layer_figures.COLUMNS["z"]
            assert np.isclose(y, low + along * (high - low))


def test_the_ellipse_is_what_the_function_makes_of_the_circle(drawn):
    circle, ellipse = drawn(stretching, {"f": (squeezed, (3, 4))}, 0.1)
    before, after = (np.array(axes.lines[-1].get_xydata()) for axes in (circle, ellipse))
    assert np.allclose(np.hypot(*before.T), 0.1)
    assert np.allclose(after, before * [0.3, 0.2])


def test_the_text_says_the_numbers():
    assert "z: 1/9, 11/9, 7/3" in repr(layer_numbers(FORWARDS))
    assert "w: (−11, −12), (−21, −22), (−31, −32)" in repr(layer_numbers(FORWARDS, BACKWARDS))
    assert "3 times 2; 4 times −1. Together they are 2." in repr(collected("$x_1$", [2, -1], [3, 4], 2))
    assert "one: 3 wires, from 3, 0, 0 to 6, 0, 0" in repr(one_wire())
    assert "enlarged 2.5 times" in repr(stretching({"f": (squeezed, (0, 0))}, 0.1, 2.5))
    assert "0.20 to 0.30 of the radius" in repr(stretching({"f": (squeezed, (0, 0))}, 0.1))
