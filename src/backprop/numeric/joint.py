"""Activations that mix their entries: every a_q depends on every z_t, and the Jacobian is not diagonal.

What is not a 1-D array of finite numbers is refused, by TypeError or ValueError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from backprop.numeric.arguments import array


def softmax(z: ArrayLike) -> np.ndarray:
    """a_q = exp(z_q) / sum_t exp(z_t), for z (k,); a is (k,), positive, and sums to 1.

    The largest z is subtracted first: a does not change, and exp cannot overflow. z may be complex.
    Source: chapters 2 and 7.
    """
    z = array("z", z, ("k",))
    e = np.exp(z - z.real.max())
    return e / e.sum()


def softmax_jacobian(z: ArrayLike) -> np.ndarray:
    """da_dz[q, t] = a_q (I_qt - a_t), that is diag(a) - a a^T, for z (k,); it is (k, k), symmetric.

    Source: chapters 2 and 7.
    """
    a = softmax(z)
    return np.diag(a) - np.outer(a, a)
