"""The figures of chapter 3: arrays as boxes drawn to scale, two examples through one neuron, and sheets that add up."""

import numpy as np
from matplotlib import rc_context
from matplotlib.patches import Rectangle

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture, panels, signed_table
from backprop.teaching.graph_figures import graph
from backprop.teaching.numbers import written

INK = "#333333"
TINTS = ("#a9cfe8", "#f3c9a5", "#a8dcc8", "#dcdcdc")
"""One for each neuron."""
PLACES = {
    "$x_{11}$": (0, 3.6), "$x_{12}$": (0, 2.75), "$b$": (0, 1.85), "$x_{21}$": (0, 0.7), "$x_{22}$": (0, -0.15),
    "$z_1$": (1.35, 2.95), "$z_2$": (1.35, 0.75), "$a_1$": (2.25, 2.95), "$a_2$": (2.25, 0.75), "$E_1$": (3.15, 2.95),
    "$E_2$": (3.15, 0.75), "$E$": (4.55, 1.85),
}  # fmt: skip
EDGES = [
    ("$x_{11}$", "$z_1$"), ("$x_{12}$", "$z_1$"), ("$x_{21}$", "$z_2$"), ("$x_{22}$", "$z_2$"), ("$b$", "$z_1$"),
    ("$b$", "$z_2$"), ("$z_1$", "$a_1$"), ("$z_2$", "$a_2$"), ("$a_1$", "$E_1$"), ("$a_2$", "$E_2$"), ("$E_1$", "$E$"),
    ("$E_2$", "$E$"),
]  # fmt: skip
"""Two examples, each through a copy of the one neuron: where their graph puts its numbers, and its steps."""


def _box(ax, corner, rows, columns, color, label="", tints=None):
    """An array to scale, its cells ruled, its upper left corner there; `tints` gives cells a ground."""
    x, y = corner
    for (r, c), tint in (tints or {}).items():
        ax.add_patch(Rectangle((x + c, y - r - 1), 1, 1, fc=tint, ec="none"))
    for r in range(1, rows):
        ax.plot([x, x + columns], [y - r, y - r], color=GREY, lw=0.6)
    for c in range(1, columns):
        ax.plot([x + c, x + c], [y - rows, y], color=GREY, lw=0.6)
    ax.add_patch(Rectangle((x, y - rows), columns, rows, fc="none", ec=color, lw=1.8))
    ax.text(x + columns / 2, y + 0.25, label, ha="center", va="bottom", color=color, fontsize=15)


def _canvas(width, height, unit):
    """Axes of this size in cells, of which each is `unit` inches wide."""
    figure, (ax,) = panels(width * unit, height * unit)
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return figure, ax


def with_gradients(m, n, k):
    """Input, weights and bias of a batch, each with its gradient in the same shape; one example is marked.

    Parameters
    ----------
    m, n, k : int
        Examples, inputs and outputs.
    """
    with rc_context(STYLE):
        width, x, top = 2 * (n + k + 1) + 10.8, 1.0, m + 1.5
        figure, ax = _canvas(width, m + 3.3, 5.2 / width)
        for name, rows, columns, sizes in (("X", m, n, "mn"), ("W", n, k, "nk"), ("b", k, 1, "k1")):
            for color, label in ((BLUE, f"${name}$"), (ORANGE, rf"$\partial E / \partial {name}$")):
                ground = {(1, c): TINTS[color == ORANGE] for c in range(columns) if name == "X"}
                _box(ax, (x, top), rows, columns, color, label, ground)
                look, (down, along) = {"color": INK, "fontsize": 15}, sizes
                ax.text(x - 0.25, top - rows / 2, f"${down}$", ha="right", va="center", **look)
                ax.text(x + columns / 2, top - rows - 0.25, f"${along}$", ha="center", va="top", **look)
                x += columns + (1.7 if color == BLUE else 1.9)
        return Picture(
            figure,
            f"Six boxes to scale, in pairs of one shape: X and its gradient, {m} by {n}, with one row marked in both; "
            f"W and its gradient, {n} by {k}; b and its gradient, {k} by 1. Only X has a row for each of {m} examples.",
        )


