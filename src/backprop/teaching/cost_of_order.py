"""Three ways to the same gradient: what is carried along, and how many products of two numbers each of them takes."""

from matplotlib import rc_context
from matplotlib.patches import Rectangle

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels

BROADENED = 8
"""So that a single row is seen: what is added to each side, where wide layers have hundreds."""


def carried(named):
    """What two orders of one product have to carry from layer to layer, as rectangles that are as large as it is.

    Parameters
    ----------
    named : dict
        Caption -> the shapes, pairs of rows and columns, in the order in which they come.
    """
    with rc_context(STYLE):
        named = {caption: [tuple(map(int, shape)) for shape in some] for caption, some in named.items()}
        shapes = [shape for some in named.values() for shape in some]
        high, wide = max(rows for rows, _ in shapes), max(columns for _, columns in shapes)
        figure, axes = panels(6.2, 1.4 * len(named), rows=len(named))
        for ax, (caption, some), color in zip(axes, named.items(), (ORANGE, BLUE), strict=True):
            ax.set(xlim=(0, 1.25 * wide * len(some)), ylim=(-0.4 * high, 1.32 * high), aspect="equal")
            ax.axis("off")
            ax.text(0, 1.2 * high, caption, color=color, va="center")
            for at, (rows, columns) in enumerate(some):
                middle = 1.25 * wide * (at + 0.45)
                width, height = columns + BROADENED, rows + BROADENED
                corner = (middle - width / 2, high / 2 - height / 2)
                ax.add_patch(Rectangle(corner, width, height, fc=color, lw=0))
                ax.text(middle, -0.22 * high, rf"${rows} \times {columns}$", ha="center", va="center", fontsize=12)
        told = "; ".join(f"{name}: {', '.join(f'{r} by {c}' for r, c in some)}" for name, some in named.items())
        return Picture(figure, f"Rectangles as large as what is carried along. {told}.")


def three_ways(depths, counts):
    """The counts against the depth, on a logarithmic scale.

    Parameters
    ----------
    depths : sequence of int
    counts : dict
        Name of the way -> a count for each depth.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(6.2, 2.5)
        for (name, values), color, dashes in zip(counts.items(), (GREY, BLUE, ORANGE), (":", "--", "-"), strict=True):
            ax.semilogy(depths, values, color=color, ls=dashes, lw=2.2)
            ax.annotate(
                name, (depths[-1], values[-1]), xytext=(6, 0), textcoords="offset points", va="center", color="black"
            )
        ax.set(xlabel="layers", ylabel="products of two numbers", xticks=depths)
        ends = ", ".join(f"{name} {values[-1]:,}" for name, values in counts.items())
        return Picture(
            figure,
            f"Products against layers, on a logarithmic scale. At {depths[-1]} layers: {ends}.",
        )
