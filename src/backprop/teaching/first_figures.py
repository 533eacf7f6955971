"""The figures of chapter 0: a neuron, its valley, the walks down, a landscape, and a graph with numbers on its edges.

Forwards is blue, backwards is orange, and a walk through the weights is green.
"""

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import FancyBboxPatch

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.numbers import written

INK = "#333333"
GAP = 0.31
"""From the middle of a circle to where its edges begin."""
HALF_SQUARE = r"$\frac{1}{2}(\ )^2$"
SMALL = {HALF_SQUARE: 13, r"$(\ )^2$": 12, "copy": 9}
"""Sizes of the signs that would not fit into their circles."""


def neuron(x, w, a, y):
    """A neuron with one weight, and below it on a line of numbers what it gives and what it should give.

    Parameters
    ----------
    x, w, a, y : number
        Input, weight, output and target.
    """
    with rc_context(STYLE | {"font.size": 13}):
        figure, (above, below) = panels(4.6, 3.3, rows=2)
        above.set(xlim=(-0.8, 3.2), ylim=(-0.9, 0.7), aspect="equal")
        above.axis("off")
        _edge(above, (0, 0), (2.4, 0), f"$w$ = {written(w)}", size=14)
        for place, number, name in ((0, x, "input $x$"), (2.4, a, "output $a$")):
            _node(above, (place, 0), written(number), color=BLUE)
            above.text(place, -0.7, name, ha="center", color=INK)
        ends = float(min(a, y)) - 1, float(max(a, y)) + 1
        below.set(xlim=ends, ylim=(-1, 1.5), yticks=[], xticks=np.arange(np.ceil(ends[0]), ends[1] + 0.5))
        below.tick_params(axis="x", pad=8)
        below.spines["left"].set_visible(False)
        below.spines["bottom"].set_position(("data", 0))
        below.plot(float(a), 0, "o", ms=11, color=BLUE, clip_on=False, zorder=3)
        below.plot(float(y), 0, "*", ms=16, color="black", clip_on=False, zorder=3)
        below.annotate("", (float(y), 0.42), (float(a), 0.42), arrowprops={"arrowstyle": "<|-|>", "color": ORANGE})
        below.text(float(a + y) / 2, 0.52, "error", ha="center", color=ORANGE)
        below.text(float(a), 0.95, "it gives", ha="center", color=BLUE)
        below.text(float(y), 0.95, "it should give", ha="center")
        return Picture(
            figure,
            f"Above, an input {written(x)} goes along an edge with the weight {written(w)} to an output {written(a)}. "
            f"Below, a line of numbers with a dot at {written(a)}, which the neuron gives, a star at {written(y)}, "
            "which it should give, and an arrow between them, the error.",
        )


def valley(cost, at, slope, arrived):
    """The cost over one weight, its tangent at one weight, and one step down.

    Parameters
    ----------
    cost : callable
        The cost of an array of weights.
    at, slope, arrived : float
        A weight, the slope of the cost there, and the weight one step later.
    """
    cost = _in_floats(cost)
    with rc_context(STYLE):
        figure, (ax,) = panels(5.3, 3.2)
        w = np.linspace(-0.15, 1.2, 200)
        ax.plot(w, cost(w), color=BLUE, lw=2.4)
        near = np.array([at - 0.24, at + 0.24])
        ax.plot(near, cost(at) + slope * (near - at), color=ORANGE, lw=2.0, ls="--")
        ax.text(at - 0.09, cost(at) - 0.16 * slope, f"tangent: slope {slope:g}", color=ORANGE, va="center")
        ax.annotate(
            "", (arrived, cost(arrived)), (at, cost(at)),
            arrowprops={"arrowstyle": "-|>", "color": GREEN, "lw": 1.8, "connectionstyle": "arc3,rad=0.4"},
        )  # fmt: skip
        for weight, words in ((at, "here"), (arrived, "after one step")):
            ax.plot(weight, cost(weight), "o", ms=8, color=GREEN, zorder=3)
            side = 12 if weight == at else -12
            ax.annotate(
                words, (weight, cost(weight)), xytext=(side, -4), textcoords="offset points", color=GREEN,
                ha="left" if side > 0 else "right",
            )  # fmt: skip
        ax.set(xlabel="weight $w$", ylabel="cost $E$", xlim=(w[0], w[-1]), ylim=(0, 1.02 * cost(w[-1])))
        return Picture(
            figure,
            f"The cost over the weight is a valley. At the weight {at:g} it has the cost {cost(at):g}, and the tangent "
            f"there has the slope {slope:g}. An arrow leads down to the weight {arrived:g}, with the cost "
            f"{cost(arrived):g}.",
        )


