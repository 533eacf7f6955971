"""How the results of the chapters hang together: the equalities between them, each proved when it is asked for."""

from dataclasses import dataclass
from functools import cached_property

from backprop.proving import Claim
from backprop.results import batch, cross_entropy, network, single_layer, softmax, two_layers
from backprop.results import equality_proofs as proofs


@dataclass(frozen=True)
class Result:
    """A result of the book: its name, the claim that stands for it, and its row and column in the picture."""

    name: str
    claim: Claim
    place: tuple


RESULTS = {
    "entries": Result("One layer, entry by entry", single_layer.DERIVATIVES["b"], (1, 1)),
    "diagonal": Result("The diagonal form", single_layer.GRADIENTS["b"], (2, 1)),
    "batch": Result("The batch", batch.GRADIENTS["W"], (3, 1)),
    "linear": Result("Two linear layers", two_layers.LINEAR["W2"], (5, 2)),
    "activations": Result("Two layers with activations", two_layers.ACTIVATIONS["W2"], (5, 1)),
    "recursion": Result("Any depth", network.LAYER["Z"], (4, 1)),
    "sigmoid": Result("Sigmoid with cross-entropy", cross_entropy.UNITS["E by z"], (3, 2)),
    "softmax": Result("Softmax with cross-entropy", softmax.CLASSES["E by z, labelled"], (2, 2)),
}
"""The results that the graph at the end of chapter 10 shows."""


@dataclass(frozen=True)
class Equality:
    """Two results are the same, on the condition that the name gives.

    Attributes
    ----------
    name : str
        The condition in a word or two.
    between : tuple of str
        The two results, keys of `RESULTS`.
    prove : callable
        Yields a `Derivation` for each thing that is to be equal; its docstring is the equality in words.
    """

    name: str
    between: tuple
    prove: object

    @property
    def words(self):
        """What is equal, in a sentence; Markdown."""
        return self.prove.__doc__

    @cached_property
    def proofs(self):
        """The derivations. Raises `DerivationError` where the two are not equal."""
        return tuple(self.prove())


EQUALITIES = (
    Equality("gathered", ("entries", "diagonal"), proofs.all_entries),
    Equality("one example", ("diagonal", "batch"), proofs.one_example),
    Equality("row by row", ("diagonal", "batch"), proofs.row_by_row),
    Equality("one layer", ("batch", "recursion"), proofs.one_layer),
    Equality("two layers", ("recursion", "activations"), proofs.two_layers),
    Equality("slopes of 1", ("activations", "linear"), proofs.slopes_of_one),
    Equality("at its cost", ("recursion", "sigmoid"), proofs.sigmoid_at_its_cost),
    Equality("at its cost", ("diagonal", "softmax"), proofs.softmax_at_its_cost),
    Equality("two classes", ("sigmoid", "softmax"), proofs.two_classes),
)

BUILT_FROM = {("batch", "sigmoid"): "the same layer"}
"""What a result is built on without being equal to it: the older one, the newer one, and what they have in common."""
