"""What is printed is read back: it prints the same, and both referees find it equal."""

import importlib
import pkgutil
import random

import pytest
from sympy import Identity, MatMul
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop import results
from backprop.proving import Claim
from backprop.proving.any_size.levels import proved
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.referee import Undecided, referee
from backprop.proving.language import NotUnderstood, latex, plain
from backprop.proving.language.reading import read
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.well_formed import check
from backprop.proving.text.names import free_indices, vocabulary
from tests.proving.expressions import MODELS, Author

CHUNKS, IN_EACH, LONGEST = 34, 20, 200
"""Two thousand expressions, 20 at a time of each of three models, none longer than this when it is printed."""


def shape(expr):
    return tuple(expr.shape) if isinstance(expr, MatrixExpr) else ()


def read_back(model, expr, readings=()):
    """Whatever a line prints is read as a line that is equal; returns what is read that is not the line itself."""
    names = vocabulary(model, free_indices(expr))
    for write in (plain, latex):
        got = read(write(expr), names)
        assert write(got) == write(expr)
        assert shape(got) == shape(expr)
        if got != expr and got not in readings:
            readings = [*readings, got]
    return readings


def lines(name, chunk):
    """Lines that have a meaning; what the gates refuse is left out."""
    author = Author(name, random.Random(f"{name} {chunk}"))
    while True:
        try:
            line = exact(author.line(author.pick(1, 2, 2, 3, 3)))
            check(author.model, line)
        except NotUnderstood:
            continue
        identities = any(all(isinstance(part, Identity) for part in e.args) for e in line.atoms(MatMul))
        if not identities and shape(line) != (1, 1) and len(plain(line)) < LONGEST:
            yield line


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_expression_is_read_back(name, chunk):
    model, _ = MODELS[name]
    for _, line in zip(range(IN_EACH), lines(name, chunk), strict=False):
        for got in read_back(model, line):
            try:
                assert proved(model, line, got)
                said = referee(model, line, got)
            except (NotUnderstood, NoMeaning):
                continue  # no referee has a rule for the line itself
            assert said is None or isinstance(referee(model, line, line), Undecided)


def claims(value):
    if isinstance(value, Claim) and value.model is not None:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from claims(part)


CLAIMS = [
    pytest.param(claim, id=f"{module.name} {plain(claim.left)}")
    for module in pkgutil.iter_modules(results.__path__)
    for value in vars(importlib.import_module(f"{results.__name__}.{module.name}")).values()
    for claim in claims(value)
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_both_sides_of_a_claim_are_read_back(claim):
    for side in (claim.left, claim.right):
        for got in read_back(claim.model, side):
            assert proved(claim.model, side, got)
            assert referee(claim.model, side, got) is None
