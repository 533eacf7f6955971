"""The figures of chapters 1 and 2: a layer with its numbers, what its Jacobian does, and what comes back through it.

Forwards is blue and goes to the right, backwards is orange and goes to the left.
"""

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels, signed_table
from backprop.teaching.numbers import written

INK = "#333333"
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.6}
ARROW = {"arrowstyle": "-|>", "lw": 1.0, "mutation_scale": 9, "shrinkA": 13, "shrinkB": 14}
INPUTS, OUTPUTS = [2.35, 0.45], [2.8, 1.4, 0.0]
COLUMNS = {"x": 0, "z": 2.55, "a": 4.35, "E": 5.35}
LARGE = {**STYLE, "font.size": 13}
"""For figures of many numbers, which a phone shows at half their width."""


def paths():
    """Two copies of one layer: the single path from a weight to the cost, and the many paths from an input."""
    with rc_context(LARGE):
        figure, axes = panels(5.4, 2.7, columns=2)
        _layer(axes[0], weight=(1, 0), caption=r"$w_{21}$: one path")
        _layer(axes[1], source=0, caption=r"$x_1$: three paths")
        return Picture(
            figure,
            "Two drawings of a layer with two inputs and three outputs. Left, the weight from input 1 to output 2 is "
            "joined to the cost by one path; right, input 1 is joined to it by three, one through each output.",
        )


def _layer(axes, caption, weight=None, source=None):
    inputs, outputs = [1.5, 0.5], [2, 1, 0]
    axes.set(xlim=(-0.35, 3.45), ylim=(-0.9, 2.5))
    axes.axis("off")
    for p, low in enumerate(inputs):
        for q, high in enumerate(outputs):
            lit = (q, p) == weight or p == source
            axes.plot([0, 1], [low, high], color=ORANGE if lit else GREY, lw=2.6 if lit else 0.8, zorder=1)
    for q, height in enumerate(outputs):
        lit = source is not None or (weight and q == weight[0])
        color, width = (ORANGE, 2.6) if lit else (GREY, 0.8)
        axes.plot([1, 2], [height, height], color=color, lw=width, zorder=1)
        axes.plot([2, 3], [height, 1], color=color, lw=width, zorder=1)
        _node(axes, (1, height), rf"$z_{q + 1}$")
        _node(axes, (2, height), rf"$a_{q + 1}$")
    for p, height in enumerate(inputs):
        _node(axes, (0, height), rf"$x_{p + 1}$")
    _node(axes, (3, 1), "$E$")
    axes.text(1.5, -0.8, caption, ha="center", color="black")


def _node(ax, place, label, color=BLUE):
    ax.plot(*place, "o", ms=25, mfc="white", mec=color, mew=1.4, zorder=2)
    ax.text(*place, label, ha="center", va="center", zorder=3, color="black")


def layer_numbers(forwards, backwards=None):
    """A layer of two inputs and three outputs with its cost: a number at each place, and one on each edge.

    Parameters
    ----------
    forwards : dict
        The numbers x, w, b, z, a, y and E: lists, for w a list of rows.
    backwards : dict, optional
        How fast the cost changes with each x, w, b, z and a, in the same form; the slopes of the activation as
        "slope". They take the place of the weights and biases themselves.
    """
    with rc_context(LARGE | {"font.size": 15}):
        figure, (ax,) = panels(6.3, 4.4)
        ax.set(xlim=(-0.62, 6.05), ylim=(-0.8, 3.55), aspect="equal")
        ax.axis("off")
        for q, high in enumerate(OUTPUTS):
            for p, low in enumerate(INPUTS):
                _line(ax, (COLUMNS["x"], low), (COLUMNS["z"], high), backwards)
                _on_edge(ax, (COLUMNS["x"], low), (COLUMNS["z"], high), forwards["w"][q][p], backwards, (q, p))
            _line(ax, (COLUMNS["z"], high), (COLUMNS["a"], high), backwards)
            _line(ax, (COLUMNS["a"], high), (COLUMNS["E"], OUTPUTS[1]), backwards)
            _row_of_numbers(ax, q, high, forwards, backwards)
        for p, low in enumerate(INPUTS):
            back = None if backwards is None else backwards["x"][p]
            _numbered(ax, (COLUMNS["x"], low), f"$x_{p + 1}$", forwards["x"][p], back, side=-1)
        _numbered(ax, (COLUMNS["E"], OUTPUTS[1]), "$E$", forwards["E"], None if backwards is None else 1, side=1)
        told = ". ".join(f"{name}: {_listed(forwards[name])}" for name in ("x", "w", "b", "z", "a", "y", "E"))
        told = f"Forwards: {told}."
        if backwards is not None:
            told += f" Backwards: {'. '.join(f'{name}: {_listed(backwards[name])}' for name in 'azbwx')}."
        return Picture(
            figure,
            "A layer: two inputs on the left, six weighted edges to three pre-activations, three outputs, and the cost "
            f"on the right. {told}",
        )


