"""The losses of a batch: in numbers, at |z| = 1000, against the complex step, against chapters 3 and 6."""

import mpmath
import numpy as np
import pytest

from backprop.checking import central_difference, complex_step
from backprop.numeric import ACTIVATIONS, LOSSES, Layer, Loss, batch, cross_entropy, network
from backprop.numeric.joint import softmax as softmax_of_one
from backprop.numeric.losses import mse, refuse_all_but_losses, softmax, softmax_cross_entropy

EVERY_LOSS = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
EVERY_DTYPE = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def logits_and_labels(m, k, dtype=np.float64):
    """Soft labels that every loss takes: rows that sum to 1."""
    rng = np.random.default_rng(m + 10 * k)
    Y = rng.uniform(0.1, 1, size=(m, k))
    return rng.normal(size=(m, k)).astype(dtype), (Y / Y.sum(axis=1, keepdims=True)).astype(dtype)


def test_the_table_is_keyed_by_name():
    assert [loss.name for loss in LOSSES.values()] == list(LOSSES)


def test_softmax_row_by_row_is_that_of_one_example():
    Z, _ = logits_and_labels(4, 3)
    for a, z in zip(softmax(Z), Z, strict=True):
        np.testing.assert_allclose(a, softmax_of_one(z), rtol=1e-14)


def test_losses_in_numbers():
    log3 = np.log(3)
    assert mse([[1, 2], [3, 4]], [[0, 0], [3, 3]]) == (1 + 4 + 1) / 2 / 2
    np.testing.assert_allclose(softmax([[log3, 0]]), [[3 / 4, 1 / 4]], rtol=1e-15)
    assert softmax_cross_entropy([[log3, 0], [0, 0]], [[1, 0], [0, 1]]) == pytest.approx(np.log(8 / 3) / 2, rel=1e-15)
    assert softmax_cross_entropy([[log3, 0]], [[0.5, 0.5]]) == pytest.approx(np.log(16 / 3) / 2, rel=1e-15)


@EVERY_LOSS
@pytest.mark.parametrize(("m", "k"), [(1, 1), (1, 3), (3, 1), (2, 2), (4, 3), (3, 5)])
def test_the_slope_is_that_of_small_steps(loss, m, k):
    A, Y = logits_and_labels(m, k)
    found = loss.slope(A, Y)
    assert found.shape == A.shape
    numerical, rtol, atol = (complex_step, 1e-13, 1e-16) if loss.analytic else (central_difference, 1e-7, 1e-9)
    np.testing.assert_allclose(found, numerical(lambda A: loss.value(A, Y), A), rtol=rtol, atol=atol)


@EVERY_LOSS
@EVERY_DTYPE
def test_dtype_and_arguments_stay(loss, dtype):
    A, Y = logits_and_labels(4, 3, dtype)
    before = A.copy(), Y.copy()
    A.setflags(write=False)
    Y.setflags(write=False)
    loss.labels("Y", Y)
    assert (loss.value(A, Y).dtype, loss.slope(A, Y).dtype, softmax(A).dtype) == (dtype, dtype, dtype)
    np.testing.assert_array_equal((A, Y), before)
    assert not np.shares_memory(loss.slope(A, Y), A)


@EVERY_LOSS
@EVERY_DTYPE
def test_nothing_but_an_underflow_at_1000(loss, dtype):
    A = np.array([[1000, -1000, 0], [-1000, -1000, -1000]], dtype)
    Y = np.array([[0, 1, 0], [1, 0, 0]], dtype)
    with np.errstate(all="raise", under="ignore"):
        value, slope = loss.value(A, Y), loss.slope(A, Y)
    assert np.isfinite(value) and np.isfinite(slope).all()
    assert softmax_cross_entropy(A, Y) == pytest.approx((2000 + np.log(3)) / 2, rel=1e-6)


@pytest.mark.parametrize("sure", [5.0, 20.0, 36.0, 40.0, 300.0])
def test_softmax_cross_entropy_keeps_its_digits_where_the_class_is_sure(sure):
    with mpmath.workdps(400):
        exact = mpmath.log(1 + 2 * mpmath.exp(-mpmath.mpf(sure)))
        assert abs(softmax_cross_entropy([[0, sure, 0]], [[0, 1, 0]]) - exact) <= 4e-16 * exact


@pytest.mark.parametrize("z", [-40.0, -1.5, 0.0, 2.5, 40.0])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_sigmoid_is_the_two_class_case(z, y):
    two = softmax_cross_entropy([[z, 0]], [[y, 1 - y]])
    assert two == pytest.approx(cross_entropy.cost([[z]], [[y]]), rel=1e-14, abs=0)


def test_losses_of_other_chapters():
    A, Y = logits_and_labels(4, 3)
    assert mse(A, Y) == batch.cost(A, Y)
    E = LOSSES["sigmoid_cross_entropy"]
    assert E.value(A, Y) == cross_entropy.cost(A, Y)
    np.testing.assert_array_equal(E.slope(A, Y), cross_entropy.delta(A, Y) / 4)


