"""The code of a derivation, run: its gradients against differences of its cost, its cost against the model's."""

import io
from contextlib import redirect_stdout

import numpy as np

from backprop.checking.to_numpy import to_numpy
from backprop.deriving.pages import Code, Heading, Words
from backprop.deriving.python_code import source
from backprop.proving.language.reading import read
from backprop.proving.language.vocabulary import key_of
from backprop.proving.text.names import vocabulary

SEEDS = 1000
"""So many draws are tried for one in which no gradient is 0: where every ReLU is shut, any code would pass."""
FAINT = 1e-5
"""Differences of a cost of 1 do not see gradients much below this; complex steps see any (chapter 9)."""
DIFFERENCES, COMPLEX = ("", "differences"), (", analytic=True, tolerance=1e-11", "complex steps")
"""How a check asks for slopes, and what they are called."""


def code_and_check(program, found, draws, penalty=None, large=None, analytic=False):
    """The blocks of a page that hold the code, and the check with what it printed.

    `draws` are the code of arguments, in which every entry is moved; `large` is the same where there are so many
    entries that they are moved all at once. An `analytic` cost takes complex numbers.

    Raises
    ------
    GradientError
        A gradient is not that of the cost.
    NotTheCost
        The cost is another than the model's.
    """
    text = source(program, found, penalty)
    total = penalty.total if penalty else program.cost
    pairs = [(q.code, q.gradient(total).code) for q in program.wanted]
    for seed in range(SEEDS):
        drawn = drawing(program, draws, seed)
        _, space = run(text, drawn)
        smallest = min(np.max(np.abs(gradient)) for gradient in space["found"])
        if smallest:
            break
    same_cost(program, space, penalty)
    faint = analytic and smallest < FAINT * max(1, abs(space["cost"](**space["given"])))
    how, slopes = COMPLEX if faint else DIFFERENCES
    check = checking("check_gradient", pairs, drawn, how, f"agrees with {slopes} of the cost")
    blocks = [
        Heading("In NumPy"),
        Code(text),
        Heading("The check"),
        Words(_how(faint, large)),
        Code(check, run(text, check)[0]),
    ]
    if large:
        drawn = drawing(program, large, seed)
        check = checking("check_directions", pairs, drawn, ", analytic=True", "agrees along four directions")
        blocks += [
            Words("With the sizes as they were asked for, all entries of an array move at once, in random directions:"),
            Code(check, run(text, check)[0]),
        ]
    return blocks


def _how(faint, large):
    moves = "by an imaginary step, since these gradients are too small for differences, " if faint else ""
    smaller = ", in a network of the same kind with smaller sizes" if large else ""
    return (
        f"The check knows nothing of the derivation: it moves one entry at a time {moves}and watches the cost, at "
        f"random numbers{smaller}. The cost of this code was also compared with the cost in the proofs, and they agree."
    )


def drawing(program, draws, seed):
    """Code that draws random numbers and takes the gradients there; `draws` are the code of arguments."""
    given = "\n".join(f"    {q.code}={draws[q.code]}," for q in program.given if q.in_code)
    return f"rng = np.random.default_rng({seed})\ngiven = dict(\n{given}\n)\nfound = gradients(**given)\n"


def checking(function, pairs, drawn, how, said):
    """Code that checks gradients where numbers were drawn; `pairs` are names of arguments and fields."""
    names = "".join(f'    "{name}": "{by}",\n' for by, name in pairs)
    call = f"of, getattr(found, name), given[by], name=name{how}"
    call = f"{function}({call})" if "tolerance" not in how else f"{function}(\n        {call}\n    )"
    return (
        f"from backprop.checking import {function}\n\n{drawn}variable = {{\n{names}}}\n"
        "for name, by in variable.items():\n"
        "    def of(v, by=by):\n"
        "        return cost(**{**given, by: v})\n\n"
        f"    {call}\n"
        f'    print(f"{{name}} {{np.shape(given[by])}} {said}")\n'
    )


def run(source, check):
    """What the check prints; and the names that code and check define."""
    space, printed = {}, io.StringIO()
    with redirect_stdout(printed):
        exec(compile(source, "<derived>", "exec"), space)
        exec(compile(check, "<check>", "exec"), space)
    return printed.getvalue(), space


FUNCTIONS = {
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "atan": np.arctan,
    "relu": lambda z: np.maximum(z, 0),
    "absolute": np.abs,
    "sigma": lambda z: 1 / (1 + np.exp(-z)),
}


class NotTheCost(AssertionError):
    """The code's cost is another number than the model's."""


def same_cost(program, space, penalty=None):
    """Fail unless the code's cost is that of the models from which gradients were derived, at the numbers drawn."""
    values = {q: np.asarray(space["given"].get(q.code, 0), dtype=float) for q in program.given}
    if program.local:
        for definition in program.definitions:
            values[definition.of] = _value(definition.of, program.step_model(definition), values)
        expected = values[program.cost]
        if penalty is not None:
            expected = _value(penalty.total, penalty.model(program.cost, program.letters), values)
    else:
        expected = _value(program.cost, program.whole, values)
    found = space["cost"](**space["given"])
    if not np.isclose(found, expected, rtol=1e-12, atol=1e-14):
        raise NotTheCost(f"the code's cost is {found}, and the model's {expected}")


def _value(q, where, values):
    """What a quantity of a model is, at these numbers."""
    names = vocabulary(where)
    known = {names.things[key_of(v.name)].name: value for v, value in values.items() if key_of(v.name) in names.things}
    given = {name: value for name, value in known.items() if name in where.given}
    return to_numpy(read(q.name, names), where)(given, FUNCTIONS)


def drawn_sizes(wanted, fixed):
    """A number for every size, pairwise distinct where they are free: ``{"m": 5, "n_1": 4}``."""
    found, spare = dict(fixed), iter((5, 3, 4, 2, *range(6, 20)))
    for size in wanted:
        if size not in found and size != "1":
            found[size] = next(n for n in spare if n not in found.values())
    return found


def shape_code(q, sizes):
    """The shape of an array in code: ``(3, 4)``, ``4``; "" for a number."""
    axes = [str(sizes.get(s, s)) for s in q.shape if s != "1"]
    return f"({', '.join(axes)})" if len(axes) == 2 else "".join(axes)