def lying_down(m, n, k):
    """One example in a column, the same in a row, and m of them: weights times input, and input times weights.

    Parameters
    ----------
    m, n, k : int
        Examples, inputs and outputs.
    """
    with rc_context(STYLE):
        heights = max(n, k), max(n, 1), max(m, n)
        figure, ax = _canvas(n + 2 * k + 7.8, sum(heights) + 4.9, 0.3)
        by_row = {(q, c): TINTS[q] for q in range(k) for c in range(n)}
        by_column = {(r, q): TINTS[q] for r in range(n) for q in range(k)}
        top = sum(heights) + 3.5
        left = [("$w$", k, n, by_row), ("$x$", n, 1, {}), ("$z$", k, 1, {(q, 0): TINTS[q] for q in range(k)})]
        z_row = {(0, q): TINTS[q] for q in range(k)}
        lying = [(r"$x^\top$", 1, n, {}), ("$W$", n, k, by_column), (r"$z^\top$", 1, k, z_row)]
        z_rows = {(r, q): TINTS[q] for r in range(m) for q in range(k)}
        batch = [("$X$", m, n, {}), ("$W$", n, k, by_column), ("$Z$", m, k, z_rows)]
        said = ("one example,\nstanding", "the same,\nlying down", f"{m} examples,\na row each")
        for words, boxes, high in zip(said, (left, lying, batch), heights, strict=True):
            x = 0.2
            for place, (label, rows, columns, tints) in enumerate(boxes):
                if place == 2:
                    ax.text(x - 0.65, top - 0.5, "=", ha="center", va="center", fontsize=14)
                _box(ax, (x, top), rows, columns, BLUE, label, tints)
                x += columns + (0.6 if place == 0 else 1.3)
            ax.text(n + 2 * k + 3, top - high / 2, words, va="center", color=INK, fontsize=13)
            top -= high + 1.7
        return Picture(
            figure,
            f"Three products drawn to scale. Weights of {k} by {n} times a column of {n} are a column of {k}; each row "
            f"of weights has its tint. Transposed: a row of {n} times weights of {n} by {k}, a column in each tint, is "
            f"a row of {k}. Last, {m} rows times the same weights are {m} rows.",
        )


def two_examples(values, gradients, slopes):
    """Two examples through one neuron, with numbers: forwards above each node, backwards below it.

    Parameters
    ----------
    values, gradients : dict
        Label of a node -> number; `PLACES` has the labels. A gradient may be missing.
    slopes : dict
        Label of a node -> the factor of the step that leads on from it; may be missing.
    """
    above = {label: written(values[label]) for label in PLACES}
    below = {label: written(number) for label, number in gradients.items()}
    on_edges = {edge: written(slopes[edge[0]]) for edge in EDGES if edge[0] in slopes}
    told = "; ".join(f"{label.strip('$')} {above[label]}, {below.get(label, 'no derivative')}" for label in PLACES)
    told += ". Factors of the steps: " + ", ".join(f"{label.strip('$')} {written(s)}" for label, s in slopes.items())
    return graph(
        PLACES, EDGES, above,
        "Two rows, one for each example: two inputs, z, the output a, the cost of the example; both costs lead to E. "
        f"One bias stands between the rows and leads to both z. Forwards and backwards: {told}.",
        gradients=below, slopes=on_edges,
    )  # fmt: skip


def sheets(inputs, deltas):
    """The gradient of the weights: a sheet for each example, its input down the side and its delta along the top.

    Parameters
    ----------
    inputs, deltas : lists of lists of numbers
        A row for each example.
    """
    products = [np.outer(x, d) for x, d in zip(inputs, deltas, strict=True)]
    total = sum(products)
    largest = max(abs(float(entry)) for sheet in (*products, total) for entry in sheet.flat)
    with rc_context(STYLE):
        lines = 1 + len(products) // 2
        figure, axes = panels(4.0, 2.3 * lines, rows=lines, columns=2)  # two in a row: so a phone can show them
        for ax in axes[len(products) + 1 :]:
            ax.axis("off")
        for place, (ax, sheet) in enumerate(zip(axes, [*products, total], strict=False)):
            last = place == len(products)
            ax.set(xlim=(-1.35, sheet.shape[1] - 0.4), ylim=(sheet.shape[0] + 0.15, -1.1), aspect="equal")
            ax.axis("off")
            signed_table(ax, sheet, largest)
            if not last:
                for row, number in enumerate(inputs[place]):
                    ax.text(-0.79, row, written(number), ha="center", va="center", color=BLUE)
                for column, number in enumerate(deltas[place]):
                    ax.text(column, -0.78, written(number), ha="center", va="center", color=ORANGE)
            ax.text(0.5 * (sheet.shape[1] - 1), sheet.shape[0] - 0.1, "their sum" if last else f"example {place + 1}",
                    ha="center", va="center", color=INK)  # fmt: skip
            if place:
                ax.text(-1.25, 0.5 * (sheet.shape[0] - 1), "=" if last else "+", ha="center", va="center", fontsize=15)
        rows = "; ".join(", ".join(map(written, row)) for row in total)
        return Picture(
            figure,
            f"{len(products)} tables, one for each example: each entry is an input, from the side, times a delta, "
            f"from the top. Then their sum, row by row: {rows}.",
        )


