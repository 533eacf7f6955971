"""The figures of chapter 8: images, a first step, the slope of a sigmoid, what a network learns, and where it errs."""

from itertools import pairwise

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.numbers import listed, written

LINES = ((ORANGE, "o-"), (BLUE, "s--"), (GREEN, "^:"), (GREY, "D-."))


def images(pixels, captions, alt, rows=2):
    """Digits as images, each with a caption under it.

    Parameters
    ----------
    pixels : array_like
        A row of 64 numbers for each image, 0 for paper and 1 for ink.
    captions : sequence of str
    alt : str
        What the figure shows.
    """
    columns, lines = -(-len(pixels) // rows), max(caption.count("\n") for caption in captions)
    with rc_context(STYLE):
        figure, axes = panels(0.9 * columns, (1.2 + 0.25 * lines) * rows, rows, columns)
        for ax in axes:
            ax.axis("off")
        for ax, (image, caption) in zip(axes, zip(pixels, captions, strict=True), strict=False):
            ax.imshow(np.reshape(image, (8, 8)), cmap="gray_r", vmin=0, vmax=1)
            ax.text(3.5, 8.1, caption, ha="center", va="top")
        return Picture(figure, alt)


def learning_curves(costs, shares):
    """The cost of the training images and the share of right answers on the test images; a line for each seed.

    Parameters
    ----------
    costs, shares : array_like
        A row for each seed, a column for each epoch.
    """
    epochs = np.arange(1, len(costs[0]) + 1)
    with rc_context(STYLE):
        figure, (left, right) = panels(5.3, 2.6, columns=2)
        left.semilogy(epochs, np.transpose(costs), color=BLUE, lw=1.2, alpha=0.75)
        left.set(xlabel="epoch", ylabel="cost, training images")
        right.plot(epochs, 100 * np.transpose(shares), color=ORANGE, lw=1.2, alpha=0.75)
        right.axhline(96, color=GREY, lw=0.8, ls="--")
        right.set(xlabel="epoch", ylabel="right, test images [%]")
        return Picture(
            figure,
            f"Two panels over epochs, a line for each of {len(costs)} seeds. Left, the cost of the training images "
            "on a logarithmic scale: it falls, with a spike here and there. Right, the share of right answers on the "
            "test images: it rises steeply at first and ends above a dashed line at 96 percent.",
        )


def confusion(counts):
    """How often which digit was taken for which.

    Parameters
    ----------
    counts : array_like
        A row for each digit, a column for each answer.
    """
    counts = np.asarray(counts)
    wrong = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    with rc_context(STYLE):
        figure, (ax,) = panels(4.6, 3.9)
        ax.imshow(wrong, cmap="Oranges", vmin=0, vmax=2 * max(2, wrong.max()))
        for (digit, answer), count in np.ndenumerate(counts):
            color, weight = (BLUE, "bold") if digit == answer else ("black", "normal")
            ax.text(answer, digit, count or "·", ha="center", va="center", color=color, weight=weight)
        ax.set(xlabel="answer", ylabel="digit", xticks=range(len(counts)), yticks=range(len(counts)))
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        return Picture(
            figure,
            f"A table of {len(counts)} by {len(counts)} counts, a row for each digit and a column for each answer. "
            "Nearly all of the images are counted on the diagonal; the few others are shaded.",
        )


def first_step(image, errors, changes):
    """An image, the ten errors of a network that knows nothing, and what one step adds to its weights.

    Parameters
    ----------
    image : array_like
        A row of 64 numbers, 0 for paper and 1 for ink.
    errors : array_like
        One for each digit.
    changes : array_like
        What is added to the weights, (64, 10).
    """
    errors, changes = np.asarray(errors, dtype=float), np.asarray(changes, dtype=float)
    right = errors.argmin()
    largest = np.abs(changes).max(axis=0)
    others = max(np.delete(largest, right))
    columns = -(-len(errors) // 2)
    with rc_context(STYLE):
        figure = Figure(figsize=(5.2, 4.2))
        left = figure.add_axes((0.02, 0.62, 0.28, 0.36))
        left.imshow(np.reshape(image, (8, 8)), cmap="gray_r", vmin=0, vmax=1)
        left.axis("off")
        bars = figure.add_axes((0.44, 0.66, 0.53, 0.31))
        bars.bar(range(len(errors)), errors, color=ORANGE)
        bars.axhline(0, color=GREY, lw=0.8)
        bars.set(xticks=range(len(errors)), ylabel="error", yticks=(0, -0.5))
        bars.tick_params(axis="x", length=0)
        for digit in range(len(errors)):
            row, column = divmod(digit, columns)
            ax = figure.add_axes((column / columns, 0.33 - 0.31 * row, 1 / columns, 0.24))
            scale = (largest[right] if digit == right else others) or 1
            ax.imshow(changes[:, digit].reshape(8, 8), cmap="PuOr_r", vmin=-scale, vmax=scale)
            ax.axis("off")
            ax.text(3.5, 8.8, str(digit), ha="center", va="center")
        told = ", ".join(f"{digit}: {error:g}" for digit, error in enumerate(errors))
        return Picture(
            figure,
            f"Left, the image of a digit. Beside it ten errors as bars, {told}. Below, what a step adds to the weights "
            f"of each of the ten digits, as images: a copy of the digit for {right}, and its negative for every other, "
            "on a scale of its own.",
        )


def sigmoid_chain(outputs, slopes, deltas):
    """Sigmoids one after the other with weights of 1: their outputs forwards, and what is left on the way back.

    Parameters
    ----------
    outputs : sequence of number
        What goes in, then the output of each sigmoid.
    slopes : sequence of number
        That of each sigmoid.
    deltas : sequence of number
        What comes back on each edge, from the left to the right.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(5.6, 1.7)
        ax.set(xlim=(-0.8, len(slopes) - 0.2), ylim=(-0.62, 0.35))
        ax.axis("off")
        arrow = {"arrowstyle": "-|>", "lw": 1.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 12}
        for place, (forward, back) in enumerate(zip(outputs, deltas, strict=True)):
            start, end = place - 0.77, place - 0.23
            ax.annotate("", (end, 0.05), (start, 0.05), arrowprops={**arrow, "color": BLUE})
            ax.annotate("", (start, -0.05), (end, -0.05), arrowprops={**arrow, "color": ORANGE})
            ax.text((start + end) / 2, 0.11, written(forward), ha="center", color=BLUE, fontsize=12)
            ax.text((start + end) / 2, -0.12, written(back), ha="center", va="top", color=ORANGE, fontsize=12)
        for place, slope in enumerate(slopes):
            ax.plot(place, 0, "o", ms=32, mfc="white", mec=GREY, mew=1.4)
            ax.text(place, 0, r"$\sigma$", ha="center", va="center", fontsize=15)
            ax.text(place, -0.38, f"× {written(slope)}", ha="center", va="top", color=ORANGE, fontsize=12)
        return Picture(
            figure,
            f"{len(slopes)} sigmoids in a row. Forwards, from the left to the right: {listed(outputs)}. Their slopes: "
            f"{listed(slopes)}. Backwards, from the right to the left: {listed(deltas[::-1])}.",
        )


def slope_of_output(outputs):
    """The slope of a sigmoid over its output, a (1 - a), and by what it falls short of a quarter at some outputs.

    Parameters
    ----------
    outputs : sequence of number
        Where to mark it.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.4, 2.8)
        a = np.linspace(0, 1, 200)
        ax.axhline(0.25, color=GREY, lw=1.0, ls="--")
        ax.text(0.02, 0.256, "one quarter", color="#5a5a5a", va="bottom")
        ax.plot(a, a * (1 - a), color=BLUE, lw=2.4)
        told = []
        for output in outputs:
            at, slope = float(output), float(output * (1 - output))
            ax.plot([at, at], [slope, 0.25], color=ORANGE, lw=2.2)
            ax.plot(at, slope, "o", ms=7, color=BLUE)
            short = written((2 * output - 1) ** 2 / 4)
            if short != "0":
                ax.text(at + 0.015, (slope + 0.25) / 2, short, color=ORANGE, va="center")
            told.append(f"{written(output)}: slope {written(output * (1 - output))}, short by {short}")
        ax.set(xlabel="output $a$", ylabel="slope", xlim=(0, 1), ylim=(0, 0.29), yticks=(0, 0.125, 0.25))
        return Picture(
            figure,
            "The slope over the output is an arch from 0 to 0, with its top, one quarter, at one half; bars show by "
            f"what it falls short of a quarter. At {'; at '.join(told)}.",
        )


def delta_lengths(named):
    """How long the deltas of each layer are, on a logarithmic scale; for a single curve also by what they fall.

    Parameters
    ----------
    named : dict
        Name of a network -> the norm of the deltas of each layer, the first layer first.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.4, 2.9)
        for (name, norms), (color, line) in zip(named.items(), LINES, strict=False):
            places = np.arange(1, len(norms) + 1)
            ax.semilogy(places, norms, line, color=color, lw=2.0, ms=6, label=name)
            if len(named) == 1:
                for place, (low, high) in enumerate(pairwise(norms), start=1):
                    ax.annotate(
                        f"÷ {high / low:.1f}", (place + 0.5, np.sqrt(low * high)), xytext=(7, -9),
                        textcoords="offset points", color=color, va="top",
                    )  # fmt: skip
        ax.set(xlabel="layer", ylabel="length of the deltas", xticks=places)
        if len(named) > 1:
            ax.legend(frameon=False)
        told = "; ".join(f"{name}: {', '.join(f'{norm:.1g}' for norm in norms)}" for name, norms in named.items())
        return Picture(figure, f"How long the deltas are, over the layers, on a logarithmic scale. {told}.")
