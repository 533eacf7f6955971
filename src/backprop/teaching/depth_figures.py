"""The figures of chapter 5: many layers, a small network with its numbers, a relay, and what has to be kept.

Forwards is blue, backwards is orange, and weights are grey.
"""

from itertools import pairwise, product

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import FancyBboxPatch

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.first_figures import INK
from backprop.teaching.numbers import written

MEGABYTE = 10**6


def many_layers(depth, width):
    """The first three layers and the last two of a deep network, and all that one weight of the first leads to.

    Parameters
    ----------
    depth : int
        Number of layers.
    width : int
        Units of each layer.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.6, 2.2)
        columns = (0, 1.3, 2.6, 3.9, 6.1, 7.4)
        heights = np.arange(width) - (width - 1) / 2
        ax.set(xlim=(-0.5, 9.3), ylim=(heights[0] - 1.15, heights[-1] + 0.5))
        ax.axis("off")
        for left, right in pairwise(columns):
            gap = right - left > 2
            for start, end in product(heights, heights):
                lit = not gap and (left > 0 or (start, end) == (heights[-1], heights[-1]))
                lit = lit and (left != columns[1] or start == heights[-1])
                if not gap:
                    color, wide = (ORANGE, 1.1) if lit else (GREY, 0.5)
                    ax.plot([left, right], [start, end], color=color, lw=wide, zorder=1)
        for height in heights:
            ax.plot([columns[-1], 8.8], [height, 0], color=ORANGE, lw=1.1, zorder=1)
        for x, height in product(columns, heights):
            ax.plot(x, height, "o", ms=12, mfc="white", mec=BLUE, mew=1.3, zorder=2)
        ax.plot(8.8, 0, "o", ms=24, mfc="white", mec=INK, mew=1.4, zorder=2)
        ax.text(8.8, 0, "$E$", ha="center", va="center", zorder=3, fontsize=12)
        ax.text(5, 0, "· · ·", ha="center", va="center", fontsize=20, color=INK)
        names = ("inputs", "1", "2", "3", f"{depth - 1}", f"{depth}")
        for x, name in zip(columns, names, strict=True):
            ax.text(x, heights[0] - 0.85, name, ha="center", color=INK)
        return Picture(
            figure,
            f"A network of {depth} layers with {width} units each; only the first three and the last two are drawn. "
            "One weight of the first layer is lit, and so is every edge to which it leads: from the second layer on "
            "these are all edges, up to the cost E.",
        )


def network_numbers(forwards, weights, cost, backwards=None, biases=()):
    """A small network with its outputs, its weights on the edges, and at each unit its bias, or what comes back.

    Parameters
    ----------
    forwards : sequence of sequences
        The numbers of each layer, the inputs first.
    weights : sequence of matrices
        One for each layer, with a row for each of its units.
    cost : number
        E.
    backwards : sequence of sequences, optional
        How fast the cost changes with each input, and with each pre-activation.
    biases : sequence of sequences, optional
        One for each layer, shown where nothing comes back.
    """
    with rc_context(STYLE | {"font.size": 12}):
        biased = bool(biases) and backwards is None
        figure, (ax,) = panels(5.6, 2.8 if biased else 2.6)
        ax.set(xlim=(-0.55, 2.2 * len(forwards) + 0.35), ylim=(-1.7, 1.65 if biased else 1.35))
        ax.axis("off")
        color, style = (BLUE, "-|>") if backwards is None else (ORANGE, "<|-")
        places = [[(2.2 * at, y) for y in _rows(len(layer))] for at, layer in enumerate(forwards)]
        end = (2.2 * len(forwards) - 0.1, 0.0)
        for (below, above), matrix in zip(pairwise(places), weights, strict=True):
            for (to, tip), (come, tail) in product(enumerate(above), enumerate(below)):
                _edge(ax, tail, tip, color, style, written(matrix[to, come]))
        for tail in places[-1]:
            _edge(ax, tail, end, color, style)
        _unit(ax, end, written(cost), INK)
        ax.text(end[0], 0.42, "$E$", ha="center", color=INK)
        names = ["input", *(f"layer {at}" for at in range(1, len(forwards)))]
        for name, layer, place in zip(names, forwards, places, strict=True):
            ax.text(place[0][0], -1.66, name, ha="center", color=INK)
            for number, at in zip(layer, place, strict=True):
                _unit(ax, at, written(number), BLUE)
        told = f"Forwards, {_listed(names, forwards)}; cost {written(cost)}."
        if backwards is not None:
            _beside(ax, places, backwards, ORANGE)
            told += f" Backwards, {_listed(names, backwards)}."
        elif biased:
            _beside(ax, places[1:], biases, INK, "$b$ = ")
            told += f" Biases, {_listed(names[1:], biases)}."
        told += f" Weights, {_listed(names[1:], weights)}."
        return Picture(figure, f"A network with a number in each unit. {told}")


def _rows(count):
    return [0.0] if count == 1 else list(np.linspace(0.95, -0.85, count))


def _beside(ax, places, layers, color, name=""):
    """Below the units; what has a name is long, and stands above the upper ones, where no edge crosses it."""
    for layer, place in zip(layers, places, strict=True):
        for number, (x, y) in zip(layer, place, strict=True):
            side, va = (1, "bottom") if name and y > 0 else (-1, "top")
            label = name + written(number)
            ax.text(x, y + 0.34 * side, label, ha="center", va=va, color=color, fontsize=12, zorder=4)


def _listed(names, layers):
    return "; ".join(f"{name}: {', '.join(map(written, layer))}" for name, layer in zip(names, layers, strict=True))


def _unit(ax, place, label, color):
    ax.plot(*place, "o", ms=31, mfc="white", mec=color, mew=1.4, zorder=2)
    ax.text(*place, label, ha="center", va="center_baseline", color=color, fontsize=12, zorder=3)


def _edge(ax, tail, tip, color, style, label=None):
    """An edge between two units, and its weight nearer to where it begins, so that crossing edges keep apart."""
    arrow = {"arrowstyle": style, "color": color, "lw": 1.3, "shrinkA": 17, "shrinkB": 17, "mutation_scale": 11}
    ax.annotate("", tip, tail, arrowprops=arrow, zorder=1)
    if label:
        (x, y), share = np.array(tail) + 0.36 * (np.array(tip) - np.array(tail)), tip[1] - tail[1]
        box = {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none"}
        ax.text(x, y + 0.02 * np.sign(share), label, ha="center", va="center", color=INK, bbox=box)


def relay(below, *layers):
    """Layers that hand on their outputs in blue, and back in orange their deltas, sent through their weights.

    Parameters
    ----------
    below, *layers : str
        The number of the layer below the lowest that is drawn, and those of the layers: "l-2", "l-1", "l".
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.6, 2.6)
        ax.set(xlim=(-2.75, 4.4 * len(layers)), ylim=(-2.35, 1.1))
        ax.axis("off")
        middle = {"ha": "center", "va": "center"}
        for at, name in enumerate(layers):
            x = 4.4 * at
            box = FancyBboxPatch((x, -0.42), 1.7, 1.2, boxstyle="round,pad=0.05", fc="white", ec=INK, lw=1.4)
            ax.add_patch(box)
            ax.text(x + 0.85, 0.42, f"layer ${name.replace('-', '{-}').replace('+', '{+}')}$", color=INK, **middle)
            ax.text(x + 0.85, -0.12, rf"$\Delta^{{({name})}}$", color=ORANGE, fontsize=15, **middle)
            _arrow(ax, (x + 0.85, -0.49), (x + 0.85, -1.3), ORANGE)
            both = rf"${_gradient('W', name)},\ {_gradient('b', name)}$"
            ax.text(x + 0.85, -1.4, both, ha="center", va="top", color=ORANGE, fontsize=15)
        for at, name in enumerate((below, *layers)):
            x = 4.4 * at - 2.55
            _arrow(ax, (x, 0.44), (x + 2.4, 0.44), BLUE)
            _arrow(ax, (x + 2.4, -0.12), (x, -0.12), ORANGE)
            ax.text(x + 1.2, 0.56, f"$A^{{({name})}}$", ha="center", color=BLUE, fontsize=15)
            told = rf"$\Delta^{{({_next(name)})}} W^{{({_next(name)})\top}}$"
            ax.text(x + 1.2, -0.56, told, ha="center", va="top", color=ORANGE, fontsize=14)
        return Picture(
            figure,
            f"{len(layers)} boxes in a row, the layers {', '.join(layers)}, each with its Delta. Along blue arrows to "
            "the right each hands on its output A. Along orange arrows to the left each hands back its Delta, times "
            "its weights transposed; the gradients of its weights and its bias drop out below.",
        )


