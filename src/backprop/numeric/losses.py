"""Losses of a batch, examples in rows: E = 1/m sum_i of what example i costs, with dE/dA, their derivative.

Shapes: A and Y (m, k). The two cross-entropies take logits Z, the output of a last layer whose activation is the
identity: their sigmoid and softmax are part of the loss, so that no digit is lost where a unit is sure of itself. The
losses refuse shapes that do not fit exactly, mixed precisions, nan, infinity and labels that are not of their kind, by
TypeError or ValueError; the slopes take what `network.gradients` has checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric import batch, cross_entropy
from backprop.numeric.activations import sigmoid
from backprop.numeric.arguments import array, class_labels, labels, pair, refuse_all_but


def softmax(Z: ArrayLike) -> np.ndarray:
    """A_iq = exp(Z_iq) / sum_t exp(Z_it), for Z (m, k); each row of A is positive and sums to 1.

    The largest entry of a row is subtracted first: A does not change, and exp cannot overflow. Z may be complex.
    Source: chapter 7.
    """
    return probabilities(array("Z", Z, ("m", "k")))


def probabilities(Z: np.ndarray) -> np.ndarray:
    """A = softmax(Z), for logits that have been checked."""
    largest = Z[np.arange(len(Z)), Z.real.argmax(axis=1)]  # in short rows a quarter of the time of max
    exps = np.exp(Z - largest[:, np.newaxis])
    exps /= (exps @ np.ones(Z.shape[1], Z.dtype))[:, np.newaxis]
    return exps


def softmax_cross_entropy(Z: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/m sum_iq Y_iq (lse_i - Z_iq), lse_i = ln sum_t exp(Z_it), for Z and Y (m, k): that is -ln softmax(Z)_iq.

    With the largest entry of a row subtracted, lse_i is ln(1 + the others): nothing cancels where the class is sure.
    The labels of a row lie in [0, 1] and sum to 1.
    Source: chapter 7.
    """
    Z, Y = pair(("m", "k"), Z=Z, Y=Y)
    class_labels("Y", Y)
    largest = Z.real.argmax(axis=1, keepdims=True)
    Z = Z - np.take_along_axis(Z, largest, axis=1)
    others = np.exp(Z)
    np.put_along_axis(others, largest, 0, axis=1)
    lse = np.log1p(others.sum(axis=1, keepdims=True))
    return np.sum(Y * (lse - Z)) / len(Z)


def softmax_cross_entropy_slope(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """dE/dZ = 1/m (softmax(Z) - Y), for Z and Y (m, k), where every row of Y sums to 1."""
    return (probabilities(Z) - Y) / len(Z)


def sigmoid_cross_entropy_slope(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """dE/dZ = 1/m (sigma(Z) - Y), for Z and Y (m, k). E is `cross_entropy.cost`."""
    return (sigmoid(Z) - Y) / len(Z)


def mse(A: ArrayLike, Y: ArrayLike) -> np.floating | np.complexfloating:
    """E = 1/m sum_i 1/2 |A_i - Y_i|^2, for A and Y (m, k): chapter 3's cost."""
    return batch.cost(A, Y)


def mse_slope(A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """dE/dA = 1/m (A - Y), for A and Y (m, k)."""
    return (A - Y) / len(A)


class Loss(NamedTuple):
    """E with dE/dA, functions of the output A and the labels Y, and the definition they are checked against.

    `formula` is what one example costs, in a notation that SymPy's parser reads: its outputs are a[1] to a[k], its
    labels y[1] to y[k], and sums run over q or t; E is the mean over the examples. The derivative is taken there, and
    never from here. `labels(name, Y)` raises ValueError where Y are no labels of its kind; the slope is only right
    where they are. `contains` names the activation that is part of the loss, so that a last layer that takes it too
    is refused. `analytic` says whether the complex step applies. `parameters` are the loss's own numbers, by their
    names in the formula; `value` and `slope` know them already: `partial(huber, delta=1.0)`.
    """

    name: str
    value: Callable[[ArrayLike, ArrayLike], np.floating]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    formula: str
    labels: Callable[[str, np.ndarray], None] = lambda name, Y: None
    contains: str | None = None
    analytic: bool = True
    parameters: Mapping[str, float] = {}


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("mse", mse, mse_slope, "Sum((a[q] - y[q])**2/2, (q, 1, k))"),
        Loss(
            "sigmoid_cross_entropy",
            cross_entropy.cost,
            sigmoid_cross_entropy_slope,
            "-Sum(y[q]*log(1/(1 + exp(-a[q]))) + (1 - y[q])*log(1 - 1/(1 + exp(-a[q]))), (q, 1, k))",
            labels,
            contains="sigmoid",
        ),
        Loss(
            "softmax_cross_entropy",
            softmax_cross_entropy,
            softmax_cross_entropy_slope,
            "-Sum(y[q]*log(exp(a[q])/Sum(exp(a[t]), (t, 1, k))), (q, 1, k))",
            class_labels,
            contains="softmax",
        ),
    )
}


def refuse_all_but_losses(loss: Loss) -> None:
    """Refuse what is no `Loss`."""
    refuse_all_but(Loss, "loss", loss, "LOSSES", LOSSES)
