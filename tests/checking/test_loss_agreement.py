"""The code of a loss against its formula: every loss of the table, and the mistakes that are made with one."""

from functools import partial

import numpy as np
import pytest

from backprop.checking import Disagreement, loss_agrees
from backprop.numeric import LOSSES, Loss
from backprop.numeric.losses import softmax

MSE, SOFTMAX_CE = LOSSES["mse"], LOSSES["softmax_cross_entropy"]
EVERY_LOSS = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


@EVERY_LOSS
def test_code_agrees_with_the_formula(loss):
    agreement = loss_agrees(loss)
    assert agreement.sizes == ((4, 3), (3, 5), (1, 2), (3, 3))
    assert repr(agreement).startswith(f"{loss.name} against SymPy's derivative of its formula, sizes (4, 3), (3, 5), ")


MISTAKES = {
    "factor 2": (lambda slope: lambda A, Y: 2 * slope(A, Y), "it is 2 times the gradient"),
    "sign": (lambda slope: lambda A, Y: -slope(A, Y), "the sign is flipped"),
    "sum for mean": (lambda slope: lambda A, Y: len(A) * slope(A, Y), "perhaps by the size of axis 0"),
    "mean over the outputs": (lambda slope: lambda A, Y: slope(A, Y) / A.shape[1], "perhaps by the size of axis 1"),
    "roles exchanged": (lambda slope: lambda A, Y: slope(Y, A), "likely cause"),
    "transposed": (lambda slope: lambda A, Y: slope(A, Y).T, "it is the transpose of the gradient"),
    "summed over examples": (lambda slope: lambda A, Y: slope(A, Y).sum(axis=0), r"has shape \(3,\); its variable has"),
    "one part in 10^11": (lambda slope: lambda A, Y: slope(A, Y) * (1 + 1e-11), "not SymPy's derivative of the cost"),
    "nan": (lambda slope: lambda A, Y: slope(A, Y) * np.nan, "not SymPy's derivative of the cost"),
}


@EVERY_LOSS
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_slope_is_refused_with_its_cause(loss, mistake):
    spoil, cause = MISTAKES[mistake]
    with pytest.raises(Disagreement, match=rf"^the slope of {loss.name} [\s\S]*{cause}"):
        loss_agrees(loss._replace(slope=spoil(loss.slope)))


@EVERY_LOSS
def test_a_slope_transposed_is_refused_where_the_shapes_hide_it(loss):
    def transposed_if_square(A, Y):
        right = loss.slope(A, Y)
        return right.T if A.shape == (3, 3) else right

    with pytest.raises(Disagreement, match=r"at m = 3, k = 3\. [\s\S]*it is transposed"):
        loss_agrees(loss._replace(slope=transposed_if_square))


def test_softmax_down_the_columns_is_refused():
    wrong = SOFTMAX_CE._replace(slope=lambda Z, Y: (softmax(Z.T).T - Y) / len(Z))
    with pytest.raises(Disagreement, match=r"^the slope of softmax_cross_entropy is not SymPy's derivative"):
        loss_agrees(wrong)


NONE = "no usual factor; the formula or the code is of another loss"
VALUES = {
    "sum for mean": (lambda E, m, k: m * E, "a sum over the examples, not their mean"),
    "mean over the outputs": (lambda E, m, k: E / k, "a mean over the outputs, not their sum"),
    "twice": (lambda E, m, k: 2 * E, "the 1/2 is missing"),
    "half": (lambda E, m, k: E / 2, "a 1/2 too many"),
    "sign": (lambda E, m, k: -E, "the sign is flipped"),
    "a tenth more": (lambda E, m, k: 1.1 * E, NONE),
    "one part in 10^11": (lambda E, m, k: E * (1 + 1e-11), NONE),
    "nan": (lambda E, m, k: E * np.nan, NONE),
}


@EVERY_LOSS
@pytest.mark.parametrize("mistake", VALUES)
def test_a_wrong_value_is_refused_with_its_cause(loss, mistake):
    spoil, cause = VALUES[mistake]
    with pytest.raises(Disagreement, match=rf"^the value of {loss.name} is not the mean of [\s\S]*: {cause}\.$"):
        loss_agrees(loss._replace(value=lambda A, Y: spoil(loss.value(A, Y), *A.shape)))


def test_the_message_shows_the_entry_and_both_numbers():
    def one_entry(A, Y):
        right = MSE.slope(A, Y)
        right[2, 1] = 7
        return right

    with pytest.raises(Disagreement) as refusal:
        loss_agrees(MSE._replace(slope=one_entry))
    first, code, sympy, cause = str(refusal.value).splitlines()
    assert first == (
        "the slope of mse is not SymPy's derivative of the cost at m = 4, k = 3. The worst entry is [2, 1]:"
    )
    assert code == "  code   7"
    assert sympy.startswith("  SymPy  ") and cause.startswith("  likely cause: ")


def test_a_value_that_is_no_number_is_refused():
    with pytest.raises(Disagreement, match=r"^the value of mse has shape \(4, 3\); expected one number"):
        loss_agrees(MSE._replace(value=lambda A, Y: (A - Y) ** 2 / 2))


def power(A, Y, p):
    return np.sum(np.abs(A - Y) ** p) / p / len(A)


def power_slope(A, Y, p):
    return np.sign(A - Y) * np.abs(A - Y) ** (p - 1) / len(A)


def own(of_value, of_slope):
    """A loss with a number of its own, which its formula calls p and takes for 3."""
    code = partial(power, p=of_value), partial(power_slope, p=of_slope)
    return Loss("power", *code, "Sum(Abs(a[q] - y[q])**p/p, (q, 1, k))", parameters={"p": 3.0})


def test_the_numbers_of_a_loss_are_those_of_its_formula():
    loss_agrees(own(3.0, 3.0))
    with pytest.raises(Disagreement, match=r"^the value of power is not"):
        loss_agrees(own(2.5, 3.0))
    with pytest.raises(Disagreement, match=r"^the slope of power is not"):
        loss_agrees(own(3.0, 2.5))


@pytest.mark.parametrize("rows", [np.array([0, 1]), np.array([-1, 1])], ids=["classes", "signs"])
def test_labels_are_of_the_kind_that_the_loss_takes(rows):
    def labels(name, Y):
        if not np.isin(Y, rows).all():
            raise ValueError

    seen = []
    loss_agrees(MSE._replace(labels=labels, value=lambda A, Y: (seen.append(Y), MSE.value(A, Y))[1]))
    assert set(np.unique(np.concatenate([Y.ravel() for Y in seen]))) == set(rows)


def test_a_loss_that_takes_no_labels_is_refused():
    def labels(name, Y):
        raise ValueError

    with pytest.raises(ValueError, match=r"^mse takes no labels that are tried: any numbers, from 0 to 1, "):
        loss_agrees(MSE._replace(labels=labels))


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("Sum(delta*(a[q] - y[q]), (q, 1, k))", "delta"),
        ("(a[q] - y[q])**2/2", r"a, a\[q\], q, y, y\[q\]"),
        ("Sum(a[q + 1], (q, 1, k))", r"a, a\[4\]"),
    ],
)
def test_a_formula_with_an_open_name_is_refused(formula, names):
    with pytest.raises(ValueError, match=rf"^the formula of mse leaves {names} open; expected a\[q\] and y\[q\], "):
        loss_agrees(MSE._replace(formula=formula))
