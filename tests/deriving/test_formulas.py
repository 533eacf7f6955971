"""Formulas as people give them to matrix-calculus calculators: proved, and right in numbers."""

import numpy as np
import pytest

from backprop.deriving import Refused, derive_formula
from backprop.deriving.formula_parts import Parts
from backprop.deriving.formula_shapes import given_shapes, shapes
from backprop.deriving.formula_text import tree
from backprop.deriving.formula_words import FUNCTIONS

RNG = np.random.default_rng(5)
M, N, K, H = 5, 3, 4, 2
"""Pairwise distinct, so that a missing transpose is an error of shape."""


def arrays(**sizes):
    return {name: RNG.normal(size=size) for name, size in sizes.items()}


def softmax_entropy(Y, X, W):
    Z = X @ W
    return -np.sum(Y * (Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True)))) / len(Y)


def logistic(z):
    return 1 / (1 + np.exp(-z))


SQUARES = lambda v: np.sum(v * v)  # noqa: E731  # analytic, as np.linalg.norm is not

FORMULAS = {
    "|Xw - y|^2": ("X, w, y", lambda X, w, y: SQUARES(X @ w - y), arrays(X=(M, N), w=N, y=M)),
    "|X w - y|^2 + lambda |w|^2": (
        "w, lambda",
        lambda X, w, y, lam: SQUARES(X @ w - y) + lam * SQUARES(w),
        arrays(X=(M, N), w=N, y=M, lam=()),
    ),
    "-1/m sum(y * log(sigma(X w)) + (1 - y) * log(1 - sigma(X w)))": (
        "w",
        lambda y, X, w: -np.sum(y * np.log(logistic(X @ w)) + (1 - y) * np.log(1 - logistic(X @ w))) / len(y),
        arrays(y=M, X=(M, N), w=N),
    ),
    "x^T A x + b^T x": ("x, A, b", lambda x, A, b: x @ A @ x + b @ x, arrays(x=N, A=(N, N), b=N)),
    "sum(log(1 + exp(-y * (Xw))))": (
        "w, X",
        lambda y, X, w: np.sum(np.log(1 + np.exp(-y * (X @ w)))),
        arrays(y=M, X=(M, N), w=N),
    ),
    "tr(A^T X B)": ("X, A, B", lambda A, X, B: np.trace(A.T @ X @ B), arrays(A=(M, N), X=(M, K), B=(K, N))),
    "|sigma(XW)V - Y|^2": (
        "W, V",
        lambda X, W, V, Y: SQUARES(logistic(X @ W) @ V - Y),
        arrays(X=(M, N), W=(N, K), V=(K, H), Y=(M, H)),
    ),
    "-1/m sum(Y * log(softmax(X W)))": ("W", softmax_entropy, arrays(Y=(M, K), X=(M, N), W=(N, K))),
    "x^T y/(|x||y|)": ("x, y", lambda x, y: x @ y / np.sqrt(SQUARES(x) * SQUARES(y)), arrays(x=N, y=N)),
    "logsumexp(Wx + b)": (
        "W, x, b",
        lambda W, x, b: np.log(np.sum(np.exp(W @ x + b))),
        arrays(W=(M, N), x=N, b=M),
    ),
    "|A X - B|^2": ("A, X", lambda A, X, B: SQUARES(A @ X - B), arrays(A=(M, N), X=(N, K), B=(M, K))),
    "sum(A B X C D)": (
        "A, B, X, C, D",
        lambda A, B, X, C, D: np.sum(A @ B @ X @ C @ D),
        arrays(A=(M, N), B=(N, K), X=(K, H), C=(H, M + 1), D=(M + 1, N + 3)),
    ),
    "exp(-|x - c|^2/(2 s^2))": (
        "x, c, s",
        lambda x, c, s: np.exp(-SQUARES(x - c) / (2 * s**2)),
        {**arrays(x=N, c=N), "s": np.array(1.3)},
    ),
}
"""A formula -> what it is differentiated by, its cost written by hand in NumPy, and its numbers."""


