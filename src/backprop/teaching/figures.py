"""The figures of the chapters. Each is a `Picture`: an image, and the sentence that says what it shows."""

from io import BytesIO

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Okabe and Ito's colours, which people of every colour vision can tell apart
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#8a8a8a"
STYLE = {
    "font.family": "DejaVu Sans", "font.size": 11, "mathtext.fontset": "cm", "axes.spines.top": False,
    "axes.spines.right": False, "figure.facecolor": "white", "savefig.facecolor": "white", "figure.dpi": 144,
}  # fmt: skip


class Picture:
    """A drawn figure as a PNG image; its text is the alternative text of the page."""

    def __init__(self, figure, alt):
        buffer = BytesIO()
        FigureCanvasAgg(figure)
        figure.savefig(buffer, format="png", bbox_inches="tight", metadata={"Software": None})
        self._png, self._alt = buffer.getvalue(), alt

    def _repr_png_(self):
        return self._png

    def __repr__(self):
        return self._alt


def _axes(width, height, columns=1):
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, np.atleast_1d(figure.subplots(1, columns))


def paths():
    """Two copies of one layer: the single path from a weight to the cost, and the many paths from an input."""
    with rc_context(STYLE):
        figure, axes = _axes(8.4, 3.2, 2)
        _layer(axes[0], weight=(1, 0), caption=r"$w_{21}$: one path")
        _layer(axes[1], source=0, caption=r"$x_1$: one path for every output")
        return Picture(
            figure,
            "Two drawings of a layer with two inputs and three outputs. Left, the weight from input 1 to output 2 is "
            "joined to the cost by one path; right, input 1 is joined to it by three, one through each output.",
        )


def _layer(axes, caption, weight=None, source=None):
    inputs, outputs = [1.5, 0.5], [2, 1, 0]
    axes.set(xlim=(-0.35, 3.45), ylim=(-0.9, 2.5))
    axes.axis("off")
    for k, low in enumerate(inputs):
        for j, high in enumerate(outputs):
            lit = (j, k) == weight or k == source
            axes.plot([0, 1], [low, high], color=ORANGE if lit else GREY, lw=2.6 if lit else 0.8, zorder=1)
    for j, height in enumerate(outputs):
        lit = source is not None or (weight and j == weight[0])
        color, width = (ORANGE, 2.6) if lit else (GREY, 0.8)
        axes.plot([1, 2], [height, height], color=color, lw=width, zorder=1)
        axes.plot([2, 3], [height, 1], color=color, lw=width, zorder=1)
        _node(axes, 1, height, rf"$z_{j + 1}$")
        _node(axes, 2, height, rf"$\hat{{y}}_{j + 1}$")
    for k, height in enumerate(inputs):
        _node(axes, 0, height, rf"$x_{k + 1}$")
    _node(axes, 3, 1, "$C$")
    axes.text(1.5, -0.8, caption, ha="center", color="black")


def _node(axes, x, y, label):
    axes.plot(x, y, "o", ms=25, mfc="white", mec=BLUE, mew=1.4, zorder=2)
    axes.text(x, y, label, ha="center", va="center", zorder=3)


def jacobians(named, alt):
    """Jacobians as tables of numbers, each entry shaded by its size and sign.

    Parameters
    ----------
    named : dict
        Caption -> square array.
    alt : str
        What the figure shows.
    """
    with rc_context(STYLE):
        figure, axes = _axes(2.9 * len(named), 3.1, len(named))
        largest = max(np.abs(a).max() for a in named.values())
        for ax, (caption, matrix) in zip(axes, named.items(), strict=True):
            ax.imshow(matrix, cmap="PuOr", vmin=-largest, vmax=largest)
            for (r, c), value in np.ndenumerate(matrix):
                dark = abs(value) > 0.6 * largest
                ax.text(c, r, f"{value:.2f}", ha="center", va="center", color="white" if dark else "black")
            ax.set_xticks(range(matrix.shape[1]), [rf"$z_{c + 1}$" for c in range(matrix.shape[1])])
            ax.set_yticks(range(matrix.shape[0]), [rf"$\hat{{y}}_{r + 1}$" for r in range(matrix.shape[0])])
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
            ax.set_xlabel(caption)
        return Picture(figure, alt)
