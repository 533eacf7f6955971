"""Numbers for a network that can be computed by hand: every value and every derivative is a small fraction.

Each pre-activation is chosen first, where the activation has a rational value: sigma(0) is 1/2, sigma(ln 3) is 3/4,
and tanh(ln(3)/2) is 1/2. The bias is what brings it there.
"""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random

import numpy as np
from sympy import Integer, Matrix, Rational, exp, log, simplify

from backprop.deriving.layers import ACTIVATIONS
from backprop.deriving.quantities import Refused

WIDEST, DEEPEST = 3, 3
"""Units of a layer and layers that can be computed by hand."""
THREE = log(3)
PRE = {
    "sigmoid": (Integer(0), THREE, -THREE),
    "tanh": (Integer(0), THREE / 2, -THREE / 2),
    "relu": (Integer(-1), Integer(1), Integer(2)),
    "identity": (Integer(-1), Integer(1), Integer(2)),
}
"""Activation -> the pre-activations that a unit may have."""
WEIGHTS = (-2, -1, 1, 2)


def refuse_what_is_not_by_hand(network):
    """Raise `Refused` for a network whose numbers would not be small fractions, or too many for a board."""
    if not all(size.isdecimal() for size in network.sizes):
        raise Refused("Numbers are drawn for sizes that are numbers, as in --layers 2,2,1.")
    if network.depth > DEEPEST or max(map(int, network.sizes)) > WIDEST:
        raise Refused(f"By hand: at most {DEEPEST} layers, and at most {WIDEST} units in each.")
    if network.normalised:
        raise Refused("A layer norm takes a root, which is no fraction; leave it out for a sheet.")
    if "softplus" in network.activations:
        raise Refused("Softplus has no values that are fractions; take relu, sigmoid, tanh or identity for a sheet.")


DENOMINATOR, DRAWS = 1000, 200


def for_paper(network, seed, gradients):
    """The first numbers of a seed that suit paper; `gradients` takes numbers to the gradients there, arrays.

    They do if no gradient is 0 as a whole, at least half of the entries of all gradients together are not 0 (a third
    where units are dropped), and each entry is a fraction with a denominator up to 1000.

    Raises `Refused` where none of many draws does.
    """
    share = 3 if network.dropout else 2
    for again in range(DRAWS):
        numbers = draw(network, f"{seed}.{again}")
        found = [np.round(g, 12) for g in gradients(numbers)]  # tanh(ln(3)/2) - 1/2 is 0 but for rounding
        entries = np.concatenate([np.ravel(g) for g in found])
        if all(map(np.any, found)) and share * np.count_nonzero(entries) >= len(entries) and all(map(_short, entries)):
            return numbers
    raise Refused(f"No numbers that suit paper were found for --seed {seed}; take another, or a smaller network.")


def _short(number):
    return abs(Fraction(float(number)).limit_denominator(DENOMINATOR) - Fraction(float(number))) < 1e-9


def draw(network, seed):
    """Name of each thing given -> its numbers, a Matrix or a number, for one example."""
    random = Random(f"{seed} {replace(network, notation=network.notation.key)}")
    notation, depth, widths = network.notation, network.depth, [int(size) for size in network.sizes]
    rows, found = notation.rows, {}

    def entry(column):
        return column.T if rows else column

    x = Matrix([random.choice(WEIGHTS) for _ in range(widths[0])])
    found[notation.name("input", 0, depth)] = entry(x)
    for layer in range(1, depth + 1):
        w = Matrix(widths[layer], widths[layer - 1], lambda *_: random.choice(WEIGHTS))
        z, a = _unit_by_unit(network.activations[layer - 1], widths[layer], random)
        b = z - w * x
        found[notation.name("weights", layer, depth)] = w.T if rows else w
        found[notation.name("bias", layer, depth)] = b.T if notation.bias_in_rows else b
        if layer in network.residual:
            a = a + x
        if layer in network.dropout:
            kept = [1] * len(a)
            kept[random.randrange(len(a))] = 0 if len(a) > 1 else 1
            found[notation.name("mask", layer)] = entry(Matrix(kept))
            found["tau"] = Rational(1, 2)
            a = Matrix([2 * k * value for k, value in zip(kept, a, strict=True)])
        x = a
    found[notation.name("label", 0, depth)] = entry(_labels(network, widths[-1], random))
    if network.decay:
        found[notation.name("decay")] = Rational(1, 2)
    return found


def _unit_by_unit(activation, width, random):
    """The pre-activations of a layer, and its activations."""
    if activation == "softmax":
        sizes = [random.choice((1, 2)) for _ in range(width - 1)] + [3]
        random.shuffle(sizes)
        return Matrix([log(s) for s in sizes]), Matrix([Rational(s, sum(sizes)) for s in sizes])
    z = [random.choice(PRE[activation]) for _ in range(width)]
    return Matrix(z), Matrix([_activation(activation, each) for each in z])


@cache
def _activation(name, z):
    return max(z, Integer(0)) if name == "relu" else simplify(ACTIVATIONS[name][0](z).rewrite(exp))


def _labels(network, width, random):
    if network.activations[-1] == "softmax":
        place = random.randrange(width)
        return Matrix([int(at == place) for at in range(width)])
    return Matrix([random.choice((0, 1)) for _ in range(width)])
