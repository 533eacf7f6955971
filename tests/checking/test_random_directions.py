"""Random directions: what they pass, what they refuse, and what they cost."""

import numpy as np
import pytest

from backprop.checking import MISTAKES, check_directions, directional_derivative
from backprop.checking.gradient_check import GradientError
from backprop.checking.numerical_gradient import CENTRAL_STEP, directional_step
from backprop.numeric import ACTIVATIONS, two_layers

RELU, SIGMOID, TANH = (ACTIVATIONS[name] for name in ("relu", "sigmoid", "tanh"))
BOTH_WAYS = pytest.mark.parametrize("analytic", [True, False], ids=["complex", "central"])


def a_network(n=30, h=20, k=4, m=3, f1=TANH, seed=0):
    """The loss as a function of the first weights, their gradient, and the weights."""
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(m, n)), rng.uniform(size=(m, k))
    W1, b1, W2, b2 = rng.normal(size=(n, h)) / n, np.zeros(h), rng.normal(size=(h, k)), np.zeros(k)

    def f(W1):
        return two_layers.cost(two_layers.forward(X, W1, b1, W2, b2, f1, SIGMOID).A2, Y)

    return f, two_layers.gradients(X, W1, b1, W2, b2, Y, f1, SIGMOID).dE_dW1, W1


def message(f, gradient, at, **options):
    with pytest.raises(GradientError) as failure:
        check_directions(f, gradient, at, **options)
    return str(failure.value)


@pytest.mark.parametrize("seed", range(5))
@BOTH_WAYS
def test_right_gradients_pass(seed, analytic):
    error = check_directions(*a_network(seed=seed), analytic=analytic, seed=seed)
    assert error <= (1e-14 if analytic else 1e-8)
    assert type(error) is float


@pytest.mark.parametrize("seed", range(5))
def test_right_gradients_with_kinks_pass(seed):
    assert check_directions(*a_network(f1=RELU, seed=seed), seed=seed) <= 1e-8


@BOTH_WAYS
def test_one_wrong_entry_is_seen_wherever_it_is(analytic):
    f, gradient, at = a_network(5, 3)
    for i in np.ndindex(at.shape):
        wrong = gradient.copy()
        wrong[i] += (1e-10 if analytic else 1e-5) * np.linalg.norm(gradient)
        assert "is not the gradient: along " in message(f, wrong, at, analytic=analytic)


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_of_the_catalogue_is_seen(name):
    """At square sizes, where no shape gives it away."""
    mistake = MISTAKES[name]
    subject, rng = mistake.subject, np.random.default_rng(0)
    given = {}
    for array in subject.model.given:
        shape = [2] * len(subject.model.ranges[array])
        given[array] = rng.uniform(size=shape) if array in subject.labels else rng.normal(size=shape)
    activations = [SIGMOID] * subject.activations
    returned = getattr(mistake.gradients(*given.values(), *activations), mistake.field)
    right = getattr(subject.gradients(*given.values(), *activations), mistake.field)
    variable = mistake.field.split("_d")[-1]

    def f(v):
        return subject.value(*{**given, variable: v}.values(), *activations)

    wrong = "is not the gradient" if returned.shape == right.shape else "the shape of its variable"
    assert wrong in message(f, returned, given[variable])
    check_directions(f, right, given[variable])


def test_two_values_of_f_for_each_direction_and_one_more():
    f, gradient, at = a_network()
    calls = []

    def counted(W):
        calls.append(W.dtype)
        return f(W)

    check_directions(counted, gradient, at, directions=7)
    assert len(calls) == 2 * 7 + 1
    calls.clear()
    check_directions(counted, gradient, at, directions=7, analytic=True)
    assert calls.count(np.complex128) == 7
    assert calls.count(np.float64) == 6  # one for the size of f, five to see that it is analytic


def test_the_seed_chooses_the_directions():
    f, gradient, at = a_network(5, 3)
    direction = np.random.default_rng(3).standard_normal((1, *at.shape))[0]
    error = np.ones(at.shape)
    error -= direction * np.sum(error * direction) / np.sum(direction**2)
    hidden = gradient + error
    assert check_directions(f, hidden, at, directions=1, seed=3) <= 1e-7
    assert "along 1 of 1 random directions" in message(f, hidden, at, directions=1, seed=4)
    assert "along 1 of 2 random directions" in message(f, hidden, at, directions=2, seed=3)


