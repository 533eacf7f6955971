"""The gradient check: what it passes, what it refuses, and what it takes the cause to be."""

import numpy as np
import pytest

from backprop.checking import check_gradient
from backprop.checking.gradient_check import GradientError, central_difference, complex_step
from backprop.numeric import ACTIVATIONS
from backprop.numeric.joint import softmax, softmax_jacobian
from backprop.numeric.single_layer import cost, forward, gradients, gradients_joint

SIGMOID, RELU = ACTIVATIONS["sigmoid"], ACTIVATIONS["relu"]
BOTH_WAYS = pytest.mark.parametrize("analytic", [True, False], ids=["complex", "central"])
SIZES = pytest.mark.parametrize(("k", "n"), [(2, 3), (3, 2), (3, 3), (1, 3), (3, 1), (1, 1)])


def a_layer(k, n, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((k, n)), rng.standard_normal(n), rng.standard_normal(k), rng.standard_normal(k)


def cost_of_w(k, n):
    """The cost as a function of w, its gradient, and w."""
    w, x, b, y = a_layer(k, n)
    return lambda w: cost(forward(w, x, b, SIGMOID).a, y), gradients(w, x, b, y, SIGMOID).dE_dw, w


def message(f, gradient, at, **options):
    with pytest.raises(GradientError) as failure:
        check_gradient(f, gradient, at, **options)
    return str(failure.value)


@SIZES
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_right_gradients_pass(activation, k, n):
    w, x, b, y = a_layer(k, n)
    found = gradients(w, x, b, y, activation)
    for analytic in {False, activation.analytic}:
        worst = [
            check_gradient(lambda w: cost(forward(w, x, b, activation).a, y), found.dE_dw, w, analytic=analytic),
            check_gradient(lambda b: cost(forward(w, x, b, activation).a, y), found.dE_db, b, analytic=analytic),
            check_gradient(lambda x: cost(forward(w, x, b, activation).a, y), found.dE_dx, x, analytic=analytic),
        ]
        assert max(worst) <= (1e-14 if analytic else 1e-7)
        assert {type(error) for error in worst} == {float}


def test_joint_gradients_pass():
    w, x, b, y = a_layer(3, 2)
    found = gradients_joint(w, x, b, y, softmax, softmax_jacobian)
    assert check_gradient(lambda w: cost(softmax(w @ x + b), y), found.dE_dw, w, analytic=True) <= 1e-14


@BOTH_WAYS
@SIZES
def test_one_wrong_entry_is_found_wherever_it_is(analytic, k, n):
    f, gradient, at = cost_of_w(k, n)
    least = 1e-13 if analytic else 1e-6
    for i in np.ndindex(at.shape):
        wrong = gradient.copy()
        wrong[i] += least * np.abs(gradient).max()
        assert f"The worst is {list(i)}:" in message(f, wrong, at, analytic=analytic)


def test_numerical_gradients_in_numbers():
    at = np.array([[1.0, -2.0], [0.5, 1e6]])
    exact = 3 * at**2
    np.testing.assert_allclose(complex_step(lambda a: np.sum(a**3), at), exact, rtol=1e-15)
    found = central_difference(lambda a: np.sum(a[:, :1] ** 3), at[:, :1])
    np.testing.assert_allclose(found, exact[:, :1], rtol=1e-9)
    np.testing.assert_allclose(central_difference(lambda a: np.sum(a**3), at[1:, 1:]), exact[1:, 1:], rtol=1e-9)
    coarse = central_difference(lambda a: a[()] ** 3, np.array(2.0), step=0.05)  # h is 0.05 * 2, the error is h^2
    assert coarse == pytest.approx(12 + 0.1**2, rel=1e-12)


@pytest.mark.parametrize("numerical", [central_difference, complex_step])
def test_the_point_is_left_alone_and_may_be_a_view(numerical):
    at = np.arange(6.0).reshape(2, 3).T[::2]
    before = at.copy()
    at.setflags(write=False)

    def tramples(a):
        a *= a
        return np.sum(a)

    np.testing.assert_allclose(numerical(tramples, at), 2 * at, atol=1e-9)
    np.testing.assert_array_equal(at, before)


def test_the_message_shows_the_entry_both_values_and_the_error():
    assert message(lambda a: np.sum(a**2), [2.0, -4.0], at=[1.0, 2.0], name="dE_db", analytic=True) == (
        "dE_db is not the gradient: 1 of 2 entries are wrong. The worst is [1]:\n"
        "  given      -4\n"
        "  numerical   4  by complex step\n"
        "  error      2.0e+00 of the largest entry; allowed 1.0e-14\n"
        "  likely cause: not a constant factor: their ratio runs from -1 to 1. "
        "A factor that depends on the entry, such as sigma', may be wrong."
    )


def test_the_message_shows_the_digits_that_differ_and_no_others():
    f, at = (lambda a: np.sum(a**2)), [1 / 3, 2.0]
    assert "given       0.33333\n  numerical   0.66667  by central" in message(f, [1 / 3, 4], at)
    assert "given       4.00000004\n  numerical   4  by complex" in message(f, [2 / 3, 4.00000004], at, analytic=True)


@pytest.mark.parametrize(("given", "error"), [([-2.0, -8.0], "5.0e-01"), ([-2.0, -3.0], "2.5e-01")])
@BOTH_WAYS
def test_the_error_is_relative_to_the_largest_entry_of_either_sign(given, error, analytic):
    assert f"error      {error} of" in message(lambda a: -np.sum(a**2), given, [1.0, 2.0], analytic=analytic)


def test_the_digits_shown_do_not_depend_on_the_unit():
    found = message(lambda a: 1e6 * np.sum(a**2), [2000001.0], [1.0], analytic=True)
    assert "given       2000001\n  numerical   2000000  by complex" in found


@BOTH_WAYS
def test_the_worst_of_several_wrong_entries_is_shown(analytic):
    found = message(lambda a: np.sum(a**2), [2.1, 5.0, 2.1], [1.0, 2.0, 1.0], analytic=analytic)
    assert "3 of 3 entries are wrong. The worst is [1]:" in found


def sigmoid_slope_of(at):
    """sigma'(z_j) as a column, at the w of `cost_of_w`."""
    _, x, b, _ = a_layer(*at.shape)
    return SIGMOID.prime(forward(at, x, b, SIGMOID).z)[:, np.newaxis]


@BOTH_WAYS
@pytest.mark.parametrize(
    ("mistake", "k", "n", "cause"),
    [
        (lambda g, w: -g, 2, 3, "the sign is flipped."),
        (
            lambda g, w: 2 * g,
            3,
            4,
            "it is 2 times the gradient, perhaps by the 2 of the square's derivative or the 1/2 of",
        ),
        (
            lambda g, w: g / 2,
            3,
            3,
            "it is 1/2 times the gradient, perhaps by the 2 of the square's derivative or the 1/2",
        ),
        (lambda g, w: g / 2, 2, 3, "or the 1/2 of the cost or the size of axis 0"),
        (lambda g, w: g / 4, 3, 4, "it is 1/4 times the gradient, perhaps by the size of axis 1."),
        (lambda g, w: 3 * g, 3, 3, "it is 3 times the gradient, perhaps by the size of axis 0 or the size of axis 1."),
        (lambda g, w: g / 7, 2, 3, "it is 1/7 times the gradient, perhaps by a size, in a sum or a mean."),
        (lambda g, w: -2 * g, 3, 3, "it is -2 times the gradient, perhaps by the 2 of the square's"),
        (lambda g, w: 1.1 * g, 2, 3, "it is 1.1 times the gradient."),
        (lambda g, w: g.T, 3, 3, "it is transposed."),
        (lambda g, w: -g.T, 3, 3, "it is transposed, and the sign is flipped."),
        (lambda g, w: 0 * g, 2, 3, "every entry is 0."),
        (lambda g, w: g * (1 - np.eye(2, 3)), 2, 3, "2 of 6 entries are 0 and should not be, first [0, 0]; the others"),
        (
            lambda g, w: np.tile(g.sum(0), (2, 1)),
            2,
            3,
            "every entry is the gradient's sum over axis 0: a sum too many.",
        ),
        (
            lambda g, w: np.tile(g.sum(1), (3, 1)).T,
            2,
            3,
            "every entry is the gradient's sum over axis 1: a sum too many.",
        ),
        (
            lambda g, w: g.T.reshape(2, 3),
            2,
            3,
            "the right numbers in the wrong places: an index, an order or a reshape.",
        ),
        (lambda g, w: g[::-1], 2, 3, "the right numbers in the wrong places"),
        (
            lambda g, w: g / sigmoid_slope_of(w),
            2,
            3,
            "the same along each row: a factor with the row's index, such as sigma'",
        ),
        (
            lambda g, w: g * [1, 2, 4],
            2,
            3,
            "their ratio runs from 1 to 4, the same along each column: a factor with the co",
        ),
        (
            lambda g, w: g / sigmoid_slope_of(w),
            3,
            1,
            "A factor that depends on the entry, such as sigma', may be wrong.",
        ),
        (
            lambda g, w: g * [[1, 2, 1], [1, 1, 1]],
            2,
            3,
            "not a constant factor: their ratio runs from 1 to 2. A factor",
        ),
    ],
)
def test_the_likely_cause_of_wrong_values(mistake, k, n, cause, analytic):
    f, gradient, at = cost_of_w(k, n)
    found = message(f, mistake(gradient, at), at, analytic=analytic)
    assert cause in found.split("likely cause: ")[1]


def test_a_wrong_entry_beside_a_right_zero():
    f, at = (lambda a: a[0] ** 2), [1.0, 3.0]
    assert "likely cause: only entries that should be close to 0 are wrong." in message(f, [2.0, 1.0], at)


@BOTH_WAYS
@pytest.mark.parametrize(
    ("mistake", "cause"),
    [
        (lambda g: g.T, "it is the transpose of the gradient."),
        (lambda g: g.ravel(), "the numbers are right; pass them in the shape (2, 3)."),
        (lambda g: g[np.newaxis], "the numbers are right; pass them in the shape (2, 3)."),
        (lambda g: np.stack([g / 4, 3 * g / 4]), "a sum is missing: summed over axis 0 it is the gradient."),
        (lambda g: np.stack([g / 4, 3 * g / 4], axis=2), "a sum is missing: summed over axis 2 it is the gradient."),
        (lambda g: g.sum(0), "it is the gradient summed over axis 0, which must stay."),
        (lambda g: g.sum(1, keepdims=True), "it is the gradient summed over axis 1, which must stay."),
        (
            lambda g: np.float64(1),
            "not a transpose, a reshape, a diagonal, or a sum too many or too few; look for a br",
        ),
        (lambda g: np.ones((0, 3)), "not a transpose, a reshape, a diagonal"),
    ],
)
def test_the_likely_cause_of_a_wrong_shape(mistake, cause, analytic):
    f, gradient, at = cost_of_w(2, 3)
    wrong = mistake(gradient)
    assert message(f, wrong, at, analytic=analytic, name="dE_dw").startswith(
        f"dE_dw has shape {wrong.shape}; expected (2, 3), the shape of its variable.\n  likely cause: {cause}"
    )


def test_a_diagonal_matrix_for_a_vector():
    f, at = (lambda a: np.sum(a**2)), np.array([1.0, 2.0, 3.0])
    assert "its diagonal is the gradient: a diagonal matrix was not multiplied out." in message(f, np.diag(2 * at), at)


@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (1,), ()])
def test_what_would_broadcast_is_refused(shape):
    at = np.ones(3)
    assert "expected (3,), the shape of its variable" in message(lambda a: np.sum(a**2), np.full(shape, 2.0), at)