def walks(cost, named):
    """Walks through one valley, a panel each.

    Parameters
    ----------
    cost : callable
        The cost of an array of weights.
    named : dict
        Caption -> the weights of a walk, in order.
    """
    cost = _in_floats(cost)
    with rc_context(STYLE):
        figure, axes = panels(1.75 * len(named), 2.6, columns=len(named))
        for ax, (caption, weights) in zip(axes, named.items(), strict=True):
            weights = np.asarray(weights, dtype=float)
            margin = 0.15 * np.ptp(weights) + 0.05
            w = np.linspace(min(weights.min(), 0) - margin, max(weights.max(), 1) + margin, 200)
            ax.plot(w, cost(w), color=BLUE, lw=2.0)
            ax.plot(weights, cost(weights), "o-", color=GREEN, ms=5.5, lw=1.2)
            ax.plot(weights[0], cost(weights[0]), "o", ms=9, mfc="white", mec=GREEN, mew=2, zorder=3)
            ax.set(xlabel=f"weight $w$\n{caption}", ylim=(0, None))
            ax.locator_params(nbins=4)
        axes[0].set_ylabel("cost $E$")
        told = "; ".join(f"{caption}: {', '.join(f'{float(w):.3g}' for w in path)}" for caption, path in named.items())
        return Picture(figure, f"{len(named)} walks through one valley, from an open circle on. Weights, {told}.")


def _in_floats(cost):
    """The same cost, for numbers that may be exact."""
    return lambda w: np.asarray(cost(w), dtype=float)


def landscape(cost, named, best):
    """The contours of a cost of two weights, and walks on them, a panel each.

    The contours are those on which a walk has stood.

    Parameters
    ----------
    cost : callable
        The cost of two arrays of weights.
    named : dict
        Caption -> a walk, a row of two weights for each place.
    best : pair of float
        The weights of the lowest cost.
    """
    with rc_context(STYLE):
        figure, axes = panels(2.65 * len(named), 3.0, columns=len(named))
        every = np.concatenate([np.asarray(path, dtype=float) for path in named.values()] + [np.reshape(best, (1, 2))])
        low, high = every.min(axis=0) - 0.8, every.max(axis=0) + 0.8
        grid = np.meshgrid(np.linspace(low[0], high[0], 300), np.linspace(low[1], high[1], 300))
        for ax, (caption, path) in zip(axes, named.items(), strict=True):
            path = np.asarray(path, dtype=float)
            levels = np.unique(np.round(cost(*path.T), 6))
            ax.contour(*grid, cost(*grid), levels=levels[levels > 0], colors=BLUE, linewidths=0.8, alpha=0.7)
            ax.plot(*path.T, "o-", color=GREEN, ms=4.5, lw=1.6)
            ax.plot(*path[0], "o", ms=8, mfc="white", mec=GREEN, mew=2, zorder=3)
            ax.plot(*best, "*", ms=14, color="black", zorder=3)
            ax.set(xlabel=f"$w_1$\n{caption}", ylabel="$w_2$", aspect="equal")
        told = "; ".join(f"{caption}, {len(path) - 1} steps" for caption, path in named.items())
        return Picture(
            figure,
            "Two maps of one landscape: contours are ellipses around a star at the lowest cost, and a path leads from "
            f"an open circle towards it, each step at right angles to the contour on which it begins. {told}.",
        )


PLACES = {"w": (0, 3), "x": (1.9, 4.3), "b": (3.8, 4.3), "y": (5.7, 0), "E": (1.9, 1.3)}
OPERATIONS = {r"$\times$": (1.9, 3), "$+$": (3.8, 3), r"$\sigma$": (5.7, 3), "$-$": (5.7, 1.3), HALF_SQUARE: (3.8, 1.3)}
_ENDS = {
    "w": ("w", r"$\times$"), "x": ("x", r"$\times$"), "wx": (r"$\times$", "$+$"), "b": ("b", "$+$"),
    "z": ("$+$", r"$\sigma$"), "a": (r"$\sigma$", "$-$"), "y": ("y", "$-$"), "error": ("$-$", HALF_SQUARE),
    "E": (HALF_SQUARE, "E"),
}  # fmt: skip
EDGES = {name: tuple((PLACES | OPERATIONS)[end] for end in ends) for name, ends in _ENDS.items()}
"""The graph runs to the right, turns down at sigma, and runs back to the left: so a phone can show it."""
WIDE = OPERATIONS[HALF_SQUARE]
"""Where the one sign is that needs a wide node."""


