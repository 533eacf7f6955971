"""The layers of a network: weights, bias and activation, drawn at random, and refused where they do not chain.

Shapes: W (n_in, n_out), with a column for each neuron; b (n_out,). The next layer's W has n_out rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.activations import Activation, value_and_prime
from backprop.numeric.arguments import counted, fitting, whole


class Layer(NamedTuple):
    """Weights W (n_in, n_out), bias b (n_out,) and the activation f, one of `ACTIVATIONS`."""

    W: np.ndarray
    b: np.ndarray
    f: Activation


def initial(
    sizes: Sequence[int], activations: Sequence[Activation], seed: int = 0, dtype: type = np.float64
) -> tuple[Layer, ...]:
    """b = 0, and W normal with variance 2/(n_in + n_out), or 2/n_in before a ReLU, which lets half of it through.

    Parameters
    ----------
    sizes
        n_0, n_1, ..., n_L: what goes in, and what each layer gives.
    activations
        One of `ACTIVATIONS` for each layer.
    seed
        The same seed gives the same weights.
    dtype
        np.float64 or np.float32.

    Raises
    ------
    TypeError, ValueError
        An argument that is not what was expected: the message names it and says what to pass.

    Source: Glorot and Bengio (2010), equation 12, with a normal distribution; He et al. (2015), equation 10.
    """
    if not isinstance(sizes, Sequence) or isinstance(sizes, str | bytes):
        raise TypeError(f"sizes is {sizes!r}; expected a sequence. Pass (64, 32, 10), say.")
    if len(sizes) < 2:
        raise ValueError(
            f"sizes has {counted(len(sizes), 'entry', 'entries')}; expected two or more. "
            f"Pass what goes in and what each layer gives: (64, 32, 10), say."
        )
    sizes = [whole(f"sizes[{i}]", size, least=1) for i, size in enumerate(sizes)]
    L = len(sizes) - 1
    expected = f"expected {L}, one for each layer. Pass a tuple of {counted(L, 'Activation', 'Activations')}."
    if isinstance(activations, Activation | str) or not isinstance(activations, Sequence):
        raise TypeError(f"activations is a single {type(activations).__name__}; {expected}")
    if len(activations) != L:
        raise ValueError(f"activations has {counted(len(activations), 'entry', 'entries')}; {expected}")
    for f in activations:
        value_and_prime(f)
    if dtype not in (np.float32, np.float64):
        raise TypeError(f"dtype is {dtype!r}; expected np.float32 or np.float64. Pass one of these.")
    rng = np.random.default_rng(whole("seed", seed, least=0))
    layers = []
    for n_in, n_out, f in zip(sizes, sizes[1:], activations, strict=False):
        variance = 2 / n_in if f.name == "relu" else 2 / (n_in + n_out)
        W = np.sqrt(variance) * rng.standard_normal((n_in, n_out))
        layers.append(Layer(W.astype(dtype), np.zeros(n_out, dtype), f))
    return tuple(layers)


def chained(X: ArrayLike, layers: Sequence[Layer], *target: ArrayLike) -> tuple[np.ndarray | tuple[Layer, ...], ...]:
    """Return X (m, n_0), the layers, and the target Y (m, n_L) if there is one, as arrays of one precision.

    What does not fit is refused by TypeError or ValueError: the message names W and b by the number of their layer.
    """
    if isinstance(layers, Layer) or not isinstance(layers, Sequence) or not all(map(_is_layer, layers)):
        raise TypeError(
            "layers is not a sequence of layers; expected a tuple of Layer(W, b, f). "
            "Pass (layer,) if it is one, or what network.initial returns."
        )
    if not layers:
        raise ValueError("layers is empty; expected one layer or more. Pass what network.initial returns.")
    parameters = {}
    for i, (W, b, f) in enumerate(layers, start=1):
        value_and_prime(f)
        parameters |= {f"W{i}": W, f"b{i}": b}
    X, *rest = fitting(X, *target, **parameters)
    found = iter(rest)
    return X, tuple(Layer(next(found), next(found), f) for _, _, f in layers), *found


def _is_layer(layer: object) -> bool:
    return isinstance(layer, tuple) and len(layer) == 3
