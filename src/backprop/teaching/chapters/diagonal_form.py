"""Chapter 2: the diagonal form."""

from backprop.numeric.single_layer import gradients, gradients_diagonal, gradients_joint
from backprop.results.single_layer import GRADIENTS, MIXED, PULLED_BACK
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=2,
    claims={"GRADIENTS": GRADIENTS, "PULLED_BACK": PULLED_BACK, "MIXED": MIXED},
    results=(PULLED_BACK["a"], GRADIENTS["a by z"], *(PULLED_BACK[name] for name in "zwbx")),
    functions=(gradients_diagonal, gradients, gradients_joint),
    mistakes=(
        "swapped outer product",
        "missing transpose",
        "inner for elementwise product",
        "np.diag of a column",
        "diagonal not multiplied out",
    ),
    mended={"break-softmax-diagonal": ("diag(a * (1_k - a))", "(diag(a) - a a^T)")},
    near_misses={"turn-softmax-answer": ("(G - a @ G)", "(G - G.sum())")},
)
