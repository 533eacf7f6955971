from dataclasses import replace

import pytest

from backprop.checking.ledger import LEDGER, VERDICTS, NotConfirmed, from_the_notes
from backprop.symbolic.derivation import DerivationError

WRONG = [entry for entry in LEDGER.values() if entry.verdict in ("typo", "wrong")]
RIGHT = [entry for entry in LEDGER.values() if entry.verdict not in ("typo", "wrong")]


@pytest.mark.parametrize("entry", LEDGER.values(), ids=LEDGER)
def test_every_verdict_is_confirmed(entry):
    assert entry.verdict in VERDICTS
    shown = entry.confirm()
    assert isinstance(shown, DerivationError) == (entry.verdict in ("typo", "wrong") or entry.otherwise is not None)


def test_the_ledger_holds_note_4():
    assert list(LEDGER) == [f"S4.{line}" for line in range(1, 12)]


@pytest.mark.parametrize("entry", WRONG, ids=lambda e: e.number)
def test_exchanging_the_written_and_the_corrected_line_flips_the_check(entry):
    with pytest.raises(NotConfirmed, match="it is proved as written"):
        replace(entry, written=entry.corrected, corrected=entry.written).confirm()
    with pytest.raises(NotConfirmed, match="is not proved"):
        replace(entry, verdict="correct").confirm()
    with pytest.raises(NotConfirmed, match="is not proved"):
        replace(entry, corrected=entry.written).confirm()


@pytest.mark.parametrize("entry", RIGHT, ids=lambda e: e.number)
def test_a_right_line_does_not_pass_for_wrong(entry):
    with pytest.raises(NotConfirmed, match="it is proved as written"):
        replace(entry, verdict="wrong", corrected=entry.written).confirm()


@pytest.mark.parametrize("entry", [e for e in RIGHT if e.otherwise], ids=lambda e: e.number)
def test_a_condition_that_changes_nothing_is_no_condition(entry):
    with pytest.raises(NotConfirmed, match="holds without it"):
        replace(entry, otherwise=entry.definitions).confirm()


def test_what_a_line_says_besides_is_run():
    def never():
        """Two and two are five."""
        return False

    with pytest.raises(NotConfirmed, match="Two and two are five"):
        replace(LEDGER["S4.4"], besides=never).confirm()


def test_the_table_quotes_the_line_as_written():
    ((number, written, verdict),) = from_the_notes("S4.6").rows
    assert number == "S4.6"
    assert written == LEDGER["S4.6"].written
    assert verdict.startswith("**typo**: the middle factor")
