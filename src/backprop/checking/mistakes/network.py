"""Mistakes with three layers (chapter 5): mostly of the index l, which equal widths hide."""

from backprop.checking.depth import cost_at, gradients_at, layers_of
from backprop.checking.mistakes.catalogue import Subject
from backprop.numeric import network
from backprop.proving import scalar
from backprop.results.network import whole

gradients = gradients_at(3)
SUBJECT = Subject(
    whole(3), scalar("E"), gradients, cost_at(3), activations=3,
    sizes=((2, 3, 2, 4, 1), (3, 1, 2, 3, 2), (2, 2, 2, 2, 2)),
)  # fmt: skip


def _backward(A0, *rest):
    """The layers, A_0 to A_3, and the gradients by Z_1, Z_2 and Z_3."""
    *parameters, Y = rest[:-3]
    layers = layers_of(parameters, rest[-3:])
    Z, A = network.forward(A0, layers)
    Deltas, dE_dA = [], (A[-1] - Y) / len(A0)
    for (W, _, f), z in zip(reversed(layers), reversed(Z), strict=True):
        Deltas.insert(0, f.prime(z) * dE_dA)
        dE_dA = Deltas[0] @ W.T
    return layers, Z, A, Deltas


@SUBJECT.enter("weights of the layer below", "dE_dW1 = A0^T ((Delta2 W1^T) * f1'(Z1))")
def _(*given):
    layers, Z, A, Deltas = _backward(*given)
    return gradients(*given)._replace(dE_dW1=A[0].T @ (Deltas[1] @ layers[0].W.T * layers[0].f.prime(Z[0])))


@SUBJECT.enter("slope and weights of the last layer", "dE_dA0 = (f3'(Z3) * dE_dA1) W3^T")
def _(*given):
    layers, Z, _, Deltas = _backward(*given)
    dE_dA1 = Deltas[1] @ layers[1].W.T
    return gradients(*given)._replace(dE_dA0=layers[2].f.prime(Z[2]) * dE_dA1 @ layers[2].W.T)


@SUBJECT.enter(
    "a slope forgotten on the way down", "dE_db1 = ((Delta3 W3^T) W2^T * f1'(Z1))^T 1", harmless=("identity",)
)
def _(*given):
    layers, Z, _, Deltas = _backward(*given)
    Delta1 = Deltas[2] @ layers[2].W.T @ layers[1].W.T * layers[0].f.prime(Z[0])
    return gradients(*given)._replace(dE_db1=Delta1.sum(axis=0))


@SUBJECT.enter("output instead of input of the layer", "dE_dW2 = A2^T Delta2")
def _(*given):
    _, _, A, Deltas = _backward(*given)
    return gradients(*given)._replace(dE_dW2=A[2].T @ Deltas[1])


@SUBJECT.enter("stopped at the output", "dE_db2 = (Delta3 W3^T)^T 1", harmless=("identity",))
def _(*given):
    layers, _, _, Deltas = _backward(*given)
    return gradients(*given)._replace(dE_db2=(Deltas[2] @ layers[2].W.T).sum(axis=0))
