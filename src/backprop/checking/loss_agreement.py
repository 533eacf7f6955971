"""Does the code of a loss compute its formula, and SymPy's derivative of it? They share the formula's numbers alone."""

from itertools import product

import numpy as np
from sympy import Float, IndexedBase, Integer, Rational, Symbol, symbols, sympify

from backprop.checking.agreement import RTOL, Agreement, Disagreement, compare

SIZES = ((4, 3), (3, 5), (1, 2), (3, 3))
"""Examples and outputs, (m, k): distinct ones in either order, and square ones."""

SCALES = (1, 10)
"""Of the random outputs, and as many times each of the loss's own numbers: so both pieces of Huber's are reached."""


def loss_agrees(loss, seed=0):
    """Compare E and dE/dA of a loss with the mean of its formula over the examples, and SymPy's derivatives of that.

    Parameters
    ----------
    loss : Loss
        One of `LOSSES`, or your own: its formula is for SymPy, its code is what is judged.
    seed : int
        Of the random outputs and labels.

    Returns
    -------
    Agreement

    Raises
    ------
    Disagreement
        A shape or a value differs by more than `RTOL`.
    ValueError
        The formula leaves a name open, or the loss takes no labels of the kinds that are tried.
    """
    rng = np.random.default_rng(seed)
    own = [factor * abs(float(number)) for number in loss.parameters.values() for factor in SCALES]
    for (m, k), scale in product(SIZES, (*SCALES, *own)):
        A, Y = scale * rng.normal(size=(m, k)), _labels(loss, m, k, rng)
        names, of_one = written_out(loss, k)
        derivatives = [of_one.diff(a_q) for a_q in names[:k]]
        at = [dict(zip(names, [Float(float(v), 50) for v in row], strict=True)) for row in np.hstack([A, Y])]
        E = float(sum(of_one.xreplace(row) for row in at).evalf(30) / m)
        _compare_value(loss.name, loss.value(A, Y), E, m, k)
        dE_dA = [[float(d.xreplace(row).evalf(30) / m) for d in derivatives] for row in at]
        compare(f"the slope of {loss.name}", np.asarray(loss.slope(A, Y)), np.array(dE_dA), {"m": m, "k": k})
    return Agreement(loss.name, "its formula", ("dE_dA",), SIZES)


def written_out(loss, k):
    """Return the symbols a_1, ..., a_k, y_1, ..., y_k and what an example costs in them: no sum, no index is left.

    Raises
    ------
    ValueError
        The formula leaves a name open.
    """
    a, y = IndexedBase("a", real=True), IndexedBase("y", real=True)
    known = {"a": a, "y": y, "k": Integer(k), **{name: Symbol(name, integer=True) for name in "qt"}}
    numbers = {name: Rational(float(number)) for name, number in loss.parameters.items()}
    plain = {base[i + 1]: s for base in (a, y) for i, s in enumerate(symbols(f"{base}_1:{k + 1}", real=True))}
    of_one = sympify(loss.formula, locals=known | numbers).doit().xreplace(plain)
    names = list(plain.values())
    if unknown := of_one.free_symbols - set(names):
        raise ValueError(
            f"the formula of {loss.name} leaves {', '.join(sorted(map(str, unknown)))} open; expected a[q] and y[q], "
            f"summed over q or t from 1 to k, and its parameters: {', '.join(numbers) or 'none'}."
        )
    return names, of_one


def _labels(loss, m, k, rng):
    """Random labels of the widest kind that the loss takes."""
    classes = np.eye(k)[rng.integers(k, size=m)]
    rows = rng.dirichlet(np.ones(k), size=m)
    for Y in (rng.normal(size=(m, k)), rng.uniform(size=(m, k)), rows, classes, 2 * classes - 1):
        try:
            loss.labels("Y", Y)
        except ValueError:
            continue
        return Y
    raise ValueError(
        f"{loss.name} takes no labels that are tried: any numbers, from 0 to 1, rows that sum to 1, classes, signs."
    )


def _compare_value(name, value, E, m, k):
    if np.shape(value):
        raise Disagreement(f"the value of {name} has shape {np.shape(value)}; expected one number. Is a sum missing?")
    if abs(value - E) <= RTOL * abs(E):
        return
    causes = {
        -1: "the sign is flipped",
        m: "a sum over the examples, not their mean",
        1 / k: "a mean over the outputs, not their sum",
        2: "the 1/2 is missing",
        1 / 2: "a 1/2 too many",
    }
    found = [cause for factor, cause in causes.items() if np.isclose(value, factor * E, rtol=1e-5)]
    raise Disagreement(
        f"the value of {name} is not the mean of its formula over the examples at m = {m}, k = {k}:\n"
        f"  code   {value:.6g}\n  SymPy  {E:.6g}\n"
        f"  likely cause: {found[0] if found else 'no usual factor; the formula or the code is of another loss'}."
    )
