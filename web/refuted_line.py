"""The picture on the landing page, as a directive: three typed lines, and what the check says of each."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from backprop.proving.text.checked import checked
from backprop.proving.text.verdicts import PROVED, WRONG

TYPED = """\
given  w (n), x (n), b, y
  z = sum_p w_p x_p + b
  a = sigma(z)
  E = 1/2 (a - y)^2

dE/dw_p
  = (a - y) da/dz dz/dw_p
  = (a - y) sigma'(a) x_p
"""
"""A neuron, and a derivation that takes the slope at the output instead of at z."""


def verdicts() -> list:
    """The lines, judged. ValueError if not exactly the last one is wrong."""
    (derivation,) = checked(TYPED, "plain", {}.__getitem__)
    kinds = [line.kind for line in derivation.verdicts[1:]]
    if kinds != [PROVED, WRONG]:
        raise ValueError(f"the lines on the landing page are {kinds}; expected the last wrong")
    return derivation.verdicts


@lru_cache(1)
def lines() -> list[tuple[str, bool | None]]:
    """The lines as text, each with whether it is right; of the start, nothing is said."""
    start, *rest = verdicts()
    return [(start.printed, None), *((f"= {line.printed.removeprefix('= ')}", line.kind == PROVED) for line in rest)]


def picture() -> str:
    """Return the picture as HTML; the lines are judged for it."""
    start, *lines = verdicts()
    rows = [f'<li><span class="formula">{escape(start.printed)}</span></li>']
    for line in lines:
        mark, word = ("✓", "right") if line.kind == PROVED else ("✗", "wrong")
        said = f'<span class="said">{escape(line.message)}</span>' if line.message else ""
        rows.append(
            f'<li class="{word}"><span class="verdict" role="img" aria-label="{word}">{mark}</span>'
            f'<span class="formula">= {escape(line.printed.removeprefix("= "))}</span>{said}</li>'
        )
    return (
        f'<figure class="refuted" aria-labelledby="refuted-caption"><ol>{"".join(rows)}</ol>'
        '<figcaption id="refuted-caption">The derivative of the cost of one neuron, in two typed lines. The second'
        " takes the slope at the output a instead of at z. It is refused, with numbers that anyone can put in."
        "</figcaption>"
        "</figure>"
    )


class RefutedLine(Directive):
    """``{refuted-line}``: a wrong line, and the numbers for which it fails."""

    def run(self) -> list:
        return [nodes.raw("", picture(), format="html")]


def setup(app: Sphinx) -> dict:
    app.add_directive("refuted-line", RefutedLine)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