def orders(m, n, k):
    """Delta times the weights, transposed and not, drawn to scale: with n inputs, and with as many as outputs.

    Parameters
    ----------
    m, n, k : int
        Examples, inputs and outputs; n and k differ.
    """
    with rc_context(STYLE | {"font.size": 12}):
        figure, axes = panels(6.6, 3.7, rows=2, columns=2)
        told = []
        for place, ax in enumerate(axes):
            inputs, turned = (n, k)[place % 2], place < 2
            rows, columns = (k, inputs) if turned else (inputs, k)
            fits = k == rows
            color = GREEN if fits and turned else ORANGE
            words = f"{k} and {rows}: " + ("fits" if fits else "does not fit")
            words += ("" if n == inputs else ", and is right") if turned else ", and is wrong" if fits else ""
            high, label = max(m, n, k), r"$W^\top$" if turned else "$W$"
            ax.set(xlim=(-0.5, k + max(n, k) + 2.2), ylim=(-1.4, high + 1.2), aspect="equal")
            ax.axis("off")
            _box(ax, (0, high), m, k, BLUE, r"$\Delta$")
            _box(ax, (k + 1.2, high), rows, columns, BLUE, label)
            ax.plot([0, k], [high, high], color=color, lw=4, solid_capstyle="butt")
            ax.plot([k + 1.2] * 2, [high - rows, high], color=color, lw=4, solid_capstyle="butt")
            ax.text((k + 1.2 + columns) / 2, -0.25, words, ha="center", va="top", color=color)
            if turned:
                head = f"{n} inputs, {k} outputs" if inputs == n else f"as many inputs as outputs, {k}"
                ax.set_title(head, fontsize=12, color=INK)
            told.append(f"{label.strip('$')} with {inputs} inputs, {words}")
        return Picture(
            figure,
            f"Four products of boxes to scale, Delta of {m} by {k} times W, transposed above and as it stands below; "
            f"the two sides that must be equal are thick. {'; '.join(told)}.".replace(r"W^\top", "transposed W"),
        )


def with_zeros(jacobian, rows, columns):
    """A matrix of derivatives, each row and column with its name: what is 0 is small and grey.

    Parameters
    ----------
    jacobian : array
    rows, columns : sequences of str
        What is differentiated, and by what.
    """
    with rc_context(STYLE):
        high, wide = np.shape(jacobian)
        figure, (ax,) = panels(0.62 * (wide + 1.3), 0.5 * (high + 1.2))
        ax.set(xlim=(-1.2, wide - 0.4), ylim=(high - 0.4, -1.1))
        ax.axis("off")
        for (r, c), number in np.ndenumerate(jacobian):
            fc = TINTS[0] if number else "white"
            ax.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, fc=fc, ec=GREY, lw=0.6))
            look = {"color": "black", "fontsize": 12} if number else {"color": GREY, "fontsize": 9}
            ax.text(c, r, written(number), ha="center", va="center", **look)
        for r, name in enumerate(rows):
            ax.text(-0.65, r, name, ha="right", va="center", color=INK)
        for c, name in enumerate(columns):
            ax.text(c, -0.62, name, ha="center", va="bottom", color=INK)
        zeros = sum(number == 0 for number in np.ravel(jacobian))
        read = "; ".join(", ".join(map(written, row)) for row in np.asarray(jacobian).tolist())
        return Picture(figure, f"A matrix of {high} by {wide}, of which {zeros} entries are 0. Row by row: {read}.")
