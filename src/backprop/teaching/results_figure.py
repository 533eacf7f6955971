"""How the results of the book hang together, as a graph; made from `backprop.results.equalities`."""

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import FancyBboxPatch

from backprop.results.equalities import BUILT_FROM, EQUALITIES, RESULTS
from backprop.teaching.chapters import chapter_of
from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.first_figures import INK

APART = np.array([4.5, 1.32])
"""From a column to the next, and from a row to the next."""
HALF = np.array([1.35, 0.38])
"""Half the width and half the height of a box."""


def results_graph():
    """The results as boxes, each with the number of its chapter, and a line where two are equal.

    A dashed line joins what is built alike. The equalities are those that the chapters prove.
    """
    with rc_context(STYLE | {"font.size": 12}):
        places = {key: _middle(result.place) for key, result in RESULTS.items()}
        low, high = (edge(list(places.values()), axis=0) for edge in (np.min, np.max))
        size = high - low + 2 * HALF + 0.2
        figure, (ax,) = panels(5.5, 5.5 * size[1] / size[0])
        ax.set(xlim=(low[0] - HALF[0] - 0.1, high[0] + HALF[0] + 0.1))
        ax.set(ylim=(low[1] - HALF[1] - 0.1, high[1] + HALF[1] + 0.1), aspect="equal")
        ax.axis("off")
        for (first, second), names in joined().items():
            _line(ax, places[first], places[second], names, "-", ORANGE)
        for (first, second), name in BUILT_FROM.items():
            _line(ax, places[first], places[second], [name], "--", GREY)
        for key, (x, y) in places.items():
            box = {"boxstyle": "round,pad=0,rounding_size=0.15", "fc": "white", "ec": BLUE, "lw": 1.5, "zorder": 2}
            ax.add_patch(FancyBboxPatch((x - HALF[0], y - HALF[1]), *2 * HALF, **box))
            ax.text(x, y, _broken(named(key)), ha="center", va="center", color=INK, zorder=3)
        return Picture(figure, f"Boxes, one for each result: {', '.join(map(named, RESULTS))}. {_told()}")


def joined():
    """Two results, as keys of `RESULTS` -> the names of the equalities between them."""
    names = {}
    for equality in EQUALITIES:
        names.setdefault(equality.between, []).append(equality.name)
    return names


def named(key):
    """The chapter and the name of a result."""
    return f"{chapter_of(RESULTS[key].claim).number}. {RESULTS[key].name}"


def _middle(place):
    row, column = place
    return np.array([column, -row]) * APART


def _broken(text):
    """A long text in two lines, broken at the space that leaves the shorter of the longest lines."""
    words = text.split(" ") if len(text) > 20 else []
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(2, len(words))]
    return "\n".join(min(cuts, key=lambda lines: max(map(len, lines)))) if cuts else text


def _line(ax, start, end, names, style, color):
    """A line between two boxes, straight or around a corner, and the names beside it."""
    words = "\n".join(names)
    if start[0] == end[0] or start[1] == end[1]:
        ax.plot(*np.transpose([start, end]), style, color=color, lw=2.0, zorder=1)
        x, y = (start + end) / 2
        if start[1] == end[1]:
            ax.text(x, y + 0.08, words, ha="center", va="bottom", color=INK, fontsize=11)
        else:
            ax.text(x + 0.12, y, words, ha="left", va="center", color=INK, fontsize=11)
        return
    left, right = sorted((start, end), key=lambda place: place[0])
    corner = right[0] - 0.45 * HALF[0], left[1]
    ax.plot(*np.transpose([left, corner, (corner[0], right[1])]), style, color=color, lw=2.0, zorder=1)
    ax.text(
        (left[0] + HALF[0] + corner[0]) / 2, corner[1] + 0.08, words, ha="center", va="bottom", color=INK, fontsize=11
    )


def _told():
    equal = [f"{named(a)} and {named(b)} ({', '.join(names)})" for (a, b), names in joined().items()]
    alike = [f"{named(a)} and {named(b)} ({name})" for (a, b), name in BUILT_FROM.items()]
    return f"Lines between those that are equal: {'; '.join(equal)}. Dashed, what is built alike: {'; '.join(alike)}."
