"""Names for the bound indices of a sum, so that no choice of names or order of summation is left."""

from backprop.proving.any_size.forms import written
from backprop.proving.language.entries import NotUnderstood

MOST_ORDERS = 1000
"""So many orders of indices that look alike are compared; where there are more, a line is not proved."""


def in_order(highs, term):
    """The indices of `highs`, {index: its last value}, in an order that depends on nothing but where they stand."""
    if len(highs) == 1:
        return list(highs)
    factors = [(a, e) for a, e in term if not a.free.isdisjoint(highs)]
    best, tried = None, 0
    open_ones = [_refined({i: str(high) for i, high in highs.items()}, factors)]
    while open_ones:
        ranks = open_ones.pop()
        alike = _first_alike(ranks)
        if alike is None:
            tried += 1
            if tried > MOST_ORDERS:
                raise NotUnderstood(f"a product of {len(highs)} sums that look alike in too many ways")
            text = _text(factors, {i: f"#{rank}" for i, rank in ranks.items()})
            if best is None or text < best[0]:
                best = text, sorted(ranks, key=ranks.get)
            continue
        for i in _different(alike, factors):
            open_ones.append(_refined({k: (rank, k != i) for k, rank in ranks.items()}, factors))
    return best[1]


def _refined(colours, factors):
    """A rank for each index, by its colour and by the ranks of those that it shares factors with."""
    ranks = _ranked(colours)
    while True:
        names = {i: f"#{rank}" for i, rank in ranks.items()}
        finer = {
            i: (rank, _text([f for f in factors if i in f[0].free], {**names, i: "!"})) for i, rank in ranks.items()
        }
        finer = _ranked(finer)
        if len(set(finer.values())) == len(set(ranks.values())):
            return finer
        ranks = finer


def _ranked(colours):
    order = {colour: rank for rank, colour in enumerate(sorted(set(colours.values())))}
    return {i: order[colour] for i, colour in colours.items()}


def _first_alike(ranks):
    groups = {}
    for i, rank in ranks.items():
        groups.setdefault(rank, []).append(i)
    return next((groups[rank] for rank in sorted(groups) if len(groups[rank]) > 1), None)


def _different(alike, factors):
    """Of indices that look alike one of each kind: two that can change places are one kind."""
    kinds = []
    for i in alike:
        if not any(_change_places(i, k, factors) for k in kinds):
            kinds.append(i)
    return kinds


def _change_places(i, k, factors):
    mine = [f for f in factors if i in f[0].free or k in f[0].free]
    return _text(mine, {i: "!", k: "?"}) == _text(mine, {i: "?", k: "!"})


def _text(factors, names):
    return "*".join(sorted(f"{written(a, names)}^{e}" for a, e in factors))
