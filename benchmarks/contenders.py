"""Those who compute the same gradients: by all weights and biases, of softmax with cross-entropy after hidden layers.

Each takes a `Task` and returns a function without arguments: one forward pass and all gradients, in order of layers;
scikit-learn updates its weights besides. A library that is not installed raises ImportError, an activation that it does
not have KeyError.
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from backprop.numeric import ACTIVATIONS, network, passes
from benchmarks.machine import THREADS

LOSS = network.LOSSES["softmax_cross_entropy"]


class Task(NamedTuple):
    """A batch X (m, n_0), one-hot labels Y (m, n_L), the layers, and the name of the hidden ones' activation."""

    X: np.ndarray
    Y: np.ndarray
    layers: tuple[network.Layer, ...]
    activation: str


def task(sizes, m, dtype, activation, seed=0, scale=1.0):
    """Return a network of these sizes with random weights and biases, and a random batch for it.

    `scale` multiplies the usual weights.
    """
    rng = np.random.default_rng(seed)
    hidden = (ACTIVATIONS[activation],) * (len(sizes) - 2)
    layers = tuple(
        layer._replace(
            W=(scale * layer.W).astype(dtype), b=(0.1 * scale * rng.standard_normal(len(layer.b))).astype(dtype)
        )
        for layer in network.initial(sizes, (*hidden, ACTIVATIONS["identity"]), seed=seed)
    )
    Y = np.eye(sizes[-1], dtype=dtype)[rng.integers(sizes[-1], size=m)]
    return Task(rng.standard_normal((m, sizes[0]), dtype=dtype), Y, layers, activation)


def products(task):
    """Return the matrix products alone, of arrays of the right shapes: L forward, L by weights, L - 1 backward."""
    rng = np.random.default_rng(1)
    A = [task.X, *(rng.standard_normal((len(task.X), len(b)), dtype=task.X.dtype) for _, b, _ in task.layers)]
    forward = [(A_before, W) for A_before, (W, _, _) in zip(A, task.layers, strict=False)]
    by_weights = [(A_before.T, Delta) for A_before, Delta in pairwise(A)]
    backward = [(Delta, W.T) for Delta, (W, _, _) in zip(A[2:], task.layers[1:], strict=True)]
    pairs = [*forward, *by_weights[::-1], *backward[::-1]]

    def run():
        for P, Q in pairs:
            P @ Q

    return run


def numeric(task):
    """Return `network.gradients`, which checks its arguments and what it returns."""

    def run():
        found = network.gradients(task.X, task.layers, task.Y, LOSS, with_dE_dX=False)
        return found.dE_dW, found.dE_db

    return run


def without_update(task):
    """Return what a step of `train` does before it updates the weights."""

    def run():
        found = passes.gradients(task.X, task.layers, task.Y, LOSS, with_dE_dX=False)
        return found.dE_dW, found.dE_db

    return run


def with_update(task):
    """Return a step of `train`, on layers of its own, so small that they stay what they are."""
    layers = tuple(network.Layer(W.copy(), b.copy(), f) for W, b, f in task.layers)

    def run():
        passes.step(task.X, layers, task.Y, LOSS, 1e-12)

    return run


def pytorch(task):
    import torch

    activations = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU", "softplus": "Softplus", "identity": "Identity"}
    hidden = getattr(torch.nn, activations[task.activation])
    torch.set_num_threads(THREADS)
    X, classes = torch.from_numpy(task.X), torch.from_numpy(task.Y.argmax(axis=1))
    linear = []
    for W, b, _ in task.layers:
        layer = torch.nn.Linear(*W.shape, dtype=X.dtype)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(W.T))
            layer.bias.copy_(torch.from_numpy(b))
        linear.append(layer)
    model = torch.nn.Sequential(*(part for layer in linear for part in (layer, hidden())))[:-1]
    weights, biases = [layer.weight for layer in linear], [layer.bias for layer in linear]

    def run():
        E = torch.nn.functional.cross_entropy(model(X), classes)
        found = torch.autograd.grad(E, [*weights, *biases])
        return [g.T.numpy() for g in found[: len(linear)]], [g.numpy() for g in found[len(linear) :]]

    return run


@cache
def jax_gradient(activation):
    """Return the compiled gradient of the cost by all parameters; it is compiled anew for each shape."""
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    activations = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu, "softplus": jax.nn.softplus}
    f = (activations | {"identity": lambda Z: Z})[activation]

    def cost(parameters, X, Y):
        A = X
        for W, b in parameters[:-1]:
            A = f(A @ W + b)
        W, b = parameters[-1]
        return -jnp.sum(Y * jax.nn.log_softmax(A @ W + b)) / len(X)

    return jax.jit(jax.grad(cost))


def jax(task):
    gradient = jax_gradient(task.activation)
    import jax
    from jax import numpy as jnp

    X, Y = jnp.asarray(task.X), jnp.asarray(task.Y)
    parameters = [(jnp.asarray(W), jnp.asarray(b)) for W, b, _ in task.layers]

    def run():
        return tuple(zip(*jax.block_until_ready(gradient(parameters, X, Y)), strict=True))

    return run


def autograd(task):
    import autograd.numpy as anp
    from autograd import grad

    activations = {
        "identity": lambda Z: Z,
        "sigmoid": lambda Z: 1 / (1 + anp.exp(-Z)),
        "tanh": anp.tanh,
        "relu": lambda Z: anp.maximum(Z, 0),
        "softplus": lambda Z: anp.logaddexp(0, Z),
    }
    f = activations[task.activation]
    parameters = [(W, b) for W, b, _ in task.layers]

    def cost(parameters):
        A = task.X
        for W, b in parameters[:-1]:
            A = f(A @ W + b)
        W, b = parameters[-1]
        Z = A @ W + b
        Z = Z - anp.max(Z, axis=1, keepdims=True)
        return anp.sum(task.Y * (anp.log(anp.sum(anp.exp(Z), axis=1, keepdims=True)) - Z)) / len(task.X)

    gradient = grad(cost)

    def run():
        return tuple(zip(*gradient(parameters), strict=True))

    return run


def scikit_learn(task):
    """Return one step of `MLPClassifier.partial_fit`: the gradients are read off what it subtracts from the weights.

    All that is public is the step; its update, the reading and the putting back of the weights are timed with it.
    """
    from sklearn.neural_network import MLPClassifier

    activations = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}
    # so large a rate that the difference keeps the gradients' digits, and a power of 2, which rounds nothing
    rate = 2.0**60 if task.X.dtype == np.float32 else 2.0**300
    classes = task.Y.argmax(axis=1)
    model = MLPClassifier(
        [len(b) for _, b, _ in task.layers[:-1]],
        activation=activations[task.activation],
        solver="sgd",
        learning_rate_init=rate,
        momentum=0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=len(task.X),
        shuffle=False,
        random_state=0,
    )
    model.partial_fit(task.X, classes, classes=np.arange(task.Y.shape[1]))
    weights, biases = [W for W, _, _ in task.layers], [b for _, b, _ in task.layers]

    def run():
        model.coefs_, model.intercepts_ = [W.copy() for W in weights], [b.copy() for b in biases]
        model.partial_fit(task.X, classes)
        dW = [(before - after) / rate for before, after in zip(weights, model.coefs_, strict=True)]
        db = [(before - after) / rate for before, after in zip(biases, model.intercepts_, strict=True)]
        return dW, db

    return run


CONTENDERS = {
    "`network.gradients`": numeric,
    "PyTorch": pytorch,
    "JAX": jax,
    "autograd": autograd,
    "scikit-learn": scikit_learn,
}
