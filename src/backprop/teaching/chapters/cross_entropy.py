"""Chapter 6: sigmoid with cross-entropy."""

from backprop.numeric.cross_entropy import cost, gradients
from backprop.results.cross_entropy import BATCH, UNITS
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=6,
    claims={"UNITS": UNITS, "BATCH": BATCH},
    functions=(gradients, cost),
    mistakes=(
        "slope at the activation (S1.9)",
        "one term of the cross-entropy",
        "sigma' left in",
        "sum for mean, cross-entropy",
    ),
    mended={"break-entropy-line": ("(1 - 1/(1 + exp(-a_q)))/(1 + exp(-a_q))", "a_q (1 - a_q)")},
)
