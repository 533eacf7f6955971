"""Small holes in the tests of the proving core and of `checking`, each closed by one test."""

import re

import numpy as np
import pytest
from sympy import Integer, KroneckerDelta, Sum
from sympy.matrices.expressions import OneMatrix

from backprop.checking import MISTAKES, agrees
from backprop.checking.likely_cause import cause_of_values
from backprop.numeric import ACTIVATIONS
from backprop.numeric.single_layer import gradients
from backprop.proving import ByHand, Claim, Derivation, DerivationError, Model
from backprop.proving.any_size.equal import equal
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.written_out import WrittenOut
from backprop.proving.language import Entries, Gradient, Jacobian, Partial, column, matrix, scalar, sigma, times, total
from backprop.proving.reasons import as_written, definition, derivative_of
from backprop.results import single_layer

from .one_layer import C, b, i, j, k, layer, m, n, product_layer, r, w, x, y, y2, yhat, z, z2

q, x2 = matrix("q", m, m), column("x2", m)


# tests/proving/test_attacks.py (TRUE): normal_form._from_one, `low - 1` -> `low`
def test_a_sum_between_numbers_that_starts_below_1():
    assert equal(Sum(j, (j, -1, 2)), Integer(2))


# tests/proving/test_by_hand.py: by_hand, `or (size.is_Integer and size != length)` dropped
def test_by_hand_refuses_numbers_that_do_not_fit_a_fixed_size():
    with pytest.raises(ValueError, match=r"z has numbers of the shape \(3,\), expected \(2,\)"):
        ByHand(product_layer, {z2: [1, 2, 3], y2: [1, 2, 3]}, lambda u: u)


# tests/proving/test_derivation.py (OF_ITS_KIND): reasons._expanded, `_index_form(expr)` -> `expr`
@pytest.mark.parametrize(("start", "line", "quantity"), [(z, times(w, x) + b, z[j]), (yhat, sigma(z), yhat[j])])
def test_a_matrix_is_replaced_by_its_definition(start, line, quantity):
    assert Derivation(start, layer).step(line, definition(quantity)).result == line


# tests/proving/test_derivation.py (TRUE_FOR_ANOTHER_REASON): reasons._differentiated, `name in ancestors` negated
def test_what_stands_between_is_not_constant_to_a_reason():
    start, line = Partial(yhat[j], w[j, k]), times(x[k], Partial(yhat[j], b[j]))
    with pytest.raises(DerivationError, match="the line is true, but not by this reason alone"):
        Derivation(start, layer).step(line, derivative_of(yhat[j]))


# tests/proving/test_derivation.py (TRUE_FOR_ANOTHER_REASON): reasons._expanded, inner `among=only` dropped
def test_only_the_named_definition_is_used_inside_a_derivative():
    start, line = Partial(yhat[j], b[j]), Partial(sigma(total(w[j, k] * x[k], k) + b[j]), b[j])
    with pytest.raises(DerivationError, match="the line is true, but not by this reason alone"):
        Derivation(start, layer).step(line, definition(yhat[j]))


# tests/proving/test_lines.py (NO_MEANING): well_formed._known, its first branch dropped
def test_the_message_says_how_a_name_is_defined():
    with pytest.raises(DerivationError, match=re.escape("w is defined with the sizes (m, n), and real")):
        Derivation(Gradient(C, w), layer).step(matrix("w", n, m).T, as_written())


# tests/proving/test_notation.py: operators.Entries, its test of `col` dropped
@pytest.mark.parametrize("col", [2, Integer(2), scalar("t"), m])
def test_the_second_name_of_entries_is_an_index(col):
    with pytest.raises(ValueError, match="named by two different indices"):
        Entries(w[j, 1], j, col)


# tests/proving/test_notation.py: operators.Jacobian, `or var.shape[1] != 1` dropped
@pytest.mark.parametrize(("top", "var"), [(z, w), (w, z), (z, x.T)])
def test_a_jacobian_is_taken_of_a_column_by_a_column(top, var):
    with pytest.raises(ValueError, match="a column by a column"):
        Jacobian(top, var)


# tests/proving/test_lines.py (TRUE): operators.Entries, `sympify` dropped
def test_entries_of_a_python_number():
    assert len(Derivation(OneMatrix(m, n), layer).step(Entries(1, j, k), as_written()).lines) == 2


# tests/proving/test_attacks.py (TRUE): normal_form._settle, `is not None` dropped; well_formed._check_partial,
# `downstream == tops` dropped; `freshen` dropped in Model.expand, entries.freshen
captured = Model(
    (q, y, b),
    {z[j]: total(q[j, i] * y[i], i), yhat[j]: z[j] + b[j], x2[j]: total(y[i] * total(q[j, r] * q[r, i], r), i)},
)


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (KroneckerDelta(j, 1) * KroneckerDelta(j, 2), Integer(0)),
        (Partial(b[j] * yhat[j], yhat[j]), b[j]),
        (z[i], total(q[i, j] * y[j], j)),
        (x2[r], total(y[i] * total(q[r, j] * q[j, i], j), i)),
    ],
    ids=["two deltas that exclude each other", "a constant upstream", "captured index", "captured further in"],
)
def test_true_lines_are_accepted(start, line):
    assert Derivation(start, captured).step(line, as_written()).result == line


# tests/proving/test_derivation.py: Derivation.concludes, `lines[-1]` -> `lines[1]`
def test_the_last_line_concludes_not_the_second():
    d = Derivation(z[j], layer).step(total(w[j, k] * x[k], k) + b[j], definition(z[j])).step(z[j], definition(z[j]))
    assert d.concludes(Claim(z[j], z[j], layer)).claim


# tests/checking/test_gradient_check.py: likely_cause._constant_factor, `FIT * abs(c)` -> `FIT`
def test_a_large_factor_is_named_by_its_whole_number():
    g = np.array([1.0, 2.0, 4.0])
    assert "perhaps by a size" in cause_of_values(100.0005 * g, g)


# tests/checking/test_mistakes.py: `np.diag(slope) * residual` -> `np.diag(slope)` (and the same with its factors)
def test_the_diagonal_of_what_was_not_multiplied_out_is_right():
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=3), rng.normal(size=3), ACTIVATIONS["tanh"]
    wrong = MISTAKES["diagonal not multiplied out"].gradients(*numbers)
    np.testing.assert_allclose(np.diagonal(wrong.dE_db), gradients(*numbers).dE_db, rtol=1e-12)


# tests/checking/test_agreement.py: Agreement.__repr__, the lines of the gradients dropped
def test_an_agreement_lists_its_gradients():
    lines = repr(agrees(gradients, single_layer.layer, single_layer.E, ACTIVATIONS["tanh"])).splitlines()
    assert lines[1:] == [f"  {name:6} shapes agree, values agree" for name in ("dE_dw", "dE_db", "dE_dx")]


# tests/proving/test_derivation.py (test_the_second_referee_alone): WrittenOut.quantity, `1 <= a` dropped
def test_the_second_referee_knows_where_an_array_begins():
    with pytest.raises(NoMeaning, match=r"yhat\[0\] is outside yhat"):
        WrittenOut(layer, dict(zip(layer.sizes, (2, 3), strict=True))).quantity("yhat", (0,))


# tests/proving/test_notation.py: operators.Entries, `or col == 1` dropped
def test_a_column_of_entries_is_rebuilt_from_its_arguments():
    written = Entries(y[j], j)
    assert written.func(*written.args) == written
