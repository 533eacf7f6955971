"""What `make bench` times computes the right thing; how long it takes is no matter of a test."""

import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS
from benchmarks import gradients
from benchmarks.contenders import CONTENDERS, numeric, products, task, with_update, without_update
from benchmarks.gradients import agree

SIZES, M = (6, 5, 4, 3), 7
EVERY_DTYPE = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@EVERY_DTYPE
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", ["autograd", "scikit-learn"])
def test_contenders_agree(name, activation, dtype):
    """Those of the test extra; `make bench` asks the same of everyone before it times them."""
    same = task(SIZES, M, dtype, activation)
    if (name, activation) == ("scikit-learn", "softplus"):
        with pytest.raises(KeyError):
            CONTENDERS[name](same)
        return
    run = CONTENDERS[name](same)
    for _ in range(2):
        agree(run(), numeric(same)(), name)


@EVERY_DTYPE
def test_a_step_without_its_update_has_the_same_gradients(dtype):
    same = task(SIZES, M, dtype, "sigmoid")
    for one, other in zip(without_update(same)(), numeric(same)(), strict=True):
        for a, b in zip(one, other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_step_that_is_timed_leaves_the_task_alone():
    same = task(SIZES, M, np.float64, "sigmoid")
    before = [layer.W.copy() for layer in same.layers]
    with_update(same)()
    for layer, W in zip(same.layers, before, strict=True):
        np.testing.assert_array_equal(layer.W, W)


@EVERY_DTYPE
def test_what_disagrees_is_not_timed(dtype):
    dW, db = numeric(task(SIZES, M, dtype, "relu"))()
    with pytest.raises(AssertionError, match=r"^it has float.. gradients that are off by 1"):
        agree(((*dW[:-1], 2 * dW[-1]), db), (dW, db), "it")
    with pytest.raises(AssertionError, match=r"^it has float16 gradients"):
        agree(([g.astype(np.float16) for g in dW], db), (dW, db), "it")
    with pytest.raises(ValueError):
        agree((dW[:-1], db), (dW, db), "it")


@EVERY_DTYPE
def test_the_products_alone_are_those_of_the_network(dtype):
    """L forward, L by weights, L - 1 backward, of the network's shapes, in its type."""
    seen = []

    class Spy(np.ndarray):
        def __matmul__(self, other):
            seen.append((self.shape, other.shape, self.dtype, other.dtype))

    same = task(SIZES, M, dtype, "sigmoid")
    run = products(same)
    (pairs,) = (cell.cell_contents for cell in run.__closure__)
    pairs[:] = [(P.view(Spy), Q) for P, Q in pairs]
    run()
    (n0, n1, n2, n3), dtypes = SIZES, (np.dtype(dtype),) * 2
    forward = [((M, n0), (n0, n1)), ((M, n1), (n1, n2)), ((M, n2), (n2, n3))]
    by_weights = [((n2, M), (M, n3)), ((n1, M), (M, n2)), ((n0, M), (M, n1))]
    backward = [((M, n3), (n3, n2)), ((M, n2), (n2, n1))]
    assert seen == [(*shapes, *dtypes) for shapes in forward + by_weights + backward]


def test_the_table_has_a_row_for_everyone_who_was_there():
    columns = {"one": {"products alone": "1 μs", "PyTorch": "2.00 (1.00)"}, "largest error": {"PyTorch": "1e-15"}}
    assert gradients.table("sigmoid, float32", columns).split("\n") == [
        "| sigmoid, float32 | one | largest error |",
        "|:--|--:|--:|",
        "| products alone | 1 μs |  |",
        "| PyTorch | 2.00 (1.00) | 1e-15 |",
    ]


def test_the_activations_that_are_timed_are_all_there_are():
    assert set(gradients.ACTIVATIONS) == set(ACTIVATIONS)
