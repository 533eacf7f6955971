"""Chapter 4: two layers by hand."""

from backprop.numeric.two_layers import gradients, step
from backprop.results.two_layers import ACTIVATIONS, BIASES, LINEAR
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=4,
    claims={"LINEAR": LINEAR, "BIASES": BIASES, "ACTIVATIONS": ACTIVATIONS},
    functions=(gradients, step),
    mistakes=(
        "hidden slope forgotten",
        "hidden slope at the activation",
        "S3.6 as NumPy broadcasts it",
        "S1.2, one path of many",
        "input of the wrong layer",
        "weights updated too early",
        "order of the factors as in S3.13",
    ),
    mended={"break-hidden-line": ("dE/dA2_i1 W2_j1", "sum_q dE/dA2_iq W2_jq")},
)
