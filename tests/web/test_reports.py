"""Wrong gradients that people reported in public are refuted, and the right ones beside them accepted."""

import pytest

from .reports import NOT_WRONG, REPORTS
from .test_answers import ask


@pytest.mark.parametrize("report, model, start, wrong, right", REPORTS, ids=[report for report, *_ in REPORTS])
def test_the_reported_line_is_refused_and_the_right_one_accepted(report, model, start, wrong, right):
    found = ask(ask="line", model=model, above=[start], text=wrong)
    assert found["kind"] == "wrong" or "these have no product" in found["message"]
    assert ask(ask="line", model=model, above=[start], text=right)["kind"] == "proved"


@pytest.mark.parametrize("report, model, start, line", NOT_WRONG, ids=[report for report, *_ in NOT_WRONG])
def test_what_is_right_is_accepted(report, model, start, line):
    assert ask(ask="line", model=model, above=[start], text=line)["kind"] == "proved"
