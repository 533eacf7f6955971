import re

import pytest
from sympy import KroneckerDelta

from backprop.proving import Claim, Derivation, DerivationError, Model, NotProved
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.confirm import Counterexample
from backprop.proving.at_points.referee import referee
from backprop.proving.at_points.written_out import WrittenOut
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    Jacobian,
    NotUnderstood,
    Partial,
    column,
    diagonal,
    drelu,
    dsigma,
    plus,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.reasons import (
    algebra,
    as_written,
    chain_rule,
    collapse,
    definition,
    derivative_of,
    entries,
    linearity,
    result,
)
from backprop.results import single_layer as one

from .one_layer import (
    DERIVATIVES,
    C,
    b,
    i,
    j,
    k,
    layer,
    m,
    n,
    p,
    product_layer,
    w,
    x,
    y,
    yhat,
    z,
)


def unconcluded():
    return (
        Derivation(Partial(C, yhat[i]), layer)
        .step(total(times(yhat[j] - y[j], KroneckerDelta(i, j)), j), derivative_of(C))
        .step(yhat[i] - y[i], collapse())
    )


def residual():
    return unconcluded().concludes(DERIVATIVES["yhat"])


def test_page_and_terminal_say_the_same():
    d = residual()
    assert repr(d).splitlines() == [
        "∂C/∂ŷ_i",
        "  = Σ_j=1..m (ŷ_j − y_j) I_ij   [derivative of C]",
        "  = ŷ_i − y_i   [the sum collapses]",
        "Proved for any size m, n, every index in its range.",
    ]
    table = d._repr_markdown_().splitlines()
    assert table[2] == r"| $\frac{\partial C}{\partial \hat{y}_{i}}$ |  |"
    assert table[3].endswith("| derivative of $C$ |")
    assert table[-1] == "*Proved for any size $m$, $n$, every index in its range.* ∎"


def test_the_reason_of_a_step_is_one_of_those_known():
    for reason in (algebra, "algebra", 3):
        with pytest.raises(TypeError, match=r"such as algebra\(\); got"):
            Derivation(z[j], layer).step(z[j], reason)


def test_a_missing_transpose_is_named():
    with pytest.raises(
        DerivationError, match=r"the shapes do not fit \(is a transpose missing\?\): w is m by n, ŷ − y is m by 1"
    ):
        Derivation(Gradient(C, x), layer).step(times(w, yhat - y), as_written())


def test_a_comment_is_set_apart():
    d = Derivation(z[j], layer).step(total(w[j, k] * x[k], k) + b[j], definition(z[j]), "weighted and shifted")
    assert ": *weighted and shifted* |" in d._repr_markdown_()
    assert "[definition of z_j: weighted and shifted]" in repr(d)


def test_a_refused_line_adds_nothing():
    d = unconcluded()
    before = d.lines
    with pytest.raises(DerivationError):
        d.step(yhat[i] + y[i], algebra())
    assert d.lines == before


def test_the_message_names_the_step_both_sides_and_the_numbers():
    with pytest.raises(DerivationError) as refusal:
        unconcluded().step(yhat[i] + y[i], algebra())
    message = str(refusal.value)
    assert message.startswith("Step 3 (algebra) is wrong: the two sides differ.")
    assert "above: ŷ_i − y_i" in message
    assert "here:  y_i + ŷ_i" in message
    assert re.search(r"At m = 1, n = 1, i = 1, with .*y\[1\] = -?\d.*: \S+ against \S+\.$", message)


def test_the_counterexample_is_one():
    """Its numbers, put into both lines by hand, give its two values."""
    with pytest.raises(DerivationError) as refusal:
        Derivation(Partial(C, b[j]), layer).step(dsigma(z[j]) * yhat[j], as_written())
    found = refusal.value.counterexample
    names = ("b[1]", "w[1,1]", "x[1]", "y[1]")  # what is not mentioned makes no difference
    bias, weight, number, target = (float(found.given.get(name, 7)) for name in names)
    assert found.where == {"m": 1, "n": 1, "j": 1}
    output = 1 / (1 + 2.718281828459045 ** -(weight * number + bias))
    assert float(found.before) == pytest.approx((output - target) * output * (1 - output), rel=1e-5)
    assert float(found.after) == pytest.approx(output * output * (1 - output), rel=1e-5)


