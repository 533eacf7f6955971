"""The figures of chapter 10 show what they are given, and are low enough for the page."""

import pytest
from sympy import Rational, log

from backprop.teaching import figures
from backprop.teaching.figures import Captioned
from backprop.teaching.graph_figures import NEURON, USED_TWICE, graph, price
from backprop.teaching.numbers import rough, written
from tests.teaching.pixels import pixels

PLACES = {"$w$": (0, 1.2), "$z$": (1.4, 0), "$E$": (2.8, 0)}
EDGES = [("$w$", "$z$"), ("$z$", "$E$")]
VALUES = {"$w$": "1", "$z$": "3", "$E$": "12"}


def drawn(**changed):
    return graph(**{"places": PLACES, "edges": EDGES, "values": VALUES, "alt": "A graph of three nodes."} | changed)


def costs(last=100):
    return price((1, 10), {"once": (1, 10), "back": (2, 20), "nudges": (2, last)})


@pytest.mark.parametrize("draw", [drawn, costs])
def test_figures_are_the_same_each_time_and_not_blank(draw):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert pixels(draw()).std() > 0.01
    assert repr(draw()).endswith(".")


@pytest.mark.parametrize(
    "changed",
    [
        {"values": VALUES | {"$E$": "13"}},
        {"edges": EDGES[:1]},
        {"gradients": {"$E$": "1"}},
        {"slopes": {EDGES[0]: "2"}},
        {"ranks": {"$E$": "1st"}},
        {"faint": [("$w$", "$E$")]},
        {"places": PLACES | {"$E$": (2.8, 1.2)}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_graph_shows_all_that_it_is_given(changed):
    assert drawn(**changed)._repr_svg_() != drawn()._repr_svg_()


def test_an_edge_is_walked_back_where_both_ends_have_a_gradient():
    """Two numbers in orange, at the ends of one edge or of none."""
    one, none = (orange(drawn(gradients=dict.fromkeys(ends, "1"))) for ends in (("$w$", "$z$"), ("$w$", "$E$")))
    assert one > 2 * none > 0


def orange(picture):
    red, _, blue = (pixels(picture)[..., channel] for channel in range(3))
    return ((red > 0.7) & (blue < 0.3)).sum()


def test_the_costs_are_drawn_and_said():
    assert costs(100)._repr_svg_() != costs(200)._repr_svg_()
    assert repr(costs(2000)).endswith("At 10: once 10, back 20, nudges 2,000.")


def test_numbers_are_written_as_on_the_board():
    assert written(log(3) - 2) == "ln 3 − 2"
    assert written(Rational(-3, 64)) == "−3/64"


@pytest.mark.parametrize(
    "places, side",
    [
        ({"u": (0, 0), "v": (1, 1.5)}, "left"),  # a steep arrow comes from below left
        ({"u": (0, 0), "v": (1, 0.5)}, "center"),
        ({"v": (0, 0), "u": (1, -1)}, "right"),  # one falls to below right
        ({"v": (0, 0), "u": (1, -0.5)}, "center"),
    ],
)
def test_a_number_below_a_node_makes_way_for_a_steep_arrow(places, side):
    labels = list(places)
    edges, gradients = [tuple(labels)], dict.fromkeys(labels, "-1/16")
    axes = drawn(places=places, edges=edges, values={}, gradients=gradients).figure.axes[0]
    x, y = places["v"]
    (below,) = (text for text in axes.texts if text.get_text() == "-1/16" and text.get_position()[1] == y - 0.31)
    assert below.get_ha() == side and abs(below.get_position()[0] - x) < 0.2


@pytest.mark.parametrize(
    "value, text",
    [(9.3e-6, r"$9 \cdot 10^{-6}$"), (1.2e-7, "$10^{-7}$"), (9.6e-8, "$10^{-7}$"), (3e11, r"$3 \cdot 10^{11}$")],
)
def test_a_rough_number_is_a_digit_times_a_power_of_ten(value, text):
    assert rough(value) == text


def test_a_caption_stands_under_its_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "display", shown.append)
    captioned = Captioned("7.2", drawn(), "Watch $z$.")
    captioned._ipython_display_()
    picture, caption = shown
    assert repr(picture) == repr(captioned) == "A graph of three nodes."
    assert picture._repr_svg_() == drawn()._repr_svg_()
    assert caption._repr_markdown_() == repr(caption) == "**Figure 7.2.** Watch $z$."


@pytest.mark.parametrize("layout", [NEURON, USED_TWICE])
def test_every_step_of_a_layout_leads_to_the_right_and_each_place_has_one(layout):
    places = layout["places"]
    assert all(places[start][0] < places[end][0] for start, end in layout["edges"])
    assert {label for edge in layout["edges"] for label in edge} == set(places)
    assert graph(**layout, values={}, alt="A graph.")._repr_svg_().startswith("<?xml")
