"""A function of its arguments, as a text writes it: with primes, of a number or of every entry of a matrix."""

from sympy import Derivative, Dummy, Subs, Trace

from backprop.proving.language.functions import NAMED
from backprop.proving.language.notation import diagonal
from backprop.proving.language.products import Misfit, is_matrix, number, single
from backprop.proving.language.unnamed import SLOPE_OF, entry_by_entry

HIGHEST = 4
"""The most primes of a function whose slope is a formula."""


def applied(names, f, primes, values):
    """What f with so many primes is of values; of a new function f is its name."""
    if f in ("diag", "tr"):
        if len(values) != 1 or not is_matrix(values[0]):
            raise Misfit(f"{f} is taken of one matrix")
        return diagonal(values[0]) if f == "diag" else Trace(values[0])
    if isinstance(f, tuple):
        f = names.new_function(*f, len(values))
    if f.nargs is not None and len(values) not in f.nargs:
        takes = " or ".join(map(str, f.nargs))
        raise Misfit(
            f"{f.__name__} takes {takes} {'argument' if takes == '1' else 'arguments'}; here are {len(values)}"
        )
    if len(values) == 2:
        return f(*map(number, values))
    value = single(values[0])
    prime = names.slope(f, primes)
    if prime is None:
        return _formula(f, primes, value)
    if is_matrix(value):
        return entry_by_entry(prime, value)
    return prime(value, evaluate=False) if prime in NAMED else prime(value)


def _formula(f, primes, value):
    """The slope of a function that SymPy knows is a formula."""
    u = Dummy("u", real=True)
    formula = f(u).diff(u, min(primes, HIGHEST))
    if is_matrix(value) or primes > HIGHEST or formula.has(Derivative, Subs):
        raise Misfit("this slope has no name here; write out what it is")
    return formula.xreplace({u: value})


def slope_by(place, f, values):
    """The slope of a loss by its first or its second argument."""
    slopes = {str(at): prime for prime, (of, at) in SLOPE_OF.items() if of is f}
    if place not in slopes:
        raise Misfit(f"a loss has slopes by its first and its second argument; got {place}")
    return slopes[place](*values)
