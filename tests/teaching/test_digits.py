"""The digits: the split is fixed, fair to every class, and leaves no image on both sides."""

import hashlib

import numpy as np

from backprop.teaching.digits import digits

TEST_IMAGES = "3cc232bd25364446"
"""Begins the SHA-256 of the test images. If an upgrade of scikit-learn changes the split, the page's numbers change."""


def test_shapes_ranges_and_labels():
    X, Y, X_test, Y_test = digits()
    assert (X.shape, Y.shape, X_test.shape, Y_test.shape) == ((1437, 64), (1437, 10), (360, 64), (360, 10))
    assert {a.dtype for a in (X, Y, X_test, Y_test)} == {np.dtype(np.float64)}
    assert X.min() == X_test.min() == 0 and X.max() == X_test.max() == 1
    for labels in (Y, Y_test):
        assert set(np.unique(labels)) == {0, 1}
        np.testing.assert_array_equal(labels.sum(axis=1), 1)


def test_each_digit_has_the_same_share_on_both_sides():
    _, Y, _, Y_test = digits()
    np.testing.assert_allclose(Y_test.sum(axis=0), 360 / 1797 * (Y.sum(axis=0) + Y_test.sum(axis=0)), atol=1)


def test_no_image_is_on_both_sides():
    X, _, X_test, _ = digits()
    assert len({image.tobytes() for image in (*X, *X_test)}) == 1797


def test_the_split_is_fixed():
    found = hashlib.sha256((16 * digits().X_test).astype(np.uint8).tobytes()).hexdigest()
    assert found[:16] == TEST_IMAGES


def test_labels_belong_to_their_images():
    """The mean image of a digit is closest to the images of that digit, far more often than by chance."""
    X, Y, X_test, Y_test = digits()
    means = Y.T @ X / Y.sum(axis=0)[:, None]
    nearest = np.linalg.norm(X_test[:, None] - means, axis=2).argmin(axis=1)
    assert np.mean(nearest == Y_test.argmax(axis=1)) > 0.8