def complex_step(f, at):
    """Im f(x + ih)/h, entry by entry, with nothing of the book in it."""
    slopes = np.empty(np.shape(at))
    for place in np.ndindex(slopes.shape):
        moved = np.array(at, dtype=complex)
        moved[place] += 1e-30j
        slopes[place] = np.imag(f(moved)) / 1e-30
    return slopes


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_has_the_gradients_of_the_cost_that_is_written_by_hand(formula):
    by, cost, given = FORMULAS[formula]
    derived = derive_formula(formula, by)
    space = {}
    exec(derived.python, space)
    assert np.isclose(space["cost"](**given), cost(**given), rtol=1e-12)
    found = space["gradients"](**given)
    variables = [name.strip().replace("lambda", "lam") for name in by.split(",")]
    assert sorted(found._fields) == sorted(f"dE_d{name}" for name in variables)
    for name in variables:
        expected = complex_step(lambda v, name=name: cost(**{**given, name: v}), given[name])
        gradient = getattr(found, f"dE_d{name}")
        assert np.shape(gradient) == expected.shape, name
        np.testing.assert_allclose(gradient, expected, rtol=1e-11, atol=1e-13, err_msg=name)
    lines = [line for line in derived.markdown.partition("## Backwards")[2].splitlines() if "&=" in line]
    assert [line for line in lines if r"&& \text" not in line] == []
    assert "Every line above was proved" in derived.markdown


def differences(f, at, h=1e-6):
    """Central differences, for functions that take no complex numbers."""
    slopes = np.empty(np.shape(at))
    for place in np.ndindex(slopes.shape):
        step = np.zeros(slopes.shape)
        step[place] = h
        slopes[place] = (f(at + step) - f(at - step)) / (2 * h)
    return slopes


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_that_is_read_is_derived(function):
    matrix = function in ("tr", "trace")
    name, value = ("A", RNG.normal(size=(N, N))) if matrix else ("v", RNG.uniform(0.2, 2, size=N))
    number = FUNCTIONS[function] in ("sum", "mean", "tr", "norm", "lse")
    formula = f"{function}({name})^2" if number else f"sum({name} * {function}({name}))"
    space = {}
    exec(derive_formula(formula, name).python, space)
    (found,) = space["gradients"](value)
    np.testing.assert_allclose(found, differences(space["cost"], value), rtol=1e-6, atol=1e-8)


def test_shapes_are_told_by_the_formula_or_by_whoever_asks():
    def of(text, said=""):
        known = given_shapes(said)
        return shapes(tree(text, known), known)

    found, counts = of("1/(2m) * sum((sigma(X @ W + b) - Y)^2)")
    assert found == {"X": ("m", "n"), "W": ("n", "k"), "b": ("k", "1"), "Y": ("m", "k")}
    assert counts == {"m"}
    assert of("|X w + b - y|^2")[0]["b"] == ("m", "1")
    assert of("|X w + b - y|^2", "b ()")[0]["b"] == ("1", "1")
    assert of("s |x|^2")[0]["s"] == ("1", "1")
    assert of("1/N |X w - y|^2")[0]["X"] == ("N", "m")
    assert of("theta^T theta")[0]["theta"] == ("m", "1")


@pytest.mark.parametrize(
    "formula",
    [
        "mean((x - y) (A^T x + x)^T)",
        "tr(A^T A) + s x^T A x",
        "sum(relu(x^T A))",
    ],
)
def test_rows_sums_and_numbers_are_put_together_in_any_way(formula):
    """What is handed out has passed its proof and its check; here no more is asked."""
    has_s = "s x" in formula
    derived = derive_formula(formula, "x, A" + ", s" * has_s, "x (n), A (n, n)" + ", s ()" * has_s)
    assert derived.markdown.count("agrees with differences of the cost") >= 2