def test_a_function_that_ignores_its_argument():
    x = np.array([1.0, 2.0])
    assert "f does not change with its argument; does it use it" in message(lambda v: np.sum(x**2), 2 * x, x)
    assert "or does not use its argument" in message(lambda v: np.sum(x**2), 2 * x, x, analytic=True)


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (
            lambda a: np.sum(np.abs(a)),
            "f returned the real number 3 for a complex argument: it drops the imaginary part",
        ),
        (lambda a: np.sum(a.real**2), "f returned the real number 5 for a complex argument"),
        (lambda a: float(a[0]), "f returned the real number 1 for a complex argument"),
        (lambda a: np.sum(RELU.value(a)), "f refuses a complex argument: z is complex, and relu is not analytic"),
        (lambda a: complex(a[0]).imag * 0 + float(str(a[0].real)), "f returned the real number 1"),
        (lambda a: np.sum(a**2) + np.sum(np.abs(a)), "along one direction it gives "),
        (lambda a: np.sum(a * np.conj(a)) + 0 * a[0], "along one direction it gives "),
        (lambda a: np.sum(a**2) + 1e-5 * a[1].real, "along one direction it gives "),
    ],
)
@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
def test_the_complex_step_refuses_what_is_not_analytic(f, sentence):
    for check in (
        lambda: complex_step(f, [1.0, 2.0]),
        lambda: check_gradient(f, [0.0, 0.0], [1.0, 2.0], analytic=True),
    ):
        with pytest.raises(GradientError) as refusal:
            check()
        assert str(refusal.value).startswith("the complex step needs an analytic f")
        assert sentence in str(refusal.value)
        assert str(refusal.value).endswith("or pass analytic=False for central differences.")


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (lambda a: np.sum(np.cos(1000 * a)), [0.001, 0.002]),
        (lambda a: np.sum(a**2) + 1e6, [1.0, 2.0]),
        (lambda a: np.sum(a**2) - 1e6, [1.0, 2.0]),
        (lambda a: a[0] + a[1], [0.3, -0.3]),
        (lambda a: np.sum((a / 1e6) ** 3), [-1e6, 5e5]),
        (lambda a: np.sum((a * 1e6) ** 3), [1e-6, 2e-6]),
    ],
    ids=["curved", "raised", "lowered", "through 0", "slow", "fast"],
)
def test_the_complex_step_takes_what_is_analytic(f, at):
    assert complex_step(f, at).shape == np.shape(at)


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (lambda a: 1e-9 * np.sum(a + a.real), [1.0, 2.0]),
        (lambda a: np.sum((a / 1e6) ** 3) + 1e-10 * a[0].real, [-1e6, 5e5]),
        (lambda a: np.sum(a**4) + 1e-5 * a[0].real, [1.0, 2.0]),
        (lambda a: np.sum(a**4) - 1e-5 * a[0].real, [1.0, 2.0]),
    ],
    ids=["small", "slow", "a small part up", "a small part down"],
)
def test_the_complex_step_sees_small_parts_that_are_not_analytic(f, at):
    with pytest.raises(GradientError, match="along one direction"):
        complex_step(f, at)


