"""Chapter 5: any depth."""

from backprop.numeric.passes import gradients, step
from backprop.results.every_layer import BATCH, ENTRIES, MATRICES
from backprop.results.network import ACROSS, LAYER
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=5,
    claims={"ENTRIES": ENTRIES, "MATRICES": MATRICES, "BATCH": BATCH, "LAYER": LAYER, "ACROSS": ACROSS},
    results=(BATCH["last"], BATCH["delta"], BATCH["w"], BATCH["b"]),
    functions=(gradients, step),
    mistakes=(
        "weights of the layer below",
        "slope and weights of the last layer",
        "a slope forgotten on the way down",
        "output instead of input of the layer",
        "stopped at the activation",
    ),
    mended={"break-any-line": ("sigma'(A1)", "sigma'(Z1)")},
    near_misses={
        "turn-forward-mode-answer": ("f.prime(Z)", "f.prime(f.value(Z))"),
    },
)
