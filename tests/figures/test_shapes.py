"""The products of a layer for a batch, against `numeric.batch`."""

import numpy as np

from backprop.numeric import batch
from backprop.numeric.activations import ACTIVATIONS


def drawn(rng, count, square):
    for _ in range(count):
        m, n, k = rng.choice(np.arange(1, 8), size=3, replace=False)
        k = n if square else k
        yield rng.normal(size=(m, n)), rng.normal(size=(n, k)), rng.normal(size=(m, k))


def test_products_are_those_of_the_batch(called, rng):
    cases = [*drawn(rng, 30, square=False), *drawn(rng, 10, square=True)]
    linear = ACTIVATIONS["identity"]
    expected = {"Z": [], "dW": [], "dX": []}
    for X, W, Delta in cases:
        Z = batch.forward(X, W, np.zeros(W.shape[1]), linear).Z
        gradients = batch.gradients(X, W, np.zeros(W.shape[1]), Z - len(X) * Delta, linear)  # so that Delta is Delta
        for name, one in zip(expected, (Z, gradients.dE_dW, gradients.dE_dX), strict=True):
            expected[name].append(one)
    for name, arrays in expected.items():
        found = called("shapes", "multiplied", [[name, *case] for case in cases])
        for one, array in zip(found, arrays, strict=True):
            np.testing.assert_allclose(one, array, rtol=1e-12, atol=1e-14)


def test_without_the_transpose_it_fits_only_where_it_hides(called, rng):
    names = [("wrong", *case) for case in drawn(rng, 20, square=False)]
    assert called("shapes", "multiplied", names) == [None] * 20
    cases = list(drawn(rng, 20, square=True))
    for (_, W, Delta), found in zip(
        cases, called("shapes", "multiplied", [["wrong", *case] for case in cases]), strict=True
    ):
        np.testing.assert_allclose(found, Delta @ W, rtol=1e-12, atol=1e-14)
