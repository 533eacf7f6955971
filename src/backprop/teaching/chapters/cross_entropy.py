"""Chapter 6: sigmoid with cross-entropy."""

from backprop.numeric.cross_entropy import cost, gradients
from backprop.results.cross_entropy import BATCH, PAIRS, UNITS
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=6,
    claims={"UNITS": UNITS, "PAIRS": PAIRS, "BATCH": BATCH},
    results=(UNITS["a by z"], UNITS["E by z"], PAIRS["squared"], BATCH["Z"]),
    functions=(gradients, cost),
    mistakes=(
        "slope of the sigmoid at the output",
        "one term of the cross-entropy",
        "sigma' left in",
        "sum for mean, cross-entropy",
    ),
    mended={"break-entropy-line": ("(1 - 1/(1 + exp(-a_q)))/(1 + exp(-a_q))", "a_q (1 - a_q)")},
    near_misses={
        "turn-entropy-cost-answer": (
            "y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)",
            "np.logaddexp(0, z) - y * z",
        )
    },
)
