"""A network of any depth, examples in rows: A_0 = X, and for each layer Z_l = A_{l-1} W_l + b_l, A_l = f_l(Z_l).

Shapes: X (m, n_0), with a row for each example; W_l (n_{l-1}, n_l), b_l (n_l,); Z_l and A_l (m, n_l); Y (m, n_L). The
cost E is one of `LOSSES`, a mean over the m examples, and Y are targets, or labels of the kind that it takes. A loss
that contains an activation, such as the sigmoid, takes logits, and the last layer must not have that activation too.
`layers` is one `Layer` after the other, each with a row of W for every output of the one before.

All functions refuse, before any work, shapes that do not fit exactly, mixed precisions, nan and infinity, by TypeError
or ValueError: the message names the argument and says what to pass. A number too large for its precision on the way is
a FloatingPointError, since an activation can make it look finite again. NumPy's own warnings of it are silenced.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from tqdm import tqdm

from backprop.numeric.arguments import is_finite, learning_rate_of, whole
from backprop.numeric.layers import Layer, chained, initial
from backprop.numeric.losses import LOSSES, Loss, refuse_all_but_losses

__all__ = [
    "LOSSES",
    "Forward",
    "Gradients",
    "Layer",
    "Training",
    "cost",
    "forward",
    "gradients",
    "initial",
    "step",
    "train",
]


class Forward(NamedTuple):
    """Z = (Z_1, ..., Z_L) and A = (A_0, A_1, ..., A_L): A[0] is X itself, A[-1] is the output."""

    Z: tuple[np.ndarray, ...]
    A: tuple[np.ndarray, ...]


class Gradients(NamedTuple):
    """The gradients of E: for each layer those of W_l and b_l, in their shapes, and that of X, (m, n_0)."""

    dE_dW: tuple[np.ndarray, ...]
    dE_db: tuple[np.ndarray, ...]
    dE_dX: np.ndarray | None


class Training(NamedTuple):
    """The layers at the end, and E on all examples after each epoch."""

    layers: tuple[Layer, ...]
    costs: tuple[np.floating, ...]


@np.errstate(all="ignore")
def forward(X: ArrayLike, layers: Sequence[Layer]) -> Forward:
    """A_0 = X, Z_l = A_{l-1} W_l + b_l, A_l = f_l(Z_l).

    For X (m, n_0) and one `Layer` after the other.
    Source: S1.1 put right, chapter 6.
    """
    return _forward(*chained(X, layers))


@np.errstate(all="ignore")
def cost(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss) -> np.floating | np.complexfloating:
    """E(A_L, Y).

    For X (m, n_0), one `Layer` after the other, Y (m, n_L) and one of `LOSSES`.
    Source: chapter 6.
    """
    X, layers, Y = _fitting(X, layers, Y, loss)
    E = loss.value(_forward(X, layers).A[-1], Y)
    _refuse_overflow("the cost", E)
    return E


@np.errstate(all="ignore")
def gradients(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss, *, with_dE_dX: bool = True) -> Gradients:
    """Delta_l = f_l'(Z_l) * (Delta_{l+1} W_{l+1}^T), down from Delta_L = f_L'(Z_L) * dE_dA_L, `*` entry by entry;
    dE_dW_l = A_{l-1}^T Delta_l, dE_db_l = 1^T Delta_l, dE_dX = Delta_1 W_1^T.

    For X (m, n_0), one `Layer` after the other, Y (m, n_L) and one of `LOSSES`. Without `with_dE_dX` the last product,
    which learning does not need, is saved, and dE_dX is None.
    Source: S1.5 to S1.11 put right, chapter 6.
    """
    X, layers, Y = _fitting(X, layers, Y, loss)
    Z, A = _forward(X, layers)
    dE_dW, dE_db, ones = [], [], np.ones(len(X), X.dtype)
    Delta = layers[-1].f.prime(Z[-1]) * loss.slope(A[-1], Y)
    for l in reversed(range(len(layers))):  # A[l] goes into the layer that gives Z[l]
        dE_dW.insert(0, A[l].T @ Delta)
        dE_db.insert(0, ones @ Delta)
        if l > 0:
            Delta = layers[l - 1].f.prime(Z[l - 1]) * (Delta @ layers[l].W.T)
    return _finite(Gradients(tuple(dE_dW), tuple(dE_db), Delta @ layers[0].W.T if with_dE_dX else None))


@np.errstate(all="ignore")
def step(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss, learning_rate: float) -> tuple[Layer, ...]:
    """W_l - eta dE_dW_l, b_l - eta dE_db_l: new arrays, with all gradients taken before the first update.

    eta is the learning rate, one positive, finite number; the rest is as in `gradients`, without complex numbers.
    Source: S2.20 and S2.21 put right, chapter 6.
    """
    eta = learning_rate_of(learning_rate)
    X, layers, Y = _fitting_and_real(X, layers, Y, loss)
    dE_dW, dE_db, _ = gradients(X, layers, Y, loss, with_dE_dX=False)
    new = tuple(Layer(W - eta * dW, b - eta * db, f) for (W, b, f), dW, db in zip(layers, dE_dW, dE_db, strict=True))
    _refuse_overflow("the new W{}", *(W for W, _, _ in new))
    _refuse_overflow("the new b{}", *(b for _, b, _ in new))
    return new


def train(
    X: ArrayLike,
    layers: Sequence[Layer],
    Y: ArrayLike,
    loss: Loss,
    learning_rate: float,
    epochs: int,
    batch_size: int | None = None,
    seed: int = 0,
    progress: bool = False,
) -> Training:
    """Gradient descent by mini-batches: in each epoch all examples, in a new order, a `step` for each batch of them.

    Parameters
    ----------
    X, layers, Y, loss
        Examples (m, n_0), one `Layer` after the other, targets or labels (m, n_L), one of `LOSSES`.
    learning_rate
        eta, positive and finite.
    epochs
        How often every example is used.
    batch_size
        Examples in a step, all of them if it is None. The last batch of an epoch has what is left.
    seed
        The same seed gives the same orders.
    progress
        Show a bar on stderr.

    Raises
    ------
    TypeError, ValueError
        An argument is not what was expected; complex numbers are refused too.
    FloatingPointError
        The training diverges: the message says at which step.

    Source: chapter 7.
    """
    X, layers, Y = _fitting_and_real(X, layers, Y, loss)
    eta = learning_rate_of(learning_rate)
    epochs = whole("epochs", epochs, least=1)
    batch_size = len(X) if batch_size is None else whole("batch_size", batch_size, least=1)
    rng = np.random.default_rng(whole("seed", seed, least=0))
    costs, number = [], 0
    with tqdm(range(1, epochs + 1), unit="epoch", disable=not progress) as bar:
        for epoch in bar:
            order = rng.permutation(len(X))
            try:
                for start in range(0, len(X), batch_size):
                    rows, number = order[start : start + batch_size], number + 1
                    layers = step(X[rows], layers, Y[rows], loss, eta)
                costs.append(cost(X, layers, Y, loss))
            except FloatingPointError as overflow:
                raise FloatingPointError(f"training diverged at step {number}, in epoch {epoch}: {overflow}") from None
            bar.set_postfix(cost=f"{costs[-1]:.4g}", refresh=False)
    return Training(layers, tuple(costs))


def _forward(X: np.ndarray, layers: tuple[Layer, ...]) -> Forward:
    """Do what `forward` does, with arguments that have been checked."""
    Z, A = [], [X]
    for W, b, f in layers:
        Z.append(A[-1] @ W + b)
        A.append(f.value(Z[-1]))
    _refuse_overflow("Z{}", *Z)
    return Forward(tuple(Z), tuple(A))


def _fitting(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss) -> tuple:
    """Return X, the layers and Y as arrays that fit, and Y as labels of the loss's kind."""
    refuse_all_but_losses(loss)
    X, layers, Y = chained(X, layers, Y)
    if layers[-1].f.name == loss.contains:
        raise ValueError(
            f"the last activation is {loss.contains}, and {loss.name} contains it, so that it would be taken twice; "
            f'expected the identity. Pass ACTIVATIONS["identity"] as the last activation.'
        )
    if not loss.analytic:
        _refuse_complex(X, layers, Y, f"expected real numbers, because {loss.name} is not analytic")
    loss.labels("Y", Y)
    return X, layers, Y