def test_the_message_shows_the_worst_direction():
    at, direction = np.array([1.0, 2.0]), np.random.default_rng(0).standard_normal((1, 2))[0]
    given, numerical = np.sum([2.0, -4.0] * direction), np.sum(2 * at * direction)
    assert message(lambda a: np.sum(a**2), [2.0, -4.0], at, directions=1, name="dE_db", analytic=True) == (
        "dE_db is not the gradient: along 1 of 1 random directions the slope of f is another. The worst is number 1:\n"
        f"  given       {given:.6g}  the sum of gradient times direction\n"
        f"  numerical  {numerical:.6g}  by complex step\n"
        f"  error      {abs(given - numerical) / np.sqrt(20):.1e} of the gradient's length; allowed 1.0e-12\n"
        f"  likely cause: together the errors are about {abs(given - numerical) / np.sqrt(20):.2g} times as long as "
        "the gradient; check_gradient on a small model says in which entries."
    )


def test_the_worst_of_several_directions_is_named():
    f, gradient, at = a_network(5, 3)
    chosen, worst = np.random.default_rng(0).standard_normal((4, 5, 3)), set()
    for i in np.ndindex(at.shape):
        wrong = gradient.copy()
        wrong[i] += 1
        number = int(np.argmax(np.abs(chosen[:, *i]))) + 1
        assert f"The worst is number {number}:" in message(f, wrong, at)
        worst.add(number)
    assert worst == {1, 2, 3, 4}


@pytest.mark.parametrize("seed", range(3))
def test_the_length_of_the_error_is_estimated(seed):
    f, gradient, at = a_network()
    wrong = gradient + np.linalg.norm(gradient) / 50 * np.random.default_rng(seed).normal(size=at.shape)
    share = np.linalg.norm(wrong - gradient) / np.linalg.norm(wrong)
    found = message(f, wrong, at, directions=200, seed=100 + seed)  # not the draw of the error itself
    assert float(found.split("are about ")[1].split()[0]) == pytest.approx(share, rel=0.2)


@BOTH_WAYS
@pytest.mark.parametrize(
    ("mistake", "cause"),
    [
        (lambda g: -g, "the sign is flipped."),
        (lambda g: 2 * g, "it is 2 times the gradient."),
        (lambda g: g / 30, "it is 0.0333333 times the gradient."),
        (lambda g: 0 * g, "every entry is 0."),
        (lambda g: g * (1 + 1e-6), "together the errors are about "),
        (lambda g: g[::-1], "together the errors are about "),
    ],
)
def test_the_likely_cause(mistake, cause, analytic):
    f, gradient, at = a_network()
    assert f"likely cause: {cause}" in message(f, mistake(gradient), at, analytic=analytic)


def test_small_errors_are_shown_with_the_digits_that_differ():
    at = np.array([3.0])
    shown = message(lambda a: np.sum(a**2), [6.0 * (1 + 1e-6)], at, directions=1).splitlines()[1:3]
    given, numerical = (float(line.split()[1]) for line in shown)
    assert given / numerical == pytest.approx(1 + 1e-6, rel=1e-9)


def test_a_function_that_ignores_its_argument():
    x = np.array([1.0, 2.0])
    assert "f does not change with its argument; does it use it" in message(lambda v: np.sum(x**2), 2 * x, x)


@pytest.mark.parametrize("z", [0.0, 1e-8, -1e-8])
def test_a_kink_within_the_step_is_no_verdict(z):
    at = np.array([1.0, z])
    found = message(lambda b: np.sum(RELU.value(b)), RELU.prime(at), at, directions=1, name="dE_db")
    assert found.startswith("no verdict on dE_db: f has a kink within the step. Along one direction its slope is ")
    assert found.endswith("which lies between. Choose another seed or another point.")


@pytest.mark.parametrize("share", range(1, 20))
def test_a_kink_is_seen_anywhere_within_the_step(share):
    """Where the gap between the two slopes happens to halve with the step once, it does not halve twice."""
    at = np.array([share / 20 * CENTRAL_STEP])
    direction = np.random.default_rng(0).standard_normal((1, 1)).item()
    found = message(lambda b: np.sum(RELU.value(b)), RELU.prime(at), at * abs(direction), directions=1)
    assert found.startswith("no verdict")


def test_a_kink_does_not_excuse_a_gradient_outside_its_slopes():
    at = np.array([1.0, 0.0])
    found = message(lambda b: np.sum(RELU.value(b)), [5.0, 5.0], at, directions=1)
    assert "is not the gradient" in found


