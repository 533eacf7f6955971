"""Numbers as figures and sentences show them: as on a board."""

import re

from sympy import sympify

from backprop.proving.language.display import plain


def written(value):
    """A number as on a board: ln 3 − 2, −3/64; of a float at most four digits. A text stands as it is."""
    if isinstance(value, str):
        return value.replace("-", "−")
    text = f"{value:.4g}" if isinstance(value, float) else plain(sympify(value))
    return re.sub(r"ln\((\w+)\)", r"ln \1", text).replace("-", "−")


def listed(values):
    """Several of them, with commas."""
    return ", ".join(map(written, values))


def rough(value):
    """The first digit of a float and its power of ten, as a formula: 9 times 10 to the minus 6."""
    digit, power = f"{value:.0e}".split("e")
    return "$" + rf"{digit} \cdot " * (digit != "1") + f"10^{{{int(power)}}}$"
