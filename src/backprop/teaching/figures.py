"""The figures of the chapters. Each is a `Picture`: an image, and the sentence that says what it shows."""

from io import BytesIO, StringIO

import numpy as np
from IPython.display import display
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from backprop.teaching.numbers import written
from backprop.teaching.prose import Prose

# Okabe and Ito's colours, which people of every colour vision can tell apart
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#8a8a8a"
VIOLET = "#5e3c99"
STYLE = {
    "font.family": "DejaVu Sans", "font.size": 11, "mathtext.fontset": "cm", "axes.spines.top": False,
    "axes.spines.right": False, "figure.facecolor": "white", "savefig.facecolor": "white", "figure.dpi": 144,
}  # fmt: skip


class Picture:
    """A drawn figure as an SVG image; its text is the alternative text of the page.

    Beside it stands a bitmap: JupyterLab shows no SVG of a notebook that was not run on the reader's own machine.
    """

    def __init__(self, figure, alt):
        buffer = StringIO()
        with rc_context({"svg.hashsalt": "backprop"}):  # the same names inside the image each time
            figure.savefig(buffer, format="svg", bbox_inches="tight", metadata=dict.fromkeys(("Creator", "Date")))
        self.figure, self._svg, self._alt = figure, buffer.getvalue(), alt

    def _repr_svg_(self):
        return self._svg

    def _repr_png_(self):
        buffer = BytesIO()
        with rc_context(STYLE):
            self.figure.savefig(buffer, format="png", bbox_inches="tight", dpi=192)
        image = Image.open(buffer).convert("RGB").quantize()  # a third of the size
        small = BytesIO()
        image.save(small, "png", optimize=True)
        width, height = image.size
        return small.getvalue(), {"width": width // 2, "height": height // 2}

    def __repr__(self):
        return self._alt


class Captioned:
    """A figure with its number, and under it the sentences that say what to see.

    Parameters
    ----------
    number : str
        Chapter and place: "5.1".
    picture : Picture
    caption : str
        Markdown.
    """

    def __init__(self, number, picture, caption):
        self.picture, self.caption = picture, Prose(f"**Figure {number}.** {caption}")

    def __repr__(self):
        return repr(self.picture)

    def _ipython_display_(self):
        display(self.picture)
        display(self.caption)


def panels(width, height, rows=1, columns=1):
    """A figure of this size in inches, and its axes, row by row."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False).ravel()


def _node(axes, x, y, label, size=25):
    axes.plot(x, y, "o", ms=size, mfc="white", mec=BLUE, mew=1.4, zorder=2)
    axes.text(x, y, label, ha="center", va="center", zorder=3)


def jacobians(named, alt):
    """Jacobians as tables of numbers, two in a row, each entry shaded by its sign and its size in its own table.

    Parameters
    ----------
    named : dict
        Caption -> square array; of exact numbers, an array of objects.
    alt : str
        What the figure shows.
    """
    with rc_context(STYLE):
        across = min(len(named), 2)
        rows = -(-len(named) // across)
        figure = Figure(figsize=(2.35 * across, 2.4 * rows), layout="constrained")
        grid = figure.add_gridspec(rows, 2 * across)
        for place, (caption, matrix) in enumerate(named.items()):
            row, left = place // across, 2 * (place % across)
            left += place == len(named) - 1 and left < across - 1  # what is left over stands in the middle
            ax = figure.add_subplot(grid[row, left : left + 2])
            signed_table(ax, matrix, float(np.abs(matrix).max()))
            ax.set(xlim=(-0.53, matrix.shape[1] - 0.47), ylim=(matrix.shape[0] - 0.47, -0.53), aspect="equal")
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
            ax.set_xticks(range(matrix.shape[1]), [rf"$z_{c + 1}$" for c in range(matrix.shape[1])])
            ax.set_yticks(range(matrix.shape[0]), [rf"$a_{r + 1}$" for r in range(matrix.shape[0])])
            ax.set_xlabel(caption)
        return Picture(figure, alt)


def signed_table(axes, numbers, largest):
    """Numbers in cells of the size 1, the first at (0, 0), shaded by size and sign: green above 0, violet below.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    numbers : array
    largest : float
        The size of a number with the darkest shade.
    """
    for (r, c), number in np.ndenumerate(numbers):
        shade = (GREEN if number > 0 else VIOLET, 0.5 * abs(float(number)) / largest)
        axes.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, fc=shade, ec=GREY, lw=0.6))
        axes.text(c, r, f"{number:z.2f}" if isinstance(number, float) else written(number), ha="center", va="center")
