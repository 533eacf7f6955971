from dataclasses import replace

import pytest

from backprop.checking import agrees
from backprop.checking.mistakes import CHECKS, MISTAKES, SUBJECTS, caught
from backprop.numeric import ACTIVATIONS


@pytest.mark.parametrize("which", range(3), ids=["distinct", "another order", "square"])
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_is_caught_by_every_check_of_values(mistake, which):
    found = caught(mistake.gradients, mistake.subject, ACTIVATIONS["sigmoid"], mistake.subject.sizes[which])
    assert {check: found[check] for check in CHECKS[1:]} == dict.fromkeys(CHECKS[1:], True)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_harmless_for_these_activations_only(mistake, activation):
    found = caught(mistake.gradients, mistake.subject, activation, mistake.subject.sizes[0])
    assert found["SymPy"] == (activation.name not in mistake.harmless)


@pytest.mark.parametrize("which", range(3), ids=["distinct", "another order", "square"])
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_the_right_code_is_not_caught(subject, activation, which):
    found = caught(subject.gradients, subject, activation, subject.sizes[which])
    complex_step = False if activation.analytic or not subject.activations else None
    assert found == {"shapes": False, "SymPy": False, "central differences": False, "complex step": complex_step}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_spoils_the_gradient_that_it_names(mistake):
    """The others are right: what is caught is the mistake, not something else."""
    subject = mistake.subject

    def mended(*arguments):
        wrong, right = mistake.gradients(*arguments), subject.gradients(*arguments)
        return wrong._replace(**{mistake.field: getattr(right, mistake.field)})

    activations = [ACTIVATIONS["sigmoid"]] * subject.activations
    square = subject.sizes[-1]
    found = agrees(mended, subject.model, subject.cost, *activations, sizes=[square], labels=subject.labels)
    assert mistake.field in found.gradients


def test_what_the_right_code_refuses_counts_as_no_mistake():
    """Or every mistake of a model would pass for caught as soon as its code refuses what is drawn."""
    subject = replace(SUBJECTS["batch"], gradients=refusing)
    for mistake in MISTAKES.values():
        if mistake.subject is SUBJECTS["batch"]:
            with pytest.raises(ValueError, match="the target is refused"):
                caught(mistake.gradients, subject, ACTIVATIONS["sigmoid"], subject.sizes[0])


def refusing(*_):
    raise ValueError("the target is refused")


def test_labels_that_are_not_given_are_refused_by_name():
    subject = replace(SUBJECTS["batch"], labels=("T",))
    with pytest.raises(ValueError, match="labels names T; given are X, W, b, Y"):
        caught(subject.gradients, subject, ACTIVATIONS["sigmoid"], subject.sizes[0])
