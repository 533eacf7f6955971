"""What the page asks of the proofs, and their answer: JSON in, JSON out. It runs in the browser's Python."""

import json
import re
from contextlib import nullcontext, suppress
from dataclasses import asdict, replace
from importlib import import_module
from itertools import product
from pkgutil import walk_packages

from sympy import Rational

from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.compared import TooMany, compared
from backprop.proving.at_points.systems import Undefined
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
from backprop.proving.text.in_step import judge_in_step
from backprop.proving.text.models import model as read_model
from backprop.proving.text.names import letters
from backprop.proving.text.reasons import RESULT
from backprop.proving.text.verdicts import NOT_READ, judge

LARGEST = 12
NUMBER = re.compile(r"[-−]?\d{1,9}(?:\.\d{1,9}|/[1-9]\d{0,8})?")


class Refused(ValueError):
    """What was typed cannot be used; the message is for the reader."""


def sizes(model):
    """The sizes of a model that is written out, and how the book prints it."""
    made = read_model(model)
    return {"sizes": sorted(map(plain, made.sizes)), "printed": repr(made)}


def read_all(model, lines):
    """The lines of a derivation as expressions, the start first; one that cannot be read is left out."""
    found = []
    for text in lines:
        with suppress(NotRead) if found else nullcontext():
            found.append(read(text, letters(model, found), 0, len(text)))
    return found


def line(model, above, text, reason="", positive=()):
    """The verdict on ``above[-1] = text``, for `reason` if it can be, in a model that is written out.

    Without a model it is a line in a step, with these `positive` numbers in it; any rule will do then.

    `above` are all the lines above: letters have their ranges from there. A result of another derivation is not at
    hand here: that the line is true must do.
    """
    if model is None:
        return asdict(judge_in_step(above[-1], text, positive))
    made = read_model(model)
    because = "as written" if reason.startswith(RESULT) else reason
    written = f"{above[-1]}\n= {text}" + f"  [{because}]" * bool(because)
    verdict = judge(made, written, after=read_all(made, above))[0][-1]
    if verdict.kind == NOT_READ:  # in this line it stands behind the equals sign; the line above was not typed here
        verdict = replace(verdict, column=max(verdict.column - 2, 1) if verdict.line == 2 else 0)
    return asdict(verdict)


def numbers(model, above, text, sizes, given=""):
    """Both sides of ``above[-1] = text`` at these sizes, for the numbers in `given`: ``w = 1 2; 0 1``, a line each."""
    made = read_model(model)
    lines = read_all(made, above)
    before, after = lines[-1], read(text, letters(made, lines), 0, len(text))
    lengths = {size: _length(plain(size), sizes.get(plain(size), "")) for size in made.sizes}
    found = compared(made, before, after, lengths, _given(made, lengths, given))
    rows = {}
    for (name, place), number in found.given.items():
        rows.setdefault(plain(made.given[name]), {}).setdefault(place[0] if place else 1, []).append(str(number))
    return {
        "given": "\n".join(f"{name} = {'; '.join(' '.join(row) for row in of.values())}" for name, of in rows.items()),
        "places": [
            [", ".join(f"{name} = {value}" for name, value in where.items()), str(a), str(b), equal]
            for where, a, b, equal in found.places
        ],
        "functions": found.functions,
    }


def _length(size, typed):
    if not re.fullmatch(r"\d{1,2}", str(typed)) or not 1 <= int(typed) <= LARGEST:
        raise Refused(f"{size} is a whole number from 1 to {LARGEST}; got {typed or 'nothing'}")
    return int(typed)


def _given(model, lengths, text):
    """The numbers that a reader typed, by name and indices."""
    found, known = {}, {plain(thing): name for name, thing in model.given.items()}
    for typed in filter(str.strip, text.splitlines()):
        written, sign, values = typed.partition("=")
        name = known.get(written.strip())
        if not sign or name is None:
            raise Refused(f"numbers are given as in w = 1 2; 0 1, for one of {', '.join(known)}; got {typed.strip()}")
        rows = [NUMBER.findall(row) for row in values.split(";")]
        shape = [int(lengths.get(s, s)) for s in model.ranges[name]]
        height, width = (*shape, 1, 1)[:2]
        if [len(row) for row in rows] != [width] * height:
            expected = f"{height} row{'s' * (height > 1)} of {width} number{'s' * (width > 1)}, with ; between rows"
            raise Refused(f"{written.strip()} has {expected} here; got {values.strip()}")
        for place in product(*(range(1, length + 1) for length in shape)):
            number = rows[place[0] - 1 if place else 0][place[1] - 1 if place[1:] else 0]
            found[name, place] = Rational(number.replace("−", "-"))
    return found


def answer(question):
    """The answer to ``{"ask": "line", ...}``, or ``{"refused": ...}``: a sentence for what cannot be used."""
    asked = json.loads(question)
    try:
        found = {"sizes": sizes, "line": line, "numbers": numbers}[asked.pop("ask")](**asked)
    except NotRead as error:
        found = {"refused": error.said, "line": error.line, "column": error.column}
    except (Refused, TooMany, NotUnderstood, NoMeaning, Undefined) as error:
        found = {"refused": str(error)}
    return json.dumps(found)


LATER = ["assumptions", "concrete", "core", "functions", "logic", "matrices", "sets", "tensor"]
"""Folders of SymPy whose modules are partly loaded when a line needs them."""


def warm():
    """Load what questions may load, before the memory is kept: it keeps no files. Judge lines of each kind."""
    for folder in LATER:
        package = import_module(f"sympy.{folder}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not {"tests", "benchmarks"} & {*module.name.split(".")}:
                with suppress(ImportError):  # one asks for SymPy's physics, which is left out
                    import_module(module.name)
    layer = "given z (k), y (k)\na_q = sigma(z_q)\nE = 1/2 sum_q (a_q - y_q)^2"
    for text in ("(a_q - y_q) sigma'(z_q)", "a_q - y_q", "(a_q - y_q"):
        answer(json.dumps({"ask": "line", "model": layer, "above": ["dE/dz_q"], "text": text}))
    for text in ("f(x) + h f'(x) + O(h^2)", "f(x) + h f'(x) + O(h^3)"):
        answer(json.dumps({"ask": "line", "model": None, "above": ["f(x + h)"], "text": text}))
