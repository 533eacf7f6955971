"""Three ways to the same gradient: what is carried along, and how many products of two numbers each of them takes."""

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels
from backprop.teaching.first_figures import INK

LEAST = 30
"""So that a single row is seen: no side is drawn smaller, where wide layers have hundreds."""


def carried(places, named):
    """What two orders of one product have to carry from place to place, as rectangles that are as large as it is.

    Parameters
    ----------
    places : sequence of str
        From left to right.
    named : dict
        Caption -> the shape at each place, rows and columns; None where nothing is carried.
    """
    with rc_context(STYLE):
        named = {name: [shape and tuple(map(int, shape)) for shape in some] for name, some in named.items()}
        shapes = [shape for some in named.values() for shape in some if shape]
        high, wide = max(rows for rows, _ in shapes), 1.12 * max(columns for _, columns in shapes)
        heights = [max(max(shape[0], LEAST) for shape in some if shape) for some in named.values()]
        figure = Figure(figsize=(5.2, 5.2 * sum(tall + 2 * high for tall in heights) / (wide * len(places))))
        axes = figure.subplots(len(named), height_ratios=[tall + 2 * high for tall in heights])
        figure.subplots_adjust(0, 0, 1, 1, hspace=0)
        told = []
        for ax, tall, (caption, some), color in zip(axes, heights, named.items(), (ORANGE, BLUE), strict=True):
            ax.set(xlim=(0, wide * len(some)), ylim=(-1.0 * high, tall + 1.0 * high), aspect="equal")
            ax.axis("off")
            ax.text(0, tall + 0.75 * high, caption, color=color, va="center")
            for at, (place, shape) in enumerate(zip(places, some, strict=True)):
                middle = wide * (at + 0.5)
                ax.text(middle, tall + 0.28 * high, place, ha="center", va="center", color=INK)
                if not shape:
                    continue
                rows, columns = shape
                width, height = max(columns, LEAST), max(rows, LEAST)
                corner = (middle - width / 2, tall / 2 - height / 2)
                ax.add_patch(Rectangle(corner, width, height, fc=color, lw=0))
                ax.text(middle, -0.22 * high, rf"${rows} \times {columns}$", ha="center", va="center", fontsize=12)
                ax.text(middle, -0.58 * high, f"{rows * columns:,}", ha="center", va="center", color=INK)
            shown = ", ".join(f"{p} {s[0]} by {s[1]}" for p, s in zip(places, some, strict=True) if s)
            told.append(f"{caption}: {shown}.")
        return Picture(figure, f"Rectangles as large as what is carried along. {' '.join(told)}")


def three_ways(depths, counts):
    """The counts against the depth, on a logarithmic scale.

    Parameters
    ----------
    depths : sequence of int
    counts : dict
        Name of the way -> a count for each depth.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, (ax,) = panels(5.4, 2.8)
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
