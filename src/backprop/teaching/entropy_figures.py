"""The figures of chapters 6 and 7: probabilities, the costs of them, and how hard a unit is pushed.

What is said is blue, what should be said is black, what comes back is orange.
"""

from itertools import pairwise

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels, signed_table
from backprop.teaching.numbers import listed, written

LARGE = STYLE | {"font.size": 13}
INK, LIGHT = "#333333", "#cfe3f2"
BACK = {"arrowstyle": "-|>", "color": ORANGE, "lw": 2.0}
SIDES = "left", "right", "bottom", "top"


def sure_and_wrong(z, a, y):
    """The sigmoid, one unit on it, and what the unit should give.

    Parameters
    ----------
    z, a, y : float
        Pre-activation, output and label of the unit.
    """
    with rc_context(LARGE):
        figure, (ax,) = panels(5.6, 3.0)
        at = np.linspace(-8, 8, 201)
        ax.plot(at, 1 / (1 + np.exp(-at)), color=BLUE, lw=2.2)
        ax.annotate("", (z, y - 0.05), (z, a + 0.05), arrowprops=BACK)
        ax.text(z + 0.3, (a + y) / 2, "how hard?", color=ORANGE, va="center")
        ax.plot(z, a, "o", ms=11, color=BLUE, zorder=3)
        ax.plot(z, y, "*", ms=16, color="black", zorder=3)
        ax.text(z, a - 0.13, f"it gives {a:.2g}", color=BLUE, ha="center", va="center")
        ax.text(z + 0.5, y, f"it should give {written(y)}", va="center")
        ax.set(xlabel="pre-activation $z$", ylabel="output $a$", yticks=[0, 0.5, 1], ylim=(-0.22, 1.1))
        return Picture(
            figure,
            "The output rises over the pre-activation from 0 to 1 in the shape of an S. A dot far down on the left, at "
            f"{written(z)}, gives {a:.2g}; a star above it, at {written(y)}, is what it should give. An arrow leads "
            "up from the dot to the star.",
        )


def given_to_labels(outputs, labels):
    """What each example gives to 1 and to 0, and which of the two is its label.

    Parameters
    ----------
    outputs, labels : sequence of number
    """
    with rc_context(LARGE):
        figure, (ax,) = panels(5.8, 0.6 * len(outputs) + 0.7)
        told = []
        for place, (a, y) in enumerate(zip(outputs, labels, strict=True)):
            for start, width, value in ((0, a, 1), (a, 1 - a, 0)):
                right = value == y
                color = BLUE if right else LIGHT
                ax.barh(place, float(width), left=float(start), height=0.62, color=color, edgecolor="white")
                middle, shade = float(start + width / 2), "white" if right else INK
                ax.text(middle, place, f"{value}: {written(width)}", ha="center", va="center", color=shade)
            told.append(f"{written(a if y else 1 - a)} to its label {y}")
        ax.set(xlim=(0, 1), ylim=(len(outputs) - 0.5, -0.5), xticks=[0, 0.5, 1], xlabel="probability")
        ax.set_yticks(range(len(outputs)), [f"example {place + 1}" for place in range(len(outputs))])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        return Picture(
            figure,
            f"A bar of the length 1 for each example, cut in two; dark is the part of the label: {', '.join(told)}.",
        )


def two_costs(z, costs, slopes, mark):
    """Two costs of a sigmoid unit whose label is 1, and below them their derivatives.

    Parameters
    ----------
    z : array
    costs, slopes : dict
        Name of a cost -> its values at z; the same two names in both.
    mark : float
        Where the slopes are read off.
    """
    with rc_context(LARGE):
        figure, (above, below) = panels(5.6, 4.8, rows=2)
        place, told = int(np.abs(z - mark).argmin()), []
        for name, color, line in zip(costs, (ORANGE, BLUE), ("-", "--"), strict=True):
            for ax, values in ((above, costs[name]), (below, slopes[name])):
                ax.plot(z, values, color=color, ls=line, lw=2.4, label=name)
                ax.plot(mark, values[place], "o", ms=8, color=color, zorder=3)
            height = slopes[name][place]
            slope = written(float(f"{height:.4f}"))
            below.annotate(slope, (mark, height), xytext=(-2, 10), textcoords="offset points", color=color)
            told.append(f"{name} costs {costs[name][place]:.3g} and has the derivative {slope}")
        above.set(ylabel="cost $E$", xticklabels=[])
        below.set(xlabel="pre-activation $z$, label $y = 1$", ylabel="derivative")
        below.axhline(0, color=GREY, lw=0.8)
        above.legend(frameon=False)
        return Picture(
            figure,
            "Two costs over the pre-activation, and below them their derivatives. On the left the one rises like a "
            f"straight line and the other lies flat. At {written(mark)}: {'; '.join(told)}.",
        )


