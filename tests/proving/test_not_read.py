import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language import NotUnderstood
from backprop.proving.language.reading import read, read_equation
from backprop.proving.language.tokens import NotRead
from backprop.proving.language.vocabulary import Vocabulary
from tests.proving.test_reading import NAMES, Wl

REFUSED = {
    "sum_c 1": (4, "the sum over c holds no c", "sum_{c=1}^{n}"),
    "I_cg": (2, "nothing says how far the index c runs"),
    "yhta_q": (1, "yhta_q is not defined", "is yhat meant?"),
    "a_q + yhut_q": (7, "yhut_q is not defined", "is yhat meant?"),
    "sgma(z_q)": (1, "sgma is not defined", "is sigma meant?"),
    "tahn(z_q)": (1, "tahn is not defined", "is tanh meant?"),
    "sum_q a_q + b_q": (13, "q is the index of a sum, and stands outside"),
    "(sum_{q=1}^3 a_q) q": (19, "q is the index of a sum, and stands outside"),
    "(a_q + b_q": (1, "never closed", ") is missing"),
    "a_q + b_q)": (10, ") closes nothing", "no bracket is open"),
    "(a_q + b_q]": (11, "] closes nothing", ") is expected"),
    "a_{q": (2, "never closed", "} is missing"),
    "d/dz_q": (7, "something is expected after this"),
    "d/dz_q + a_q": (7, "something is expected after this"),
    "sum_q": (6, "something is expected after this"),
    "a_q +": (6, "the line ends where", "a quantity, a number or a bracket"),
    "a_q * * b_q": (7, "'*' stands where", "a quantity, a number or a bracket"),
    "* a_q": (1, "'*' stands where"),
    "a_q /": (6, "the line ends where"),
    "": (1, "nothing is written"),
    "   ": (1, "nothing is written"),
    "()": (2, "')' stands where"),
    "a_q" + " + a_q" * 2000: (1, "at most 10000 characters", "12003"),
    "(" * 200 + "a_q" + ")" * 200: (101, "at most 100 brackets"),
    "д_q": (1, "д_q is not defined"),
    "a_q ♥ b_q": (5, "'♥' is no sign of this language"),
    "漢_q": (1, "is not defined"),
    "w_pp": (1, "the index p runs to k in w_pp and to n in w_pp"),
    "a_p x_p": (5, "the index p runs to k in a_p and to n in x_p", "another letter"),
    "w_q": (1, "w takes 2 indices, and 1 stands below it"),
    "w_qpt": (1, "w takes 2 indices, and 3 stand below it"),
    "a_qp": (1, "a takes one index, and 2 stand below it"),
    "E_q": (1, "E takes no index, and 1 stands below it"),
    "W + X": (5, "W is n by k", "X is m by n"),
    "W X": (3, "W is n by k", "X is m by n", "transpose"),
    "W * X": (5, "W is n by k", "X is m by n", "entry by entry"),
    "W ⊙ eta": (5, "a number stands on one side"),
    "W @ eta": (5, "a number stands on one side"),
    "W + 1": (5, "a number, 1, is added to a matrix of n by k", "1_m"),
    "eta + W": (1, "a number, η, is added to a matrix of n by k"),
    "W^2": (2, "W is a matrix of n by k", "no power"),
    "eta^T": (4, "only a matrix is transposed"),
    "1/W": (3, "a number is needed here", "W is a matrix of n by k"),
    "1/0": (3, "a division by 0"),
    "sum_q W": (7, "a number is needed here"),
    "dE/d(a_q)": (5, "where"),
    "dE/dW^T": (5, "a derivative is taken by a quantity"),
    "dW/dX": (1, "a Jacobian is taken of a column by a column"),
    "diag(eta)": (1, "diag is taken of one matrix"),
    "tr(W, V)": (1, "tr is taken of one matrix"),
    "exp(a_q, b_q)": (1, "exp takes 1"),
    "ell(a_q)": (1, "ell takes 2"),
    "∂_3 ell(a_q, y_q)": (1, "its first and its second argument"),
    "I": (1, "the size of I is not seen"),
    "a_q^2^2": (6, "brackets tell what is meant"),
    "x'": (2, "is no sign of this language"),
    "huber''(a_q)": (1, "no name"),
    r"\foo_q": (1, r"\foo is no command"),
    "[a_q": (1, "never closed"),
    "a_q = b_q": (5, "'=' stands where"),
    "2..3": (2, "'..' stands where"),
    "a.b": (2, "'.' is no sign"),
    "eta_{1.5}": (1, "eta takes no index"),
    "∇_W": (4, "something is expected after this"),
    "∇_{2} E": (2, "the array by which"),
    "x_{p+}": (6, "'}' stands where"),
    "X_{9^99999999999,2}": (4, "a power in an index"),
    "9" * 400: (1, "at most 300 digits"),
    "tanh" + "'" * 50 + "(a_q)": (1, "at most 20 primes"),
    "sum_q " * 60 + "a_q": (301, "at most 50 sums"),
    "__import__('os')": (1, ""),
    "__import__('os').system('true')": (1, ""),
    "lambda: 0": (7, "':' is no sign"),
    "(lambda x: x)(1)": (10, "':' is no sign"),
    "open('x')": (6, "is no sign"),
    "open(x)": (1, "open is not defined"),
    "a_q; b_q": (4, "';' is no sign"),
    "a_q\x00": (4, "U+0000 is no sign"),
    "\u202ea_q": (1, "U+202E is no sign"),
    "a_q\u200f b_q": (4, "U+200F is no sign"),
    "a_q if a_q else b_q": (5, ""),
    "E.__class__": (2, "'.' is no sign"),
    "{{}}": (3, ""),
    "$a_q$": (1, "'$' is no sign"),
    "`ls`": (1, "'`' is no sign"),
    "a_q < b_q": (5, "'<' is no sign"),
}  # fmt: skip
"""A text -> the column, and what is said of it."""


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:30]))
def test_refused_with_the_place(text):
    column, *said = REFUSED[text]
    read("a_q", NAMES)  # the grammar is made ready once
    begun = time.perf_counter()
    with pytest.raises(NotRead) as error:
        read(text, NAMES)
    assert time.perf_counter() - begun < 0.1
    assert error.value.column == column
    for part in said:
        assert part in str(error.value)


