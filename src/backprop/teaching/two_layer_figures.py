"""The figures of chapter 4: a network with numbers in it, what comes back through its weights, and a graph that grows.

Forwards is blue and runs to the right, backwards is orange and runs to the left.
"""

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import FancyBboxPatch, Rectangle

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.first_figures import INK
from backprop.teaching.numbers import listed, written

LARGE = STYLE | {"font.size": 13}
COLUMNS = (0, 2.37, 3.22, 5.62, 6.47, 7.85)
"""Where the names of the arrays stand above the network."""
ARROW = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "lw": 1.6, "mutation_scale": 12}


def blame(hidden, weights, outputs, errors, back=None):
    """Two hidden units and two outputs: their numbers, and what comes back from the errors to the first hidden unit.

    Parameters
    ----------
    hidden, outputs : pair of number
        What the units give.
    weights : 2 by 2
        A row for each hidden unit, a column for each output.
    errors : pair of number
        Of the outputs: what they give, less what they should give.
    back : number, optional
        What comes back to the first hidden unit; a question mark if it is not given.
    """
    weights = np.array(weights, dtype=object)
    places = {"h": [(0, 1.9), (0, 0)], "a": [(3.4, 1.9), (3.4, 0)]}
    with rc_context(LARGE):
        figure, (ax,) = _canvas((-1.9, 5.3), (-0.6, 2.6), 6.0)
        for j, start in enumerate(places["h"]):
            for q, end in enumerate(places["a"]):
                lit = j == 0
                _link(ax, start, end, written(weights[j, q]), 0.3, lit=lit, both=lit)
            _circle(ax, start, written(hidden[j]))
            ax.text(start[0], start[1] + 0.42, f"hidden {j + 1}", ha="center", color=INK)
        for q, place in enumerate(places["a"]):
            _circle(ax, place, written(outputs[q]))
            ax.text(place[0], place[1] + 0.42, f"output {q + 1}", ha="center", color=INK)
            ax.text(place[0] + 0.45, place[1], f"error {written(errors[q])}", va="center", color=ORANGE)
        come = "?" if back is None else written(back)
        ax.text(-0.45, 1.9, f"derivative {come}", ha="right", va="center", color=ORANGE)
        told = "; ".join(
            f"hidden unit {j + 1} gives {written(hidden[j])} and has the weights {listed(weights[j])}" for j in range(2)
        )
        return Picture(
            figure,
            f"Two hidden units, each joined to two outputs: {told}. The outputs are {listed(outputs)}, with the "
            f"errors {listed(errors)}. Orange arrows lead from both outputs back to hidden unit 1; the derivative "
            f"with respect to what it gives is {come}.",
        )


