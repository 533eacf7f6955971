"""Those who learn to read digits: everyone learns, and who does not learn enough is not timed."""

import numpy as np
import pytest

from backprop.teaching.digits import digits
from benchmarks.digits import BATCH, numeric, scikit_learn, seconds_and_epochs


@pytest.mark.parametrize("learner", [numeric, scikit_learn])
def test_one_epoch_more_than_halves_the_mistakes_of_chance(learner):
    data = digits()
    data = data._replace(**{name: part.astype(np.float32) for name, part in data._asdict().items()})
    epoch, predict = learner(data, 0)
    for number in range(1, 4):
        epoch(number)
    assert np.mean(predict(data.X_test) == data.Y_test.argmax(axis=1)) > 0.55


def test_the_time_is_that_of_the_epochs_alone():
    data = digits()
    classes, calls = data.Y_test.argmax(axis=1), []
    seconds, epochs = seconds_and_epochs(calls.append, lambda X: classes if len(calls) == 3 else 0 * classes, data)
    assert (epochs, calls) == (3, [1, 2, 3]) and 0 <= seconds < 1


def test_who_never_reads_enough_is_not_timed():
    data = digits()
    with pytest.raises(AssertionError, match=r"^after 60 epochs not 96% of the digits are read"):
        seconds_and_epochs(lambda number: None, lambda X: np.zeros(len(X)), data)
    assert len(data.X) > BATCH
