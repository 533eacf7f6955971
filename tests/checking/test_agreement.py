from collections import namedtuple
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from sympy import Symbol, exp, sqrt

from backprop.checking import CHECKS, Disagreement, agrees, caught
from backprop.checking.mistakes import Subject
from backprop.numeric import ACTIVATIONS, Activation
from backprop.numeric.joint import softmax, softmax_jacobian
from backprop.numeric.single_layer import gradients, gradients_by_entries, gradients_diagonal, gradients_joint
from backprop.proving import Index, Model, column, scalar, size, total
from backprop.proving.language import loss, sigma
from backprop.results.single_layer import E, layer, softmax_layer


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("function", [gradients, gradients_by_entries, gradients_diagonal])
def test_code_agrees_with_the_derivative_of_the_cost(function, activation):
    agreement = agrees(function, layer, E, activation)
    assert agreement.gradients == ("dE_dw", "dE_db", "dE_dx")
    assert (2, 3) in agreement.sizes
    assert (4, 3) in agreement.sizes
    assert repr(agreement).startswith(f"{function.__name__} against SymPy's derivative of E, sizes (1, 1), (2, 2)")


def with_softmax(w, x, b, y, jacobian=softmax_jacobian):
    return gradients_joint(w, x, b, y, softmax, jacobian)


def test_the_general_rule_agrees_for_softmax():
    assert agrees(with_softmax, softmax_layer, E).gradients == ("dE_dw", "dE_db", "dE_dx")


def test_softmax_with_the_diagonal_alone_is_refused():
    def diagonal_alone(w, x, b, y):
        return with_softmax(w, x, b, y, lambda z: np.diag(np.diag(softmax_jacobian(z))))

    with pytest.raises(Disagreement, match="is not SymPy's derivative of the cost"):
        agrees(diagonal_alone, softmax_layer, E)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_a_wrong_slope_in_the_code_is_refused(activation):
    """The formula says what the activation is; its code for the slope is off by one part in a million million."""
    wrong = activation._replace(prime=lambda z: activation.prime(z) * (1 + 1e-11))
    with pytest.raises(Disagreement):
        agrees(gradients, layer, E, wrong)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_a_wrong_value_in_the_code_is_refused(activation):
    with pytest.raises(Disagreement):
        agrees(gradients, layer, E, activation._replace(value=lambda z: activation.value(z) + 1e-9))


def test_a_wrong_formula_is_refused():
    wrong = Activation("sigmoid", *ACTIVATIONS["sigmoid"][1:3], "1/(1 + exp(-2*z))", analytic=True)
    with pytest.raises(Disagreement):
        agrees(gradients, layer, E, wrong)


def broken(**changes):
    def function(w, x, b, y, activation):
        right = gradients(w, x, b, y, activation)
        return right._replace(**{name: change(getattr(right, name)) for name, change in changes.items()})

    return function