def board(numbers, back=None, slopes=None):
    """The network with two inputs, two hidden units and an output, with its numbers in it.

    Parameters
    ----------
    numbers : dict
        X, W1, b1, Z1, A1, W2, b2, Z2, A2, Y and E: the number of each, as a matrix, or "?" entries.
    back : dict, optional
        A2, Z2, A1 and Z1, or some of them: how fast the cost changes with each entry. It stands under the number.
    slopes : dict, optional
        W1, b1, W2 and b2: how fast the cost changes with each of them. It stands where else the weight would.
    """
    forth = {name: np.array(value, dtype=object).ravel() for name, value in numbers.items()}
    back = {name: np.array(value, dtype=object).ravel() for name, value in (back or {}).items()}
    edges, color = (forth, INK) if slopes is None else (slopes, ORANGE)
    edges = {name: np.array(edges[name], dtype=object).ravel() for name in ("W1", "b1", "W2", "b2")}
    rows = (2.15, 0)
    middle = rows[0] / 2
    with rc_context(LARGE):
        figure, (ax,) = _canvas((-0.45, 8.2), (-0.75, 3.85), 5.8)
        for p, j in np.ndindex(2, 2):
            weight = written(edges["W1"][2 * p + j])
            aside = 0.14 if p == 0 else -0.14  # two arrows that end at one unit end beside each other
            tail, tip = (0.06, rows[p] + aside * (p == j)), (1.95, rows[j] + aside)
            _link(ax, tail, tip, weight, 0.42 if p == j else 0.27, color, end=0.0)
        for j in range(2):
            up = 1 if j == 0 else -1
            _link(ax, (3.65, rows[j]), (5.22, middle + 0.17 * up), "", 0.5, both=bool(back), start=0.0, end=0.0)
            beside = {"ha": "left", "va": "bottom" if j == 0 else "top", "color": color}
            ax.text(4.33, middle + (0.72 if j == 0 else -0.8), written(edges["W2"][j]), **beside)
        _link(ax, (6.9, middle), (7.85, middle), "", 0.5, both=bool(back), start=0.0)
        for p in range(2):
            _circle(ax, (0, rows[p]), written(forth["X"][p]))
        for layer, left, heights in ((1, 1.95, rows), (2, 5.2, (middle,))):
            aside = [left + right for right in ((0.26, 1.44) if layer == 1 else (0.36, 1.54))]
            for j, height in enumerate(heights):
                _pill(ax, (left, height), *(written(forth[f"{name}{layer}"][j]) for name in "ZA"))
                ends = [(left + 0.42, height + 0.75), (left + 0.42, height + 0.33)]
                _arrow(ax, *(ends if slopes is None else ends[::-1]), BLUE if slopes is None else ORANGE)
                bias = written(edges[f"b{layer}"][j])
                bias = bias if slopes else f"− {bias[1:]}" if bias.startswith("−") else f"+ {bias}"
                ax.text(left + 0.42, height + 0.78, bias, ha="center", va="bottom", color=color)
                for name, x in zip("ZA", aside, strict=True):
                    if f"{name}{layer}" in back:
                        value = written(back[f"{name}{layer}"][j])
                        ax.text(x, height - 0.4, value, ha="center", va="top", color=ORANGE)
        _circle(ax, (7.85, middle), written(forth["E"][0]))
        ax.text(7.85, middle - 0.43, f"$Y$ = {written(forth['Y'][0])}", ha="center", va="top", color=INK)
        for x, name in zip(COLUMNS, ("X", "Z^{(1)}", "A^{(1)}", "Z^{(2)}", "A^{(2)}", "E"), strict=True):
            ax.text(x, 3.65, f"${name}$", ha="center", va="center", color=INK, fontsize=15)
        return Picture(figure, f"A network of two inputs, two hidden units and an output. {_told(forth, back, slopes)}")


def _told(forth, back, slopes):
    parts = [f"Forwards: {', '.join(f'{name} {listed(value)}' for name, value in forth.items())}."]
    for words, values in (("Backwards", back), ("The derivatives on the edges", slopes)):
        if values:
            named = (f"{name} {listed(np.array(value, dtype=object).ravel())}" for name, value in values.items())
            parts.append(f"{words}: {', '.join(named)}.")
    return " ".join(parts)


def two_ways(weights, hidden, delta):
    """One matrix of weights: a column of it gathers forwards, and a row of it gathers backwards.

    Parameters
    ----------
    weights : array
        A row for each hidden unit, a column for each output.
    hidden : sequence of number
        What the hidden units give.
    delta : sequence of number
        What comes back to the outputs.
    """
    weights = np.array(weights, dtype=object)
    forth, back = np.array(hidden, dtype=object) @ weights, weights @ np.array(delta, dtype=object)
    with rc_context(LARGE):
        figure, axes = panels(5.7, 2.8, columns=2)
        titles = ("forwards: down a column", "backwards: along a row")
        for ax, color, title in zip(axes, (BLUE, ORANGE), titles, strict=True):
            ahead = color == BLUE
            ax.set(xlim=(-1.3, 3.0), ylim=(-2.0, 2.1), aspect="equal")
            ax.axis("off")
            ax.text(0.85, 1.95, title, ha="center", va="top", color=color)
            for j, q in np.ndindex(*weights.shape):
                lit = q == 0 if ahead else j == 0
                face = {BLUE: "#d6e8f5", ORANGE: "#fbe3d3"}[color] if lit else "white"
                ax.add_patch(Rectangle((q * 0.9, 0.2 - 0.9 * j), 0.82, 0.82, fc=face, ec=GREY))
                ax.text(q * 0.9 + 0.41, 0.61 - 0.9 * j, written(weights[j, q]), ha="center", va="center")
            for j in range(2):
                value, shown = (hidden[j], True) if ahead else (back[j], j == 0)
                ax.text(-0.75, 0.61 - 0.9 * j, written(value) if shown else "", ha="center", va="center", color=color)
                tip, tail = (-0.08, -0.5) if ahead else (-0.5, -0.08)
                if shown:
                    _arrow(ax, (tail, 0.61 - 0.9 * j), (tip, 0.61 - 0.9 * j), color)
            for q in range(2):
                value, shown = (forth[q], q == 0) if ahead else (delta[q], True)
                ax.text(q * 0.9 + 0.41, -1.62, written(value) if shown else "", ha="center", va="center", color=color)
                tip, tail = (-1.35, -0.78) if ahead else (-0.78, -1.35)
                if shown:
                    _arrow(ax, (q * 0.9 + 0.41, tail), (q * 0.9 + 0.41, tip), color)
        return Picture(
            figure,
            f"Twice the matrix of weights with the rows {'; '.join(listed(row) for row in weights)}. Left, forwards: "
            f"{listed(hidden)} come in at the rows, and down the first column {written(forth[0])} comes out. Right, "
            f"backwards: {listed(delta)} come in at the columns, and along the first row {written(back[0])} comes "
            "out.",
        )


