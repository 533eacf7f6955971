"""The figures of training: the images, what a network learns, where it errs, and how large its gradients are."""

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture, panels

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
    columns = -(-len(pixels) // rows)
    with rc_context(STYLE):
        figure, axes = panels(1.1 * columns, 1.35 * rows, rows, columns)
        for ax in axes:
            ax.axis("off")
        for ax, (image, caption) in zip(axes, zip(pixels, captions, strict=True), strict=False):
            ax.imshow(np.reshape(image, (8, 8)), cmap="gray_r", vmin=0, vmax=1)
            ax.text(3.5, 8.9, caption, ha="center", va="center")
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
        figure, (above, below) = panels(4.8, 4.8, rows=2)
        above.semilogy(epochs, np.transpose(costs), color=BLUE, lw=1.2, alpha=0.75)
        above.set(ylabel="cost,\ntraining images")
        below.plot(epochs, 100 * np.transpose(shares), color=ORANGE, lw=1.2, alpha=0.75)
        below.axhline(96, color=GREY, lw=0.8, ls="--")
        below.set(xlabel="epoch", ylabel="right answers,\ntest images [%]")
        return Picture(
            figure,
            f"Two panels over epochs, a line for each of {len(costs)} seeds. Above, the cost of the training images "
            "on a logarithmic scale: it falls, with a spike here and there. Below, the share of right answers on the "
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
        figure, (ax,) = panels(4.9, 4.1)
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


def gradient_norms(named, over, alt):
    """Norms of the gradients of weights, on a logarithmic scale.

    Parameters
    ----------
    named : dict
        Name of the curve -> its norms.
    over : str
        What is counted from 1 along the horizontal axis: "epoch", "layer".
    alt : str
        What the figure shows.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(4.8, 3.4)
        for (name, norms), (color, line) in zip(named.items(), LINES, strict=False):
            places = np.arange(1, len(norms) + 1)
            ax.semilogy(places, norms, line, color=color, lw=2.0, ms=5, label=name)
        low, high = np.log10(ax.get_ylim())
        ax.set(
            xlabel=over, ylabel="norm of the gradient\nof the weights", ylim=(10 ** np.floor(low), 10 ** np.ceil(high))
        )
        if len(places) <= 10:
            ax.set_xticks(places)
        ax.legend(frameon=False)
        return Picture(figure, alt)
