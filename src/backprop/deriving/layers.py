"""A network as it is asked for, layer by layer, as a `Program` in the letters of a notation."""

from dataclasses import dataclass, replace

from sympy import Integer, Rational, Symbol, exp, log, tanh

from backprop.deriving.decay import Decay
from backprop.deriving.definitions import Entrywise, Linear, Summed
from backprop.deriving.layer_norm import Centred, Normalised, Scaled, Spread
from backprop.deriving.notations import BOOK, Notation
from backprop.deriving.products import Factor, Term, ones
from backprop.deriving.programs import Program
from backprop.deriving.quantities import Letters, quantity
from backprop.deriving.rowwise import Labels, Softmax
from backprop.proving.language.functions import relu

ACTIVATIONS = {
    "identity": (lambda z: z, lambda z, a: Integer(1)),
    "sigmoid": (lambda z: 1 / (1 + exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (tanh, lambda z, a: 1 - a**2),
    "relu": (relu, lambda z, a: relu(z).diff(z)),
    "softplus": (lambda z: log(1 + exp(z)), lambda z, a: 1 / (1 + exp(-z))),
    "softmax": None,
}
"""Each as a formula, and its slope in what went in and what came out."""

LOSSES = {"squared": "squared errors", "cross-entropy": "the cross-entropy"}
"""Each in words."""


@dataclass(frozen=True)
class Network:
    """A network as it is asked for.

    Attributes
    ----------
    sizes : tuple of str
        From the inputs to the outputs: numbers, or letters.
    activations : tuple of str
        One a layer.
    loss : str
    notation : Notation
    residual, dropout, normalised : frozenset of int
        The layers that carry it, from 1.
    decay : bool
        Whether the weights decay.
    """

    sizes: tuple
    activations: tuple
    loss: str
    notation: Notation = BOOK
    residual: frozenset = frozenset()
    dropout: frozenset = frozenset()
    normalised: frozenset = frozenset()
    decay: bool = False

    @property
    def depth(self):
        return len(self.activations)

    def symbols(self):
        """The sizes as the proofs have them: a letter as it is, a number as the size that the notation calls n_l."""
        names = list(self.notation.size_names(self.depth))
        for at, size in enumerate(self.sizes):
            if not size.isdecimal():
                names[at] = size
            elif at in self.residual:  # what is added has one shape
                names[at] = names[at - 1]
        return tuple(names)

    def program(self):
        """The way forward, and what is added where weights decay, or None."""
        build = _Build(self)
        program = build.program()
        return program, build.decay()


class _Build:
    def __init__(self, network):
        self.network, self.notation = network, network.notation
        self.depth, self.sizes = network.depth, network.symbols()
        self.given, self.definitions, self.wanted = [], [], []
        self.deltas, self.inlined, self.labels = {}, set(), None
        self.weights, self.layers = [], {}

    def _array(self, part, layer, size, meaning=""):
        """A quantity with an entry for every example and every unit."""
        name = self.notation.name(part, layer, self.depth)
        return quantity(name, "m", size, meaning) if self.notation.rows else quantity(name, size, "1", meaning)

    def _give(self, q, wanted=False):
        self.given.append(q)
        if wanted:
            self.wanted.append(q)
        return q

    def _define(self, definition):
        self.definitions.append(definition)
        return definition.of

    def program(self):
        network, notation = self.network, self.notation
        below = self._give(self._array("input", 0, self.sizes[0], "the input"))
        for layer in range(1, self.depth + 1):
            before = len(self.given), len(self.definitions)
            below = self._layer(layer, below)
            for q in (*self.given[before[0] :], *(d.of for d in self.definitions[before[1] :])):
                self.layers[q.name] = self.notation.number(layer)
        self._cost(below)
        if network.decay:
            name = notation.name("decay")
            code = "decay" if name == "lambda" else name
            self.factor = self._give(quantity(name, meaning="how strongly the weights decay", code=code))
        of_examples, of_inputs, *of_layers = notation.letters
        usual = {"m": of_examples} if notation.rows else {}
        for at, size in enumerate(self.sizes):
            inner = of_layers[0 if notation is BOOK else (at - 1) % len(of_layers)]
            usual.setdefault(size, of_inputs if at == 0 else of_layers[-1] if at == self.depth > 1 else inner)
        return Program(
            tuple(self.given), tuple(self.definitions), Letters(usual, self.sizes), tuple(self.wanted), self.deltas,
            frozenset(self.inlined), True, self.labels, self.layers,
        )  # fmt: skip

    def decay(self):
        """What is added to the cost."""
        if not self.network.decay:
            return None
        return Decay(self._cost_called("total", "the cost with its penalty"), self.factor, tuple(self.weights))

    def _cost_called(self, part, meaning):
        return replace(quantity(self.notation.name(part), meaning=meaning), slopes=self.notation.slopes)

    def _of_layer(self, layer):
        return f"of layer {self.notation.number(layer)}"

    def _layer(self, layer, below):
        network, notation, size = self.network, self.notation, self.sizes[layer]
        said = self._of_layer(layer)
        before = self._array("pre", layer, size, f"the pre-activations {said}")
        shape = (self.sizes[layer - 1], size) if notation.rows else (size, self.sizes[layer - 1])
        weights = quantity(notation.name("weights", layer, self.depth), *shape, f"the weights {said}")
        flat = ("1", size) if notation.bias_in_rows else (size, "1")
        bias = quantity(notation.name("bias", layer, self.depth), *flat, f"the bias {said}")
        W, b = self._give(weights, wanted=True), self._give(bias, wanted=True)
        if notation.rows:
            terms = (Factor(below), Factor(W)), (ones("m"), Factor(b, turned=not notation.bias_in_rows))
        else:
            terms = (Factor(W), Factor(below)), (Factor(b),)
        self.weights.append(W)
        z = self._define(Linear(before, tuple(Term(Integer(1), factors) for factors in terms)))
        if delta := notation.name("delta", layer, self.depth):
            self.deltas[z.name] = quantity(delta, *z.shape, f"the gradient with respect to {z.name}")
        if layer in network.normalised:
            z = self._normalise(layer, z, size)
        a = self._activate(layer, z, size)
        if layer in network.residual:
            total = self._array("sum", layer, size, f"the output {said}, with its input added")
            a = self._define(Linear(total, (Term(Integer(1), (Factor(a),)), Term(Integer(1), (Factor(below),)))))
        if layer in network.dropout:
            a = self._drop(layer, a, size)
        return a

    def _activate(self, layer, z, size):
        name = self.network.activations[layer - 1]
        a = self._array("act", layer, size, f"the activations {self._of_layer(layer)}")
        if name == "softmax":
            return self._define(Softmax(a, z, self.notation.rows))
        formula, slope = ACTIVATIONS[name]
        if self.notation.inlined:
            self.inlined.add(a.name)
        slopes = {z.name: slope(z.symbol, a.symbol)}
        return self._define(Entrywise(a, formula(z.symbol), (z,), slopes, diagonal=self.notation.diagonal))

    def _drop(self, layer, a, size):
        said = self._of_layer(layer)
        mask = self._give(self._array("mask", layer, size, f"the mask {said}, zeros and ones"))
        keep = self._shared("tau", "the share of units that is kept")
        kept = self._array("kept", layer, size, f"the activations {said} that are kept")
        formula = mask.symbol * a.symbol / keep.symbol
        return self._define(Entrywise(kept, formula, (a, mask, keep), diagonal=self.notation.diagonal))

    def _shared(self, name, meaning):
        """A number above 0, the same in every layer."""
        q = quantity(name, meaning=meaning, positive=True)
        return q if q in self.given else self._give(q)

    def _normalise(self, layer, z, size):
        rows = self.notation.rows
        parts = [(self.notation.name(part, layer), f"the {part} {self._of_layer(layer)}") for part in ("gain", "shift")]
        gain, shift = (self._give(quantity(name, size, "1", said), wanted=True) for name, said in parts)
        small = self._shared("epsilon", "a small number")
        of = f"pre-activations {self._of_layer(layer)}"
        centred = self._array("centred", layer, size, f"the {of} less the mean of their example")
        centred = self._define(Centred(centred, z, rows))
        name = self.notation.name("spread", layer)
        spread = quantity(name, "m" if rows else "1", "1", "the spread of an example", positive=True)
        spread = self._define(Spread(spread, centred, rows, small))
        normal = self._array("normal", layer, size, f"the normalised {of}")
        normal = self._define(Normalised(normal, centred, rows, spread))
        scaled = self._array("scaled", layer, size, f"the normalised {of} with gain and shift")
        return self._define(Scaled(scaled, normal, rows, gain, shift))

    def _cost(self, output):
        network, notation = self.network, self.notation
        meaning = "the targets" if network.loss == "squared" else "the labels"
        y = self._give(self._array("label", 0, self.sizes[-1], meaning))
        E = self._cost_called("cost", "the cost")
        mean = 1 / Symbol("m") if notation.rows and notation.mean else Integer(1)
        a, t = output.symbol, y.symbol
        if network.loss == "squared":
            half = Rational(1, 2) if notation.half else Integer(1)
            self._define(Summed(E, mean * half, (a - t) ** 2, (output, y)))
            return
        softmax = network.activations[-1] == "softmax"
        self._define(Summed(E, -mean, t * log(a) + (0 if softmax else (1 - t) * log(1 - a)), (output, y)))
        if softmax:
            self.labels = Labels(y, self._array("free", 0, self.sizes[-1]), notation.rows)
            self.inlined.add(output.name)
