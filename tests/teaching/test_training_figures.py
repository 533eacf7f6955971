"""The figures of training: the same each time, not blank, and they change with what they show."""

import numpy as np
import pytest
from sympy import Rational

from backprop.teaching import (
    confusion,
    delta_lengths,
    first_step,
    images,
    learning_curves,
    sigmoid_chain,
    slope_of_output,
)
from tests.teaching.pixels import pixels

ALT = "What is to be seen."


FIGURES = {
    "images": lambda value: images(np.full((3, 64), value / 2), ["1", "2", "3"], ALT),
    "captions": lambda value: images(np.zeros((2, 64)), [str(value), "2"], ALT),
    "cost": lambda value: learning_curves([[1, value / 2]], [[0.9, 0.97]]),
    "share": lambda value: learning_curves([[1, 0.1]], [[0.9, 0.9 + value / 20]]),
    "confusion": lambda value: confusion([[9, value], [0, 8]]),
    "lengths": lambda value: delta_lengths({"ReLU": [1, 2], "sigmoid": [1, value]}),
    "factors": lambda value: delta_lengths({"sigmoid": [value, 8, 40]}),
    "step, image": lambda value: first_step(np.full(64, value / 2), [0.1, -0.1], np.eye(64, 2)),
    "step, errors": lambda value: first_step(np.ones(64), [0.1, -0.1 * value], np.eye(64, 2)),
    "step, changes": lambda value: first_step(np.ones(64), [0.1, -0.1], np.eye(64, 2, k=-value)),
    "chain, outputs": lambda value: sigmoid_chain([0, value], [Rational(1, 4)], [Rational(1, 4), 1]),
    "chain, slopes": lambda value: sigmoid_chain([0, 1], [Rational(1, 4 * value)], [Rational(1, 4), 1]),
    "chain, deltas": lambda value: sigmoid_chain([0, 1], [Rational(1, 4)], [Rational(1, 4), value]),
    "slope": lambda value: slope_of_output([Rational(value, 3)]),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw):
    assert draw(1)._repr_svg_() == draw(1)._repr_svg_()
    one, other = (pixels(draw(value)) for value in (1, 2))
    assert one.std() > 0.01
    assert not np.array_equal(one, other)
    assert repr(draw(1)).endswith(".")


def test_ink_is_dark_and_every_image_is_pixels():
    paper, ink = (pixels(images([np.full(64, value)], [""], ALT, rows=1)) for value in (0.0, 1.0))
    assert paper[..., :3].mean() > 0.99 > ink[..., :3].mean()
    named = ["", "", ""]
    all_three, two = (pixels(images(np.outer(shades, np.ones(64)), named, ALT)) for shades in ([1, 1, 1], [1, 1, 0]))
    assert all_three[..., :3].mean() < two[..., :3].mean()


def test_the_images_lie_as_the_pixels_do():
    """Pixels count along the rows, from the top."""
    top = pixels(images([np.arange(64) < 8], [""], ALT, rows=1))[..., :3].mean(axis=2)
    dark_rows = np.flatnonzero(top.min(axis=1) < 0.1)
    assert dark_rows.max() < top.shape[0] / 3


def test_the_texts_say_the_numbers():
    chain = repr(sigmoid_chain([0, 1], [Rational(3, 16)], [Rational(3, 16), 1]))
    assert "Backwards, from the right to the left: 1, 3/16." in chain
    assert "at 3/4: slope 3/16, short by 1/16" in repr(slope_of_output([Rational(1, 2), Rational(3, 4)]))
    assert "0: 0.1, 1: -0.9" in repr(first_step(np.zeros(64), [0.1, -0.9], np.eye(64, 2)))
    assert "sigmoid: 2e-05, 0.1" in repr(delta_lengths({"sigmoid": [2e-5, 0.1]}))


def test_every_arrow_of_the_chain_lies_in_the_drawing():
    ax = sigmoid_chain([0, 1, 2], [Rational(3, 16)] * 2, [1, 2, 3]).figure.axes[0]
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    left, right = ax.get_xlim()
    assert len(arrows) == 6
    assert all(left < x < right for arrow in arrows for x in (arrow.xy[0], arrow.xyann[0]))


def test_a_single_curve_says_by_how_much_it_falls():
    texts = [text.get_text() for text in delta_lengths({"sigmoid": [1, 4, 14]}).figure.axes[0].texts]
    assert texts == ["÷ 4.0", "÷ 3.5"]
    assert len(delta_lengths({"sigmoid": [1, 4], "ReLU": [1, 1]}).figure.axes[0].texts) == 0
