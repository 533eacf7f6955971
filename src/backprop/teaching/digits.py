"""Handwritten digits: scikit-learn's copy of a set of the UCI repository, 1,797 images of 8 by 8 pixels.

It comes with scikit-learn, so nothing is downloaded.
"""

from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split


class Digits(NamedTuple):
    """Images in rows, each of 64 pixels from 0 (paper) to 1 (ink); labels one-hot, one column for each digit.

    Shapes: X (1437, 64), Y (1437, 10), X_test (360, 64), Y_test (360, 10).
    """

    X: np.ndarray
    Y: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray


def digits() -> Digits:
    """Load the images and split them, the same way in every run; both parts have the same share of each digit.

    Source: chapter 8.
    """
    images, classes = load_digits(return_X_y=True)
    X, X_test, y, y_test = train_test_split(images / 16, classes, test_size=360, stratify=classes, random_state=0)
    one_hot = np.eye(10)
    return Digits(X, one_hot[y], X_test, one_hot[y_test])