def test_scope_is_computed_from_the_sizes_left_open():
    assert residual().scope == "any size $m$, $n$, every index in its range"
    assert Derivation(C, product_layer).scope == "all numbers"
    with pytest.raises(AttributeError):
        residual().scope = "everything"
    assert residual().tried_at == ((1, 1), (2, 2), (2, 3), (4, 3))


def test_concluding_another_claim_is_refused():
    d = unconcluded()
    with pytest.raises(DerivationError, match=r"The claim has .*∂C/∂w_jk.* where the derivation has ∂C/∂ŷ_i"):
        d.concludes(DERIVATIVES["w"])
    half = Derivation(Partial(C, yhat[i]), layer).step(
        total(times(yhat[j] - y[j], KroneckerDelta(i, j)), j), derivative_of(C)
    )
    assert half.claim is None
    with pytest.raises(DerivationError, match="in another model"):
        Derivation(C, product_layer).concludes(DERIVATIVES["w"])


def test_a_claim_is_not_concluded_by_a_line_of_the_same_value():
    unfinished = Derivation(Partial(C, w[j, k]), layer).step(
        times(x[k], dsigma(z[j]), Partial(C, yhat[j])), as_written()
    )
    with pytest.raises(DerivationError, match="The claim has x_k σ'"):
        unfinished.concludes(DERIVATIVES["w"])


def test_a_claim_about_an_entry_may_be_in_another_form():
    def concluded(right):
        claim = Claim(plus(y[i], b[i], times(-1, b[i])), right, layer)
        return Derivation(claim.left, layer).step(y[i], as_written()).concludes(claim).claim

    assert concluded(times(1, y[i])) and concluded(Entry(y, i, 1)) and concluded(y[i])
    for wrong in (b[i], 2 * y[i], y, C):
        with pytest.raises(DerivationError, match=r"The claim has .* where the derivation has y_i\."):
            concluded(wrong)
    with pytest.raises(NotProved, match="and is not proved: drelu has no value where"):
        concluded(drelu(y[i] - y[j]))


def test_a_derivation_that_has_concluded_stays_as_it_is():
    """Its footer says of its last line that it is the claim."""
    claim = Claim(C, C, product_layer)
    d = Derivation(C, product_layer).concludes(claim)
    before = d.lines
    with pytest.raises(
        DerivationError, match=r"Step 1 .algebra.: the derivation has concluded its claim; start another"
    ):
        d.step(C, algebra())
    with pytest.raises(DerivationError, match="The claim: the derivation has concluded its claim; start another"):
        d.concludes(Claim(C, C, product_layer))
    assert d.concludes(claim).claim is claim
    assert d.lines == before


TRUE_FOR_ANOTHER_REASON = {
    "algebra takes no derivative": (Partial(C, yhat[i]), yhat[i] - y[i], algebra()),
    "algebra uses no definition": (yhat[j], sigma(z[j]), algebra()),
    "definition of another quantity": (yhat[j], sigma(z[j]), definition(z[j])),
    "definition replaces something": (yhat[j], yhat[j], definition(yhat[j])),
    "derivative of another quantity": (Partial(z[j], b[j]), 1 + 0 * b[j], derivative_of(yhat[j])),
    "chain rule without a path": (Partial(C, yhat[i]), yhat[i] - y[i], chain_rule()),
    "chain rule with loose ends": (
        Partial(C, b[j]), times(Partial(C, yhat[j]), dsigma(z[j]), Partial(x[k], x[k])), chain_rule()),
    "collapse without a delta": (total(y[j], j), total(y[i], i), collapse()),
    "linearity takes no derivative": (Partial(2 * z[j], z[j]), 2 + 0 * z[j], linearity()),
    "entries take no derivative": (Jacobian(yhat, z), diagonal(dsigma(z)), entries()),
    "another result": (Partial(z[j], x[k]), w[j, k], result(residual())),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE_FOR_ANOTHER_REASON)
