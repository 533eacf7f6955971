"""What the layers take, and the sentence for all that they do not."""

from functools import partial

import numpy as np
import pytest

from backprop.checking import check_gradient
from backprop.numeric import batch
from backprop.numeric.arguments import array, fitting, is_finite, learning_rate_of, numbers, one_precision, pair, whole


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_these_types_stay(dtype):
    assert numbers("a", np.ones(2, dtype)).dtype == dtype
    assert numbers("a", np.ones(2, np.dtype(dtype).newbyteorder(">"))).dtype.type is dtype


@pytest.mark.parametrize(
    "value", [3, [1, 2], ((1, 2), (3, 4)), np.ones(2, np.uint8), [1.5, 2], np.ones((1, 2), int).view(np.matrix)]
)
def test_whole_numbers_and_lists_become_float64_arrays(value):
    assert type(numbers("a", value)) is np.ndarray
    assert numbers("a", value).dtype == np.float64
    np.testing.assert_array_equal(numbers("a", value), value)


@pytest.mark.parametrize(
    ("value", "error", "sentence"),
    [
        (
            [True],
            TypeError,
            "a has dtype bool; expected numbers: float32, float64 or integers. Pass np.asarray(a, dtype=",
        ),
        (["1"], TypeError, "a has dtype <U1; expected numbers"),
        (None, TypeError, "a has dtype object; expected numbers"),
        (np.ones(2, np.float16), TypeError, "a has dtype float16; expected numbers"),
        (
            np.ma.array([1.0, 2.0], mask=[0, 1]),
            TypeError,
            "a is a masked array, and its mask would be ignored; expected",
        ),
        (
            numbers,
            TypeError,
            "a is the function numbers; expected an array. Pass the array that it returns, not the function.",
        ),
        (partial(numbers, "b"), TypeError, "a is the function partial; expected an array. "),
        ([[1], [2, 3]], ValueError, "a has rows of different lengths; expected a rectangular array. Give every row"),
    ],
)
def test_what_is_not_an_array_of_numbers_is_refused(value, error, sentence):
    with pytest.raises(error) as refusal:
        numbers("a", value)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("shape", [(2, 3), ("m", 3), (2, "n"), ("m", "n")])
def test_a_letter_stands_for_any_size(shape):
    given = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(array("a", given, shape), given)


@pytest.mark.parametrize(
    ("given", "expected", "sentence"),
    [
        ((3, 1), (3,), "a has shape (3, 1); expected (3,), because w has 3 rows. Pass np.ravel(a)."),
        ((1, 3), (3,), "a has shape (1, 3); expected (3,), because w has 3 rows. Pass np.ravel(a)."),
        ((3, 1), ("m",), "a has shape (3, 1); expected (m,), because w has 3 rows. Pass np.ravel(a)."),
        ((2, 2), (4,), "a has shape (2, 2); expected (4,), because w has 3 rows. Pass an array of shape (4,)."),
        ((2, 2), ("m",), "a has shape (2, 2); expected (m,), because w has 3 rows. Pass an array of shape (m,)."),
        ((2, 1), (3,), "a has shape (2, 1); expected (3,), because w has 3 rows. Pass an array of shape (3,)."),
        ((1,), (3,), "a has shape (1,); expected (3,), because w has 3 rows. Pass np.full(3, a) if one value is meant"),
        ((), (3,), "a has shape (); expected (3,), because w has 3 rows. Pass np.full(3, a) if one value is meant"),
        ((), ("m",), "a has shape (); expected (m,), because w has 3 rows. Pass an array of shape (m,)."),
        ((1, 1), (3,), "a has shape (1, 1); expected (3,), because w has 3 rows. Pass np.full(3, a) if"),
        ((3, 2), (2, 3), "a has shape (3, 2); expected (2, 3), because w has 3 rows. Pass np.transpose(a)."),
        ((2,), (3,), "a has shape (2,); expected (3,), because w has 3 rows. Pass an array of shape (3,)."),
        ((3,), (1, 3), "a has shape (3,); expected (1, 3), because w has 3 rows. Pass an array of shape (1, 3)."),
        ((3,), (3, 1), "a has shape (3,); expected (3, 1), because w has 3 rows. Pass np.reshape(a, (3, 1))."),
        ((2, 2), (4, 1), "a has shape (2, 2); expected (4, 1), because w has 3 rows. Pass an array of shape (4, 1)."),
        ((2, 3), (3, "k"), "a has shape (2, 3); expected (3, k), because w has 3 rows. Pass np.transpose(a)."),
        ((2, 4), (3, "k"), "a has shape (2, 4); expected (3, k), because w has 3 rows. Pass an array of shape (3, k)."),
        ((1,), (1, 1), "a has shape (1,); expected (1, 1), because w has 3 rows. Pass np.reshape(a, (1, 1))."),
        ((1, 1, 2), ("m", "n"), "a has shape (1, 1, 2); expected (m, n), because w has 3 rows. Pass an array of shape"),
        ((0,), (3,), "a has shape (0,); expected (3,), because w has 3 rows. Pass an array of shape (3,)."),
    ],
)
def test_another_shape_is_refused_even_if_it_would_broadcast(given, expected, sentence):
    with pytest.raises(ValueError, match=r"^a has shape ") as refusal:
        array("a", np.ones(given), expected, because=lambda: "w has 3 rows")
    assert str(refusal.value).startswith(sentence)


def test_no_reason_leaves_no_gap():
    with pytest.raises(
        ValueError, match=r"^a has shape \(2,\); expected \(m, n\)\. Pass an array of shape \(m, n\)\.$"
    ):
        array("a", [1, 2], ("m", "n"))