def test_a_bend_is_no_kink():
    at = np.array([1.0, 2.0])
    found = message(lambda a: np.sum(np.cos(30 * a)), -30 * np.sin(30 * at) * (1 + 1e-5), at, directions=1)
    assert "is not the gradient" in found


def test_the_step_is_smaller_where_more_entries_move():
    for size in (1, 16, 10_000):
        assert directional_step(np.zeros(size)) == pytest.approx(CENTRAL_STEP / size**0.25)
    assert directional_step(np.array([-1000.0])) == pytest.approx(1000 * CENTRAL_STEP)
    f, gradient, at = a_network(784, 128, 10, 5)
    assert check_directions(f, gradient, at) <= 1e-8


def test_the_slope_along_a_direction_in_numbers():
    at, direction = np.array([[1.0, -2.0]]), np.array([[3.0, 0.5]])
    for analytic, accuracy in ((True, 1e-15), (False, 1e-9)):
        found = directional_derivative(lambda a: np.sum(a**3), at, direction, analytic=analytic)
        assert found == pytest.approx(3 * (1 * 3 + 4 * 0.5), rel=accuracy)
    coarse = directional_derivative(lambda a: np.sum(a**3), [1.0], [2.0], step=0.1)
    assert coarse == pytest.approx(3 * 2 + 2**3 * 0.1**2, rel=1e-12)
    coarse = directional_derivative(lambda a: np.sum(a**3), [1.0], [2.0], step=0.1, analytic=True)
    assert coarse == pytest.approx(3 * 2 - 2**3 * 0.1**2, rel=1e-12)


def test_a_direction_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="direction has shape"):
        directional_derivative(np.sum, np.ones(3), np.ones((3, 1)))


@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (1,), ()])
def test_what_would_broadcast_is_refused(shape):
    found = message(lambda a: np.sum(a**2), np.full(shape, 2.0), np.ones(3), name="dE_db")
    assert found.startswith(f"dE_db has shape {shape}; expected (3,), the shape of its variable.")


def test_a_transpose_is_referred_to_a_small_model():
    f, gradient, at = a_network(5, 3)
    found = message(f, gradient.T, at, name="dE_dW")
    assert found.endswith("the shape of its variable. On a small model check_gradient says which mistake it is.")


@pytest.mark.parametrize(
    ("gradient", "sentence"),
    [
        ([2.0, np.nan], "dE_db[1] is nan; expected finite numbers."),
        (np.array([2, 4], np.float32), "dE_db has dtype float32; expected float64"),
    ],
)
def test_what_is_not_a_finite_gradient_is_refused(gradient, sentence):
    assert message(lambda a: np.sum(a**2), gradient, [1.0, 2.0], name="dE_db").startswith(sentence)


def test_what_is_not_a_point_is_refused():
    with pytest.raises(TypeError, match="at has dtype float32; expected float64"):
        check_directions(np.sum, [1.0], np.ones(1, np.float32))
    with pytest.raises(ValueError, match="directions is 0; expected 1 or more"):
        check_directions(np.sum, [1.0], [1.0], directions=0)


def test_a_small_gradient_is_refused_by_central_differences_only():
    f, at = (lambda a: 1 + 1e-10 * np.sum(a**2)), np.array([1.0, 2.0])
    assert "too small for central differences, which rounding blurs by" in message(f, 2e-10 * at, at)
    assert check_directions(f, 2e-10 * at, at, analytic=True) <= 1e-12
    assert "it is 2 times the gradient" in message(f, 4e-10 * at, at, analytic=True)


def test_a_gradient_of_zeros():
    assert check_directions(lambda a: np.sum(RELU.value(a)), [0.0, 0.0], [-1.0, -2.0]) == 0
    assert "every entry is 0." in message(lambda a: np.sum(a**2), [0.0, 0.0], [1.0, 2.0])


def test_another_tolerance():
    f, at = (lambda a: np.sum(a**2)), np.array([1.0, 2.0])
    check_directions(f, 2 * at * (1 + 1e-10), at, analytic=True, tolerance=1e-8)
    assert "allowed 0.0e+00" in message(f, 2 * at * (1 + 1e-10), at, analytic=True, tolerance=0)


@pytest.mark.parametrize(
    "f", [lambda a: np.sum(np.abs(a)), lambda a: np.sum(a**2) + np.sum(np.abs(a)), lambda a: np.sum(a**2 + a.real)]
)
def test_the_complex_step_refuses_what_is_not_analytic(f):
    assert message(f, [1.0, 1.0], [1.0, 2.0], analytic=True).startswith("the complex step needs an analytic f")