def test_the_line_is_named_where_there_are_several():
    with pytest.raises(NotRead, match="line 2, column 5: foo is not defined") as error:
        read("a_q\n  + foo", NAMES)
    assert (error.value.line, error.value.column) == (2, 5)


def test_a_name_with_layers_says_so():
    names = Vocabulary([Wl])
    for text in ("W_12", "W", "W^2", "W_12^(l+1)"):
        with pytest.raises(NotRead, match=r"column 1: W has a layer, as in W\^\(l\)"):
            read(text, names)


def test_a_refusal_shows_the_place():
    with pytest.raises(NotRead) as error:
        read("a_q + foo", NAMES)
    assert str(error.value).splitlines()[1:] == ["  a_q + foo", "        ^"]


def test_an_equation_has_one_equals_sign():
    with pytest.raises(NotRead, match="'=' stands where"):
        read_equation("a_q = b_q = y_q", NAMES)
    with pytest.raises(NotRead, match="the line ends where"):
        read_equation("a_q", NAMES)


PIECES = [
    *"aqpwxzWXEIVkmnd 0129()[]{}^_+-*/=@,|'\\",
    *["a_q", "w_qp", "x_p", "dE", "/dw_qp", "d/dz_q ", "sum_q ", "sum_{p=1}^n", "Σ_p=1..n ", "σ(", "sigma'(", "^T", "^(l)", "W^(l)_", "1_m"],
    *["\\frac", "\\left(", "\\right)", "\\sum", "\\partial ", "\\nabla_W ", "\\odot", "⊙", "ᵀ", "²", "½", "∇_W ", "⟨", "⟩", "√", "I_qt", "[a_q]_q"],
    *["e^{", "diag(", "tr(", "exp(", "f_l'(", "n_l", "a^(l-1)", "0.5", "ell(", "∂_1 ", "\\mathbf{1}_", "\\hat{y}", "ŷ_q", "\u0302", "\n", "&", ".."],
]  # fmt: skip


def read_or_refused(reader, text):
    """Whether a text is read as an expression, or refused at a place that is in it."""
    try:
        found = reader(text, NAMES)
    except NotRead as refusal:
        lines = text.split("\n")
        return 1 <= refusal.line <= len(lines) and 1 <= refusal.column <= len(lines[refusal.line - 1]) + 1
    except NotUnderstood:
        return True
    return all(isinstance(side, (Expr, MatrixExpr)) for side in (found if reader is read_equation else [found]))


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_nothing_but_a_refusal_is_raised(text):
    assert all(read_or_refused(reader, text) for reader in (read, read_equation))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    assert read_or_refused(read, text)
