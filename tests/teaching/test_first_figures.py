"""The figures of chapter 0 show the numbers that they are given."""

import numpy as np
import pytest
from sympy import Rational, log

from backprop.teaching import Prose, first_figures, four_rules, graph, landscape, neuron, valley, walks
from backprop.teaching.chapter import FOLDER
from backprop.teaching.first_figures import EDGES
from backprop.teaching.numbers import written

NUMBERS = {name: Rational(place, 7) for place, name in enumerate(EDGES, 1)}
SLOPES = {name: Rational(-place, 9) for place, name in enumerate(EDGES, 1)}
(CHAPTER,) = FOLDER.glob("00_why*.ipynb")


def square(w):
    return (2 * w - 1) ** 2 / 2


def height(w1, w2):
    return w1**2 + 3 * w2**2


def one_rule(into=2, back=3, sign="$+$"):
    return four_rules({"a plus copies": (sign, [(into, back), (4, 3)], [(6, 3)])})


FIGURES = {
    "neuron": (lambda: neuron(2, 1, 2, 1), lambda: neuron(2, 1, 2, 3)),
    "weight": (lambda: neuron(2, 1, 2, 1), lambda: neuron(2, 7, 2, 1)),
    "input": (lambda: neuron(2, 1, 2, 1), lambda: neuron(5, 1, 2, 1)),
    "tangent": (lambda: valley(square, 1.0, 2.0, 0.8), lambda: valley(square, 1.0, 1.0, 0.8)),
    "step": (lambda: valley(square, 1.0, 2.0, 0.8), lambda: valley(square, 1.0, 2.0, 0.6)),
    "curve": (lambda: valley(square, 1.0, 2.0, 0.8), lambda: valley(lambda w: square(w) + 0.1 * w, 1.0, 2.0, 0.8)),
    "walk": (lambda: walks(square, {"slow": [1, 0.8, 0.7]}), lambda: walks(square, {"slow": [1, 0.8, 0.6]})),
    "path": (
        lambda: landscape(height, {"slow": [(1, 1), (0.5, 0.2)]}, (0, 0)),
        lambda: landscape(height, {"slow": [(1, 1), (0.5, 0.4)]}, (0, 0)),
    ),
    "best": (
        lambda: landscape(height, {"slow": [(1, 1), (0.5, 0.2)]}, (0, 0)),
        lambda: landscape(height, {"slow": [(1, 1), (0.5, 0.2)]}, (0.2, 0)),
    ),
    "rule forwards": (one_rule, lambda: one_rule(into=5)),
    "rule backwards": (one_rule, lambda: one_rule(back=5)),
    "operation": (one_rule, lambda: one_rule(sign="$-$")),
    "slopes": (lambda: graph(NUMBERS), lambda: graph(NUMBERS, SLOPES)),
}


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()).endswith(".")


@pytest.mark.parametrize("name", EDGES)
def test_every_edge_of_the_graph_shows_its_number_and_its_slope(name):
    drawn = graph(NUMBERS, SLOPES)
    for changed in (graph(NUMBERS | {name: 100}, SLOPES), graph(NUMBERS, SLOPES | {name: 100})):
        assert changed._repr_svg_() != drawn._repr_svg_()
        assert f"{name} 100" in repr(changed)


