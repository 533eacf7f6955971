"""Chapter 8: learning to read digits."""

from backprop.numeric.network import train
from backprop.results.saturation import ALIKE, SLOPE
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=8,
    claims={"SLOPE": SLOPE, "ALIKE": ALIKE},
    results=(SLOPE["gap"], SLOPE["layer"], ALIKE["w1"], ALIKE["w2"]),
    functions=(train,),
    mended={"break-sigmoid-slope": ("1 - a_q^2", "a_q (1 - a_q)")},
    near_misses={"turn-epoch-answer": ("/ len(X[rows])", "/ size")},
)
