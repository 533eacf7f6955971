"""The equations of other books are those of chapter 5, and what is not the same is refused."""

from dataclasses import replace

import pytest

from backprop.proving import Claim, Derivation, DerivationError, as_written, claim, model, scalar
from backprop.proving.language import drelu, dsigma, relu
from backprop.results import every_layer as ours
from backprop.results.alongside import Equation
from backprop.results.other_books import BP, D2L, DOWN, NIELSEN, PENALTY, PRINCE, UP, d2l, nielsen, prince

BOOKS = {"Nielsen": NIELSEN, "Prince": PRINCE, "d2l": D2L}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_every_equation_of_a_book_is_concluded_in_its_letters(book):
    concluded = [proof.claim for proof in book.proofs if proof.claim]
    assert concluded == [equation.theirs for equation in book.equations]
    assert [name for name, *_ in book.rows()] == [equation.name for equation in book.equations]


def test_all_four_equations_of_nielsen_are_there():
    assert [equation.theirs for equation in NIELSEN.equations] == list(BP.values())


def with_equation(book, theirs, mine):
    return replace(book, equations=(Equation("wrong", theirs, mine),))


RECURSION = ours.MATRICES["delta"]
WRONG = {
    "no slope": (NIELSEN, claim(nielsen, "delta^(l) = w^(l+1)^T delta^(l+1)"), RECURSION),
    "the slope of another layer": (
        NIELSEN,
        claim(nielsen, "delta^(l+1) = delta^(l+1) * sigma'(z^(l+1))"),
        RECURSION,
    ),
    "another equation of ours": (NIELSEN, BP["(BP2)"], ours.MATRICES["b"]),
    "the weights of the layer below": (PRINCE, claim(prince, "dell/dΩ^(k) = dell/df^(k-1) h^(k)^T"), DOWN["w"]),
    "the activation in the indicator's place": (
        PRINCE,
        claim(prince, "dell/df^(k-1) = h^(k) * (Ω^(k)^T dell/df^(k))"),
        RECURSION,
    ),
    "a penalty at the hidden layer": (D2L, claim(d2l, "dL/dW1 = dL/dz x^T + λ W1"), ours.MATRICES["w"]),
}


@pytest.mark.parametrize("book, theirs, mine", WRONG.values(), ids=WRONG)
def test_an_equation_that_is_not_ours_is_refused(book, theirs, mine):
    with pytest.raises((DerivationError, ValueError)):
        _ = with_equation(book, theirs, mine).proofs


def test_a_false_equation_of_ours_is_refused_though_the_book_is_right():
    false = Claim(RECURSION.left, DOWN["a"].right, ours.layer)
    with pytest.raises(DerivationError):
        _ = with_equation(NIELSEN, BP["(BP2)"], false).proofs


@pytest.mark.parametrize(
    "functions",
    [{ours.f: relu, ours.df: relu}, {ours.f: drelu, ours.df: relu}, {ours.f: relu, ours.df: dsigma}],
    ids=["slope", "exchanged", "another"],
)
def test_an_activation_with_another_slope_is_refused(functions):
    with pytest.raises(DerivationError):
        _ = replace(PRINCE, functions=functions).proofs


def test_the_penalised_cost_is_not_ours():
    with pytest.raises(DerivationError, match="J depends on something else"):
        _ = replace(D2L, dictionary=D2L.dictionary | {ours.E: scalar("J")}).proofs


def test_a_bias_that_a_book_has_is_not_forgotten():
    short = model("""
        given h^(k-1) (n_(l-1)), Ω^(k-1) (n_l, n_(l-1)), β^(k-1) (n_l), Ω^(k) (n_(l+1), n_l), β^(k) (n_(l+1))
        f^(k-1)_r = sum_s Ω^(k-1)_rs h^(k-1)_s
        h^(k)_r = relu(f^(k-1)_r)
        f^(k)_t = sum_r Ω^(k)_tr h^(k)_r + β^(k)_t
        ell = ell(f^(k))
    """)
    with pytest.raises(DerivationError):
        _ = with_equation(PRINCE, claim(short, "h^(k) = relu(f^(k-1))"), UP["a"]).proofs


@pytest.mark.parametrize("name", PENALTY)
def test_the_penalty_is_noticed_at_the_weights_only(name):
    proof = Derivation(PENALTY[name].left, d2l).step(PENALTY[name].right, as_written())
    assert proof.concludes(PENALTY[name]).claim is PENALTY[name]
    with pytest.raises(DerivationError):
        Derivation(claim(d2l, "dJ/dW1 = 0 W1").left, d2l).step(claim(d2l, "dL/dW1 = dL/dz x^T").right, as_written())