def test_no_name_that_is_given_to_a_part_is_one_of_a_function():
    parts = Parts({}, ())
    names = {parts.fresh("value", ("m", "1")).name for _ in range(20)}
    assert len(names) == 20
    assert not {name for name in names if name[0] in "dei" or name == "f2"}


@pytest.mark.parametrize(
    ("formula", "by", "shapes"),
    [
        ("sum(A B)", "A, B", "A (2, 3), B (3, 2)"),
        ("tr(s)", "s", "s ()"),
        ("|E C J - L|^2", "E, L", ""),
        ("relu(s)", "s", "s ()"),
        ("sum(relu(X))", "X", ""),
        ("sum(x - y^T)", "x, y", "x ()"),
        ("|X W + A^T c|^2", "W, A, c", ""),
        ("tr(B + x) + tr((A + y)^T)", "x, y", "B (n, n), A (n, n)"),
    ],
)  # fmt: skip
def test_what_once_failed_passes_its_proof_and_its_check(formula, by, shapes):
    derived = derive_formula(formula, by, shapes)
    assert derived.markdown.count("agrees with differences of the cost") == len(by.split(",")) + 1  # and in the code


def test_signs_are_read_and_typeset_as_words_are():
    with_signs = derive_formula("λ ‖w‖² + |X·w|²", "λ")
    assert r"\frac{\partial E}{\partial λ} &= s" in with_signs.markdown
    assert with_signs.latex.isascii()
    assert r"\texttt{$\lambda$ $\Vert$w$\Vert$$^2$ + |X$\cdot$w|$^2$}" in with_signs.latex


def test_a_number_that_is_added_to_every_entry_has_one_derivative():
    derived = derive_formula("|X w + b - y|^2", "b", "b ()")
    assert r"\frac{\partial E}{\partial b} &= \sum_{i=1}^{m}" in derived.markdown


@pytest.mark.parametrize(
    ("formula", "by", "said"),
    [
        ("sum(X w", "w", "column 8: ')' is missing"),
        ("|X w - y", "w", "column 1: a bar is missing"),
        ("sum(lgo(x))", "x", "column 5: lgo is not known; is log meant?"),
        ("x^T ? y", "x", "column 5: '?' has no meaning"),
        ("x +", "x", "column 4: the formula ends"),
        ("x^T y)", "x", "column 6"),
        ("sum(x, y)", "x", "takes one argument"),
        ("", "x", "is empty"),
        ("x" * 501, "x", "at most 500"),
        ("X w", "w", "the formula is no number"),
        ("|A B + B A^T + A|^2", "C", "called 'C'. There are A, B."),
        ("|alpha A|^2", "aplha", "is alpha meant?"),
        ("x^T x / (2n) + |X w|^2/m", "x", "What do n and m count?"),
        ("|x|^2", "x, z", "'z'"),
        ("x^T x^y", "x", "an exponent is a number"),
        ("sqrt(x^T A x)", "x", "takes a root of s, which is not known to be positive"),
    ],
)
def test_what_cannot_be_derived_is_refused_in_a_sentence(formula, by, said):
    with pytest.raises(Refused) as refused:
        derive_formula(formula, by)
    assert said in str(refused.value)
    assert str(refused.value).count("\n") in (0, 2)  # two lines show the column


def test_wrong_shapes_are_refused():
    for said, message in (("w n", "Shapes are given as in"), ("w (n, k, m)", "at most two"), ("w (e)", "A size is")):
        with pytest.raises(Refused, match=message):
            derive_formula("|X w - y|^2", "w", said)
    with pytest.raises(Refused, match="a column of m and a column of n cannot be added"):
        derive_formula("|X w - y|^2", "w", "X (m, n), w (n), y (n)")
    with pytest.raises(Refused, match="a matrix product is written with a space or @"):
        derive_formula("sum(X * w)", "w", "w (n)")
    with pytest.raises(Refused, match="is no product of matrices"):
        derive_formula("tr(A B)", "A", "A (m, n), B (m, n)")
