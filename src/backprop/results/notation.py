"""The letters of the book: what each stands for, in which chapters, and how far each size and index reaches.

A letter has one meaning. What has a second one, or belongs to one chapter alone, says in which.
"""

from dataclasses import dataclass

EVERYWHERE = frozenset([*map(str, range(11)), "A", "F"])
"""The pages that keep to this table: B and C quote other books and the notes; D and E take any letters."""


@dataclass(frozen=True)
class Letter:
    """A letter and its meaning.

    Attributes
    ----------
    latex : str
        As it is printed.
    meaning : str
        In words; Markdown.
    shape : str
        Of an array, in LaTeX; "" for a number or a function.
    code : str
        What it is called in NumPy; "" where it is not.
    chapters : frozenset of str
        Where it has this meaning: numbers of chapters, and letters of appendices.
    """

    latex: str
    meaning: str
    shape: str = ""
    code: str = ""
    chapters: frozenset = EVERYWHERE


def _only(text):
    return frozenset(text.split())


SIZES = (
    Letter("m", "the number of examples", code="len(X)"),
    Letter("n", "the number of inputs of a layer; $n_l$ is the number of units of layer $l$, and $n_0 = n$"),
    Letter("k", "the number of outputs, $n_L$"),
    Letter("L", "the number of layers, the input not counted"),
    Letter("l", "a layer, from 1 to $L$; above a letter in brackets, as in $W^{(l)}$"),
)

INDICES = (
    Letter("i", "an example; so does $r$; in chapter 9 also the imaginary unit"),
    Letter("r", "another example"),
    Letter("p", "an input; so does $s$"),
    Letter("s", "another input"),
    Letter("j", "a unit of a hidden layer; so does $u$"),
    Letter("u", "another hidden unit"),
    Letter("q", "an output; so does $t$"),
    Letter("t", "another output"),
)

ARRAYS = (
    Letter("x", "the input, one example", r"n", "x"),
    Letter("w", "the weights; row $q$ belongs to output $q$", r"k \times n", "w"),
    Letter("b", "the bias, a column in either convention", r"k", "b"),
    Letter("z", r"the pre-activation", r"k", "z"),
    Letter("a", "the activation, which is the output of a layer", r"k", "a"),
    Letter("y", "the target, or the label", r"k", "y"),
    Letter(r"\delta", r"the gradient of the cost of one example with respect to $z$", r"k", "delta"),
    Letter("X", "the inputs of a batch, an example in each row", r"m \times n", "X"),
    Letter("W", r"the weights of a batch, $w^{\top}$; column $q$ belongs to output $q$", r"n \times k", "W"),
    Letter("Z", "the pre-activations of a batch", r"m \times k", "Z"),
    Letter("A", "the activations of a batch", r"m \times k", "A"),
    Letter("Y", "the targets of a batch", r"m \times k", "Y"),
    Letter(
        r"\Delta", r"the gradient of $E$ with respect to $Z$; row $i$ is $\delta_i^{\top}/m$", r"m \times k", "Delta"
    ),
    Letter("G", "an upstream gradient: what the layers above hand down", "as what it belongs to", "G"),
    Letter("I", "the identity; $I_{qt}$ is 1 where $q$ and $t$ are equal, and 0 elsewhere", r"k \times k"),
)

OTHERS = (
    Letter("E", "the cost: the mean of $E_i$ over the examples; $E_i$ is the cost of example $i$", code="E"),
    Letter(r"\sigma", "the activation of a layer, any function with a slope", code="activation"),
    Letter(
        "f", "the activation $f_l$ of layer $l$, where layers differ; in chapter 9 a function of one number", code="f"
    ),
    Letter("J", "the Jacobian of a step; its index counts the steps", chapters=_only("2 5")),
    Letter(r"\eta", "the learning rate", code="learning_rate"),
    Letter(r"\mathrm{lse}", "log-sum-exp, the logarithm of a sum of exponentials", chapters=_only("7")),
    Letter(r"\mathrm{pot}", "the sum of the exponentials of all logits", chapters=_only("7")),
    Letter(r"\mathrm{sigmoid}", "marks the output and the cost of a sigmoid unit", chapters=_only("7")),
    Letter("c", "a shift, taken off every logit", chapters=_only("7")),
    Letter(r"\rho", "the softmax of shifted logits", r"k", chapters=_only("7")),
    Letter(
        "v",
        "any numbers, of which labels that add up to 1 are made",
        r"k",
        chapters=_only("7"),
    ),
    Letter(r"\beta", "a factor of every logit", chapters=_only("7")),
    Letter("e", "Euler's number"),
    Letter(r"\theta", "what hidden units that are alike have in common", chapters=_only("8")),
    Letter("h", "the step of a difference", code="h", chapters=_only("0 9")),
    Letter(r"\varepsilon", "a small constant, such as the relative error of a rounding", chapters=_only("8 9 F")),
    Letter(r"\mathrm{one}", "marks the quantities of a single example beside those of a batch", chapters=_only("3")),
    Letter(
        "O", "what falls at least as fast as the power in its brackets, as the step becomes small", chapters=_only("9")
    ),
    Letter("M", "the largest size of a derivative near a point; its index says of which", chapters=_only("9")),
    Letter("U", "the weights from which a direction starts", r"n \times k", chapters=_only("9")),
    Letter("D", "a direction in which all weights move", r"n \times k", "direction", chapters=_only("9")),
    Letter(r"\tau", "how far the weights have moved along it", chapters=_only("9")),
)

PROJECTS = tuple(
    Letter(latex, meaning, chapters=_only("F"))
    for latex, meaning in {
        "v": "the velocity of a walk",
        "R": "the cost with what is added to it",
        r"\mu": "how much of the velocity momentum keeps",
        r"\lambda": "how strongly weights decay",
        "g": "the gradient at one step of a walk",
        "M": "a mask of zeros and ones",
        r"\tau": "the share of units that dropout keeps",
        "H": "activations that are masked, or normalised",
        "D": "what is centred: each entry less the mean of its row",
        r"\xi": "the spread of a row",
        r"\gamma": "the gain, a number for each unit",
        "T": "a matrix that moves a column by some places",
        "Q": "the queries, one in each row",
        "K": "the keys, one in each row",
        "V": "the values, one in each row",
        "S": "scores: how well each query fits each key",
        "P": "shares: the softmax of the scores",
        "d": "the length of a query",
    }.items()
)
"""The letters of appendix F, whose projects take some as their own literature does."""

LETTERS = (*SIZES, *INDICES, *ARRAYS, *OTHERS)
"""The letters of the chapters, each once."""

REACH = {
    "i": {"m"}, "r": {"m"}, "p": {"n", "n₀", "n_(l-1)"}, "s": {"n", "n₀", "n_(l-1)"},
    "j": {"n₁", "n₂", "n_l"}, "u": {"n₁", "n₂", "n_l"},
    "q": {"k", "n₂", "n₃", "n_(l+1)", "n_L", "2"}, "t": {"k", "n₂", "n₃", "n_(l+1)", "n_L", "2"},
}  # fmt: skip
"""How far each index runs in the models of the book, each size as it is printed."""
