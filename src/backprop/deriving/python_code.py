"""The NumPy code of a program: the way forward, the cost, and the gradients, three functions that stand alone."""

import re
from textwrap import fill

HEAD = "from collections import namedtuple\n\nimport numpy as np\n"


def source(program, found, penalty=None):
    """The code of a program and its gradients, in the order in which they were found."""
    names = program.names
    *inner, last = program.definitions
    inside = _inputs(program, inner)
    every = ", ".join(q.code for q in program.given if q.in_code)
    steps = [f"{d.of.code} = {d.forward(names)}" for d in inner]
    computed = [d.of.code for d in inner]
    lines = [(g.named.code, g.code) for g in found]
    wanted = sorted((g for g in found if g.by in program.wanted), key=lambda g: program.wanted.index(g.by))
    fields = [g.by.gradient(penalty.total if penalty else program.cost).code for g in wanted]
    ending, added = last.forward(names), []
    if penalty:
        added, ending, lines = penalty.in_code(ending, lines, wanted)
    functions = sorted({name for text in (ending, *steps, *(t for _, t in lines)) for name in _own_functions(text)})
    text = [HEAD, f'Gradients = namedtuple("Gradients", "{" ".join(fields)}")\n']
    text += [_OWN[name] for name in functions]
    before, ahead = [], []
    if inner:
        taken = ", ".join(inside)
        text.append(_function("forward", taken, [*steps, f"return {', '.join(computed)}"]))
        before = _last_ones(computed, ending, taken)
        ahead = [f"{', '.join(computed)} = forward({taken})"]
    text.append(_function("cost", every, [*before, *added, f"return {ending}"]))
    live = [f"{name} = {code}" for name, code in _live(lines, fields)]
    text.append(_function("gradients", every, [*ahead, *live, f"return Gradients({', '.join(fields)})"]))
    return "\n\n".join(text)


_OWN = {
    "sigma": "def sigma(z):\n    return 1 / (1 + np.exp(-z))\n",
    "sigma_prime": "def sigma_prime(z):\n    return sigma(z) * (1 - sigma(z))\n",
}
"""What is called sigma is the logistic function in code, and any function in the proofs."""


def _own_functions(text):
    found = [name for name in _OWN if re.search(rf"\b{name}\(", text)]
    return [*found, "sigma"] if "sigma_prime" in found else found


def _inputs(program, inner):
    """What the way forward takes, in the order in which it is given."""
    used = " ".join(d.forward(program.names) for d in inner)
    return [q.code for q in program.given if q.in_code and re.search(rf"\b{q.code}\b", used)]


WIDEST = 92
"""Characters of a line of code."""


def _function(name, taken, lines):
    head = _wrapped(f"def {name}({taken}):", "")
    return "\n".join([head, *(_wrapped(line, "    ") for line in lines)]) + "\n"


def _wrapped(line, margin):
    """A line of code, broken after commas where it is too long: what stands in its last brackets, and names before."""
    if len(margin + line) <= WIDEST or not (found := re.fullmatch(r"([\w, =]*)\(([\w, ]*)\)(:?)", line)):
        return margin + line
    opening, inside, colon = found.groups()
    names, sign, function = opening.rpartition(" = ")
    if sign and len(names) > WIDEST // 3:
        opening = f"(\n{_filled(names, margin)}\n{margin}){sign}{function}"
    return f"{margin}{opening}(\n{_filled(inside, margin)}\n{margin}){colon}"


def _filled(text, margin):
    inner = margin + "    "
    return fill(text, WIDEST, initial_indent=inner, subsequent_indent=inner, break_long_words=False)


def _last_ones(names, ending, taken):
    """What the cost needs of the way forward, a line or none."""
    for place, name in enumerate(names):
        if re.search(rf"\b{name}\b", ending):
            return [f"{'*_, ' if place else ''}{', '.join(names[place:])} = forward({taken})"]
    return []


def _live(lines, fields):
    """The lines that something needs, in order."""
    needed, kept = set(fields), []
    for name, code in reversed(lines):
        if name in needed:
            kept.insert(0, (name, code))
            needed.update(re.findall(r"[^\W\d]\w*", code))
    return kept
