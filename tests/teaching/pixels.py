"""A figure of the book as an array of pixels."""

from io import BytesIO

import matplotlib.image


def pixels(picture):
    """Rows, columns, and the colours from 0 to 1."""
    buffer = BytesIO()
    picture.figure.savefig(buffer, format="png", bbox_inches="tight")
    buffer.seek(0)
    return matplotlib.image.imread(buffer)
