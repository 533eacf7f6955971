from dataclasses import replace
from functools import cache

import pytest
from sympy import MatMul

from backprop.checking import LEDGER, in_full
from backprop.checking.ledger import (
    QUOTED,
    READINGS,
    TRANSCRIPT,
    VERDICTS,
    NotConfirmed,
    as_latex,
    as_text,
    note_3,
    quoted_plainly,
    read_plainly,
    shows,
)
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
def test_exchanging_the_line_and_its_correction_flips_the_check(entry):
    with pytest.raises(NotConfirmed, match="it is proved as it was read"):
        replace(entry, read_as=entry.corrected, corrected=entry.read_as).confirm()
    with pytest.raises(NotConfirmed, match="is not proved"):
        replace(entry, verdict="correct").confirm()
    with pytest.raises(NotConfirmed, match="is not proved"):
        replace(entry, corrected=entry.read_as).confirm()


@pytest.mark.parametrize("entry", RIGHT, ids=lambda e: e.number)
def test_a_right_line_does_not_pass_for_wrong(entry):
    with pytest.raises(NotConfirmed, match="it is proved as it was read"):
        replace(entry, verdict="wrong", corrected=entry.read_as).confirm()


@pytest.mark.parametrize("entry", [e for e in RIGHT if e.otherwise], ids=lambda e: e.number)
def test_a_condition_that_changes_nothing_is_no_condition(entry):
    with pytest.raises(NotConfirmed, match="holds without the condition"):
        replace(entry, otherwise=entry.model).confirm()


@pytest.mark.parametrize("entry", [e for e in LEDGER.values() if e.refused], ids=lambda e: e.number)
def test_a_reading_that_is_proved_is_not_refused(entry):
    right = (entry.corrected or entry.read_as, entry.model)
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
    right = entry.corrected or entry.read_as
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


def test_what_a_line_says_besides_is_run():
    def never():
        """Two and two are five."""
        return False

    with pytest.raises(NotConfirmed, match="Two and two are five"):
        replace(LEDGER["S4.4"], besides=never).confirm()


def test_every_line_is_quoted_in_the_note_s_own_letters():
    assert list(QUOTED) == list(LEDGER)
    for number, rows in QUOTED.items():
        text = "\n".join(rows)
        assert "$" in text, number
        assert text.count("$") % 2 == 0, number
        assert text.count("{") == text.count("}"), number
        assert text.count(r"\begin") == text.count(r"\end"), number
        assert not {"|", "`"} & set(text), number  # either would spoil the table


def test_a_line_that_was_reconstructed_shows_what_the_transcript_has():
    reconstructed = {number for number, entry in LEDGER.items() if entry.reading != "clear"}
    assert reconstructed <= TRANSCRIPT.keys() <= LEDGER.keys()
    assert TRANSCRIPT.keys() - reconstructed == {"S3.4", "S3.5"}  # a 1 that was taken for an i
    assert all(said.count("$") % 2 == 0 and "|" not in said for said in TRANSCRIPT.values())


def test_what_the_note_says_and_what_was_read_differ_but_for_three_lines():
    same = {number for number, entry in LEDGER.items() if quoted_plainly(entry) == read_plainly(entry)}
    assert same == {"S4.5", "S4.6", "S4.7"}


@pytest.mark.parametrize(
    ("number", "quoted", "read"),
    [
        ("S1.9", "δ^(L) = Cross Entropy Prime × σ(a^(L)) (1 − σ(a^(L)))", "∂J/∂z²_q = ∂J/∂a²_q"),
        ("S2.1", "m = number of examples; n = number of inputs; k = number of neurons", "Σ_i=1..m 1 = m; Σ_p=1..n 1"),
        ("S2.5", "E = 1/m Σ_i=0..m (a^[L]_i − y_i)^2", "E = (Σ_i=0..m Σ_q=1..k (A_iq − Y_iq)^2)/m"),
        ("S2.17", "= [h'(Z^[L]) × ∂(l)] · (W^[L])ᵀ (dimensions: m × n)", "∂E/∂A⁰ = (σ'(Z²) ⊙ ∂E/∂A¹) W²ᵀ"),
        ("S2.20", "W'^[l] = W − α ∂E/∂W^[L]", "W' = W¹ − α ∂E/∂W²"),
        ("S3.8", "I missed this part! ∂(X W^(1) W^(2))/∂(X W^(1)) = W^(2)", "∂ŷ/∂a¹_g = W²_g"),
        ("S4.2", "w = [w_11, w_12, ⋯, w_1n; w_11, w_12, ⋯, w_1n; ⋮,", "z_2 = Σ_k=1..n w_1k x_k"),
    ],
)
def test_a_line_as_quoted_and_as_read_in_plain_text(number, quoted, read):
    assert quoted in quoted_plainly(LEDGER[number])
    assert read in read_plainly(LEDGER[number])


