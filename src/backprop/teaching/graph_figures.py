"""The figures of chapter 10: graphs of small steps, numbers forwards and backwards, and what the walk back costs."""

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels

DARK_GREY = "#5a5a5a"
RADIUS = 0.25
LARGE = STYLE | {"font.size": 13}

NEURON = {
    "places": {
        "$w$": (0, 1.5), "$x$": (0, 0), r"$w\,x$": (1.02, 1.5), "$b$": (1.3, 0), "$z$": (2.04, 1.5),
        "$a$": (3.06, 1.5), "$y$": (3.06, 0), "$a-y$": (4.08, 1.5), "$E$": (5.1, 1.5),
    },
    "edges": [
        ("$w$", r"$w\,x$"), ("$x$", r"$w\,x$"), (r"$w\,x$", "$z$"), ("$b$", "$z$"), ("$z$", "$a$"), ("$a$", "$a-y$"),
        ("$y$", "$a-y$"), ("$a-y$", "$E$"),
    ],
}  # fmt: skip
"""z = w x + b, a = sigma(z), E = 1/2 (a - y)^2: where `graph` puts its numbers, and its steps."""

USED_TWICE = {
    "places": {"$w$": (0, 1.3), "$x$": (0, 0), "$z$": (1.5, 0.65), "$a$": (3, 1.5), "$E$": (4.5, 0.65)},
    "edges": [("$w$", "$z$"), ("$x$", "$z$"), ("$z$", "$a$"), ("$z$", "$E$"), ("$a$", "$E$")],
}
"""z = w x, a = z^2, E = z + a."""


def graph(places, edges, values, alt, *, gradients=None, slopes=None, ranks=None, faint=()):
    """Steps from left to right: a number above each node forwards, and one below it backwards.

    Parameters
    ----------
    places : dict
        Label of a node -> (column, row), row 0 at the foot.
    edges : sequence of pairs
        (from, to), by their labels.
    values : dict
        Label -> the number above the node, in blue.
    alt : str
        What the figure shows.
    gradients : dict, optional
        Label -> what stands below the node, in orange. An edge between two that have one is walked back too.
    slopes : dict, optional
        Edge -> the slope of its step.
    ranks : dict, optional
        Label -> when the node is left on the walk back: "1st".
    faint : sequence of pairs, optional
        Edges that are there, but that nothing comes back along: thin and grey.
    """
    gradients, slopes, ranks = gradients or {}, slopes or {}, ranks or {}
    columns, rows = np.transpose(list(places.values()))
    with rc_context(LARGE):
        across, up = (columns.min() - 0.62, columns.max() + 0.62), (rows.min() - 0.68, rows.max() + 0.7)
        up = (up[0], up[1] + 0.25 * bool(ranks))
        figure, (ax,) = panels(0.95 * np.ptp(across), 0.95 * np.ptp(up))
        ax.set(xlim=across, ylim=up, aspect="equal")
        ax.axis("off")
        for edge in faint:
            ax.plot(*np.transpose([places[end] for end in edge]), color=GREY, lw=0.7, zorder=0)
        for edge in edges:
            back = gradients.keys() >= set(edge)
            _edge(ax, *(np.array(places[end]) for end in edge), back, slopes.get(edge))
        for label, (x, y) in places.items():
            ax.plot(x, y, "o", ms=33, mfc="white", mec=BLUE, mew=1.4, zorder=2)
            size = 15 if len(label) < 4 else 12.5
            ax.text(x, y, label.replace("-", r"\!-\!"), ha="center", va="center", fontsize=size, zorder=3)
            value, rank = values.get(label, ""), ranks.get(label, "")
            long = {"x": x + 0.06, "ha": "right", "fontsize": 12} if len(value) > 5 else {"x": x, "ha": "center"}
            ax.text(y=y + 0.3, s=value, va="bottom", color=BLUE, **long)
            bare = {"boxstyle": "round,pad=0.05", "fc": "white", "ec": "none"}
            if back := gradients.get(label):
                ax.text(y=y - 0.31, s=back, va="top", color=ORANGE, bbox=bare, zorder=3, **_below(label, places, edges))
            ax.text(x, y + 0.6, rank, ha="center", va="bottom", color=DARK_GREY, fontsize=12)
        return Picture(figure, alt)


def _below(label, places, edges):
    """Where across a number stands below its node: beside a steep arrow from below left, or one to below right."""
    x, y = places[label]
    if any(end == label and y - places[start][1] > x - places[start][0] for start, end in edges):
        return {"x": x - 0.05, "ha": "left"}
    if any(start == label and y - places[end][1] > 0.7 * (places[end][0] - x) for start, end in edges):
        return {"x": x + 0.12, "ha": "right"}
    slanted = any(end == label and y - places[start][1] > 0.7 * (x - places[start][0]) for start, end in edges)
    return {"x": x + 0.07 * slanted, "ha": "center"}


def _edge(ax, start, end, back, slope):
    """A blue arrow forwards; beside it an orange one back, where the walk goes; the slope of the step between."""
    along = (end - start) / np.hypot(*(end - start))
    left = np.array([-along[1], along[0]])
    start, end = start + (RADIUS + 0.05) * along, end - (RADIUS + 0.05) * along
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "lw": 1.5, "mutation_scale": 11}
    apart = 0.045 * left if back else 0 * left
    ax.annotate("", end + apart, start + apart, arrowprops={**arrow, "color": BLUE})
    if back:
        ax.annotate("", start - apart, end - apart, arrowprops={**arrow, "color": ORANGE})
    if slope:
        reach = np.abs(left) @ (0.046 * len(slope), 0.07)  # of the text, from its middle to the edge
        x, y = (start + end) / 2 + (0.13 + reach) * left
        bare = {"boxstyle": "round,pad=0.05", "fc": "white", "ec": "none"}
        ax.text(x, y, slope, ha="center", va="center", color=DARK_GREY, fontsize=12, bbox=bare, zorder=0.5)


def price(weights, counts):
    """How many operations each way to all slopes takes, against the number of weights, both on logarithmic scales.

    Parameters
    ----------
    weights : sequence of int
    counts : dict
        Name of the way -> its count for each of these.
    """
    with rc_context(LARGE):
        figure, (ax,) = panels(5.8, 2.9)
        for (name, values), color, line in zip(counts.items(), (BLUE, ORANGE, GREY), ("o-", "s--", "D:"), strict=True):
            ax.loglog(weights, values, line, color=color, lw=2.0, ms=4.5)
            ax.annotate(
                name, (weights[-1], values[-1]), xytext=(8, 0), textcoords="offset points", va="center", color="black"
            )
        ax.set(xlabel="weights and biases", ylabel="operations")
        ax.set_xticks(weights, [f"{count}" for count in weights])
        ax.set_xticks([], minor=True)
        ends = ", ".join(f"{name} {values[-1]:,}" for name, values in counts.items())
        return Picture(
            figure,
            "Three lines over the number of weights and biases, on logarithmic scales: two run side by side, close "
            f"together, and the third rises twice as steeply. At {weights[-1]:,}: {ends}.",
        )
