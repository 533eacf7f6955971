"""Three ways to the same gradient, and how many products of two numbers each of them takes."""

from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels


def three_ways(depths, counts):
    """The counts against the depth, on a logarithmic scale.

    Parameters
    ----------
    depths : sequence of int
    counts : dict
        Name of the way -> a count for each depth.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(6.4, 3.2)
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