def _row_of_numbers(ax, q, high, forwards, backwards):
    z, a = (COLUMNS["z"], high), (COLUMNS["a"], high)
    _numbered(ax, z, f"$z_{q + 1}$", forwards["z"][q], None if backwards is None else backwards["z"][q], side=1)
    _numbered(ax, a, f"$a_{q + 1}$", forwards["a"][q], None if backwards is None else backwards["a"][q], side=-1)
    color = BLUE if backwards is None else ORANGE
    bias = f" = {written(forwards['b'][q])}" if backwards is None else f": {written(backwards['b'][q])}"
    ends = [(z[0], high + 0.22), (z[0], high + 0.44)]
    arrow = {"arrowstyle": "-|>", "color": color, "lw": 1.1, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8}
    ax.annotate("", *(ends if backwards is None else ends[::-1]), arrowprops=arrow)
    ax.text(z[0] - 0.36, high + 0.5, f"$b_{q + 1}$" + bias, color=color)
    below = high - (0.24 if backwards is None else 0.46)
    ax.text(a[0] + 0.12, below, f"$y_{q + 1}$ = {written(forwards['y'][q])}", color=BLUE, ha="right", va="top")
    if backwards is not None:
        ax.text(z[0] + 0.93, high - 0.06, f"·{written(backwards['slope'][q])}", color=INK, ha="center", va="top")


def _numbered(ax, place, label, forward, back, side):
    """A node with its number above it and its slope below it, both a little to the right or to the left of it."""
    _node(ax, place, label)
    (x, y), across = place, "left" if side > 0 else "right"
    right, up = (0.2, 0.1) if side > 0 else (0.12, 0.24)
    ax.text(x + right, y + up, written(forward), color=BLUE, ha=across, va="bottom")
    if back is not None:
        ax.text(x - 0.08 * side, y - 0.24, written(back), color=ORANGE, ha=across, va="top")


def _line(ax, start, end, backwards):
    """A blue arrow forwards, or an orange one back."""
    start, end, color = (start, end, BLUE) if backwards is None else (end, start, ORANGE)
    ax.annotate("", end, start, arrowprops={**ARROW, "color": color}, zorder=1)


def _on_edge(ax, start, end, forward, backwards, at, share=0.27):
    """On an edge, nearer to its beginning, its weight, or how fast the cost changes with it."""
    x, y = np.array(start) + share * (np.array(end) - np.array(start))
    value, color = (forward, BLUE) if backwards is None else (backwards["w"][at[0]][at[1]], ORANGE)
    ax.text(x, y, written(value), color=color, ha="center", va="center", bbox=PAPER)


def _listed(numbers):
    if not isinstance(numbers, (list, tuple)):
        return written(numbers)
    return ", ".join(f"({_listed(v)})" if isinstance(v, (list, tuple)) else written(v) for v in numbers)