def test_central_differences_take_large_steps_at_large_numbers_of_either_sign():
    at = np.array([-1e6, 1e6])
    np.testing.assert_allclose(central_difference(lambda a: np.sum((a / 1e6) ** 3), at), [3e-6, 3e-6], rtol=1e-9)


@pytest.mark.parametrize("z", [0.0, 1e-6, -1e-6, 5.9e-6])
def test_a_kink_within_the_step_is_no_verdict(z):
    at = np.array([1.0, z])
    found = message(lambda b: np.sum(RELU.value(b)), RELU.prime(at), at, name="dE_db")
    assert found.startswith("no verdict on dE_db: f has a kink within the step at entry [1] (1 in all).")
    assert found.endswith("Choose a point that is farther from it.")


def test_the_kink_message_gives_both_slopes():
    found = message(lambda a: 3 * np.sum(RELU.value(a)) - a[0], [-1.0], [0.0])
    assert "To its left the slope is -1, to its right 2." in found


@pytest.mark.parametrize("z", [1e-5, -1e-5])
def test_a_kink_outside_the_step_does_no_harm(z):
    at = np.array([1.0, z])
    assert check_gradient(lambda b: np.sum(RELU.value(b)), RELU.prime(at), at) <= 1e-7


def test_a_kink_does_not_excuse_other_entries():
    found = message(lambda b: np.sum(RELU.value(b)), [2.0, 0.0, 1.0], [1.0, 0.0, 1.0])
    assert "1 of 3 entries are wrong. The worst is [0]:" in found


