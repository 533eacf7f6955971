"""The words and signs of a formula that are known, and what is said of those that are not."""

import re

from backprop.proving.language.vocabulary import GREEK

ENTRYWISE = (
    "exp", "log", "sqrt", "tanh", "sin", "cos", "sinh", "cosh", "arctan", "abs", "relu", "sigma", "sigmoid", "softplus",
)  # fmt: skip
WHOLE = ("sum", "mean", "tr", "norm", "softmax", "lse")
FUNCTIONS = {name: name for name in (*ENTRYWISE, *WHOLE)}
FUNCTIONS |= {"ln": "log", "atan": "arctan", "ReLU": "relu", "trace": "tr", "logsumexp": "lse"}
"""What may stand before a bracket, as it is typed -> its name."""

UNKNOWN = ("f", "g", "h", "phi", "psi")
"""What stands before a bracket as a function of which nothing is known."""
UNSUPPORTED = {
    **dict.fromkeys(("inv", "inverse", "pinv"), "an inverse"),
    **dict.fromkeys(("det", "logdet"), "a determinant"),
    **dict.fromkeys(("diag", "Diag"), "a diagonal matrix"),
    **dict.fromkeys(("max", "min", "argmax", "argmin"), "a maximum or a minimum"),
}
TAKEN = {
    "I": "I, the identity, is not supported; call it J, say, and J is a matrix that is given.",
    "pi": "pi is not known as a number; write it out, as in 3.14159 x.",
    "sigma": "sigma is a function here, as in sigma(z); call a quantity otherwise, such as s.",
    "Sigma": "Sigma is the sign of a sum; call a quantity otherwise, such as S.",
}
"""Names that no quantity may have."""
SIGNS = (
    (r"\\", "a formula is typed as on a keyboard, without backslashes, as in 1/2 * sum((sigma(X w) - y)^2)."),
    (r"[₀-₉]", "a number below is typed after its letter, as in W1, and a norm has none."),
    (r"_", "entries have no index here: a formula holds whole columns and matrices, as in sum(x^2)."),
    (r"[\[\]{}]", "brackets are round here, as in sum(x)."),
)
"""Patterns of what begins with no word -> what is said of them."""


def said_of_sign(text, at):
    """Why the formula cannot go on with this sign."""
    return next((said for sign, said in SIGNS if re.match(sign, text[at])), f"{text[at]!r} has no meaning here.")


def said_of_word(word, rest, known):
    """Why a word cannot stand before the `rest` of the formula; "" where it can."""
    plain = "".join(GREEK.get(c, c) for c in word)
    if plain in known or word in known:
        return ""
    if plain in UNSUPPORTED:
        return f"{UNSUPPORTED[plain]}, {word}, is not supported."
    f = plain if plain in UNKNOWN else GREEK.get(word[-1], word[-1])
    if f in UNKNOWN and rest.startswith("(") and plain not in FUNCTIONS:
        return f"{f} is no function that is known; a product is written {f} * (x)."
    if plain == "sigma" and re.match(r"'\s*\(", rest):
        return "a slope is not supported; of the logistic sigma it is sigma(z) * (1 - sigma(z))."
    if plain in FUNCTIONS and plain != "sigma" and not re.match(r"\s*\(", rest):
        return _without_bracket(word, rest)
    return ""


def _without_bracket(function, rest):
    if rest.startswith("_"):
        return f"{function} takes all entries, without an index, as in {function}(x^2)."
    power = re.match(r"\s*(?:\^|\*\*)\s*\{?(\d)", rest)
    example = f"{function}(x)^{power[1]}" if power else f"{function}(x)"
    return f"a bracket ( ) is expected after the function {function}, as in {example}."
