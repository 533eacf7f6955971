"""Chapter 5: any depth."""

from backprop.numeric.passes import gradients, step
from backprop.results.every_layer import BATCH, CUT, ENTRIES, MATRICES
from backprop.results.network import LAYER, PATHS
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=5,
    claims={"ENTRIES": ENTRIES, "MATRICES": MATRICES, "BATCH": BATCH, "LAYER": LAYER, "CUT": CUT, "PATHS": PATHS},
    results=(BATCH["last"], BATCH["delta"], BATCH["w"], BATCH["b"]),
    functions=(gradients, step),
    mistakes=(
        "weights of the layer below",
        "slope and weights of the last layer",
        "a slope forgotten on the way down",
        "output instead of input of the layer",
        "stopped at the output",
    ),
    mended={"break-any-line": ("f_l'(A^(l))", "f_l'(Z^(l))")},
    near_misses={
        "turn-forward-mode-answer": ("f.prime(Z)", "f.prime(f.value(Z))"),
    },
)
