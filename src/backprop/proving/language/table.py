"""A table of expressions and words, which the page typesets and the terminal prints."""

from sympy import Basic, MatrixBase
from sympy import latex as sympy_latex

from backprop.proving.language.display import latex, plain


class Table:
    """Rows of cells under a head.

    Parameters
    ----------
    head : sequence of str
    rows : sequence of sequences
        A cell is an expression, an exact matrix or number, an equation (a tuple of expressions), or Markdown text.
    """

    def __init__(self, head, rows):
        self.head, self.rows = head, [tuple(row) for row in rows]

    def _repr_markdown_(self):
        lines = [self.head, [":--"] * len(self.head), *(map(_typeset, row) for row in self.rows)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def __repr__(self):
        return "\n".join("; ".join(map(_printed, row)) for row in self.rows)


def _typeset(cell):
    if isinstance(cell, tuple):
        left, right, *further = map(latex, cell)
        return "<br>".join([f"${left} = {right}$", *(f"$= {side}$" for side in further)])
    if isinstance(cell, MatrixBase) or (isinstance(cell, Basic) and cell.is_number):
        written = sympy_latex(cell, ln_notation=True, mat_delim="(", mat_str="matrix", fold_short_frac=True)
        return f"${written}$"
    return f"${latex(cell)}$" if isinstance(cell, Basic) else cell


def _printed(cell):
    if isinstance(cell, tuple):
        return " = ".join(map(plain, cell))
    if isinstance(cell, MatrixBase):
        return str(cell.tolist())
    return plain(cell) if isinstance(cell, Basic) else cell.replace("$", "").replace(r"\times", "×")
