"""The notes' models tied to the book's: each is the book's model in the note's letters and factors, and that is proved.

The book's model is first taken at the note's sizes and activations; a dictionary then says what each of its quantities
is in the note. A bias that a note has not is 0, and a cost may be a multiple of the book's. No verdict uses a tie.
"""

from dataclasses import dataclass
from functools import cached_property

from sympy import Integer, Rational, Sum, ZeroMatrix, default_sort_key

from backprop.checking.ledger import note_1, note_2, note_2_layers, note_3, note_4
from backprop.checking.ledger.note_1 import logistic
from backprop.proving import Claim, Model, Translation
from backprop.proving.language import Array, Entries, Index, df1, df2, dsigma, f1, f2, sigma, times
from backprop.proving.language.entries import entry, general_indices
from backprop.results import batch, cross_entropy
from backprop.results import single_layer as one
from backprop.results import two_layers as two


@dataclass(frozen=True)
class Tie:
    """A note's model, its translation from the book's, and the book's claims that are proved along with it.

    Attributes
    ----------
    translation : Translation
        Its target is the note's model; its source is the book's, at the note's sizes and with its activations.
    claims : tuple of Claim
        Made in the source, entry by entry: what the book says of it.
    """

    translation: Translation
    claims: tuple

    @cached_property
    def proofs(self):
        """A `Derivation` for each quantity that both models compute, and for each claim: the same here and there.

        Raises `DerivationError` where something is not the same.
        """
        return (*self.translation.computed_alike(), *map(self.translation.equality, self.claims))


def _tie(note, book, dictionary, claims=(), sizes=None, activations=None):
    """The tie of a note's model; of the dictionary, what the book's model has."""
    at = Translation(book, sizes or {})

    def specialised(expr):
        return expr.replace(lambda e: type(e) in (activations or {}), lambda e: activations[type(e)](*e.args))

    source = Model(at.model.given.values(), {a: specialised(b) for a, b in at.model.where.values()})
    said = {
        at.array(quantity) if isinstance(quantity, Array) else quantity: value
        for quantity, value in dictionary.items()
        if quantity.name in source.ranges
    }
    there = [at.claim(_entry_by_entry(claim)) for claim in claims]
    there = [Claim(specialised(c.left), specialised(c.right), source) for c in there]
    return Tie(Translation(source, said, note), tuple(there))


def _entry_by_entry(claim):
    """The claim for any row and column: it still has a meaning where the note has a number for an array."""
    if not claim.left.is_Matrix:
        return claim
    place = general_indices(claim.left, Index)
    return Claim(*(_named(entry(side, *place)) for side in (claim.left, claim.right)), claim.model)


def _named(expr):
    """`expr` with a name for every index that a product of matrices sums over."""
    sums = sorted(expr.atoms(Sum), key=default_sort_key)
    limits = [limit for each in sums for limit in each.limits]
    return expr.xreplace({index: Index(f"sum{at}", high) for at, (index, _, high) in enumerate(limits)})


def _slope_of_logistic(u):
    return logistic(u) * (1 - logistic(u))


SIGMA = {f1: sigma, df1: dsigma, f2: sigma, df2: dsigma}
LOGISTIC = {f1: logistic, df1: _slope_of_logistic, f2: logistic, df2: _slope_of_logistic}
SIGMA_THEN_LOGISTIC = {**SIGMA, f2: logistic, df2: _slope_of_logistic}


def _first_note(network, W2, z2, a2, y, activations):
    """The arrays of note 1, which has an example in a column and no bias; its cost has two functions for logarithms."""
    n, outputs = note_1, W2.shape[0]
    return _tie(
        network, two.with_activations,
        {two.X: n.a0.T, two.W1: n.W1.T, two.b1: ZeroMatrix(3, 1), two.Z1: n.z1.T, two.A1: n.a1.T,
         two.W2: W2.T, two.b2: ZeroMatrix(outputs, 1), two.Z2: z2.T, two.A2: a2.T, two.Y: y.T},
        sizes={two.m: Integer(1), two.n: Integer(2), two.n_1: Integer(3), two.k: outputs}, activations=activations,
    )  # fmt: skip


def _logarithms(model):
    """The last layer of note 1 with its cost, which is the book's."""
    n, ce = note_1, cross_entropy
    return _tie(model, ce.units, {ce.z: n.z2, ce.a: n.a2, ce.y: n.y, ce.E: n.J}, ce.UNITS.values(), {ce.k: Integer(3)})


def _batch():
    """One layer of note 2: its bias is a row, and its cost the mean of the squares, the book's of half of them."""
    n, half = note_2, times(Rational(1, 2), note_2.E)
    return _tie(
        n.batch, batch.batch,
        {batch.X: n.X, batch.W: n.W, batch.b: n.b.T, batch.Y: n.Y, batch.Z: n.Z, batch.A: n.A, batch.E: half},
        (*batch.JACOBIANS.values(), *batch.GRADIENTS.values()), {batch.m: n.m, batch.n: n.n, batch.k: n.k},
    )  # fmt: skip


def _any_layer(N):
    """Two layers of note 2, whose bias is a row: its cost is the mean of the squares, twice the book's."""
    m, inputs = N.A0.shape
    return _tie(
        N.network, two.with_activations,
        {two.X: N.A0, two.W1: N.W1, two.b1: N.b1.T, two.Z1: N.Z1, two.A1: N.A1, two.W2: N.W2, two.b2: N.b2.T,
         two.Z2: N.Z2, two.A2: N.A2, two.Y: N.Y, two.E: times(Rational(1, 2), note_2_layers.E)},
        sizes={two.m: m, two.n: inputs, two.n_1: N.W2.shape[0], two.k: N.W2.shape[1]}, activations=SIGMA,
    )  # fmt: skip


