"""The adjoint rules: how a cotangent passes from a whole to its parts, for each kind of matrix expression.

<G, E> is the sum of all G_{ab} E_{ab}. A rule says how <G, dE> splits among the parts of E.
"""

from sympy import Function, Identity, Integer, MatMul, OneMatrix, Symbol, Transpose
from sympy.matrices.expressions import DiagMatrix, HadamardPower, HadamardProduct, MatAdd, MatPow
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood, elementwise_function
from backprop.proving.language.notation import hadamard, times
from backprop.proving.methods.mentions import holds

RULES = {}
"""Kind of matrix expression -> its rule: (G, expr) gives a cotangent for each part, as pairs (cotangent, part)."""


class Rule:
    """How a cotangent passes through one kind of expression; registered by ``@rule(kind, name)``."""

    def __init__(self, name, split):
        self.name, self.split, self.__doc__ = name, split, split.__doc__


def rule(kind, name):
    """Register the decorated function as the adjoint rule of `kind`."""

    def register(split):
        RULES[kind] = Rule(name, split)
        return split

    return register


@rule(MatAdd, "sum")
def _(G, e):
    """<G, A + B> = <G, A> + <G, B>."""
    return [(G, part) for part in e.args]


@rule(MatMul, "product")
def _(G, e):
    """<G, c L A R> = <c L^T G R^T, A>; a product transposed is the transposes in reverse order."""
    scalar, factors = e.as_coeff_matrices()
    turned = [f.T for f in factors[::-1]]
    return [
        (times(scalar, *turned[len(factors) - i :], G, *turned[: len(factors) - 1 - i]), part)
        for i, part in enumerate(factors)
    ]


@rule(MatPow, "power")
def _(G, e):
    """A whole power is a product."""
    return RULES[MatMul].split(G, MatMul(*[e.base] * _whole(e)))


@rule(Transpose, "transpose")
def _(G, e):
    """<G, A^T> = <G^T, A>."""
    return [(G.T, e.arg)]


@rule(HadamardProduct, "Hadamard product")
def _(G, e):
    """<G, A (.) B> = <G (.) B, A>."""
    return [(hadamard(G, *e.args[:i], *e.args[i + 1 :]), part) for i, part in enumerate(e.args)]


@rule(HadamardPower, "power entry by entry")
def _(G, e):
    """<G, A (.) A> changes by <2 G (.) A, dA>, and so on for every whole power."""
    return [(times(_whole(e), hadamard(G, *[e.base] * (_whole(e) - 1))), e.base)]


@rule(ElementwiseApplyFunction, "elementwise function")
def _(G, e):
    """<G, f(A)> changes by <G (.) f'(A), dA>."""
    return [(hadamard(G, _slope(elementwise_function(e), e.expr)), e.expr)]


@rule(DiagMatrix, "diagonal")
def _(G, e):
    """<G, diag(v)> = <(G (.) I) 1, v>: only the diagonal of G meets v."""
    (v,) = e.args
    return [(times(hadamard(G, Identity(v.shape[0])), OneMatrix(v.shape[0], 1)), v)]


def refuse_without_rule(G, expr, var):
    """Refuse what no rule covers: another kind, a scalar factor that holds the variable. Raises `NotUnderstood`."""
    refuse_shapes(G, expr)
    if type(expr) not in RULES:
        raise NotUnderstood(f"no adjoint rule for a {type(expr).__name__}: {plain(expr)}")
    if isinstance(expr, MatMul) and holds(expr.as_coeff_matrices()[0], var):
        raise NotUnderstood(f"the scalar factor of {plain(expr)} holds {plain(var)}; no adjoint rule covers that")


def refuse_shapes(G, expr):
    """Refuse a cotangent of another shape than what it belongs to. Raises `NotUnderstood`."""
    if tuple(G.shape) != tuple(expr.shape):
        raise NotUnderstood(f"the cotangent has the shape {G.shape}, the expression {expr.shape}")


def _slope(f, part):
    """The derivative of a named function, as SymPy's own ``diff`` returns it, of every entry of a matrix.

    Raises `NotUnderstood` where that is not written in named functions.
    """
    u = Symbol("u", real=True)

    def of_each(e):
        if not e.has(u):
            return OneMatrix(*part.shape) if e == 1 else times(e, OneMatrix(*part.shape))
        if e.is_Add:
            return MatAdd(*map(of_each, e.args))
        if e.is_Mul:
            number, factors = e.as_coeff_mul()
            product = hadamard(*map(of_each, factors)) if len(factors) > 1 else of_each(factors[0])
            return product if number == 1 else times(number, product)
        if e.is_Pow and e.exp.is_Integer and e.exp > 0:
            return hadamard(*[of_each(e.base)] * int(e.exp))
        if isinstance(e, Function) and e.args == (u,):
            return ElementwiseApplyFunction(type(e), part)
        raise NotUnderstood(
            f"the slope of {f.__name__} is not written in named functions, so no adjoint rule covers it"
        )

    return of_each(f(u).diff(u))


def _whole(power):
    if not (isinstance(power.exp, Integer) and power.exp > 0):
        raise NotUnderstood(f"only whole positive powers have an adjoint rule; got {plain(power)}")
    return int(power.exp)