def test_a_kink_is_not_the_worst_entry():
    found = message(lambda b: np.sum(RELU.value(b)), [1.1, 0.0], [1.0, 0.0])
    assert "1 of 2 entries are wrong. The worst is [0]:" in found


def test_a_kink_is_found_where_the_step_is_large():
    at = np.array([1000.001])  # the step is 0.006
    assert "f has a kink" in message(lambda a: np.sum(RELU.value(a - 1000)), RELU.prime(at - 1000), at)


def test_curvature_is_not_taken_for_a_kink():
    at = np.array([0.001])
    assert "is not the gradient" in message(lambda a: np.sum(np.cos(1000 * a)), -1000 * np.sin(1000 * at) * 1.0001, at)


def test_a_gradient_that_rounding_would_hide_is_refused_not_passed():
    at = np.array([40.0])
    f, gradient = (lambda z: np.sum(SIGMOID.value(-z)) + 1), -SIGMOID.prime(at)
    for given in (gradient, -gradient):
        assert "too small for central differences" in message(f, given, at)
    assert check_gradient(f, gradient, at, analytic=True) <= 1e-14
    assert "the sign is flipped" in message(f, -gradient, at, analytic=True)


@pytest.mark.parametrize("offset", [1e4, -1e4])
def test_rounding_errors_of_f_are_allowed_and_no_more(offset):
    f, at = (lambda a: np.sum(a**2) + offset), np.array([1.0, 2.0])
    check_gradient(f, 2 * at + 1e-6, at)
    assert "error      1.2e-05 of the largest entry; allowed 1.0e-06" in message(f, 2 * at + [0, 5e-5], at)


