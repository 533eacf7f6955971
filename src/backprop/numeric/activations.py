"""Activations and their derivatives: a table that reads like a formula sheet.

Each takes an array of any shape and works on every entry by itself. float32 stays float32, whole numbers
become float64. The analytic ones take complex z too, for the complex step. Nothing overflows: exp is only
taken where its argument has a negative real part, so a tail can underflow to 0 but never to nan, and keeps its
relative accuracy until then: sigmoid(-40) is 4.2e-18. An nan goes through every
activation, so that a layer can refuse it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.arguments import numbers, refuse_all_but


def identity(z: ArrayLike) -> np.ndarray:
    """z itself, as a new array."""
    return +numbers("z", z)


def identity_prime(z: ArrayLike) -> np.ndarray:
    """1, in the shape of z."""
    return np.ones_like(numbers("z", z))


def sigmoid(z: ArrayLike) -> np.ndarray:
    """1 / (1 + exp(-z)), written as exp(z) / (1 + exp(z)) left of 0."""
    z = numbers("z", z)
    e = _exp_of_minus_abs(z)
    return np.where(z.real < 0, e, 1) / (1 + e)


def sigmoid_prime(z: ArrayLike) -> np.ndarray:
    """sigma(z) sigma(-z), which is sigma(z) (1 - sigma(z)) without the cancellation where sigma(z) is near 1."""
    z = numbers("z", z)
    return sigmoid(z) * sigmoid(-z)


def tanh(z: ArrayLike) -> np.ndarray:
    """(exp(z) - exp(-z)) / (exp(z) + exp(-z)), which is 2 sigma(2z) - 1."""
    return np.tanh(numbers("z", z))


def tanh_prime(z: ArrayLike) -> np.ndarray:
    """4 sigma'(2z), which is 1 - tanh(z)**2 without the cancellation where tanh(z) is near 1."""
    return 4 * sigmoid_prime(2 * numbers("z", z))


def relu(z: ArrayLike) -> np.ndarray:
    """max(z, 0). Not analytic: complex z is refused."""
    return np.maximum(_real("relu", z), 0)


def relu_prime(z: ArrayLike) -> np.ndarray:
    """1 where z > 0, 0 elsewhere. At 0 there is no derivative; the convention here is relu'(0) = 0."""
    z = _real("relu_prime", z)
    return (z > 0).astype(z.dtype)


def softplus(z: ArrayLike) -> np.ndarray:
    """log(1 + exp(z)), written as z + log(1 + exp(-z)) right of 0."""
    z = numbers("z", z)
    e = _exp_of_minus_abs(z)
    log_1_plus_e = 2 * np.arctanh(e / (2 + e))  # log1p is as good for real e, and loses digits of complex e
    return np.where(z.real < 0, 0, z) + log_1_plus_e


def softplus_prime(z: ArrayLike) -> np.ndarray:
    """sigma(z)."""
    return sigmoid(z)


class Activation(NamedTuple):
    """sigma with sigma': the two functions, and the definition they are checked against.

    `formula` is sigma(z) in a notation that SymPy's parser reads too; its derivative is taken there, and never
    from here. `analytic` says whether the complex step applies.
    """

    name: str
    value: Callable[[ArrayLike], np.ndarray]
    prime: Callable[[ArrayLike], np.ndarray]
    formula: str
    analytic: bool


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("identity", identity, identity_prime, "z", analytic=True),
        Activation("sigmoid", sigmoid, sigmoid_prime, "1/(1 + exp(-z))", analytic=True),
        Activation("tanh", tanh, tanh_prime, "(exp(z) - exp(-z))/(exp(z) + exp(-z))", analytic=True),
        Activation("relu", relu, relu_prime, "Max(z, 0)", analytic=False),
        Activation("softplus", softplus, softplus_prime, "log(1 + exp(z))", analytic=True),
    )
}


def value_and_prime(activation: Activation) -> tuple[Callable, Callable]:
    """Return sigma and sigma' of an `Activation`, and refuse anything else."""
    refuse_all_but(Activation, "activation", activation, "ACTIVATIONS", ACTIVATIONS)
    return activation.value, activation.prime


def _exp_of_minus_abs(z: np.ndarray) -> np.ndarray:
    """exp(-|z|) for real z; for complex z the same formula on each side, exp(z) or exp(-z)."""
    return np.exp(np.where(z.real < 0, z, -z))


def _real(name: str, z: ArrayLike) -> np.ndarray:
    """Return z as an array, refusing complex z by the name of the function that is not analytic."""
    z = numbers("z", z)
    if np.iscomplexobj(z):
        raise TypeError(
            f"z is complex, and {name} is not analytic; expected real z. "
            f"Pass z.real, or check the gradient by central differences instead of the complex step."
        )
    return z
