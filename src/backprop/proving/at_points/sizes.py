"""The sizes at which a line is tried."""

from itertools import chain

LARGEST = 120
"""Whole numbers of a line beyond this one are not tried as sizes."""


def base_sizes(count):
    """For so many sizes: ones, squares, and small ones so that of any two each is somewhere the larger.

    Up to four are all different, in two orders. All of more different at once would cost a sum over nine indices
    362,880 terms: each has a number then, and is 3 where that has a 1 in binary and 2 where it has a 0, or the reverse.
    """
    cases = [(1,) * count, (2,) * count]
    if count == 1:
        return [*cases, (3,)]
    if count <= 4:
        return [*cases, (2, 3, 4, 1)[:count], (4, 3, 2, 5)[:count]]
    for place in range((count - 1).bit_length()):
        bits = [(number >> place) & 1 for number in range(count)]
        cases += [tuple(2 + b for b in bits), tuple(3 - b for b in bits)]
    return cases


def mentioned_sizes(count, numbers):
    """Each whole number that a line mentions, and its neighbours, as each of the sizes in turn; the others are 2."""
    near = chain.from_iterable((n - 1, n, n + 1) for n in numbers if n <= LARGEST)
    wanted = sorted({n for n in near if n > 3})
    return [tuple(n if own == at else 2 for own in range(count)) for n in wanted for at in range(count)]


def drawn_sizes(count, random):
    """Two choices that nobody knew when the line was written."""
    return [tuple(random.randint(1, 4) for _ in range(count)) for _ in range(2)]
