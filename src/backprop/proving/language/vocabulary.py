"""What the names in a text stand for: quantities, sizes, functions, and the ranges of indices.

A name is known by its key: the letters, what stands above in brackets (a layer), and what stands below (a word, a
number, a layer). So ``W2``, ``W²``, ``W^(2)`` and ``W^{(2)}`` are one name, and so are ``n_0`` and ``n₀``.
"""

import unicodedata

from sympy import Symbol, atan, cos, cosh, erf, exp, log, sin, sinh, tanh

from backprop.proving.language.functions import MADE, absolute, huber, relu, sgn
from backprop.proving.language.notation import Index, name_parts
from backprop.proving.language.unnamed import DERIVATIVE_OF, SLOPE_OF, Activation, activation, loss, sigma

GREEK = {
    **dict(α="alpha", β="beta", γ="gamma", δ="delta", ε="epsilon", ζ="zeta", η="eta", θ="theta", ι="iota", κ="kappa"),
    **dict(λ="lambda", μ="mu", ν="nu", ξ="xi", π="pi", ρ="rho", σ="sigma", τ="tau", υ="upsilon", φ="phi", χ="chi"),
    **dict(ψ="psi", ω="omega", Γ="Gamma", Δ="Delta", Θ="Theta", Λ="Lambda", Ξ="Xi", Π="Pi", Σ="Sigma", Φ="Phi"),
    **dict(Ψ="Psi", Ω="Omega"),
}
SIGN_OF = {word: sign for sign, word in GREEK.items()}
SIGNS = {**GREEK, "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ℓ": "ell", "ℒ": "Loss", "\u0302": "hat"}
"""A sign and the word for it."""

KNOWN = {
    **dict(exp=exp, log=log, ln=log, tanh=tanh, sinh=sinh, cosh=cosh, sin=sin, cos=cos, erf=erf),
    **dict(
        sigma=sigma, atan=atan, arctan=atan, relu=relu, ReLU=relu, absolute=absolute, abs=absolute, sgn=sgn, huber=huber
    ),
}
"""The functions that every reader knows, sigma as one of which nothing is known; beside them diag, tr and sqrt."""


def in_letters(name):
    """A name with every sign as a word: ``ŷ`` is ``yhat``, ``σ`` is ``sigma``."""
    return "".join(SIGNS.get(c, c) for c in unicodedata.normalize("NFD", name))


def key_of(name):
    """The letters of a name, what stands above them in brackets, and what stands below; every sign as a word."""
    mark = "°" if name.endswith("°") else ""
    letters, above, below = map(in_letters, name_parts(name.removesuffix("°")))
    return letters + mark, above, below


OF_MANY = {"softmax", "max", "min", "argmax", "norm", "det", "var", "mean", "rank", "inv"}
"""What everybody knows as a function of many numbers at once: never a new one, which would be of one number."""


SIGNS_AS_WORDS = {"sum", "diag", "tr", "sqrt", "grad", "d", "e", "I"}
"""What is typed for a sign."""


class Vocabulary:
    """The names of one place, such as a model.

    Parameters
    ----------
    things : iterable of Array and Symbol
        The quantities and the sizes.
    functions : iterable of functions
        Those that are named beside `KNOWN`.
    usual, fixed : dict
        Letter -> size, of indices: where no slot tells one, and whatever the slot is.
    open_to : bool
        Whether a name before brackets that nobody knows is a new function.
    """

    def __init__(self, things=(), functions=(), usual=(), fixed=(), open_to=False):
        self.things = {key_of(thing.name): thing for thing in things}
        self.functions = {(name, ""): f for name, f in KNOWN.items()}
        for f in functions:
            self.add_function(f)
        self.usual, self.fixed = ({in_letters(letter): s for letter, s in dict(d).items()} for d in (usual, fixed))
        self.open_to = open_to

    def add(self, thing):
        """One more quantity or size."""
        self.things[key_of(thing.name)] = thing

    def add_function(self, f):
        """One more function; for a slope, the function that it is one of."""
        f = DERIVATIVE_OF.get(f, f)
        f = SLOPE_OF[f][0] if f in SLOPE_OF else f
        if f not in KNOWN.values():
            letters, _, below = key_of(f.__name__)
            self.functions[letters, below] = f

    def new_function(self, letters, below, places):
        """A function of which nothing is known but its name: an activation, or of two arguments a loss."""
        shown = below if below.isalnum() or not below else f"({below})"
        name = letters + below if letters in "fn" and below.isdecimal() else f"{letters}_{shown}" if below else letters
        f, *_ = activation(name) if places == 1 else loss(name)
        self.functions[letters, below] = f
        return f

    def quantities(self):
        """The name of every quantity and size, as it is typed."""
        return [
            letters + f"^({above})" * bool(above) + f"_{below}" * bool(below) for letters, above, below in self.things
        ]

    def names(self):
        """Every name, those of functions too."""
        return [*self.quantities(), *(letters + f"_{below}" * bool(below) for letters, below in self.functions)]

    def may_be_new(self, letters, below):
        """Whether a name before brackets that nobody knows is a function: f with a number or a layer always is."""
        return (
            not self.has(letters)
            and letters.lower() not in OF_MANY
            and (self.open_to or (letters == "f" and below != ""))
        )

    def knows(self, word):
        """Whether a word is a quantity, a size or a function, or the d of a derivative before one."""
        letters = in_letters(word)
        return (
            self.has(letters)
            or key_of(letters) in self.things
            or letters in SIGNS_AS_WORDS
            or any(letters == known for known, _ in self.functions)
            or (letters[0] == "d" and len(letters) > 1 and self.is_quantity(letters[1:]))
        )

    def slope(self, f, order):
        """What f with so many primes is, or None where that is a formula."""
        return slope(f, order)

    def range(self, letter):
        """How far an index runs of which no slot tells; or None."""
        return self.fixed.get(letter) or self.usual.get(letter)

    def has(self, letters):
        """Whether a quantity or a size begins with these letters, whatever its scripts."""
        return any(letters == known for known, _, _ in self.things)

    def is_quantity(self, letters):
        """Whether a quantity begins with these letters."""
        return any(letters == known and not is_size(thing) for (known, _, _), thing in self.things.items())


def is_size(thing):
    return isinstance(thing, Symbol) and bool(thing.is_integer) and not isinstance(thing, Index)


def slope(f, order=1):
    """The named slope of a function of one argument, or None where it is a formula."""
    for _ in range(order):
        if f is exp:
            continue
        if isinstance(f, type) and issubclass(f, Activation):
            f = next((prime for prime, of in DERIVATIVE_OF.items() if of is f), None)
        else:
            f = next((prime for function, prime in MADE.values() if function is f), None)
        if f is None:
            return None
    return f
