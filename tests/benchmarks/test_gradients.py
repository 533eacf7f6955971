"""What `make bench` times computes the right thing; how long it takes is no matter of a test."""

import numpy as np
import pytest

from benchmarks.contenders import CONTENDERS, numeric, products, task
from benchmarks.gradients import agree, written

SIZES, M = (6, 5, 4, 3), 7
EVERY_DTYPE = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@EVERY_DTYPE
@pytest.mark.parametrize("name", ["autograd", "scikit-learn"])
def test_contenders_agree(name, dtype):
    """Those of the test extra; `make bench` asks the same of everyone before it times them."""
    same = task(SIZES, M, dtype)
    run = CONTENDERS[name](same)
    for _ in range(2):
        agree(run(), numeric(same)(), name)


@EVERY_DTYPE
def test_what_disagrees_is_not_timed(dtype):
    dW, db = numeric(task(SIZES, M, dtype))()
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

    same = task(SIZES, M, dtype)
    run = products(same)
    (pairs,) = (cell.cell_contents for cell in run.__closure__)
    pairs[:] = [(P.view(Spy), Q) for P, Q in pairs]
    run()
    (n0, n1, n2, n3), dtypes = SIZES, (np.dtype(dtype),) * 2
    forward = [((M, n0), (n0, n1)), ((M, n1), (n1, n2)), ((M, n2), (n2, n3))]
    by_weights = [((n2, M), (M, n3)), ((n1, M), (M, n2)), ((n0, M), (M, n1))]
    backward = [((M, n3), (n3, n2)), ((M, n2), (n2, n1))]
    assert seen == [(*shapes, *dtypes) for shapes in forward + by_weights + backward]


def test_networks_are_written_by_their_sizes():
    assert [written((64, 32, 10)), written((1024,) * 6)] == ["64-32-10", "1024 x 5"]
