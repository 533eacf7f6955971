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

SEEDS = 20
"""So many draws are tried for one in which no gradient is 0: where every ReLU is shut, any code would pass."""


def code_and_check(program, found, draws, penalty=None):
    """The blocks of a page that hold the code, and the check with what it printed.

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
        check = check_source(program, pairs, draws, seed)
        printed, space = run(text, check)
        if all(np.any(gradient) for gradient in space["found"]):
            break
    same_cost(program, space, penalty)
    return [
        Heading("In NumPy"),
        Code(text),
        Heading("The check"),
        Words(
            "The check knows nothing of the derivation: it moves one entry at a time and watches the cost, at random "
            "numbers. Besides, the cost of this code was compared with that of the proofs: they are one."
        ),
        Code(check, printed),
    ]


def check_source(program, pairs, draws, seed):
    """Code that checks the gradients; `pairs` are names of arguments and fields, `draws` the code of arguments."""
    given = "\n".join(f"    {q.code}={draws[q.code]}," for q in program.given if q.in_code)
    names = "".join(f'    "{name}": "{by}",\n' for by, name in pairs)
    return (
        "from backprop.checking import check_gradient\n\n"
        f"rng = np.random.default_rng({seed})\ngiven = dict(\n{given}\n)\n"
        f"variable = {{\n{names}}}\n"
        "found = gradients(**given)\n"
        "for name, by in variable.items():\n"
        "    def of(v, by=by):\n"
        "        return cost(**{**given, by: v})\n\n"
        "    check_gradient(of, getattr(found, name), given[by], name=name)\n"
        '    print(f"{name} {np.shape(given[by])} agrees with differences of the cost")\n'
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
    found, spare = dict(fixed), iter((5, 3, 4, 2, 6, 7, 8, 9, 10, 11, 12, 13))
    for size in wanted:
        if size not in found and size != "1":
            found[size] = next(n for n in spare if n not in found.values())
    return found


def shape_code(q, sizes):
    """The shape of an array in code: ``(3, 4)``, ``4``; "" for a number."""
    axes = [str(sizes.get(s, s)) for s in q.shape if s != "1"]
    return f"({', '.join(axes)})" if len(axes) == 2 else "".join(axes)
