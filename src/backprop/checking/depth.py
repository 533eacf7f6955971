"""The network of a given depth as a plain function of its arrays, so that the book's checks can be pointed at it."""

from collections import namedtuple

import numpy as np

from backprop.checking.to_numpy import to_numpy
from backprop.numeric import network
from backprop.numeric.network import LOSSES, Layer


def layers_of(arrays, activations):
    """W1, b1, W2, b2, ... and an activation for each layer, as a tuple of `Layer`."""
    return tuple(map(Layer, arrays[::2], arrays[1::2], activations))


def gradients_at(depth, backward=network.gradients):
    """``gradients(A0, W1, b1, ..., Y, f1, f2, ...)``: those of the half mean squared error, by name.

    `backward` is called as `network.gradients` is, and returns what that returns.
    """
    names = [f"dE_d{letter}{at}" for at in range(1, depth + 1) for letter in "Wb"]
    kind = namedtuple("Gradients", ["dE_dA0", *names])

    def gradients(A0, *rest):
        *parameters, Y = rest[:-depth]
        dE_dW, dE_db, dE_dX = backward(A0, layers_of(parameters, rest[-depth:]), Y, LOSSES["mse"])
        return kind(dE_dX, *(slope for both in zip(dE_dW, dE_db, strict=True) for slope in both))

    return gradients


def cost_at(depth):
    """``cost(A0, W1, b1, ..., Y, f1, f2, ...)``, of the same arguments."""

    def cost(A0, *rest):
        *parameters, Y = rest[:-depth]
        return network.cost(A0, layers_of(parameters, rest[-depth:]), Y, LOSSES["mse"])

    return cost


def closed_forms_agree(recursion, whole, activations, sizes):
    """Compare every gradient that a `Recursion` derived, its closed form run in NumPy, with `network.gradients`.

    Parameters
    ----------
    recursion : Recursion
    whole : Model
        The same network with its cost, as `results.network.whole` gives it.
    activations : sequence of Activation
        One for each layer.
    sizes : tuple of int
        The examples, and then the widths.

    Raises
    ------
    AssertionError
        The two differ, in shape or by more than 1e-12 of a value.
    """
    rng, values = np.random.default_rng(0), dict(zip(whole.sizes, sizes, strict=True))
    given = {name: rng.normal(size=[values[s] for s in whole.ranges[name]]) for name in whole.given}
    functions = {}
    for at, f in enumerate(activations, start=1):
        functions |= {f"f{at}": f.value, f"df{at}": f.prime}
    found = gradients_at(len(activations))(*given.values(), *activations)._asdict()
    assert found.keys() == {f"dE_d{array.name}" for array in recursion.lines if array.name in given}
    for array in recursion.lines:
        if array.name in given:
            derived = to_numpy(recursion.closed(array), whole)(given, functions)
            code = found[f"dE_d{array.name}"]
            assert derived.shape == code.shape, f"{array.name}: {derived.shape} derived, {code.shape} in the code"
            np.testing.assert_allclose(code, derived, rtol=1e-12, atol=1e-15, err_msg=array.name)
