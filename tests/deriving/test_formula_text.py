"""What nobody would read as the book does is refused, with the column and what to write instead."""

from fractions import Fraction

import pytest

from backprop.deriving import Refused, derive_formula
from backprop.deriving.formula_text import tree


@pytest.mark.parametrize(
    ("formula", "column", "said"),
    [
        ("x^T A x / x^T x", 15, "write a/(b c) or (a/b) c"),
        ("a^T b / 2 n", 11, "write a/(b c) or (a/b) c"),
        ("1/2m sum(x)", 4, "write a/(b c) or (a/b) c"),
        ("a/|a||b|", 6, "write a/(b c) or (a/b) c"),
        ("sum(x) + tr(A^2)", 13, "write A A for the product of matrices, A * A entry by entry"),
        ("x^T (2 A^2 + B) x", 8, "write A A"),
        ("x^T A^{-1} x", 5, "an inverse is not supported"),
        ("1^T x", 1, "1^T x is written sum(x)"),
        ("exp(x)^T 1", 10, "x^T 1 is written sum(x)"),
        ("|X 1|", 4, "it is no column of ones"),
        ("|X W + 1 b^T|^2", 8, "b is added to every row by itself, as in X W + b"),
        ("x^2^3", 4, "brackets, as in (x^2)^3"),
        ("f(x)", 1, "f is no function that is known; a product is written f * (x)"),
        ("sum(φ(x))", 5, "phi is no function"),
        ("sum[x]", 1, "a bracket ( ) is expected after the function sum"),
        ("sum_i x_i^2", 1, "without an index, as in sum(x^2)"),
        ("sum(exp x)", 5, "as in exp(x)"),
        ("sin^2(x)", 1, "as in sin(x)^2"),
        ("tr A", 1, "as in tr(x)"),
        ("logdet(A)", 1, "a determinant, logdet, is not supported"),
        ("sum(diag(d))", 5, "a diagonal matrix, diag, is not supported"),
        ("|x|₂", 4, "a number below is typed after its letter"),
        ("pi |x|^2", 1, "write it out, as in 3.14159 x"),
        ("x^T Σ x", 5, "call a quantity otherwise, such as S"),
        ("1/σ^2 |x|^2", 3, "sigma is a function here"),
        ("sum(e^x)", 7, "e^x is written exp(x)"),
        ("sum(σ'(z))", 5, "a slope is not supported"),
        ("|A x - I|^2", 8, "I, the identity, is not supported"),
        ("\\frac{1}{2} |x|^2", 1, "without backslashes, as in 1/2 * sum("),
        ("1e400 |x|^2", 1, "a power of ten is at most 99"),
        ("x/0", 3, "this divides by zero"),
        ("sum(x) + log(0)", 10, "this is no real number"),
        ("(" * 101 + "x" + ")" * 101, 101, "at most 100 brackets"),
    ],
)
def test_what_is_read_otherwise_than_it_is_meant_is_refused(formula, column, said):
    with pytest.raises(Refused) as refused:
        derive_formula(formula, "x")
    assert f"at column {column}: " in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("formula", "other"),
    [
        ("1/2(y-z)^2", "(1/2) * (y-z)^2"),
        ("1/2|x|^2", "(1/2) * |x|^2"),
        ("½ |x|²", "0.5 |x|^2"),
        ("1/2 x^T A x", "(1/2) x^T A x"),
        ("-1/m * sum(x)", "-(1/m) * sum(x)"),
        ("λ/2 |W|^2", "(λ/2) |W|^2"),
        ("1e-3*|w|^2", "0.001*|w|^2"),
        ("2.5E4 |w|^2", "25000 |w|^2"),
        ("x^{-2}", "x⁻²"),
    ],
)
def test_what_is_plain_is_read_as_it_is_meant(formula, other):
    def shape(node):
        parts = node.parts[1:] if node.parts and node.parts[0] in ("", "*") else node.parts
        return node.kind, [
            [part[0], shape(part[1])] if isinstance(part, tuple)
            else part if isinstance(part, (str, Fraction))
            else shape(part)
            for part in parts
        ]  # fmt: skip

    assert shape(tree(formula)) == shape(tree(other))


def test_a_power_of_entries_and_a_letter_that_is_named_stay():
    for formula, by in (("sum((X W - Y)^2)", "W"), ("sum(A^2) * f(x + x)", "A, f, x")):
        assert derive_formula(formula, by, "f (), x ()" if "f" in formula else "").python


@pytest.mark.parametrize(
    ("formula", "by", "shapes", "said"),
    [
        ("|x|^2", ",", "", "Say what the formula is differentiated by"),
        ("|x|^2", "x, x", "", "x stands twice in --by"),
        ("3", "x", "", "x is not in the formula"),
        ("|x|^2", "x", "q (n)", "q has a shape in --shapes, and is not in the formula"),
        ("|x|^2", "x", "x (n), x (m)", "x has two shapes"),
        ("|x|^2", "x", "x (13)", "a letter stands for any, in place of 13"),
    ],
)
def test_names_are_given_once_and_stand_in_the_formula(formula, by, shapes, said):
    with pytest.raises(Refused) as refused:
        derive_formula(formula, by, shapes)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("formula", "by", "shapes"),
    [
        ("|X w - y|^2", "X, w", "X (5,4)"),
        ("|X w - y|^2", "w", "X (2,2)"),
        ("|X w - y|^2", "w", "X (3,4), w (4), y (3)"),
        ("|x|^2", "x", "x (3)"),
        ("x^T A x", "x, A", "A (2,2)"),
        ("-1/m sum(Y * log(softmax(X W)))", "W", "X (4,3), W (3,2)"),
    ],
)
def test_sizes_that_are_numbers_are_those_of_the_proof_and_of_the_check(formula, by, shapes):
    derived = derive_formula(formula, by, shapes)
    assert "proved for all numbers" in derived.markdown
    sizes = shapes.partition("(")[2].partition(")")[0].replace(",", ", ")
    assert f"size=({sizes})" in derived.markdown or f"size={sizes})" in derived.markdown
