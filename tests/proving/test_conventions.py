import pytest
from sympy import Integer, OneMatrix, Rational, Transpose, ZeroMatrix
from sympy.matrices.expressions import DiagMatrix

from backprop.proving import Claim, Derivation, DerivationError, Model, Translation, restated
from backprop.proving.any_size.equal import equal
from backprop.proving.language import (
    Entries,
    Gradient,
    Index,
    Jacobian,
    NotUnderstood,
    Partial,
    Pullback,
    column,
    dsigma,
    hadamard,
    matrix,
    scalar,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.meaning.value import value
from backprop.proving.reasons import algebra, as_written, chain_rule, derivative_of, entries, result, same
from backprop.results import batch, columns, network, single_layer
from backprop.results.columns import BP2, COLUMNS, TO_ROWS, C, a, to_network, to_rows, w, x, y, z, β

E, A, X, W, Z, Y = batch.E, batch.A, batch.X, batch.W, batch.Z, batch.Y
i, p, q, m, n, k = batch.i, batch.p, batch.q, batch.m, batch.n, batch.k


def by_weights():
    s, t = batch.s, batch.t
    return (
        Derivation(Gradient(C, w), columns.columns)
        .step(Entries(total(times(Partial(C, z[t, i]), x[s, i]), i), t, s), chain_rule(z))
        .step(times(Gradient(C, z), x.T), entries())
        .concludes(COLUMNS["w"])
    )


def proved(claim):
    return Derivation(claim.left, claim.model).step(claim.right, as_written()).concludes(claim)


def test_the_translated_model_is_that_of_chapter_3():
    translated = Translation(columns.columns, TO_ROWS).model
    assert translated.ranges == batch.batch.ranges
    for left, _ in batch.batch.where.values():
        assert equal(value(translated, left), value(batch.batch, left))


@pytest.mark.parametrize("name", COLUMNS)
def test_every_gradient_in_columns_is_that_of_chapter_3(name):
    ours = batch.GRADIENTS[{"a": "A", "z": "Z", "w": "W", "β": "b", "x": "X"}[name]].right
    proof = to_rows.equality(COLUMNS[name])
    assert proof.scope.startswith("any size")
    proof.step(ours.T if name == "β" else ours, as_written())


def test_a_derivation_comes_out_line_by_line():
    here, there = by_weights(), to_rows.derivation(by_weights())
    assert there.model is batch.batch
    assert [str(line.reason.name) for line in there.lines[1:]] == [str(line.reason.name) for line in here.lines[1:]]
    assert there.equation == (Gradient(E, W), times(X.T, Gradient(E, Z)))
    assert there.lines[1].reason.quantities == (Z,)
    assert there.claim is not None


def test_a_factor_is_carried_through_every_line():
    here = Derivation(Gradient(C, a), columns.columns).step(Entries(a[q, i] - y[q, i], q, i), derivative_of(C))
    there = to_rows.derivation(here.step(a - y, entries()))
    assert same(there.result, times(1 / m, A - Y))


def test_a_result_is_put_in_once_it_is_translated():
    claim = Claim(Partial(C, a[q, i]), a[q, i] - y[q, i], columns.columns)
    first = Derivation(claim.left, columns.columns).step(claim.right, derivative_of(C)).concludes(claim)
    second = Derivation(Gradient(C, a), columns.columns).step(a - y, result(first))
    translation = Translation(columns.columns, TO_ROWS, batch.batch)
    with pytest.raises(NotUnderstood, match="translate that one first"):
        translation.derivation(second)
    translation.derivation(first)
    assert same(translation.derivation(second).result, times(1 / m, A - Y))


def test_chapter_1_becomes_a_row_of_a_batch():
    one, each = single_layer, column("C", m)
    arrays = {one.x: X.T, one.w: W.T, one.b: batch.b, one.y: Y.T, one.z: Z.T, one.a: A.T}
    lifted = Translation(one.layer, {**arrays, one.E: each[i]}, example=i)
    chapter_1 = (
        Derivation(Partial(one.E, one.b[one.q]), one.layer)
        .step(times(one.a[one.q] - one.y[one.q], dsigma(one.z[one.q])), derivative_of(one.E, one.a, one.z))
        .step(one.DERIVATIVES["b"].right, algebra())
        .concludes(one.DERIVATIVES["b"])
    )
    there = lifted.derivation(chapter_1)
    assert there.equation == (Partial(each[i], batch.b[q]), times(dsigma(Z[i, q]), A[i, q] - Y[i, q]))
    with pytest.raises(NotUnderstood, match="no roof in common"):
        lifted.equality(one.DERIVATIVES["b"])


def test_nielsen_is_chapter_5():
    step = network.ACROSS["step"]
    there = to_network.equality(BP2)
    assert all(same(*sides) for sides in zip(there.equation, (step.left, step.right), strict=True))


@pytest.mark.parametrize("line", [
    a + y, times(3, w, x), hadamard(a, y), sigma(z), times(β, OneMatrix(1, m)), w.T, times(w.T, a - y),
    DiagMatrix(dsigma(β)), Entries(z[q, i] * β[q], q, i), Entries(β[q] ** 2, q), Gradient(C, z), Gradient(C, β),
    Pullback(y, a, z), Transpose(Gradient(C, w)),
], ids=str)  # fmt: skip
def test_what_is_turned_is_the_transpose(line):
    turned = Derivation(Transpose(line), to_rows.both).step(to_rows(line), as_written())
    assert tuple(turned.result.shape) == tuple(Transpose(line).shape)


def same_size():
    """A layer with as many outputs as inputs, in which no shape shows that an array is not turned."""
    r, s, e = Index("r", n), Index("s", n), Index("e", m)
    arrays = [matrix("w", n, n), matrix("x", n, m), matrix("z", n, m)]
    turned = [matrix("W", n, n), matrix("X", m, n), matrix("Z", m, n)]
    left, given, ahead = arrays
    model = Model(
        (left, given),
        {ahead[r, e]: total(times(left[r, s], given[s, e]), s), C: total(sigma(ahead[r, e]), r, e)},
    )
    return model, arrays, turned


def test_an_array_that_is_not_turned_is_refused_where_every_shape_fits():
    model, (w, x, z), (W, X, Z) = same_size()
    row, col, e = Index("r", n), Index("s", n), Index("e", m)
    where = {Z[e, row]: total(times(X[e, col], W[col, row]), col), E: total(sigma(Z[e, row]), row, e)}
    rows = Model((W, X), where)
    claim = Claim(Gradient(C, w), times(Gradient(C, z), x.T), model)
    right = {x: X.T, z: Z.T, C: E}
    assert Translation(model, {**right, w: W.T}, rows).equality(claim).result == times(X.T, Gradient(E, Z))
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(model, {**right, w: W}, rows).equality(claim)


@pytest.mark.parametrize("wrong", [E, E / 2, times(m / 2, E), times(1 / m, E)], ids=str)
def test_a_wrong_factor_is_refused(wrong):
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(columns.columns, {**TO_ROWS, C: wrong}, batch.batch).equality(COLUMNS["a"])


@pytest.mark.parametrize("right", [
    times(hadamard(Gradient(C, a), dsigma(z)), OneMatrix(m, 1), OneMatrix(1, n)), times(2, Gradient(C, z), x.T),
], ids=["no input", "twice"])  # fmt: skip
def test_a_wrong_claim_stays_wrong(right):
    with pytest.raises(DerivationError, match="is wrong"):
        to_rows.equality(Claim(Gradient(C, w), right, columns.columns))


def test_one_backward_quantity_is_restated_in_the_other():
    there, known = to_rows.derivation(by_weights()), proved(batch.GRADIENTS["Z"])
    by_activation = restated(there, known)
    assert by_activation.result == times(X.T, batch.GRADIENTS["Z"].right)
    claim = Claim(Gradient(E, W), by_activation.result, batch.batch)
    assert restated(by_activation.concludes(claim), known).result == there.result


def test_what_does_not_fit_is_refused_in_a_sentence():
    with pytest.raises(NotUnderstood, match="w is k by n, and cannot be W, which is n by k"):
        Translation(columns.columns, {**TO_ROWS, w: W}, batch.batch)
    layer = Translation(single_layer.layer, {single_layer.k: Integer(2)})
    with pytest.raises(NotUnderstood, match="a Jacobian cannot be turned"):
        layer(Jacobian(single_layer.a, single_layer.z))
    with pytest.raises(NotUnderstood, match="no roof in common"):
        layer.equality(single_layer.GRADIENTS["b"])
    with pytest.raises(ValueError, match="concludes a claim"):
        restated(to_rows.derivation(by_weights()), Derivation(Gradient(E, A), batch.batch))


def test_names_and_sizes_may_change_alone():
    L, h = scalar("L"), size("h")
    renamed = Translation(batch.batch, {E: L / 2, batch.k: h})
    assert renamed.model.ranges["W"] == (n, h)
    assert renamed(Gradient(E, W)) == times(Rational(1, 2), Transpose(Gradient(L, matrix("W", n, h))))
    derivation = Derivation(Partial(E, A[i, q]), batch.batch).step(times(1 / m, A[i, q] - Y[i, q]), derivative_of(E))
    there = renamed.derivation(derivation).step(
        times(2 / m, matrix("A", m, h)[i, Index("q", h)] - matrix("Y", m, h)[i, Index("q", h)]), algebra()
    )
    assert there.equation[0].args[0] == L


ALIKE = {quantity: quantity for quantity in (X, W, batch.b, Y, Z, A, E)}


@pytest.mark.parametrize("claim", [*batch.JACOBIANS.values(), *batch.GRADIENTS.values()], ids=repr)
def test_a_model_in_its_own_letters_is_itself(claim):
    proof = Translation(batch.batch, ALIKE, batch.batch).equality(claim)
    assert same(proof.result, Transpose(claim.right) if claim.right.is_Matrix else claim.right)
    assert set(proof.model.ranges) == {name + mark for name in batch.batch.ranges for mark in ("", "°")}


def test_only_what_both_models_call_alike_is_marked():
    other = {A: matrix("H", m, k), E: scalar("L")}
    both = Translation(batch.batch, ALIKE | other, Translation(batch.batch, other).model).both
    assert [name for name in both.ranges if "°" in name] == ["X°", "W°", "b°", "Y°", "Z°"]
    assert {"A", "H", "E", "L"} < set(both.ranges)
    assert set(to_rows.both.ranges) == {*columns.columns.ranges, *batch.batch.ranges}


def crossed(letters, indices, cost=1, length=n, beside=()):
    """C = sum_ab f_ab sigma(g_ba), for two square arrays and two indices of these names; the arrays and the model."""
    f, g = (matrix(letter, length, length) for letter in letters)
    a, b = (Index(letter, length) for letter in indices)
    return f, g, Model((f, g, *beside), {C: times(cost, total(times(f[a, b], sigma(g[b, a])), b, a))})


def test_exchanged_letters_and_another_scale_are_told_apart():
    f, g, source = crossed("fg", "ab")
    there_f, there_g, target = crossed("gf", "ab", cost=2)
    right = {f: there_f, g: there_g, C: C / 2}
    proof = Translation(source, right, target).equality(Claim(Gradient(C, f), sigma(g).T, source))
    expected = Transpose(Gradient(C, there_f)), times(2, sigma(there_g))
    assert all(same(*sides) for sides in zip(proof.equation, expected, strict=True))
    for wrong in (
        {f: f, g: g}, {C: C}, {C: 2 * C}, {C: -C / 2}, {f: there_f.T}, {g: there_g.T}, {f: -there_f}, {g: ZeroMatrix(n, n)},
    ):  # fmt: skip
        with pytest.raises(DerivationError, match="is wrong"):
            Translation(source, right | wrong, target).computed_alike()


@pytest.mark.parametrize("letters, indices", [("pq", "ab"), ("fg", "rs"), ("pr", "sq"), ("rs", "qp"), ("nf", "rp")])
def test_a_letter_of_one_model_may_be_an_index_or_a_size_of_the_other(letters, indices):
    """In the target r and s are arrays, p and q indices, and n is a size."""
    f, g, source = crossed(letters, indices, length=Integer(2))
    r, s, target = crossed("rs", "pq", length=Integer(2), beside=[column("v", n)])
    there = [Index(letter, Integer(2)) for letter in "pq"]
    free = [Index(letter, Integer(2)) for letter in indices]
    right = {f: r, g: s, C: C, **dict(zip(free, there, strict=True))}
    by_entry = Claim(Partial(C, f[tuple(free)]), sigma(g[tuple(free[::-1])]), source)
    for claim in (Claim(Gradient(C, f), sigma(g).T, source), by_entry):
        both = Translation(source, right, target).equality(claim).model
        Derivation(Partial(C, r[tuple(there)]), both).step(sigma(s[tuple(there[::-1])]), as_written())
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(source, {f: s, g: r, C: C}, target).computed_alike()


def test_what_is_given_in_both_and_not_said_is_the_same():
    said = {Z: Z, A: A, E: E}
    assert Translation(batch.batch, said, batch.batch).equality(batch.GRADIENTS["W"])
    twice = Model(
        batch.batch.given.values(), {**dict(batch.batch.where.values()), Z[i, q]: 2 * total(X[i, p] * W[p, q], p)}
    )
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(batch.batch, said, twice).computed_alike()


def test_a_claim_about_what_the_dictionary_does_not_say_is_refused():
    said = {Z: Z, A: A}
    with pytest.raises(NotUnderstood, match="the translated claim mentions E°, which is not defined"):
        Translation(batch.batch, said, batch.batch).equality(batch.GRADIENTS["W"])
    assert len(Translation(batch.batch, said, batch.batch).computed_alike()) == 2


def test_an_array_of_one_row_and_a_bias_of_0():
    one = Translation(batch.batch, {m: Integer(1)}).model
    x, z, a = (column(letter, length) for letter, length in zip("XZA", (n, k, k), strict=True))
    w, y = matrix("W", k, n), column("Y", k)
    note = Model(
        (w, x, y),
        {
            z[q]: total(times(w[q, p], x[p]), p),
            a[q]: sigma(z[q]),
            C: times(Rational(1, 2), total((a[q] - y[q]) ** 2, q)),
        },
    )
    arrays = [matrix(letter, 1, length) for letter, length in zip("XYZA", (n, k, k, k), strict=True)]
    said = {**dict(zip(arrays, (x.T, y.T, z.T, a.T), strict=True)), W: w.T, batch.b: ZeroMatrix(k, 1), E: C}
    assert len(Translation(one, said, note).computed_alike()) == 3
    with pytest.raises(DerivationError, match="is wrong"):
        Translation(one, {**said, batch.b: y}, note).computed_alike()