def _next(layer):
    """The number of the layer above: l of l-1, l+1 of l."""
    letter, up = layer[0], int(layer[1:] or 0) + 1
    return f"{letter}{up:+d}" if up else letter


def _gradient(letter, layer):
    return rf"\dfrac{{\partial E}}{{\partial {letter}^{{({layer})}}}}"


def _arrow(ax, start, end, color):
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0})


def kept(layer, forwards_only, depth):
    """The memory of the two passes, step by step, and that of the way forwards alone.

    Parameters
    ----------
    layer : int
        Bytes that have to be kept of each layer.
    forwards_only : int
        Bytes at any time, where only the output is wanted.
    depth : int
        Number of layers.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.4, 2.4)
        up, top = np.arange(depth + 1), layer * depth / MEGABYTE
        ax.plot(up, up * layer / MEGABYTE, color=BLUE, lw=2.4)
        ax.plot(depth + up, top - up * layer / MEGABYTE, color=ORANGE, lw=2.4)
        ax.plot([0, depth], [forwards_only / MEGABYTE] * 2, color=GREY, lw=2.4, ls="--")
        ax.text(0.48 * depth, 0.62 * top, "forwards,\nall is kept", color=BLUE, ha="right")
        ax.text(1.52 * depth, 0.62 * top, "backwards,\nlayer by layer\nlet go", color=ORANGE)
        ax.text(0.62 * depth, forwards_only / MEGABYTE + 0.04 * top, "forwards only", color="#5a5a5a")
        ax.set(xlabel="layers passed", ylabel="megabytes kept", ylim=(0, 1.08 * top), xlim=(0, 2 * depth))
        return Picture(
            figure,
            f"What is kept rises by {layer / MEGABYTE:g} megabytes a layer to {top:g} megabytes after {depth} layers, "
            f"and falls again on the way back. Forwards only, {forwards_only / MEGABYTE:g} megabytes are enough.",
        )
