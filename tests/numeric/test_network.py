"""A network of any depth: against the complex step, against chapters 3, 4 and 6 at their depth, in training."""

from functools import partial
from inspect import signature
from itertools import pairwise, product

import numpy as np
import pytest
from tqdm import tqdm

from backprop.checking import central_difference, check_gradient, complex_step
from backprop.numeric import ACTIVATIONS, Activation, batch, cross_entropy, network, passes, two_layers
from backprop.numeric.activations import relu
from backprop.numeric.network import LOSSES, Layer, cost, forward, gradients, initial, step, train

IDENTITY, SIGMOID, TANH, RELU, SOFTPLUS = (ACTIVATIONS[n] for n in ("identity", "sigmoid", "tanh", "relu", "softplus"))
MSE, SIGMOID_CE, SOFTMAX_CE = (LOSSES[n] for n in ("mse", "sigmoid_cross_entropy", "softmax_cross_entropy"))
EVERY_LOSS = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
EVERY_DTYPE = pytest.mark.parametrize("dtype", [np.float32, np.float64])
NETWORKS = [
    (2, (3, 4), (SIGMOID,)),
    (1, (1, 1, 1), (TANH, IDENTITY)),
    (3, (3, 3, 3), (SIGMOID, TANH)),
    (5, (4, 3, 2), (SOFTPLUS, IDENTITY)),
    (2, (6, 5, 4, 3), (TANH, SIGMOID, IDENTITY)),
    (7, (2, 3, 4, 5, 6), (SOFTPLUS, TANH, SIGMOID, SOFTPLUS)),
    (3, (2, 2, 2, 2, 2, 2), (SIGMOID, TANH, SOFTPLUS, IDENTITY, TANH)),
    (4, (3, 2, 6, 1, 5, 7, 8), (TANH, IDENTITY, SOFTPLUS, TANH, SIGMOID, IDENTITY)),
]
PAIRS = [
    (*network, loss)
    for network, loss in product(NETWORKS, LOSSES.values())
    if network[2][-1].name != loss.contains  # the others are refused
]
EVERY_PAIR = pytest.mark.parametrize(("m", "sizes", "activations", "loss"), PAIRS)
ANALYTIC_PAIRS = pytest.mark.parametrize(("m", "sizes", "activations", "loss"), [p for p in PAIRS if p[3].analytic])


def a_network(m=4, sizes=(3, 5, 2), activations=(TANH, IDENTITY), dtype=np.float64):
    """X, layers with biases that are not 0, and soft labels that every loss takes."""
    rng = np.random.default_rng(len(sizes))
    layers = [
        Layer(rng.normal(size=(n_in, n_out)).astype(dtype), rng.normal(size=n_out).astype(dtype), f)
        for (n_in, n_out), f in zip(pairwise(sizes), activations, strict=True)
    ]
    Y = rng.uniform(0.1, 1, size=(m, sizes[-1]))
    Y = (Y / Y.sum(axis=1, keepdims=True)).astype(dtype)
    return rng.normal(size=(m, sizes[0])).astype(dtype), tuple(layers), Y


def exchanged(layers, at, **parameter):
    return (*layers[:at], layers[at]._replace(**parameter), *layers[at + 1 :])


def flat(layers):
    return [parameter for W, b, _ in layers for parameter in (W, b)]


@ANALYTIC_PAIRS
def test_gradients_are_those_of_the_complex_step(m, sizes, activations, loss):
    X, layers, Y = a_network(m, sizes, activations)
    found = gradients(X, layers, Y, loss)
    close = dict(rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found.dE_dX, complex_step(lambda X: cost(X, layers, Y, loss), X), **close)
    for i, (W, b, _) in enumerate(layers):
        of_W = complex_step(lambda W, i=i: cost(X, exchanged(layers, i, W=W), Y, loss), W)
        of_b = complex_step(lambda b, i=i: cost(X, exchanged(layers, i, b=b), Y, loss), b)
        np.testing.assert_allclose(found.dE_dW[i], of_W, **close)
        np.testing.assert_allclose(found.dE_db[i], of_b, **close)


@EVERY_LOSS
def test_gradients_through_relu_are_those_of_small_steps(loss):
    X, layers, Y = a_network(3, (4, 6, 5, 2), (RELU, RELU, IDENTITY))
    found, Z = gradients(X, layers, Y, loss), forward(X, layers).Z
    assert all(np.abs(Z_l).min() > 1e-3 and (Z_l < 0).any() and (Z_l > 0).any() for Z_l in Z[:-1])
    for i, (W, _, _) in enumerate(layers):
        expected = central_difference(lambda W, i=i: cost(X, exchanged(layers, i, W=W), Y, loss), W)
        np.testing.assert_allclose(found.dE_dW[i], expected, rtol=1e-6, atol=1e-8)


