"""The sizes at which a line is tried."""

from itertools import chain

LARGEST = 120
"""Whole numbers of a line beyond this one are not tried as sizes."""


def base_sizes(count):
    """For so many sizes: ones, squares, and small ones of which every two differ somewhere.

    All of them different at once would cost a sum over nine indices 362,880 terms. Instead each size has a number, and
    is 3 where that has a 1 in binary and 2 where it has a 0, and the other way round; few sizes are all different too.
    """
    cases = [(1,) * count, (2,) * count]
    for place in range(max(1, (count - 1).bit_length())):
        bits = [(number >> place) & 1 for number in range(count)]
        cases += [tuple(2 + b for b in bits), tuple(3 - b for b in bits)]
    if count <= 4:
        cases += [(2, 3, 4, 1)[:count], (4, 3, 2, 5)[:count]]
    return list(dict.fromkeys(cases))


def mentioned_sizes(count, numbers):
    """Each whole number that a line mentions, and its neighbours, as each of the sizes in turn; the others are 2."""
    near = chain.from_iterable((n - 1, n, n + 1) for n in numbers if n <= LARGEST)
    wanted = sorted({n for n in near if n > 3})
    return [tuple(n if own == at else 2 for own in range(count)) for n in wanted for at in range(count)]


def drawn_sizes(count, random):
    """Two choices that nobody knew when the line was written."""
    return [tuple(random.randint(1, 5) for _ in range(count)) for _ in range(2)]
