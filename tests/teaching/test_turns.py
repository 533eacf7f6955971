"""What the reader writes is checked, and what is not written yet is not."""

import pytest

from backprop.teaching import your_turn


def check(f):
    assert f(2, 3) == 6, "f(2, 3) should be 6"


def unwritten(a, b): ...


def documented(a, b):
    """a times b."""
    ...


def three_dots(a, b): ...


def constant(a, b):
    return 5


def right(a, b):
    return a * b


def wrong(a, b):
    return a + b


@pytest.mark.parametrize(
    "function, said",
    [
        (unwritten, "not answered yet"),
        (documented, "not answered yet"),
        (three_dots, "not answered yet"),
        (constant, "f(2, 3) should be 6"),
        (right, "right"),
        (wrong, "f(2, 3) should be 6"),
    ],
)
def test_what_is_written_is_checked(function, said, capsys):
    your_turn(function, check)
    assert capsys.readouterr().out.startswith(f"{said}\n")


def test_nothing_but_a_failed_check_is_caught():
    with pytest.raises(ZeroDivisionError):
        your_turn(lambda a, b: a / 0, check)
