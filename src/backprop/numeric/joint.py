"""Activations that mix their entries: every yhat_i depends on every z_j, and the Jacobian is not diagonal.

What is not a 1-D array of finite numbers is refused, by TypeError or ValueError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.arguments import array


def softmax(z: ArrayLike) -> np.ndarray:
    """p_i = exp(z_i) / sum_j exp(z_j), for z (m,); p is (m,), positive, and sums to 1.

    The largest z is subtracted first: p does not change, and exp cannot overflow. z may be complex.
    Source: chapters 2 and 7.
    """
    z = array("z", z, ("m",))
    e = np.exp(z - z.real.max())
    return e / e.sum()


def softmax_jacobian(z: ArrayLike) -> np.ndarray:
    """J[i, j] = dp_i/dz_j = p_i (I_ij - p_j), that is diag(p) - p p^T, for z (m,); J is (m, m), symmetric.

    Source: chapters 2 and 7.
    """
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)
