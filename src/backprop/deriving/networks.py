"""The page of a network: what is given, forwards, backwards from the last layer, all gradients, the code, its check."""

from functools import cached_property
from itertools import groupby
from math import prod

from backprop.deriving.backwards import gradients
from backprop.deriving.checks import code_and_check, drawn_sizes, shape_code
from backprop.deriving.judging import both_sides
from backprop.deriving.layers import LOSSES
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
from backprop.proving.language.display import latex

MOVED = 10_000
"""So many entries are moved one by one where the code is checked; more would take minutes."""


def page_of(network):
    """The derivation of a network, every line proved and its code checked, as a `Page`."""
    return DerivedNetwork(network).page()


class DerivedNetwork:
    def __init__(self, network):
        self.network = network
        self.program, self.decay = network.program()
        self.letters = self.program.letters_model()
        sizes = zip(network.symbols(), network.sizes, strict=True)
        self.fixed = {name: int(size) for name, size in sizes if size.isdecimal()}
        self.proved = []

    @cached_property
    def found(self):
        return gradients(self.program)

    @cached_property
    def shown(self):
        return [g for g in self.found if g.derivation is not None]

    @cached_property
    def penalised(self):
        """What is wanted -> how the penalty joins its gradient; empty where nothing decays."""
        wanted = [g.by for g in self.found if g.by in self.program.wanted] if self.decay else []
        return {q: self.decay.derivation(self.program, q) for q in wanted}

    def page(self):
        blocks = [
            Heading(f"The gradients of a network with layers {', '.join(self.network.sizes)}", 1),
            Words(self.opening()),
            Heading("What is given"),
            self.given(),
            Words(self._sizes()),
            Heading("Forwards"),
            self.forwards(),
            Heading("Backwards"),
            Words(self._before_backwards()),
            *self._backwards(),
            Heading("All gradients"),
            self._summary(),
            *self._code(),
            Words(f"*Every line above was proved {covered(self.proved)}.*"),
        ]
        return Page(tuple(blocks))

    def tex(self, text):
        return typeset(self.letters, text)

    def _size(self, name):
        """A size in LaTeX, a number where the network has one."""
        return str(self.fixed[name]) if name in self.fixed else size(self.letters, name)

    def opening(self):
        n = self.network
        kinds = ", then ".join(name for name, _ in groupby(n.activations))
        carried = []
        for layer in range(1, n.depth + 1):
            parts = (("a layer norm", n.normalised), ("a residual", n.residual), ("dropout", n.dropout))
            if has := [what for what, layers in parts if layer in layers]:
                carried.append(f" Layer {n.notation.number(layer)} carries {_listed(has)}.")
        carries = "".join([*carried, *[" The weights decay."] * n.decay])
        remarks = " ".join(n.notation.remarks).format(cost="the loss with its penalty" if n.decay else "the loss")
        return f"{kinds.capitalize()}, under {LOSSES[n.loss]}, in {n.notation.title}. {remarks}{carries}"

    def given(self):
        rows = tuple((f"${self.tex(q.name)}$", q.meaning, shape_said(q, self._size)) for q in self.program.given)
        return Grid(("letter", "what it is", "shape"), rows)

    def _sizes(self):
        said = [f"${size(self.letters, name)} = {n}$" for name, n in self.fixed.items()]
        rows = self.network.notation.rows
        here = f"Here {', '.join(said)}. " if said else ""
        return f"{here}{'$m$ is the number of examples. ' if rows else ''}The proofs hold for any size."

    def forwards(self):
        """Each definition; a product of matrices is proved to be what the entries of the model say."""
        rows = [
            (*both_sides(d, self.program, self.proved), shape_beside(d.of, self._size))
            for d in self.program.definitions
        ]
        if self.decay:
            where = self.decay.model(self.program.cost, self.program.letters)
            rows.append((*map(latex, where.where[self.decay.total.name]), "\\text{a number}"))
        return Board(tuple(rows))

    def _before_backwards(self):
        cost = self.tex(self.program.cost.name)
        opening = (
            f"From the last layer to the first. Each gradient has the shape of what ${cost}$ is differentiated by, and "
            f"follows from those above it. Where a layer is proved by itself, nothing is known of the layers above "
            f"but that ${cost}$ depends on this one through them."
        )
        labels = self.program.labels
        if labels is not None:
            rows = "each row of labels adds" if self.network.notation.rows else "the labels add"
            opening += f" That {rows} up to 1 is used once: there, the labels are any numbers that do."
        return opening

    def _backwards(self):
        layer = None
        for g in self.shown:
            if self.program.layers.get(g.by.name, layer) != layer:
                layer = self.program.layers[g.by.name]
                yield Heading(f"Layer {layer}", 3)
            self.proved.append(g.derivation)
            yield Words(self._said_of(g))
            yield board(g.derivation)

        if self.decay:
            self.proved += self.penalised.values()
            cost, total = self.tex(self.program.cost.name), self.decay.total.name
            yield Heading("The penalty", 3)
            yield Words(
                f"${total}$ is ${cost}$ and a penalty on the weights, which reaches them without a layer in between; "
                "nothing else is penalised."
            )
            yield board(*self.penalised.values())

    def _said_of(self, g):
        by, shape = self.tex(g.by.name), shape_said(g.by, self._size)
        name = latex(g.derivation.lines[0].expr)
        what = g.by.meaning
        if g.named.name in {d.name for d in self.program.deltas.values()}:
            return f"${name}$, the gradient with respect to ${by}$, {what}: {shape}."
        return f"With respect to ${by}$, {what}: {shape}."

    def _summary(self):
        """Every gradient that was shown, so that what one is made of stands above it."""
        both = [*((g.by, g.derivation) for g in self.shown), *self.penalised.items()]
        return Board(tuple((latex(d.lines[0].expr), latex(d.result), shape_beside(q, self._size)) for q, d in both))

    def _code(self):
        given = self.program.given
        wanted, large = [size for q in given for size in q.shape], None
        sizes = drawn_sizes(wanted, self.fixed)
        if sum(prod(sizes.get(s, 1) for s in q.shape) for q in self.program.wanted) > MOVED:
            large = {q.code: self._draw(q, sizes) for q in given}
            sizes = drawn_sizes(wanted, {name: n for name, n in self.fixed.items() if n < 4})
        draws = {q.code: self._draw(q, sizes) for q in given}
        return code_and_check(self.program, self.found, draws, self.decay, large, analytic=True)

    def _draw(self, q, sizes):
        """Random numbers of the kind that a quantity holds, in code; weights so small that nothing saturates."""
        shape = shape_code(q, sizes)
        labels = q.meaning == "the labels"
        if labels and self.network.activations[-1] == "softmax":
            size = f", size={sizes['m']}" if self.network.notation.rows else ""
            return f"rng.dirichlet(np.ones({sizes[self.network.symbols()[-1]]}){size})"
        if q.meaning.startswith("the weights"):
            into = sizes[q.rows if self.network.notation.rows else q.cols]
            return f"rng.normal(size={shape}) / np.sqrt({into})"
        if labels:
            return f"rng.uniform(size={shape})"
        if q.meaning.startswith("the mask"):
            return f"rng.integers(0, 2, size={shape})"
        if q.is_number:
            return {"tau": "0.8", "epsilon": "0.01"}.get(q.name, "0.1")
        return f"rng.normal(size={shape})"


def _listed(parts):
    """Words as a list in a sentence."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last
