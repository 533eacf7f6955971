"""The page of a formula: its parts by their names, the gradient by each variable, the code and its check."""

import re
from dataclasses import replace

from backprop.deriving.backwards import gradients
from backprop.deriving.checks import code_and_check, drawn_sizes, shape_code
from backprop.deriving.definitions import Linear
from backprop.deriving.formula_program import program
from backprop.deriving.formula_shapes import given_shapes, shapes
from backprop.deriving.formula_text import NotAFormula, tree
from backprop.deriving.formula_tree import Misread, names_in, sigma_is_logistic
from backprop.deriving.judging import both_sides
from backprop.deriving.line_texts import mentions
from backprop.deriving.notations import nearest
from backprop.deriving.pages import (
    Board,
    Grid,
    Heading,
    Page,
    Words,
    board,
    covered,
    shape_beside,
    shape_said,
    size,
    typeset,
)
from backprop.deriving.quantities import Refused
from backprop.proving import NotUnderstood
from backprop.proving.language.vocabulary import in_letters


def page_of(formula, by, said=""):
    """The derivation of the gradients of a formula, every line proved and its code checked, as a `Page`.

    Raises
    ------
    Refused
        It cannot be read, or is no cost that can be differentiated; the message is one sentence.
    """
    known = given_shapes(said)
    variables = [in_letters(part.strip()) for part in (by.split(",") if isinstance(by, str) else by) if part.strip()]
    try:
        node = tree(formula, {*known, *variables})
        _named(node, variables, known)
        found, counts = shapes(node, known, variables)
        if wrong := [name for name in variables if name in counts]:
            raise Refused(f"{wrong[0]} counts entries, and nothing is differentiated by it.")
        made = program(node, found, counts, variables)
        return _proved(formula, made, sigma_is_logistic(node))
    except Misread as error:
        raise NotAFormula(error.said, formula, error.at) from None
    except RecursionError:
        raise Refused("So many parts stand within each other that the formula cannot be derived.") from None


def _proved(formula, made, logistic):
    try:
        return _Derived(formula, made, logistic).page()
    except NotUnderstood as error:
        raise Refused(f"The formula is not understood: {_said(error, made)}.") from None


def _named(node, variables, known):
    """Refuse names that are not in the formula, and variables that are none."""
    names = names_in(node)
    if not variables:
        raise Refused("Say what the formula is differentiated by, as in --by W,b.")
    if not names:
        raise Refused(f"{variables[0]} is not in the formula, which has no letters.")
    for name in variables:
        nearest("quantity in the formula called", name, dict.fromkeys(names))
    if twice := [name for name in variables if variables.count(name) > 1]:
        raise Refused(f"{twice[0]} stands twice in --by; once is enough.")
    if absent := [name for name in known if name not in names]:
        raise Refused(f"{absent[0]} has a shape in --shapes, and is not in the formula.")


def _said(error, program):
    """The first part of what the language says, without advice on how a model is typed, and what names stand for."""
    said = re.split(r"[;\n]", str(error))[0]
    if "not known to be positive" not in said:
        return said
    lines = [d.line(program.letters) for d in program.definitions[:-1] if re.search(rf"\b{d.of.name}(_|\b)", said)]
    where = "".join(f", where {line}" for line in lines)
    return f"{said}{where}; a letter by itself is taken as positive there, and so are 1 + z^2, exp(z) and 1 - sigma(z)"


class _Derived:
    def __init__(self, formula, made, logistic):
        self.formula, self.program, self.logistic = formula, made, logistic
        self.whole = made.whole
        self.found = gradients(made)
        self.proved = []
        while hidden := self._hidden():
            self.program = replace(self.program, inlined=self.program.inlined - hidden)
            self.found = gradients(self.program)

    def _hidden(self):
        """Names of what is not shown, and whose gradient has no whole, or stands in a last line."""
        short = [g for g in self.found if g.by.name in self.program.inlined]
        last = [g.closed for g in self.found if g not in short]
        own = {g.by.name for g in short if g.closed.startswith("[")}
        return own or {g.by.name for g in short if any(mentions(line, g.named.name) for line in last)}

    def page(self):
        by = self.program.wanted
        shown = [g for g in self.found if g.derivation is not None]
        shown.sort(key=lambda g: by.index(g.by) if g.by in by else -1)
        blocks = [
            Heading(f"The gradient of `{self.formula}`", 1),
            Heading("What is given"),
            self._given(),
            Heading("In parts"),
            Words(self._before_parts()),
            self._parts(),
            Heading("Backwards"),
        ]
        for g in shown:
            blocks += [
                Words(f"With respect to ${self._tex(g.by.name)}$: {shape_said(g.by, self._size)}."),
                board(g.derivation),
            ]
            self.proved.append(g.derivation)
        blocks += [
            *code_and_check(self.program, self.found, self._draws()),
            Words(f"*Every line above was proved {covered(self.proved)}.*"),
        ]
        return Page(tuple(blocks))

    def _tex(self, text):
        return typeset(self.whole, text)

    def _size(self, text):
        return size(self.whole, text)

    def _given(self):
        above = {q: ", above 0" if q.is_number else ", every entry above 0" for q in self.program.given if q.positive}
        rows = [(f"${self._tex(q.name)}$", shape_said(q, self._size) + above.get(q, "")) for q in self.program.given]
        return Grid(("letter", "shape"), tuple(rows))

    def _before_parts(self):
        count = len(self.program.definitions)
        names = "Its parts get names, each computed from earlier ones." if count > 1 else "It is short enough as it is."
        terms = [t for d in self.program.definitions if isinstance(d, Linear) for t in d.terms]
        for factors in [t.factors for t in terms if len(t.factors) > 1 and t.factors[0].is_ones]:
            ones, row = (self._tex(" ".join(f.text() for f in part)) for part in (factors[:1], factors[1:]))
            names += f" The product ${ones}\\, {row}$ has ${row}$ in every row: so a column is added to every row."
        if any("sigma(" in d.line(self.program.letters) for d in self.program.definitions):
            names += " $σ$ is any function with a slope; the code takes the logistic one."
        elif self.logistic:
            names += " Here $σ$ is the logistic function, since a logarithm is taken of it."
        if any(not q.in_code for q in self.program.given):
            names += (
                " A norm has no slope at 0. So the proofs take each root a little above it, with any $ε > 0$. Both "
                "sides of each line are continuous in $ε$ where no norm is 0, so the lines hold there for $ε = 0$ "
                "too, which is what the code computes."
            )
        return names

    def _parts(self):
        return Board(
            tuple(
                (*both_sides(d, self.program, self.proved), shape_beside(d.of, self._size))
                for d in self.program.definitions
            )
        )

    def _draws(self):
        sizes = [s for q in self.program.given for s in q.shape]
        sizes = drawn_sizes(sizes, {s: int(s) for s in sizes if s.isdecimal()})
        return {q.code: self._draw(q, shape_code(q, sizes)) for q in self.program.given}

    def _draw(self, q, shape):
        kind = "uniform(0.5, 1.5" if q.positive else "normal("
        if not shape:
            return f"np.array(rng.{kind}))"
        return f"rng.{kind}{', ' if q.positive else ''}size={shape})"
