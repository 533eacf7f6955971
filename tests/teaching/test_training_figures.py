"""The figures of training: the same each time, not blank, and they change with what they show."""

import numpy as np
import pytest

from backprop.teaching import confusion, gradient_norms, images, learning_curves
from tests.teaching.pixels import pixels

ALT = "What is to be seen."


FIGURES = {
    "images": lambda value: images(np.full((3, 64), value / 2), ["1", "2", "3"], ALT),
    "captions": lambda value: images(np.zeros((2, 64)), [str(value), "2"], ALT),
    "cost": lambda value: learning_curves([[1, value / 2]], [[0.9, 0.97]]),
    "share": lambda value: learning_curves([[1, 0.1]], [[0.9, 0.9 + value / 20]]),
    "confusion": lambda value: confusion([[9, value], [0, 8]]),
    "norms": lambda value: gradient_norms({"ReLU": [1, 2], "sigmoid": [1, value]}, "layer", ALT),
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
