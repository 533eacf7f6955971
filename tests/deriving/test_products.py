"""Products with ones at an end are sums along an axis, in NumPy too."""

import numpy as np
import pytest

from backprop.deriving import products
from backprop.deriving.products import Factor, ones
from backprop.deriving.quantities import Quantity

A, B, V = (Factor(Quantity(name, *shape, name)) for name, shape in dict(A="mn", B="nk", V=("n", "1")).items())
ARRAYS = {"A": np.arange(10.0).reshape(2, 5), "B": np.arange(15.0).reshape(5, 3) ** 2, "V": np.arange(5.0)}
COLUMN = {size: np.ones(length) for size, length in zip("mnk", (2, 5, 3), strict=True)}


@pytest.mark.parametrize(
    "factors, expected",
    [
        ([A, ones("n")], ARRAYS["A"] @ COLUMN["n"]),
        ([A.flipped(), ones("m")], ARRAYS["A"].T @ COLUMN["m"]),
        ([ones("m").flipped(), A], COLUMN["m"] @ ARRAYS["A"]),
        ([ones("n").flipped(), A.flipped()], COLUMN["n"] @ ARRAYS["A"].T),
        ([A, B, ones("k")], ARRAYS["A"] @ ARRAYS["B"] @ COLUMN["k"]),
        ([ones("m").flipped(), A, B], COLUMN["m"] @ ARRAYS["A"] @ ARRAYS["B"]),
        ([ones("m").flipped(), A, ones("n")], ARRAYS["A"].sum()),
        ([ones("n").flipped(), V], ARRAYS["V"].sum()),
        ([V.flipped(), ones("n")], ARRAYS["V"].sum()),
    ],
    ids=["A 1", "A^T 1", "1^T A", "1^T A^T", "A B 1", "1^T A B", "1^T A 1", "1^T v", "v^T 1"],
)
def test_ones_at_an_end_add_up(factors, expected):
    found = eval(products._run(factors), {"np": np}, ARRAYS)
    np.testing.assert_array_equal(found, expected)
