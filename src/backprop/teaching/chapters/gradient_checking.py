"""Chapter 9: gradient checking."""

from backprop.checking import central_difference, complex_step, directional_derivative
from backprop.results.finite_differences import CLAIMS
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=9,
    claims={"CLAIMS": CLAIMS},
    results=tuple(CLAIMS[name] for name in ("one-sided", "central", "complex", "bound", "direction")),
    functions=(central_difference, complex_step, directional_derivative),
    mended={"break-central-line": ("times(h**2, f(3)(x)), 3)", "times(h**2, f(3)(x)), 6)")},
    near_misses={"turn-along-answer": ("/ (2 * h)", "/ h")},
)
