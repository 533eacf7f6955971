"""Functions of which only the name is known: activations, losses, and what is applied entry by entry."""

from functools import cache

from sympy import Dummy, Function, Lambda
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.language.notation import expression, matrices, named

ANY = Dummy("u")
"""The variable of every function that is applied entry by entry: SymPy takes a new one each time, never the same."""


def entry_by_entry(f, argument):
    """The function f of every entry of a matrix, such as ``entry_by_entry(tanh, z)``."""
    matrices([argument])
    if not callable(f):
        raise TypeError(f"what is applied entry by entry is a function, such as tanh; got {f!r}")
    return MatrixExpr.__new__(ElementwiseApplyFunction, Lambda(ANY, f(ANY)), argument)


class Activation(Function):
    """An activation that is only known to be differentiable. Of a matrix it is taken entry by entry."""

    nargs = 1

    def __new__(cls, z):
        if isinstance(z, MatrixExpr):
            return entry_by_entry(cls, z)
        return super().__new__(cls, expression(z))


DERIVATIVE_OF = {}
"""Which name stands for the derivative of which function: all that the second referee is told of sigma'."""


def activation(name):
    """An unnamed activation and its derivative, such as f3 and df3: one pair for each name.

    The derivative has a name too, so that SymPy never writes Subs(Derivative(...)).
    """
    return _activation(named(name))


@cache
def _activation(name):
    prime = type(f"d{name}", (Activation,), {"__doc__": f"The derivative of {name}."})
    function = type(name, (Activation,), {"__doc__": f"{name}, only known to be differentiable.",
                                          "fdiff": lambda self, argindex=1: prime(self.args[0])})  # fmt: skip
    DERIVATIVE_OF[prime] = function
    return function, prime


def is_activation(f):
    """Whether `activation` made f: the very function, and no namesake or subclass."""
    return any(f is known for known in activation(DERIVATIVE_OF.get(f, f).__name__))


class Loss(Function):
    """A loss of an output and its target that is only known to be differentiable by both."""

    nargs = 2

    def __new__(cls, *args):
        return super().__new__(cls, *map(expression, args))


def loss(name):
    """An unnamed loss such as ell(a, y), and its slopes by its first and by its second argument, in this order."""
    return _loss(named(name))


@cache
def _loss(name):
    slopes = [type(f"d{at}{name}", (Loss,), {"__doc__": f"The derivative of {name} by its argument {at}."})
              for at in (1, 2)]  # fmt: skip
    function = type(name, (Loss,), {"__doc__": f"{name}, only known to be differentiable by both arguments.",
                                    "fdiff": lambda self, argindex=1: slopes[argindex - 1](*self.args)})  # fmt: skip
    SLOPE_OF.update({slope: (function, at) for at, slope in enumerate(slopes, 1)})
    return function, *slopes


SLOPE_OF = {}
"""Which name stands for the derivative of which loss, and by which of its two arguments."""


def is_loss(f):
    """Whether `loss` made f."""
    return any(f is known for known in loss(SLOPE_OF.get(f, (f,))[0].__name__))


sigma, dsigma = activation("sigma")
f1, df1 = activation("f1")
f2, df2 = activation("f2")
