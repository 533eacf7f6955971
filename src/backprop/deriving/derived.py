"""What is handed out: the derivation of a network or of a formula, to be read, run, or written to a file."""

from functools import cached_property

from backprop.deriving.asked import network
from backprop.deriving.boards import sheet_of
from backprop.deriving.formulas import page_of as page_of_formula
from backprop.deriving.latex import as_latex
from backprop.deriving.markdown import as_markdown
from backprop.deriving.networks import page_of
from backprop.deriving.notebook import as_notebook


class Derived:
    """A derivation that was proved line by line, with its code, which was checked. A notebook shows it.

    Attributes
    ----------
    markdown, latex, notebook : str
        The whole, to be written to a file.
    python : str
        Its NumPy code; of a sheet, its numbers and the solution too.
    """

    def __init__(self, page):
        self.page = page

    @cached_property
    def markdown(self):
        return as_markdown(self.page)

    @cached_property
    def latex(self):
        return as_latex(self.page)

    @cached_property
    def notebook(self):
        return as_notebook(self.page)

    @property
    def python(self):
        return self.page.source

    def written(self, to):
        """The whole as "markdown", "latex" or "notebook", or its code as "python"."""
        return getattr(self, to)

    def _repr_markdown_(self):
        return self.markdown

    def __repr__(self):
        return self.markdown


def derive_network(
    layers, activation="sigmoid", loss="squared", notation="book", carrying="", seed=None, solution=True
):
    """The derivation of a network.

    Parameters
    ----------
    layers : str or sequence
        Its sizes, from the inputs to the outputs: "3, 4, 2", or letters, "n, h, k".
    activation : str or sequence
        One for every layer, or one each: identity, sigmoid, tanh, relu, softplus, and in the last layer softmax.
    loss : str
        squared or cross-entropy.
    notation : str
        book, note-1, note-2, note-3, note-4, nielsen, d2l, prince or cs231n.
    carrying : str or sequence
        What layers carry: "residual@2, dropout@1, layer-norm@2, decay".
    seed : int, optional
        With it, small rational numbers are drawn, to be computed with by hand: a sheet and its solution.
    solution : bool
        Whether a sheet has its solution behind.

    Raises
    ------
    Refused
        One of these cannot be; the message says which, and what was expected.
    DerivationError, GradientError
        A line was not proved, or the code did not pass its check: that would be an error of this book.
    """
    asked = network(layers, activation, loss, notation, carrying)
    return Derived(page_of(asked) if seed is None else sheet_of(asked, seed, solution))


def derive_formula(formula, by, shapes=""):
    """The derivation of the gradients of a formula.

    Parameters
    ----------
    formula : str
        A cost, such as "1/(2m) * sum((sigma(X @ W + b) - Y)^2)". A capital is a matrix, a small letter a column unless
        it can only be a number.
    by : str or sequence
        What it is differentiated by: "W, b".
    shapes : str
        Where they are not plain: "X (m, n), w (n), s ()".

    Raises
    ------
    Refused
        The formula cannot be read, with the column; shapes do not fit, or cannot be told.
    DerivationError, GradientError
        A line was not proved, or the code did not pass its check: that would be an error of this book.
    """
    return Derived(page_of_formula(formula, by, shapes))
