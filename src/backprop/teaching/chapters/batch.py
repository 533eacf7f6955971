"""Chapter 3: the batch."""

from backprop.numeric.batch import gradients
from backprop.results.batch import DELTA, GRADIENTS, JACOBIANS
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=3,
    claims={"JACOBIANS": JACOBIANS, "GRADIENTS": GRADIENTS, "DELTA": DELTA},
    results=(GRADIENTS["A"], *DELTA.values()),
    functions=(gradients,),
    mistakes=(
        "bias gradient for every example",
        "bias averaged over the examples",
        "bias summed over the neurons",
        "mean over every entry",
        "sum for mean",
        "matrix product for elementwise product",
        "untransposed weights",
        "untransposed input",
        "one example for all",
        "averages multiplied",
    ),
    mended={"break-batch-line": ("sum_r (A_rq", "sum_r I_ir (A_rq")},
    near_misses={"turn-sheets-answer": ("np.outer(x, delta)", "np.outer(x, delta) / len(X)")},
)
