"""Chapter 10: reverse mode in sixty lines."""

from backprop.teaching.chapter import Chapter
from backprop.teaching.reverse_mode import (
    Node,
    Operators,
    as_node,
    backward,
    gradients,
    order,
    plus,
    sigmoid,
    tanh,
    times,
)

CHAPTER = Chapter(
    number=10,
    claims={},
    functions=(Node, as_node, plus, times, Operators, sigmoid, tanh, order, backward, gradients),
    mended={"break-swapping-line": ("dE/dz w", "dE/dz x")},
    near_misses={
        "turn-over-answer": ("-u.value / v.value**2", "u.value / v.value**2"),
        "turn-relu-answer": ("z.value > 0", "z.value >= 0"),
    },
)
