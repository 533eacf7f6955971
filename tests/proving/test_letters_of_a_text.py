"""What the lines of a derivation that is typed tell the next ones: how far a letter runs, and what was concluded."""

import pytest

from backprop.proving import claim, derive, judge, model
from backprop.proving.language.display import plain

BATCH = """
given X (m, n), W (n, k), b (1, k)
Z_iq = sum_p X_ip W_pq + b_q
E = E(Z)
"""
BY_WEIGHTS = """
dE/dW
  = [sum_i sum_q dE/dZ_iq dZ_iq/dW_st]_st  [chain rule]
  = [sum_i sum_q dE/dZ_iq X_is I_qt]_st  [derivative of Z_iq]
  = [sum_i X_is dE/dZ_it]_st
  = X^T dE/dZ
"""


def test_a_letter_runs_as_far_as_in_the_line_above():
    assert [plain(line.expr) for line in derive(model(BATCH), BY_WEIGHTS).lines][-1] == "Xᵀ ∂E/∂Z"


def test_it_does_so_where_each_line_is_judged_by_itself():
    verdicts, derivation = judge(model(BATCH), BY_WEIGHTS)
    assert [verdict.kind for verdict in verdicts] == ["proved"] * 5
    assert derivation is not None


@pytest.mark.parametrize("by", ["b_t", "b"])
def test_a_result_is_found_by_its_own_letters_first(by):
    batch = model(BATCH)
    derive(batch, "dE/db_t = sum_i dE/dZ_it").concludes(claim(batch, "dE/db_t = sum_i dE/dZ_it"))
    derive(batch, "dE/db = 1_m^T dE/dZ").concludes(claim(batch, "dE/db = 1_m^T dE/dZ"))
    last = derive(batch, f"dE/db = 1_m^T dE/dZ  [result for dE/d{by}]").lines[-1]
    assert str(last.reason) == f"result for ∂E/∂{by}"


def test_what_is_gathered_from_its_entries_is_so_entry_by_entry():
    assert [str(line.reason) for line in derive(model(BATCH), BY_WEIGHTS).lines][-1] == "entry by entry"


def test_an_index_may_be_a_word_in_brackets():
    text = "given b (n), X (n, m)\nz_(row) = b_(row)\nx_(row, col) = X_(row, col)"
    assert repr(model(text)) == text
