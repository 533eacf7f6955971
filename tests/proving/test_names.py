"""What is printed alike is the same, or is refused."""

import pytest
from sympy import Identity, KroneckerDelta, OneMatrix, Symbol, Trace, ZeroMatrix

from backprop.proving import (
    Derivation,
    DerivationError,
    Index,
    Model,
    NotUnderstood,
    Partial,
    column,
    latex,
    matrix,
    plain,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.language.functions import U, in_pieces
from backprop.proving.language.unnamed import activation, loss
from backprop.proving.methods.expansion import Expansion, h
from backprop.proving.methods.recursion import Recursion
from backprop.proving.reasons import Reason, as_written

m, n = size("m"), size("n")
t, C = scalar("t"), scalar("C")
x = column("x", n)
j = Index("j", m)

NAMES = [
    "1", "", " ", "a b", "a+b", "x_1", "x_j", "x_", "2x", "x[1]", "(x)", "\\alpha", "z°", "x²", "$x$", "x|y", "a.b", "-x",
    "ο", "а", "Κ", "ŷ", "x\u0302", "ﬁ", "I", "exp", "ln", "log", "diag", "tr", "Im", "σ", "sigma", "Σ", "π", "∂", "x''", "exρ",
]  # fmt: skip
"""The omicron, the Cyrillic a and the capital kappa look like Latin letters."""


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_of_letters_and_means_no_other_thing(name):
    for given in (scalar(name), column(name, m)):
        with pytest.raises(NotUnderstood, match=r"is no name|is the name of a sign"):
            Model((given, t), {})
    if name == "x_j":
        return  # the size or the function of layer j
    with pytest.raises(NotUnderstood):
        Model((column("v", size(name)),), {})
    with pytest.raises(DerivationError):
        Derivation(total(t, Index(name, m)), Model((t, column("v", m)), {}))
    with pytest.raises(DerivationError):
        Derivation(t, Model((t,), {})).step(activation(name)[0](t), as_written())


@pytest.mark.parametrize("name", ["x", "W2", "yhat", "eta", "β", "w_new", "W'", "Loss", "H0"])
def test_the_names_of_the_book_are_names(name):
    assert list(Model((scalar(name), column("a", m)), {}).given) == [name, "a"]


ALIKE = {
    "the word and the letter": (scalar("eta"), scalar("η")),
    "a hat": (scalar("yhat"), matrix("yhat", m, n)),
    "a scalar and a size": (scalar("m"), column("v", m)),
    "two sizes": (column("u", size("eta")), column("v", size("η"))),
}


@pytest.mark.parametrize("name", ALIKE)
def test_two_things_that_are_printed_alike_are_refused(name):
    with pytest.raises(NotUnderstood):
        Model((*ALIKE[name], t), {})


def test_a_derivative_by_the_word_is_not_one_by_the_letter():
    a, b = scalar("eta"), scalar("η")
    with pytest.raises(NotUnderstood, match="calls two different things η"):
        Derivation(Partial(a * b, a), Model((a, b), {})).step(b, as_written())


def test_an_entry_is_not_a_number_of_its_own():
    below = scalar("x_1")
    with pytest.raises(NotUnderstood, match="'x_1' is no name"):
        Derivation(Partial(x[1] * below, below), Model((x, below), {})).step(x[1], as_written())


def test_no_quantity_is_called_1():
    one = scalar("1")
    with pytest.raises(NotUnderstood, match="'1' is no name"):
        Derivation(one, Model((t,), {one: 2 * t})).step(2 * t, as_written())


BOUND = {
    "like a size": total(t, Index("n", m)),
    "like a quantity": total(t, Index("x", m)),
    "like what is computed": total(t, Index("C", m)),
    "in two ranges": total(x[Index("j", n)], Index("j", n)) * KroneckerDelta(j, 1),
    "like a function": activation("j")[0](t) * KroneckerDelta(j, 1),
    "a function like a size": activation("n")[0](t),
    "a function like a quantity": activation("x")[0](t),
    "two functions": activation("eta")[0](t) + activation("η")[0](t),
}


@pytest.mark.parametrize("name", BOUND)
def test_an_index_or_a_function_is_not_called_like_another_thing_of_its_line(name):
    model = Model((x, t, column("v", m)), {C: total(x[Index("p", n)], Index("p", n))})
    with pytest.raises(DerivationError, match="calls two different things"):
        Derivation(BOUND[name], model)


def test_an_index_of_a_definition_is_not_called_like_a_quantity_that_comes_later():
    v, z = column("v", m), column("z", m)
    with pytest.raises(NotUnderstood, match="calls two different things j"):
        Model((v,), {z[j]: 2 * v[j], scalar("j"): v[1]})


def test_a_name_of_two_models_under_one_roof_is_for_them_alone():
    assert "z°" in Model((scalar("z°"), scalar("z")), {}, "°").ranges
    with pytest.raises(NotUnderstood):
        Model((scalar("z°"), scalar("z")), {})


def test_ones_and_zeros_are_not_printed_as_numbers():
    written = {
        OneMatrix(m, 1): ("1_m", r"\mathbf{1}_{m}"),
        OneMatrix(1, m): ("1_mᵀ", r"{\mathbf{1}_{m}}^{\top}"),
        OneMatrix(m, n): ("1_(m, n)", r"\mathbf{1}_{m \times n}"),
        ZeroMatrix(m, 1): ("0_m", r"\mathbf{0}_{m}"),
        ZeroMatrix(m, n): ("0_(m, n)", r"\mathbf{0}_{m \times n}"),
        Identity(m): ("I_m", "I_{m}"),
    }
    for expr, (text, tex) in written.items():
        assert (plain(expr), latex(expr)) == (text, tex)
    assert len({plain(e) for e in written} | {"0", "1"}) == len(written) + 2


def test_two_identities_of_a_line_have_one_size():
    model = Model((matrix("w", m, n),), {})
    with pytest.raises(DerivationError, match="calls two different things I"):
        Derivation(Trace(Identity(m)) - Trace(Identity(n)), model)


@pytest.mark.parametrize("text", ["x | $= 7$ |", "$= 7$", "a\nb", "t = 7", "*", "2 t ^ 2", "\\frac", None, 3])
def test_words_beside_a_line_are_words(text):
    model = Model((t,), {})
    with pytest.raises(ValueError, match="one line of words"):
        Derivation(t, model).step(t, as_written(), text)
    with pytest.raises(ValueError, match="one line of words"):
        Reason(text, lambda *_: True, "")
    assert Derivation(t, model).step(times(1, t), as_written(), "S3.13, in Nielsen's (BP2)")


LAYERS = [
    "(2)}$ and this proves P = NP $n_{(1)", "(x^2)", "(x = y)", "($ | x)", "(1", "()", "(l+)", "(l+1+2)", "(l+p)", "(2l)", "(new)",
    "(\U0001d459)", "(а)", "(２)", "(²)", "(٢)", "а", "²",
]  # fmt: skip
"""The last ones are a mathematical l, a Cyrillic a, a wide and a raised and an Arabic 2."""


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_a_letter_or_a_number(layer):
    refused = pytest.raises((NotUnderstood, DerivationError), match="is no name")
    with refused:
        Model((column("g", size(f"n_{layer}")),), {})
    with refused:
        Model((matrix(f"W^{layer}", m, n),), {})
    for function in (
        activation(f"f_{layer}")[0](t),
        loss(f"g_{layer}")[0](t, t),
        in_pieces(f"h_{layer}", (), (U,))[0](t),
    ):
        with refused:
            Derivation(function, Model((t,), {}))
    with refused:
        Derivation(total(t, Index(f"j_{layer}", m)), Model((t, column("v", m)), {}))


@pytest.mark.parametrize("layer", ["(l)", "(l+1)", "(l-10)", "(2)", "(12)", "(L)", "(μ)"])
def test_the_layers_of_the_book_are_layers(layer):
    model = Model((column("g", size(f"n_{layer}")), matrix(f"W^{layer}", m, n)), {})
    assert repr(model).count(plain(size(f"n_{layer}"))) == 1


@pytest.mark.parametrize("mark", [" + s", "^2", " = 7", "$ | x", "°°", "'", None, 3, type("S", (str,), {})("°")])
def test_names_are_marked_by_the_one_mark(mark):
    with pytest.raises(NotUnderstood, match="names are marked by °, or not at all"):
        Model((t, scalar(f"t{mark}")), {}, mark)


new = Index("new", m)
ONE_TEXT = {
    "a number and an entry": (column("f", m), scalar("f1")),
    "the other way round": (scalar("f1"), column("f", m)),
    "an entry in row 1 and column 1": (matrix("n", m, m), scalar("n11")),
    "a size and an entry": (column("n", m), column("g", size("n_(2)"))),
    "an array and an entry": (column("f", m), column("f2", m)),
    "Greek and Latin": (scalar("ν"), scalar("v")),
    "Greek and Latin entries": (matrix("ω", m, n), column("w", m)),
    "Greek and Latin layers": (column("z^(κ)", m), column("z^(k)", m)),
    "a layer and a size": (column("z^(ν)", m), column("z", size("v"))),
}


@pytest.mark.parametrize("name", ONE_TEXT)
def test_two_things_are_not_printed_alike(name):
    with pytest.raises(NotUnderstood, match=r"calls two different things|can be printed like|is the letter of a layer"):
        Model(ONE_TEXT[name], {})


def test_a_function_with_a_number_is_no_entry():
    with pytest.raises(DerivationError, match="an entry of f can be printed like what is called f and a number"):
        Derivation(activation("f1")[0](t), Model((column("f", m), t), {}))


def test_the_word_below_a_name_is_no_index():
    w, w_new = column("w", m), scalar("w_new")
    assert Derivation(w_new * w[j], Model((w, w_new), {}))
    with pytest.raises(DerivationError, match="new is a word below a name, and names an index"):
        Derivation(total(w_new * w[new], new), Model((w, w_new), {}))
    with pytest.raises(NotUnderstood, match="new is a word below a name"):
        Model((w, w_new, scalar("new")), {})


@pytest.mark.parametrize("name", ["sqrt", "sigmoid", "abs", "max", "det", "Sqrt", "sin2", "ReLU", "softplus", "maχ"])
def test_no_function_of_an_author_is_called_like_a_known_one(name):
    with pytest.raises(DerivationError, match="is the name of a known function, in other pieces"):
        Derivation(in_pieces(name, (), (U,))[0](t), Model((t,), {}))
    with pytest.raises(DerivationError, match="is the name of a known function, in other pieces"):
        Derivation(in_pieces(name, (), (U,))[1](t), Model((t,), {}))


def test_the_names_of_a_step_and_of_a_cost_are_names():
    with pytest.raises(DerivationError, match="holds х, which is not"):
        Expansion(Symbol("х", positive=True) * h)
    with pytest.raises(DerivationError, match="calls two different things"):
        Expansion(Symbol("ν", positive=True) * h + Symbol("v", positive=True))
    forward = {matrix("Z", m, n): times(matrix("X", m, n), matrix("η", n, n))}
    for cost in ("E = 7", "eta", "X'1"):
        with pytest.raises(NotUnderstood, match=r"is no name|calls two different things"):
            Recursion(forward, scalar(cost))
