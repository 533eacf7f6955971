"""Attacks on texts: each was read as something else than what it says, called wrong, or ended in a traceback."""

import pytest

from backprop.proving import claim, derive, judge, model
from backprop.proving.language import NotRead, NotUnderstood, column, plain, size

here = model("given t, s, c > 0, x (n), w (k, n)\nz_q = sum_p w_qp x_p")


def kinds(text):
    return [verdict.kind for verdict in judge(here, text)[0]]


DROPPED = {
    "after words": "t\n = t \\text{ by algebra } + s",
    "after a tag": "t\n = t \\tag{1} + s",
    "between words": "t\n = t \\text{ plus } + s \\text{ algebra}",
    "in the start": "t \\text{ here } + s\n = t",
    "a matrix": "s t\n = \\begin{bmatrix} s & t \\end{bmatrix}",
    "cases": "s t\n = \\begin{cases} s & t \\end{cases}",
    "a second column": "s t\n &= s & t",
    "two minus signs": "t\n = t -- s",
    "a norm": "t\n = \\|x\\|",
}


@pytest.mark.parametrize("name", DROPPED)
def test_nothing_of_a_line_is_dropped(name):
    assert kinds(DROPPED[name])[-1] == "not read"
    with pytest.raises(NotRead):
        derive(here, DROPPED[name])


def test_brackets_at_the_end_that_hold_quantities_are_a_factor():
    assert kinds("t\n = t [s + 1]") == ["proved", "wrong"]
    assert kinds("t [s + 1]\n = t") == ["proved", "wrong"]
    assert kinds("dz_r/dw_qp\n = x_p [r = q]") == ["proved", "proved"]
    assert kinds("t [s + 1]\n = s t + t [algebra]\n = t [1 + s]  [by (2)]") == ["proved"] * 3
    said = derive(here, "s t\n = t s   [algebra: as in (2)]").lines[1]
    assert (str(said.reason), said.comment) == ("algebra", "as in (2)")


def test_a_line_that_is_broken_at_an_operator_goes_on():
    assert kinds("s + t\n &= s \\\\ &\\quad + t") == ["proved", "proved"]


UNDECIDED = {
    "a division": "t\n = t (1 + t + t^2)/(1 + t + t^2)",
    "a slope of a slope": "2 t\n = d/ds (d/dt (t^2 s))",
    "a power": "1\n = c^t c^{-t}",
    "a start": "2^t",
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_is_only_refused_is_not_called_wrong(name):
    assert kinds(UNDECIDED[name])[-1] == "not proved"


def test_a_known_function_in_pieces_has_its_own_pieces():
    said = "relu(u) = 0 below 0, u above"
    assert plain(model(f"given t\n{said}\nE = relu(t)").where["E"][1]) == "relu(t)"
    for other in ("relu(u) = 5 below 0, 7 u above", "relu(u) = 0 below 1, u above", "relu(u) = 0 below 0, −u above"):
        with pytest.raises(NotRead, match=r"known is relu\(u\) = 0 below 0, u above; a function of your own"):
            model(f"given t\n{other}\nE = relu(t)")


def test_words_in_brackets_are_sizes_and_several_a_remark():
    words = model("given W (out, inp), x (inp), y in R^{dim} (target), v (one number)\nz = W x")
    shapes = {name: tuple(map(str, given)) for name, given in words.ranges.items()}
    assert shapes == {"W": ("out", "inp"), "x": ("inp",), "y": ("dim",), "v": (), "z": ("out",)}
    for strange in ("y (sum_q 1)", "t in (1, 2)", "x (n) where n >= 1"):
        with pytest.raises(NotRead):
            model(f"given {strange}\nE = 1")
    assert list(model("given x (n), t, f : R -> R differentiable\nE = t").given) == ["x", "t"]


def test_a_delta_in_words_ends_with_its_line():
    assert list(model("given x (n)\ndelta_ij = 1 if i = j\nE = sum_i x_i").where) == ["E"]


def test_sizes_are_whole_numbers():
    for given in ("y (-k)", "n (k), x (n)", "y (0)", "y (1/2)"):
        with pytest.raises(NotUnderstood):
            model(f"given {given}\nE = 1")
    with pytest.raises(ValueError, match="a size is a whole number; got -k"):
        column("y", -size("k"))


def test_what_is_known_as_a_function_of_many_numbers_is_no_new_one_of_one():
    for many in ("softmax(z)_1", "max(z_1)", "norm(z)", "det(z)"):
        with pytest.raises(NotRead, match="is not defined"):
            model(f"given z (k)\nE = {many}")


def test_long_lines_are_refused_at_once():
    for spaces in (15_000, 200_000):
        with pytest.raises(NotRead, match="a line has at most 10000 characters"):
            derive(here, "t" + " " * spaces + "s\n = t s")
    assert kinds("t" + " " * 9000 + "s\n = t s") == ["proved", "proved"]


def test_a_text_is_read_in_a_model():
    for reads, arguments in ((derive, (here, None)), (judge, (here, b"x")), (judge, ("t", here)), (claim, ("t", here))):
        with pytest.raises(TypeError, match="in a Model"):
            reads(*arguments)


def test_two_letters_below_are_two_indices():
    both = model("given w (k, n), x (n, m)\nz_qi = sum_p w_qp x_pi")
    assert [str(n) for n in both.ranges["z"]] == ["k", "m"]
