"""Two slopes as one: through the last activation into the cost, where much cancels, as in a - y.

`back` is the way back to the last pre-activation, to which lines are added.
"""

from backprop.deriving.definitions import slope_code, slope_times
from backprop.deriving.scalars import as_matrix, as_product, code, scaled, simplest, written


def two_slopes(back, through, last):
    """A slope entry by entry, into a sum over the entries."""
    way = through.back(back.v, back.above(through.of), back.letters, back.program.names)
    arguments = {q.name: q for q in (*through.arguments, through.of, *last.arguments)}
    entries = {name: q.at(back.row, back.col) for name, q in arguments.items()}
    arrays = {name for name, q in arguments.items() if not q.is_number}
    above, slope = last.slope(through.of), through.slope(back.v)
    short = simplest(above * slope)
    back.add(back.entries(way.before[0]), "chain rule")
    back.add(back.entries(way.at), f"derivative of {through.of.name}")
    by_cost = f"derivative of {back.cost.name}"
    if slope != 1:
        product = f"{as_product(written(above, entries))} {as_product(written(slope, entries))}"
        back.add(back.entries(product), by_cost)
    back.add(back.entries(written(short, entries)), "algebra" if slope != 1 else by_cost)
    whole, outer, inner = (as_matrix(e, arrays, back.v.shape) for e in (short, above, slope))
    if through.diagonal and slope != 1 and outer:
        inner = inner or f"[{written(slope, entries)}]_{back.row}{back.col}"
        whole = slope_times(inner, outer, diagonal=True)
    if whole:
        back.add(whole, "entry by entry")
    return slope_code(short, back.v, arrays, back.program.names)


def short_product(v, through, last):
    """The product of two slopes as a matrix, where the slope of the cost alone is none; "" elsewhere."""
    arguments = (*through.arguments, through.of, *last.arguments)
    arrays = {q.name for q in arguments if not q.is_number}
    above = last.slope(through.of)
    if as_matrix(above, arrays, v.shape):
        return ""
    return as_matrix(simplest(above * through.slope(v)), arrays, v.shape) or ""


def softmax_into_entropy(back, through, last):
    """Chapter 7: every unit has a share in every probability, and what is left is a - y."""
    a, y, z = through.of, back.program.labels.of, back.v
    row, col, t = through.places(back.letters, a)
    here, other = (row, col), through.other(row, col, t)
    above = a.gradient(back.cost)
    times = scaled(-last.coefficient, f"({a.at(*here)} sum_{t} {y.at(*other)} - {y.at(*here)})")
    short = simplest(-last.coefficient * (a.symbol - y.symbol))
    back.add(back.entries(f"sum_{t} {above.at(*other)} d{a.at(*other)}/d{z.at(*here)}"), "chain rule")
    back.add(
        back.entries(f"sum_{t} {above.at(*other)} {a.at(*other)} (I_{t}{through.along(row, col)} - {a.at(*here)})"),
        f"derivative of {a.name}",
    )
    back.add(back.entries(times), f"derivative of {back.cost.name}")
    back.add(back.entries(written(short, {q.name: q.at(*here) for q in (a, y)})), f"definition of {y.name}")
    back.add(as_matrix(short, {a.name, y.name}, z.shape), "entry by entry")
    return code(short, back.program.names)
