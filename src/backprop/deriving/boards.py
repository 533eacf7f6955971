"""A network on a board: small fractions, a sheet to be computed by hand, and its solution."""

from functools import cached_property
from itertools import starmap

from sympy import MatrixBase, log, simplify

from backprop.deriving.checks import run, same_cost
from backprop.deriving.drawn_numbers import for_paper, refuse_what_is_not_by_hand
from backprop.deriving.networks import DerivedNetwork
from backprop.deriving.pages import Board, Code, Heading, Page, Words, covered
from backprop.deriving.python_code import WIDEST, source
from backprop.deriving.scalars import code
from backprop.proving import ByHand, model
from backprop.proving.language import Gradient
from backprop.proving.language.display import latex
from backprop.proving.language.vocabulary import key_of
from backprop.proving.text.names import vocabulary


def sheet_of(network, seed, solution=True):
    """A sheet, and its solution unless that is left out: the same network with other numbers for every seed.

    Raises `Refused` for a network that is none for a board.
    """
    refuse_what_is_not_by_hand(network)
    return Sheet(network, seed).page(solution)


class Sheet:
    def __init__(self, network, seed):
        self.seed, self.derived = seed, DerivedNetwork(network)
        self.program, self.decay = self.derived.program, self.derived.decay
        if network.notation.rows:
            self.derived.fixed["m"] = 1
        self.total = self.decay.total if self.decay else self.program.cost
        text = self.program.text()
        if self.decay:
            text += "\n  " + self.decay.line(self.program.cost, self.program.letters)
        self.whole = model(text)

    @cached_property
    def source(self):
        return source(self.program, self.derived.found, self.decay)

    @cached_property
    def numbers(self):
        """Name of each thing given -> its numbers."""
        return for_paper(self.derived.network, self.seed, self.computed)

    def computed(self, numbers):
        """The gradients at these numbers, by the code."""
        return run(self.source, f"{self._typed(numbers)}found = gradients(**given)")[1]["found"]

    def _typed(self, numbers):
        given = "\n".join(argument(q.code, numbers[q.name], q) for q in self.program.given)
        return f"given = dict(\n{given}\n)\n"

    @cached_property
    def by_hand(self):
        return ByHand(self.whole, self._given(), lambda u: u)

    def _quantity(self, q):
        """A quantity of the model; labels are made of numbers that are the labels."""
        labels = self.program.labels
        q = labels.argument if labels is not None and q == labels.of else q
        return self._known(q.name)

    def _known(self, name):
        """What the whole model knows by a name."""
        return vocabulary(self.whole).things[key_of(name)]

    def _given(self):
        found = {}
        for q in self.program.given:
            value = self.numbers[q.name]
            if isinstance(value, MatrixBase):
                value = value.tolist() if "1" not in q.shape else list(value)
            found[self._quantity(q)] = value
        return found

    def page(self, solution=True):
        derived = self.derived
        wanted = ", ".join(f"${derived.tex(q.name)}$" for q in self.program.wanted)
        total = latex(self._known(self.total.name))
        one = ": $m = 1$" if derived.network.notation.rows else ""
        task = (
            Heading(f"By hand: a network with layers {', '.join(derived.network.sizes)}, sheet {self.seed}", 1),
            Words(f"{derived.opening()} There is one example{one}."),
            Heading("The network"),
            derived.forwards(),
            Heading("The numbers"),
            self.given(),
            Heading("What to do"),
            Words(
                f"**1.** Go forwards, to ${total}$. No calculator is needed: where a logarithm stands, an exponential "
                "takes it away."
            ),
            Words(f"**2.** Go backwards, and find the derivatives of ${total}$ with respect to {wanted}."),
            Words("**3.** Raise one weight by 1/100. By about how much does the cost change?"),
        )
        return Page((*task, *self._solution()), sources=2) if solution else Page(task, sources=0)

    def _solution(self):
        backwards = Board(tuple(self._backwards()))
        return [
            Heading("Solution"),
            Words("Forwards:"),
            self._forwards(),
            Words("Backwards, each by the formula beside it:"),
            backwards,
            Words("A weight that is raised by 1/100 changes the cost by about 1/100 of the derivative."),
            *self._code(),
            Words(
                f"*Every formula was proved {covered(self.derived.proved)}.* The numbers of the solution were "
                "computed by SymPy from the cost alone, without these formulas."
            ),
        ]  # fmt: skip

    def given(self):
        """What the definitions compute from, by its own letters, and its numbers."""
        return Board(tuple((self.derived.tex(q.name), _typeset(self.numbers[q.name]), "") for q in self.program.given))

    def _value(self, expr):
        value = self.by_hand[expr]
        return value.applyfunc(_exact) if isinstance(value, MatrixBase) else _exact(value)

    def _forwards(self):
        computed = [self._quantity(d.of) for d in self.program.definitions]
        if self.decay:
            computed.append(self._known(self.total.name))
        return Board(tuple((latex(q), _typeset(self._value(q)), "") for q in computed))

    def _backwards(self):
        self.answers = {}
        derived = [(self.program.cost, g.by, g.derivation) for g in self.derived.shown]
        derived += [(self.total, q, derivation) for q, derivation in self.derived.penalised.items()]
        for cost, q, derivation in derived:
            self.derived.proved.append(derivation)
            value = self._value(Gradient(self._known(cost.name), self._quantity(q)))
            self.answers[q.name] = value
            yield latex(derivation.lines[0].expr), latex(derivation.result), ""
            yield "", _typeset(value), ""

    def _code(self):
        answers = ((q.gradient(self.total).code, self.answers[q.name], q) for q in self.program.wanted)
        expected = "\n".join(starmap(argument, answers))
        check = (
            f"{self._typed(self.numbers)}expected = Gradients(\n{expected}\n)\n"
            "for name, by_hand, by_code in zip(Gradients._fields, expected, gradients(**given)):\n"
            "    assert np.allclose(by_hand, by_code), name\n"
            '    print(f"{name}: the same")\n'
        )
        printed, space = run(self.source, check)
        same_cost(self.program, space, self.decay)
        return [
            Heading("In NumPy"),
            Code(self.source),
            Words("The code, at the numbers of this sheet, against the solution:"),
            Code(check, printed),
        ]


def _exact(value):
    """A number as it is written on a board."""
    return simplify(value).replace(log, lambda n: log(n) if n >= 1 else -log(1 / n))


def _typeset(value):
    """A number, or numbers in brackets."""
    if not isinstance(value, MatrixBase):
        return latex(value)
    rows = " \\\\ ".join(" & ".join(latex(value[i, j]) for j in range(value.cols)) for i in range(value.rows))
    return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


def argument(name, value, q):
    """An argument, in lines of which none is too long to be printed."""
    text = f"    {name}={_typed(value, q)},"
    return text if len(text) <= WIDEST else text.replace("], [", "],\n        [")


def _typed(value, q):
    """Numbers in Python."""
    if not isinstance(value, MatrixBase):
        return code(value, {})
    if "1" in q.shape:
        return f"np.array([{', '.join(code(e, {}) for e in value)}])"
    rows = ", ".join(f"[{', '.join(code(e, {}) for e in value.row(i))}]" for i in range(value.rows))
    return f"np.array([{rows}])"