def test_plain_text_holds_no_latex():
    for entry in LEDGER.values():
        text = quoted_plainly(entry) + as_text(TRANSCRIPT.get(entry.number, "")) + as_text(entry.remark)
        assert not set("\\$`{}&\n") & set(text), entry.number
        assert "  " not in text, entry.number


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"$\frac{a + b}{c}$", "(a + b)/c"),
        (r"$\frac{\partial E}{\partial (X W)}$", "∂E/∂(X W)"),
        (r"$\sum_{i=1}^{m} x_i$ and $\sum^m_{i=1} x_i$", "Σ_i=1..m x_i and Σ_i=1..m x_i"),
        (r"$\cancel{a = 0}$", "(struck out: a = 0)"),
        (r"$\underbrace{a}_{\text{mat mult}}$", "a (mat mult)"),
        (r"$W^{(2)T} \quad h^\prime(z) \quad W^{\prime [l]}$", "W^(2)ᵀ, h'(z), W'^[l]"),
        (r"$\left[ a_j \right]_{m \times n}$", "[a_j] (m × n)"),
        (r"`W2.T` is $\mathbf{1}\, b$", "W2.T is 1 b"),
    ],
)
def test_latex_in_plain_text(latex, text):
    assert as_text(latex) == text


def test_a_sign_that_is_not_known_is_not_dropped():
    with pytest.raises(AttributeError, match="_gamma"):
        as_text(r"$\gamma$")


def test_a_block_has_the_note_in_its_head_and_below_it_what_the_book_says():
    typo = LEDGER["S4.6"]
    rows = [row.strip("| ").split(" | ") for row in in_full("S4.6")._repr_markdown_().split("\n")]
    assert [label for label, _ in rows] == ["S4.6", ":--", "read as", "**typo**", "put right", "refused"]
    assert rows[0][1] == f"“{QUOTED['S4.6'][0]}”"
    assert [said for _, said in rows[2:5]] == [
        f"${as_latex(typo.read_as)[0]}$",
        typo.remark,
        f"${as_latex(typo.corrected)[0]}$",
    ]
    assert "it is the reverse" in rows[5][1]


def test_a_block_of_a_line_that_was_reconstructed_says_so():
    assert "” *(reconstructed)* |" in in_full("S1.3")._repr_markdown_()
    assert "” *(a guess)* |" in in_full("S3.12")._repr_markdown_()
    first, second, *_ = repr(in_full("S1.3")).split("\n")
    assert first.endswith("∂z_11^(2)/∂W_12^(1) = a_21” (reconstructed)")
    assert second == "  transcript: has α for a"


@pytest.mark.parametrize("note", [1, 2, 3, 4])
def test_a_note_in_full_holds_all_that_the_ledger_has(note):
    blocks = in_full(note)._repr_markdown_().split("\n\n")
    entries = [entry for number, entry in LEDGER.items() if number.startswith(f"S{note}.")]
    for block, entry in zip(blocks, entries, strict=True):
        assert block.startswith(f"| {entry.number} | “{QUOTED[entry.number][0]}")
        assert f"| **{entry.verdict}** | {entry.remark} |" in block
        assert all(
            f"${equation}$" in block for sides in (entry.read_as, entry.put_right) for equation in as_latex(sides)
        )
        assert shows(entry.confirm()) in block
    assert len(repr(in_full(note)).split("\n\n")) == len(entries)
