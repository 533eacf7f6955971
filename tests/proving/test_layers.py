"""Arrays with a letter for their layer, and costs of which nothing is known but the array that they depend on."""

import pytest
from sympy import KroneckerDelta, exp

from backprop.proving import Claim, Derivation, DerivationError, Model, NotProved, Translation
from backprop.proving.any_size.equal import equal
from backprop.proving.language import (
    Gradient,
    Index,
    NotUnderstood,
    Partial,
    Unknown,
    activation,
    column,
    latex,
    matrix,
    plain,
    row,
    scalar,
    size,
    times,
    total,
)
from backprop.proving.language.entries import index_form
from backprop.proving.meaning.value import slope, value
from backprop.proving.reasons import as_written, chain_rule, definition, derivative_of, linearity

m, n, k = size("m"), size("n_(l-1)"), size("n_l")
i, p, q, t = Index("i", m), Index("p", n), Index("q", k), Index("t", k)
w, a, z, z_above = matrix("w^(l)", k, n), column("a^(l-1)", n), column("z^(l)", k), column("z^(l+1)", k)
E, E2, J, eta = scalar("E"), scalar("E2"), scalar("J"), scalar("eta")
f, df = activation("f_l")
FORWARD = {z[q]: total(times(w[q, p], a[p]), p), z_above[q]: f(z[q])}
model = Model((w, a, eta), {**FORWARD, E: Unknown("E", z_above), E2: Unknown("E2", z)})
path = df(z[q]) * a[p]

