"""A derivation that a reader changes is judged, and no slip of the pen ends in a traceback."""

import pytest

from backprop.proving import model
from backprop.teaching import attempt

PARABOLA = model("given w, x\nz = w x\nE = 1/2 z^2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dE/dw = z x", "accepted\n"),
        ("dE/dw = z x  [derivative of E, z]", "accepted\n"),
        ("dE/dw = z", "Step 1 is wrong: the two sides differ"),
        ("dE/dw = z x  [algebra]", "the line is true, but not by this reason alone"),
        ("dE/dw = z (x", "column 11: this bracket is never closed"),
        ("dE/dv = z x", "column"),
    ],
)
def test_what_is_said(capsys, text, said):
    attempt(PARABOLA, text)
    assert said in capsys.readouterr().out