def test_a_line_that_is_true_for_another_reason_is_refused(name):
    start, line, reason = TRUE_FOR_ANOTHER_REASON[name]
    with pytest.raises(DerivationError, match="the line is true, but not by this reason alone"):
        Derivation(start, layer).step(line, reason)
    Derivation(start, layer).step(line, as_written())


OF_ITS_KIND = {
    "algebra": (yhat[j] * (y[j] + 1), yhat[j] * y[j] + yhat[j], algebra()),
    "definition": (yhat[j], sigma(z[j]), definition(yhat[j])),
    "definition inside a derivative": (Partial(yhat[j], z[j]), Partial(sigma(z[j]), z[j]), definition(yhat[j])),
    "definition backwards": (sigma(z[j]), yhat[j], definition(yhat[j])),
    "derivative": (Partial(yhat[i], z[j]), KroneckerDelta(i, j) * dsigma(z[i]), derivative_of(yhat[i])),
    "derivative as it stands": (Partial(yhat[i] ** 2, yhat[j]), 2 * yhat[i] * KroneckerDelta(i, j), derivative_of()),
    "linearity": (Partial(3 * z[j] + y[j], b[i]), 3 * Partial(z[j], b[i]) + Partial(y[j], b[i]), linearity()),
    "chain": (Partial(C, b[j]), times(Partial(C, z[j]), Partial(z[j], b[j])), chain_rule()),
    "collapse": (total(y[j] * KroneckerDelta(i, j), j), y[i], collapse()),
    "entries": (Gradient(C, w), Entries(Partial(C, w[i, p]), i, p), entries()),
    "result": (2 * Partial(C, yhat[1]), 2 * (yhat[1] - y[1]), result(residual())),
}


@pytest.mark.parametrize("name", OF_ITS_KIND)
def test_steps_of_their_kind_are_accepted(name):
    start, line, reason = OF_ITS_KIND[name]
    assert Derivation(start, layer).step(line, reason).result == line


def test_only_a_concluded_derivation_has_a_result_to_put_in():
    with pytest.raises(ValueError, match="only a derivation that concludes a claim"):
        result(Derivation(C, layer))


def test_every_claim_of_the_single_layer_holds():
    for claim in [*one.DERIVATIVES.values(), *one.GRADIENTS.values(), one.SOFTMAX_JACOBIAN]:
        assert Derivation(claim.left, claim.model).step(claim.right, as_written()).concludes(claim).claim is claim


BAD_DEFINITIONS = {
    "later quantity": (lambda: Model((w, x), {yhat[j]: sigma(z[j])}), r"z\[j\].* is not defined"),
    "itself": (lambda: Model((b,), {z[j]: z[j] + b[j]}), "is not defined"),
    "twice": (lambda: Model((w, b), {b[j]: w[j, 1]}), "b is defined twice"),
    "given twice": (lambda: Model((column("x", k.size), column("x", j.size)), {}), "the same name"),
    "free index": (lambda: Model((b,), {C: b[j]}), "leaves j free"),
    "same index twice": (lambda: Model((b,), {w[j, j]: b[j]}), "distinct indices"),
    "number on the left": (lambda: Model((b,), {z[1]: b[1]}), "distinct indices"),
    "size and quantity of one name": (lambda: Model((b, scalar("m")), {}), "names both a size and a quantity"),
    "integer as a number": (lambda: Model((size("c"),), {}), "made by matrix, column, row, scalar"),
    "index out of range": (lambda: Model((w, x), {C: total(x[j], j)}), "not proved to stay"),
}


@pytest.mark.parametrize("name", BAD_DEFINITIONS)
def test_a_bad_model_is_refused(name):
    build, message = BAD_DEFINITIONS[name]
    with pytest.raises(NotUnderstood, match=message):
        build()


# The referees themselves: a fault planted in one is found by the other.


