"""Chapter 1: the single layer, entry by entry."""

from backprop.numeric.single_layer import gradients_by_entries
from backprop.results.single_layer import DERIVATIVES
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=1,
    claims={"DERIVATIVES": DERIVATIVES},
    results=(DERIVATIVES["w"], DERIVATIVES["b"], DERIVATIVES["x"]),
    functions=(gradients_by_entries,),
    mistakes=("sign", "factor", "missing sigma'", "sigma' at the output", "uncollapsed sum", "missing sum"),
    mended={"break-line-index": ("dz_q/dw_qp", "dz_t/dw_qp")},
    near_misses={"turn-input-answer": ("w[q, p] * slope[q]", "w[q, p] * slope[p]")},
)