def grown(biases=False, activations=False):
    """Two layers as a graph of arrays, with what each arrow does on the way back; then biases, then activations."""
    names = ["X", "Z^{(1)}", "A^{(1)}", "Z^{(2)}", "A^{(2)}", "E"] if activations else ["X", "A^{(1)}", "A^{(2)}", "E"]
    gaps = [1.65, 1.25, 1.65, 1.25, 1.7] if activations else [1.75] * 3  # a gap is as wide as its label
    places = {name: (float(x), 0.0) for name, x in zip(names, np.cumsum([0, *gaps]), strict=True)}
    weights, bends = (
        [rf"$□\, W^{{({layer})\top}}$" for layer in (1, 2)],
        [r"$□ \odot f_1'$", r"$□ \odot f_2'$"],
    )
    steps = [move for pair in zip(weights, bends, strict=True) for move in pair] if activations else weights
    moves = [*steps, r"$\frac{1}{m}(A^{(2)}\!-\!Y)$"]
    sums = [names[1], names[3 if activations else 2]]
    with rc_context(LARGE):
        wide = sum(gaps) + 1
        figure, (ax,) = _canvas((-0.5, wide - 0.5), (-2.2, 1.85 if biases else 0.6), 0.784 * wide)
        for start, end, move in zip(names, names[1:], moves, strict=False):
            _both_ways(ax, places[start], places[end])
            x = (places[start][0] + places[end][0]) / 2
            ax.text(x, -0.45, move, ha="center", va="top", color=ORANGE, fontsize=15)
        for layer, (name, given) in enumerate(zip(sums, ("X", "A^{(1)}"), strict=True), start=1):
            x, _ = places[name]
            branches = [(f"W^{{({layer})}}", -1.75, rf"${_transposed(given)}\, □$")]
            branches += [(f"b^{{({layer})}}", 1.4, r"$□^\top \mathbf{1}$")] * biases
            for label, y, move in branches:
                _both_ways(ax, (x, y), (x, 0.0))
                y_move = y * (0.66 if y < 0 else 0.55)
                ax.text(x + 0.2, y_move, move, ha="left", va="center", color=ORANGE, fontsize=15)
                _label(ax, (x, y), f"${label}$", GREY)
        for name, place in places.items():
            _label(ax, place, f"${name}$", BLUE)
        listed = {name: name.replace("^{(", " ").replace(")}", "") for name in names}
        extra = "weights and a bias" if biases else "weights"
        slopes = "a slope, " if activations else ""
        return Picture(
            figure,
            f"A graph from left to right: {', '.join(listed.values())}. Into {listed[sums[0]]} and {listed[sums[1]]} "
            f"come {extra} of their layer. Orange arrows lead back along every blue one: from the cost the residual, "
            f"then {slopes}the transposed second weights, {slopes}and the transposed first ones; to each matrix of "
            f"weights what came into its layer, transposed{'; to each bias a sum over the examples' * biases}.",
        )


def _transposed(name):
    return rf"{{{name}}}^{{\top}}" if name == "X" else r"A^{(1)\top}"


