"""The catalogue of mistakes: wrong gradients that people really write, each as code, and which check catches it.

A mistake is added by writing it here under ``@mistake``; the tests demand that every check the book relies on
catches it, and the chapters show its symptom.
"""

from dataclasses import dataclass

import numpy as np

from backprop.checking.agreement import Disagreement, agrees
from backprop.checking.gradient_check import GradientError, check_gradient
from backprop.numeric.activations import ACTIVATIONS
from backprop.numeric.single_layer import cost, forward, gradients
from backprop.symbolic.table import Table

MISTAKES = {}
"""Name -> `Mistake`, in the order of the chapters."""

CHECKS = ("shapes", "SymPy", "central differences", "complex step")
"""The checks of the book, cheapest first."""


@dataclass(frozen=True)
class Mistake:
    """A wrong version of the single layer's gradients, called like `gradients`.

    `line` is the wrong formula as its author would write it, `harmless` the activations for which it happens to be
    right, and `chapter` where it is shown.
    """

    name: str
    line: str
    chapter: int
    harmless: tuple
    gradients: object

    @property
    def field(self):
        """The gradient that is wrong."""
        return self.line.split(" = ")[0]


def mistake(name, line, chapter, harmless=()):
    """Enter the decorated function in `MISTAKES`."""

    def enter(function):
        MISTAKES[name] = Mistake(name, line, chapter, harmless, function)
        return function

    return enter


def _parts(w, x, b, y, activation):
    z, yhat = forward(w, x, b, activation)
    return yhat - y, activation.prime(z), gradients(w, x, b, y, activation)


@mistake("sign", "dC_db = sigma'(z) (y - yhat)", 1)
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_db=-right.dC_db)


@mistake("factor", "dC_dw = 2 x_k sigma'(z_j) (yhat_j - y_j)", 1)
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dw=2 * right.dC_dw)


@mistake("missing sigma'", "dC_dw = x_k (yhat_j - y_j)", 1, harmless=("identity",))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dC_dw=np.outer(residual, x))


@mistake("sigma' of the activation", "dC_db = sigma'(yhat_j) (yhat_j - y_j)", 1, harmless=("identity", "relu"))
def _(w, x, b, y, activation):
    residual, _, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=activation.prime(residual + y) * residual)


@mistake("uncollapsed sum", "dC_db = sum_i sigma'(z_j) (yhat_i - y_i)", 1)
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=slope * residual.sum())


@mistake("missing sum", "dC_dx = w_jk sigma'(z_j) (yhat_j - y_j), j = 1 alone", 1)
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_dx=w[0] * slope[0] * residual[0])


@mistake("swapped outer product", "dC_dw = x (sigma'(z) (yhat - y))^T", 2)
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dw=np.outer(x, right.dC_db))


@mistake("missing transpose", "dC_dx = w sigma'(z) (yhat - y)", 2)
def _(w, x, b, y, activation):
    right = gradients(w, x, b, y, activation)
    return right._replace(dC_dx=w @ right.dC_db)


@mistake("inner for elementwise product", "dC_db = sigma'(z)^T (yhat - y)", 2)
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=slope @ residual)


@mistake("np.diag of a column", "dC_db = np.diag(column of sigma'(z)) (yhat - y)", 2, harmless=("identity",))
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=np.diag(slope[:, None]) * residual)


@mistake("diagonal not multiplied out", "dC_db = diag(sigma'(z)) * (yhat - y)", 2)
def _(w, x, b, y, activation):
    residual, slope, right = _parts(w, x, b, y, activation)
    return right._replace(dC_db=np.diag(slope) * residual)


def caught(wrong, definitions, cost_symbol, activation, sizes):
    """Which of `CHECKS` notice that the function `wrong` is not the gradient, at these sizes.

    Parameters
    ----------
    wrong : callable
        Called like `gradients`.
    sizes : tuple
        (m, n). Pairwise distinct sizes let the shapes alone show many mistakes; square ones hide them.

    Returns
    -------
    dict
        For every check its name and True or False; None where the check does not apply (complex step and ReLU).
    """
    m, n = sizes
    rng = np.random.default_rng(0)
    w, x, b, y = rng.normal(size=(m, n)), rng.normal(size=n), rng.normal(size=m), rng.normal(size=m)
    try:
        returned = wrong(w, x, b, y, activation)
    except ValueError:  # NumPy itself finds that the shapes do not fit
        return dict.fromkeys(CHECKS, True)
    shapes = [np.shape(g) for g in returned]

    def refused(check, error):
        try:
            check()
        except error:
            return True
        return False

    def by_steps(analytic):
        functions = (
            lambda v: cost(forward(v, x, b, activation).yhat, y),
            lambda v: cost(forward(w, x, v, activation).yhat, y),
            lambda v: cost(forward(w, v, b, activation).yhat, y),
        )
        for f, gradient, at in zip(functions, returned, (w, b, x), strict=True):
            check_gradient(f, gradient, at, analytic=analytic)

    return {
        "shapes": shapes != [w.shape, b.shape, x.shape],
        "SymPy": refused(lambda: agrees(wrong, definitions, cost_symbol, activation, [sizes]), Disagreement),
        "central differences": refused(lambda: by_steps(False), GradientError),
        "complex step": refused(lambda: by_steps(True), GradientError) if activation.analytic else None,
    }


def caught_table(chapter, definitions, cost_symbol, activation=ACTIVATIONS["sigmoid"]):
    """Which checks catch the mistakes of a chapter, a row each, tried at distinct and at square sizes."""
    rows = []
    for m in MISTAKES.values():
        if m.chapter == chapter:
            distinct, square = (caught(m.gradients, definitions, cost_symbol, activation, s) for s in ((3, 2), (2, 2)))
            shapes = {(True, True): "yes", (True, False): "unless square", (False, False): "no"}
            values = ", ".join(c for c in CHECKS[1:] if distinct[c] and square[c])
            rows.append((m.name, f"`{m.line}`", shapes[distinct["shapes"], square["shapes"]], values))
    return Table(("mistake", "what is written", "caught by its shape", "caught by its values"), rows)
