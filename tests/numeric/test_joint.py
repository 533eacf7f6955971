"""Softmax and its Jacobian against SymPy's derivative of the definition, in exact numbers."""

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop.numeric.joint import softmax, softmax_jacobian

VECTORS = arrays(np.float64, st.integers(1, 5), elements=st.floats(-30, 30))


def definition(size):
    """a and da_q/dz_t as functions of mpmath numbers."""
    z = sympy.symbols(f"z:{size}")
    a = sympy.Matrix([sympy.exp(entry) / sum(map(sympy.exp, z)) for entry in z])
    return sympy.lambdify(z, a, "mpmath"), sympy.lambdify(z, a.jacobian(z), "mpmath")


DEFINITIONS = {size: definition(size) for size in range(1, 6)}


@given(VECTORS)
def test_softmax_and_jacobian_are_the_definition_and_its_derivative(z):
    a, da_dz = (np.array(f(*z).tolist(), dtype=float) for f in DEFINITIONS[z.size])
    np.testing.assert_allclose(softmax(z), a.ravel(), rtol=1e-13, atol=0)
    np.testing.assert_allclose(softmax_jacobian(z), da_dz, rtol=1e-13, atol=1e-15)


@given(VECTORS)
def test_the_complex_step_of_softmax_is_the_jacobian(z):
    steps = [softmax(z + 1e-30j * unit).imag / 1e-30 for unit in np.eye(z.size)]
    np.testing.assert_allclose(np.transpose(steps), softmax_jacobian(z), rtol=1e-13, atol=1e-15)


def test_at_1000_nothing_overflows():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(softmax([1000, -1000, 1000]), [0.5, 0, 0.5])
        np.testing.assert_array_equal(softmax_jacobian([1000.0, 1000.0]), [[0.25, -0.25], [-0.25, 0.25]])


def test_the_peak_of_complex_z_is_the_largest_real_part():
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(softmax(np.array([1000 - 1j, -1000 + 1j]))).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_dtype_stays_and_the_argument_is_left_alone(dtype):
    z = np.array([0.5, -1, 2], dtype)[::-1]
    z.setflags(write=False)
    assert (softmax(z).dtype, softmax(z).shape) == (dtype, (3,))
    assert (softmax_jacobian(z).dtype, softmax_jacobian(z).shape) == (dtype, (3, 3))


@pytest.mark.parametrize("function", [softmax, softmax_jacobian])
@pytest.mark.parametrize(
    ("z", "sentence"),
    [
        ([[1.0], [2.0]], "z has shape (2, 1); expected (k,). Pass np.ravel(z)."),
        (1.0, "z has shape (); expected (k,). Pass an array of shape (k,)."),
        ([], "z has shape (0,) and so no entries; expected at least one."),
        ([0, np.nan], "z[1] is nan; expected finite numbers."),
    ],
)
def test_what_is_not_a_vector_is_refused(function, z, sentence):
    with pytest.raises(ValueError, match=r"^z") as refusal:
        function(z)
    assert str(refusal.value).startswith(sentence)