WRITTEN = {
    "a layer": (w, "w^(l)", "w^{(l)}"),
    "the next": (z_above[q], "z^(l+1)_q", "z^{(l+1)}_{q}"),
    "transposed": (w.T, "w^(l)ᵀ", r"{w^{(l)}}^{\top}"),
    "a Greek letter": (column("delta^(L)", k), "δ^(L)", r"\delta^{(L)}"),
    "a number": (matrix("w^(2)", k, n), "w²", "w^{(2)}"),
    "a size": (n, "n_(l-1)", "n_{l-1}"),
    "a function": (activation("f_(l+1)")[1](eta), "f_(l+1)'(η)", r"f_{l+1}'\left(\eta\right)"),
    "of layer l": (activation("f_l")[0](eta), "f_l(η)", r"f_{l}\left(\eta\right)"),
    "a word": (scalar("lse"), "lse", r"\mathrm{lse}"),
    "a word and a number": (column("row2", k)[q], "row2_q", r"\mathrm{row2}_{q}"),
    "a word, with a layer": (column("lse^(l)", k)[q], "lse^(l)_q", r"\mathrm{lse}^{(l)}_{q}"),
    "a word below": (matrix("w_new", k, n)[q, p], "w_new_qp", r"{w_{\mathrm{new}}}_{\,qp}"),
    "below, with a layer": (matrix("w_new^(l)", k, n)[q, p], "w_new^(l)_qp", r"{w_{\mathrm{new}}^{(l)}}_{\,qp}"),
    "an unknown cost": (Unknown("E", z_above), "E(z^(l+1))", r"E\left(z^{(l+1)}\right)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_written(name):
    expr, text, tex = WRITTEN[name]
    assert (plain(expr), latex(expr)) == (text, tex)


def test_what_is_printed_alike_is_the_same():
    assert matrix("W^(2)", k, n) == matrix("W2", k, n)
    assert row("b^(12)", n)[1] == row("b12", n)[1]
    assert matrix("w^(2)", k, n).name == "w^(2)" and matrix("w2", k, n).name == "w2"
    assert plain(matrix("w2", k, n)) != plain(matrix("w^(2)", k, n))


def test_two_layers_are_two_arrays():
    assert Derivation(z[q] - z[q], model)
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(z[q], model).step(z_above[q], as_written())
    with pytest.raises(DerivationError, match=r"mentions z\^\(l\+2\)\[q\], which is not defined"):
        Derivation(z[q] - column("z^(l+2)", k)[q], model)


def test_the_letter_of_a_layer_is_nothing_else():
    letter = Index("l", k)
    assert Derivation(total(z[t], t), model)
    with pytest.raises(DerivationError, match="l is the letter of a layer"):
        Derivation(total(z[letter], letter), model)
    c = column("c", k)
    assert Model((w, a, c), {z[q]: c[q]})
    for given, where in (
        ((column("d", size("l")),), {}),
        ((scalar("l"),), {}),
        ((c,), {E: total(c[letter], letter), z[q]: c[q]}),
    ):
        with pytest.raises(NotUnderstood, match="l is the letter of a layer, and names an index, a size or a quantity"):
            Model((*given, *([] if where else [w])), where)


both = Model((w, a, eta), {**FORWARD, E: Unknown("E", z_above), E2: Unknown("E2", z_above), J: eta * E**2 + E2})
TRUE = {
    "through its array": (Partial(E, z[q]), times(Partial(E, z_above[q]), df(z[q])), Partial(E, z_above[q])),
    "through two": (Partial(E, w[q, p]), times(Partial(E, z_above[q]), path), times(Partial(E, z_above[t]), path)),
    "by every entry": (
        Partial(E, a[p]),
        total(times(Partial(E, z_above[q]), df(z[q]), w[q, p]), q),
        times(Partial(E, z_above[q]), df(z[q]), w[q, p]),
    ),
    "its own delta": (
        Partial(E, z_above[q]),
        total(times(Partial(E, z_above[t]), KroneckerDelta(q, t)), t),
        total(Partial(E, z_above[t]), t),
    ),
    "a number for an index": (Partial(E, z[1]), times(Partial(E, z_above[1]), df(z[1])), Partial(E, z[q])),
    "another index": (Partial(E, z_above[q]), Partial(E, z_above[q]), Partial(E, z_above[t])),
    "another cost": (Partial(E, z[q]), Partial(E, z[q]), Partial(E2, z[q])),
    "the cost itself": (E, E, E2),
    "by the cost": (Partial(J, E), 2 * eta * E, 2 * eta * E2),
    "a cost of two costs": (
        Partial(J, z_above[q]),
        2 * eta * E * Partial(E, z_above[q]) + Partial(E2, z_above[q]),
        2 * eta * E * Partial(E, z_above[q]),
    ),
    "not what is given": (Partial(E, eta), E - E, Partial(E, z_above[1])),
    "under a sum": (
        total(times(Partial(E, z_above[q]), z[q]), q),
        total(times(Partial(E, z_above[t]), z[t]), t),
        total(times(Partial(E, z_above[q]), z[q]), q) + 1,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_an_unknown_cost_has_slopes_by_its_array(name):
    left, right, wrong = TRUE[name]
    assert Derivation(left, both).step(right, as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(left, both).step(wrong, as_written())


@pytest.mark.parametrize("name", TRUE)
def test_the_first_referee_knows_it_alone(name):
    left, right, wrong = (value(both, index_form(e)) for e in TRUE[name])
    assert equal(left, right) and not equal(left, wrong)


def test_the_chain_rule_leads_through_the_array():
    line = times(Partial(E, z_above[q]), df(z[q]))
    assert Derivation(Partial(E, z[q]), model).step(line, chain_rule(z_above))
    with pytest.raises(DerivationError, match="not by this reason alone"):
        Derivation(Partial(E, z[q]), model).step(line, chain_rule(z))


def test_a_penalty_on_top_of_an_unknown_cost():
    penalised = Model((w, a, eta), {**FORWARD, E: Unknown("E", z_above), J: E + eta * total(w[q, p] ** 2, q, p)})
    proof = (
        Derivation(Partial(J, w[q, p]), penalised)
        .step(Partial(penalised.where["J"][1], w[q, p]), definition(J))
        .step(Partial(E, w[q, p]) + Partial(eta * total(w[t, p] ** 2, t, p), w[q, p]), linearity())
    )
    assert proof.step(Partial(E, w[q, p]) + 2 * eta * w[q, p], derivative_of())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Partial(J, w[q, p]), penalised).step(2 * eta * w[q, p], derivative_of(J))


def test_one_unknown_cost_computed_from_another():
    c, F = column("c", k), scalar("F")
    stacked = Model((w, a), {**FORWARD, E: Unknown("E", z_above), c[q]: E * z[q], F: Unknown("F", c)})
    by_c = total(times(Partial(F, c[t]), E * KroneckerDelta(q, t) + times(z[t], Partial(E, z[q]))), t)
    assert Derivation(Partial(F, z[q]), stacked).step(by_c, as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Partial(F, z[q]), stacked).step(times(Partial(F, c[q]), E), as_written())


def test_a_cost_of_a_matrix_and_of_what_is_given():
    X = matrix("X", m, k)
    whole = Model((X,), {E: Unknown("E", X), J: exp(E)})
    path = times(Partial(J, E), Partial(E, X[i, q]))
    proof = Derivation(Partial(J, X[i, q]), whole).step(path, chain_rule())
    assert proof.step(times(exp(E), Partial(E, X[i, q])), derivative_of(J))
    assert Derivation(Gradient(J, X), whole).step(times(exp(E), Gradient(E, X)), as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Gradient(J, X), whole).step(Gradient(E, X), as_written())


REFUSED = {
    "another name": ({E: Unknown("E2", z)}, "the unknown cost E2 is defined by its own name, not as E"),
    "an entry": ({z_above[q]: Unknown("z^(l+1)", z)}, "is defined by its own name, not as"),
    "part of a definition": ({E: 2 * Unknown("E", z)}, "holds a Unknown, for which the book has no rule"),
    "an array that is not there": ({E: Unknown("E", column("c", k))}, "mentions c with sizes"),
    "of another size": ({E: Unknown("E", column("z^(l)", n))}, "mentions .* with sizes"),
    "of what comes later": ({E: Unknown("E", z_above), z_above[q]: z[q]}, "mentions .* with sizes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unknown_cost_is_a_definition_of_its_own(name):
    where, message = REFUSED[name]
    assert Model((w, a), {z[q]: FORWARD[z[q]], E: Unknown("E", z)}).unknown == {E: z}
    with pytest.raises(NotUnderstood, match=message):
        Model((w, a), {z[q]: FORWARD[z[q]], **where})


def test_an_unknown_cost_is_taken_of_an_array():
    with pytest.raises(TypeError, match="by an array such as w"):
        Unknown("E", times(w, a))


def test_lines_do_not_hold_what_stands_in_definitions_and_values():
    for inside, message in ((Unknown("E", z_above), "the book has no rule"), (slope(E, z_above)[q], "not defined")):
        with pytest.raises(DerivationError, match=message):
            Derivation(inside, model)


def test_an_unknown_cost_is_translated_with_its_array():
    Z, A, F = row("Z", k), row("A", k), scalar("F")
    turned = Translation(Model((z,), {z_above[q]: f(z[q]), E: Unknown("E", z_above)}), {z: Z.T, z_above: A.T, E: F})
    assert turned.model.unknown == {F: A}
    assert Derivation(Gradient(F, Z), turned.model)
    with pytest.raises(DerivationError, match="which is not defined"):
        Derivation(Gradient(E, Z), turned.model)


def test_no_array_is_taken_for_the_slopes_of_a_cost():
    name = slope(E, z_above).name
    for named in (column(name, k)[q], matrix(name, k, k)[q, t]):
        with pytest.raises(NotUnderstood, match="is no name"):
            Model((w, a), {**FORWARD, E: Unknown("E", z_above), named: z[q]})


def test_a_second_derivative_of_an_unknown_cost_is_refused():
    with pytest.raises(DerivationError, match="partial derivative of a partial"):
        Derivation(Partial(Partial(E, z_above[q]), z_above[t]), model)


def test_what_no_referee_knows_of_a_cost_is_not_proved():
    claim = Claim(E, E, model)
    assert Derivation(E, model).concludes(claim)
    with pytest.raises((DerivationError, NotProved)):
        Derivation(E, model).step(total(times(Partial(E, z_above[q]), z_above[q]), q), as_written())