def early(rates, errors, tolerance):
    """By how much a gradient is wrong if it is taken through weights already updated, against the learning rate.

    Parameters
    ----------
    rates, errors : iterable of float
        Learning rates, and the relative error of the gradient at each.
    tolerance : float
        What a gradient check lets pass.
    """
    rates, errors = [*rates], [*errors]
    with rc_context(LARGE):
        figure, (ax,) = panels(5.6, 2.7)
        ax.loglog(rates, errors, "o-", color=ORANGE, lw=2.0, ms=6)
        ax.axhline(tolerance, color=BLUE, ls="--", lw=1.6)
        ax.text(rates[-1], 1.6 * tolerance, "what a gradient check lets pass", ha="right", va="bottom", color=BLUE)
        at_the_end = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right", "va": "bottom"}
        ax.annotate(f"{errors[-1]:.0%}", (rates[-1], errors[-1]), **at_the_end)
        ax.set(xlabel=r"learning rate $\eta$", ylabel="relative error", ylim=(tolerance / 3, 2))
        ax.set_yticks([tolerance, 100 * tolerance, 1e4 * tolerance, 1e6 * tolerance])
        return Picture(
            figure,
            "The relative error of the gradient over the learning rate, on logarithmic scales: a straight line that "
            f"rises to {errors[-1]:.0%} at {rates[-1]:g}. At {rates[0]:g} it is {errors[0]:.2%}, still far above a "
            f"dashed line at {tolerance:g}, which a gradient check lets pass.",
        )


def _canvas(across, up, width):
    """A panel without axes, as high as its data are in proportion to its width in inches."""
    figure, axes = panels(width, width * np.ptp(up) / np.ptp(across))
    axes[0].set(xlim=across, ylim=up, aspect="equal")
    axes[0].axis("off")
    return figure, axes


def _arrow(ax, tail, tip, color):
    ax.annotate("", tip, tail, arrowprops=ARROW | {"color": color})


def _both_ways(ax, start, end):
    """A blue arrow there and an orange one back, beside each other, between two labels."""
    start, end = np.array(start), np.array(end)
    along = (end - start) / np.hypot(*(end - start))
    aside = 0.07 * np.array([-along[1], along[0]])
    start, end = start + 0.4 * along, end - 0.4 * along
    _arrow(ax, start + aside, end + aside, BLUE)
    _arrow(ax, end - aside, start - aside, ORANGE)


def _link(ax, tail, tip, weight, where, color=INK, both=False, start=0.3, end=0.3, lit=True):
    """An edge of the network with its weight on it; `where` says how far along."""
    tail, tip = np.array(tail, dtype=float), np.array(tip, dtype=float)
    along = (tip - tail) / np.hypot(*(tip - tail))
    aside = 0.06 * np.array([-along[1], along[0]]) * both
    tail, tip = tail + start * along, tip - end * along
    _arrow(ax, tail + aside, tip + aside, BLUE if lit else GREY)
    if both:
        _arrow(ax, tip - aside, tail - aside, ORANGE)
    ax.text(
        *(tail + where * (tip - tail)), weight, ha="center", va="center", color=color if lit else GREY,
        bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none"},
    )  # fmt: skip


def _circle(ax, place, label):
    ax.plot(*place, "o", ms=30, mfc="white", mec=BLUE, mew=1.5, zorder=2)
    ax.text(*place, label, ha="center", va="center", color=BLUE, zorder=3)


def _pill(ax, left, before, after):
    """A unit: its pre-activation, and its output. `left` is the middle of its left end."""
    x, y = left
    box = {"boxstyle": "round,pad=0,rounding_size=0.3", "fc": "white", "ec": BLUE, "lw": 1.5, "zorder": 2}
    ax.add_patch(FancyBboxPatch((x, y - 0.33), 1.7, 0.66, **box))
    ax.plot([x + 0.85, x + 0.85], [y - 0.33, y + 0.33], color=BLUE, lw=0.9, zorder=3)
    for place, label in ((x + 0.42, before), (x + 1.27, after)):
        ax.text(place, y, label, ha="center", va="center", color=BLUE, zorder=3)


def _label(ax, place, label, color):
    ax.plot(*place, "o", ms=34.5, mfc="white", mec=color, mew=1.5, zorder=2)
    ax.text(*place, label, ha="center", va="center", fontsize=14.25, zorder=3)