@pytest.mark.parametrize(("shape", "letters"), [((0,), ("m",)), ((0, 3), ("m", "n")), ((3, 0), ("m", "n"))])
def test_no_entries_are_refused(shape, letters):
    with pytest.raises(ValueError, match=r"^a has shape ") as refusal:
        array("a", np.ones(shape), letters)
    assert str(refusal.value).startswith(f"a has shape {shape} and so no entries; expected at least one. Pass at least")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_entry_that_is_not_finite_is_named(bad):
    given = np.ones((2, 3))
    given[0, 2] = given[1, 1] = bad
    with pytest.raises(ValueError, match=r"^a\[0, 2\] is ") as refusal:
        array("a", given, (2, 3))
    assert str(refusal.value).startswith(
        f"a[0, 2] is {bad}; expected finite numbers. Look for it in the data, or lower"
    )


def test_a_single_number_that_is_not_finite_has_no_index():
    with pytest.raises(ValueError, match=r"^a is inf; expected finite numbers"):
        array("a", np.inf, ())


def test_precisions_do_not_mix():
    single, double = np.ones(2, np.float32), np.ones(2)
    one_precision(a=single, b=single, c=single.astype(np.complex64))
    one_precision(a=double, b=double, c=double.astype(np.complex128))
    with pytest.raises(TypeError) as refusal:
        one_precision(a=double, b=single, c=single, d=double)
    assert str(refusal.value) == (
        "b has dtype float32 and a has dtype float64; expected one precision throughout. "
        "Pass np.float64(b), or np.float32(a)."
    )
    with pytest.raises(TypeError, match=r"^a has dtype complex64 and b has dtype float64"):
        one_precision(a=single.astype(np.complex64), b=double)


def test_a_pair_has_one_shape_and_one_precision():
    first, second = pair(("m", "k"), A=[[1, 2]], Y=[[3, 4]])
    np.testing.assert_array_equal(first, [[1, 2]])
    np.testing.assert_array_equal(second, [[3, 4]])
    with pytest.raises(ValueError, match=r"^Y has shape \(2, 1\); expected \(1, 2\), because A has shape \(1, 2\)\. "):
        pair(("m", "k"), A=[[1, 2]], Y=[[3], [4]])
    with pytest.raises(TypeError, match=r"^A has dtype float32 and Y has dtype float64"):
        pair(("m",), A=np.ones(1, np.float32), Y=np.ones(1))


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("with_target", [False, True])
def test_a_batch_is_handed_back_in_order(layers, with_target):
    """Sizes 2 (examples), then 3, 4, 5, 6: each layer takes what the one before gives."""
    X, Y = np.full((2, 3), 0.5), np.full((2, 3 + layers), 9)
    named = {}
    for i in range(1, layers + 1):
        named |= {f"W{i}": np.full((2 + i, 3 + i), i), f"b{i}": np.full(3 + i, -i)}
    found = fitting(X, *([Y] if with_target else []), **named)
    for one, expected in zip(found, [X, *named.values(), *([Y] if with_target else [])], strict=True):
        assert one.dtype == np.float64
        np.testing.assert_array_equal(one, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_numbers_whose_squares_overflow_are_finite(dtype):
    large = np.full((2, 3), np.finfo(dtype).max / 2, dtype)
    assert is_finite(large) and is_finite(large[0, 0])
    for bad in (np.nan, np.inf, -np.inf):
        large[1, 2] = bad
        assert not is_finite(large) and not is_finite(large[1, 2])


@pytest.mark.parametrize(
    ("value", "error", "sentence"),
    [
        (0, ValueError, "n is 0; expected 1 or more. Pass a larger whole number."),
        (True, TypeError, "n is True; expected a whole number. Pass an int, 1 or more."),
        (3.0, TypeError, "n is 3.0; expected a whole number."),
        ("3", TypeError, "n is '3'; expected a whole number."),
    ],
)
def test_counts_are_whole_numbers(value, error, sentence):
    assert [whole("n", given, least=1) for given in (1, np.int64(7))] == [1, 7]
    with pytest.raises(error) as refusal:
        whole("n", value, least=1)
    assert str(refusal.value).startswith(sentence)


def test_a_learning_rate_is_a_float_of_any_type_given():
    assert [learning_rate_of(eta) for eta in (1, 0.5, np.float32(0.5), np.array(2.0))] == [1, 0.5, 0.5, 2]
    assert {type(learning_rate_of(eta)) for eta in (1, np.float32(0.5), np.array(2.0))} == {float}


def test_what_only_looks_like_an_array_becomes_one():
    assert type(numbers("a", np.ones((1, 2)).view(type("Own", (np.ndarray,), {})))) is np.ndarray
    assert numbers("a", [2**24 + 1])[0] == 2**24 + 1


def test_a_list_of_masked_rows_is_refused():
    with pytest.raises(TypeError, match=r"^a holds a masked array, and its mask would be ignored"):
        numbers("a", [np.ma.array([1.0, 999.0], mask=[False, True])])


def test_a_function_in_the_place_of_its_gradient_is_named():
    with pytest.raises(TypeError) as refusal:
        check_gradient(np.sum, batch.gradients, [1.0, 2.0], name="dE_db")
    assert str(refusal.value).startswith("dE_db is the function gradients; expected an array. Pass the array that it")


def test_times_are_no_numbers():
    with pytest.raises(TypeError, match=r"^a has dtype timedelta64"):
        numbers("a", np.array([1, "NaT"], "m8[s]"))
