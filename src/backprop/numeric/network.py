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

from backprop.numeric import passes
from backprop.numeric.arguments import learning_rate_of, whole
from backprop.numeric.layers import Layer, chained, initial
from backprop.numeric.losses import LOSSES, Loss, refuse_all_but_losses
from backprop.numeric.passes import Forward, Gradients

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


class Training(NamedTuple):
    """The layers at the end, and E on all examples after each epoch."""

    layers: tuple[Layer, ...]
    costs: tuple[np.floating, ...]


@np.errstate(all="ignore")
def forward(X: ArrayLike, layers: Sequence[Layer]) -> Forward:
    """A_0 = X, Z_l = A_{l-1} W_l + b_l, A_l = f_l(Z_l).

    For X (m, n_0) and one `Layer` after the other.
    Source: S2.11, layer after layer, chapter 5.
    """
    return passes.forward(*chained(X, layers))


@np.errstate(all="ignore")
def cost(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss) -> np.floating | np.complexfloating:
    """E(A_L, Y).

    For X (m, n_0), one `Layer` after the other, Y (m, n_L) and one of `LOSSES`.
    Source: chapter 5.
    """
    return _cost(*_fitting(X, layers, Y, loss), loss)


@np.errstate(all="ignore")
def gradients(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss, *, with_dE_dX: bool = True) -> Gradients:
    """Delta_l = f_l'(Z_l) * (Delta_{l+1} W_{l+1}^T), down from Delta_L = f_L'(Z_L) * dE_dA_L, `*` entry by entry;
    dE_dW_l = A_{l-1}^T Delta_l, dE_db_l = Delta_l^T 1, dE_dX = Delta_1 W_1^T.

    For X (m, n_0), one `Layer` after the other, Y (m, n_L) and one of `LOSSES`. Without `with_dE_dX` the last product,
    which learning does not need, is saved, and dE_dX is None.
    Source: S1.5 to S1.11 put right, chapter 5.
    """
    return passes.finite(passes.gradients(*_fitting(X, layers, Y, loss), loss, with_dE_dX))


@np.errstate(all="ignore")
def step(X: ArrayLike, layers: Sequence[Layer], Y: ArrayLike, loss: Loss, learning_rate: float) -> tuple[Layer, ...]:
    """W_l - eta dE_dW_l, b_l - eta dE_db_l: new arrays, with all gradients taken before the first update.

    eta is the learning rate, one positive, finite number; the rest is as in `gradients`, without complex numbers.
    Source: S2.20 and S2.21 put right, chapter 5.
    """
    eta = learning_rate_of(learning_rate)
    X, layers, Y = _fitting_and_real(X, layers, Y, loss)
    layers = _copies(layers)
    passes.step(X, layers, Y, loss, eta)
    return layers


@np.errstate(all="ignore")
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

    Source: chapter 8.
    """
    X, layers, Y = _fitting_and_real(X, layers, Y, loss)
    eta = learning_rate_of(learning_rate)
    epochs = whole("epochs", epochs, least=1)
    batch_size = len(X) if batch_size is None else whole("batch_size", batch_size, least=1)
    rng = np.random.default_rng(whole("seed", seed, least=0))
    layers, costs, number = _copies(layers), [], 0
    with tqdm(range(1, epochs + 1), unit="epoch", disable=not progress) as bar:
        for epoch in bar:
            order = rng.permutation(len(X))
            try:
                for start in range(0, len(X), batch_size):
                    rows, number = order[start : start + batch_size], number + 1
                    passes.step(X.take(rows, axis=0), layers, Y.take(rows, axis=0), loss, eta)
                costs.append(_cost(X, layers, Y, loss))
            except FloatingPointError as overflow:
                raise FloatingPointError(f"training diverged at step {number}, in epoch {epoch}: {overflow}") from None
            bar.set_postfix(cost=f"{costs[-1]:.4g}", refresh=False)
    return Training(layers, tuple(costs))


def _cost(X: np.ndarray, layers: tuple[Layer, ...], Y: np.ndarray, loss: Loss) -> np.floating | np.complexfloating:
    """Do what `cost` does, with arguments that have been checked."""
    E = loss.value(passes.forward(X, layers).A[-1], Y)
    passes.refuse_overflow("the cost", E)
    return E


def _copies(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return layers of their own, to be changed in place."""
    return tuple(Layer(W.copy(), b.copy(), f) for W, b, f in layers)


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
