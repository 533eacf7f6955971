"""Chapter 4: two layers."""

from backprop.numeric.two_layers import gradients, step
from backprop.results.two_layers import ACTIVATIONS, BIASES, DELTAS, LINEAR
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=4,
    claims={"LINEAR": LINEAR, "BIASES": BIASES, "ACTIVATIONS": ACTIVATIONS, "DELTAS": DELTAS},
    results=(LINEAR["A1"], *DELTAS.values()),
    functions=(gradients, step),
    mistakes=(
        "hidden slope forgotten",
        "hidden slope at the output",
        "product entry by entry",
        "one output of many",
        "input of the wrong layer",
        "weights updated too early",
        "factors in the order of the chain",
    ),
    mended={"break-hidden-line": ("dE/dA2_i1 W2_j1", "sum_q dE/dA2_iq W2_jq")},
    near_misses={"turn-hidden-delta-answer": ("f1.prime(Z1)", "f1.prime(f1.value(Z1))")},
)
