"""The page on other books: their equations beside ours, and one layer in five alphabets."""

import re

from matplotlib import rc_context

from backprop.proving import Table
from backprop.teaching.figures import BLUE, GREY, ORANGE, STYLE, Picture, panels

ABOVE = (r"\^\{\((L|[lk](?:[+-]1)?)\)\}", r"^{\1}")
"""A layer above, without its brackets."""
BELOW = (r"\^\{\((L|[lk](?:[+-]1)?)\)\}", r"_{\1}")
"""A layer below."""
AS_PRINTED = {
    "Nielsen": (
        ABOVE,
        (r"\\frac\{\\partial C\}\{\\partial a\^\{L\}\}", r"\\nabla_{\!a} C"),
        (r"\{(w\^\{l\+1\})\}\^\{\\top\}", r"(\1)^{\\top}"),
    ),
    "Prince": (
        BELOW,
        (r"\\ell", r"\\ell_i"),
        (r"\\operatorname\{relu\}'\\left\((.*?)\\right\)", r"\\mathbb{I}\\left[\1 > 0\\right]"),
        (r"\\operatorname\{relu\}\\left\((.*?)\\right\)", r"a\\left[\1\\right]"),
    ),
    "d2l": ((r"\\mathrm\{phi\}", r"\\phi"),),
}
"""Where a book sets a sign in its own way: what we would print, and what it prints."""


class Beside(Table):
    """Equations of a book, as it prints them, beside ours."""

    def __init__(self, name, rows):
        super().__init__(("", name, "here"), rows)

    def _repr_markdown_(self):
        head, rule, *lines = super()._repr_markdown_().splitlines()
        return "\n".join([head, rule, *map(self._as_printed, lines)])

    def _as_printed(self, line):
        name, theirs, here = line.strip("| ").split(" | ")
        for ours, printed in AS_PRINTED[self.head[1]]:
            theirs = re.sub(ours, printed, theirs)
        return f"| {name} | {theirs} | {here} |"


ALPHABETS = {
    "here": ("$a^{(l-1)}$", "$w^{(l)},\\ b^{(l)}$", "$z^{(l)}$", "$f_l$", "$a^{(l)}$", "$E$", r"$\delta^{(l)}$", ""),
    "Nielsen": ("$a^{l-1}$", "$w^l,\\ b^l$", "$z^l$", r"$\sigma$", "$a^l$", "$C$", r"$\delta^l$", ""),
    "Prince": ("$h_k$", r"$\Omega_k,\ \beta_k$", "$f_k$", "$a[\\cdot]$", "$h_{k+1}$", r"$\ell_i$",
               r"$\partial\ell_i/\partial f_k$", ""),
    "d2l": ("$x$", "$W^{(1)}$", "$z$", r"$\phi$", "$h$", "$J$",
            r"$\partial J/\partial z$", r"$\partial J/\partial h$"),
    "CS231n": ("X", "W, b", "", "max(0, ·)", "hidden_layer", "loss", "dhidden", "dhidden"),
}  # fmt: skip
"""One layer: what comes in, its weights, pre-activation, activation function, activation, the cost; what is passed back
by the pre-activation, and by the activation."""


SIGNS = {
    r"\delta": "δ", r"\sigma": "σ", r"\phi": "φ", r"\Omega": "Ω", r"\beta": "β", r"\ell": "ℓ", r"\partial": "∂",
    r"\cdot": "·",
}  # fmt: skip


def alphabets(named):
    """One layer, in the letters of each book, with what is passed back under what it is the derivative by.

    Parameters
    ----------
    named : dict
        Book -> eight labels, in the order of `ALPHABETS`.
    """
    with rc_context(STYLE | {"font.size": 13}):
        figure, (ax,) = panels(5.4, 0.96 * len(named))
        ax.set(xlim=(-0.35, 6.9), ylim=(-len(named) + 0.45, 0.55))
        ax.axis("off")
        for row, (book, labels) in enumerate(named.items()):
            ax.text(-0.3, 0.36 - row, book, va="center", weight="bold", size=12)
            _layer(ax, -row, *labels)
        said = " ".join(_said(book, *labels) for book, labels in named.items())
        return Picture(figure, f"One layer and its cost, {len(named)} times, in blue from left to right. {said}")


def _said(book, into, weights, before, f, after, cost, by_before, by_after):
    """A row in words."""
    back = [f"{label} under {place or 'the gap'}" for label, place in ((by_before, before), (by_after, after)) if label]
    path = ", ".join(filter(None, (into, weights, before, f, after, cost)))
    return _plain(f"{book}: {path}; in orange, {' and '.join(back)}.")


def _plain(text):
    for sign, letter in SIGNS.items():
        text = text.replace(sign, letter)
    return re.sub(r"[${}\\]", "", text)


def _layer(ax, y, into, weights, before, f, after, cost, by_before, by_after):
    places = (0.3, 2.4, 4.65, 6.5)
    for x, label in zip(places, (into, before, after, cost), strict=True):
        ax.text(x, y, label or "·", ha="center", va="center", color=BLUE, size=_size(label, 16))
    for (start, end), label in zip(((0.75, 2.0), (2.8, 3.75), (5.55, 6.05)), (weights, f, ""), strict=True):
        ax.annotate("", (end, y), (start, y), arrowprops={"arrowstyle": "->", "color": GREY})
        ax.text((start + end) / 2, y + 0.08, label, ha="center", va="bottom", size=_size(label, 14))
    for x, label in ((2.4, by_before), (4.65, by_after)):
        ax.text(x, y - 0.35, label, ha="center", va="center", color=ORANGE, size=_size(label, 15))


def _size(label, size):
    """Of a formula; what is a name in a program is wider, and one size goes with all of them."""
    return size if label.startswith("$") else 11.5
