"""The notes' models are the book's, whatever letters and scale the book has; and the verdicts do not need the book."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from sympy import Indexed, Rational, ZeroMatrix

from backprop.checking import LEDGER
from backprop.checking.ledger import note_1, note_2, note_2_layers, note_3, note_4, ties
from backprop.checking.ledger.ties import TIES
from backprop.proving import Claim, DerivationError, Model, Translation
from backprop.proving.language import Array, scalar, times
from backprop.proving.language.notation import mentioned
from backprop.results import batch, cross_entropy, single_layer, two_layers

NOTES = sorted(path.stem for path in Path(ties.__file__).parent.glob("note_*.py"))

ONLY_THERE = {
    "1, any cost": {"J"},
    "1, one output": {"J"},
    "1, logarithms": {"J"},
    "1, logarithms, the cost": {"a0", "W1", "z1", "a1", "W2"},
    "2, any layer": {"α", "W'", "b'"},
    "2, any layer, equal widths": {"α", "W'", "b'"},
    "3, one example": {"b1", "b2", "z1", "z2"},
    "3, one example, two hidden units": {"b1", "b2", "z1", "z2"},
    "3, one example, biases": {"z1", "z2"},
    "3, one path": {"b1", "b2"},
    "3, one output": {"Z1", "z2"},
}
"""What a note's model has and its tie leaves out: a cost, a step or a name that the book's has not, an unused bias."""


def models():
    """Every model in which a line of the ledger is judged, by its identity."""
    every = [note_1.one_output]
    for entry in LEDGER.values():
        every += [entry.model, entry.otherwise, *[model for _, model in entry.proved + entry.refused]]
    return {id(model) for model in every if model is not None}


def test_every_model_of_the_ledger_is_tied_and_no_other():
    assert {id(tie.translation.model) for tie in TIES.values()} == models()


def test_the_notes_hold_no_other_model():
    held = set()
    for name in NOTES:
        for value in vars(import_module(f"backprop.checking.ledger.{name}")).values():
            parts = value if isinstance(value, tuple) else [value]
            held |= {id(part) for part in parts if isinstance(part, Model)}
    assert held == models()


@pytest.mark.parametrize("name", NOTES)
def test_no_note_imports_the_book(name):
    imported = []
    for node in ast.walk(ast.parse((Path(ties.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported += [f"{node.module}.{alias.name}" for alias in node.names]
    assert imported
    assert [module for module in imported if module.startswith("backprop.results")] == []


@pytest.mark.parametrize("name", TIES)
def test_every_tie_is_proved(name):
    tie = TIES[name]
    said = {quantity.name for quantity in tie.translation.dictionary} - set(tie.translation.source.given)
    assert said
    assert len(tie.proofs) == len(said) + len(tie.claims)
    assert all(len(proof.lines) > 1 and proof.model is tie.translation.both for proof in tie.proofs)


@pytest.mark.parametrize("name", TIES)
def test_a_tie_leaves_out_what_the_book_has_not(name):
    translation = TIES[name].translation
    said = set().union(*map(mentioned, translation.dictionary.values()))
    assert set(translation.model.ranges) - said == ONLY_THERE.get(name, set())


@pytest.mark.parametrize("name, claims", {
    "1, the last layer": [cross_entropy.UNITS], "2, one layer": [batch.JACOBIANS, batch.GRADIENTS],
    "3, linear": [two_layers.LINEAR], "3, with biases": [two_layers.BIASES],
    "3, with activations": [two_layers.ACTIVATIONS], "4": [single_layer.DERIVATIVES, single_layer.GRADIENTS],
    "4, softmax": [{"": single_layer.SOFTMAX_JACOBIAN}],
}.items(), ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_every_claim_of_the_book_comes_along(name, claims):
    assert len(TIES[name].claims) == sum(map(len, claims))


def spoilt(model, name):
    """The model with a factor of 2 at one thing that the quantity `name` is computed from."""
    where = dict(model.where.values())
    left, right = model.where[name]
    last = max(mentioned(right))
    entries = {e for e in right.atoms(Indexed) | right.free_symbols if mentioned(e) == {last}}
    where[left] = right.xreplace({e: 2 * e for e in entries})
    return Model(model.given.values(), where)


@pytest.mark.parametrize("name", TIES)
def test_a_factor_anywhere_in_a_note_breaks_its_tie(name):
    tie = TIES[name].translation
    computed = [value for quantity, value in tie.dictionary.items() if quantity.name in tie.source.where]
    for quantity in set().union(*map(mentioned, computed)) & set(tie.model.where):
        with pytest.raises(DerivationError, match="is wrong"):
            Translation(tie.source, tie.dictionary, spoilt(tie.model, quantity)).computed_alike()


@pytest.mark.parametrize("name", [name for name in TIES if TIES[name].claims])
def test_a_wrong_claim_is_not_carried_over(name):
    tie = TIES[name]
    first = tie.claims[0]
    with pytest.raises(DerivationError, match="is wrong"):
        tie.translation.equality(Claim(first.left, 2 * first.right, first.model))


@pytest.mark.parametrize("name, quantity, wrong", [
    ("2, any layer", "E", note_2_layers.E),
    ("2, any layer", "E", times(Rational(-1, 2), note_2_layers.E)),
    ("3, with activations", "E", note_3.Loss),
    ("4", "E", 2 * note_4.C),
    ("2, any layer, equal widths", "W1", note_2_layers.same.W1.T),
    ("2, one layer", "E", note_2.E),
    ("2, any layer, equal widths", "W2", note_2_layers.same.W2.T),
    ("1, any cost", "Z2", note_1.a2.T),
    ("4", "a", times(-1, note_4.yhat)),
    ("4", "y", times(-1, note_4.y)),
    ("3, with biases", "b1", ZeroMatrix(note_3.h, 1)),
    ("3, one example, biases", "b1", times(2, note_3.B.b1.T)),
], ids=str)  # fmt: skip
def test_a_wrong_dictionary_is_refused(name, quantity, wrong):
    tie = TIES[name].translation
    dictionary = {key: wrong if key.name == quantity else value for key, value in tie.dictionary.items()}
    assert dictionary != tie.dictionary
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(tie.source, dictionary, tie.model).computed_alike()


def in_another_book(tie):
    """The same tie from a book whose letters are exchanged, whose arrays are turned, and whose cost is half of it."""
    said = tie.translation.dictionary
    names = [quantity.name for quantity in said]
    letters, dictionary = {}, {}
    for quantity, letter in zip(said, names[1:] + names[:1], strict=True):
        if isinstance(quantity, Array):
            kind = {"row": "column", "column": "row"}.get(quantity.args[3].name, "matrix")
            other = Array(letter, *quantity.shape[::-1], kind)
            letters[quantity], dictionary[other] = other.T, said[quantity].T
        else:
            other = scalar(letter)
            letters[quantity], dictionary[other] = 2 * other, Rational(1, 2) * said[quantity]
    book = Translation(tie.translation.source, letters)
    return book, Translation(book.model, dictionary, tie.translation.model)


@pytest.mark.parametrize("name", TIES)
def test_a_book_with_other_letters_and_another_scale_is_tied_as_well(name):
    tie = TIES[name]
    book, translation = in_another_book(tie)
    assert book.model.where != tie.translation.source.where
    assert len(translation.computed_alike()) == len(tie.translation.computed_alike())
    for claim in tie.claims[:1]:
        assert translation.equality(book.claim(claim)).model is translation.both