def collected(name, weights, slopes, total):
    """What comes back to one input: along each of its edges a slope times a weight, and their sum.

    Parameters
    ----------
    name : str
        The input: "$x_1$".
    weights, slopes : sequence
        On each edge its weight, and at its end how fast the cost changes with the pre-activation.
    total : number
        The sum of the products.
    """
    products = [w * s for w, s in zip(weights, slopes, strict=True)]
    with rc_context(LARGE):
        figure, (ax,) = panels(5.9, 2.7)
        ax.set(xlim=(-1.1, 4.8), ylim=(-0.35, 2.35), aspect="equal")
        ax.axis("off")
        arrow = {"arrowstyle": "-|>", "color": ORANGE, "lw": 1.8, "shrinkA": 13, "shrinkB": 15}
        for q, (w, slope, product) in enumerate(zip(weights, slopes, products, strict=True)):
            end = (3.6, 2.0 - q)
            ax.annotate("", (0, 1.0), end, arrowprops=arrow)
            x, y = np.array(end) + 0.4 * (np.array([0, 1.0]) - end)
            words = f"{written(slope)} · ({written(w)})" if w < 0 else f"{written(slope)} · {written(w)}"
            ax.text(x, y, f"{words} = {written(product)}", color=ORANGE, ha="center", va="center", bbox=PAPER)
            _node(ax, end, f"$z_{q + 1}$")
            ax.text(end[0] + 0.3, end[1], written(slope), color=ORANGE, va="center")
        _node(ax, (0, 1.0), name)
        ax.text(-0.3, 1.0, written(total), color=ORANGE, ha="right", va="center")
        told = "; ".join(f"{written(s)} times {written(w)}" for w, s in zip(weights, slopes, strict=True))
        return Picture(
            figure,
            f"Orange arrows lead from the pre-activations on the right back to one input. Each carries a slope times a "
            f"weight: {told}. Together they are {written(total)}.",
        )


def slopes_at(named, z):
    """The slope of an activation at the pre-activation, and wrongly at the output, a panel for each activation.

    Parameters
    ----------
    named : dict
        Caption -> (slopes at z, slopes at the output of z).
    z : array
    """
    with rc_context(STYLE):
        figure, axes = panels(2.7 * len(named), 2.7, columns=len(named))
        for ax, (caption, (right, wrong)) in zip(axes, named.items(), strict=True):
            ax.plot(z, right, color=BLUE, lw=3.2, label="at the pre-activation")
            ax.plot(z, wrong, color=ORANGE, lw=1.8, ls="--", label="at the output")
            ax.set(xlabel=f"pre-activation $z$\n{caption}", ylim=(-0.02, 1.08 * max(np.max(right), np.max(wrong))))
        axes[0].set_ylabel("slope")
        figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False)
        gaps = {caption: np.abs(right - wrong).max() for caption, (right, wrong) in named.items()}
        return Picture(
            figure,
            "Two curves in each panel, the slope at the pre-activation and the slope at the output. They are apart by "
            f"at most {', '.join(f'{gap:.2f} for {caption}' for caption, gap in gaps.items())}.",
        )


def stretching(named, radius, enlarged=1):
    """A small circle of pre-activations, and what activations make of it, a panel each, those at one scale.

    Parameters
    ----------
    named : dict
        Caption -> (function of two numbers, as an array, to two; where the circle has its middle).
    radius : float
        That of the circle.
    enlarged : float, optional
        How many times larger than the circle the others are drawn.
    """
    turn = np.linspace(0, 2 * np.pi, 181)
    circle = radius * np.array([np.cos(turn), np.sin(turn)])
    with rc_context(STYLE):
        figure, axes = panels(1.68 * (1 + len(named)), 2.6, columns=1 + len(named))
        shapes, told = {"a circle": (circle, "z")}, []
        for caption, (function, middle) in named.items():
            middle = np.array(middle, dtype=float)
            shapes[caption] = np.array([function(middle + step) - function(middle) for step in circle.T]).T, "a"
            lengths = np.hypot(*shapes[caption][0]) / radius
            told.append(f"{caption}: from {lengths.min():.2f} to {lengths.max():.2f} of the radius")
        for place, (ax, (caption, (shape, letter))) in enumerate(zip(axes, shapes.items(), strict=True)):
            reach = radius if place == 0 else radius / enlarged
            ax.set(xlim=(-1.25 * reach, 1.25 * reach), ylim=(-1.25 * reach, 1.25 * reach), aspect="equal")
            below = f"change of ${letter}_1$\n" + caption.replace(": ", ":\n")
            ax.set(xticks=[], yticks=[], xlabel=below, ylabel=f"change of ${letter}_2$")
            ax.axhline(0, color=GREY, lw=0.6)
            ax.axvline(0, color=GREY, lw=0.6)
            ax.fill(*shape, color=BLUE, alpha=0.18, lw=0)
            ax.plot(*shape, color=BLUE, lw=1.6)
            for at, color in ((0, ORANGE), (45, "black")):  # where z_1 moves alone, and z_2
                arrow = {"arrowstyle": "-|>", "color": color, "lw": 2.0, "shrinkA": 0, "shrinkB": 0}
                ax.annotate("", shape[:, at], (0, 0), arrowprops=arrow)
        return Picture(
            figure,
            "Left, a circle with an arrow along each axis. Then what becomes of it, the arrows with it, "
            f"enlarged {enlarged:g} times: {'; '.join(told)}.",
        )