@pytest.fixture
def drawn(monkeypatch):
    """Draws, and hands out the panels in place of the image."""
    monkeypatch.setattr(first_figures, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data: draw(*data)


def lines(axes):
    return [line.get_xydata().tolist() for line in axes.lines]


def texts(axes):
    return sorted(text.get_text() for text in axes.texts if text.get_text())


def test_the_neuron_shows_its_weight_what_it_says_and_what_it_should_say(drawn):
    left, right = drawn(neuron, 5, 7, 35, 33)
    assert texts(left) == ["$w$ = 7", "35", "5", "input $x$", "output $a$"]
    assert lines(right) == [[[35, 0]], [[33, 0]]]


def test_the_valley_has_its_curve_a_tangent_with_the_slope_and_both_places(drawn):
    (axes,) = drawn(valley, square, 0.9, 1.5, 0.7)
    curve, tangent, here, after = map(np.array, lines(axes))
    assert np.allclose(curve[:, 1], square(curve[:, 0]))
    (run, rise) = tangent[1] - tangent[0]
    assert np.isclose(rise / run, 1.5)
    assert np.allclose(tangent.mean(axis=0), (0.9, square(0.9)))
    assert np.allclose([*here, *after], [(0.9, square(0.9)), (0.7, square(0.7))])
    assert "tangent: slope 1.5" in texts(axes)


def test_every_place_of_every_walk_lies_on_the_curve(drawn):
    named = {"slow": [1, Rational(4, 5), 0.7], "fast": [1, 0, 1]}
    for axes, (caption, weights) in zip(drawn(walks, square, named), named.items(), strict=True):
        curve, walk, start = map(np.array, lines(axes))
        assert np.allclose(curve[:, 1], square(curve[:, 0]))
        assert np.allclose(walk, [(float(w), float(square(w))) for w in weights])
        assert np.allclose(start, walk[:1])
        assert axes.get_xlabel().endswith(caption)


def test_the_landscape_has_the_paths_the_best_place_and_the_contours_of_the_paths(drawn):
    named = {"slow": [(1, 1), (0.5, 0.2)], "fast": [(1, 1), (-0.6, 0.3), (0.1, 0.1)]}
    for axes, (caption, path) in zip(drawn(landscape, height, named, (0.2, 0)), named.items(), strict=True):
        assert lines(axes) == [[list(place) for place in path], [[1, 1]], [[0.2, 0]]]
        (contours,) = axes.collections
        assert np.allclose(contours.levels, sorted(height(*place) for place in path))
        for level, ring in zip(contours.levels, contours.get_paths(), strict=True):
            assert np.allclose(height(*ring.vertices.T), level, atol=1e-3)
        assert axes.get_xlabel().endswith(caption)
        assert axes.get_aspect() == 1  # else a right angle would not look like one


def test_the_graph_and_the_rules_show_each_number_once(drawn):
    (axes,) = drawn(graph, NUMBERS, SLOPES)
    numbers = [written(number) for number in (*NUMBERS.values(), *SLOPES.values())]
    shown = [text.removeprefix("$z$ = ").removeprefix("$a$ = ") for text in texts(axes)]
    assert sorted(text for text in shown if text[-1].isdigit()) == sorted(numbers)
    axes, _ = drawn(four_rules, {"a plus copies": ("$+$", [(2, 3), (4, 5)], [(6, 7)])})
    assert texts(axes) == ["$+$", "2", "3", "4", "5", "6", "7", "a plus copies"]


def test_a_graph_without_a_number_is_refused():
    with pytest.raises(KeyError, match="error"):
        graph({name: number for name, number in NUMBERS.items() if name != "error"})


def test_the_text_says_the_numbers():
    assert "weight 1 to an output 2" in repr(neuron(2, 1, 2, 1))
    assert "slope 2. An arrow leads down to the weight 0.8" in repr(valley(square, 1.0, 2.0, 0.8))
    assert "slow: 1, 0.8, 0.7" in repr(walks(square, {"slow": [1, 0.8, 0.7]}))
    assert "in 2 with slope 3 and 4 with slope 3, out 6 with slope 3" in repr(one_rule())


@pytest.mark.parametrize(
    "value, text", [(Rational(-3, 64), "−3/64"), (log(3), "ln 3"), (log(3) - 2, "ln 3 − 2"), (7, "7"), ("?", "?")]
)
def test_numbers_are_written_as_on_a_board(value, text):
    assert written(value) == text


def test_prose_says_the_same_on_the_page_and_in_the_terminal():
    assert Prose("**Figure 1.** The valley.")._repr_markdown_() == repr(Prose("**Figure 1.** The valley."))
