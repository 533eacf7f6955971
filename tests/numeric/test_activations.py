"""Every activation against its own formula, differentiated by SymPy and evaluated in high precision by mpmath."""

from functools import cache

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import example, given
from hypothesis import strategies as st

from backprop.numeric import ACTIVATIONS
from backprop.numeric.activations import sigmoid, tanh_prime, value_and_prime

ANALYTIC_ONES = [activation for activation in ACTIVATIONS.values() if activation.analytic]
ALL = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
ANALYTIC = pytest.mark.parametrize("activation", ANALYTIC_ONES, ids=[activation.name for activation in ANALYTIC_ONES])
WITH_DTYPES = [(activation, dtype) for activation in ACTIVATIONS.values() for dtype in (np.float32, np.float64)]
WITH_DTYPES += [(activation, dtype) for activation in ANALYTIC_ONES for dtype in (np.complex64, np.complex128)]
DTYPE_IDS = [f"{activation.name}-{dtype.__name__}" for activation, dtype in WITH_DTYPES]
EVERY_DTYPE = pytest.mark.parametrize(("activation", "dtype"), WITH_DTYPES, ids=DTYPE_IDS)
TAILS = [0.0, -0.0, 1e-300, 1e-20, -1e-8, 0.5, -0.5, 1.0, -1.0, 20.0, -20.0, 36.7368, -40.0, 40.0, -100.0, 100.0]
TAILS += [350.0, -350.0, 700.0, -700.0, 709.0, -740.0, 1000.0, -1000.0]


@cache
def formulas(activation):
    """The formula and SymPy's first and second derivative of it, as functions of mpmath numbers."""
    z = sympy.Symbol("z", real=True)
    value = sympy.sympify(activation.formula, locals={"z": z}).rewrite(sympy.Piecewise)
    return [sympy.lambdify(z, expression, "mpmath") for expression in (value, value.diff(z), value.diff(z, 2))]


def exact(function, z):
    """The function at z to 50 digits at least, after all that cancels at 1e-300 or at 1000."""
    with mpmath.workdps(400 + int(abs(z))):
        return function(mpmath.mpmathify(z))


def size(z, expected, slope):
    """What a right value may be off relative to: itself, or where it passes through 0, the terms that cancel there."""
    return max(abs(expected), min(1, abs(z)) * abs(slope))


def assert_close(z, actual, expected, slope):
    """Equal to 8 roundings of the type, or where |z| is larger to as many as one rounding of z makes of exp(z)."""
    limits = np.finfo(actual.dtype)
    with mpmath.workdps(50):
        error = abs(mpmath.mpmathify(float(actual)) - expected)
        bound = max(8, abs(z)) * float(limits.eps) * max(size(z, expected, slope), float(limits.tiny))
    assert error <= bound, (actual, expected)


def assert_right(activation, z):
    if z == 0 and not activation.analytic:
        return  # a kink: the convention there has a test of its own
    value, prime, second = (exact(formula, float(z)) for formula in formulas(activation))
    with np.errstate(all="raise", under="ignore"):  # a tail below 1e-308 is 0: nothing nearer to it exists
        assert_close(float(z), activation.value(z), value, prime)
        assert_close(float(z), activation.prime(z), prime, second)


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(x=st.floats(-1000, 1000))
def test_value_and_prime_are_the_formula_and_its_derivative(activation, dtype, x):
    assert_right(activation, dtype(x))


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("x", TAILS)
def test_the_tails_are_those_of_the_formula(activation, dtype, x):
    assert_right(activation, dtype(x))


@ANALYTIC
@pytest.mark.parametrize("part", [0, 1], ids=["value", "prime"])
@given(re=st.floats(-30, 30), im=st.floats(-1, 1))
@example(re=0.0, im=0.5)
@example(re=-0.0, im=-0.5)
@example(re=-12.0, im=1e-30)
def test_complex_numbers_continue_the_formula(activation, part, re, im):
    z = complex(re, im)
    actual = (activation.value, activation.prime)[part](np.complex128(z))
    expected, slope = (complex(exact(formula, z)) for formula in formulas(activation)[part : part + 2])
    assert abs(actual - expected) <= 1e-14 * size(z, expected, slope)