def wires(named):
    """What comes back to each pre-activation, along the wires by which it went forwards, a panel for each activation.

    Parameters
    ----------
    named : dict
        Caption -> (Jacobian, what comes back to the outputs, what comes back to the pre-activations).
    """
    with rc_context(LARGE):
        figure, axes = panels(2.9 * len(named), 3.1, columns=len(named))
        told = []
        for ax, (caption, (jacobian, upstream, back)) in zip(axes, named.items(), strict=True):
            ax.set(xlim=(-1.2, 2.8), ylim=(-0.9, 2.9), aspect="equal")
            ax.axis("off")
            heights = [2.6, 1.3, 0.0]
            wired = [(q, t) for q in range(3) for t in range(3) if jacobian[q][t] != 0]
            for q, t in sorted(wired, key=lambda pair: upstream[pair[0]] != 0):
                color, width = (ORANGE, 1.8) if upstream[q] != 0 else ("#c4c4c4", 1.0)
                arrow = {**ARROW, "lw": width, "color": color}
                ax.annotate("", (0, heights[t]), (2, heights[q]), arrowprops=arrow)
                if upstream[q] != 0:
                    x, y = np.array([2, heights[q]]) + 0.42 * np.array([-2, heights[t] - heights[q]])
                    ax.text(x, y, written(jacobian[q][t]), ha="center", va="center", bbox=PAPER, zorder=4)
            for at, height in enumerate(heights):
                _node(ax, (0, height), f"$z_{at + 1}$")
                _node(ax, (2, height), f"$a_{at + 1}$")
                ax.text(-0.33, height, written(back[at]), color=ORANGE, ha="right", va="center")
                ax.text(2.33, height, written(upstream[at]), color=ORANGE, va="center")
            ax.text(1, -0.8, caption, ha="center")
            told.append(f"{caption}: {len(wired)} wires, from {_listed(list(upstream))} to {_listed(list(back))}")
        return Picture(
            figure,
            "Three outputs on the right, three pre-activations on the left, and wires back, orange where something "
            f"comes. {'; '.join(told)}.",
        )


def outer_product(column, row, names):
    """A column times a row as a table, with their `names`: a cell is the number at its left times the one above it."""
    products = np.outer(column, row)
    with rc_context(STYLE):
        figure, (ax,) = panels(1.15 * (len(row) + 1.6), 0.62 * (len(column) + 1.6))
        ax.set(xlim=(-1.9, len(row) - 0.1), ylim=(len(column) - 0.45, -1.9))
        ax.axis("off")
        signed_table(ax, products, max(abs(float(product)) for product in products.flat))
        for p, right in enumerate(row):
            ax.text(p, -1, written(right), color=BLUE, ha="center", va="center")
        for q, left in enumerate(column):
            ax.text(-1, q, written(left), color=ORANGE, ha="center", va="center")
        ax.text(-1, -1, f"{names[0]} \\ {names[1]}", ha="center", va="center")
        return Picture(
            figure,
            f"A table of {len(column)} by {len(row)} numbers: {_listed(list(column))} at the left, times "
            f"{_listed(list(row))} at the top.",
        )
