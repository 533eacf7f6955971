"""The graph of the results: every equality a line, every result a box with the number of its chapter."""

from itertools import pairwise

import nbformat
import numpy as np
import pytest
from matplotlib.patches import FancyBboxPatch

from backprop.results.equalities import BUILT_FROM, EQUALITIES, RESULTS, Result
from backprop.teaching import results_figure, results_graph
from backprop.teaching.chapter_tables import numbers
from backprop.teaching.chapters import CHAPTERS, chapter_of
from backprop.teaching.notebooks import HIGHEST_FIGURE


@pytest.fixture
def axes(monkeypatch):
    monkeypatch.setattr(results_figure, "Picture", lambda figure, alt: figure.axes[0])
    return results_graph()


def boxes(axes):
    return [patch.get_window_extent() for patch in axes.patches if isinstance(patch, FancyBboxPatch)]


def test_every_result_is_a_box_with_its_chapter_and_its_name(axes):
    texts = [text.get_text().replace("\n", " ") for text in axes.texts]
    for result in RESULTS.values():
        assert f"{chapter_of(result.claim).number}. {result.name}" in texts
    assert len(boxes(axes)) == len(RESULTS)


def test_every_equality_is_a_line_and_no_line_is_anything_else(axes):
    lines = [line.get_linestyle() for line in axes.lines]
    assert lines.count("-") == len({equality.between for equality in EQUALITIES})
    assert lines.count("--") == len(BUILT_FROM) == len(lines) - lines.count("-")
    named = "\n".join(text.get_text() for text in axes.texts)
    assert all(name in named for name in (*(equality.name for equality in EQUALITIES), *BUILT_FROM.values()))


def test_boxes_lie_apart_and_a_line_touches_only_those_that_it_joins(axes):
    found = boxes(axes)
    assert not any(a.overlaps(b) for place, a in enumerate(found) for b in found[:place])
    for line in axes.lines:
        corners = line.get_xydata()
        along = np.concatenate([np.linspace(*ends, 200) for ends in pairwise(corners)])
        assert sum(box.count_contains(axes.transData.transform(along)) > 0 for box in found) == 2


def test_the_text_says_every_edge():
    said = repr(results_graph())
    for equality in EQUALITIES:
        first, second = (results_figure.named(key) for key in equality.between)
        assert f"{first} and {second} (" in said and equality.name in said
    for (first, second), name in BUILT_FROM.items():
        assert (
            f"{results_figure.named(first)} and {results_figure.named(second)} ({name})" in said.partition("Dashed")[2]
        )


def test_every_line_that_is_drawn_is_proved_in_the_later_of_its_chapters():
    for equality in EQUALITIES:
        number = numbers(equality)[-1]
        cells = nbformat.read(CHAPTERS[number].notebook, as_version=4).cells
        assert any(f"equals({number})" in cell.source for cell in cells)


def test_it_follows_the_results_and_fits_the_page(monkeypatch):
    drawn = results_graph()
    assert drawn._repr_svg_() == results_graph()._repr_svg_()
    assert drawn.figure.get_figheight() * 96 <= HIGHEST_FIGURE
    monkeypatch.setitem(RESULTS, "batch", Result("Many examples", RESULTS["batch"].claim, RESULTS["batch"].place))
    assert drawn._repr_svg_() != results_graph()._repr_svg_()
    assert "3. Many examples" in repr(results_graph())


def test_a_long_name_is_broken_in_two_and_a_short_one_is_not():
    assert results_figure._broken("3. The batch") == "3. The batch"
    assert results_figure._broken("7. Softmax with cross-entropy") == "7. Softmax with\ncross-entropy"
