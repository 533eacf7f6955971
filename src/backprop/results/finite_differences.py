"""Difference quotients in powers of the step, the step that serves best, and slopes along a direction (chapter 9)."""

from sympy import Pow, Rational, Symbol

from backprop.proving import Claim, Model, Partial, matrix, scalar, times, total
from backprop.proving.methods.expansion import Im, O, at, f, h, i, over, plus, x
from backprop.results.batch import E, W, X, Y, b, batch, p, q

noise, M0, M3 = (Symbol(name, positive=True) for name in ("ε", "M_0", "M_3"))
"""The relative error of a value of f, and the largest size of f and of its third derivative around x."""

BOUND = plus(over(times(noise, M0), h), over(times(h**2, M3), 6))
"""The most by which a central difference can be wrong: two values of f rounded, over 2h, and what Taylor leaves."""
BEST_STEP = Pow(over(times(3, noise, M0), M3), Rational(1, 3), evaluate=False)

tau, U, D = scalar("τ"), matrix("U", *W.shape), matrix("D", *W.shape)
line = Model((X, U, D, b, Y, tau), {W[p, q]: plus(U[p, q], times(tau, D[p, q])), **dict(batch.where.values())})
"""The layer of chapter 3, its weights on a line: W = U + tau D, from the point U in the direction D."""

CLAIMS = {
    "one-sided": Claim(over(f()(at(h)) - f()(x), h), plus(f(1)(x), over(times(h, f(2)(x)), 2), O(h**2)), None),
    "central": Claim(
        over(f()(at(h)) - f()(at(-h)), times(2, h)), plus(f(1)(x), over(times(h**2, f(3)(x)), 6), O(h**4)), None
    ),
    "complex": Claim(over(Im(f()(at(times(i, h)))), h), plus(f(1)(x), -over(times(h**2, f(3)(x)), 6), O(h**4)), None),
    "bound": Claim(Partial(BOUND, h), times(over(M3, times(3, h**2)), h**3 - BEST_STEP**3), None),
    "direction": Claim(Partial(E, tau), total(times(Partial(E, W[p, q]), D[p, q]), q, p), line),
}
"""The three quotients; the slope of the bound, which is 0 at the best step alone; the slope along a direction."""
