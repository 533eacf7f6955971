"""Networks that the book does not contain: proved, and right in numbers that know nothing of the proof."""

import re

import numpy as np
import pytest
from sympy import Symbol

from backprop.deriving import Refused, checks, derive_network, networks
from backprop.deriving.definitions import Entrywise, Linear, Summed
from backprop.deriving.notations import NOTATIONS
from backprop.deriving.products import Factor, Term
from backprop.numeric import ACTIVATIONS, LOSSES, network
from backprop.proving import DerivationError

ROWS = {"book", "note-2", "note-3", "cs231n"}


@pytest.fixture(scope="module")
def derived():
    """The same small network in every notation, each derived once."""
    return {key: derive_network("3, 4, 2", "relu, identity", "squared", key) for key in NOTATIONS}


def functions(source):
    space = {}
    exec(source, space)
    return space


def differences(f, at, step=1e-6):
    """Central differences, entry by entry, with nothing of the book in them."""
    at, slopes = np.asarray(at, dtype=float), np.empty(np.shape(at))
    for place in np.ndindex(at.shape):
        moved = [at.copy(), at.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        slopes[place] = (f(moved[0]) - f(moved[1])) / (2 * step)
    return slopes


def slopes_agree(source, given, variables):
    """Fail unless the gradients of saved code are the slopes of its cost; `variables` maps fields to arguments."""
    space = functions(source)
    found = space["gradients"](**given)
    assert found._fields == tuple(variables)
    for field, name in variables.items():
        expected = differences(lambda v, name=name: space["cost"](**{**given, name: v}), given[name])
        assert getattr(found, field).shape == np.shape(given[name]), field
        np.testing.assert_allclose(getattr(found, field), expected, rtol=1e-5, atol=1e-7, err_msg=field)


@pytest.mark.parametrize("key", NOTATIONS)
def test_in_every_notation_the_code_is_the_gradient_that_the_book_computes(derived, key):
    """With numeric.network, which was not derived here; a sum, a missing half and a column only change factors."""
    space, rng = functions(derived[key].python), np.random.default_rng(1)
    rows, m = key in ROWS, 5 if key in ROWS else 1
    X, Y = rng.normal(size=(m, 3)), rng.normal(size=(m, 2))
    weights, biases = [rng.normal(size=s) for s in ((3, 4), (4, 2))], [rng.normal(size=n) for n in (4, 2)]
    layers = [
        network.Layer(W, b, ACTIVATIONS[f]) for W, b, f in zip(weights, biases, ("relu", "identity"), strict=True)
    ]
    ours = network.gradients(X, layers, Y, LOSSES["mse"])
    flat = [X, weights[0], biases[0], weights[1], biases[1], Y]
    given = flat if rows else [X[0], weights[0].T, biases[0], weights[1].T, biases[1], Y[0]]
    theirs = space["gradients"](*given)
    factor = (1 if NOTATIONS[key].half else 2) * (m if rows and not NOTATIONS[key].mean else 1)
    for at in range(2):
        W, b = theirs[2 * at : 2 * at + 2]
        np.testing.assert_allclose(W if rows else W.T, factor * ours.dE_dW[at], rtol=1e-12)
        np.testing.assert_allclose(b, factor * ours.dE_db[at], rtol=1e-12)


LETTERS = {
    "book": [r"Δ^{(1)} &= \frac{\partial E}{\partial Z^{(1)}}", r"{X}^{\top}\, Δ^{(1)}"],
    "note-1": [r"\delta^{(1)}\, {a^{(0)}}^{\top}"],
    "note-2": [
        r"{\mathbf{1}_{m}}^{\top}\, \frac{\partial E}{\partial Z^{(2)}}",
        r"\frac{2}{m}\, \left(A^{(2)} - Y\right)",
    ],
    "note-3": [r"\hat{Y} - Y", r"{A^{(1)}}^{\top}"],
    "note-4": [r"\operatorname{diag}\left(\operatorname{relu}'\left(z^{(1)}\right)\right)"],
    "nielsen": [r"\frac{\partial C}{\partial w^{(2)}} &= \delta^{(2)}\, {a^{(1)}}^{\top}", r"w^{(3)}"],
    "d2l": [r"\frac{\partial L}{\partial o}\, {h^{(1)}}^{\top}"],
    "prince": [r"\frac{\partial \ell}{\partial Ω^{(0)}}", r"h^{(1)}"],
    "cs231n": [r"{H}^{\top}", "    dW2 = H.T @ dS"],
}


@pytest.mark.parametrize("key", NOTATIONS)
def test_a_notation_has_its_own_letters_and_order(derived, key):
    for written in LETTERS[key]:
        assert written in derived[key].markdown, written


@pytest.mark.parametrize("key", NOTATIONS)
def test_every_line_has_its_reason(derived, key):
    backwards = derived[key].markdown.partition("## Backwards")[2].partition("## All gradients")[0]
    lines = [line for line in backwards.splitlines() if "&=" in line]
    assert len(lines) > 15
    assert [line for line in lines if r"&& \text" not in line] == []


FULL = {
    "X": (5, 3), "W1": (3, 4), "b1": (4,), "gamma1": (4,), "c1": (4,), "epsilon": 0.02, "W2": (4, 4), "b2": (4,),
    "M2": "mask", "tau": 0.7, "W3": (4, 2), "b3": (2,), "Y": (5, 2), "decay": 0.3,
}  # fmt: skip


def test_layers_may_carry_what_layers_carry():
    carrying = "residual@2, dropout@2, layer-norm@1, decay"
    loaded = derive_network("3, 4, 4, 2", "tanh, relu, identity", "squared", "book", carrying)
    rng = np.random.default_rng(2)
    given = {n: rng.integers(0, 2, size=(5, 4)) if s == "mask" else s if isinstance(s, float) else rng.normal(size=s)
             for n, s in FULL.items()}  # fmt: skip
    learnt = ("W1", "b1", "gamma1", "c1", "W2", "b2", "W3", "b3")
    slopes_agree(loaded.python, given, {f"dR_d{name}": name for name in learnt})
    assert "each way by itself" in loaded.markdown
    assert "Layer 2 carries a residual and dropout. The weights decay." in loaded.markdown


@pytest.mark.parametrize("key", NOTATIONS)
def test_all_gradients_hold_what_they_are_made_of(derived, key):
    summary = derived[key].markdown.partition("## All gradients")[2].partition("## In NumPy")[0]
    complete(summary)
    if "delta" not in NOTATIONS[key].names:
        assert summary.count(" &= ") == 6 + (not NOTATIONS[key].inlined) * 2


def complete(summary):
    """Fail unless each gradient on a right side stands above, at a left side."""
    found = set()
    for line in re.findall(r"(.*) &= (.*)", summary):
        left, right = (set(re.findall(r"\\partial ([^}]+)\}(?!\{)", side)) for side in line)
        assert right <= found
        found |= left


def test_with_a_layer_norm_all_gradients_are_complete_too():
    loaded = derive_network("2, 3, 3", "tanh", "squared", "nielsen", "residual@2, layer-norm@2, dropout@2, decay")
    complete(loaded.markdown.partition("## All gradients")[2].partition("## In NumPy")[0])
    assert "Layer 3 carries a layer norm, a residual and dropout." in loaded.markdown
    assert "the normalised pre-activations of layer 3: $3" in loaded.markdown
    assert "Here $n_{1} = 2$, $n_{2} = 3$." in loaded.markdown
    assert "$v^{(3)}$, the normalised pre-activations of layer 3 with gain and shift:" in loaded.markdown


def test_what_the_code_calls_dw_is_said_truly():
    for carrying, said in (("", "the loss"), ("decay", "the loss with its penalty")):
        text = derive_network("2, 1", "identity", notation="cs231n", carrying=carrying).markdown
        assert f"In the code dW is the gradient of {said} with respect to W." in text


def test_one_column_may_carry_them_too_in_letters_for_sizes():
    loaded = derive_network("k, k", "softplus", "squared", "d2l", "residual@1, layer-norm@1, dropout@1")
    assert "for any size $k$" in loaded.markdown
    given = {name: np.random.default_rng(3).normal(size=4) for name in ("x", "b1", "mu1", "gamma1", "c1", "y")}
    given |= {"W1": np.random.default_rng(4).normal(size=(4, 4)), "tau": 0.5, "epsilon": 0.1}
    slopes_agree(loaded.python, given, {f"dL_d{name}": name for name in ("W1", "b1", "gamma1", "c1")})


def test_every_letter_that_is_given_is_typeset():
    table = derive_network("2, 2", "softmax", "cross-entropy", "book", "decay").markdown.partition("Here $")[0]
    assert "| $λ$ | how strongly the weights decay | a number |" in table


def test_softmax_with_cross_entropy_is_a_minus_y():
    loaded = derive_network("3, 3, 3", "identity, softmax", "cross-entropy", "note-1")
    assert r"\delta^{(2)} &= a^{(2)} - y" in loaded.markdown
    rng = np.random.default_rng(4)
    given = {n: rng.normal(size=s) for n, s in dict(a0=3, W1=(3, 3), b1=3, W2=(3, 3), b2=3).items()}
    given["y"] = np.array([0.2, 0.5, 0.3])
    slopes_agree(loaded.python, given, {f"dJ_d{n}": n for n in ("W1", "b1", "W2", "b2")})


def test_letters_that_are_sizes_are_no_indices():
    """Note 4 counts inputs by k; here k is a size, and each size of the penalty has indices of its own."""
    loaded = derive_network("1, k, k", "identity, softplus", "squared", "note-4", "decay")
    assert r"\operatorname{diag}\left(\Bigl[\frac{1}{1 + \exp" in loaded.markdown


def turned_wrongly(self):
    return self


@pytest.mark.parametrize("layers", ["3, 4, 2", "4, 4, 4"])
def test_a_missing_transpose_is_refused_by_the_proof(monkeypatch, layers):
    """With square matrices too, where every shape fits."""
    monkeypatch.setattr(Factor, "flipped", turned_wrongly)
    with pytest.raises((DerivationError, ValueError)):
        derive_network(layers, "tanh", "squared", "nielsen")


def test_a_wrong_sign_is_refused_by_the_proof(monkeypatch):
    back = Term.back
    monkeypatch.setattr(Term, "back", lambda self, *a: Term(-back(self, *a).coefficient, back(self, *a).factors))
    with pytest.raises(DerivationError):
        derive_network("3, 2", "tanh", "squared", "prince")


@pytest.mark.parametrize("factor", [2, Symbol("m")], ids=["the 2 of the square", "a sum for a mean"])
def test_a_wrong_factor_is_refused_by_the_proof(monkeypatch, factor):
    slope = Summed.slope
    monkeypatch.setattr(Summed, "slope", lambda self, v: factor * slope(self, v))
    with pytest.raises(DerivationError):
        derive_network("3, 2", "identity", "squared")


def wrong_by(back, broken):
    """A way back whose code is broken, and whose proof is not."""

    def wrong(self, *arguments):
        way = back(self, *arguments)
        return type(way)(way.at, way.matrix, broken(way), way.before)

    return wrong


@pytest.mark.parametrize(
    ("kind", "layers", "broken"),
    [
        (Linear, "3, 3, 3", lambda way: way.code.replace(".T", "", 1)),
        (Entrywise, "3, 3, 3", lambda way: way.code.partition(" * ")[0]),
    ],
)
def test_code_that_says_other_than_the_proof_does_not_pass_its_check(monkeypatch, kind, layers, broken):
    """The proof is right, and the code has lost a transpose or a slope."""
    monkeypatch.setattr(kind, "back", wrong_by(kind.back, broken))
    with pytest.raises(AssertionError, match="is not the gradient"):
        derive_network(layers, "relu, identity", "squared", "nielsen")


def test_a_check_in_which_every_gate_is_shut_is_drawn_again():
    """All hidden units are shut at the first draw, so that their weights do not matter to the cost."""
    once = derive_network("3, 3, 3", "relu, identity", "squared", "nielsen")
    seed = int(re.search(r"default_rng\((\d+)\)", once.markdown)[1])
    space = functions(once.python)
    exec(re.search(r"rng = .*?\n\)\n", once.markdown, re.S)[0].replace(f"rng({seed})", "rng(0)"), space)
    assert not np.any(space["gradients"](**space["given"]).dC_dw2)
    assert seed > 0


def test_a_cost_that_is_not_the_one_of_the_proof_does_not_pass(monkeypatch):
    source = checks.source
    monkeypatch.setattr(
        checks, "source", lambda *a: re.sub(r"/ \(2\*len\(X\)\)", "/ 2", source(*a)).replace("/len(X)", "")
    )
    with pytest.raises(checks.NotTheCost, match="the code's cost is"):
        derive_network("3, 2", "tanh", "squared")


def test_wide_layers_do_not_saturate():
    """With 500 weights of the size 1, every unit was nearly 0 or 1, and its slope nearly 0."""
    assert "rng.normal(size=(500, 1)) / np.sqrt(500)" in derive_network("500, 1", "sigmoid", "cross-entropy").markdown


def test_where_entries_are_many_they_are_moved_all_at_once(monkeypatch):
    """And one by one in a smaller network; the page says which was done with which."""
    monkeypatch.setattr(networks, "MOVED", 10)
    check = derive_network("30, 20", "relu").markdown.partition("## The check")[2]
    assert "in a network of the same kind with smaller sizes" in check
    assert "dE_dW1 (3, 4) agrees with differences of the cost" in check
    assert "dE_dW1 (30, 20) agrees along four directions" in check


def test_gradients_that_are_too_small_for_differences_are_checked_by_complex_steps(monkeypatch):
    """Below a softplus whose inputs are so far down that its slope is 1e-7."""
    draw = networks.DerivedNetwork._draw
    monkeypatch.setattr(
        networks.DerivedNetwork, "_draw", lambda *a: "-16 + " * a[1].meaning.startswith("the bias") + draw(*a)
    )
    assert "dE_dW1 (3, 2) agrees with complex steps of the cost" in derive_network("3, 2", "softplus").markdown
    monkeypatch.setattr(Linear, "back", wrong_by(Linear.back, lambda way: "1.001 * " + way.code))
    with pytest.raises(AssertionError, match=r"1\.001 times"):
        derive_network("3, 2", "softplus")


def test_what_cannot_be_is_refused_in_one_sentence():
    for arguments, said in (
        (("2, 2, 2, 2, 2, 2, 2, 2, 2, 2",), "At most 8 layers"),
        (("3",), "at least its inputs and one layer"),
        (("3, 0",), "whole number from 1 to 1000"),
        (("3, 4, 2", "tanh, sigmoid, relu"), "2 layers, and tanh, sigmoid, relu are 3 activations"),
        (("3, 2", "sigmod"), "is sigmoid meant?"),
        (("3, 2", "sigmoid", "crossentropy"), "is cross-entropy meant?"),
        (("3, 2", "sigmoid", "squared", "nielson"), "is nielsen meant?"),
        (("3, 2", "relu", "cross-entropy"), "sigmoid or softmax; got relu"),
        (("3, 2", "softmax", "squared"), "goes with the cross-entropy"),
        (("3, 4, 2", "softmax, sigmoid"), "in the last layer only"),
        (("3, 4, 2", "tanh", "squared", "book", "residual@1"), "these are 3 and 4"),
        (("3, 4, 2", "tanh", "squared", "book", "dropuot@1"), "is dropout meant?"),
        (("3, 4, 2", "tanh", "squared", "book", "dropout@3"), "no layer from 1 to 2"),
        (("3, 1", "softmax", "cross-entropy"), "softmax of one output"),
        (("3, 1", "tanh", "squared", "book", "layer-norm@1"), "layer norm of one unit"),
        (("n, x, k", "tanh", "squared", "d2l"), "x has a meaning already"),
        (("n, n_12",), "A size is"),
    ):
        with pytest.raises(Refused) as refused:
            derive_network(*arguments)
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)