def graph(forwards, backwards=None):
    """A neuron and its cost as a graph of small operations, with a number or two on each edge.

    Parameters
    ----------
    forwards : dict
        The number on each edge, by name: w, x, wx, b, z, a, y, error and E, in this order.
    backwards : dict, optional
        How fast the cost changes with each of them.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(5.2, 3.5)
        ax.set(xlim=(-0.35, 6.95), ylim=(-0.35, 4.65), aspect="equal")
        ax.axis("off")
        for name, (start, end) in EDGES.items():
            known = f"${name}$ = " if name in ("z", "a") else ""
            back = None if backwards is None else written(backwards[name])
            gaps = [GAP + 0.15 * (place == WIDE) for place in (start, end)]
            _edge(ax, start, end, known + written(forwards[name]), back, gap=gaps, size=14.5)
        for name, place in PLACES.items():
            _node(ax, place, f"${name}$", color=GREY)
        for label, place in OPERATIONS.items():
            _node(ax, place, label, size=SMALL.get(label, 14), wide=0.3 * (place == WIDE))
        ax.text(0, 0.35, "forwards", color=BLUE, fontsize=14.5)
        told = f"Forwards: {_listed(forwards)}."
        if backwards is not None:
            ax.text(0, -0.15, "backwards", color=ORANGE, fontsize=14.5)
            told += f" Backwards: {_listed(backwards)}."
        return Picture(
            figure,
            "A graph: w and x go into a times, its product and b into a plus, the sum z through sigma, the output a "
            f"and y into a minus, the error through half a square to E. {told}",
        )


def _listed(numbers):
    return ", ".join(f"{name} {written(numbers[name])}" for name in EDGES)


def four_rules(named):
    """What small operations do with what comes back, a panel each, two in a row.

    Parameters
    ----------
    named : dict
        Caption -> (sign of the operation, edges in, edges out); an edge is a pair: the number that goes forwards and
        the slope that comes back.
    """
    with rc_context(STYLE):
        figure, axes = panels(4.8, 2.2 * -(-len(named) // 2), rows=-(-len(named) // 2), columns=2)
        told = []
        for ax in axes:
            ax.set(xlim=(-1.75, 1.75), ylim=(-1.8, 1.3), aspect="equal")
            ax.axis("off")
        for ax, (caption, (sign, into, out)) in zip(axes, named.items(), strict=False):
            for edges, side in ((into, -1), (out, 1)):
                heights = [0] if len(edges) == 1 else [0.95, -0.95]
                for (forward, back), height in zip(edges, heights, strict=True):
                    ends = [(1.5 * side, height), (0, 0)][::-side]
                    _edge(ax, *ends, written(forward), written(back), open_end=side, gap=0.42, size=13)
            _node(ax, (0, 0), sign, size=SMALL.get(sign, 14))
            ax.text(0, -1.6, caption, ha="center", color=INK, fontsize=13)
            told.append(f"{caption}: in {_pairs(into)}, out {_pairs(out)}")
        return Picture(
            figure,
            f"{len(named)} small graphs; on each edge the number that goes forwards and the slope that comes back. "
            f"{'; '.join(told)}.",
        )


def _pairs(edges):
    return " and ".join(f"{written(forward)} with slope {written(back)}" for forward, back in edges)


def _node(ax, place, label, color=INK, size=12, wide=0.0):
    """A circle, or a box with round ends that is wider by as much, with its label."""
    if wide:
        (x, y), look = place, {"fc": "white", "ec": color, "lw": 1.4, "zorder": 2}
        round_ends = {"boxstyle": "round,pad=0,rounding_size=0.25"}
        ax.add_patch(FancyBboxPatch((x - 0.25 - wide / 2, y - 0.25), 0.5 + wide, 0.5, **round_ends, **look))
    else:
        ax.plot(*place, "o", ms=27, mfc="white", mec=color, mew=1.4, zorder=2)
    ax.text(*place, label, ha="center", va="center_baseline", zorder=3, fontsize=size, color=INK)


def _edge(ax, start, end, forward, back=None, open_end=0, gap=GAP, size=11):
    """An arrow forwards with its number on the left, and one backwards with its slope on the right."""
    start, end = np.array(start, dtype=float), np.array(end, dtype=float)
    along = (end - start) / np.linalg.norm(end - start)
    left = np.array([-along[1], along[0]])
    gaps = np.broadcast_to(gap, 2)
    start, end = start + gaps[0] * along * (open_end >= 0), end - gaps[1] * along * (open_end <= 0)
    outwards = 0.25 * open_end * along * (0.1 < abs(along[1]) < 0.9)  # where slanted edges have room for numbers
    apart = 0.06 if back is not None else 0.0
    for tail, tip, side, color, label in ((start, end, 1, BLUE, forward), (end, start, -1, ORANGE, back)):
        if label is None:
            continue
        arrow = {"arrowstyle": "-|>", "color": color, "lw": 1.5, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 11}
        ax.annotate("", tip + apart * side * left, tail + apart * side * left, arrowprops=arrow)
        x, y = (start + end) / 2 + (apart + 0.08) * side * left + outwards
        across, up = side * left
        ax.text(
            x, y, label, color=color, fontsize=size,
            ha="center" if abs(across) < 0.3 else "left" if across > 0 else "right",
            va="center" if abs(up) < 0.3 else "bottom" if up > 0 else "top",
        )  # fmt: skip
