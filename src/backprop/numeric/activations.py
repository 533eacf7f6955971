"""Activations and their derivatives: a table that reads like a formula sheet.

Each takes an array of any shape and works on every entry by itself. float32 stays float32, whole numbers
become float64. The analytic ones take complex z too, for the complex step. Nothing overflows, and a tail keeps its
relative accuracy until it underflows to 0: sigmoid(-40) is 4.2e-18. An nan goes through every activation, so that a
layer can refuse it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.arguments import numbers, refuse_all_but

FAR = 80
"""Where 1 + exp(z) is exp(z) to the last digit, and exp(z) finite in float32 too: exp overflows from 88.7 on."""


def identity(z: ArrayLike) -> np.ndarray:
    """z itself, as a new array."""
    return +numbers("z", z)


def identity_prime(z: ArrayLike) -> np.ndarray:
    """1, in the shape of z."""
    return np.ones_like(numbers("z", z))


def sigmoid(z: ArrayLike) -> np.ndarray:
    """1 / (1 + exp(-z))."""
    return _apart(_sigmoid, z)[0]


def sigmoid_prime(z: ArrayLike) -> np.ndarray:
    """exp(-z) / (1 + exp(-z))**2, which is sigma(z) (1 - sigma(z)) without the cancellation where that is near 1."""
    return _apart(_sigmoid, z)[1]


def tanh(z: ArrayLike) -> np.ndarray:
    """(exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    return np.tanh(numbers("z", z))


def tanh_prime(z: ArrayLike) -> np.ndarray:
    """1 / cosh(z)**2, which is 1 - tanh(z)**2 without the cancellation where tanh(z) is near 1."""
    return _apart(_tanh, z)[1]


def relu(z: ArrayLike) -> np.ndarray:
    """max(z, 0). Not analytic: complex z is refused."""
    return _real("relu", z).clip(0, np.inf)  # three times as fast as np.maximum


def relu_prime(z: ArrayLike) -> np.ndarray:
    """1 where z > 0, 0 elsewhere. At 0 there is no derivative; the convention here is relu'(0) = 0."""
    z = _real("relu_prime", z)
    return (z > 0).astype(z.dtype)


def softplus(z: ArrayLike) -> np.ndarray:
    """log(1 + exp(z))."""
    return _apart(_softplus, z)[0]


def softplus_prime(z: ArrayLike) -> np.ndarray:
    """exp(z) / (1 + exp(z)), which is sigma(z)."""
    return _apart(_softplus, z)[1]


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


def with_prime(activation: Activation, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return sigma(z) and sigma'(z) in one go, for an array z with one axis or more; z stays as it is.

    The two share their exponentials where they are a pair of `TOGETHER`. What overflows on the way is repaired; NumPy
    warns of it unless it is told not to.
    """
    value, prime = activation.value, activation.prime
    together = TOGETHER.get((value, prime))
    return together(z) if together else (value(z), prime(z))


def _identity(z: np.ndarray) -> tuple[np.ndarray, int]:
    """z and 1: neither needs an array of its own."""
    return z, 1


def _sigmoid(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """a = 1 / (1 + e) and e a a, with e = exp(-z); left of -FAR both are exp(z)."""
    e = np.negative(z)
    np.exp(e, out=e)
    a = 1 + e
    np.divide(1, a, out=a)
    slope = e
    slope *= a
    slope *= a
    far = z.real < -FAR
    if far.any():
        a[far] = slope[far] = np.exp(z[far])
    return a, slope


def _tanh(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """tanh(z), and (1 / cosh(z))**2: where cosh(z) overflows that is 0."""
    sech = np.cosh(z)
    np.divide(1, sech, out=sech)
    sech *= sech
    return np.tanh(z), sech


def _softplus(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log(u) and e / u, with e = exp(z) and u = 1 + e; right of FAR they are z and 1."""
    e = np.exp(z)
    u = 1 + e
    value = np.log(u)
    value += (e - (u - 1)) / u  # what was rounded off in u, to first order: all of e, where e is small
    slope = np.divide(e, u, out=e)
    far = z.real > FAR
    if far.any():
        value[far], slope[far] = z[far], 1
    return value, slope


TOGETHER = {
    (identity, identity_prime): _identity,
    (sigmoid, sigmoid_prime): _sigmoid,
    (tanh, tanh_prime): _tanh,
    (softplus, softplus_prime): _softplus,
}


def _apart(together: Callable, z: ArrayLike) -> list[np.ndarray]:
    """Return value and slope for z of any shape, without warnings of what is repaired."""
    z = numbers("z", z)
    with np.errstate(over="ignore", invalid="ignore"):
        return [part.reshape(z.shape)[()] for part in together(np.atleast_1d(z))]


def _real(name: str, z: ArrayLike) -> np.ndarray:
    """Return z as an array, refusing complex z by the name of the function that is not analytic."""
    z = numbers("z", z)
    if np.iscomplexobj(z):
        raise TypeError(
            f"z is complex, and {name} is not analytic; expected real z. "
            f"Pass z.real, or check the gradient by central differences instead of the complex step."
        )
    return z
