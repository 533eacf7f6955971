from dataclasses import replace

import pytest

from backprop.proving import DerivationError, Model, dsigma, hadamard, times
from backprop.results import batch, cross_entropy, single_layer, softmax, two_layers
from backprop.results import equality_proofs as proofs
from backprop.results.equalities import BUILT_FROM, EQUALITIES, RESULTS

NAMES = [f"{e.name}: {' and '.join(e.between)}" for e in EQUALITIES]


@pytest.mark.parametrize("equality", EQUALITIES, ids=NAMES)
def test_equality_is_proved(equality):
    assert equality.proofs
    for proof in equality.proofs:
        assert len(proof.lines) > 1
        exact = proof.model is softmax.two_classes
        assert proof.scope.startswith("all numbers" if exact else "any size")


@pytest.mark.parametrize("equality", EQUALITIES, ids=NAMES)
def test_equality_joins_two_results_and_says_so(equality):
    assert set(equality.between) <= set(RESULTS) and len(set(equality.between)) == 2
    assert equality.words.endswith(".") and "\n" not in equality.words


def test_what_is_built_from_another_is_not_called_equal_to_it():
    assert all(set(pair) <= set(RESULTS) for pair in BUILT_FROM)
    assert not {frozenset(pair) for pair in BUILT_FROM} & {frozenset(e.between) for e in EQUALITIES}


def test_every_result_is_joined_to_the_others():
    reached, edges = {"entries"}, [set(e.between) for e in EQUALITIES]
    for _ in RESULTS:
        reached |= {key for edge in edges if edge & reached for key in edge}
    assert reached == set(RESULTS)


one, two = single_layer, two_layers
PLANTED = [
    (proofs.all_entries, one.GRADIENTS, "w", times(one.a - one.y, one.x.T)),
    (proofs.all_entries, one.DERIVATIVES, "x", one.DERIVATIVES["x"].right / 2),
    (proofs.one_example, one.GRADIENTS, "w", times(one.a - one.y, one.x.T)),
    (proofs.one_layer, batch.GRADIENTS, "Z", times(2, batch.GRADIENTS["Z"].right)),
    (proofs.one_layer, batch.GRADIENTS, "W", times(2, batch.GRADIENTS["W"].right)),
    (proofs.two_layers, two.ACTIVATIONS, "W1", times(two.X.T, two.ACTIVATIONS["Z2"].right, two.W2.T)),
    (proofs.two_layers, two.ACTIVATIONS, "b1", times(2, two.ACTIVATIONS["b1"].right)),
    (proofs.two_layers, two.ACTIVATIONS, "X", times(2, two.ACTIVATIONS["X"].right)),
    (proofs.one_layer, batch.GRADIENTS, "b", times(2, batch.GRADIENTS["b"].right)),
    (proofs.one_layer, batch.GRADIENTS, "X", times(2, batch.GRADIENTS["X"].right)),
    (proofs.one_example, one.GRADIENTS, "x", times(2, one.GRADIENTS["x"].right)),
    (proofs.slopes_of_one, two.LINEAR, "A1", times(2, two.LINEAR["A1"].right)),
    (proofs.slopes_of_one, two.LINEAR, "W2", times(1 / two.m, two.A1.T, two.A2)),
    (proofs.sigmoid_at_its_cost, cross_entropy.UNITS, "E by z", cross_entropy.a[cross_entropy.q]),
    (proofs.sigmoid_at_its_cost, cross_entropy.UNITS, "a by z", cross_entropy.a[cross_entropy.q]),
    (proofs.softmax_at_its_cost, softmax.CLASSES, "E by z", softmax.a[softmax.q] - softmax.y[softmax.q]),
]


@pytest.mark.parametrize(
    ("prove", "claims", "key", "wrong"), PLANTED, ids=[f"{p[0].__name__}, {p[2]}" for p in PLANTED]
)
def test_a_planted_wrong_equality_is_refused(monkeypatch, prove, claims, key, wrong):
    monkeypatch.setitem(claims, key, replace(claims[key], right=wrong))
    with pytest.raises(DerivationError, match="is wrong"):
        list(prove())


def test_a_cost_that_is_not_the_mean_is_refused(monkeypatch):
    where = dict(batch.batch.where.values())
    where[batch.E] *= 2
    monkeypatch.setattr(batch, "batch", Model(batch.batch.given.values(), where))
    with pytest.raises(DerivationError, match="is wrong"):
        list(proofs.row_by_row())


def test_softmax_that_is_not_of_two_classes_is_refused():
    claims = softmax.TWO_CLASSES
    assert claims["a_1"].right == softmax.a_sigmoid
    proof, *_ = proofs.two_classes()
    with pytest.raises(DerivationError, match="is wrong"):
        proof.step(1 - softmax.a_sigmoid, proof.lines[1].reason)


def test_a_slope_left_out_is_refused():
    _, _, proof, _, _ = proofs.two_layers()
    wrong = times(1 / two.m, two.X.T, hadamard(two.A2 - two.Y, dsigma(two.Z2)), two.W2.T)
    with pytest.raises(DerivationError, match="is wrong"):
        proof.step(wrong, proof.lines[1].reason)