@ANALYTIC
@given(x=st.floats(-100, 100))
def test_the_complex_step_of_value_is_prime(activation, x):
    for point in [x, *(tail for tail in TAILS if abs(tail) <= 100)]:
        step, prime = activation.value(np.complex128(complex(point, 1e-80))).imag / 1e-80, activation.prime(point)
        assert abs(step - prime) <= 1e-13 * size(point, prime, exact(formulas(activation)[2], point))


@EVERY_DTYPE
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (0, 2)])
def test_dtype_and_shape_stay(activation, dtype, shape):
    z = np.full(shape, 0.25, dtype)
    z.setflags(write=False)
    for function in (activation.value, activation.prime):
        result = function(z)
        assert (result.dtype, result.shape) == (z.dtype, z.shape)
        assert not np.shares_memory(result, z)


@ALL
def test_whole_numbers_and_lists_become_float64(activation):
    for function in (activation.value, activation.prime):
        for z in (np.array([-2, 0, 3]), np.array([-2, 0, 3], np.int8), [-2, 0, 3]):
            assert function(z).dtype == np.float64
            np.testing.assert_array_equal(function(z), function(np.array([-2.0, 0.0, 3.0])))


@EVERY_DTYPE
def test_nothing_but_an_underflow_at_1000(activation, dtype):
    z = np.array([-1000, 0, 1000], dtype)
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(activation.value(z)).all()
        assert np.isfinite(activation.prime(z)).all()


@ALL
def test_nan_is_not_hidden(activation):
    assert np.isnan(activation.value(np.nan))
    *_, second = formulas(activation)
    if second(-1.0) or second(1.0):  # else the slope is a number, whatever z is: identity, ReLU
        assert np.isnan(activation.prime(np.nan))


def test_tails_keep_their_digits():
    assert sigmoid(-40.0) == pytest.approx(4.248354255291589e-18, rel=1e-14, abs=0)
    assert tanh_prime(40.0) == pytest.approx(4 * np.exp(-80), rel=1e-14, abs=0)


def test_relu_prime_at_0_is_0_by_convention():
    relu = ACTIVATIONS["relu"]
    np.testing.assert_array_equal(relu.prime([-1.0, -0.0, 0.0, 1e-300, 1.0]), [0, 0, 0, 1, 1])
    np.testing.assert_array_equal(relu.value([-1.0, -0.0, 0.0, 2.0]), [0, 0, 0, 2])


@pytest.mark.parametrize("activation", [a for a in ACTIVATIONS.values() if not a.analytic], ids=lambda a: a.name)
def test_what_is_not_analytic_refuses_complex_numbers(activation):
    for function in (activation.value, activation.prime):
        with pytest.raises(TypeError) as refusal:
            function(1j)
        assert f"z is complex, and {function.__name__} is not analytic; expected real z." in str(refusal.value)
        assert "central differences" in str(refusal.value)


@ALL
def test_what_is_not_a_number_is_refused(activation):
    for function in (activation.value, activation.prime):
        with pytest.raises(
            TypeError, match=r"^z has dtype bool; expected numbers: float32, float64 or integers\. Pass "
        ):
            function([True, False])


def test_the_table_is_keyed_by_name():
    assert [a.name for a in ACTIVATIONS.values()] == list(ACTIVATIONS)
    assert {a.name: a.analytic for a in ACTIVATIONS.values()}.items() >= {"relu": False, "sigmoid": True}.items()


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ("tanh", 'activation is the name tanh; expected an Activation. Pass ACTIVATIONS["tanh"].'),
        (sigmoid, 'activation is the function sigmoid; expected an Activation. Pass ACTIVATIONS["sigmoid"].'),
        (
            "heaviside",
            "activation is the name heaviside; expected an Activation. "
            f"Pass one of ACTIVATIONS: {', '.join(ACTIVATIONS)}.",
        ),
        (3, "activation is the int 3; expected an Activation. Pass one of ACTIVATIONS: "),
        (None, "activation is the NoneType None; expected an Activation. Pass one of ACTIVATIONS: "),
    ],
)
def test_another_thing_than_an_activation_is_refused(given_, sentence):
    with pytest.raises(TypeError) as refusal:
        value_and_prime(given_)
    assert str(refusal.value).startswith(sentence)