@EVERY_DTYPE
@EVERY_PAIR
def test_shapes_and_types_are_those_of_the_variables(m, sizes, activations, loss, dtype):
    X, layers, Y = a_network(m, sizes, activations, dtype)
    Z, A = forward(X, layers)
    assert [z.shape for z in Z] == [(m, n) for n in sizes[1:]]
    assert [a.shape for a in A] == [(m, n) for n in sizes]
    found = gradients(X, layers, Y, loss)
    assert [g.shape for g in found.dE_dW] == [W.shape for W, _, _ in layers]
    assert [g.shape for g in found.dE_db] == [b.shape for _, b, _ in layers]
    assert found.dE_dX.shape == X.shape
    stepped, trained = step(X, layers, Y, loss, 0.1), train(X, layers, Y, loss, 0.1, epochs=2, batch_size=2)
    arrays = [*Z, *A, *found.dE_dW, *found.dE_db, found.dE_dX, *flat(stepped), *flat(trained.layers), *trained.costs]
    assert {a.dtype for a in (*arrays, cost(X, layers, Y, loss))} == {np.dtype(dtype)}


def test_forward_in_numbers():
    first, second = Layer([[1, 0], [0, 1], [-1, 2]], [10, 20], IDENTITY), Layer([[1], [-1]], [0.5], RELU)
    Z, A = forward([[1, 2, 3], [4, 5, 60]], (first, second))
    np.testing.assert_array_equal(A[0], [[1, 2, 3], [4, 5, 60]])
    np.testing.assert_array_equal(Z[0], [[8, 28], [-46, 145]])
    np.testing.assert_array_equal(A[1], Z[0])
    np.testing.assert_array_equal(Z[1], [[-19.5], [-190.5]])
    np.testing.assert_array_equal(A[2], [[0], [0]])


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_one_layer_is_chapter_3(activation):
    X, layers, Y = a_network(4, (3, 2), (activation,))
    found = gradients(X, layers, Y, MSE)
    expected = batch.gradients(X, *layers[0][:2], Y, activation)
    for one, other in zip((*found.dE_dW, *found.dE_db, found.dE_dX), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)


def test_one_layer_is_chapter_6():
    X, layers, Y = a_network(4, (3, 2), (IDENTITY,))
    found, expected = gradients(X, layers, Y, SIGMOID_CE), cross_entropy.gradients(X, *layers[0][:2], Y)
    for one, other in zip((*found.dE_dW, *found.dE_db, found.dE_dX), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)
    Z = cross_entropy.forward(X, *layers[0][:2]).Z
    assert cost(X, layers, Y, SIGMOID_CE) == pytest.approx(cross_entropy.cost(Z, Y), rel=1e-14)


