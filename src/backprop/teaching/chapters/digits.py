"""Chapter 8: learning to read digits."""

from backprop.numeric.network import train
from backprop.teaching.chapter import Chapter

CHAPTER = Chapter(
    number=8,
    claims={},
    functions=(train,),
    mended={"break-sigmoid-slope": ("1 - a_q^2", "a_q (1 - a_q)")},
)
