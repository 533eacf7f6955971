"""The figures of appendix F show the numbers that they are given."""

import numpy as np
import pytest

from backprop.teaching import dropped, heeded, shared_weights, weight_images
from tests.teaching.pixels import pixels

FIGURES = {
    "weights": lambda value: weight_images({"plain": np.eye(64, 2), "decay": np.eye(64, 2, k=value)}),
    "caption": lambda value: weight_images({f"decay {value}": np.eye(64, 2)}),
    "mask": lambda value: dropped([[1, 0, 1], [0, 1, value - 1]]),
    "inputs": lambda value: shared_weights([1, value, 3, 4], [1, -1], [1, 2, 3]),
    "window": lambda value: shared_weights([1, 2, 3, 4], [1, -value], [1, 2, 3]),
    "outputs": lambda value: shared_weights([1, 2, 3, 4], [1, -1], [1, 2, value]),
    "shares": lambda value: heeded([[0.5, 0.5], [value / 4, 1 - value / 4]]),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_figures_are_the_same_each_time_and_show_their_data(draw):
    assert draw(1)._repr_svg_() == draw(1)._repr_svg_()
    one, other = (pixels(draw(value)) for value in (1, 2))
    assert one.std() > 0.01
    assert not np.array_equal(one, other)
    assert repr(draw(1)).endswith(".")


def test_the_texts_say_the_numbers():
    assert "example 1: 1, 0; example 2: 0, 1." in repr(dropped([[1, 0], [0, 1]]))
    assert "Inputs 1, 2, 3 below, outputs -1, 5 above" in repr(shared_weights([1, 2, 3], [1, -1], [-1, 5]))
    assert "query 1: 0.25, 0.75" in repr(heeded([[0.25, 0.75]]))
    assert "decay: up to 0.5" in repr(weight_images({"decay": np.eye(64, 2) / 2}))


def test_edges_of_one_weight_have_one_colour():
    axes = shared_weights([1, 2, 3, 4], [1, -1], [1, 2, 3]).figure.axes[0]
    edges = [line for line in axes.lines if len(line.get_xdata()) == 2]
    slants = {(line.get_color(), float(np.diff(line.get_xdata())[0])) for line in edges}
    assert len(edges) == 6
    assert sorted(slant for _, slant in slants) == [-0.5, 0.5]
    assert len({color for color, _ in slants}) == 2