def test_a_gradient_that_rounding_would_blur_to_a_part_in_1000_is_refused():
    at = np.array([0.1])
    check_gradient(lambda a: np.sum(a**2) + 1e5, 2 * at, at)
    assert "at most 2.0e-01, too small for central differences, which rounding blurs by 3.7e-04" in message(
        lambda a: np.sum(a**2) + 1e6, 2 * at, at
    )


def test_a_gradient_of_zeros_passes_where_f_is_flat():
    assert check_gradient(lambda a: np.sum(RELU.value(a)), [0.0, 0.0], [-1.0, -2.0]) == 0
    error = check_gradient(lambda a: np.sum(a**2), [0.0, 0.0], [0.0, 0.0], analytic=True)
    assert error == 0


def test_another_tolerance():
    f, at = (lambda a: np.sum(a**2)), np.array([1.0, 2.0])
    almost = 2 * at * (1 + 1e-10)
    assert 0.9e-10 < check_gradient(f, almost, at, analytic=True, tolerance=1e-9) < 1.1e-10
    assert "allowed 0.0e+00" in message(f, almost, at, analytic=True, tolerance=0)


@BOTH_WAYS
@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (lambda a: a, "f returned an array of shape (2,); expected one number. Is a sum missing?"),
        (lambda a: np.sum(a, keepdims=True), "f returned an array of shape (1,); expected one number."),
        (lambda a: np.sum(a) * np.nan, "expected a finite real number in float64."),
        (lambda a: np.sum(a) * 1j, "expected a finite real number in float64."),
        (lambda a: np.float32(1), "expected a finite real number in float64."),
    ],
)
def test_what_is_not_one_number_is_refused(f, sentence, analytic):
    assert sentence in message(f, [1.0, 1.0], [1.0, 2.0], analytic=analytic)


@pytest.mark.parametrize(
    ("gradient", "sentence"),
    [
        ([2.0, np.nan], "dE_db[1] is nan; expected finite numbers."),
        ([np.inf, np.nan], "dE_db[0] is inf; expected finite numbers."),
        (np.array([2, 4], np.float32), "dE_db has dtype float32; expected float64"),
        (np.array([2, 4], complex), "dE_db has dtype complex128; expected float64"),
    ],
)
def test_what_is_not_a_finite_gradient_is_refused(gradient, sentence):
    assert message(lambda a: np.sum(a**2), gradient, [1.0, 2.0], name="dE_db").startswith(sentence)


@pytest.mark.parametrize(
    ("at", "error", "sentence"),
    [
        (np.ones(2, np.float32), TypeError, "at has dtype float32; expected float64"),
        (np.ones(2, complex), TypeError, "at has dtype complex128; expected float64"),
        ("here", TypeError, "at has dtype <U4; expected numbers"),
        ([], ValueError, "at has shape (0,) and so no entries"),
        ([0.0, np.inf], ValueError, "at[1] is inf; expected finite numbers"),
    ],
)
def test_what_is_not_a_point_is_refused(at, error, sentence):
    for check in (
        lambda: central_difference(np.sum, at),
        lambda: complex_step(np.sum, at),
        lambda: check_gradient(np.sum, [1.0, 1.0], at),
    ):
        with pytest.raises(error) as refusal:
            check()
        assert str(refusal.value).startswith(sentence)


def test_a_mistake_of_f_itself_is_shown_as_it_is():
    with pytest.raises(TypeError, match=r"^activation is the name sigmoid"):
        check_gradient(lambda w: forward(w, [1.0], [1.0], "sigmoid").z.sum(), [[1.0]], [[1.0]], analytic=True)