def _fitting_and_real(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss) -> tuple:
    """Return what `_fitting` does, for training: complex numbers are for checks by the complex step alone."""
    X, layers, Y = _fitting(X, layers, Y, loss)
    _refuse_complex(X, layers, Y, "expected real numbers to train with")
    return X, layers, Y


def _refuse_complex(X: np.ndarray, layers: tuple[Layer, ...], Y: np.ndarray, because: str) -> None:
    named = {"X": X, "Y": Y}
    for i, (W, b, _) in enumerate(layers, start=1):
        named |= {f"W{i}": W, f"b{i}": b}
    for name, given in named.items():
        if np.iscomplexobj(given):
            raise TypeError(f"{name} is complex; {because}. Pass {name}.real.")


def _finite(found: Gradients) -> Gradients:
    """Return the gradients, or refuse the first that is not finite."""
    _refuse_overflow("dE_dW{}", *found.dE_dW)
    _refuse_overflow("dE_db{}", *found.dE_db)
    if found.dE_dX is not None:
        _refuse_overflow("dE_dX", found.dE_dX)
    return found


def _refuse_overflow(name: str, *arrays: np.ndarray) -> None:
    """Raise where the network, and not an argument, is at fault; the arrays are numbered from 1 in `name`."""
    for i, given in enumerate(arrays, start=1):
        if not is_finite(given):
            raise FloatingPointError(
                f"{name.format(i)} is not finite, though all that it was computed from is. "
                f"Lower the learning rate, or scale X and the weights down."
            )