def endings(named, bend):
    """The end of a network with one cost and with another, a row each: numbers forwards, derivatives backwards.

    Parameters
    ----------
    named : dict
        Name of the cost -> three pairs, for z, a and E: what goes forwards and the derivative that comes back.
    bend : number
        The slope of the sigmoid, under its box.
    """
    with rc_context(LARGE):
        figure, axes = panels(5.4, 1.4 * len(named), rows=len(named))
        told = []
        for ax, (name, pairs) in zip(axes, named.items(), strict=True):
            ax.set(xlim=(-0.1, 6.1), ylim=(-0.55, 0.55))
            ax.axis("off")
            for place, (letter, (number, slope)) in enumerate(zip("zaE", pairs, strict=True)):
                middle = 2 * place + 1
                for ends, color, height in (((-0.5, 0.5), BLUE, 0.09), ((0.5, -0.5), ORANGE, -0.09)):
                    (start, end), arrow = (middle + np.array(ends)), {"arrowstyle": "-|>", "color": color, "lw": 1.6}
                    ax.annotate("", (end, height), (start, height), arrowprops=arrow)
                ax.text(middle, 0.2, f"${letter}$ = {written(number)}", ha="center", va="bottom", color=BLUE)
                ax.text(middle, -0.22, written(slope), ha="center", va="top", color=ORANGE)
            ax.text(2, -0.36, f"slope {written(bend)}", ha="center", va="top", color=INK, fontsize=12)
            for place, sign in ((2, r"$\sigma$"), (4, name)):
                box = {"boxstyle": "round,pad=0.35", "fc": "white", "ec": GREY}
                ax.text(place, 0, sign, ha="center", va="center", bbox=box, fontsize=12 if place == 4 else 15)
            told.append(
                f"{name.replace(chr(10), ' ')}: forwards z {written(pairs[0][0])}, a {written(pairs[1][0])}, "
                f"E {written(pairs[2][0])}; backwards from the cost {listed(slope for _, slope in pairs[::-1])}"
            )
        told = ". ".join(told)
        return Picture(figure, f"The end of a network, twice. {told}. The slope of the sigmoid is {written(bend)}.")


def near_one(below, above, sums):
    """The floating-point numbers around 1, and where sums that lie between them are rounded to.

    Parameters
    ----------
    below, above : float
        The distances from 1 to the next number on either side.
    sums : dict
        Name of a sum -> what is added to 1.
    """
    with rc_context(LARGE):
        figure, (ax,) = panels(5.6, 2.0)
        unit = above
        ax.set(xlim=(-1.25, 2.4), ylim=(-0.75, 1.1))
        ax.axis("off")
        ax.plot([-1.2, 2.35], [0, 0], color=GREY, lw=1.0)
        ax.fill_between([-below / 2 / unit, 0.5], -0.16, 0.62, color=LIGHT, lw=0)
        ax.text(0.5 / 2 - below / 4 / unit, 0.7, "becomes 1", ha="right", va="bottom", color=BLUE)
        ticks = [1 - 2 * below, 1 - below, 1.0, 1 + above, 1 + 2 * above]
        assert all(np.nextafter(low, 2) == high for low, high in pairwise(ticks))
        names = ["", r"$1 - 2^{-53}$", "$1$", r"$1 + 2^{-52}$", ""]
        for tick, name in zip(ticks, names, strict=True):
            ax.plot([(tick - 1) / unit] * 2, [-0.16, 0.16], color="black", lw=2)
            ax.text((tick - 1) / unit, -0.28, name, ha="center", va="top", fontsize=15)
        told = []
        for name, added in sums.items():
            end = (1 + added - 1) / unit
            arrow = {"arrowstyle": "-|>", "color": ORANGE, "lw": 1.8, "shrinkA": 5}
            ax.annotate("", (end, 0.16), (added / unit, 0.62), arrowprops=arrow)
            ax.plot(added / unit, 0.62, "o", ms=8, color=ORANGE)
            ax.text(added / unit + 0.08, 0.7, name, ha="left", va="bottom", color=ORANGE, fontsize=15)
            told.append(f"{name.strip('$')} lies {added / unit:.2f} of a gap above 1 and is rounded to "
                        f"{'1' if end == 0 else 'a larger number'}")  # fmt: skip
        return Picture(
            figure,
            f"A line with the numbers around 1, in double precision; shaded is what becomes 1. {'; '.join(told)}.",
        )