def _third_note(model, book, claims):
    """The matrix lines of note 3, whose biases are rows: its loss, half the sum of squares, is m times the book's."""
    n = note_3
    said = {getattr(two, name): getattr(n, name) for name in ("X", "W1", "Z1", "A1", "W2", "Z2", "Y")}
    said |= {two.b1: n.b1.T, two.b2: n.b2.T, two.A2: n.Yhat, two.E: times(1 / n.m, n.Loss)}
    return _tie(model, book, said, claims.values(), {two.m: n.m, two.n: n.n, two.n_1: n.h, two.k: n.k})


def _one_example(N, book, claims=(), biases=True, activations=None):
    """A model of note 3 with one example and one output: its numbers are 1 x 1 arrays of the book."""
    inputs, hidden = N.W1.shape
    z2, yhat, y, b2 = (Entries(number, Index("row", 1)) for number in (N.z2, N.yhat, N.y, N.b2))
    b1, b2 = (N.b1.T, b2) if biases else (ZeroMatrix(hidden, 1), ZeroMatrix(1, 1))
    return _tie(
        N.network, book,
        {two.X: N.x, two.W1: N.W1, two.b1: b1, two.Z1: N.z1, two.A1: N.a1, two.W2: N.W2, two.b2: b2, two.Z2: z2,
         two.A2: yhat, two.Y: y, two.E: note_3.Loss},
        claims, {two.m: Integer(1), two.n: inputs, two.n_1: hidden, two.k: Integer(1)}, activations,
    )  # fmt: skip


def _one_output(N, book, claims=(), activations=None):
    """A model of note 3 with one output, a column, and no bias: its loss is m times the book's."""
    m, n, h = *N.X.shape, N.W1.shape[1]
    return _tie(
        N.network, book,
        {two.X: N.X, two.W1: N.W1, two.b1: ZeroMatrix(h, 1), two.Z1: N.Z1, two.A1: N.A1, two.W2: N.W2,
         two.b2: ZeroMatrix(1, 1), two.Z2: N.z2, two.A2: N.yhat, two.Y: N.y, two.E: times(1 / m, note_3.Loss)},
        claims, {two.m: m, two.n: n, two.n_1: h, two.k: Integer(1)}, activations,
    )  # fmt: skip


def _one_layer(model, book, claims):
    n = note_4
    said = {one.w: n.w, one.x: n.x, one.b: n.b, one.y: n.y, one.z: n.z, one.a: n.yhat, one.E: n.C}
    return _tie(model, book, said, claims, {one.k: n.m, one.n: n.n})


def _rows():
    """wx alone: a layer of three outputs whose bias is 0; of the target, 0 as well, only the book's cost knows."""
    n, zero = note_4, ZeroMatrix(3, 1)
    said = {one.w: n.w3, one.x: n.x, one.b: zero, one.y: zero, one.z: n.z3}
    return _tie(n.by_rows, one.layer, said, sizes={one.k: Integer(3), one.n: n.n})


TIES = {
    "1, any cost": _first_note(note_1.network, note_1.W2, note_1.z2, note_1.a2, note_1.y, SIGMA),
    "1, one output": _first_note(
        note_1.one_output, note_1.W2_single, note_1.z2_single, note_1.a2_single, note_1.y_single, SIGMA
    ),
    "1, logarithms": _first_note(
        note_1.with_logarithms, note_1.W2, note_1.z2, note_1.a2, note_1.y, SIGMA_THEN_LOGISTIC
    ),
    "1, logarithms, the cost": _logarithms(note_1.with_logarithms),
    "1, the last layer": _logarithms(note_1.last_layer),
    "2, one layer": _batch(),
    "2, any layer": _any_layer(note_2_layers.free),
    "2, any layer, equal widths": _any_layer(note_2_layers.same),
    "3, linear": _third_note(note_3.linear, two.linear, two.LINEAR),
    "3, with biases": _third_note(note_3.with_biases, two.with_biases, two.BIASES),
    "3, with activations": _third_note(note_3.with_activations, two.with_activations, two.ACTIVATIONS),
    "3, one example": _one_example(note_3.S, two.linear, two.LINEAR.values()),
    "3, one example, two hidden units": _one_example(note_3.S2, two.linear),
    "3, one example, biases": _one_example(note_3.B, two.with_biases, two.BIASES.values()),
    "3, one example, activations": _one_example(note_3.V, two.with_activations, activations=SIGMA),
    "3, one path": _one_example(note_3.V1, two.with_activations, biases=False, activations=LOGISTIC),
    "3, one output": _one_output(note_3.M, two.linear, two.LINEAR.values()),
    "3, one output, activations": _one_output(note_3.U, two.with_activations, activations=SIGMA),
    "4": _one_layer(note_4.layer, one.layer, (*one.DERIVATIVES.values(), *one.GRADIENTS.values())),
    "4, softmax": _one_layer(note_4.softmax_layer, one.softmax_layer, (one.SOFTMAX_JACOBIAN,)),
    "4, three rows": _rows(),
}  # fmt: skip
"""Note and model -> `Tie`. Every model that the ledger uses is the target of one.

Where one model is another at equal or smaller sizes, or with another cost or activation, the claims are proved for the
other: what is computed alike has the same derivatives.
"""