REFUSED = {
    "a column for a vector": (broken(dE_db=lambda g: g[:, None]), r"dE_db has shape \(1, 1\); its variable has \(1,\)"),
    "a number for a vector": (broken(dE_dx=lambda g: g.sum()), r"dE_dx has shape \(\); its variable has \(1,\)"),
    "transposed": (broken(dE_dw=lambda g: g.T), "it is transposed"),
    "twice": (broken(dE_dw=lambda g: 2 * g), "it is 2 times the gradient"),
    "sign": (broken(dE_dx=lambda g: -g), "the sign is flipped"),
    "one entry": (broken(dE_dw=lambda g: g + 1e-9 * np.eye(*g.shape)), "dE_dw is not SymPy's derivative"),
    "nan": (broken(dE_db=lambda g: g * np.nan), "dE_db is not SymPy's derivative"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_broken_code_is_refused_with_its_cause(name):
    function, message = REFUSED[name]
    with pytest.raises(Disagreement, match=message):
        agrees(function, layer, E, ACTIVATIONS["tanh"])


def test_a_gradient_cut_off_from_its_variable_is_refused():
    with pytest.raises(Disagreement, match="dE_dw has shape"):
        agrees(broken(dE_dw=lambda g: g[:1]), layer, E, ACTIVATIONS["tanh"], sizes=[(2, 3)])


def test_what_is_not_gradients_is_refused():
    with pytest.raises(TypeError, match="returned a tuple; expected a NamedTuple with fields such as dE_dw"):
        agrees(lambda *arguments: (1, 2), layer, E, ACTIVATIONS["tanh"])
    with pytest.raises(TypeError, match=r"ACTIVATIONS\[...\]; got str tanh"):
        agrees(gradients, layer, E, "tanh")


def test_a_gradient_that_is_zero_everywhere_is_no_agreement():
    flat = Model((*layer.given.values(),), {E: 0 * layer.given["y"][1]})

    def zeros(w, x, b, y):
        return Zeros(np.zeros_like(w), np.zeros_like(x), np.zeros_like(b), np.zeros_like(y))

    Zeros = namedtuple("Zeros", "dE_dw dE_dx dE_db dE_dy")
    with pytest.raises(Disagreement, match="the cost does not change with b, w, x, y: nothing was compared"):
        agrees(zeros, flat, E)


n = size("n")
k, v, u, t, P = Index("k", n), column("v", n), column("u", n), scalar("t"), scalar("P")
PENALISED = Model((v, u, t), {P: total((t * v[k] - u[k]) ** 2, k) / 2})
Penalised = namedtuple("Penalised", "dP_dv dP_du dP_dt")


def penalised(v, u, t):
    residual = t * v - u
    return Penalised(t * residual, -residual, np.sum(v * residual))


def forgotten_sum(v, u, t):
    return penalised(v, u, t)._replace(dP_dt=v[0] * (t * v - u)[0])


def test_a_number_that_is_given_is_compared_like_an_array():
    assert agrees(penalised, PENALISED, P).gradients == Penalised._fields
    with pytest.raises(Disagreement, match="dP_dt is not SymPy's derivative of the cost"):
        agrees(forgotten_sum, PENALISED, P)


def test_a_mistake_in_the_gradient_by_a_number_is_caught_by_every_check_of_values():
    def cost(v, u, t):
        return np.sum((t * v - u) ** 2) / 2

    subject = Subject(PENALISED, P, penalised, cost, activations=0)
    right, wrong = (caught(f, subject, ACTIVATIONS["sigmoid"], (3,)) for f in (penalised, forgotten_sum))
    assert not any(right.values())
    assert {check for check, seen in wrong.items() if seen} == set(CHECKS) - {"shapes"}


def returning(*names, of=penalised):
    """The same with these gradients only, or with these instead."""
    return lambda v, u, t: namedtuple("Some", names)(*(getattr(of(v, u, t), name) for name in names))


NO_GRADIENTS = {
    "none": (returning(), "returned no gradient by v, u, t"),
    "one of three": (returning("dP_du"), "returned no gradient by v, t"),
    "of something else": (lambda v, u, t: namedtuple("Some", "dP_dq")(v), "returned dP_dq; expected one gradient by"),
    "two by one": (
        lambda v, u, t: namedtuple("Two", "dP_dv dQ_dv")(v, v), "returned dQ_dv; expected one gradient by each",
    ),
    "of objects": (
        lambda v, u, t: penalised(v, u, t)._replace(dP_dv=np.array([Anything()] * len(v), dtype=object)),
        "dP_dv holds object; a gradient is an array of real numbers",
    ),
    "complex": (lambda v, u, t: penalised(v + 0j, u, t), "dP_dv holds complex128"),
    "text": (lambda v, u, t: penalised(v, u, t)._replace(dP_dt="1"), "dP_dt holds <U1"),
    "truth": (lambda v, u, t: penalised(v, u, t)._replace(dP_dt=True), "dP_dt holds bool"),
}  # fmt: skip


class Anything:
    """Equal to, and no further than 0 from, whatever it is compared with."""

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


@pytest.mark.parametrize(("function", "sentence"), NO_GRADIENTS.values(), ids=NO_GRADIENTS)
def test_every_gradient_is_there_once_and_in_numbers(function, sentence):
    with pytest.raises(TypeError, match=sentence):
        agrees(function, PENALISED, P)


def test_what_needs_no_gradient_is_said():
    found = agrees(returning("dP_dv", "dP_dt"), PENALISED, P, targets=(name for name in "u"))
    assert found.gradients == ("dP_dv", "dP_dt")
    with pytest.raises(TypeError, match="returned no gradient by t"):
        agrees(returning("dP_dv"), PENALISED, P, targets="u")
    with pytest.raises(TypeError, match="returned no gradient"):
        agrees(returning(), PENALISED, P, targets="vut")


class Padded(Penalised):
    """Names a field that it does not hold."""

    _fields = (*Penalised._fields, "dP_dq")

    def _asdict(self):
        return dict(zip(Penalised._fields, self, strict=True))


def test_what_is_printed_is_what_was_compared():
    found = agrees(lambda *given: Padded(*penalised(*given)), PENALISED, P)
    assert found.gradients == Penalised._fields
    kinds = iter((Penalised, namedtuple("Fewer", "dP_dv dP_dt")))

    def fewer(v, u, t):
        kind = next(kinds)
        return kind(*(getattr(penalised(v, u, t), name) for name in kind._fields))

    with pytest.raises(TypeError, match="fewer returned dP_dv, dP_dt, and dP_dv, dP_du, dP_dt at other sizes"):
        agrees(fewer, PENALISED, P, sizes=[(1,), (2,)], targets="u")


@pytest.mark.parametrize("field", ["dE_dv", "minus_dv", "v", "dP_dP_dv"])
def test_a_gradient_is_called_by_its_cost_and_by_what_it_is_taken(field):
    with pytest.raises(TypeError, match=f"returned {field}; expected one gradient by each of v, u, t, called dP_dv, "):
        agrees(lambda *given: namedtuple("Some", [field])(given[0]), PENALISED, P, targets="ut")


def test_a_target_is_something_given():
    with pytest.raises(ValueError, match="targets names w; given are v, u, t"):
        agrees(penalised, PENALISED, P, targets="uw")


def test_labels_are_read_once_and_kept():
    def in_range(v, u, t):
        assert ((u >= 0) & (u <= 1)).all()
        return penalised(v, u, t)

    assert agrees(in_range, PENALISED, P, labels=(name for name in "u"))


@pytest.mark.parametrize("sizes", [[], iter(()), [(0,)], [()], [(2.0,)], [(-1,)], 3, [3], [([1],)], "12", [None]])
def test_sizes_are_whole_numbers_from_1_on(sizes):
    with pytest.raises(ValueError, match="sizes are tuples of whole numbers from 1 on, one for each of n; got"):
        agrees(penalised, PENALISED, P, sizes=sizes)


def test_code_is_compared_with_a_model():
    with pytest.raises(TypeError, match="code is compared with a Model and its cost; got a NoneType"):
        agrees(penalised, None, P)


def test_what_is_declared_positive_is_drawn_above_0():
    size_, index = size("m"), Index("j", size("m"))
    y_, cost = column("y", size_, positive=True), scalar("E")
    roots = Model((y_,), {cost: total(sqrt(y_[index]), index)})
    Gradients = namedtuple("Gradients", "dE_dy")
    assert agrees(lambda y: Gradients(1 / (2 * np.sqrt(y))), roots, cost, targets=())
    with pytest.raises(Disagreement):
        agrees(lambda y: Gradients(1 / np.sqrt(y)), roots, cost, targets=())


def test_an_agreement_prints_the_fields_the_cost_and_one_line_for_the_function():
    class Key(str):
        __slots__ = ()

    class Other(Symbol):
        def __str__(self):
            return "C"

    m = size("m")
    j = Index("j", m)
    square = Model((column("y", m),), {E: total(column("y", m)[j] ** 2, j)})
    Fields = namedtuple("Fields", "dE_dy")

    def by_hand(y):
        return Fields(2 * y)

    by_hand.__name__ = "g\n  dE_dw  shapes agree, values agree"
    assert repr(agrees(by_hand, square, E)).count("\n") == 1
    assert repr(agrees(partial(by_hand), square, E)).startswith("partial against SymPy's derivative of E")
    for cost in (2 * E, "E", None, scalar("D"), Other("E", real=True)):
        with pytest.raises(ValueError, match="the cost is a number that the model computes, E; got"):
            agrees(by_hand, square, cost)
    with pytest.raises(TypeError, match="code is a function of what the model is given; got a NoneType"):
        agrees(None, square, E)
    keyed = SimpleNamespace(_asdict=lambda: {Key("dE_dy"): np.ones(1)})
    with pytest.raises(TypeError, match="expected one gradient by each of y"):
        agrees(lambda y: keyed, square, E)


@pytest.mark.parametrize("names", [5, None, [1], [["v"]], column("v", size("n")), [column("v", size("n"))]], ids=str)
def test_labels_and_targets_are_names(names):
    with pytest.raises(TypeError, match="labels are the names of things given, such as 'y'; got"):
        agrees(penalised, PENALISED, P, labels=names)
    if names is not None:
        with pytest.raises(TypeError, match="targets are the names of things given, such as 'y'; got"):
            agrees(penalised, PENALISED, P, targets=names)


@pytest.mark.parametrize("seed", ["x", -1, None, 0.5, True])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="a seed is a whole number from 0 on; got"):
        agrees(penalised, PENALISED, P, seed=seed)


def test_what_has_no_slope_in_numbers_is_said():
    n, ell = size("n"), loss("ell")[0]
    v, u, cost, j = column("v", n), column("u", n), scalar("E"), Index("j", n)
    of = namedtuple("Gradients", "dE_dv dE_du")
    with pytest.raises(ValueError, match="d1ell is a loss without a formula, which has no numbers"):
        agrees(lambda v, u: of(v, u), Model((v, u), {cost: total(ell(v[j], u[j]), j)}), cost)
    root = Activation("root", *ACTIVATIONS["sigmoid"][1:3], "sqrt(z)", analytic=True)
    with pytest.raises(ValueError, match="is no real number at what was drawn"):
        agrees(lambda v, u, _: of(v, u), Model((v, u), {cost: total(sigma(v[j]) * u[j], j)}), cost, root, sizes=[(8,)])


def test_a_gradient_has_rows_of_one_length():
    with pytest.raises(TypeError, match="dP_dv holds rows of several lengths; a gradient is an array of real numbers"):
        agrees(lambda *given: penalised(*given)._replace(dP_dv=[[1.0], [1.0, 2.0]]), PENALISED, P)


def test_a_gradient_that_is_too_large_is_not_compared():
    """Beside infinity every error is small: wrong code agreed once."""
    m = size("m")
    j, y = Index("j", m), column("y", m)
    Fields = namedtuple("Fields", "dE_dy")
    for huge in (exp(1000 + y[1]), exp(exp(exp(exp(exp(y[1] + 9)))))):
        with pytest.raises(ValueError, match="too large for float64 at what was drawn"):
            agrees(lambda y: Fields(np.zeros_like(y)), Model((y,), {E: total(y[j] ** 2, j) + huge}), E)


@pytest.mark.parametrize("formula", ["sigmoid(z)", "foo(z)", "1/(", "z + y", None, "[z]"])
def test_the_formula_of_an_activation_is_one_of_sympys_functions(formula):
    wrong = ACTIVATIONS["sigmoid"]._replace(formula=formula)
    with pytest.raises(ValueError, match="the formula of sigmoid is one in z of SymPy's functions"):
        agrees(gradients, layer, E, wrong)