def test_log_probabilities_do_not_change_under_a_shift_of_a_row():
    Z, Y = logits_and_labels(4, 3)
    shifts = np.array([[-8.0], [0.0], [16.0], [512.0]])
    np.testing.assert_allclose(softmax(Z + shifts), softmax(Z), rtol=1e-12)
    assert softmax_cross_entropy(Z + shifts, Y) == pytest.approx(softmax_cross_entropy(Z, Y), rel=1e-12)


NO_SUM = "Y[1] sums to 0.5; expected 1, the labels of one example. Pass a 1 in the column of its class and 0 elsewhere,"


@pytest.mark.parametrize(
    ("name", "Y", "sentence"),
    [
        ("sigmoid_cross_entropy", [[0, 1], [1, 2]], "Y[1, 1] is 2.0; expected labels from 0 to 1. Pass (1 + Y) / 2 if"),
        ("sigmoid_cross_entropy", [[0, -1], [1, 1]], "Y[0, 1] is -1.0; expected labels from 0 to 1. "),
        ("softmax_cross_entropy", [[0, 1], [1.5, -0.5]], "Y[1, 0] is 1.5; expected labels from 0 to 1. "),
        ("softmax_cross_entropy", [[0, 1], [0.25, 0.25]], NO_SUM),
        ("softmax_cross_entropy", [[0, 1], [1, 1]], "Y[1] sums to 2.0; expected 1, the labels of one example. "),
        ("softmax_cross_entropy", [[0, 1], [0, 0]], "Y[1] sums to 0.0; expected 1, the labels of one example. "),
    ],
)
def test_labels_that_fit_no_class_are_refused(name, Y, sentence):
    for refuses in (
        lambda: LOSSES[name].value(np.ones((2, 2)), Y),
        lambda: LOSSES[name].labels("Y", np.array(Y, float)),
    ):
        with pytest.raises(ValueError) as refusal:
            refuses()
        assert str(refusal.value).startswith(sentence)


def test_labels_of_units_need_no_sum():
    """For sigmoid cross-entropy each unit has a label of its own, for squares any number is a target."""
    for name, Y in (("sigmoid_cross_entropy", [[1.0, 1.0], [0.0, 0.0]]), ("mse", [[-7.0, 1e9]])):
        LOSSES[name].labels("Y", np.array(Y))
        assert np.isfinite(LOSSES[name].value(np.zeros_like(Y), Y))


@EVERY_DTYPE
@pytest.mark.parametrize("k", [1, 3, 1000])
def test_rounded_sums_are_accepted(dtype, k):
    Z, _ = logits_and_labels(5, k, dtype)
    assert (
        0 <= softmax_cross_entropy(Z, softmax(Z)) <= np.log(k) + 1e-6
    )  # the entropy of a row, at most that of k equal ones


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ("mse", 'loss is the name mse; expected a Loss. Pass LOSSES["mse"].'),
        (mse, 'loss is the function mse; expected a Loss. Pass LOSSES["mse"].'),
        ("hinge", f"loss is the name hinge; expected a Loss. Pass one of LOSSES: {', '.join(LOSSES)}."),
        (None, "loss is the NoneType None; expected a Loss. Pass one of LOSSES: "),
    ],
)
def test_another_thing_than_a_loss_is_refused(loss, sentence):
    with pytest.raises(TypeError) as refusal:
        refuse_all_but_losses(loss)
    assert str(refusal.value).startswith(sentence)


def test_own_losses_are_losses():
    squares = "Sum((a[q] - y[q])**2, (q, 1, k))"
    twice = Loss("twice", lambda A, Y: 2 * mse(A, Y), lambda A, Y: 2 * (A - Y) / len(A), squares)
    refuse_all_but_losses(twice)
    given = np.ones((2, 1)), (Layer(np.full((1, 1), 3.0), np.zeros(1), ACTIVATIONS["identity"]),), np.zeros((2, 1))
    assert network.cost(*given, twice) == 2 * network.cost(*given, LOSSES["mse"]) == 9


@pytest.mark.parametrize(
    ("Z", "Y", "error", "sentence"),
    [
        (np.ones((3, 1)), np.ones(3), ValueError, "Y has shape (3,); expected (3, 1), because Z has shape (3, 1). "),
        (np.ones(3), np.ones(3), ValueError, "Z has shape (3,); expected (m, k). "),
        (np.ones((0, 2)), np.ones((0, 2)), ValueError, "Z has shape (0, 2) and so no entries; expected at least one."),
        ([[np.nan]], [[1]], ValueError, "Z[0, 0] is nan; expected finite numbers."),
        (np.ones((1, 1), np.float32), [[1]], TypeError, "Z has dtype float32 and Y has dtype float64; expected one"),
    ],
)
def test_softmax_cross_entropy_refuses(Z, Y, error, sentence):
    with pytest.raises(error) as refusal:
        softmax_cross_entropy(Z, Y)
    assert str(refusal.value).startswith(sentence)


def test_softmax_refuses():
    with pytest.raises(ValueError, match=r"^Z has shape \(3,\); expected \(m, k\)\."):
        softmax(np.ones(3))
    with pytest.raises(ValueError, match=r"^Z\[1, 0\] is inf; expected finite numbers\."):
        softmax([[0], [np.inf]])
