"""One notation: the models of the book use each letter as the table of notation has it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from sympy import Sum

from backprop import results
from backprop.proving import Model, model
from backprop.proving.language.display import plain
from backprop.proving.language.notation import Index, name_parts
from backprop.results.notation import LETTERS, REACH

OTHER_BOOKS = {"columns", "other_books"}
"""Models in the letters of other books."""
MODULES = [module.name for module in iter_modules(results.__path__) if module.name not in OTHER_BOOKS]
MODELS = [
    pytest.param(thing, id=f"{name}-{attribute}")
    for name in MODULES
    for attribute, thing in vars(import_module(f"backprop.results.{name}")).items()
    if isinstance(thing, Model)
]


def indices(known):
    """The name and the size of each index in the definitions of a model."""
    for left, right in known.where.values():
        for expr in (left, right):
            sums = expr.atoms(Sum)
            yield from ((i.name, plain(high)) for each in sums for i, _, high in each.limits if isinstance(i, Index))
            yield from ((i.name, plain(i.size)) for i in expr.free_symbols if isinstance(i, Index))


def faults(known):
    for name, size in sorted(set(indices(known))):
        if size not in REACH.get(name, ()):
            yield f"{name} runs to {size}, and in the book to {sorted(REACH.get(name, ()))}"


@pytest.mark.parametrize("known", MODELS)
def test_every_index_of_a_model_runs_as_far_as_the_book_says(known):
    assert list(faults(known)) == []


@pytest.mark.parametrize(
    "text, fault",
    [
        ("given x (k)\n z_p = 2 x_p", "p runs to k"),
        ("given x (n)\n E = sum_q x_q", "q runs to n"),
        ("given x (n)\n E = sum_g x_g", "g runs to n, and in the book to []"),
        ("given W (n, h), X (m, n)\n Z_ij = sum_p X_ip W_pj", "j runs to h"),
    ],
)
def test_a_letter_with_a_second_meaning_is_found(text, fault):
    assert any(said.startswith(fault) for said in faults(model(text)))


def test_the_table_has_each_letter_once():
    letters = [letter.latex for letter in LETTERS]
    assert len(set(letters)) == len(letters)
    assert set(REACH) <= set(letters)


def test_there_are_models():
    assert len(MODELS) > 20
    assert {name_parts(size.name)[0] for param in MODELS for size in param.values[0].sizes} <= {"m", "n", "k"}
