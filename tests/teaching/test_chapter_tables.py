"""The tables of a chapter are made from its record and from the equalities, and prove what they show."""

import pytest

from backprop.checking import MISTAKES
from backprop.proving import DerivationError
from backprop.results.equalities import EQUALITIES, Equality
from backprop.teaching import caught_table, chapter_tables, equals
from backprop.teaching.chapter_tables import numbers, where
from backprop.teaching.chapters import CHAPTERS


def test_the_table_of_a_chapter_holds_what_it_equals_in_earlier_ones_and_no_other():
    for chapter in {numbers(e)[-1] for e in EQUALITIES}:
        mine = [e for e in EQUALITIES if max(numbers(e)) == chapter]
        table = equals(chapter)
        assert [row[0] for row in table.rows if row[0]] == [f"{e.words} *({where(e)})*" for e in mine]
        assert len(table.rows) == sum(len(e.proofs) for e in mine)
        assert all(len(row[1]) > 1 for row in table.rows)


@pytest.mark.parametrize("chapter", [0, 1, 8, 9, "3"])
def test_a_chapter_that_equals_nothing_earlier_is_refused_by_name(chapter):
    with pytest.raises(ValueError, match=f"chapter {chapter!r} equals nothing earlier"):
        equals(chapter)


def test_the_table_proves_when_it_is_made(monkeypatch):
    def wrong():
        raise DerivationError("not equal")
        yield

    broken = Equality("broken", ("entries", "batch"), wrong)
    monkeypatch.setattr(chapter_tables, "EQUALITIES", (broken,))
    with pytest.raises(DerivationError, match="not equal"):
        equals(3)


def test_the_table_of_mistakes_shows_what_was_found():
    rows = {name: shape for name, _, shape in caught_table(2).rows}
    assert rows["swapped outer product"] == "unless $k = n$"
    assert rows["inner for elementwise product"] == "yes"
    assert rows["np.diag of a column"] == "no"
    assert tuple(rows) == CHAPTERS[2].mistakes
    assert caught_table(2).rows[0][1] == f"`{MISTAKES['swapped outer product'].line}`"


def test_the_table_says_which_sizes_hide_a_mistake():
    rows = {name: shape for chapter in (3, 4) for name, _, shape in caught_table(chapter).rows}
    assert rows["untransposed weights"] == "unless $n = k$"
    assert rows["untransposed input"] == "unless $m = n$"
    assert rows["product entry by entry"] == "unless $m = n_{1} = k$"
    assert rows["factors in the order of the chain"] == "unless square"


def test_where_no_shape_shows_a_mistake_there_is_no_column_for_it():
    assert caught_table(1).rows[2] == ("missing sigma′", "`dE_dw = x_p (a_q - y_q)`")
