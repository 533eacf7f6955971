"""Derivatives by steps, against the quotients of `checking` and NumPy's single precision: equal to the last bit."""

import numpy as np
import pytest

from backprop.checking.numerical_gradient import central_difference

STEPS = [2.0**-k for k in range(1, 51)]


def bell(u):
    return 1 / (1 + u * u)


def quotients(way, x, h):
    if way == "single":
        x, h = np.float32(x), np.float32(h)
        return float((bell(x + h) - bell(x - h)) / (2 * h))
    if way == "one-sided":
        return (bell(x + h) - bell(x)) / h
    if way == "complex":
        return bell(complex(x, h)).imag / h
    return float(central_difference(lambda at: bell(at[0]), [x], step=h / max(1, abs(x)))[0])


@pytest.mark.parametrize("way", ["one-sided", "central", "single", "complex"])
def test_quotients(called, rng, way):
    cases = [(way, float(np.float32(x)), h) for x in [2.0, *rng.uniform(-1, 1, size=9)] for h in STEPS]
    cases = [(way, x, h) for way, x, h in cases if way != "single" or h > 1e-7]
    found = [one["quotient"] for one in called("steps", "quotient", cases)]
    expected = [quotients(*case) for case in cases]
    np.testing.assert_allclose(found, expected, rtol=1e-12 if way == "complex" else 0)


def test_the_error_is_that_of_the_slope(called, rng):
    points = rng.uniform(-3, 3, size=200)
    exact = [bell(complex(x, 1e-30)).imag / 1e-30 for x in points]
    np.testing.assert_allclose(called("steps", "slope", [[x] for x in points]), exact, rtol=1e-12)
    found = called("steps", "error", [["central", 2.0, h] for h in STEPS])
    expected = [abs(quotients("central", 2.0, h) + 0.16) for h in STEPS]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-16)