def afresh():
    """The layer's model, nothing of which has been worked out yet."""
    return Model(layer.given.values(), dict(layer.where.values()))


def test_a_wrong_derivative_of_sigma_is_noticed(monkeypatch):
    monkeypatch.setattr(sigma, "fdiff", lambda self, argindex=1: 2 * dsigma(self.args[0]))
    with pytest.raises(NotProved):
        Derivation(Partial(yhat[j], z[j]), afresh()).step(dsigma(z[j]), as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Partial(yhat[j], z[j]), afresh()).step(2 * dsigma(z[j]), as_written())


def test_a_wrong_name_for_the_derivative_is_noticed(monkeypatch):
    monkeypatch.setattr(sigma, "fdiff", lambda self, argindex=1: sigma(self.args[0]))
    with pytest.raises(NotProved):
        Derivation(Partial(yhat[j], z[j]), afresh()).step(dsigma(z[j]), as_written())


@pytest.mark.parametrize("table", [{}, {sigma: dsigma}])
def test_a_wrong_table_of_derivatives_is_noticed(monkeypatch, table):
    monkeypatch.setattr("backprop.proving.at_points.forward.DERIVATIVE_OF", table)
    with pytest.raises(DerivationError):
        Derivation(Partial(yhat[j], z[j]), afresh()).step(dsigma(z[j]), as_written())


def test_a_blind_first_referee_is_caught_by_the_second(monkeypatch):
    monkeypatch.setattr("backprop.proving.derivation.proved", lambda *_: True)
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(Partial(C, b[j]), layer).step(yhat[j], as_written())


def test_a_blind_second_referee_is_caught_by_the_first(monkeypatch):
    monkeypatch.setattr("backprop.proving.derivation.referee", lambda *_: None)
    with pytest.raises(NotProved):
        Derivation(Partial(C, b[j]), layer).step(yhat[j], as_written())


def test_the_second_referee_alone():
    assert referee(layer, Partial(C, b[j]), dsigma(z[j]) * (yhat[j] - y[j])) is None
    assert isinstance(referee(layer, Partial(C, b[j]), dsigma(z[j]) * yhat[j]), Counterexample)
    with pytest.raises(NoMeaning, match=r"yhat\[3\] is outside yhat, which has the sizes \[2\]"):
        WrittenOut(layer, dict(zip(layer.sizes, (2, 3), strict=True))).quantity("yhat", (3,))


@pytest.mark.parametrize("sizes", [(m, 1), (1, m), (m, n)])
def test_two_indices_that_print_alike_do_not_meet_in_a_step(sizes):
    free = Model((scalar("t"), x, y), {})
    first, second = (scalar("t") * Index("l", high) for high in sizes)
    with pytest.raises(
        DerivationError, match=r"Step 1 \(as written\) calls two different things l; rename one of them"
    ):
        Derivation(first, free).step(second, as_written())
    claim = Claim(first, times(second, 1), free)
    with pytest.raises(DerivationError, match="The claim "):
        Derivation(first, free).concludes(claim)


def test_index_of_a_fixed_size():
    two = Index("t", 2)
    given = column("g", 2)
    fixed = Model((given,), {C: total(given[two] ** 2, two)})
    d = Derivation(C, fixed).step(given[1] ** 2 + given[2] ** 2, definition(C))
    assert d.scope == "all numbers"
    with pytest.raises(DerivationError, match=r"not proved to stay within 1\.\.2"):
        d.step(given[3] ** 2, algebra())


def test_a_counterexample_names_the_row_and_the_column_in_which_two_matrices_differ():
    k = Index("k", layer.ranges["w"][1])
    wrong = w + Entries(KroneckerDelta(j, 1) * KroneckerDelta(k, 2), j, k)
    with pytest.raises(DerivationError) as refusal:
        Derivation(w, layer).step(wrong, as_written())
    found = refusal.value.counterexample
    assert found.where == {"m": 1, "n": 2, "row": 1, "column": 2}
    assert float(found.after - found.before) == 1