def shares(a, names, *, nudged=None, after=None):
    """Probabilities as bars; one logit is nudged, and below is how the bars move.

    Parameters
    ----------
    a : sequence of float or exact number
    names : sequence of str
        What is written under the bars.
    nudged : int, optional
        Which bar an arrow nudges.
    after : sequence of float, optional
        The bars after the nudge.
    """
    with rc_context(LARGE):
        figure, axes = panels(5.8, 2.3 if after is None else 3.9, rows=1 if after is None else 2)
        labels = [f"{value:.2g}" if isinstance(value, float) else written(value) for value in a]
        ax, x, a = axes[0], np.arange(len(a)), np.asarray(a, dtype=float)
        ax.bar(x, a, color=LIGHT, edgecolor=BLUE, width=0.66)
        for place, label in zip(x, labels, strict=True):
            ax.text(place, a[place] + 0.01, label, ha="center", va="bottom", color=BLUE)
        highest = a.max()
        room = highest if nudged is None else max(highest, a[nudged] + 0.25 * highest)
        ax.set(ylim=(0, room + 0.2 * highest), ylabel="probability", yticks=[])
        told = f"Bars of probability: {', '.join(labels)}."
        if nudged is not None:
            foot = a[nudged] + 0.2 * highest
            ax.annotate("", (nudged, foot + 0.25 * highest), (nudged, foot), arrowprops=BACK)
            told += f" An arrow nudges the bar {names[nudged]} up."
        if after is not None:
            change = np.asarray(after, dtype=float) - a
            axes[1].bar(x, change, color=ORANGE, width=0.66)
            axes[1].axhline(0, color=GREY, lw=0.8)
            for place, value in zip(x, change, strict=True):
                low = value < 0
                text = f"{value:+.4f}".replace("-", "−")
                side = {"va": "top" if low else "bottom", "ha": "center"}
                axes[1].text(place, value + (-1 if low else 1) * 0.03 * np.ptp(change), text, color=ORANGE, **side)
            margin = 0.25 * np.ptp(change)
            axes[1].set(ylim=(change.min() - margin, change.max() + margin), ylabel="change", yticks=[])
            told += f" They change by {', '.join(f'{v:+.4f}' for v in change).replace('-', '−')}."
        for panel in axes:
            panel.set_xticks(x, names)
            panel.tick_params(length=0)
            panel.spines["left"].set_visible(False)
        return Picture(figure, told)


def jacobian_with_sums(matrix):
    """A Jacobian of exact numbers, shaded by size and sign, with the sums of its rows and columns at the edge.

    Parameters
    ----------
    matrix : sympy.Matrix
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.6, 4.4)
        size, largest = matrix.rows, max(abs(float(entry)) for entry in matrix)
        signed_table(ax, np.array(matrix), largest)
        rows, columns = ([sum(lines(n)) for n in range(size)] for lines in (matrix.row, matrix.col))
        for n in range(size):
            ax.text(size - 0.25, n, written(rows[n]), ha="center", va="center")
            ax.text(n, size - 0.2, written(columns[n]), ha="center", va="center")
        ax.text(size - 0.25, size - 0.2, "sums", ha="center", va="center")
        ax.set(xlim=(-0.5, size + 0.1), ylim=(size + 0.1, -0.5), aspect="equal")
        ax.xaxis.tick_top()
        for axis, letter in ((ax.xaxis, "z"), (ax.yaxis, "a")):
            axis.set_ticks(range(size), [f"${letter}_{n + 1}$" for n in range(size)])
        ax.tick_params(length=0)
        ax.spines[list(SIDES)].set_visible(False)
        lines = "; ".join(listed(matrix.row(n)) for n in range(size))
        return Picture(figure, f"A table. Rows: {lines}. Sums of rows: {listed(rows)}; of columns: {listed(columns)}.")


def floor(lead, once, twice):
    """The cost against the lead of the right class, with softmax taken once and twice, and the floor of the second.

    Parameters
    ----------
    lead, once, twice : array
    """
    with rc_context(LARGE):
        figure, (ax,) = panels(5.6, 2.9)
        lowest = float(twice[-1])
        ax.plot(lead, once, color=BLUE, lw=2.4, label="softmax once")
        ax.plot(lead, twice, color=ORANGE, lw=2.4, ls="--", label="softmax twice")
        ax.axhline(lowest, color=GREY, lw=0.8)
        ax.text(lead[-1], lowest + 0.06, f"{lowest:.4f}", ha="right", va="bottom", color=ORANGE)
        ax.set(xlabel="lead of the right logit", ylabel="cost $E$", ylim=(-0.05, 1.4 * twice[0]))
        ax.legend(frameon=False, loc="upper right")
        return Picture(
            figure,
            f"Two curves over the lead of the right logit. With softmax once the cost falls to {once[-1]:.4f}; with "
            f"softmax twice it falls from {twice[0]:.4f} to {lowest:.4f} and no lower.",
        )
