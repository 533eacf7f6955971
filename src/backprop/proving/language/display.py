"""How the book writes an expression: LaTeX for the page, plain text for the terminal, factors in the author's order."""

from backprop.proving.language import writing_matrices  # noqa: F401  # its rules are entered when it is imported
from backprop.proving.language.styles import LATEX, PLAIN
from backprop.proving.language.writing import function_name as function_name
from backprop.proving.language.writing import write


def latex(expr):
    """`expr` in LaTeX, for inline mathematics; it holds no vertical bar, which would end a table cell."""
    return write(expr, LATEX)[0]


def plain(expr):
    """`expr` in one line of Unicode text, which says the same."""
    return write(expr, PLAIN)[0]
