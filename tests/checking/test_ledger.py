from dataclasses import replace
from functools import cache

import pytest
from sympy import MatMul

from backprop.checking import LEDGER, in_full
from backprop.checking.ledger import READINGS, VERDICTS, NotConfirmed, as_text, note_3, shows
from backprop.checking.ledger.entry import equations, refusal, unchecked
from backprop.proving import DerivationError

WRONG = [entry for entry in LEDGER.values() if entry.verdict in ("typo", "wrong")]
RIGHT = [entry for entry in LEDGER.values() if entry.verdict not in ("typo", "wrong")]

JUDGED = cache(refusal)


@pytest.fixture(autouse=True)
def _each_line_is_judged_once(monkeypatch):
    """What is tried here is which verdicts stand on which judgements; a line in its model is judged the same again."""
    monkeypatch.setattr("backprop.checking.ledger.entry.refusal", JUDGED)


@pytest.mark.parametrize("entry", LEDGER.values(), ids=LEDGER)
def test_every_verdict_is_confirmed(entry):
    assert entry.verdict in VERDICTS
    assert entry.reading in READINGS
    assert bool(entry.corrected) == (entry.verdict in ("typo", "wrong"))
    depends = entry.otherwise is not None or bool(entry.refused)
    shown = entry.confirm()
    assert isinstance(shown, DerivationError) == (entry.verdict in ("typo", "wrong") or depends)
    assert bool(shows(shown)) == (shown is not None)


def test_the_ledger_holds_every_line_of_the_four_notes():
    lines = {1: range(12), 2: range(1, 22), 3: range(1, 14), 4: range(1, 12)}
    assert list(LEDGER) == [f"S{note}.{line}" for note in lines for line in lines[note]]
    assert len(LEDGER) == 57


@pytest.mark.parametrize("entry", [e for e in RIGHT if e.verdict == "correct if"], ids=lambda e: e.number)
def test_a_condition_is_run(entry):
    assert entry.otherwise or entry.refused or entry.besides


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
    with pytest.raises(NotConfirmed, match="holds without the condition"):
        replace(entry, otherwise=entry.model).confirm()


@pytest.mark.parametrize("entry", [e for e in LEDGER.values() if e.refused], ids=lambda e: e.number)
def test_a_reading_that_is_proved_is_not_refused(entry):
    right = (entry.corrected or entry.written, entry.model)
    with pytest.raises(NotConfirmed, match="holds without the condition"):
        replace(entry, proved=(), refused=(right,)).confirm()


@pytest.mark.parametrize("entry", [e for e in LEDGER.values() if e.proved and e.refused], ids=lambda e: e.number)
def test_a_reading_that_is_refused_is_not_proved(entry):
    with pytest.raises(NotConfirmed, match="is not proved"):
        replace(entry, proved=entry.refused).confirm()


def test_an_ambiguous_line_needs_a_reading_that_is_refused():
    with pytest.raises(NotConfirmed, match="no reading of it is refused"):
        replace(LEDGER["S2.8"], refused=()).confirm()


@pytest.mark.parametrize("number", ["S1.3", "S2.3", "S2.1"])
def test_every_equation_of_a_line_counts(number):
    entry = LEDGER[number]
    right = entry.corrected or entry.written
    first, *others = equations(right)
    spoilt = (first, *others[:-1], (others[-1][0], 2 * others[-1][0]))
    assert refusal(right, entry.model) is None
    assert refusal(spoilt, entry.model) is not None


def test_shapes_that_do_not_fit_are_refused_for_every_size():
    line = (unchecked(MatMul, note_3.W1, note_3.X),)
    assert "the shapes do not fit (is a transpose missing?): W¹ is n by h, X is m by n." in str(
        refusal(line, note_3.linear)
    )


def test_a_counterexample_is_said_in_numbers():
    sentence = shows(LEDGER["S2.14"].confirm())
    assert sentence == "0 against 1, at m = 1, n = 1, k = 2, i = 1, q = 1, t = 2."
    assert shows(LEDGER["S2.6"].confirm()).endswith("the rest 0.")
    assert shows(None) == ""


def test_a_remark_for_the_terminal_holds_no_latex():
    for entry in LEDGER.values():
        assert not set("\\$`{}") & set(as_text(entry.remark)), entry.number


def test_what_a_line_says_besides_is_run():
    def never():
        """Two and two are five."""
        return False

    with pytest.raises(NotConfirmed, match="Two and two are five"):
        replace(LEDGER["S4.4"], besides=never).confirm()


def test_the_table_quotes_the_line_as_written():
    ((_, written, verdict, *_),) = [row for row in in_full(4).rows if row[0] == "S4.6"]
    assert written == LEDGER["S4.6"].written
    assert verdict.startswith("**typo**: the middle factor")


def test_a_line_of_several_equations_takes_a_row_for_each():
    rows = in_full(1).rows
    third, eighth = ([row[0] for row in rows].index(number) for number in ("S1.3", "S1.8"))
    assert [row[0] for row in rows[third : third + 4]] == ["S1.3", "", "", "S1.4"]
    assert [row[0] for row in rows[eighth : eighth + 4]] == ["S1.8", "", "", "S1.9"]
    assert rows[third + 1][1] == LEDGER["S1.3"].written[1]
    assert rows[eighth][1] == LEDGER["S1.8"].says


def test_a_note_in_full_holds_the_correction_and_what_shows_it():
    rows = in_full(4).rows
    assert [row[0] for row in rows if row[0]] == [n for n in LEDGER if n.startswith("S4.")]
    typo = rows[[row[0] for row in rows].index("S4.6")]
    verdict = f"**typo**: {LEDGER['S4.6'].remark}"
    assert typo[1:] == (LEDGER["S4.6"].written, verdict, LEDGER["S4.6"].corrected, typo[4])
    assert "it is the reverse" in typo[4]
