"""The network of a given depth as a plain function of its arrays, so that the book's checks can be pointed at it."""

from collections import namedtuple

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
