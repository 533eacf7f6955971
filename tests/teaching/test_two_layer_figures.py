"""The figures of chapter 4 show the numbers that they are given, and the graph grows."""

import numpy as np
import pytest
from sympy import Rational, log

from backprop.teaching import blame, board, early, grown, two_layer_figures, two_ways
from tests.teaching.pixels import pixels

WEIGHTS = [[2, 3], [5, 7]]
NUMBERS = {
    "X": [11, 12], "W1": [[13, 14], [15, 16]], "b1": [17, 18], "Z1": [19, 20], "A1": [21, 22], "W2": [23, 24],
    "b2": [25], "Z2": [26], "A2": [27], "Y": [28], "E": [29],
}  # fmt: skip
BACK = {"A2": [31], "Z2": [32], "A1": [33, 34], "Z1": [35, 36]}
SLOPES = {"W1": [[41, 42], [43, 44]], "b1": [45, 46], "W2": [47, 48], "b2": [49]}


def errors_of(weights=WEIGHTS, errors=(8, 9), **more):
    return blame((1, 2), weights, (12, 17), errors, **more)


def rates(last=0.3):
    return early([0.01, 0.1], [0.03, last], 1e-6)


FIGURES = {
    "weight": (errors_of, lambda: errors_of([[2, 3], [5, 6]])),
    "error": (errors_of, lambda: errors_of(errors=(8, 10))),
    "answer": (errors_of, lambda: errors_of(back=43)),
    "way": (lambda: two_ways(WEIGHTS, (1, 2), (1, 3)), lambda: two_ways(WEIGHTS, (1, 2), (2, 3))),
    "forwards": (lambda: two_ways(WEIGHTS, (1, 2), (1, 3)), lambda: two_ways(WEIGHTS, (1, 4), (1, 3))),
    "backwards": (lambda: board(NUMBERS), lambda: board(NUMBERS, BACK)),
    "slopes": (lambda: board(NUMBERS, BACK), lambda: board(NUMBERS, BACK, SLOPES)),
    "biases": (grown, lambda: grown(biases=True)),
    "activations": (lambda: grown(biases=True), lambda: grown(biases=True, activations=True)),
    "too early": (rates, lambda: rates(0.4)),
}


@pytest.mark.parametrize("draw, draw_other", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw, draw_other):
    assert draw()._repr_svg_() == draw()._repr_svg_()
    assert draw()._repr_svg_() != draw_other()._repr_svg_()
    assert repr(draw()) != repr(draw_other())
    assert repr(draw()).endswith(".")
    assert pixels(draw()).std() > 0.01


@pytest.fixture
def shown(monkeypatch):
    """Draws, and hands out the texts in place of the image."""
    monkeypatch.setattr(two_layer_figures, "Picture", lambda figure, alt: figure.axes)
    return lambda draw, *data, **more: [
        text.get_text() for axes in draw(*data, **more) for text in axes.texts if text.get_text()
    ]


def flat(named):
    return [str(value) for values in named.values() for value in np.ravel(np.array(values, dtype=object))]


def test_the_board_shows_every_number_once(shown):
    texts = [text.removeprefix("+ ").removeprefix("$Y$ = ") for text in shown(board, NUMBERS, BACK)]
    assert sorted(text for text in texts if text.isdigit()) == sorted(flat(NUMBERS) + flat(BACK))


def test_slopes_stand_in_the_place_of_weights(shown):
    texts = [text.removeprefix("+ ").removeprefix("$Y$ = ") for text in shown(board, NUMBERS, BACK, SLOPES)]
    kept = {name: values for name, values in NUMBERS.items() if name not in SLOPES}
    assert sorted(text for text in texts if text.isdigit()) == sorted(flat(kept) + flat(BACK) + flat(SLOPES))


def test_what_is_asked_is_a_question_mark_and_numbers_are_those_of_a_board(shown):
    asked = NUMBERS | {"Z1": ["?", log(3)], "E": [Rational(-1, 8)]}
    texts = shown(board, asked)
    assert texts.count("?") == 1 and "ln 3" in texts and "−1/8" in texts


def test_a_negative_bias_is_taken_away(shown):
    texts = shown(board, NUMBERS | {"b1": [-17, 18]})
    assert {"− 17", "+ 18"} <= set(texts)
    assert "−17" in shown(board, NUMBERS, BACK, SLOPES | {"b1": [-17, 18]})


def test_a_board_without_a_number_is_refused():
    with pytest.raises(KeyError, match="W2"):
        board({name: value for name, value in NUMBERS.items() if name != "W2"})


def test_the_question_asks_for_one_number_and_gives_the_errors(shown):
    assert shown(errors_of).count("derivative ?") == 1
    assert {"error 8", "error 9", "derivative 43"} <= set(shown(errors_of, back=43))


def test_a_column_gathers_forwards_and_a_row_backwards(shown):
    texts = shown(two_ways, WEIGHTS, (10, 100), (1000, 10000))
    assert "520" in texts  # 10 times 2 and 100 times 5
    assert "32000" in texts  # 1000 times 2 and 10000 times 3


def test_the_graph_grows_and_keeps_what_it_had(shown):
    linear, biases, bent = (
        shown(grown, biases=with_biases, activations=with_bends)
        for with_biases, with_bends in ((False, False), (True, False), (True, True))
    )
    assert set(linear) < set(biases) < set(bent)
    assert {"$b^{(1)}$", "$b^{(2)}$"} <= set(biases) - set(linear)
    assert {"$Z^{(1)}$", "$Z^{(2)}$", r"$□ \odot f_1'$", r"$□ \odot f_2'$"} == set(bent) - set(biases)


def test_the_last_error_is_written(shown):
    assert "30%" in shown(rates)


def test_the_texts_say_the_numbers():
    assert "rises to 30% at 0.1. At 0.01 it is 3.00%" in repr(rates())
    assert "down the first column 520 comes out" in repr(two_ways(WEIGHTS, (10, 100), (1000, 10000)))
    assert "A1 33, 34, Z1 35, 36" in repr(board(NUMBERS, BACK))
