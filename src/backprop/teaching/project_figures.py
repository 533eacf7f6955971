"""The figures of appendix F: weights as images, units that are dropped, weights that are shared, and who heeds whom."""

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.first_figures import INK


def weight_images(named):
    """The weights of a layer as images, one for each output; a row for each way of learning them.

    Parameters
    ----------
    named : dict
        Caption -> weights (64, columns).
    """
    columns = max(np.shape(weights)[1] for weights in named.values())
    largest = max(np.abs(weights).max() for weights in named.values())
    with rc_context(STYLE):
        figure, axes = panels(1.05 * columns, 1.25 * len(named), len(named), columns)
        for row, (caption, weights) in zip(axes.reshape(len(named), columns), named.items(), strict=True):
            for output, ax in enumerate(row):
                ax.imshow(np.reshape(weights[:, output], (8, 8)), cmap="PuOr_r", vmin=-largest, vmax=largest)
                ax.set(xticks=[], yticks=[])
                ax.spines[:].set_visible(False)
            row[0].set_ylabel(caption)
        told = "; ".join(f"{caption}: up to {np.abs(weights).max():.1g}" for caption, weights in named.items())
        return Picture(figure, f"The weights of each output as an image, a row for each network. {told}.")


def dropped(mask):
    """A layer of which some hidden units are dropped: they and their edges are grey, for each example others.

    Parameters
    ----------
    mask : array_like
        A row of 0 and 1 for each example, a column for each hidden unit.
    """
    mask = np.asarray(mask)
    with rc_context(STYLE):
        figure, axes = panels(1.75 * len(mask), 2.5, columns=len(mask))
        hidden = np.arange(mask.shape[1])[::-1]
        middle = hidden.mean()
        for example, (ax, kept) in enumerate(zip(axes, mask, strict=True), start=1):
            ax.set(xlim=(-0.3, 2.3), ylim=(-0.5, hidden.max() + 0.5))
            ax.axis("off")
            for height, keep in zip(hidden, kept, strict=True):
                for place in ((0, middle - 0.7), (0, middle + 0.7), (2, middle)):
                    ends = zip((1, height), place, strict=True)
                    ax.plot(*ends, color=BLUE if keep else GREY, lw=1.6 if keep else 1.1, ls="-" if keep else ":")
                ax.plot(1, height, "o", ms=20, mfc="white", mec=BLUE if keep else GREY, mew=1.4)
                ax.text(1, height, str(int(keep)), ha="center", va="center", color=INK if keep else GREY)
            for place in ((0, middle - 0.7), (0, middle + 0.7), (2, middle)):
                ax.plot(*place, "o", ms=20, mfc="white", mec=BLUE, mew=1.4)
            ax.set_title(f"example {example}", fontsize=11)
        told = "; ".join(f"example {row}: {', '.join(map(str, kept))}" for row, kept in enumerate(mask, start=1))
        return Picture(
            figure,
            f"{len(mask)} copies of a network with {mask.shape[1]} hidden units, each with the 1 of a unit that is "
            f"kept or the 0 of one that is dropped, whose edges are dotted. {told}.",
        )


def shared_weights(x, w, z):
    """A convolution: one small window of weights slides along the inputs; edges of one weight have one colour.

    Parameters
    ----------
    x, w, z : sequence of number
        Inputs, weights of the window, and outputs.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.4, 2.5)
        shift = (len(w) - 1) / 2
        ax.set(xlim=(-0.5, len(x) - 0.5), ylim=(-0.35, 1.7))
        ax.axis("off")
        for place in range(len(z)):
            for step, color in zip(range(len(w)), (BLUE, ORANGE, GREY), strict=False):
                ax.plot([place + step, place + shift], [0, 1], color=color, lw=2.0, zorder=1)
        for row, numbers, start in ((0, x, 0), (1, z, shift)):
            for place, number in enumerate(numbers):
                ax.plot(start + place, row, "o", ms=27, mfc="white", mec=INK, mew=1.3, zorder=2)
                ax.text(start + place, row, f"{number:g}".replace("-", "−"), ha="center", va="center", zorder=3)
        for step, (weight, color) in enumerate(zip(w, (BLUE, ORANGE, GREY), strict=False)):
            words = f"$w_{step + 1}$ = {weight:g}".replace("-", "−")
            ax.text(len(x) / 2 - 0.5 + 1.6 * (step - shift), 1.5, words, ha="center", color=color, fontsize=12)
        return Picture(
            figure,
            f"Inputs {_listed(x)} below, outputs {_listed(z)} above. Each output hears {len(w)} neighbouring inputs, "
            f"through the same weights {_listed(w)}, an edge of one colour for each.",
        )


def _listed(numbers):
    return ", ".join(f"{number:g}" for number in numbers)


def heeded(attention):
    """How much each query heeds each key, as a table of shaded numbers.

    Parameters
    ----------
    attention : array_like
        A row for each query; each sums to 1.
    """
    attention = np.asarray(attention)
    rows, columns = attention.shape
    with rc_context(STYLE):
        figure, (ax,) = panels(1.0 * columns + 1.2, 0.62 * rows + 0.8)
        ax.imshow(attention, cmap="Blues", vmin=0, vmax=1.2, aspect="auto")
        for (row, column), share in np.ndenumerate(attention):
            ax.text(column, row, f"{share:.2f}", ha="center", va="center", color="white" if share > 0.7 else "black")
        ax.set_xticks(range(columns), [f"key {j + 1}" for j in range(columns)])
        ax.set_yticks(range(rows), [f"query {i + 1}" for i in range(rows)])
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        told = "; ".join(
            f"query {i}: {', '.join(f'{share:.2f}' for share in row)}" for i, row in enumerate(attention, start=1)
        )
        return Picture(figure, f"A table of {rows} by {columns} shares, a row for each query. {told}.")
