"""Value and slope in one go: the same numbers as apart, from one exponential, and nothing that is given is changed."""

import numpy as np
import pytest

from backprop.numeric import ACTIVATIONS
from backprop.numeric.activations import FAR, TOGETHER, with_prime

ALL = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
WITH_DTYPES = [
    pytest.param(activation, dtype, id=f"{activation.name}-{dtype.__name__}")
    for activation in ACTIVATIONS.values()
    for dtype in (np.float32, np.float64, np.complex64, np.complex128)
    if activation.analytic or issubclass(dtype, np.floating)
]
EVERY_DTYPE = pytest.mark.parametrize(("activation", "dtype"), WITH_DTYPES)
POINTS = [0, -0.0, 1e-20, 0.5, -0.5, 3, -3, 40, -40, 79, -79, 81, -81, 100, -100, 700, -700, 730, -730, 1000, -1000]


def both(activation, z):
    """Value and slope, the slope of the identity written out."""
    with np.errstate(all="ignore"):
        value, slope = with_prime(activation, z)
    return value, np.broadcast_to(np.asarray(slope, z.dtype), z.shape)


@EVERY_DTYPE
@pytest.mark.parametrize("order", ["C", "F"])
def test_they_are_what_they_are_apart(activation, dtype, order):
    z = np.array(POINTS, dtype).reshape(3, 7, order=order)
    z.setflags(write=False)
    for together, apart in zip(both(activation, z), (activation.value(z), activation.prime(z)), strict=True):
        assert together.dtype == z.dtype
        np.testing.assert_array_equal(together, apart)


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_far_entry_changes_no_other(activation, dtype):
    """What is repaired left or right of FAR is repaired there alone."""
    alone = [both(activation, np.array([point], dtype)) for point in POINTS]
    for together, expected in zip(both(activation, np.array(POINTS, dtype)), zip(*alone, strict=True), strict=True):
        np.testing.assert_array_equal(together, np.concatenate(expected))


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_jumps_where_the_repair_begins(activation, dtype):
    for edge in (-FAR, FAR):
        z = np.array([np.nextafter(dtype(edge), dtype(-1000)), edge, np.nextafter(dtype(edge), dtype(1000))], dtype)
        for part in both(activation, z):
            np.testing.assert_allclose(part, part[1], rtol=200 * np.finfo(dtype).eps, atol=0)


@pytest.mark.parametrize(("name", "function"), [("sigmoid", "exp"), ("softplus", "exp"), ("tanh", "cosh")])
def test_one_exponential_is_enough(name, function, monkeypatch):
    calls = []
    original = getattr(np, function)
    monkeypatch.setattr(np, function, lambda *given, **more: calls.append(given) or original(*given, **more))
    with_prime(ACTIVATIONS[name], np.array([-1.0, 2.0]))
    assert len(calls) == 1


@ALL
def test_an_activation_with_another_slope_keeps_it(activation):
    """A pair is what is known, not a name: a slope that was exchanged is the one that is taken."""
    z = np.array([-1.0, 2.0])
    value, slope = with_prime(activation._replace(prime=lambda z: 7 + z), z)
    np.testing.assert_array_equal(value, activation.value(z))
    np.testing.assert_array_equal(slope, [6, 9])
    value, slope = with_prime(activation._replace(value=lambda z: 7 + z), z)
    np.testing.assert_array_equal(value, [6, 9])
    np.testing.assert_array_equal(slope, activation.prime(z))


@EVERY_DTYPE
@pytest.mark.parametrize("far", [-1000.0, 1000.0, -100.0, 100.0])
def test_nan_goes_through_and_spoils_no_other_entry(activation, dtype, far):
    z = np.array([np.nan, far, 1.0], dtype)
    for with_nan, without in zip(both(activation, z), both(activation, z[1:]), strict=True):
        np.testing.assert_array_equal(with_nan[1:], without)
        assert np.isfinite(with_nan[1:]).all()
    assert np.isnan(both(activation, z)[0][0])


def test_every_pair_is_one_of_the_table():
    assert set(TOGETHER) <= {(activation.value, activation.prime) for activation in ACTIVATIONS.values()}
