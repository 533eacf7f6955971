"""Chapter 7: softmax with cross-entropy."""

from backprop.numeric.losses import probabilities, softmax_cross_entropy
from backprop.numeric.softmax_cross_entropy import gradients
from backprop.results.softmax import BATCH, CLASSES, LOG_SUM_EXP, ROW_BY_ROW, TWO_CLASSES
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=7,
    claims={
        "CLASSES": CLASSES,
        "LOG_SUM_EXP": LOG_SUM_EXP,
        "TWO_CLASSES": TWO_CLASSES,
        "BATCH": BATCH,
        "ROW_BY_ROW": ROW_BY_ROW,
    },
    results=(
        CLASSES["a by z"],
        CLASSES["E by z"],
        CLASSES["E by z, labelled"],
        BATCH["Z"],
        ROW_BY_ROW["Z"],
    ),
    functions=(probabilities, softmax_cross_entropy, gradients),
    mistakes=(
        "softmax down the columns",
        "the Jacobian's diagonal alone",
        "the Jacobian once more",
        "softmax twice, its Jacobian forgotten",
        "sum for mean, softmax",
        "mean over every probability",
    ),
    mended={"break-contraction-line": ("y_q a_q", "a_q sum_t y_t")},
    near_misses={"turn-softmax-back-answer": ("axis=1", "axis=0")},
)