@pytest.mark.parametrize("f1", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("f2", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_two_layers_are_chapter_4(f1, f2):
    X, layers, Y = a_network(4, (3, 5, 2), (f1, f2))
    parameters = flat(layers)
    found, expected = gradients(X, layers, Y, MSE), two_layers.gradients(X, *parameters, Y, f1, f2)
    np.testing.assert_allclose(found.dE_dX, expected.dE_dX, rtol=1e-12, atol=1e-15)
    for i, (W, b) in enumerate([expected[1:3], expected[3:5]]):
        np.testing.assert_allclose(found.dE_dW[i], W, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(found.dE_db[i], b, rtol=1e-12, atol=1e-15)
    stepped = two_layers.step(X, *parameters, Y, f1, f2, 1.0)
    for one, other in zip(flat(step(X, layers, Y, MSE, 1.0)), stepped, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-14)


def test_without_dE_dX_the_rest_stays():
    X, layers, Y = a_network()
    with_it, without = gradients(X, layers, Y, MSE), gradients(X, layers, Y, MSE, with_dE_dX=False)
    assert without.dE_dX is None
    for one, other in zip(with_it.dE_dW + with_it.dE_db, without.dE_dW + without.dE_db, strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_argument_is_changed_or_handed_back():
    X, layers, Y = a_network(5, (4, 3, 2), (IDENTITY, IDENTITY))
    given = [X, *flat(layers), Y]
    before = [array.copy() for array in given]
    for array in given:
        array.setflags(write=False)
    Z, A = forward(X, layers)
    dE_dW, dE_db, dE_dX = gradients(X, layers, Y, MSE)
    trained = train(X, layers, Y, MSE, 0.1, epochs=2)
    results = [*Z, *A[1:], *dE_dW, *dE_db, dE_dX, *flat(step(X, layers, Y, MSE, 0.1)), *flat(trained.layers)]
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert not any(np.shares_memory(array, result) for result in results)
    assert A[0] is X


@EVERY_LOSS
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_saturated_networks_give_neither_nan_nor_warning(loss, activation):
    layers = Layer(np.eye(2), [0.0, 0], activation), Layer(np.eye(2), [0.0, 0], IDENTITY)
    with np.errstate(all="raise", under="ignore"):
        found = gradients([[1000.0, 0], [0, -1000]], layers, [[0.0, 1], [1, 0]], loss)
    assert all(np.isfinite(gradient).all() for gradient in (*found.dE_dW, *found.dE_db, found.dE_dX))


def test_initial_weights_have_the_variance_of_glorot_and_he():
    """10^5 weights a layer: their sample variance is within 2 % of the true one."""
    layers = initial((400, 250, 400, 300), (RELU, TANH, IDENTITY), seed=3)
    for W, expected in zip(flat(layers)[::2], [2 / 400, 2 / 650, 2 / 700], strict=True):
        assert W.var() == pytest.approx(expected, rel=0.02)
        assert abs(W.mean()) < 5 * np.sqrt(expected / W.size)
    assert not any(b.any() for b in flat(layers)[1::2])
    assert [layer.f for layer in layers] == [RELU, TANH, IDENTITY]


@EVERY_DTYPE
def test_initial_layers_have_their_shapes_and_type(dtype):
    layers = initial((4, 3, 2), (TANH, IDENTITY), dtype=dtype)
    assert [a.shape for a in flat(layers)] == [(4, 3), (3,), (3, 2), (2,)]
    assert {a.dtype for a in flat(layers)} == {np.dtype(dtype)}


def test_the_seed_decides_on_the_weights():
    one, same, other = (initial((4, 3, 2), (TANH, IDENTITY), seed=seed)[1].W for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()


def a_task(m=23, dtype=np.float64):
    """Three classes that a line cannot part, each example another."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(m, 2))
    return X.astype(dtype), np.eye(3, dtype=dtype)[(2 * (X**2).sum(axis=1)).astype(int).clip(0, 2)]


TASK_LAYERS = initial((2, 8, 3), (TANH, IDENTITY), seed=1)


@EVERY_LOSS
def test_training_lowers_the_cost(loss):
    X, Y = a_task()
    trained = train(X, TASK_LAYERS, Y, loss, 0.3, epochs=40, batch_size=5)
    assert len(trained.costs) == 40
    assert trained.costs[-1] < 0.7 * cost(X, TASK_LAYERS, Y, loss)
    assert trained.costs[-1] == cost(X, trained.layers, Y, loss)


def test_one_batch_an_epoch_is_gradient_descent():
    X, Y = a_task()
    layers = TASK_LAYERS
    trained = train(X, layers, Y, SOFTMAX_CE, 0.5, epochs=6)
    for expected in trained.costs:
        layers = step(X, layers, Y, SOFTMAX_CE, 0.5)
        assert cost(X, layers, Y, SOFTMAX_CE) == pytest.approx(expected, rel=1e-12)
    for one, other in zip(flat(trained.layers), flat(layers), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 5, 22, 23, 24, 100])
def test_an_epoch_uses_every_example_once_with_its_own_label(batch_size, monkeypatch):
    X, Y = a_task()
    seen = []

    def spy(X, layers, Y, loss, eta):
        seen.append((X, Y))

    monkeypatch.setattr(passes, "step", spy)
    train(X, TASK_LAYERS, Y, SOFTMAX_CE, 0.1, epochs=3, batch_size=batch_size)
    steps = -(-23 // batch_size)
    assert [len(X) for X, _ in seen] == 3 * ([batch_size] * (steps - 1) + [23 - batch_size * (steps - 1)])
    together = np.hstack([X, Y])
    epochs = []
    for i in range(0, 3 * steps, steps):
        rows = np.vstack([np.hstack(pair) for pair in seen[i : i + steps]])
        np.testing.assert_array_equal(np.unique(rows, axis=0), np.unique(together, axis=0))
        epochs.append(rows)
    assert not any(np.array_equal(one, other) for one, other in pairwise([together, *epochs]))


def test_the_seed_decides_on_the_order():
    X, Y = a_task()
    one, same, other = (train(X, TASK_LAYERS, Y, SOFTMAX_CE, 0.3, 3, 4, seed=seed).costs for seed in (1, 1, 2))
    assert one == same != other


@EVERY_LOSS
def test_the_mean_over_examples_does_not_feel_a_duplicated_batch(loss):
    X, layers, Y = a_network()
    one, two = gradients(X, layers, Y, loss), gradients(np.tile(X, (2, 1)), layers, np.tile(Y, (2, 1)), loss)
    for a, b in zip(one.dE_dW + one.dE_db, two.dE_dW + two.dE_db, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-16)


def test_progress_is_a_bar_on_stderr(capsys):
    X, Y = a_task()
    train(X, TASK_LAYERS, Y, SOFTMAX_CE, 0.3, epochs=3)
    assert capsys.readouterr() == ("", "")
    train(X, TASK_LAYERS, Y, SOFTMAX_CE, 0.3, epochs=3, progress=True)
    out, err = capsys.readouterr()
    assert out == "" and "3/3" in err and "cost=" in err


NOT_FINITE = (
    "is not finite, though all that it was computed from is. Lower the learning rate, or scale X and the weights"
)


@pytest.mark.parametrize(
    ("loss", "learning_rate", "sentence"),
    [
        (MSE, 1e8, "training diverged at step "),
        (SIGMOID_CE, 1e200, f"training diverged at step 2, in epoch 1: Z2 {NOT_FINITE}"),
        (SOFTMAX_CE, 1e308, f"training diverged at step 1, in epoch 1: the new W1 {NOT_FINITE}"),
    ],
)
def test_training_that_diverges_stops_and_says_where(loss, learning_rate, sentence):
    """Under pytest a RuntimeWarning would be an error of its own."""
    X, Y = a_task()
    layers = initial((2, 8, 3), (SOFTPLUS, IDENTITY), seed=1)
    before = [a.copy() for a in flat(layers)]
    with pytest.raises(FloatingPointError) as refusal:
        train(1e3 * X, layers, Y, loss, learning_rate, epochs=50, batch_size=5)
    assert str(refusal.value).startswith(sentence) and NOT_FINITE in str(refusal.value)
    for one, other in zip(flat(layers), before, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_step_that_is_named_is_the_first_that_is_not_finite():
    """E = w^2/2 and eta = 1e60 on one example: w is 1, then about 1e60, 1e120 and 1e180, whose square is too large."""
    layers = (Layer(np.ones((1, 1)), np.zeros(1), IDENTITY),)
    sentence = r"^training diverged at step 3, in epoch 3: the cost is not finite"
    with pytest.raises(FloatingPointError, match=sentence):
        train([[1.0]], layers, [[0.0]], MSE, 1e60, epochs=9)
    with pytest.raises(FloatingPointError, match=r"^dE_dW1 is not finite"):
        step([[1e200]], layers, [[0.0]], MSE, 1.0)
    with pytest.raises(FloatingPointError, match=r"^the new W1 is not finite"):
        step([[1e100]], layers, [[0.0]], MSE, 1e200)
    with pytest.raises(FloatingPointError, match=r"^the new b1 is not finite"):
        step([[0.0]], (layers[0]._replace(b=np.array([1e200])),), [[0.0]], MSE, 1e200)


HUGE = Layer(np.full((1, 1), 1e200), np.zeros(1), IDENTITY)
HIDDEN_OVERFLOWS = {
    "saturated": (Layer(np.array([[1e200]]), np.zeros(1), SIGMOID), "Z1"),
    "cut off": (HUGE._replace(W=np.array([[-1e200]]), f=RELU), "Z1"),
}


@pytest.mark.parametrize(("first", "where"), HIDDEN_OVERFLOWS.values(), ids=HIDDEN_OVERFLOWS)
def test_an_overflow_that_the_activation_hides_is_seen(first, where):
    """Under pytest a RuntimeWarning would be an error of its own."""
    layers = first, Layer(np.ones((1, 1)), np.zeros(1), IDENTITY)
    for function, more in ((cost, {}), (gradients, {}), (step, {"learning_rate": 1.0})):
        with pytest.raises(FloatingPointError, match=f"^{where} is not finite, though all"):
            function([[1e200]], layers, [[0.0]], MSE, **more)
    with pytest.raises(FloatingPointError, match=f"^{where} is not finite, though all"):
        forward([[1e200]], layers)


def test_a_gradient_that_overflows_is_refused_and_named():
    small = Layer(np.array([[1e-200]]), np.zeros(1), IDENTITY)
    with pytest.raises(FloatingPointError, match=r"^dE_dW1 is not finite"):
        gradients([[1e160]], (small._replace(W=[[1.0]]),), [[0.0]], MSE)
    with pytest.raises(FloatingPointError, match=r"^dE_db1 is not finite"):
        gradients([[1e-10]] * 4, (small, HUGE._replace(W=[[4.0]])), [[1.7e308]] * 4, MSE)
    with pytest.raises(FloatingPointError, match=r"^dE_dX is not finite"):
        gradients([[0.0]], (HUGE,), [[1e200]], MSE)
    assert np.isfinite(gradients([[0.0]], (HUGE,), [[1e200]], MSE, with_dE_dX=False).dE_dW[0]).all()


def test_the_new_parameters_of_every_layer_are_looked_at():
    tiny = Layer(np.array([[1e-200]]), np.zeros(1), IDENTITY)
    with pytest.raises(FloatingPointError, match=r"^the new W2 is not finite"):
        step([[1e100]], (tiny._replace(W=np.ones((1, 1))), tiny), [[1e60]], MSE, 1e160)


def test_numbers_that_an_error_state_would_stop_do_not_stop_a_training():
    X, Y = a_task()
    with np.errstate(all="raise"):
        trained = train(X, initial((2, 8, 3), (SIGMOID, IDENTITY), seed=1), Y, SOFTMAX_CE, 0.3, epochs=2)
    assert len(trained.costs) == 2


@pytest.mark.parametrize("name", ["X", "Y", "W1", "b1"])
def test_complex_numbers_are_not_trained_with(name):
    given = {"X": np.ones((1, 1)), "Y": np.ones((1, 1)), "W1": np.ones((1, 1)), "b1": np.ones(1)}
    given[name] = given[name] + 1j
    for function, more in ((step, {}), (train, {"epochs": 1})):
        with pytest.raises(TypeError, match=rf"^{name} is complex; expected real numbers to train with. Pass {name}"):
            function(
                given["X"], (Layer(given["W1"], given["b1"], IDENTITY),), given["Y"], MSE, learning_rate=0.1, **more
            )


def test_a_step_takes_what_becomes_an_array():
    X, layers, Y = a_network()
    expected = step(X, layers, Y, MSE, 0.1)
    as_lists = [Layer(W.tolist(), b.tolist(), f) for W, b, f in layers]
    own = type("Own", (np.ndarray,), {})
    as_own = [Layer(W.view(own), b, f) for W, b, f in layers]
    for found in (step(X.tolist(), as_lists, Y.tolist(), MSE, 0.1), step(X, as_own, Y, MSE, 0.1)):
        for one, other in zip(flat(expected), flat(found), strict=True):
            assert type(other) is np.ndarray
            np.testing.assert_array_equal(one, other)


@EVERY_DTYPE
def test_a_rate_of_another_precision_changes_no_type(dtype):
    X, layers, Y = a_network(dtype=dtype)
    for rate in (np.float64(0.1), np.float32(0.1), np.array(0.1)):
        assert {a.dtype for a in flat(step(X, layers, Y, MSE, rate))} == {np.dtype(dtype)}
        assert {a.dtype for a in flat(train(X, layers, Y, MSE, rate, epochs=1).layers)} == {np.dtype(dtype)}


@pytest.mark.parametrize("own", [False, True], ids=["ours", "theirs"])
@pytest.mark.parametrize("loss", [SIGMOID_CE, SOFTMAX_CE], ids=["sigmoid", "softmax"])
def test_the_activation_that_a_loss_contains_is_not_taken_twice(loss, own):
    """Before any work, whoever wrote it: only its name is looked at. Elsewhere in the network it does no harm."""
    f = Activation(loss.contains, never, never, "z", analytic=True) if own or loss is SOFTMAX_CE else SIGMOID
    X, layers, Y = a_network(4, (3, 5, 2), (TANH, f))
    for function, more in ((cost, {}), (gradients, {}), (step, {"learning_rate": 1}), (train, TRAINING)):
        with pytest.raises(ValueError) as refusal:
            function(X, layers, Y, loss, **more)
        assert str(refusal.value) == (
            f"the last activation is {loss.contains}, and {loss.name} contains it, so that it would be taken twice; "
            f'expected the identity. Pass ACTIVATIONS["identity"] as the last activation.'
        )
    X, layers, Y = a_network(4, (3, 5, 2), (SIGMOID._replace(name=loss.contains), IDENTITY))
    for function, more in ((cost, {}), (gradients, {}), (step, {"learning_rate": 1}), (train, TRAINING)):
        function(X, layers, Y, loss, **more)


def test_a_sigmoid_under_another_loss_is_none_of_its_own():
    X, layers, Y = a_network(4, (3, 5, 2), (TANH, SIGMOID))
    assert forward(X, layers).A[-1].shape == Y.shape
    for loss in (MSE, SOFTMAX_CE):
        assert np.isfinite(cost(X, layers, Y, loss))


def test_every_layer_has_weights_of_its_own():
    first, second = initial((5, 5, 5), (TANH, TANH))
    assert (first.W != second.W).all()
    assert len({initial((2, 2), (TANH,), seed=seed)[0].W[0, 0] for seed in (0, 1, 2, 3, 1000, 1001, 2000)}) == 7


def test_a_wrong_label_in_the_last_batch_is_refused_before_the_first():
    X, Y = a_task()
    Y[-1] = 2
    layers = [layer._replace(f=Activation("never", never, never, "z", analytic=True)) for layer in TASK_LAYERS]
    with pytest.raises(ValueError, match=r"^Y\[22, 0\] is 2.0; expected labels from 0 to 1"):
        train(X, layers, Y, SOFTMAX_CE, 0.1, epochs=1, batch_size=1)


def test_the_bar_is_closed_when_training_diverges(capsys):
    with pytest.raises(FloatingPointError):
        train([[1e10]], (Layer(np.ones((1, 1)), np.zeros(1), IDENTITY),), [[0.0]], MSE, 1e285, 3, progress=True)
    assert len(tqdm._instances) == 0


def test_rows_of_labels_in_single_precision_sum_to_1():
    Y = np.random.default_rng(0).dirichlet(np.ones(10), size=500).astype(np.float32)
    Y /= Y.sum(axis=1, keepdims=True)
    layers = initial((2, 10), (IDENTITY,), dtype=np.float32)
    X = np.ones((500, 2), np.float32)
    assert np.isfinite(cost(X, layers, Y, SOFTMAX_CE))
    Y[7, 3] += 1e-4
    with pytest.raises(ValueError, match=r"^Y\[7\] sums to 1.0001"):
        cost(X, layers, Y, SOFTMAX_CE)


def test_a_single_column_of_labels_is_no_softmax():
    layers = initial((2, 1), (IDENTITY,))
    with pytest.raises(ValueError, match=r"Y\[1\] sums to 0.0; expected 1, .* Take sigmoid_cross_entropy"):
        cost([[1, 2], [3, 4]], layers, [[1], [0]], SOFTMAX_CE)


WRONG_LAYERS = [
    ((), ValueError, "layers is empty; expected one layer or more. Pass what network.initial returns."),
    (
        3,
        TypeError,
        "layers is not a sequence of layers; expected a tuple of Layer(W, b, f). Pass (layer,) if it is one",
    ),
    (a_network()[1][0], TypeError, "layers is not a sequence of layers; expected a tuple of Layer(W, b, f). "),
    ([(np.ones((3, 2)), np.ones(2))], TypeError, "layers is not a sequence of layers; expected"),
    (
        (Layer(np.ones((3, 5)), np.ones(5), TANH), Layer(np.ones((4, 2)), np.ones(2), TANH)),
        ValueError,
        "W2 has shape (4, 2); expected (5, k), because W1 has shape (3, 5), and W2 needs a row for each column of W1.",
    ),
    (
        (Layer(np.ones((3, 2)), np.ones(3), TANH),),
        ValueError,
        "b1 has shape (3,); expected (2,), because W1 has shape (3, 2), and b1 needs a number for each column of W1.",
    ),
    ((Layer(np.ones((3, 2)), np.ones((1, 2)), TANH),), ValueError, "b1 has shape (1, 2); expected (2,), because"),
    ((Layer(np.ones((2, 3)), np.ones(2), TANH),), ValueError, "W1 has shape (2, 3); expected (3, k), because X has"),
    ((Layer(np.full((3, 2), np.nan), np.ones(2), TANH),), ValueError, "W1[0, 0] is nan; expected finite numbers."),
    (
        (Layer(np.ones((3, 2), np.float32), np.ones(2), TANH),),
        TypeError,
        "W1 has dtype float32 and X has dtype float64",
    ),
    ((Layer(np.ones((3, 2)), np.ones(2), "tanh"),), TypeError, "activation is the name tanh; expected an Activation."),
    (
        (Layer(np.ones((3, 5)), np.ones(5), TANH), Layer(np.ones((5, 2)), np.ones(2), "tanh")),
        TypeError,
        "activation is the name tanh; expected an Activation.",
    ),
    (
        (Layer(np.ones((3, 2)), np.ones(2), relu),),
        TypeError,
        "activation is the function relu; expected an Activation.",
    ),
]
WRONG_DATA = [
    ({"X": np.ones((0, 3))}, ValueError, "X has shape (0, 3) and so no entries; expected at least one."),
    ({"X": np.ones(3)}, ValueError, "X has shape (3,); expected (m, n)."),
    ({"X": [[1, 2, np.nan]]}, ValueError, "X[0, 2] is nan; expected finite numbers."),
    ({"X": np.ones((4, 3), np.float32)}, TypeError, "X has dtype float32 and W1 has dtype float64; expected one"),
    ({"Y": np.ones((4, 3))}, ValueError, "Y has shape (4, 3); expected (4, 2), because X has shape (4, 3) and W2 has"),
    ({"Y": np.ones((1, 2))}, ValueError, "Y has shape (1, 2); expected (4, 2), because"),
    ({"Y": np.ones(4)}, ValueError, "Y has shape (4,); expected (4, 2), because"),
    ({"Y": np.full((4, 2), np.inf)}, ValueError, "Y[0, 0] is inf; expected finite numbers."),
    ({"Y": np.ones((4, 2))}, ValueError, "Y[0] sums to 2.0; expected 1, the labels of one example."),
    ({"Y": np.full((4, 2), -1)}, ValueError, "Y[0, 0] is -1.0; expected labels from 0 to 1."),
    ({"loss": "mse"}, TypeError, 'loss is the name mse; expected a Loss. Pass LOSSES["mse"].'),
    ({"loss": "hinge"}, TypeError, "loss is the name hinge; expected a Loss. Pass one of LOSSES: "),
    ({"loss": TANH}, TypeError, "loss is the Activation Activation(na...analytic=True); expected a Loss"),
    (
        {"Y": [0, 1, 1, 0]},
        ValueError,
        "Y has shape (4,); expected (4, 2), because X has shape (4, 3) and W2 has shape (5, 2): "
        "a row for each example, a column for each output. Pass np.eye(2)[Y] if it counts classes",
    ),
    ({"Y": np.full((4, 2), 0.5 + 1e-9)}, ValueError, "Y[0] sums to 1.000000002; expected 1"),
    ({"Y": np.eye(2)[[0, 1, 1, 0]] + 1e-3j}, ValueError, "Y[0, 0] is (1+0.001j); expected labels from 0 to 1."),
    ({"Y": [[1, 0], [1, 0], [0, 1], [0, 2]]}, ValueError, "Y[3, 1] is 2.0; expected labels from 0 to 1."),
]
WRONG_RATES = [
    (
        {"learning_rate": rate},
        ValueError,
        f"learning_rate is {rate}; expected one positive, finite number. Pass 0.1, say.",
    )
    for rate in (0, -1, np.nan, np.inf, [0.1], 1j)
] + [
    ({"learning_rate": True}, TypeError, "learning_rate has dtype bool; expected numbers"),
    ({"learning_rate": np.timedelta64(1, "h")}, TypeError, "learning_rate has dtype timedelta64[h]; expected numbers"),
    ({"learning_rate": "fast"}, TypeError, "learning_rate has dtype <U4; expected numbers"),
]
WRONG_COUNTS = [
    ({"epochs": 0}, ValueError, "epochs is 0; expected 1 or more. Pass a larger whole number."),
    ({"epochs": 1.5}, TypeError, "epochs is 1.5; expected a whole number. Pass an int, 1 or more."),
    ({"epochs": True}, TypeError, "epochs is True; expected a whole number."),
    ({"epochs": np.timedelta64(2, "s")}, TypeError, "epochs is np.timedelta64(2,'s'); expected a whole number."),
    ({"batch_size": 0}, ValueError, "batch_size is 0; expected 1 or more."),
    ({"batch_size": "all"}, TypeError, "batch_size is 'all'; expected a whole number."),
    ({"seed": -1}, ValueError, "seed is -1; expected 0 or more."),
    ({"seed": None}, TypeError, "seed is None; expected a whole number. Pass an int, 0 or more."),
]


def never(*arguments):
    raise AssertionError("worked out too early")


def refused(function, wrong, error, sentence, **more):
    """Refused with this sentence, before any activation or loss has been worked out, and with nothing changed."""
    X, layers, Y = a_network(4, (3, 5, 2), [Activation("never", never, never, "z", analytic=True)] * 2)
    arguments = {"X": X, "layers": layers, "Y": Y, "loss": SOFTMAX_CE._replace(value=never, slope=never)} | more | wrong
    before = [a.copy() for a in flat(layers)]
    with pytest.raises(error) as refusal:
        function(**arguments)
    assert str(refusal.value).startswith(sentence)
    for one, other in zip(flat(layers), before, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("layers", "error", "sentence"), WRONG_LAYERS)
def test_bad_layers_are_refused(layers, error, sentence):
    with pytest.raises(error) as refusal:
        forward(np.ones((4, 3)), layers)
    assert str(refusal.value).startswith(sentence)
    for function, more in ((cost, {}), (gradients, {}), (step, {"learning_rate": 1}), (train, TRAINING)):
        refused(function, {"layers": layers, "Y": np.eye(2)[[0, 1, 0, 1]]}, error, sentence, **more)


TRAINING = {"learning_rate": 1, "epochs": 1}


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_DATA)
def test_bad_data_are_refused(wrong, error, sentence):
    for function, more in ((cost, {}), (gradients, {}), (step, {"learning_rate": 1}), (train, TRAINING)):
        refused(function, wrong, error, sentence, **more)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_RATES)
def test_bad_learning_rates_are_refused(wrong, error, sentence):
    refused(step, wrong, error, sentence)
    refused(train, wrong, error, sentence, epochs=1)


@pytest.mark.parametrize(("wrong", "error", "sentence"), WRONG_COUNTS)
def test_bad_counts_are_refused(wrong, error, sentence):
    refused(train, wrong, error, sentence, **{"learning_rate": 1, "epochs": 1, **wrong})


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"sizes": (3,)}, ValueError, "sizes has 1 entry; expected two or more. Pass what goes in and what each layer"),
        ({"sizes": ()}, ValueError, "sizes has 0 entries; expected two or more."),
        ({"sizes": (3, 0, 2)}, ValueError, "sizes[1] is 0; expected 1 or more."),
        ({"sizes": (3, 2.0, 2)}, TypeError, "sizes[1] is 2.0; expected a whole number."),
        ({"sizes": (0, 4, 2)}, ValueError, "sizes[0] is 0; expected 1 or more."),
        ({"sizes": b"\x03\x04\x02"}, TypeError, "sizes is b'\\x03\\x04\\x02'; expected a sequence."),
        ({"activations": "tanh"}, TypeError, "activations is a single str; expected 2, one for each layer."),
        ({"activations": (TANH, "tanh")}, TypeError, "activation is the name tanh; expected an Activation."),
        ({"sizes": 3}, TypeError, "sizes is 3; expected a sequence. Pass (64, 32, 10), say."),
        (
            {"activations": (TANH,)},
            ValueError,
            "activations has 1 entry; expected 2, one for each layer. Pass a tuple of 2 Activations.",
        ),
        ({"activations": TANH}, TypeError, "activations is a single Activation; expected 2, one for each layer. Pass "),
        ({"activations": ("tanh", TANH)}, TypeError, "activation is the name tanh; expected an Activation. Pass ACTIV"),
        ({"dtype": np.float16}, TypeError, "dtype is <class 'numpy.float16'>; expected np.float32 or np.float64."),
        ({"seed": -1}, ValueError, "seed is -1; expected 0 or more."),
    ],
)
def test_initial_refuses(wrong, error, sentence):
    with pytest.raises(error) as refusal:
        initial(**{"sizes": (3, 4, 2), "activations": (TANH, IDENTITY)} | wrong)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("function", [train, gradients, batch.gradients, two_layers.step, check_gradient])
def test_the_signature_that_help_shows_is_short(function):
    """Without `annotations` from `__future__` each ArrayLike is written out in 200 characters."""
    assert len(str(signature(function))) < 300


def test_complex_numbers_are_refused_by_a_loss_that_is_not_analytic():
    X, layers, Y = a_network(4, (3, 5, 2), (SIGMOID, IDENTITY))
    real = LOSSES["mse"]._replace(name="huber", analytic=False)
    assert network.cost(X, layers, Y, real) == network.cost(X, layers, Y, LOSSES["mse"])
    for given, name in (
        ((X + 0j, layers, Y), "X"),
        ((X, (layers[0]._replace(W=layers[0].W + 0j), layers[1]), Y), "W1"),
    ):
        for function in (network.cost, network.gradients):
            with pytest.raises(TypeError) as refusal:
                function(*given, real)
            assert str(refusal.value) == (
                f"{name} is complex; expected real numbers, because huber is not analytic. Pass {name}.real."
            )


def test_the_function_of_a_loss_with_numbers_of_its_own_is_told_its_entry():
    given = partial(LOSSES["mse"].value)
    with pytest.raises(TypeError, match=r'loss is the partial mse; expected a Loss. Pass LOSSES\["mse"\]'):
        network.cost(np.ones((1, 1)), (network.Layer(np.ones((1, 1)), np.ones(1), IDENTITY),), np.ones((1, 1)), given)
