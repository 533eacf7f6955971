"""What is built on derivations is judged too: each attack here was once accepted and is false, or ended in a traceback.

Beside the refused stands its neighbour that is true, and differs in the one condition.
"""

import pytest
from sympy import (
    Integer,
    Inverse,
    OneMatrix,
    Pow,
    Rational,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    atan,
    cos,
    exp,
    log,
    tanh,
)
from sympy.matrices.expressions import HadamardPower, MatAdd, MatMul
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving import Claim, Derivation, DerivationError, Model, Recursion, Translation, adjoint, restated
from backprop.proving.language import (
    Gradient,
    Index,
    NotUnderstood,
    Partial,
    Pullback,
    Unknown,
    activation,
    column,
    dsigma,
    hadamard,
    matrix,
    plain,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.language.unnamed import Activation
from backprop.proving.methods import recursion
from backprop.proving.methods.adjoint import through
from backprop.proving.methods.rules import RULES
from backprop.proving.reasons import Reason, as_written, derivative_of, same

m, n = size("m"), size("n")
i, k, p, q = Index("i", m), Index("k", n), Index("p", n), Index("q", n)
W, Z, V, X, G = matrix("W", n, n), matrix("Z", m, n), matrix("V", m, n), matrix("X", m, n), matrix("G", m, n)
C, E, t = scalar("C"), scalar("E"), scalar("t")
ONES = OneMatrix(m, n)

LOST_PATHS = {
    "an entry": (times(W[1, 1], ONES), r"the scalar factor of W_11 1_\(m, n\) holds W"),
    "a trace": (times(Trace(W), ONES), r"the scalar factor of tr\(W\) 1_\(m, n\) holds W"),
    "a trace of a product": (times(1 + Trace(times(W.T, W)) ** 2, X), "the scalar factor of .* holds W"),
    "an entry inside": (sigma(X + times(W[1, 1] ** 2, X)), "the scalar factor of .* holds W"),
    "an entry of the array before": (times(X[1, 1], X, W), "the scalar factor of .* holds X"),
}


@pytest.mark.parametrize(("definition", "sentence"), LOST_PATHS.values(), ids=LOST_PATHS)
def test_no_path_of_a_recursion_is_lost(definition, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Recursion({Z: definition, V: times(Z, W)}, E)


def test_the_referees_see_a_path_that_the_recursion_does_not(monkeypatch):
    """The line without the path through W_11 is put before them as it stands."""
    monkeypatch.setattr(recursion, "holds", lambda right, array: array in recursion.arrays_in(right))
    with pytest.raises(DerivationError, match="is wrong: the two sides differ"):
        Recursion({Z: times(W[1, 1], ONES), V: times(Z, W)}, E)


def test_a_lost_term_of_a_sum_is_seen_by_the_referees(monkeypatch):
    whole = recursion.gathered
    monkeypatch.setattr(recursion, "gathered", lambda t, var: whole(t if isinstance(t[0], Pullback) else t[:1], var))
    with pytest.raises(DerivationError, match="is wrong: the two sides differ"):
        Recursion({Z: sigma(X), V: Z + X}, E)


NO_COSTS = [None, 0, "E", Trace(W), E + 1, E**2, Symbol("E"), m, Index("E", m), W, W[1, 1], Partial(E, t)]


@pytest.mark.parametrize("cost", NO_COSTS, ids=str)
def test_a_cost_is_a_number_of_which_nothing_is_known(cost):
    with pytest.raises(NotUnderstood, match="the cost of a recursion is a number of which nothing is known"):
        Recursion({Z: times(X, W)}, cost)


@pytest.mark.parametrize("name", ["W", "X", "Z", "t", "m", "n"])
def test_a_cost_has_a_name_of_its_own(name):
    with pytest.raises(NotUnderstood, match=f"the cost is called {name}, and so is something in the recursion"):
        Recursion({Z: times(t, X, W)}, scalar(name))


NO_FORWARDS = {
    "nothing": ({}, "takes arrays in order"),
    "no dictionary": (None, "takes arrays in order"),
    "an entry of no array": ({Z: times(matrix("Q", n, n)[1, 1], X)}, "mentions Q.1, 1., which is not defined"),
    "a derivative": ({Z: hadamard(Gradient(E, X), X)}, "holds no derivative"),
    "a derivative by an entry": ({Z: times(Partial(C, X[1, 1]), X)}, "holds no derivative"),
    "a number called like an array": ({Z: times(scalar("X"), X)}, "same name"),
    "shapes that fit by chance": ({Z: MatMul(X, matrix("W", m, n))}, "the shapes do not fit"),
    "an index": ({Z: times(i, X)}, "the index i stands free"),
}


@pytest.mark.parametrize(("forward", "sentence"), NO_FORWARDS.values(), ids=NO_FORWARDS)
def test_a_recursion_takes_arrays_that_are_defined(forward, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Recursion(forward, E)


def test_numbers_and_powers_take_part_in_a_recursion():
    found = Recursion({Z: times(t, X, W), V: times(HadamardPower(Z, 2), W**2)}, E)
    where = {
        Z[i, k]: total(times(t, X[i, p], W[p, k]), p),
        V[i, k]: total(Z[i, p] ** 2 * total(W[p, q] * W[q, k], q), p),
        E: total(V[i, k] ** 2, i, k),
    }
    model = Model((t, X, W), where)
    for array in (X, W, Z):
        assert Derivation(Gradient(E, array), model).step(found.closed(array), as_written()).result == found.closed(
            array
        )


def test_a_recursion_cannot_be_changed_once_it_is_judged():
    found = Recursion({Z: times(X, W)}, E)
    with pytest.raises(TypeError):
        found.lines[W] = times(2, found.lines[W])
    with pytest.raises(NotUnderstood, match="the recursion has no line for Z; it has one for W, X"):
        found.closed(Z)
    with pytest.raises(AttributeError):
        found.proofs[W, Z].lines.append(None)


@pytest.mark.parametrize("depth", [2, 9])
def test_a_residual_network_is_judged_in_two_pull_backs_a_layer(depth):
    below, forward = X, {}
    for layer in range(1, depth + 1):
        f, _ = activation(f"f{layer}")
        whole = matrix(f"x{layer}", m, n)
        forward[whole] = below + f(times(below, matrix(f"W{layer}", n, n)))
        below = whole
    found = Recursion(forward, E)
    assert len(found.proofs) == 2 * depth
    assert plain(found.lines[X]) == "∂E/∂x1 + (∂E/∂x1 ⊙ f₁'(X W¹)) W¹ᵀ"


twice = type("twice", (Activation,), {"fdiff": lambda self, argindex=1: 2 * dsigma(self.args[0])})
stolen = type("stolen", (Activation,), {"fdiff": lambda self, argindex=1: dsigma(self.args[0])})

NO_ADJOINTS = {
    "twice the slope of another": (G, twice(X), X, NotUnderstood, "only a named function"),
    "the slope of another": (G, stolen(X), X, NotUnderstood, "only a named function"),
    "no slope": (G, dsigma(X), X, NotUnderstood, "the slope of dsigma is not written in named functions"),
    "a derivative held fixed": (G, hadamard(Gradient(E, Z), X), X, NotUnderstood, "holds no derivative"),
    "an inverse": (W, Inverse(W), W, NotUnderstood, "only whole positive powers"),
    "a number": (G, t, X, NotUnderstood, "a matrix expression is pulled back to an array; got t"),
    "by a number": (G, times(t, X), t, NotUnderstood, "a matrix expression is pulled back to an array"),
    "by an entry": (G, X, X[1, 1], NotUnderstood, "a matrix expression is pulled back to an array"),
    "no cotangent": (None, X, X, NotUnderstood, "a cotangent is a matrix; got None"),
    "another shape": (G.T, X, X, NotUnderstood, "the cotangent has the shape"),
    "two shapes of one name": (G, times(X, matrix("X", n, n)), X, NotUnderstood, "same name"),
    "a negative power": (W, HadamardPower(W, -1), W, NotUnderstood, "whole positive powers"),
}


@pytest.mark.parametrize(("G", "expr", "var", "kind", "sentence"), NO_ADJOINTS.values(), ids=NO_ADJOINTS)
def test_adjoint_returns_nothing_that_was_not_judged(G, expr, var, kind, sentence):
    with pytest.raises(kind, match=sentence):
        adjoint(G, expr, var)


def test_a_slope_is_written_in_named_functions():
    ((slope, _),) = RULES[ElementwiseApplyFunction].split(G, ElementwiseApplyFunction(tanh, X))
    assert plain(slope) == "G ⊙ (1_(m, n) − tanh(X) ⊙ tanh(X))"
    ((slope, _),) = RULES[ElementwiseApplyFunction].split(G, ElementwiseApplyFunction(cos, X))
    assert plain(slope) == "G ⊙ (−sin(X))"
    with pytest.raises(NotUnderstood, match="the slope of atan is not written in named functions"):
        RULES[ElementwiseApplyFunction].split(G, ElementwiseApplyFunction(atan, X))
    assert plain(adjoint(G, ElementwiseApplyFunction(exp, times(2, X)), X)) == "2 (G ⊙ exp(2 X))"


def test_adjoint_puts_any_cotangent_in():
    """The cotangent may be a derivative, or hold the variable: it is held fixed."""
    assert plain(adjoint(Gradient(E, Z), times(X, W), W)) == "Xᵀ ∂E/∂Z"
    assert adjoint(X, hadamard(X, X), X).has(X)
    assert adjoint(G, X, X) == G
    assert plain(adjoint(X.T, times(W, Z.T), W)) == "Xᵀ Z"
    assert adjoint(G, times(t, X), X) == times(t, G)


j = Index("j", m)
y, u, Y = column("y", m), column("u", m), column("Y", m)
lam, s = scalar("lam"), scalar("s")
SQUARES = {letter: total(v[j] ** 2, j) for letter, v in zip("yY", (y, Y), strict=True)}
source, target = Model((y,), {C: SQUARES["y"]}), Model((Y,), {E: SQUARES["Y"]})
slope = Claim(Gradient(C, y), times(2, y), source)


def test_a_claim_is_the_same_in_another_model():
    assert same(Translation(source, {y: Y, C: E}, target).equality(slope).result, times(2, Y.T))


def test_a_number_that_both_models_compute_is_two_numbers():
    """The source's is marked, and no author's name is the marked one."""
    here = Model((y,), {lam: Rational(1, 2), C: lam * SQUARES["y"]})
    there = Model((Y,), {lam: Integer(1), E: lam * SQUARES["Y"]})
    with pytest.raises(NotUnderstood, match="lam°' is no name"):
        Model((Y,), {scalar("lam°"): Integer(1)})
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(here, {y: Y, C: E}, there).equality(Claim(Gradient(C, y), y, here))
    proof = Translation(here, {y: Y, C: E / 2}, there).equality(Claim(Gradient(C, y), y, here))
    Derivation(Gradient(E, Y), there).step(proof.result.T, as_written())


def test_what_is_given_here_and_computed_there_is_not_taken_for_the_same():
    here = Model((y, lam), {C: lam * SQUARES["y"]})
    there = Model((Y,), {lam: Integer(1), E: lam * SQUARES["Y"]})
    for right in (times(2, lam, y), times(2, lam, lam, y)):
        with pytest.raises(NotUnderstood, match="lam is given in one model and computed in the other"):
            Translation(here, {y: Y, C: E}, there).equality(Claim(Gradient(C, y), right, here))


def test_a_claim_that_is_true_of_something_special_alone_is_not_carried_over():
    """With lam = 1, with a bias of 0, or with one array for two, more is true than in the source."""
    here, there = Model((y, lam), {C: lam * SQUARES["y"]}), Model((Y,), {s: Integer(1), E: s * SQUARES["Y"]})
    to = Translation(here, {y: Y, lam: s, C: E}, there)
    assert to.equality(Claim(Gradient(C, y), times(2, lam, y), here))
    with pytest.raises(DerivationError, match="is wrong"):
        to.equality(Claim(Gradient(C, y), times(2, lam, lam, y), here))
    here = Model((y, u), {C: total((y[j] + u[j]) ** 2, j)})
    to = Translation(here, {y: Y, u: ZeroMatrix(m, 1), C: E}, target)
    assert to.equality(Claim(Gradient(C, y), 2 * y + 2 * u, here))
    with pytest.raises(DerivationError, match="is wrong"):
        to.equality(Claim(Gradient(C, y), 2 * y + 3 * u, here))
    here, there = Model((y, u), {C: total(y[j], j), t: total(u[j], j)}), Model((Y,), {E: total(Y[j], j)})
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(here, {y: Y, u: Y, C: E, t: E}, there).equality(Claim(C, t, here))


NO_DICTIONARIES = {
    "an array of neither": ({y: Y, C: E, u: Y}, "says what u is, which is nothing in the model"),
    "a number of neither": ({y: Y, C: E, t: E}, "says what t is, which is nothing in the model"),
    "an array of another size": ({column("y", n): Y, C: E}, "says what y is, which is nothing in the model"),
    "a size of neither": ({y: Y, C: E, n: m}, "says what n is, which is nothing in the model"),
    "an index of neither": ({y: Y, C: E, Index("k", n): j}, "says what k is, which is nothing in the model"),
    "text": ({y: Y, "C": E}, "says what C is, which is nothing in the model"),
    "an entry": ({y[1]: Y[1], C: E}, "says what y.1. is, which is nothing in the model"),
    "what is in no target": ({y: u, C: E}, "mentions u.row., which is not defined"),
    "a factor of 0": ({y: Y, C: times(0, E)}, "by numbers and sizes, never 0; got 0 E"),
    "a factor that may be 0": ({y: Y, C: times(m - 1, E)}, "by numbers and sizes, never 0"),
    "a factor with a variable": ({y: Y, C: times(Y[1], E)}, "by numbers and sizes, never 0; got Y_1 E"),
    "a factor that is a number given": ({y: Y, C: times(t, E)}, "by numbers and sizes, never 0; got t E"),
    "a factor with an index": ({y: Y, C: times(j, E)}, "by numbers and sizes, never 0; got j E"),
    "a square": ({y: Y, C: times(E, E)}, "by numbers and sizes, never 0; got E E"),
    "a number for an array": ({y: E, C: E}, "y is a matrix, and cannot be E"),
    "nothing": (None, "a translation leads from a Model by a dictionary"),
}


@pytest.mark.parametrize(("dictionary", "sentence"), NO_DICTIONARIES.values(), ids=NO_DICTIONARIES)
def test_a_dictionary_says_what_is_in_one_model_of_the_other(dictionary, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        Translation(source, dictionary, target).equality(slope)


def test_no_translated_model_loses_a_definition():
    twice = Model((y,), {C: SQUARES["y"], t: 3 * SQUARES["y"]})
    with pytest.raises(NotUnderstood, match="the dictionary has E for two quantities that are computed"):
        Translation(twice, {y: Y, C: E, t: E})
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(twice, {y: Y, C: E, t: E}, target).equality(Claim(Gradient(C, y), times(2, y), twice))


def test_a_translation_takes_models_an_index_and_claims_of_its_source():
    for models in ((None, {}, target), (source, {y: Y, C: E}, 3), (source, {y: Y, C: E}, {})):
        with pytest.raises(NotUnderstood, match="a translation leads from a Model"):
            Translation(*models)
    with pytest.raises(NotUnderstood, match="is said by an Index; got 1"):
        Translation(source, {y: Y, C: E}, target, example=1)
    elsewhere = Claim(Gradient(C, y), times(2, y), Model((y,), {C: SQUARES["y"]}))
    for claim in (elsewhere, None, Gradient(C, y)):
        with pytest.raises(NotUnderstood, match="is a Claim made in the source of the translation"):
            Translation(source, {y: Y, C: E}, target).equality(claim)


def test_what_is_no_derivation_and_no_claim_is_refused_in_a_sentence():
    to = Translation(source, {y: Y, C: E}, target)
    proof = Derivation(slope.left, source)
    for call in (lambda: to.claim(None), lambda: to.derivation(slope), lambda: restated(proof, slope)):
        with pytest.raises(TypeError, match="what is translated or restated here is a"):
            call()


def test_a_dictionary_that_is_changed_afterwards_changes_nothing():
    said = {y: Y, C: E}
    to = Translation(source, said, target)
    said[C] = E / 7
    assert to.equality(slope)


eta, w = scalar("eta"), column("w", m)
trained = Model((w, eta), {C: total(w[j] ** 2, j) / 2, t: C**2})
mean = Model((w, eta), {E: total(w[j] ** 2, j) / m, s: (m * E / 2) ** 2})
to_mean = Translation(trained, {C: times(m / 2, E), t: s}, mean)
by_w = Partial(C, w[j])
SCALED = {
    "one derivative": (by_w, w[j], "∂E/∂w_j = (2/m) w_j"),
    "one in each term": (by_w + by_w * w[j], w[j] + w[j] ** 2, "w_j ∂E/∂w_j + ∂E/∂w_j = (2/m) (w_j^2 + w_j)"),
    "a step of training": (w[j] - eta * by_w, w[j] - eta * w[j], None),
    "in matrices": (w - times(eta, Gradient(C, w)), w - times(eta, w), None),
    "squares": (total(by_w**2, j), total(w[j] ** 2, j), None),
    "beside the cost": (C * by_w, C * w[j], None),
    "in a function": (exp(by_w), exp(w[j]), None),
    "of a multiple": (Partial(2 * C, w[j]), 2 * w[j], "∂/∂w_j (2·(1/2 m E)) = 2 w_j"),
    "of a product": (Partial(eta * C, w[j]), eta * w[j], None),
    "by the cost": (Partial(t, C), 2 * C, None),
    "the chain rule": (Partial(t, w[j]), Partial(t, C) * by_w, None),
    "divided": (1 / (1 + by_w**2), 1 / (1 + w[j] ** 2), None),
}


@pytest.mark.parametrize(("left", "right", "shown"), SCALED.values(), ids=SCALED)
def test_a_factor_goes_where_the_derivatives_are(left, right, shown):
    """Divided by it is a line in which every term holds one derivative of the cost, and no other."""
    claim = Claim(left, right, trained)
    there = to_mean.claim(claim)
    assert shown in (None, repr(there))
    Derivation(there.left, mean).step(there.right, as_written())
    here = Derivation(left, trained).step(right, as_written()).concludes(claim)
    assert to_mean.derivation(here).claim is not None
    assert to_mean.equality(claim).claim is None
    wrong = to_mean.claim(Claim(left, times(3, right), trained))
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(wrong.left, mean).step(wrong.right, as_written())


def test_a_multiple_of_an_unknown_cost_is_unknown():
    to = Translation(Model((y,), {C: Unknown("C", y)}), {y: Y, C: times(m / 2, E)})
    assert repr(to.model) == "given Y (m)\nE = E(Y)"


def test_no_derivative_is_taken_by_what_is_no_variable():
    to = Translation(Model((y, t), {C: t * SQUARES["y"]}), {y: Y, t: Y[1] ** 2, C: E}, target)
    with pytest.raises(NotUnderstood, match=r"t is Y_1\^2 in the other convention, by which no derivative is taken"):
        to.claim(Claim(Partial(C, t), SQUARES["y"], to.source))
    twice = Translation(Model((t,), {C: t**2}), {t: 2 * s, C: E}, Model((s,), {E: 4 * s**2}))
    there = twice.claim(Claim(Partial(C, t), 2 * t, twice.source))
    Derivation(there.left, twice.model).step(there.right, as_written())


r, positive_y, positive_Y = scalar("r", positive=True), column("y", m, positive=True), column("Y", m, positive=True)


def test_what_is_true_of_positive_numbers_alone_is_no_equality():
    source, target = Model((t,), {C: t**2}), Model((r,), {E: r**2})
    to = Translation(source, {t: r, C: E}, target)
    assert to.equality(Claim(Partial(C, t), 2 * t, source))
    for left, right in ((Pow(C, Rational(1, 2), evaluate=False), t), (log(Pow(t, 2, evaluate=False)), 2 * log(t))):
        with pytest.raises(DerivationError, match=r"is not known to be positive|is wrong"):
            to.equality(Claim(left, right, source))


def test_what_is_given_positive_stays_so():
    """Under its own name, under another, and beside a namesake; never where it becomes any real number."""
    here = Model((positive_y, r), {C: total(r * log(positive_y[j]), j)})
    claim = Claim(Partial(C, positive_y[j]), r / positive_y[j], here)
    as_it_is = Translation(here, {C: E})
    assert as_it_is.model.given == here.given
    there = Model((positive_Y, r), {E: total(r * log(positive_Y[j]), j)})
    for to in (as_it_is, Translation(here, {positive_y: positive_Y, C: E}, there)):
        assert to.equality(claim).equation[0].args[0] == E
    any_real = Model((Y, r), {E: total(r * Y[j], j)})
    with pytest.raises(NotUnderstood, match=r"takes the logarithm of y.* which is not known to be positive"):
        Translation(here, {positive_y: Y, C: E}, any_real).equality(claim)


def test_a_translation_cannot_be_changed():
    to = Translation(source, {y: Y, C: E}, target)
    for name in ("model", "source", "dictionary", "factors", "arrays", "numbers", "example"):
        with pytest.raises(AttributeError, match=f"a Translation cannot change.*; {name} stays as it is"):
            setattr(to, name, None)
        with pytest.raises(AttributeError):
            delattr(to, name)
    for said in (to.dictionary, to.factors, to.arrays, to.numbers):
        with pytest.raises(TypeError):
            said[C] = 3 * E


def test_only_what_is_made_in_the_source_is_translated():
    to, other = Translation(source, {y: Y, C: E}, target), Model((y,), {C: 2 * SQUARES["y"]})
    claim = Claim(Gradient(C, y), times(4, y), other)
    with pytest.raises(NotUnderstood, match="a Claim is translated from the model that it was made in"):
        to.claim(claim)
    with pytest.raises(NotUnderstood, match="a Derivation is translated from the model that it was made in"):
        to.derivation(Derivation(claim.left, other).step(claim.right, as_written()))


@pytest.mark.parametrize("name", ["result for", "chain rule through"])
@pytest.mark.parametrize("quantities", [(), (C, y)], ids=["none", "two"])
def test_a_reason_by_hand_is_refused_in_a_sentence(name, quantities):
    proof = Derivation(Gradient(C, y), source)
    try:
        proof.step(times(2, y), Reason(name, lambda *_: True, "", quantities))
    except (TypeError, ValueError):
        return  # no author makes such a reason
    with pytest.raises(NotUnderstood, match="cannot be translated: it names one thing"):
        Translation(source, {y: Y, C: E}, target).derivation(proof)


def test_a_derivation_is_translated_reason_by_reason():
    proof = Derivation(Gradient(C, y), source).step(times(2, y), derivative_of(C))
    assert same(Translation(source, {y: Y, C: E}, target).derivation(proof).result, times(2, Y.T))


@pytest.mark.parametrize("said", [{C: None}, {C: "E"}, {C: Y}, {C: j}, {y: None}], ids=str)
def test_a_dictionary_says_only_what_can_be_written(said):
    with pytest.raises(NotUnderstood, match=r"is not an expression|has no rule|is a number, and cannot be|is a matrix"):
        Translation(source, said, target)


def equal_to_all(kind, like):
    return type(kind.__name__, (kind,), {"__eq__": lambda self, other: True, "__hash__": lambda self: hash(like)})


def test_nothing_is_believed_because_it_says_that_it_is_equal():
    good, A = times(X, W), matrix("A", n, m)
    Recursion({Z: good}, E)
    lie = equal_to_all(MatMul, good)(7, X, W)
    for call in (lambda: Recursion({Z: lie}, E), lambda: recursion.pulled_back(lie, W)):
        with pytest.raises(NotUnderstood, match="a subclass is not the type"):
            call()
    assert plain(Recursion({Z: good}, E).lines[W]) == "Xᵀ ∂E/∂Z"
    assert plain(Recursion({Z: times(7, X, W)}, E).lines[W]) == "7 Xᵀ ∂E/∂Z"
    lies = (equal_to_all(Transpose, W)(W), W), (times(A, equal_to_all(MatAdd, Z)(2 * Z, X)), Z)
    for expr, var in lies:
        cotangent = matrix("H", *expr.shape)
        for call in (lambda e=expr, v=var, H=cotangent: adjoint(H, e, v),
                     lambda e=expr, v=var: recursion.opaque_pull_back(e, v)):  # fmt: skip
            with pytest.raises(NotUnderstood, match="a subclass is not the type"):
                call()
    with pytest.raises(NotUnderstood, match="a subclass is not the type"):
        adjoint(equal_to_all(MatMul, W)(2, W), W.T, W)
    assert plain(adjoint(matrix("H", n, n), W.T, W)) == "Hᵀ"


def test_arrays_that_say_they_differ_are_one():
    unlike = {"__eq__": lambda self, other: self is other, "__hash__": lambda self: id(self)}
    twin = type("Array", (type(Z),), unlike)
    with pytest.raises(NotUnderstood, match="a subclass is not the type"):
        Recursion({twin("Z", m, n): times(X, W), twin("Z", m, n): times(2, X, W)}, E)


def test_two_recursions_share_no_proof():
    first, second = (Recursion({Z: times(X, W)}, E) for _ in range(2))
    shown = repr(first)
    second.proofs[W, Z].step(times(X.T, G), as_written())
    first.proofs[W, Z].step(times(X.T, G), as_written())
    assert repr(first) == repr(second) == shown == repr(Recursion({Z: times(X, W)}, E))
    for name in ("lines", "proofs", "cost"):
        with pytest.raises(AttributeError, match=f"a Recursion cannot change.*; {name} stays as it is"):
            setattr(first, name, {})


NO_NAMES = {
    "a line": ("E = 7 F", "is no name"),
    "a letter that looks like one": ("η", "two different things"),
    "another way to write an array": ("W_(2)", "two different things|is no name|names an index"),
    "a sign": ("Σ", "is the name of a sign"),
}


@pytest.mark.parametrize(("name", "sentence"), NO_NAMES.values(), ids=NO_NAMES)
def test_the_cost_of_a_recursion_has_a_name_like_any_other(name, sentence):
    with pytest.raises(NotUnderstood, match=f"the recursion.*({sentence})"):
        Recursion({matrix("eta", m, n): times(X, matrix("W2", n, n))}, scalar(name))
    with pytest.raises(NotUnderstood, match="the cost of a recursion is a number of which nothing is known"):
        Recursion({Z: times(X, W)}, r)


@pytest.mark.parametrize("kind", [int, None, [], "MatMul", Integer], ids=str)
def test_a_rule_that_there_is_none_of_is_refused_in_a_sentence(kind):
    with pytest.raises(NotUnderstood, match="there is no adjoint rule for"):
        through(kind)


def test_a_dictionary_writes_no_two_indices_as_one():
    other = Index("i", m)
    products = Model((y, u), {C: total(total(y[other] * u[j], j), other)})
    with pytest.raises(NotUnderstood, match="writes two indices, i and j, as one, j"):
        Translation(products, {other: j})
    renamed = Translation(products, {other: Index("r", m)})
    with pytest.raises(NotUnderstood, match="writes two indices, i and r, as one, r"):
        renamed.claim(Claim(y[other] * y[Index("r", m)], y[Index("r", m)] * y[other], products))


def test_no_sum_binds_what_a_dictionary_puts_in():
    """An index in what is put for a number, or the example that an index stands for."""
    scaled = Model((y, u, s), {C: total(s * u[j], j) + y[1]})
    with pytest.raises(NotUnderstood, match="a sum over j would bind what the dictionary puts in"):
        Translation(scaled, {s: y[j]}).claim(Claim(total(s * u[j], j), s * total(u[j], j), scaled))
